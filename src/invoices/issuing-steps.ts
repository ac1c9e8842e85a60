import { applyEffects, settleQueues, takeBack } from '../ledger/settling-steps.ts';
import type { Money } from '../kernel/money.ts';
import type { Context } from '../kernel/operation.ts';
import { loadVoidable, voidRows } from './voiding-store.ts';
import { type InvoiceTotals, totalsOf } from './rules.ts';
import { type NewInvoice, type NewLine, writeInvoices } from './writing-store.ts';

/** An invoice that the program makes by itself, of an event that it names (C-73). */
export type AutomaticInvoice = Omit<NewInvoice, 'totals' | 'isDraft'>;
export type IssuedInvoice = {
  id: string; invoiceNumber: string; clientId: string; totalAmount: Money; isPaid: boolean;
};

/**
 * Issues invoices: writes them, and settles what the credit of their clients covers (S4-055). Whatever becomes paid by
 * it takes effect. The clients must be locked.
 */
export async function issueInvoices(context: Context, invoices: readonly AutomaticInvoice[]): Promise<IssuedInvoice[]> {
  if (invoices.length === 0) return [];
  const priced = invoices.map((invoice) => ({ ...invoice, totals: totalsOf(invoice.lines) }));
  const clientIds = [...new Set(invoices.map((invoice) => invoice.clientId))];
  // Sent together: the queues are run after the invoices stand in them.
  const [written, settledRows] = await Promise.all([writeInvoices(context, priced), settleQueues(context, clientIds)]);
  const free = priced.filter((invoice) => isFree(invoice.totals) && hasEffects(invoice)).map((invoice) => invoice.id);
  await applyEffects(context, free);
  const settled = new Set(settledRows.map((row) => row.invoiceId));
  return priced.map(({ id, clientId, totals }, index) => ({
    id, clientId, invoiceNumber: written[index]!.invoiceNumber, totalAmount: totals.totalAmount,
    isPaid: isFree(totals) || settled.has(id),
  }));
}

const isFree = (totals: InvoiceTotals): boolean => totals.totalAmount === 0;
const hasEffects = ({ purpose }: Pick<NewInvoice, 'purpose'>): boolean =>
  purpose === 'INITIAL' || purpose === 'RENEWAL' || purpose === 'RENTAL';

/** A line of a waiting invoice, with what a service written off by use has left. */
export const lineDefaults = {
  serviceId: null, subscriptionTypeId: null, roomId: null, serviceDescription: null, writeOffStatus: 'PENDING',
  remainingQuantity: null,
} satisfies Partial<NewLine>;

export type Voided = { id: string; clientId: string; invoiceNumber: string; returned: Money };

/**
 * Voids invoices because what they charged did not happen (C-19): payment is taken back to the credit of the client,
 * then the invoice is cancelled with all its items. The caller runs the queues of the clients afterwards.
 */
export async function voidInvoices(
  context: Context, { invoiceIds, reason }: { invoiceIds: readonly string[]; reason: string },
): Promise<Voided[]> {
  if (invoiceIds.length === 0) return [];
  const found = await loadVoidable(context, invoiceIds);
  for (const [clientId, paid] of Map.groupBy(found.filter((invoice) => invoice.paidAmount > 0), (row) => row.clientId)) {
    await takeBack(context, clientId, { invoiceIds: paid.map((invoice) => invoice.id) }, { reason });
  }
  await voidRows(context, found.map((invoice) => invoice.id), reason);
  return found.map(({ id, clientId, invoiceNumber, paidAmount }) => ({ id, clientId, invoiceNumber, returned: paidAmount }));
}
