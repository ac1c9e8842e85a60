/** The week of a group: lines that make trainings by themselves. */
import { Button, Group as Row, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Answer, Input } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Form } from '../settings/form.tsx';
import { ActButton } from '../ui/act-button.tsx';
import { PreviewDialog } from '../ui/preview.tsx';
import { Refused } from '../ui/refused.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Loaded } from '../ui/states.tsx';
import { told } from '../ui/undo.tsx';
import { timeAfter } from './local.ts';
import { groupWords } from './group-words.ts';

type Slot = Answer<'slot.list'>['slots'][number];
/** A Monday; the days of a week are told from it. */
const MONDAY = Date.parse('2024-01-01T12:00:00Z');
const dayName = (weekday: number, language: string): string => new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', { weekday: 'long', timeZone: 'UTC' })
  .format(new Date(MONDAY + (weekday - 1) * 86_400_000));
const addWeeks = (day: string, weeks: number): string => new Date(Date.parse(`${day}T12:00:00Z`) + weeks * 7 * 86_400_000).toISOString().slice(0, 10);

export function GroupWeek({ group: { id }, mayChange }: { group: Answer<'group.get'>; mayChange: boolean }): ReactNode {
  const t = useWords(groupWords);
  const { today } = useSession();
  const [{ panel }, set] = useUrl();
  const slots = useAsk('slot.list', { id });
  const [ending, setEnding] = useState<Slot>();
  const generate = useAct('schedule.generate', { onDone: ({ made }) => told(t('generated', { count: made })) });
  return (
    <>
      <Row justify="space-between" mb="xs">
        <Title order={2}>{t('schedule')}</Title>
        {mayChange && (
          <Row gap="xs">
            <ActButton size="xs" variant="default" pending={generate.pending} onClick={() => void generate.run({ until: addWeeks(today, 6) })}>{t('generate')}</ActButton>
            <Button size="xs" onClick={() => set({ panel: 'slot' })}>{t('addSlot')}</Button>
          </Row>
        )}
      </Row>
      <Refused problem={generate.problem} />
      <Loaded query={slots} lines={3}>{({ slots: all }) => (all.length === 0 ? <Text c="dimmed">{t('noSlots')}</Text> : (
        <Stack gap={4}>{all.map((slot) => <Line key={slot.id} slot={slot} onEnd={mayChange ? () => setEnding(slot) : undefined} />)}</Stack>
      ))}</Loaded>
      <Sheet title={t('addSlot')} opened={panel === 'slot' && mayChange} onClose={() => set({ panel: undefined })}>
        <SlotForm groupId={id} onDone={() => set({ panel: undefined })} />
      </Sheet>
      {ending && <EndSlot groupId={id} slot={ending} onClose={() => setEnding(undefined)} />}
    </>
  );
}

function useSlotText(): (slot: Slot) => string {
  const format = useFormat();
  return ({ weekday, startTime, durationMinutes }) => `${dayName(weekday, format.language)}, ${startTime}–${timeAfter(startTime, durationMinutes)}`;
}

function Line({ slot, onEnd }: { slot: Slot; onEnd: (() => void) | undefined }): ReactNode {
  const t = useWords(groupWords);
  const format = useFormat();
  const text = useSlotText()(slot);
  return (
    <Row justify="space-between" gap="xs">
      <Text><span className="num">{text}</span> <Text span size="xs" c="dimmed">
        {slot.validUntil === null ? t('validFrom', { from: format.day(slot.validFrom) }) : t('validTo', { from: format.day(slot.validFrom), to: format.day(slot.validUntil) })}</Text></Text>
      {onEnd && <Button size="compact-xs" variant="default" onClick={onEnd} aria-label={`${t('endSlot')}: ${text}`}>{t('endSlot')}</Button>}
    </Row>
  );
}

function SlotForm({ groupId, onDone }: { groupId: string; onDone: () => void }): ReactNode {
  const t = useWords(groupWords);
  const format = useFormat();
  const { today } = useSession();
  const create = useAct('slot.create', { onDone });
  const rooms = useAsk('room.list', { active: 'true', limit: 100 });
  const trainers = useAsk('trainer.list', {});
  const weekdays = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ value: String(weekday), label: dayName(weekday, format.language) }));
  return (
    <Form values={{ weekday: '1', startTime: '18:00', durationMinutes: 60, validFrom: today }} submit={t('save')} pending={create.pending} problem={create.problem}
      onClose={onDone} onSubmit={({ weekday, ...rest }) => void create.run({ ...rest, id: groupId, weekday: Number(weekday) } as Input<'slot.create'>)}
      fields={[
        { name: 'weekday', label: t('weekday'), kind: 'choice', required: true, choices: weekdays },
        { name: 'startTime', label: t('start'), kind: 'time', required: true },
        { name: 'durationMinutes', label: t('minutes'), kind: 'whole', min: 5, max: 1440, required: true },
        { name: 'trainerId', label: t('trainer'), kind: 'choice', clearable: true, choices: (trainers.data?.trainers ?? []).map(({ id, name }) => ({ value: id, label: name })) },
        { name: 'roomId', label: t('room'), kind: 'choice', clearable: true, choices: (rooms.data?.rooms ?? []).map(({ id, name }) => ({ value: id, label: name })) },
        { name: 'validFrom', label: t('from'), kind: 'day', required: true },
        { name: 'validUntil', label: t('until'), kind: 'day' },
      ]} />
  );
}

function EndSlot({ groupId, slot, onClose }: { groupId: string; slot: Slot; onClose: () => void }): ReactNode {
  const t = useWords(groupWords);
  const text = useSlotText()(slot);
  return (
    <PreviewDialog name="slot.delete" opened danger title={t('endSlotTitle', { slot: text })} confirm={t('endSlotAct')} keep={t('keep')} onKeep={onClose}
      onDone={onClose} input={{ id: groupId, slotId: slot.id }}>
      {({ removedTrainings }) => <Text data-preview>{t('endSlotAsk', { count: removedTrainings })}</Text>}
    </PreviewDialog>
  );
}
