/** The columns of rows that are parts of invoices. */
import { useFormat } from '../lib/format.ts';
import { useWords } from '../lib/words.ts';
import { Amount, DayText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import type { Column } from '../ui/list.tsx';
import { reportWords } from './words.ts';

export type InvoicePart = {
  invoiceId: string; invoiceNumber: string; clientId: string; clientName: string; issuedOn: string; amount: number;
};

export function useInvoiceColumns(): (total: number | undefined) => Column<InvoicePart>[] {
  const t = useWords(reportWords);
  const format = useFormat();
  return (total) => [
    { key: 'number', title: t('invoice'), value: (row) => row.invoiceNumber,
      cell: (row) => <To to={`/invoices/${row.invoiceId}`} className="num">{row.invoiceNumber}</To> },
    { key: 'client', title: t('client'), value: (row) => row.clientName,
      cell: (row) => <To to={`/clients/${row.clientId}`} c="inherit">{row.clientName}</To> },
    { key: 'issued', title: t('issued'), value: (row) => format.day(row.issuedOn), cell: (row) => <DayText value={row.issuedOn} /> },
    { key: 'amount', title: t('amount'), align: 'right', value: (row) => row.amount, total: <Amount value={total} strong />,
      cell: (row) => <Amount value={row.amount} /> },
  ];
}
