import { toPayOf } from '../clients/rules.ts';
import type { Result } from '../kernel/contract.ts';
import { type Money, decimalText, negate, subtract, sum } from '../kernel/money.ts';
import { type Context, reading } from '../kernel/operation.ts';
import { loadInvoice } from '../invoices/load-invoice.ts';
import { loadAllocations, loadPayment } from '../payments/store.ts';
import {
  explainBalance as balanceEndpoint, explainInvoice as invoiceEndpoint, explainPayment as paymentEndpoint,
} from './contract.ts';
import { loadBalanceParts, loadClientBalance, loadSettlements, loadUnpaid } from './explain-store.ts';
import { whyOpen } from './rules.ts';
import { type SentenceKey, type Words, sentence } from './sentences.ts';

type Explanation = Result<typeof balanceEndpoint>;
type Line = Explanation['lines'][number];
type Source = Line['source'];

function liner(context: Context) {
  return (key: SentenceKey, rule: string, amount: Money, at: Line['at'], source: Source, words: Words = {}): Line =>
    ({ amount, rule, at, source, sentence: sentence(key, context.language, { sum: amount, number: source.number,
      ...words }) });
}

/** A line of nothing explains nothing. */
const nonZero = (lines: Line[]): Line[] => lines.filter((line) => line.amount !== 0);

/** Why the client's credit is what it is (I-01): every payment in force, refund and settlement; and what is still open. */
export const explainBalance = reading(balanceEndpoint, async (context, { id }) => {
  const balance = await loadClientBalance(context, id);
  const line = liner(context);
  const rules = { opening: 'OPN-1', payment: 'SET-2', refund: 'REF-1', invoice: 'SET-1' } as const;
  const lines = (await loadBalanceParts(context, id)).map((part) =>
    line(`balance.${part.kind}`, rules[part.kind], part.amount, part.at, { type: part.kind, id: part.id,
      number: part.number }));
  const unpaid = await loadUnpaid(context, id);
  const due = sum(unpaid.map(({ amount }) => amount));
  const mode = context.policy['settlement.mode'];
  return {
    total: balance, sentence: sentence('balance', context.language, { sum: balance }), lines, at: context.now,
    due, toPay: toPayOf(due, balance),
    unpaid: unpaid.map((invoice, index) => {
      const why = whyOpen({ left: invoice.amount, credit: balance, mode, isFirst: index === 0 });
      const words = { sum: balance, left: invoice.amount, number: unpaid[0]?.number ?? '' };
      return { ...invoice, why: sentence(`open.${why}`, context.language, words) };
    }),
  };
});

/** Why this much is due on an invoice: its items, benefits and adjustments, less what was settled. */
export const explainInvoice = reading(invoiceEndpoint, async (context, { id }) => {
  const invoice = await loadInvoice(context, id);
  const line = liner(context);
  const settled = await loadSettlements(context, id);
  const source: Source = { type: 'invoice', id, number: invoice.invoiceNumber };
  const items = invoice.items.flatMap((item) => {
    const from: Source = { type: 'item', id: item.id, number: invoice.invoiceNumber };
    const name = item.serviceName;
    const gross = sum([item.totalPrice, item.discountAmount, negate(item.adjustmentAmount)]);
    return [
      line('invoice.item', 'INV-1', gross, invoice.issuedAt, from, { name }),
      line('invoice.discount', 'INV-1', negate(item.discountAmount), invoice.issuedAt, from,
        { name, percent: Number(decimalText(item.discountPercent)) }),
      line('invoice.adjustment', 'INV-3', item.adjustmentAmount, invoice.updatedAt, from, { reason: item.adjustmentReason }),
    ];
  });
  const payments = settled.map((part) => line('invoice.paid', 'SET-1', negate(part.amount), part.at,
    part.paymentId === null ? source : { type: 'payment', id: part.paymentId, number: null }));
  const voided = invoice.cancelledAt === null
    ? [] : [line('invoice.cancelled', 'INV-7', negate(invoice.totalAmount), invoice.cancelledAt, source)];
  return {
    total: invoice.dueAmount, lines: nonZero([...items, ...payments, ...voided]),
    sentence: sentence('invoice', context.language, { sum: invoice.dueAmount, number: invoice.invoiceNumber }),
  };
});

/** Where a payment went: the invoices it settled and what stayed; a reversed one is worth nothing. */
export const explainPayment = reading(paymentEndpoint, async (context, { id }) => {
  const payment = await loadPayment(context, id);
  const line = liner(context);
  const source: Source = { type: 'payment', id, number: null };
  const { amount, createdAt, reversedAt } = payment;
  if (reversedAt !== null) {
    const lines = [
      line('payment.received', 'SET-2', amount, createdAt, source),
      line('payment.reversed', 'REV-1', negate(amount), reversedAt, source, { reason: payment.reversalReason }),
    ];
    return { total: 0 as Money, lines, sentence: sentence('payment', context.language, { sum: amount }) };
  }
  const lines = (await loadAllocations(context, id)).filter((part) => part.releasedAt === null).map((part) =>
    line('payment.invoice', 'SET-1', part.amount, part.createdAt, { type: 'invoice', id: part.invoiceId,
      number: part.invoiceNumber }));
  const rest = subtract(amount, sum(lines.map((part) => part.amount)));
  lines.push(line(rest < 0 ? 'payment.earlier' : 'payment.rest', 'SET-2', rest, createdAt, source));
  return { total: amount, lines: nonZero(lines), sentence: sentence('payment', context.language, { sum: amount }) };
});
