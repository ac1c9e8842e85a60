/** Kinds of passes: what can be sold at the desk. */
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer, Input } from '../lib/api.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Amount } from '../ui/figures.tsx';
import { type Column, List } from '../ui/list.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { Chip } from '../ui/status.tsx';
import { EntitySheet, OpenName, useEntity } from './entity.tsx';
import { type Field, Form, type Values } from './form.tsx';
import { SettingsPage } from './frame.tsx';
import { settingsWords } from './words.ts';

type PassKind = Answer<'subscription-type.list'>['subscriptionTypes'][number];
export const VAT = ['NONE', 'STANDARD', 'VAT_10', 'VAT_7', 'VAT_5', 'VAT_0'] as const;

export default function PassKindsScreen(): ReactNode {
  const t = useWords(settingsWords);
  const { can } = useSession();
  const [{ page }] = useUrl();
  const kinds = useAsk('subscription-type.list', { page: page ?? 1, limit: 50 });
  const groups = useAsk('group.list', { limit: 100 });
  const mayChange = can('subscription.manage') !== undefined;
  const { panel, open, close, addButton } = useEntity(mayChange);
  const chosen = kinds.data?.subscriptionTypes.find(({ id }) => id === panel);
  const nameOf = (id: string): string => groups.data?.groups.find((group) => group.id === id)?.name ?? '…';
  const columns: Column<PassKind>[] = [
    { key: 'name', title: t('name'), cell: ({ id, name }) => <OpenName name={name} onOpen={() => open(id)} disabled={!mayChange} /> },
    { key: 'sessions', title: t('sessions'), align: 'right', cell: ({ sessionsPerPeriod }) =>
      (sessionsPerPeriod === null ? t('unlimited') : t('sessionsCount', { count: sessionsPerPeriod })) },
    { key: 'months', title: t('months'), align: 'right', second: true, cell: ({ periodMonths }) => periodMonths },
    { key: 'price', title: t('price'), align: 'right', cell: ({ price }) => <Amount value={price} /> },
    { key: 'groups', title: t('groups'), second: true, cell: ({ groupIds }) => groupIds?.map(nameOf).join(', ') ?? t('allGroups') },
    { key: 'state', title: t('state'), cell: ({ isActive }) =>
      <Chip kind={isActive ? 'paid' : 'voided'}>{isActive ? t('active') : t('inactive')}</Chip> },
  ];
  return (
    <SettingsPage name="pass-kinds" title={t('passKinds')} ready={kinds.isSuccess && groups.isFetched} actions={addButton}>
      <Loaded query={kinds}>{(data) => (
        <List label={t('passKinds')} rows={data.subscriptionTypes} columns={columns} rowKey={({ id }) => id} pagination={data.pagination}
          empty={<Empty title={t('passKinds')} text={t('noPassKinds')}>{addButton}</Empty>} />
      )}</Loaded>
      <EntitySheet title={chosen ? t('edit', { name: chosen.name }) : t('newPassKind')} panel={mayChange ? panel : undefined} onClose={close}
        loaded={kinds.isSuccess && groups.isSuccess} found={chosen !== undefined}>
        <PassKindForm key={panel} passKind={chosen} groups={groups.data?.groups ?? []} onDone={close} />
      </EntitySheet>
    </SettingsPage>
  );
}

type FormProps = { passKind: PassKind | undefined; groups: readonly { id: string; name: string }[]; onDone: () => void };

function PassKindForm({ passKind, groups, onDone }: FormProps): ReactNode {
  const t = useWords(settingsWords);
  const create = useAct('subscription-type.create', { onDone });
  const update = useAct('subscription-type.update', { onDone });
  const act = passKind ? update : create;
  const fields: Field[] = [
    { name: 'name', label: t('name'), kind: 'text', required: true },
    { name: 'price', label: t('price'), kind: 'money', required: true },
    { name: 'sessionsPerPeriod', label: t('sessions'), description: t('sessionsHint'), kind: 'whole', min: 1 },
    { name: 'periodMonths', label: t('months'), kind: 'whole', min: 1, max: 60, required: true },
    { name: 'groupIds', label: t('groups'), description: t('groupsHint'), kind: 'choices',
      choices: groups.map(({ id, name }) => ({ value: id, label: name })) },
    { name: 'writeOffTiming', label: t('writeOff'), kind: 'choice', choices: (['ON_USE', 'ON_SALE'] as const).map((value) => ({ value, label: t(value) })) },
    { name: 'vat', label: t('vat'), kind: 'choice', choices: VAT.map((value) => ({ value, label: t(value) })) },
    ...(passKind ? [{ name: 'isActive', label: t('active'), kind: 'switch' } as const] : []),
  ];
  const values: Values = {
    name: passKind?.name, price: passKind?.price, sessionsPerPeriod: passKind?.sessionsPerPeriod ?? (passKind ? undefined : 8),
    periodMonths: passKind?.periodMonths ?? 1, groupIds: passKind?.groupIds ?? [], writeOffTiming: passKind?.writeOffTiming ?? 'ON_USE',
    vat: passKind?.vat ?? 'NONE', isActive: passKind?.isActive ?? true,
  };
  // On the wire "without limit" and "for all groups" are null.
  const wire = ({ groupIds, sessionsPerPeriod, ...rest }: Values, given: Values): object => ({
    ...rest, ...('sessionsPerPeriod' in given ? { sessionsPerPeriod: sessionsPerPeriod ?? null } : {}),
    ...('groupIds' in given ? { groupIds: Array.isArray(groupIds) && groupIds.length > 0 ? groupIds : null } : {}),
  });
  const send = ({ isActive: _active, ...all }: Values, changed: Values): void => {
    if (!passKind) void create.run(wire(all, all) as Input<'subscription-type.create'>);
    else if (Object.keys(changed).length === 0) onDone();
    else void update.run({ ...wire(changed, changed), id: passKind.id } as Input<'subscription-type.update'>);
  };
  return (
    <Form fields={fields} values={values} submit={t('save')} pending={act.pending} problem={act.problem} onSubmit={send} onClose={onDone}
      {...(passKind ? {} : { leave: t('notAdd') })}>
      {passKind && <Text size="sm" c="dimmed">{t('passStay')}</Text>}
    </Form>
  );
}
