import { loadInvoices } from '../invoices/load-invoice.ts';
import { reading, today } from '../kernel/operation.ts';
import { subscriptionEndpoints } from './contract.ts';
import { presentPass, requirePass } from './load-passes.ts';
import { findPasses, loadMovements, loadPassEvents, loadPassInvoices } from './store.ts';
import { oldestFirst, unpaidOf } from './selling-store.ts';

export const listSubscriptions = reading(subscriptionEndpoints.list, async (context, query) => {
  const { page, limit } = query;
  const { total, passes } = await findPasses(context, query);
  const on = today(context);
  return { subscriptions: passes.map((pass) => presentPass(pass, on)), pagination: { total, page, limit } };
});

export const getSubscription = reading(subscriptionEndpoints.get, async (context, { id }) => {
  const pass = await requirePass(context, id);
  const [invoices, events] = await Promise.all([loadPassInvoices(context, id), loadPassEvents(context, id)]);
  return { ...presentPass(pass, today(context)), invoices, events };
});

export const listMovements = reading(subscriptionEndpoints.movements, async (context, { id }) => {
  const { sessionsLeft } = await requirePass(context, id);
  return { movements: await loadMovements(context, id), sessionsLeft };
});

export const listUnpaidInvoices = reading(subscriptionEndpoints.unpaid, async (context, { id }) => {
  await requirePass(context, id);
  return { invoices: await loadInvoices(context, unpaidOf(id), oldestFirst) };
});
