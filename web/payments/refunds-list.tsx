/** Money that was returned to clients, newest first. */
import type { ReactNode } from 'react';
import { type Answer, type Input, call } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ExportButton } from '../ui/export.tsx';
import { Amount, MomentText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { type Column, List } from '../ui/list.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { methodWords } from '../ui/words.ts';
import { paymentWords } from './words.ts';

type Row = Answer<'report.money-in-rows'>['rows'][number];
const LIMIT = 50;

/** The same day a year before. */
const yearBefore = (day: string): string => `${String(Number(day.slice(0, 4)) - 1)}${day.slice(4).replace('-02-29', '-02-28')}`;

export function RefundsList(): ReactNode {
  const t = useWords(paymentWords);
  const method = useWords(methodWords);
  const format = useFormat();
  const { today } = useSession();
  const [{ page = '1' }] = useUrl();
  const inputOf = (wanted: number, limit: number): Input<'report.money-in-rows'> =>
    ({ from: yearBefore(today), to: today, kind: 'REFUNDED', page: wanted, limit });
  const list = useAsk('report.money-in-rows', inputOf(Number(page), LIMIT));
  const columns: readonly Column<Row>[] = [
    { key: 'at', title: t('at'), value: (row) => format.moment(row.at), cell: (row) => <MomentText value={row.at} /> },
    { key: 'client', title: t('client'), value: (row) => row.clientName,
      cell: (row) => <To to={`/clients/${row.clientId}`} c="inherit">{row.clientName}</To> },
    { key: 'method', title: t('method'), value: (row) => method(row.method), cell: (row) => method(row.method) },
    { key: 'invoice', title: t('invoice'), second: true,
      cell: (row) => (row.invoiceId === null ? '—' : <To to={`/invoices/${row.invoiceId}`}>{t('openInvoice')}</To>) },
    { key: 'sum', title: t('sum'), align: 'right', value: (row) => row.amount, cell: (row) => <Amount value={row.amount} />,
      total: list.data && <Amount value={list.data.total} strong /> },
  ];
  return (
    <div className="card">
      <div style={{ display: 'flex', justifyContent: 'flex-end', marginBottom: 12 }}>
        <ExportButton<Row> file={t('refundsFile')} columns={columns} fetchPage={async (wanted, limit) => {
          const found = await call('report.money-in-rows', inputOf(wanted, limit));
          return { rows: found.rows, total: found.pagination.total };
        }} />
      </div>
      <Loaded query={list} lines={8}>
        {(data) => <List label={t('refunds')} rows={data.rows} columns={columns} rowKey={(row) => row.refundId ?? row.at}
          pagination={data.pagination} empty={<Empty title={t('noRefunds')} text={t('noRefundsText')} />} />}
      </Loaded>
    </div>
  );
}
