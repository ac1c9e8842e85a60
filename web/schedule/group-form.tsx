/** A group's fields. What is empty is decided by the policies. */
import type { ReactNode } from 'react';
import type { Answer, Input } from '../lib/api.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { type Field, Form, type Values } from '../settings/form.tsx';
import { Loaded } from '../ui/states.tsx';
import { groupWords } from './group-words.ts';

type Group = Answer<'group.get'>;
const FIELDS = ['name', 'capacity', 'trainerId', 'roomId', 'singlePrice', 'trialPrice', 'safeHours'] as const;

export function GroupForm({ group, onDone }: { group?: Group; onDone: () => void }): ReactNode {
  const t = useWords(groupWords);
  const create = useAct('group.create', { onDone });
  const update = useAct('group.update', { onDone });
  const trainers = useAsk('trainer.list', {});
  const rooms = useAsk('room.list', { active: 'true', limit: 100 });
  const act = group ? update : create;
  const send = (values: Values): void => {
    const input = Object.fromEntries(FIELDS.map((name) => [name, values[name] ?? null]));
    void (group ? update.run({ ...input, id: group.id, isActive: values['isActive'] } as Input<'group.update'>) : create.run(input as Input<'group.create'>));
  };
  return (
    <Loaded query={trainers}>{({ trainers: people }) => {
      const fields: Field[] = [
        { name: 'name', label: t('name'), kind: 'text', required: true },
        { name: 'trainerId', label: t('trainer'), kind: 'choice', clearable: true, choices: people.map(({ id, name }) => ({ value: id, label: name })) },
        { name: 'roomId', label: t('room'), kind: 'choice', clearable: true,
          choices: (rooms.data?.rooms ?? []).map(({ id, name }) => ({ value: id, label: name })) },
        { name: 'capacity', label: t('capacity'), kind: 'whole', min: 1 },
        { name: 'singlePrice', label: t('singlePrice'), kind: 'money' },
        { name: 'trialPrice', label: t('trialPrice'), kind: 'money' },
        { name: 'safeHours', label: t('safeHours'), description: t('byPolicy'), kind: 'whole', max: 720 },
        ...(group ? [{ name: 'isActive', label: t('active'), kind: 'switch' } as const] : []),
      ];
      const values: Values = group ? Object.fromEntries([...FIELDS, 'isActive' as const].map((name) => [name, group[name]])) : {};
      return <Form fields={fields} values={values} submit={t('save')} pending={act.pending} problem={act.problem} onSubmit={send} onClose={onDone} />;
    }}</Loaded>
  );
}
