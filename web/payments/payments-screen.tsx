import { Button, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { type Answer, type Input, call } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useGo } from '../lib/go.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { type UrlState, useUrl } from '../lib/url.ts';
import { useWhy } from '../lib/why.ts';
import { useWords } from '../lib/words.ts';
import { ExportButton } from '../ui/export.tsx';
import { Amount, MomentText } from '../ui/figures.tsx';
import { type Field, Filters, NothingFound, type View, Views } from '../ui/filters.tsx';
import { To } from '../ui/link.tsx';
import { type Column, List } from '../ui/list.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { PaymentStatus } from '../ui/status.tsx';
import { methodWords } from '../ui/words.ts';
import { RefundsList } from './refunds-list.tsx';
import { paymentWords } from './words.ts';

type Row = Answer<'payment.list'>['payments'][number];
type Totals = Answer<'payment.list'>['totals'];
const FILTERS = ['clientId', 'status', 'method', 'fromDate', 'toDate', 'amountFrom', 'amountTo', 'shiftId', 'q', 'sort'] as const;
export const METHODS = ['CASH', 'CARD', 'ONLINE', 'BANK_TRANSFER'] as const;
const LARGE = '10000';
const LIMIT = 50;

const inputOf = (state: UrlState, page: number, limit: number): Input<'payment.list'> => ({
  ...Object.fromEntries(FILTERS.flatMap((key) => (state[key] === undefined ? [] : [[key, state[key]]]))), page, limit,
} as Input<'payment.list'>);

function useViews(): readonly View[] {
  const t = useWords(paymentWords);
  const { today } = useSession();
  return [
    { label: t('all'), search: {} }, { label: t('today'), search: { fromDate: today, toDate: today } },
    { label: t('reversed'), search: { status: 'REVERSED' } }, { label: t('large'), search: { amountFrom: LARGE } },
    { label: t('refunds'), search: { view: 'refunds' } },
  ];
}

function useFields(): readonly Field[] {
  const t = useWords(paymentWords);
  const method = useWords(methodWords);
  return [
    { kind: 'client', label: t('client'), key: 'clientId' }, { kind: 'days', label: t('on'), from: 'fromDate', to: 'toDate' },
    { kind: 'choice', label: t('method'), key: 'method', options: METHODS.map((value) => ({ value, label: method(value) })) },
    { kind: 'sums', label: t('sums'), from: 'amountFrom', to: 'amountTo' },
  ];
}

export default function PaymentsScreen(): ReactNode {
  const t = useWords(paymentWords);
  const [state] = useUrl();
  const views = useViews();
  const refunds = state['view'] === 'refunds';
  const list = useAsk('payment.list', refunds ? undefined : inputOf(state, Number(state['page'] ?? 1), LIMIT));
  return (
    <Page name="payments" title={t('title')} ready={refunds || list.data !== undefined}>
      <Views label={t('views')} to="/payments" views={views} />
      {refunds ? <RefundsList /> : <Payments list={list} />}
    </Page>
  );
}

function Payments({ list }: { list: ReturnType<typeof useAsk<'payment.list'>> }): ReactNode {
  const t = useWords(paymentWords);
  const [state] = useUrl();
  const fields = useFields();
  const columns = usePaymentColumns(list.data?.totals);
  return (
    <div className="card">
      <Filters fields={fields} search={{ key: 'q', label: t('searchHint') }}>
        <ExportButton<Row> file={t('file')} columns={columns} fetchPage={async (page, limit) => {
          const found = await call('payment.list', inputOf(state, page, limit));
          return { rows: found.payments, total: found.pagination.total };
        }} />
      </Filters>
      <div style={{ height: 12 }} />
      <Loaded query={list} lines={12}>
        {(data) => (
          <List label={t('title')} rows={data.payments} columns={columns} rowKey={(row) => row.id} pagination={data.pagination}
            busy={list.isPlaceholderData} href={(row) => `/payments/${row.id}`} empty={<None fields={fields} />} />
        )}
      </Loaded>
    </div>
  );
}

