import { normaliseSearch, searchPatterns } from '../kernel/search.ts';
import { addDays, startOfDay } from '../kernel/day.ts';
import { type Context, reading, today } from '../kernel/operation.ts';
import { scopeOf } from '../kernel/permissions.ts';
import { Refusal } from '../kernel/refusal.ts';
import { blockedActs } from './blocked-rules.ts';
import {
  type Invoice, clientInvoices as allEndpoint, clientUnpaidInvoices as unpaidEndpoint, getInvoice as getEndpoint,
  invoiceAuditLog as logEndpoint, invoiceHistory as historyEndpoint, listInvoices as listEndpoint,
} from './contract.ts';
import {
  loadCredit, loadHistory, loadInvoicePayments, loadLog, loadReminders, loadSubjects,
} from './reading-store.ts';
import { loadListed, sortedPage, totalsOfList } from './list-store.ts';
import { loadInvoice, loadInvoices } from './load-invoice.ts';
import { daysOverdue, purposesOf, sourceOf } from './rules.ts';
import { countedInSums, filterOf, newestFirst, requireClient } from './store.ts';

export const listInvoices = reading(listEndpoint, async (context, input) => {
  const { page, limit, sort, fromDate, toDate, q, unpaid, source, purpose, ...rest } = input;
  const { timeZone } = context;
  const filter = filterOf(context, {
    ...rest,
    ...(source === undefined ? {} : purposesOf(source)),
    ...(purpose && { purposes: [purpose] }),
    unpaidOnly: unpaid,
    ...(fromDate && { from: startOfDay(fromDate, timeZone) }),
    ...(toDate && { before: startOfDay(addDays(toDate, 1), timeZone) }),
    ...(q && normaliseSearch(q) && { q: searchPatterns(q) }),
  });
  const [{ count, ...totals }, invoices] = await Promise.all([
    totalsOfList(context, filter, { counted: countedInSums(input.status), byClient: q !== undefined }),
    loadInvoices(context, filter, sortedPage(sort, page, limit)),
  ]);
  const more = await loadListed(context, invoices.map(({ id }) => id));
  const rows = invoices.map((invoice) => {
    const { studentName = null, byNight = false } = more.get(invoice.id) ?? {};
    return {
      ...invoice, clientName: invoice.client.name, studentName, source: sourceOf(invoice.purpose, byNight),
      firstItemName: invoice.items[0]?.serviceName ?? null, itemCount: invoice.items.length,
      daysOverdue: lateBy(context, invoice),
    };
  });
  return { invoices: rows, pagination: { total: count, page, limit }, totals };
});

const lateBy = (context: Context, { isOverdue, dueDate }: Invoice): number =>
  (isOverdue && dueDate !== null ? daysOverdue(dueDate, today(context)) : 0);

export const getInvoice = reading(getEndpoint, async (context, { id }) => {
  const invoice = await loadInvoice(context, id);
  const mayReadLog = scopeOf('invoice.audit', context.actor.role, false) !== undefined;
  const [payments, auditLogs] = [await loadInvoicePayments(context, id), mayReadLog ? await loadLog(context, id) : []];
  const payment = payments.find((candidate) => candidate.isLast) ?? null;
  const { studentName = null, byNight = false } = (await loadListed(context, [id])).get(id) ?? {};
  return {
    ...invoice, ...await loadSubjects(context, invoice), payment, payments, auditLogs, studentName,
    source: sourceOf(invoice.purpose, byNight), daysOverdue: lateBy(context, invoice),
    reminders: await loadReminders(context, invoice),
    blocked: blockedActs(invoice, await loadCredit(context, invoice.clientId), context.policy, context.language),
  };
});

export const invoiceAuditLog = reading(logEndpoint, async (context, { id }) => {
  await loadInvoice(context, id);
  return { logs: await loadLog(context, id) };
});

export const invoiceHistory = reading(historyEndpoint, async (context, { id }) => {
  await loadInvoice(context, id);
  return { history: await loadHistory(context, id) };
});

async function ofClient(context: Context, clientId: string, unpaidOnly: boolean) {
  const { scope, actor } = context;
  if (scope === 'own' && actor.role === 'CLIENT' && actor.clientId !== clientId) throw new Refusal('NOT_FOUND');
  await requireClient(context, clientId);
  const filter = filterOf(context, { clientId, unpaidOnly: unpaidOnly || undefined });
  return { invoices: await loadInvoices(context, filter, newestFirst) };
}
export const clientInvoices = reading(allEndpoint, (context, { id }) => ofClient(context, id, false));
export const clientUnpaidInvoices = reading(unpaidEndpoint, (context, { id }) => ofClient(context, id, true));
