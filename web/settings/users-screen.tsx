/** Staff: who may sign in, and as what. */
import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer, Input } from '../lib/api.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { DayText } from '../ui/figures.tsx';
import { type Column, List } from '../ui/list.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { Chip } from '../ui/status.tsx';
import { EntitySheet, OpenName, useEntity } from './entity.tsx';
import { type Field, Form, type Values } from './form.tsx';
import { SettingsPage } from './frame.tsx';
import { settingsWords } from './words.ts';

type User = Answer<'user.list'>['users'][number];
export const STAFF = ['ADMIN', 'MANAGER', 'ACCOUNTANT', 'TRAINER'] as const;

export default function UsersScreen(): ReactNode {
  const t = useWords(settingsWords);
  const [{ page, view }, set] = useUrl();
  const users = useAsk('user.list', { page: page ?? 1, limit: 50, kind: view === 'families' ? 'FAMILY' : 'STAFF' });
  const { panel, open, close, addButton } = useEntity(true);
  const chosen = users.data?.users.find(({ id }) => id === panel);
  const columns: Column<User>[] = [
    { key: 'name', title: t('person'), cell: ({ id, firstName, lastName }) =>
      <OpenName name={`${lastName} ${firstName}`.trim()} onOpen={() => open(id)} /> },
    { key: 'role', title: t('role'), cell: ({ role }) => t(role) },
    { key: 'email', title: t('email'), cell: ({ email }) => email },
    { key: 'created', title: t('created'), second: true, cell: ({ createdAt }) => <DayText value={createdAt} /> },
    { key: 'state', title: t('state'), cell: ({ isActive }) =>
      <Chip kind={isActive ? 'paid' : 'voided'}>{isActive ? t('mayEnter') : t('mayNotEnter')}</Chip> },
  ];
  return (
    <SettingsPage name="users" title={t('users')} ready={users.isSuccess} actions={addButton}>
      <SegmentedControl mb="sm" value={view === 'families' ? 'families' : 'staff'} aria-label={t('users')}
        onChange={(value) => set({ view: value === 'staff' ? undefined : value })}
        data={[{ value: 'staff', label: t('staff') }, { value: 'families', label: t('families') }]} />
      <Loaded query={users}>{(data) => (
        <List label={t('users')} rows={data.users} columns={columns} rowKey={({ id }) => id} pagination={data.pagination}
          empty={<Empty title={view === 'families' ? t('families') : t('users')} text={view === 'families' ? t('noFamilies') : t('noUsers')}>{addButton}</Empty>} />
      )}</Loaded>
      <EntitySheet title={chosen ? t('edit', { name: chosen.firstName }) : t('newUser')} panel={panel} onClose={close}
        loaded={users.isSuccess} found={chosen !== undefined}>
        <UserForm key={panel} user={chosen} onDone={close} />
      </EntitySheet>
    </SettingsPage>
  );
}

function UserForm({ user, onDone }: { user: User | undefined; onDone: () => void }): ReactNode {
  const t = useWords(settingsWords);
  const create = useAct('user.create', { onDone });
  const update = useAct('user.update', { onDone });
  const act = user ? update : create;
  const isFamily = user?.role === 'CLIENT' || user?.role === 'STUDENT';
  const fields: Field[] = [
    { name: 'firstName', label: t('firstName'), kind: 'text', required: true, half: true },
    { name: 'lastName', label: t('lastName'), kind: 'text', half: true },
    ...(isFamily ? [] : [{ name: 'role', label: t('role'), description: t('roleHint'), kind: 'choice', required: true,
      choices: STAFF.map((value) => ({ value, label: t(value) })) } as const]),
    ...(user ? [{ name: 'isActive', label: t('mayEnter'), kind: 'switch' } as const] : [
      { name: 'email', label: t('email'), kind: 'email', required: true } as const,
      { name: 'password', label: t('password'), description: t('passwordHint'), kind: 'password', required: true } as const,
    ]),
  ];
  const values: Values = {
    firstName: user?.firstName, lastName: user?.lastName ?? '', ...(isFamily ? {} : { role: user?.role ?? 'MANAGER' }), isActive: user?.isActive ?? true,
  };
  const send = ({ isActive: _active, ...rest }: Values, changed: Values): void => {
    if (!user) void create.run(rest as Input<'user.create'>);
    else if (Object.keys(changed).length === 0) onDone();
    else void update.run({ ...changed, id: user.id } as Input<'user.update'>);
  };
  return <Form fields={fields} values={values} submit={t('save')} pending={act.pending} problem={act.problem} onSubmit={send} onClose={onDone}
    {...(user ? {} : { leave: t('notAdd') })} />;
}
