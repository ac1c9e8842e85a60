import { normaliseSearch, searchPatterns } from '../kernel/search.ts';
import { addDays, startOfDay } from '../kernel/day.ts';
import { type Context, reading } from '../kernel/operation.ts';
import { scopeOf } from '../kernel/permissions.ts';
import { Refusal } from '../kernel/refusal.ts';
import {
  clientInvoices as allEndpoint, clientUnpaidInvoices as unpaidEndpoint, getInvoice as getEndpoint,
  invoiceAuditLog as logEndpoint, invoiceHistory as historyEndpoint, listInvoices as listEndpoint,
} from './contract.ts';
import { loadHistory, loadInvoicePayments, loadLog, loadSubjects } from './reading-store.ts';
import { loadInvoice, loadInvoices, pageOfInvoices } from './load-invoice.ts';
import { filterOf, newestFirst, requireClient } from './store.ts';

export const listInvoices = reading(listEndpoint, (context, input) => {
  const { page, limit, fromDate, toDate, q, ...rest } = input;
  const { timeZone } = context;
  const filter = filterOf(context, {
    ...rest,
    ...(fromDate && { from: startOfDay(fromDate, timeZone) }),
    ...(toDate && { before: startOfDay(addDays(toDate, 1), timeZone) }),
    ...(q && normaliseSearch(q) && { q: searchPatterns(q) }),
  });
  return pageOfInvoices(context, filter, page, limit);
});

export const getInvoice = reading(getEndpoint, async (context, { id }) => {
  const invoice = await loadInvoice(context, id);
  const mayReadLog = scopeOf('invoice.audit', context.actor.role, false) !== undefined;
  const [payments, auditLogs] = [await loadInvoicePayments(context, id), mayReadLog ? await loadLog(context, id) : []];
  const payment = payments.find((candidate) => candidate.isLast) ?? null;
  return { ...invoice, ...await loadSubjects(context, invoice), payment, payments, auditLogs };
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
  return { invoices: await loadInvoices(context, filterOf(context, { clientId, unpaidOnly }), newestFirst) };
}
export const clientInvoices = reading(allEndpoint, (context, { id }) => ofClient(context, id, false));
export const clientUnpaidInvoices = reading(unpaidEndpoint, (context, { id }) => ofClient(context, id, true));
