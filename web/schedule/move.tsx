/**
 * Moving a training: the same dialog after a drop and from the menu, so that whatever the mouse can do, the keyboard can.
 * Nothing moves before it is confirmed; what the server refuses is said in its sentence, and the training stays.
 */
import { Group, Modal, SegmentedControl, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Answer, Input } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAsk, usePreview } from '../lib/query.ts';
import { useTimeZone } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { DayField } from '../ui/day-field.tsx';
import { PreviewAct } from '../ui/preview.tsx';
import { Loaded } from '../ui/states.tsx';
import { TimeField } from '../ui/time-field.tsx';
import { told } from '../ui/undo.tsx';
import { common } from '../ui/words.ts';
import { instantOf, minutesBetween, wallOf, weekdayOf } from './local.ts';
import { scheduleWords } from './words.ts';

type Training = Answer<'training.get'>;
const SCOPES = ['ONE', 'FOLLOWING', 'ALL'] as const;
type Scope = (typeof SCOPES)[number];
type Place = { date: string; start: string; minutes: number; roomId: string | null; trainerId: string | null };

export function MoveTraining({ id }: { id: string }): ReactNode {
  const t = useWords(scheduleWords);
  const c = useWords(common);
  const [, set] = useUrl();
  const training = useAsk('training.get', { id }, { keepPrevious: false });
  const close = (): void => set({ move: undefined, to: undefined, toRoom: undefined, toTrainer: undefined });
  return (
    <Modal opened={training.data !== undefined || training.error !== null} onClose={close} size="lg" centered={false} yOffset="10vh" title={<Text component="h2" fw={600} size="lg">{t('moveTitle')}</Text>} closeButtonProps={{ 'aria-label': c('close') }}>
      <Loaded query={training} lines={6}>{(found) => <Move training={found} onClose={close} />}</Loaded>
    </Modal>
  );
}

function placeOf({ startsAt, endsAt, roomId, trainerId }: Training, zone: string): Place {
  const wall = wallOf(startsAt, zone);
  return { date: wall.slice(0, 10), start: wall.slice(11, 16), minutes: minutesBetween(startsAt, endsAt), roomId, trainerId };
}

/** Only what differs is sent: a line of the week has a weekday and an hour, one training has moments. */
function inputOf(id: string, scope: Scope, was: Place, place: Place, zone: string): Input<'training.update'> | undefined {
  const { date, start, minutes, roomId, trainerId } = place;
  if (date === '' || start === '') return undefined;
  const moved = date !== was.date || start !== was.start || minutes !== was.minutes;
  const where = { ...(roomId === was.roomId ? {} : { roomId }), ...(trainerId === was.trainerId ? {} : { trainerId }) };
  if (!moved && Object.keys(where).length === 0) return undefined;
  if (scope !== 'ONE') {
    return { id, scope, ...where, ...(moved ? { weekday: weekdayOf(date), startTime: start, durationMinutes: minutes } : {}) };
  }
  const startsAt = instantOf(`${date} ${start}`, zone);
  const endsAt = new Date(Date.parse(startsAt) + minutes * 60_000).toISOString().replace('.000Z', 'Z');
  return { id, scope, ...where, ...(moved ? { startsAt, endsAt } : {}) };
}

function Move({ training, onClose }: { training: Training; onClose: () => void }): ReactNode {
  const t = useWords(scheduleWords);
  const zone = useTimeZone();
  const [{ to, toRoom, toTrainer }] = useUrl();
  const was = placeOf(training, zone);
  const [scope, setScope] = useState<Scope>('ONE');
  const [place, setPlace] = useState<Place>({
    ...was, ...(to === undefined ? {} : { date: to.slice(0, 10), start: to.slice(11, 16) }),
    ...(toRoom === undefined ? {} : { roomId: toRoom === 'none' ? null : toRoom }), ...(toTrainer === undefined ? {} : { trainerId: toTrainer === 'none' ? null : toTrainer }),
  });
  const input = inputOf(training.id, scope, was, place, zone);
  const preview = usePreview('training.update', input);
  const changed = preview.data?.changed;
  const isLine = training.slotId !== null;
  return (
    <Stack gap="sm">
      <Text fw={600}>{training.title}</Text>
      <Fields place={place} onPlace={(change) => setPlace({ ...place, ...change })} />
      {isLine && (
        <SegmentedControl fullWidth value={scope} aria-label={t('scope')} onChange={(value) => setScope(value as Scope)}
          data={SCOPES.map((value) => ({ value, label: t(value) }))} />
      )}
      <PreviewAct name="training.update" input={input} missing={place.date === '' || place.start === '' ? t('fill') : t('same')}
        confirm={scope === 'ONE' || changed === undefined ? t('moveAct') : t('moveAllAct', { count: changed })} keep={t('keepPlace')} onKeep={onClose}
        onDone={() => {
          told(t('moved'));
          onClose();
        }}>
        {({ training: after }) => <Difference was={training} after={after} changed={changed ?? 1} isOne={scope === 'ONE'} />}
      </PreviewAct>
    </Stack>
  );
}

function Fields({ place, onPlace }: { place: Place; onPlace: (change: Partial<Place>) => void }): ReactNode {
  const t = useWords(scheduleWords);
  const rooms = useAsk('room.list', { active: 'true', limit: 100 });
  const trainers = useAsk('trainer.list', {});
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      <DayField label={t('date')} value={place.date} clearable={false} onDay={(date) => onPlace({ date: date ?? '' })} />
      <Group grow gap="xs">
        <TimeField label={t('start')} value={place.start} onTime={(start) => onPlace({ start })} data-autofocus />
        <TextInput type="number" label={t('minutes')} min={5} max={1440} step={5} value={place.minutes}
          onChange={(event) => onPlace({ minutes: Math.max(5, Number(event.currentTarget.value)) })} />
      </Group>
      <Select label={t('room')} placeholder={t('noRoom')} clearable={false} value={place.roomId} onChange={(roomId) => onPlace({ roomId })}
        data={(rooms.data?.rooms ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
      <Select label={t('trainer')} placeholder={t('noTrainer')} value={place.trainerId} onChange={(trainerId) => onPlace({ trainerId })}
        data={(trainers.data?.trainers ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
    </SimpleGrid>
  );
}

type Moved = Pick<Training, 'startsAt' | 'endsAt' | 'roomName' | 'trainerName'>;

function Difference({ was, after, changed, isOne }: { was: Moved; after: Moved; changed: number; isOne: boolean }): ReactNode {
  const t = useWords(scheduleWords);
  const format = useFormat();
  const say = ({ startsAt, endsAt, roomName, trainerName }: Moved): string =>
    [format.weekday(startsAt), t('from', { start: format.time(startsAt), end: format.time(endsAt) }), roomName ?? t('noRoom'), trainerName ?? t('noTrainer')].join(', ');
  return (
    <dl className="facts" data-preview style={{ minHeight: 88 }}>
      <div><dt>{t('was')}</dt><dd>{say(was)}</dd></div>
      <div><dt>{t('willBe')}</dt><dd><strong>{say(after)}</strong></dd></div>
      {!isOne && <div><dt>{t('everyWeek')}</dt><dd>{t('changes', { count: changed })}</dd></div>}
    </dl>
  );
}
