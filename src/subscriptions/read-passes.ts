import { loadInvoices } from '../invoices/load-invoice.ts';
import type { Day } from '../kernel/day.ts';
import { reading, today } from '../kernel/operation.ts';
import { subscriptionEndpoints } from './contract.ts';
import { countPasses, listPasses, loadListed } from './list-store.ts';
import { presentPass, requirePass } from './load-passes.ts';
import { viewOf } from './rules.ts';
import { type PassRow, loadMovements, loadPassEvents, loadPassInvoices } from './store.ts';
import { oldestFirst, unpaidOf } from './selling-store.ts';

export const listSubscriptions = reading(subscriptionEndpoints.list, async (context, { view, ...query }) => {
  const { page, limit } = query;
  const on = today(context);
  const wanted = { ...query, ...viewOf(view, on) };
  const [total, passes] = await Promise.all([countPasses(context, wanted), listPasses(context, wanted)]);
  const more = await loadListed(context, passes.map(({ id }) => id));
  return { subscriptions: passes.map((pass) => rowOf(pass, more.get(pass.id), on)), pagination: { total, page, limit } };
});

type Listed = Awaited<ReturnType<typeof loadListed>> extends Map<string, infer T> ? T : never;
function rowOf(pass: PassRow, more: Listed | undefined, on: Day) {
  const { groupNames = [], usedSessions = 0, invoiceId: id = null, invoiceNumber = null, invoiceStatus: status = null,
    invoiceTotal: totalAmount = null, invoiceDue: dueDate = null } = more ?? {};
  const known = id !== null && invoiceNumber !== null && status !== null && totalAmount !== null;
  return {
    ...presentPass(pass, on), groupNames,
    sessionsTotal: pass.sessionsLeft === null ? null : pass.sessionsLeft + usedSessions,
    renewalInvoice: known ? { id, invoiceNumber, status, totalAmount, dueDate } : null,
  };
}

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
