/** What an event is, without leaving the schedule, and what can be done with it: the menu of the event. */
import { Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useGo } from '../lib/go.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Amount } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Loaded } from '../ui/states.tsx';
import { useCount } from './event.tsx';
import { hasBegun } from './local.ts';
import { TrainingState } from './training-state.tsx';
import { scheduleWords } from './words.ts';

/** `?panel=training:<id>` or `?panel=rental:<id>`. */
export function Peek({ panel, onClose }: { panel: string | undefined; onClose: () => void }): ReactNode {
  const t = useWords(scheduleWords);
  const [kind, id] = (panel ?? '').split(':');
  const isShown = id !== undefined && (kind === 'training' || kind === 'rental');
  return (
    <Sheet title={t(kind === 'rental' ? 'rental' : 'event')} opened={isShown} onClose={onClose} size={400}>
      {isShown && (kind === 'rental' ? <OfRental id={id} /> : <OfTraining id={id} />)}
    </Sheet>
  );
}

function OfTraining({ id }: { id: string }): ReactNode {
  return <Loaded query={useAsk('training.get', { id }, { keepPrevious: false })} lines={5}>{(training) => <Training training={training} />}</Loaded>;
}

function Training({ training }: { training: Answer<'training.get'> }): ReactNode {
  const t = useWords(scheduleWords);
  const format = useFormat();
  const go = useGo();
  const { can, now } = useSession();
  const [, set] = useUrl();
  const count = useCount();
  const { id, title, startsAt, endsAt, roomName, trainerName, groupId, groupName, status, participants, unmarked, waiting } = training;
  const why = can('training.manage') === undefined ? t('mayMove') : status === 'CANCELLED' || hasBegun(startsAt, now()) ? t('moveOneOnly') : undefined;
  const debtors = participants.filter((row) => row.status === 'BOOKED' && (row.overdue ?? 0) > 0).length;
  const facts: [string, ReactNode][] = [
    [t('room'), roomName ?? t('noRoom')], [t('trainer'), trainerName ?? t('noTrainer')],
    ...(groupId === null ? [] : [[t('group'), <To key="group" to={`/groups/${groupId}`}>{groupName}</To>] as [string, ReactNode]]),
  ];
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="xs"><Text fw={600} size="lg">{title}</Text><TrainingState training={training} /></Group>
      <Text className="num">{format.weekday(startsAt)}, {t('from', { start: format.time(startsAt), end: format.time(endsAt) })}</Text>
      <dl className="facts">{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      <Text><strong className="num">{count(training)}</strong>
        {waiting > 0 && `, ${t('waiting', { count: waiting })}`}{unmarked > 0 && `, ${t('unmarked', { count: unmarked })}`}
        {debtors > 0 && `, ${t('unpaid', { count: debtors })}`}</Text>
      <Group gap="xs">
        <Button data-autofocus onClick={() => go(`/trainings/${id}`)}>{t('open')}</Button>
        <ActButton variant="default" why={why} onClick={() => set({ move: id, to: undefined, panel: undefined })}>{t('move')}</ActButton>
      </Group>
    </Stack>
  );
}

function OfRental({ id }: { id: string }): ReactNode {
  const t = useWords(scheduleWords);
  const format = useFormat();
  const go = useGo();
  return (
    <Loaded query={useAsk('rental.get', { id }, { keepPrevious: false })} lines={5}>{({ roomName, date, startTime, endTime, clientId, clientName, eventType, totalPrice }) => (
      <Stack gap="sm">
        <Text fw={600} size="lg">{eventType ?? clientName}</Text>
        <Text className="num">{format.weekday(date)}, {t('from', { start: startTime, end: endTime })}</Text>
        <Text>{roomName}</Text>
        <Text><To to={`/clients/${clientId}`}>{clientName}</To></Text>
        <Amount value={totalPrice} strong />
        <Group><Button data-autofocus onClick={() => go(`/rentals?panel=${id}`)}>{t('openRental')}</Button></Group>
      </Stack>
    )}</Loaded>
  );
}
