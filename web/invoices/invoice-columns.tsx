/** The columns of a list of invoices. */
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useWords } from '../lib/words.ts';
import { useWhy } from '../lib/why.ts';
import { Amount, DayText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import type { Column } from '../ui/list.tsx';
import { InvoiceStatus } from '../ui/status.tsx';
import { invoiceWords } from './words.ts';

export type InvoiceRow = Answer<'invoice.list'>['invoices'][number];
export type Totals = Answer<'invoice.list'>['totals'];

/** The first line of an invoice and how many follow. */
export function What({ row }: { row: Pick<InvoiceRow, 'firstItemName' | 'itemCount'> }): ReactNode {
  const t = useWords(invoiceWords);
  const rest = row.itemCount - 1;
  return <>{row.firstItemName ?? '—'}{rest > 0 && <Text span size="xs" c="dimmed"> {t('more', { count: rest })}</Text>}</>;
}

export function useInvoiceColumns(totals: Totals | undefined): readonly Column<InvoiceRow>[] {
  const t = useWords(invoiceWords);
  const format = useFormat();
  const why = useWhy();
  return [
    { key: 'number', width: 8.75, title: t('number'), sort: 'number', value: (row) => row.invoiceNumber, cell: (row) => (
      <>
        <To to={`/invoices/${row.id}`} className="num">{row.invoiceNumber}</To>
        <Text size="xs" c="dimmed"><DayText value={row.issuedAt} /></Text>
      </>
    ) },
    { key: 'client', width: 10.5, title: t('client'), value: (row) => row.clientName, cell: (row) => (
      <>
        <span className="one-line" title={row.clientName}><To to={`/clients/${row.clientId}`} c="inherit">{row.clientName}</To></span>
        <Text size="xs" c="dimmed">{row.studentName === row.clientName ? null : row.studentName}</Text>
      </>
    ) },
    { key: 'what', width: 10, title: t('what'), second: true, value: (row) => row.items.map((item) => item.serviceName).join('; '), cell: (row) => (
      <>
        <span className="one-line" title={row.firstItemName ?? undefined}><What row={row} /></span>
        <Text size="xs" c="dimmed">{t(row.source)}</Text>
      </>
    ) },
    { key: 'sum', width: 8.75, title: t('sum'), align: 'right', sort: 'amount', total: totals && <Both sum={totals.total} benefit={totals.benefit} />,
      value: (row) => row.totalAmount, cell: (row) => (row.status === 'CANCELLED' ? <s><Amount value={row.totalAmount} tone="dimmed" /></s> : (
        <Both sum={row.totalAmount} benefit={row.discountAmount} onWhy={() => why('invoice', row.id)} />
      )) },
    { key: 'left', width: 10.25, title: t('left'), align: 'right', sort: 'left', second: true, value: leftOf,
      total: totals && <Left left={totals.left} paid={totals.paid} />, cell: (row) => <Left left={leftOf(row)} paid={row.paidAmount} /> },
    { key: 'due', width: 6.25, title: t('due'), sort: 'due', second: true, value: (row) => (row.dueDate === null ? null : format.day(row.dueDate)),
      cell: (row) => <DayText value={row.dueDate} /> },
    { key: 'status', title: t('status'), value: (row) => row.status,
      cell: (row) => <InvoiceStatus status={row.status} overdueDays={row.daysOverdue} /> },
  ];
}

/** The sum, and beneath it the benefit that is off it already. */
function Both({ sum, benefit, onWhy }: { sum: number; benefit: number; onWhy?: () => void }): ReactNode {
  const t = useWords(invoiceWords);
  const format = useFormat();
  return (
    <>
      <Amount value={sum} onWhy={onWhy} />
      {benefit > 0 && <Text size="xs" c="dimmed" className="num" data-money>{t('benefitOf', { sum: format.money(-benefit) })}</Text>}
    </>
  );
}

/** What is left to pay, and beneath it what is paid. */
function Left({ left, paid }: { left: number; paid: number }): ReactNode {
  const t = useWords(invoiceWords);
  const format = useFormat();
  return (
    <>
      <Amount value={left} strong={left > 0} tone={left === 0 ? 'dimmed' : undefined} />
      {paid > 0 && <Text size="xs" c="dimmed" className="num" data-money>{t('paidOf', { sum: format.money(paid) })}</Text>}
    </>
  );
}

/** What a file says besides the columns of the screen: each fact in a column of its own. */
export function useExportColumns(): readonly Column<InvoiceRow>[] {
  const t = useWords(invoiceWords);
  const format = useFormat();
  const [number, client, ...rest] = useInvoiceColumns(undefined);
  const hidden = { cell: () => null };
  return [
    ...(number ? [number] : []), { key: 'issued', title: t('issued'), ...hidden, value: (row) => format.day(row.issuedAt) },
    ...(client ? [client] : []), { key: 'student', title: t('student'), ...hidden, value: (row) => row.studentName },
    ...rest, { key: 'paid', title: t('paid'), align: 'right', ...hidden, value: (row) => row.paidAmount },
    { key: 'benefit', title: t('benefit'), align: 'right', ...hidden, value: (row) => row.discountAmount },
    { key: 'source', title: t('source'), ...hidden, value: (row) => t(row.source) },
  ];
}

/** A draft and a voided invoice ask for nothing. */
const leftOf = (row: InvoiceRow): number => (['DRAFT', 'CANCELLED'].includes(row.status) ? 0 : row.dueAmount);
