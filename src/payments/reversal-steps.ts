import type { Result } from '../kernel/contract.ts';
import type { Context } from '../kernel/operation.ts';
import { type Money, subtract } from '../kernel/money.ts';
import { toPayOf } from '../clients/rules.ts';
import type { reversePayment } from './contract.ts';
import { type Coverage } from './reversal-rules.ts';
import { type TouchedInvoice, loadDue, loadHolders, loadPassesOf, loadTouched } from './reversal-store.ts';

type Effect = Result<typeof reversePayment>['effect'];
export type Figures = Effect['before'];
export type Before = {
  figures: Figures; invoices: Map<string, TouchedInvoice>; holders: Awaited<ReturnType<typeof loadHolders>>;
  untouched: TouchedInvoice[];
};

export async function figuresOf(context: Context, clientId: string, credit: Money): Promise<Figures> {
  const due = await loadDue(context, clientId);
  return { credit, due, toPay: toPayOf(due, credit) };
}

/** How many of the paid invoices that stay paid are named, next to those that do not. */
const NAMED = 3;

/** How things stand before anything is taken back. */
export async function lookBefore(
  context: Context, payment: { id: string; clientId: string }, credit: Money, paidNewestFirst: readonly string[],
  released: readonly string[],
): Promise<Before> {
  const stay = paidNewestFirst.filter((id) => !released.includes(id)).slice(0, NAMED);
  const figures = await figuresOf(context, payment.clientId, credit);
  const rows = await loadTouched(context, [...released, ...stay]);
  const holders = await loadHolders(context, released, payment.id);
  return {
    figures, holders, invoices: new Map(rows.map((row) => [row.invoiceId, row])),
    untouched: rows.filter((row) => stay.includes(row.invoiceId)),
  };
}

/** What the reversal came to, told as the screen shows it: each step, the client's sums, the passes it concerns. */
export async function tellEffect(
  context: Context, clientId: string, before: Before, credit: Money, coverage: readonly Coverage[],
  settled: Effect['settled'],
): Promise<Effect> {
  const ids = [...before.invoices.keys()].filter((id) => coverage.some((step) => step.invoiceId === id));
  const after = new Map((await loadTouched(context, ids)).map((row) => [row.invoiceId, row]));
  const figures = await figuresOf(context, clientId, credit);
  const steps = coverage.map(({ invoiceId, ...step }) => {
    const was = invoiceId === null ? undefined : before.invoices.get(invoiceId);
    return {
      ...step,
      invoice: was === undefined ? null : {
        id: was.invoiceId, number: was.invoiceNumber, issuedAt: was.issuedAt, statusBefore: was.status,
        statusAfter: after.get(was.invoiceId)?.status ?? was.status,
        paidBy: before.holders.filter((one) => one.invoiceId === was.invoiceId)
          .map(({ paymentId, onDate, amount, isThis }) => ({ paymentId, onDate, amount, isThis })),
      },
    };
  });
  return {
    before: before.figures, after: figures, steps,
    change: subtract(subtract(figures.credit, figures.due), subtract(before.figures.credit, before.figures.due)),
    untouched: before.untouched.map((one) => ({ id: one.invoiceId, number: one.invoiceNumber, amount: one.paidAmount })),
    settled, passes: await loadPassesOf(context, ids),
  };
}
