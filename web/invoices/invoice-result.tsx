/** What an invoice would come to: price, benefit, VAT, and whether credit pays it at once. */
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useWords } from '../lib/words.ts';
import { Amount } from '../ui/figures.tsx';
import { formWords } from './form-words.ts';

export function InvoiceResult({ invoice }: { invoice: Answer<'invoice.create'> }): ReactNode {
  const t = useWords(formWords);
  const format = useFormat();
  const percent = invoice.items[0]?.discountPercent ?? 0;
  const rate = invoice.items.find((item) => item.vatRate > 0)?.vatRate ?? 0;
  const row = (label: string, sum: number, total = false): ReactNode => (
    <tr key={label} {...(total ? { 'data-totals': true } : {})}><td>{label}</td><td data-align="right"><Amount value={sum} /></td></tr>
  );
  return (
    <>
      <table className="ledger">
        <tbody>
          {invoice.items.map((item) => (
            <tr key={item.id}><td>{item.serviceName}</td><td data-align="right"><Amount value={item.totalPrice} /></td></tr>
          ))}
          {invoice.discountAmount > 0 && row(t('whole'), invoice.subtotal)}
          {invoice.discountAmount > 0 && row(t('benefit', { percent: format.percent(percent) }), -invoice.discountAmount)}
          {invoice.vatAmount > 0 && row(t('vat', { rate: format.percent(rate) }), invoice.vatAmount)}
          {row(t('total'), invoice.totalAmount, true)}
        </tbody>
      </table>
      {invoice.status === 'PAID' && <Text size="sm" mt="xs">{t('paidAtOnce')}</Text>}
      {invoice.status === 'PARTIALLY_PAID' && <Text size="sm" mt="xs">{t('paidPartly', { sum: format.money(invoice.paidAmount) })}</Text>}
    </>
  );
}
