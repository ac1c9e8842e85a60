/** What paid an invoice: payments as links, what credit paid, what is left. */
import { Button, Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { sumOf } from '../lib/format.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWhy } from '../lib/why.ts';
import { useWords } from '../lib/words.ts';
import { Amount, MomentText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { methodWords } from '../ui/words.ts';
import { detailWords } from './detail-words.ts';
import type { Invoice } from './invoice-items.tsx';

export function Settlement({ invoice }: { invoice: Invoice }): ReactNode {
  const t = useWords(detailWords);
  const method = useWords(methodWords);
  const why = useWhy();
  if (invoice.status === 'DRAFT') return null;
  const fromCredit = sumOf([invoice.paidAmount, ...invoice.payments.map((payment) => -payment.allocated)]);
  const nothing = invoice.payments.length === 0 && fromCredit === 0;
  return (
    <section className="card" aria-labelledby="settlement" style={{ minHeight: 224 }}>
      <Title order={2} id="settlement" mb="xs">{t('settlement')}</Title>
      <table className="ledger">
        <tbody>
          {nothing && <tr><td colSpan={2}><Text size="sm" c="dimmed">{t('noSettlement')}</Text></td></tr>}
          {invoice.payments.map((payment) => (
            <tr key={payment.id}>
              <td>
                <To to={`/payments/${payment.id}`}><MomentText value={payment.paidAt} /></To>
                {' · '}{method(payment.method as 'CASH')}
                {payment.status === 'REVERSED' && <Text size="xs" c="dimmed">{t('reversed')}</Text>}
              </td>
              <td data-align="right"><Amount value={payment.allocated} /></td>
            </tr>
          ))}
          {fromCredit > 0 && <tr><td>{t('fromCredit')}</td><td data-align="right"><Amount value={fromCredit} /></td></tr>}
          {invoice.refundedAmount > 0 && (
            <tr><td>{t('refunded')}</td><td data-align="right"><Amount value={-invoice.refundedAmount} /></td></tr>
          )}
          <tr data-totals>
            <td>{t('left')}</td>
            <td data-align="right"><Amount value={invoice.dueAmount} onWhy={() => why('invoice', invoice.id)} /></td>
          </tr>
        </tbody>
      </table>
      {invoice.status === 'PAID' && <BeforeVoiding invoice={invoice} />}
    </section>
  );
}

/** A paid invoice is not voided: the two ways that lead there are offered with the server's own sentence. */
function BeforeVoiding({ invoice }: { invoice: Invoice }): ReactNode {
  const t = useWords(detailWords);
  const { can } = useSession();
  const [, set] = useUrl();
  const payment = invoice.payment ?? invoice.payments.find(({ allocated }) => allocated > 0);
  if (!can('invoice.cancel') && !can('refund.create')) return null;
  return (
    <>
      <Text size="sm" mt="sm">{invoice.blocked.cancel}</Text>
      <Group gap="md" mt={4}>
        {payment && <To to={`/payments/${payment.id}`}>{t('toPayment')}</To>}
        {can('refund.create') && invoice.blocked.refund === null && (
          <Button variant="default" size="xs" onClick={() => set({ panel: 'refund' })}>{t('refund')}</Button>
        )}
      </Group>
    </>
  );
}
