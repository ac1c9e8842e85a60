import { isBefore } from '../kernel/day.ts';
import { type Money, add, negate, subtract, sum } from '../kernel/money.ts';
import { reading } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { loadSeller } from '../printing/load-parties.ts';
import { sumInWords } from '../printing/rules.ts';
import { loadPayer } from '../printing/store.ts';
import { clientStatement as statementEndpoint, clientTimeline as timelineEndpoint } from './contract.ts';
import { loadClientBalance, loadOpening, loadStatement } from './explain-store.ts';
import { loadEvents } from './load-timeline.ts';
import { sentence } from './sentences.ts';

/** The life of a client's credit: every movement with the balance after it. */
export const clientTimeline = reading(timelineEndpoint, async (context, { id }) => {
  const balance = await loadClientBalance(context, id);
  return { balance, events: await loadEvents(context, id) };
});

type Row = Awaited<ReturnType<typeof loadStatement>>[number];
function typeOf(row: Row) {
  if (row.isOpening) return row.paid < 0 || row.charged < 0 ? 'OPENING_REVERSAL' : 'OPENING';
  if (row.refundId !== null) return row.charged === 0 ? 'REFUND' : 'REFUNDED_SERVICE';
  if (row.paymentId !== null) return row.paid < 0 ? 'PAYMENT_REVERSAL' : 'PAYMENT';
  return row.isFirst && row.charged > 0 ? 'INVOICE' : 'INVOICE_CHANGE';
}

/** The statement of account between two days: what was owed or held, what moved, what is owed or held. */
export const clientStatement = reading(statementEndpoint, async (context, { id, from, to }) => {
  refuseUnless(!isBefore(to, from), 'DATES_REVERSED');
  await loadClientBalance(context, id);
  const opening = await loadOpening(context, id, from);
  const rows = await loadStatement(context, id, from, to);
  const [organisation, client] = await Promise.all([loadSeller(context), loadPayer(context, id)]);
  let running: Money = opening;
  const movements = rows.map((row) => {
    running = add(running, subtract(row.paid, row.charged));
    const type = typeOf(row);
    const { at, onDate, charged, paid, number, invoiceId, paymentId } = row;
    const words = sentence(type, context.language, { number });
    return { at, onDate, type, charged, paid, balance: running, number, sentence: words, invoiceId, paymentId } as const;
  });
  const total = (key: 'charged' | 'paid') => sum(rows.map((row) => row[key]));
  return {
    from, to, opening, closing: running, movements, charged: total('charged'), paid: total('paid'), organisation, client,
    closingInWords: sumInWords(running < 0 ? negate(running) : running),
  };
});
