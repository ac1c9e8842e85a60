/** The columns of money that came in or went back. */
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useWords } from '../lib/words.ts';
import { Amount, DayText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import type { Column } from '../ui/list.tsx';
import { methodWords } from '../ui/words.ts';
import { reportWords } from './words.ts';

type Row = Answer<'report.money-in-rows'>['rows'][number];

export function useMoneyColumns(): (total: number | undefined) => Column<Row>[] {
  const t = useWords(reportWords);
  const m = useWords(methodWords);
  const format = useFormat();
  return (total) => [
    { key: 'on', title: t('when'), value: (row) => format.day(row.onDate), cell: (row) => <DayText value={row.onDate} /> },
    { key: 'kind', title: t('what'), value: (row) => t(`one_${row.kind}`), cell: (row) => (row.paymentId === null ? t(`one_${row.kind}`)
      : <To to={`/payments/${row.paymentId}`}>{t(`one_${row.kind}`)}</To>) },
    { key: 'client', title: t('client'), value: (row) => row.clientName, cell: (row) => <To to={`/clients/${row.clientId}`} c="inherit">{row.clientName}</To> },
    { key: 'method', title: t('method'), value: (row) => m(row.method), cell: (row) => m(row.method) },
    { key: 'amount', title: t('amount'), align: 'right', value: (row) => row.amount, total: <Amount value={total} strong />, cell: (row) => <Amount value={row.amount} /> },
  ];
}
