/** Who owes, by age. */
import { Anchor, Text, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { phoneText } from '../clients/people.ts';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Amount, DayText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import type { Column } from '../ui/list.tsx';
import { BUCKETS, sumIn } from './ageing-bar.tsx';
import { debtWords } from './words.ts';

export type DebtorRow = Answer<'report.receivables'>['clients'][number];

export function useDebtorColumns(totals: Answer<'report.receivables'>['totals']): readonly Column<DebtorRow>[] {
  const t = useWords(debtWords);
  const format = useFormat();
  const [, set] = useUrl();
  const plain = (sum: number): ReactNode => <Amount value={sum} tone={sum === 0 ? 'dimmed' : undefined} />;
  return [
    { key: 'client', width: 10, title: t('client'), value: (row) => row.clientName,
      cell: (row) => (
        <span className="one-line" title={row.clientName}><To to={`/clients/${row.clientId}`} c="inherit">{row.clientName}</To></span>
      ) },
    ...BUCKETS.map((bucket): Column<DebtorRow> => ({
      key: bucket, width: 6.5, title: t(bucket), align: 'right', second: true, value: (row) => sumIn(row, bucket),
      total: <Amount value={sumIn(totals, bucket)} strong />, cell: (row) => plain(sumIn(row, bucket)),
    })),
    { key: 'total', width: 7, title: t('total'), align: 'right', value: (row) => row.total, total: <Amount value={totals.total} strong />,
      cell: (row) => {
        const sum = format.money(row.total);
        return (
          <UnstyledButton className="num" data-money fw={600} mih={24} style={{ textDecoration: 'underline dotted', textUnderlineOffset: 3 }}
            aria-label={`${sum}. ${t('seeInvoices', { name: row.clientName })}`} onClick={() => set({ panel: row.clientId })}>{sum}</UnstyledButton>
        );
      } },
    { key: 'last', width: 7.75, title: t('lastPayment'), second: true, value: (row) => (row.lastPaymentOn === null ? null : format.day(row.lastPaymentOn)),
      cell: (row) => (row.lastPaymentOn === null ? '—' : <><DayText value={row.lastPaymentOn} /><Text size="xs"><Amount value={row.lastPaymentAmount} tone="dimmed" /></Text></>) },
    { key: 'contact', title: t('contact'), value: (row) => row.phone ?? row.email,
      cell: (row) => (row.phone !== null ? <Anchor className="num" href={`tel:${row.phone}`}>{phoneText(row.phone)}</Anchor>
        : row.email === null ? '—' : <Anchor href={`mailto:${row.email}`}>{row.email}</Anchor>) },
  ];
}
