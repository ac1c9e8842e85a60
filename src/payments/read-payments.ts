import { type Context, reading } from '../kernel/operation.ts';
import { Refusal } from '../kernel/refusal.ts';
import {
  clientPayments as ofClientEndpoint, getPayment as getEndpoint, listDocuments as documentsEndpoint,
  listPayments as listEndpoint, listRefunds as refundsEndpoint,
} from './contract.ts';
import { ZERO } from '../kernel/money.ts';
import { loadListed, pageOfPayments } from './list-store.ts';
import { creditOf } from './rules.ts';
import { loadAllocations, loadPayment, loadPaymentsOf, pageOfDocuments, pageOfRefunds } from './store.ts';

export const listPayments = reading(listEndpoint, async (context, { page, limit, sort, ...filter }) => {
  const { total, totals, payments } = await pageOfPayments(context, filter, sort, page, limit);
  const rows = await listed(context, payments);
  return { payments: rows, pagination: { total, page, limit }, totals };
});

/** Payments with where each lies, who took it and what became of it. */
async function listed(context: Context, payments: Awaited<ReturnType<typeof loadPayment>>[]) {
  const more = await loadListed(context, payments.map(({ id }) => id));
  return payments.map((payment) => {
    const {
      shiftOpenedAt = null, branchName = '', receivedBy = '', reversedBy = null, allocatedCount = 0, allocatedAmount = ZERO,
    } = more.get(payment.id) ?? {};
    const creditLeft = payment.status === 'COMPLETED' ? creditOf(payment.amount, allocatedAmount) : ZERO;
    return { ...payment, shiftOpenedAt, branchName, receivedBy, reversedBy, allocatedCount, allocatedAmount, creditLeft };
  });
}

export const getPayment = reading(getEndpoint, async (context, { id }) => {
  const [payment] = await listed(context, [await loadPayment(context, id)]);
  if (!payment) throw new Refusal('NOT_FOUND');
  const allocations = await loadAllocations(context, id);
  const { documents } = await pageOfDocuments(context, { paymentId: id }, 1, 100);
  return { payment, allocations, documents };
});

export const clientPayments = reading(ofClientEndpoint, async (context, { id }) => {
  if (context.scope === 'own' && context.actor.clientId !== id) throw new Refusal('NOT_FOUND');
  return { payments: await loadPaymentsOf(context, id) };
});

export const listRefunds = reading(refundsEndpoint, (context, { page, limit, ...filter }) =>
  pageOfRefunds(context, filter, page, limit));
export const listDocuments = reading(documentsEndpoint, (context, { page, limit, ...filter }) =>
  pageOfDocuments(context, filter, page, limit));
