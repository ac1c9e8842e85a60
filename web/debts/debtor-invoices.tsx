/** The invoices behind one client's debt as they stood on the day; they sum to it. */
import { Button, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormat } from '../lib/format.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Amount, DayText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { Refused } from '../ui/refused.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Loaded } from '../ui/states.tsx';
import { told } from '../ui/undo.tsx';
import type { DebtorRow } from './debtor-columns.tsx';
import { debtWords } from './words.ts';

export function DebtorInvoices({ debtors, asOf }: { debtors: readonly DebtorRow[]; asOf: string | undefined }): ReactNode {
  const t = useWords(debtWords);
  const format = useFormat();
  const { can } = useSession();
  const [{ panel, bucket }, set] = useUrl();
  const input = panel === undefined || asOf === undefined ? undefined
    : { asOf, clientId: panel, limit: 200, ...(bucket && { bucket: bucket as 'NOT_DUE' }) };
  const rows = useAsk('report.receivable-invoices', input, { keepPrevious: false });
  const remind = useAct('invoice.remind-by-hand', { onDone: ({ reminded }) => told(t('reminded', { count: reminded.length })) });
  const name = debtors.find(({ clientId }) => clientId === panel)?.clientName ?? rows.data?.invoices[0]?.clientName ?? '';
  return (
    <Sheet title={t('drill', { name, day: asOf === undefined ? '' : format.day(asOf) })} opened={panel !== undefined} size={560}
      onClose={() => set({ panel: undefined })}>
      <Loaded query={rows}>
        {(data) => (
          <Stack>
            <table className="ledger">
              <thead>
                <tr>
                  <th scope="col">{t('number')}</th><th scope="col">{t('due')}</th><th scope="col">{t('late')}</th>
                  <th scope="col" data-align="right">{t('left')}</th>
                </tr>
              </thead>
              <tbody>
                {data.invoices.map((row) => (
                  <tr key={row.invoiceId}>
                    <td><To to={`/invoices/${row.invoiceId}`} className="num">{row.invoiceNumber}</To></td>
                    <td><DayText value={row.dueDate} /></td><td>{t('days', { count: Math.max(0, row.daysLate) })}</td>
                    <td data-align="right"><Amount value={row.amount} /></td>
                  </tr>
                ))}
                <tr data-totals><td>{t('total')}</td><td /><td /><td data-align="right"><Amount value={data.total} /></td></tr>
              </tbody>
            </table>
            <Refused problem={remind.problem} />
            <Group>
              {can('invoice.remind') && data.invoices.length > 0 && (
                <Button variant="default" aria-busy={remind.pending}
                  onClick={() => void remind.run({ invoiceIds: data.invoices.slice(0, 200).map(({ invoiceId }) => invoiceId) })}>{t('remind')}</Button>
              )}
              {panel !== undefined && <To to={`/clients/${panel}/statement`}>{t('statement')}</To>}
            </Group>
          </Stack>
        )}
      </Loaded>
    </Sheet>
  );
}
