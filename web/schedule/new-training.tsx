/** A training outside of the weekly lines, or from a free hour of the schedule; the same hour can be rented out. */
import type { ReactNode } from 'react';
import { Stack, Text } from '@mantine/core';
import { useAct, useAsk } from '../lib/query.ts';
import { useGo } from '../lib/go.ts';
import { useSession, useTimeZone } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { type Field, Form, type Values } from '../settings/form.tsx';
import { To } from '../ui/link.tsx';
import { Loaded } from '../ui/states.tsx';
import { told } from '../ui/undo.tsx';
import { instantOf } from './local.ts';
import { scheduleWords } from './words.ts';

const text = (value: Values[string]): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

export function NewTraining({ onClose }: { onClose: () => void }): ReactNode {
  const t = useWords(scheduleWords);
  const go = useGo();
  const zone = useTimeZone();
  const { today, can } = useSession();
  const [{ on, start, roomId, trainerId, group }] = useUrl();
  const rooms = useAsk('room.list', { active: 'true', limit: 100 });
  const trainers = useAsk('trainer.list', {});
  const groups = useAsk('group.list', { active: 'true', limit: 100 });
  const create = useAct('training.create', { onDone: ({ id }) => {
    told(t('added'));
    go(`/trainings/${id}`);
  } });
  const send = (values: Values): void => {
    const startsAt = instantOf(`${String(values['date'])} ${String(values['startTime'])}`, zone);
    const endsAt = new Date(Date.parse(startsAt) + Number(values['minutes']) * 60_000).toISOString();
    const title = text(values['title']);
    void create.run({
      startsAt, endsAt, ...(title === undefined ? {} : { title }), groupId: text(values['groupId']) ?? null, roomId: text(values['roomId']) ?? null,
      trainerId: text(values['trainerId']) ?? null, capacity: (values['capacity'] as number | undefined) ?? null, price: (values['price'] as number | undefined) ?? null,
    });
  };
  const rent = new URLSearchParams({ panel: 'new', date: on ?? today, ...(start && { start }), ...(roomId && { roomId }) }).toString();
  const choices = (rows: readonly { id: string; name: string }[] | undefined) => (rows ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const fields: Field[] = [
    { name: 'groupId', label: t('group'), kind: 'choice', clearable: true, choices: choices(groups.data?.groups), placeholder: t('noGroup') },
    { name: 'title', label: t('title'), kind: 'text', description: t('titleHint') },
    { name: 'date', label: t('date'), kind: 'day', required: true },
    { name: 'startTime', label: t('start'), kind: 'time', required: true },
    { name: 'minutes', label: t('minutes'), kind: 'whole', min: 5, max: 1440, required: true },
    { name: 'roomId', label: t('room'), kind: 'choice', clearable: true, choices: choices(rooms.data?.rooms), placeholder: t('noRoom') },
    { name: 'trainerId', label: t('trainer'), kind: 'choice', clearable: true, choices: choices(trainers.data?.trainers), placeholder: t('byGroup') },
    { name: 'capacity', label: t('capacity'), kind: 'whole', min: 1, description: t('byGroup') },
    { name: 'price', label: t('price'), kind: 'money', description: t('byGroup') },
  ];
  return (
    <Stack gap="sm">
      {can('rental.manage') !== undefined && <Text><To to={`/rentals?${rent}`}>{t('bookRoom')}</To></Text>}
      <Loaded query={groups} lines={9}>{() => (
        <Form fields={fields} values={{ date: on ?? today, startTime: start ?? '', minutes: 60, roomId, trainerId, groupId: group }} submit={t('create')}
          pending={create.pending} problem={create.problem} onSubmit={send} onClose={onClose} />
      )}</Loaded>
    </Stack>
  );
}
