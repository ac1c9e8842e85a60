/** Passes: which end, which burn, which are frozen; what is left and what comes next. */
import '../clients/clients.css';
import { Button, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { type Answer, type Input, call } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useGo } from '../lib/go.ts';
import { useAsk } from '../lib/query.ts';
import { type UrlState, useUrl } from '../lib/url.ts';
import { useWhy } from '../lib/why.ts';
import { useWords } from '../lib/words.ts';
import { ExportButton } from '../ui/export.tsx';
import { type Field, Filters, NothingFound, type View as Question, Views } from '../ui/filters.tsx';
import { Amount, DayText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { type Column, List } from '../ui/list.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Waiting } from '../ui/states.tsx';
import { InvoiceStatus, PassStatus } from '../ui/status.tsx';
import { passWords } from './words.ts';

const LIMIT = 25;
type Row = Answer<'subscription.list'>['subscriptions'][number];
type View = NonNullable<Input<'subscription.list'>['view']>;
const VIEWS: readonly View[] = ['ENDING', 'BURNING', 'FROZEN', 'ENDED'];
const NOTHING = { ENDING: 'nothingEnding', BURNING: 'nothingBurning', FROZEN: 'nothingFrozen',
  ENDED: 'nothingEnded' } as const;

const viewOf = (url: UrlState): View | undefined => VIEWS.find((view) => view === url['view']);
/** Without a view and without `status=all` only passes in force are shown. */
export function filterOf(url: UrlState): Input<'subscription.list'> {
  const view = viewOf(url);
  const { q, client, group, sort, status } = url;
  const inForce = view === undefined && status !== 'all' ? 'ACTIVE' : undefined;
  const given = Object.entries({ q, clientId: client, groupId: group, sort, view, status: inForce });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined)) as Input<'subscription.list'>;
}

export default function PassesScreen(): ReactNode {
  const t = useWords(passWords);
  const [url] = useUrl();
  const columns = useColumns();
  const further: readonly Column<Row>[] = [
    { key: 'student', title: t('student'), cell: () => null, value: ({ studentName }) => studentName },
    { key: 'status', title: t('status'), cell: () => null, value: ({ status, isFrozen }) => (isFrozen ? 'FROZEN' : status) },
    { key: 'group', title: t('group'), cell: () => null, value: ({ groupNames }) => groupNames.join(', ') },
  ];
  const filter = filterOf(url);
  const list = useAsk('subscription.list', { ...filter, page: Number(url['page'] ?? 1), limit: LIMIT });
  const groups = useAsk('group.list', { limit: 100 });
  const { data } = list;
  const fields: Field[] = [
    { kind: 'client', label: t('client'), key: 'client' },
    { kind: 'choice', label: t('group'), key: 'group',
      options: (groups.data?.groups ?? []).map(({ id, name }) => ({ value: id, label: name })) },
  ];
  const views: readonly Question[] = [
    { label: t('all'), search: {} }, { label: t('ending'), search: { view: 'ENDING' } },
    { label: t('burning'), search: { view: 'BURNING' } },
    { label: t('frozen'), search: { view: 'FROZEN' } }, { label: t('ended'), search: { view: 'ENDED' } },
    { label: t('everything'), search: { status: 'all' } },
  ];
  return (
    <Page name="passes" title={t('title')} ready={data !== undefined || list.isError} actions={(
      <ExportButton file={t('file')} columns={[...columns, ...further]} fetchPage={async (page, limit) => {
        const answer = await call('subscription.list', { ...filter, page, limit });
        return { rows: answer.subscriptions, total: answer.pagination.total };
      }} />
    )}>
      <Views label={t('views')} to="/passes" views={views} />
      <div style={{ margin: '0 0 0.75rem' }}><Filters fields={fields} search={{ key: 'q', label: t('find') }} /></div>
      <div className="card clients">
        {data === undefined && (list.error ? <Failed problem={list.error} retry={() => void list.refetch()} />
          : <Waiting lines={LIMIT} height={36} />)}
        {data !== undefined && (
          <List label={t('title')} rows={data.subscriptions} columns={columns} rowKey={({ id }) => id}
            href={({ id }) => `/passes/${id}`}
            pagination={data.pagination} busy={list.isPlaceholderData} empty={<NoPasses fields={fields} views={views} />} />
        )}
      </div>
    </Page>
  );
}

/** First use, nothing left to do in a view, or nothing found. */
function NoPasses({ fields, views }: { fields: readonly Field[]; views: readonly Question[] }): ReactNode {
  const t = useWords(passWords);
  const go = useGo();
  const [url] = useUrl();
  const view = viewOf(url);
  if (url['q'] || url['client'] || url['group']) return <NothingFound fields={fields} search="q" views={views} />;
  if (view !== undefined) return <Empty title={t(NOTHING[view])} />;
  return <Empty title={t('firstUse')} text={t('firstUseText')}><Button
    onClick={() => go('/clients')}>{t('toClients')}</Button></Empty>;
}

function useColumns(): readonly Column<Row>[] {
  const t = useWords(passWords);
  const format = useFormat();
  const why = useWhy();
  const left = ({ sessionsLeft, sessionsTotal }: Row): string => (sessionsLeft === null ? t('unlimited')
    : sessionsTotal === null ? String(sessionsLeft) : t('leftOf', { left: sessionsLeft, total: sessionsTotal }));
  return [
    { key: 'client', title: t('client'), sort: 'client', value: ({ clientName }) => clientName,
      cell: ({ clientId, clientName, studentName }) => (
        <>
          <To to={`/clients/${clientId}`} style={{ whiteSpace: 'nowrap' }}>{clientName}</To>
          <Text size="xs" c="dimmed">{studentName}</Text>
        </>
      ) },
    { key: 'kind', title: t('kind'), value: ({ name }) => name, cell: ({ id, name, groupNames }) => (
      <>
        <To to={`/passes/${id}`} fw={500}>{name}</To>
        <Text size="xs" c="dimmed">{groupNames.length === 0 ? t('anyGroup') : groupNames.join(', ')}</Text>
      </>
    ) },
    { key: 'left', title: t('left'), sort: 'left', value: (row) => left(row), cell: (row) =>
      <span className="num">{left(row)}</span> },
    { key: 'value', title: t('worth'), sort: 'value', align: 'right', second: true, value: ({ valueLeft }) => valueLeft,
      cell: ({ id, valueLeft }) => (
      <Amount value={valueLeft} {...(valueLeft === null ? {} : { onWhy: () => why('subscription', id) })} />) },
    { key: 'end', title: t('endDate'), sort: 'end', value: ({ endDate }) => format.day(endDate),
      cell: ({ endDate, status, isFrozen, freezeEnd }) => (
      <>
        <div><DayText value={endDate} /></div>
        <PassStatus status={isFrozen ? 'FROZEN' : status} until={freezeEnd === null ? undefined : format.day(freezeEnd)} />
      </>
    ) },
    { key: 'renewal', title: t('renewal'), second: true, value: ({ renewalInvoice }) =>
      renewalInvoice?.invoiceNumber ?? null,
      cell: ({ renewalInvoice }) => (renewalInvoice === null
        ? <span style={{ color: 'var(--mantine-color-dimmed)' }}>{t('noRenewal')}</span> : (
        <>
          <To to={`/invoices/${renewalInvoice.id}`} style={{ whiteSpace: 'nowrap' }}>{renewalInvoice.invoiceNumber}</To>{' '}
          <InvoiceStatus status={renewalInvoice.status} />
        </>
      )) },
  ];
}
