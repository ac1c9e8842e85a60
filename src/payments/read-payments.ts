import { reading } from '../kernel/operation.ts';
import { Refusal } from '../kernel/refusal.ts';
import {
  clientPayments as ofClientEndpoint, getPayment as getEndpoint, listDocuments as documentsEndpoint,
  listPayments as listEndpoint, listRefunds as refundsEndpoint,
} from './contract.ts';
import {
  loadAllocations, loadPayment, loadPaymentsOf, pageOfDocuments, pageOfPayments, pageOfRefunds,
} from './store.ts';

export const listPayments = reading(listEndpoint, (context, { page, limit, ...filter }) =>
  pageOfPayments(context, filter, page, limit));

export const getPayment = reading(getEndpoint, async (context, { id }) => {
  const payment = await loadPayment(context, id);
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
