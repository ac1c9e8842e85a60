/** What is shown and when: the period with its arrows, week or day, and the filters. */
import { ActionIcon, Button, Group, SegmentedControl, Select } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useKeys } from '../lib/keys.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { DayField } from '../ui/day-field.tsx';
import { common } from '../ui/words.ts';
import { daysFrom } from './local.ts';
import { type ScheduleUrl, TONES } from './use-schedule.ts';
import { scheduleWords } from './words.ts';

type Room = Answer<'room.list'>['rooms'][number];
type Trainer = Answer<'trainer.list'>['trainers'][number];
type ToolbarProps = { shown: ScheduleUrl; narrow: boolean; rooms: readonly Room[]; trainers: readonly Trainer[] };

export function Toolbar({ shown, narrow, rooms, trainers }: ToolbarProps): ReactNode {
  const t = useWords(scheduleWords);
  const [{ look }, set] = useUrl();
  const { view, by } = shown;
  return (
    <div className="schedule-tools noprint">
      <Group gap="xs">
      <Period shown={shown} />
      {!narrow && (
        <>
          <SegmentedControl aria-label={t('view')} value={view} onChange={(value) => set({ view: value === 'week' ? undefined : value })}
            data={[{ value: 'week', label: t('week') }, { value: 'day', label: t('day') }]} />
          <SegmentedControl aria-label={t('by')} value={by} onChange={(value) => set({ by: value === 'room' ? undefined : value })}
            data={[{ value: 'room', label: t('byRoom') }, { value: 'trainer', label: t('byTrainer') }]} />
          <SegmentedControl aria-label={t('look')} value={look === 'list' ? 'list' : 'grid'}
            onChange={(value) => set({ look: value === 'list' ? 'list' : undefined })}
            data={[{ value: 'grid', label: t('picture') }, { value: 'list', label: t('list') }]} />
        </>
      )}
      </Group>
      <Group gap="xs">
      <Filter name="room" label={t('room')} all={t('allRooms')} data={rooms.map(({ id, name }) => ({ value: id, label: name }))} />
      <Filter name="trainer" label={t('trainer')} all={t('allTrainers')} data={trainers.map(({ id, name }) => ({ value: id, label: name }))} />
      <GroupFilter />
      {!narrow && <Legend rows={by === 'room' ? rooms : trainers} />}
      </Group>
    </div>
  );
}

function Period({ shown: { view, date } }: { shown: ScheduleUrl }): ReactNode {
  const t = useWords(scheduleWords);
  const { today } = useSession();
  const [, set] = useUrl();
  const go = (day: string): void => set({ date: day === today ? undefined : day });
  const step = view === 'week' ? 7 : 1;
  const [back, ahead] = view === 'week' ? [t('previousWeek'), t('nextWeek')] : [t('previousDay'), t('nextDay')];
  useKeys({
    KeyP: { does: back, run: () => go(daysFrom(date, -step)) }, KeyN: { does: ahead, run: () => go(daysFrom(date, step)) },
    KeyT: { does: t('today'), run: () => go(today) },
    KeyW: { does: t('week'), run: () => set({ view: undefined }) }, KeyD: { does: t('day'), run: () => set({ view: 'day' }) },
  });
  return (
    <Group gap={4} wrap="nowrap">
      <ActionIcon variant="default" size={36} aria-label={back} aria-keyshortcuts="P" onClick={() => go(daysFrom(date, -step))}><IconChevronLeft size={18} aria-hidden /></ActionIcon>
      <ActionIcon variant="default" size={36} aria-label={ahead} aria-keyshortcuts="N" onClick={() => go(daysFrom(date, step))}><IconChevronRight size={18} aria-hidden /></ActionIcon>
      <Button variant="default" px="sm" aria-keyshortcuts="T" onClick={() => go(today)}>{t('today')}</Button>
      <DayField aria-label={t('toDay')} value={date} clearable={false} w={116} onDay={(day) => day !== undefined && go(day)} />
    </Group>
  );
}

type FilterProps = { name: 'room' | 'trainer' | 'group'; label: string; all: string; data: { value: string; label: string }[] };

function Filter({ name, label, all, data }: FilterProps): ReactNode {
  const c = useWords(common);
  const [state, set] = useUrl();
  return (
    <Select aria-label={label} placeholder={all} clearable searchable={data.length > 8} w={150} value={state[name] ?? null} data={data}
      clearButtonProps={{ 'aria-label': `${c('reset')}: ${label}` }} onChange={(value) => set({ [name]: value ?? undefined })} />
  );
}

function GroupFilter(): ReactNode {
  const t = useWords(scheduleWords);
  const groups = useAsk('group.list', { active: 'true', limit: 100 });
  return <Filter name="group" label={t('group')} all={t('allGroups')} data={(groups.data?.groups ?? []).map(({ id, name }) => ({ value: id, label: name }))} />;
}

function Legend({ rows }: { rows: readonly { id: string; name: string }[] }): ReactNode {
  const t = useWords(scheduleWords);
  return (
    <ul className="schedule-legend" aria-label={t('legend')}>
      <li><span className="legend-mark" data-kind="rental" aria-hidden />{t('rentalLegend')}</li>
      <li><span className="event-dot" aria-hidden />{t('unpaidLegend')}</li>
      {rows.slice(0, TONES).map(({ id, name }, index) => <li key={id}><span className="legend-mark" data-tone={index} aria-hidden />{name}</li>)}
    </ul>
  );
}
