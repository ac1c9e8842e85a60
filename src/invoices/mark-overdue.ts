import { findOverdue as findEndpoint, markOverdue as markEndpoint } from './due-contract.ts';
import { becomesOverdue } from './due-rules.ts';
import { findLate, loadLate, payersOf, writeNotified, writeOverdue } from './due-store.ts';
import { lockClients, touchClients } from '../clients/store.ts';
import { operation, reading, today } from '../kernel/operation.ts';
import { type NewNotice, notify } from '../notices/store.ts';

export const findOverdue = reading(findEndpoint, async (context, input) =>
  ({ invoiceIds: await findLate(context, today(context), input) }));

type Late = Awaited<ReturnType<typeof loadLate>>[number];

/** Marks a batch of late invoices and tells the family and the office (DUE-1). */
export const markOverdue = operation(markEndpoint, async (context, { invoiceIds }) => {
  const clientIds = await payersOf(context, invoiceIds);
  await lockClients(context, clientIds);
  const day = today(context);
  const late = await loadLate(context, invoiceIds, day);
  const marked = late.filter(({ status, dueDate }) => becomesOverdue(status, dueDate, day));
  await writeOverdue(context, marked.map((invoice) => invoice.invoiceId));
  await writeNotified(context, late.map((invoice) => invoice.invoiceId));
  await touchClients(context, clientIds);
  await notify(context, late.flatMap(noticesOf));
  return {
    result: { marked: marked.length, notified: late.length },
    audit: {
      entityType: 'invoice', before: {},
      after: { overdue: marked.map((one) => one.invoiceNumber), notified: late.map((one) => one.invoiceNumber) },
    },
  };
});

function noticesOf({ invoiceId, invoiceNumber, clientId, clientName, dueDate, left }: Late): NewNotice[] {
  const date = dueDate.toString();
  const params = { invoiceNumber, leftAmount: left, dueDate: date };
  const about = { entityType: 'invoice', entityId: invoiceId };
  return [
    { kind: 'invoice-overdue', clientId, params, ...about, onceKey: `overdue:${invoiceId}:${date}` },
    {
      kind: 'invoice-overdue-office', params: { ...params, client: clientName }, ...about,
      onceKey: `overdue-office:${invoiceId}:${date}`,
    },
  ];
}
