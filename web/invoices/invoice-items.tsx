/** The lines of an invoice; each sum opens its lens. */
import { Text, Title, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Amount } from '../ui/figures.tsx';
import { detailWords } from './detail-words.ts';

export type Invoice = Answer<'invoice.get'>;
export type Item = Invoice['items'][number];

export function InvoiceItems({ invoice }: { invoice: Invoice }): ReactNode {
  const t = useWords(detailWords);
  const hasBenefit = invoice.discountAmount !== 0;
  const hasAdjustment = invoice.adjustmentAmount !== 0;
  const before = hasBenefit || hasAdjustment ? 3 : 2;
  return (
    <div className="card">
      <Title order={2} mb="xs">{t('lines')}</Title>
      <div style={{ overflowX: 'auto' }} role="region" aria-label={t('lines')} tabIndex={0}>
        <table className="list">
          <thead>
            <tr>
              <th scope="col">{t('line')}</th><th scope="col" data-align="right" data-second>{t('quantity')}</th>
              <th scope="col" data-align="right" data-second>{t('price')}</th>
              {hasBenefit && <th scope="col" data-align="right" data-second>{t('benefit')}</th>}
              {hasAdjustment && <th scope="col" data-align="right" data-second>{t('adjustment')}</th>}
              <th scope="col" data-align="right">{t('result')}</th>
            </tr>
          </thead>
          <tbody>
            {invoice.items.map((item) => <Line key={item.id} item={item} hasBenefit={hasBenefit} hasAdjustment={hasAdjustment} />)}
            <tr data-totals>
              <td>{t('total')}</td><td data-second /><td data-second data-align="right">{before === 3 && <Amount value={invoice.subtotal} />}</td>
              {hasBenefit && <td data-align="right" data-second><Amount value={-invoice.discountAmount} /></td>}
              {hasAdjustment && <td data-align="right" data-second><Amount value={invoice.adjustmentAmount} sign /></td>}
              <td data-align="right"><Amount value={invoice.totalAmount} /></td>
            </tr>
          </tbody>
        </table>
      </div>
      {invoice.vatAmount > 0 && <Text size="sm" c="dimmed" mt="xs">{t('vat')}: <Amount value={invoice.vatAmount} /></Text>}
    </div>
  );
}

function Line({ item, hasBenefit, hasAdjustment }: { item: Item; hasBenefit: boolean; hasAdjustment: boolean }): ReactNode {
  const t = useWords(detailWords);
  const format = useFormat();
  const [, set] = useUrl();
  const sum = format.money(item.totalPrice);
  return (
    <tr>
      <td>
        {item.serviceName}
        {item.serviceDescription !== null && <Text size="xs" c="dimmed">{item.serviceDescription}</Text>}
      </td>
      <td data-align="right" data-second className="num">{format.number(item.quantity)}</td>
      <td data-align="right" data-second><Amount value={item.unitPrice} /></td>
      {hasBenefit && <td data-align="right" data-second><Amount value={-item.discountAmount} /></td>}
      {hasAdjustment && <td data-align="right" data-second><Amount value={item.adjustmentAmount} sign /></td>}
      <td data-align="right">
        <UnstyledButton className="num" data-money mih={24} style={{ textDecoration: 'underline dotted', textUnderlineOffset: 3 }}
          aria-label={t('lens', { name: item.serviceName, sum })} onClick={() => set({ panel: `item:${item.id}` })}>{sum}</UnstyledButton>
      </td>
    </tr>
  );
}
