/** The reconciliations: what is still apart, and what is agreed and locked. */
import './opening.css';
import { Button, Stack, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Answer } from '../lib/api.ts';
import { useGo } from '../lib/go.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { DayField } from '../ui/day-field.tsx';
import { Amount, DayText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { type Column, List } from '../ui/list.tsx';
import { Page } from '../ui/page.tsx';
import { Refused } from '../ui/refused.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { Chip } from '../ui/status.tsx';
import { common } from '../ui/words.ts';
import { sheetWords } from './reconciliation-words.ts';

export type Reconciliation = Answer<'reconciliation.get'>;

export default function ReconciliationsScreen(): ReactNode {
  const t = useWords(sheetWords);
  const { can } = useSession();
  const [{ page, panel }, set] = useUrl();
  const query = useAsk('reconciliation.list', { page: page ?? 1, limit: 25 });
  const mayManage = can('reconciliation.manage') !== undefined;
  const open = (): void => set({ panel: 'new' });
  const columns: Column<Reconciliation>[] = [
    { key: 'name', title: t('name'), cell: ({ id, name }) => <To to={`/reconciliations/${id}`} fw={500}>{name}</To> },
    { key: 'state', title: t('state'), cell: (row) => <SheetState of={row} /> },
    { key: 'asOf', title: t('asOf'), cell: ({ asOf }) => <DayText value={asOf} /> },
    { key: 'lines', title: t('lines'), align: 'right', second: true, cell: ({ lines }) => <span className="num">{lines}</span> },
    { key: 'they', title: t('they'), align: 'right', second: true, cell: ({ theySay }) => <Amount value={theySay} /> },
    { key: 'we', title: t('we'), align: 'right', second: true, cell: ({ weSay }) => <Amount value={weSay} /> },
    { key: 'difference', title: t('difference'), align: 'right', cell: ({ differenceAmount }) =>
      <Amount value={differenceAmount} strong={differenceAmount > 0} tone={differenceAmount > 0 ? 'bad' : 'good'} /> },
  ];
  return (
    <Page name="reconciliations" title={t('title')} ready={query.isSuccess} actions={(
      <>
        <To to="/imports" mih={24}>{t('toImports')}</To>
        <ActButton why={mayManage ? undefined : t('onlyWho')} onClick={open}>{t('add')}</ActButton>
      </>
    )}>
      <div className="card">
        <Loaded query={query} lines={8}>{(data) => (
          <List label={t('list')} rows={data.reconciliations} columns={columns} rowKey={({ id }) => id} href={({ id }) => `/reconciliations/${id}`}
            pagination={data.pagination} empty={<Empty title={t('noneYet')} text={t('noneYetText')}>{mayManage && <Button onClick={open}>{t('add')}</Button>}</Empty>} />
        )}</Loaded>
      </div>
      <Sheet title={t('add')} opened={mayManage && panel === 'new'} onClose={() => set({ panel: undefined })} tall="26rem"><Begin /></Sheet>
    </Page>
  );
}

export function SheetState({ of: { status, different, lines } }: { of: Reconciliation }): ReactNode {
  const t = useWords(sheetWords);
  if (status === 'LOCKED') return <Chip kind="paid">{t('LOCKED')}</Chip>;
  return different === 0 && lines > 0 ? <Chip kind="paid">{t('EVEN')}</Chip> : <Chip kind="partial">{t('OPEN')}</Chip>;
}

function Begin(): ReactNode {
  const t = useWords(sheetWords);
  const c = useWords(common);
  const go = useGo();
  const { today } = useSession();
  const [name, setName] = useState(t('firstName'));
  const [asOf, setAsOf] = useState<string | undefined>(today);
  const [tried, setTried] = useState(false);
  const act = useAct('reconciliation.create', { onDone: ({ id }) => go(`/reconciliations/${id}`) });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (name.trim() !== '' && asOf !== undefined) void act.run({ name: name.trim(), asOf });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <TextInput label={t('name')} description={t('nameHint')} value={name} required maxLength={200} autoComplete="off" data-autofocus
          error={act.problem?.of('name') ?? (tried && name.trim() === '' ? c('required') : undefined)} onChange={(event) => setName(event.currentTarget.value)} />
        <DayField label={t('asOf')} description={t('asOfHint')} value={asOf} onDay={setAsOf} clearable={false} maxDate={today} required error={act.problem?.of('asOf')} />
        <Refused problem={act.problem} />
        <div><ActButton type="submit" pending={act.pending} doing={t('adding')}>{t('add')}</ActButton></div>
      </Stack>
    </form>
  );
}
