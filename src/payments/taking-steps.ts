import { lockClients, lockRows } from '../clients/store.ts';
import { refuseUnpayable } from '../invoices/rules.ts';
import { loadInvoice } from '../invoices/load-invoice.ts';
import { clientOfInvoice } from '../invoices/store.ts';
import { planDirected, refuseClosed } from '../ledger/rules.ts';
import { spend } from '../ledger/settling-steps.ts';
import { loadTill } from '../ledger/store.ts';
import { add, subtract, sum } from '../kernel/money.ts';
import type { Input, Result } from '../kernel/contract.ts';
import { type Context, type Done, today } from '../kernel/operation.ts';
import { Refusal, refuseUnless, required } from '../kernel/refusal.ts';
import { uuidv7 } from '../kernel/uuid.ts';
import type { registerPayment } from './contract.ts';
import { paymentTypeOf, refuseFuture, refusePartial } from './rules.ts';
import { insertPayment } from './store.ts';

/**
 * Takes money. It credits the client at once and is spent at once: on the queue, oldest first, or on the invoice that
 * the payment names (C-11…C-15). A handful of statements whatever the number of invoices that it settles.
 */
export async function takePayment(
  context: Context, input: Input<typeof registerPayment>, ahead?: Ahead,
): Promise<Done<Result<typeof registerPayment>>> {
  const clientId = await payerOf(context, input);
  const [rows, till] = ahead ?? await begin(context, clientId, input.branchId);
  const [client] = await lockClients(context, [clientId], rows);
  if (!client || !till) throw new Refusal('NOT_FOUND');
  refuseUnless(client.isActive, 'CLIENT_INACTIVE');

  const { amount, paymentMethod: method, onDate = today(context), notes = null } = input;
  refuseFuture(onDate, today(context));
  refuseClosed(onDate, context.closedThrough);
  const invoice = input.invoiceId === undefined ? undefined : await loadInvoice(context, input.invoiceId);
  const directed = context.policy['settlement.mode'] === 'DIRECTED';
  if (invoice) {
    refuseUnpayable(invoice.status);
    if (directed) refusePartial(amount, invoice.dueAmount, context.policy['settlement.allowPartial']);
  }
  const named = invoice ? planDirected(amount, { invoiceId: invoice.id, amount: invoice.dueAmount }) : [];

  const id = uuidv7();
  const [payment, settled] = await Promise.all([
    insertPayment(context, {
      id, clientId, invoiceId: invoice?.id ?? null, ...till, amount, method, paymentType: paymentTypeOf(invoice),
      onDate, notes,
    }),
    spend(context, [clientId], { incoming: amount, paymentId: id, target: directed ? named : 'QUEUE' }),
  ]);
  const balance = subtract(add(client.balance, amount), sum(settled.map((allocation) => allocation.amount)));
  return {
    result: { payment: { ...payment, paymentMethod: method, clientName: client.name }, allocations: settled, balance },
    audit: {
      entityType: 'payment', entityId: id, clientId,
      before: { balance: client.balance },
      after: { balance, amount, method, allocations: settled },
    },
  };
}

type Place = Pick<Context, 'tx' | 'orgId'>;
/** The payer, locked, and the till: what every payment needs first. */
const begin = (place: Place, clientId: string, branchId: string | undefined) =>
  Promise.all([lockRows(place, [clientId]), loadTill(place, branchId)]);

type Ahead = Awaited<ReturnType<typeof begin>>;

/** What can be asked before it is known whether the request is right. */
export function lookAhead(
  place: Place, { clientId, invoiceId, branchId }: Input<typeof registerPayment>,
): Promise<Ahead> | undefined {
  return clientId === undefined || invoiceId !== undefined ? undefined : begin(place, clientId, branchId);
}

/** The client named, or the payer of the invoice named; where both are given they must agree. */
async function payerOf(context: Context,
  input: { clientId?: string | undefined; invoiceId?: string | undefined }): Promise<string> {
  if (input.invoiceId === undefined) {
    return required(input.clientId, 'clientId');
  }
  const clientId = await clientOfInvoice(context, input.invoiceId);
  refuseUnless(input.clientId === undefined || input.clientId === clientId, 'INVOICE_NOT_FOUND');
  return clientId;
}