function None({ fields }: { fields: readonly Field[] }): ReactNode {
  const t = useWords(paymentWords);
  const [state] = useUrl();
  const views = useViews();
  const { can, today } = useSession();
  const go = useGo();
  const set = FILTERS.filter((key) => key !== 'sort' && state[key] !== undefined);
  const isOnly = (...keys: readonly string[]): boolean => set.length === keys.length && set.every((key) => keys.includes(key));
  if (set.length === 0) {
    return (
      <Empty title={t('firstUse')} text={t('firstUseText')}>
        {can('payment.register') && <Button onClick={() => go('/desk?pay=1')}>{t('take')}</Button>}
      </Empty>
    );
  }
  if (isOnly('fromDate', 'toDate') && state['fromDate'] === today) return <Empty title={t('noneToday')} text={t('noneTodayText')} />;
  if (isOnly('status') && state['status'] === 'REVERSED') return <Empty title={t('noneReversed')} text={t('noneReversedText')} />;
  return <NothingFound fields={fields} search="q" views={views} />;
}

function usePaymentColumns(totals: Totals | undefined): readonly Column<Row>[] {
  const t = useWords(paymentWords);
  const method = useWords(methodWords);
  const format = useFormat();
  const why = useWhy();
  return [
    { key: 'at', width: 9, title: t('at'), sort: 'date', value: (row) => format.moment(row.createdAt),
      cell: (row) => <To to={`/payments/${row.id}`}><MomentText value={row.createdAt} /></To> },
    { key: 'client', width: 9.5, title: t('client'), sort: 'client', value: (row) => row.clientName,
      cell: (row) => (
        <span className="one-line" title={row.clientName}><To to={`/clients/${row.clientId}`} c="inherit">{row.clientName}</To></span>
      ) },
    { key: 'sum', width: 8.75, title: t('sum'), align: 'right', sort: 'amount', value: (row) => row.amount,
      total: totals && (
        <>
          <Amount value={totals.received} strong />
          {totals.reversed > 0 && <Text size="xs" c="dimmed" className="num">{t('reversedSum', { sum: format.money(totals.reversed) })}</Text>}
        </>
      ),
      cell: (row) => (row.status === 'REVERSED' ? <s><Amount value={row.amount} tone="dimmed" /></s>
        : <Amount value={row.amount} onWhy={() => why('payment', row.id)} />) },
    { key: 'method', width: 5.75, title: t('method'), value: (row) => method(row.method), cell: (row) => method(row.method) },
    { key: 'till', width: 7.5, title: t('till'), second: true, value: (row) => row.branchName, cell: (row) => (
      <>
        <span className="one-line" title={row.branchName}>{row.branchName}</span>
        {row.shiftOpenedAt !== null && <Text size="xs" c="dimmed" className="num">{t('shiftFrom', { at: format.time(row.shiftOpenedAt) })}</Text>}
      </>
    ) },
    { key: 'by', width: 6.5, title: t('by'), second: true, value: (row) => row.receivedBy, cell: (row) => row.receivedBy },
    { key: 'invoices', width: 7.25, title: t('paidInvoices'), align: 'right', second: true, value: (row) => row.allocatedAmount,
      total: totals && <Amount value={totals.allocated} strong />, cell: (row) => (
        <>
          <Amount value={row.allocatedAmount} tone={row.allocatedAmount === 0 ? 'dimmed' : undefined} />
          {row.allocatedCount > 0 && <Text size="xs" c="dimmed">{t('invoices', { count: row.allocatedCount })}</Text>}
        </>
      ) },
    { key: 'credit', width: 6.25, title: t('credit'), align: 'right', second: true, value: (row) => row.creditLeft,
      total: totals && <Amount value={totals.credit} strong />,
      cell: (row) => <Amount value={row.creditLeft} tone={row.creditLeft === 0 ? 'dimmed' : undefined} /> },
    { key: 'status', title: t('status'), value: (row) => row.status, cell: (row) => <PaymentStatus status={row.status} /> },
  ];
}
