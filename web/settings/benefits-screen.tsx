/** Benefit categories: whose discount is how large, and whether a paper is needed. */
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer, Input } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { To } from '../ui/link.tsx';
import { type Column, List } from '../ui/list.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { Chip } from '../ui/status.tsx';
import { EntitySheet, OpenName, useEntity } from './entity.tsx';
import { type Field, Form, type Values } from './form.tsx';
import { SettingsPage } from './frame.tsx';
import { settingsWords } from './words.ts';

type Benefit = Answer<'benefit.list'>['categories'][number];

export default function BenefitsScreen(): ReactNode {
  const t = useWords(settingsWords);
  const format = useFormat();
  const { can } = useSession();
  const benefits = useAsk('benefit.list', {});
  const mayChange = can('benefit.manage') !== undefined;
  const { panel, open, close, addButton } = useEntity(mayChange);
  const chosen = benefits.data?.categories.find(({ id }) => id === panel);
  const columns: Column<Benefit>[] = [
    { key: 'name', title: t('name'), cell: ({ id, name }) => <OpenName name={name} onOpen={() => open(id)} disabled={!mayChange} /> },
    { key: 'percent', title: t('percent'), align: 'right', cell: ({ discountPercent }) => <span className="num">{format.percent(discountPercent)}</span> },
    { key: 'document', title: t('document'), cell: ({ requiresDocument }) => (requiresDocument ? t('documentNeeded') : t('documentNot')) },
    { key: 'who', title: t('holders'), cell: ({ id, name }) =>
      <To to={`/clients?benefitCategoryId=${id}`} mih={24} aria-label={`${t('whoHas')}: ${name}`}>{t('whoHas')}</To> },
    { key: 'state', title: t('state'), cell: ({ isActive }) =>
      <Chip kind={isActive ? 'paid' : 'voided'}>{isActive ? t('given') : t('inactive')}</Chip> },
  ];
  return (
    <SettingsPage name="benefits" title={t('benefits')} ready={benefits.isSuccess} actions={addButton}>
      <Loaded query={benefits}>{({ categories }) => (
        <List label={t('benefits')} rows={categories} columns={columns} rowKey={({ id }) => id}
          empty={<Empty title={t('benefits')} text={t('noBenefits')}>{addButton}</Empty>} />
      )}</Loaded>
      <EntitySheet title={chosen ? t('edit', { name: chosen.name }) : t('newBenefit')} panel={mayChange ? panel : undefined} onClose={close}
        loaded={benefits.isSuccess} found={chosen !== undefined}>
        <BenefitForm key={panel} benefit={chosen} onDone={close} />
      </EntitySheet>
    </SettingsPage>
  );
}

function BenefitForm({ benefit, onDone }: { benefit: Benefit | undefined; onDone: () => void }): ReactNode {
  const t = useWords(settingsWords);
  const create = useAct('benefit.create', { onDone });
  const update = useAct('benefit.update', { onDone });
  const act = benefit ? update : create;
  const fields: Field[] = [
    { name: 'name', label: t('name'), kind: 'text', required: true },
    { name: 'discountPercent', label: t('percent'), kind: 'percent', max: 100, required: true },
    { name: 'requiresDocument', label: t('documentNeeded'), kind: 'switch' },
    { name: 'description', label: t('description'), kind: 'long' },
    ...(benefit ? [{ name: 'isActive', label: t('given'), kind: 'switch', description: t('deactivateAsk', { name: benefit.name }) } as const] : []),
  ];
  const values: Values = {
    name: benefit?.name, discountPercent: benefit?.discountPercent, requiresDocument: benefit?.requiresDocument ?? false,
    description: benefit?.description, isActive: benefit?.isActive ?? true,
  };
  const send = ({ isActive: _active, ...rest }: Values, changed: Values): void => {
    if (!benefit) void create.run(rest as Input<'benefit.create'>);
    else if (Object.keys(changed).length === 0) onDone();
    else void update.run({ ...changed, id: benefit.id } as Input<'benefit.update'>);
  };
  return (
    <Form fields={fields} values={values} submit={t('save')} pending={act.pending} problem={act.problem} onSubmit={send} onClose={onDone}
      {...(benefit ? {} : { leave: t('notAdd') })}>
      {benefit && <Text size="sm" c="dimmed">{t('benefitStay')}</Text>}
    </Form>
  );
}
