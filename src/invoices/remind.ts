import { findToRemind as findEndpoint, remindOfInvoices as remindEndpoint } from './due-contract.ts';
import { dueDateToRemind } from './due-rules.ts';
import { findUnpaidOn, loadUnpaidOn, reminderKey } from './due-store.ts';
import { operation, reading, today } from '../kernel/operation.ts';
import { notify } from '../notices/store.ts';

export const findToRemind = reading(findEndpoint, async (context, input) =>
  ({ invoiceIds: await findUnpaidOn(context, dueDateToRemind(context.policy, today(context)), input) }));

/** Reminds of a batch of invoices, each once for its due date (DUE-2). */
export const remindOfInvoices = operation(remindEndpoint, async (context, { invoiceIds }) => {
  const dueDate = dueDateToRemind(context.policy, today(context));
  const unpaid = await loadUnpaidOn(context, invoiceIds, dueDate);
  await notify(context, unpaid.map(({ invoiceId, invoiceNumber, clientId, left }) => ({
    kind: 'invoice-reminder', clientId, entityType: 'invoice', entityId: invoiceId,
    params: { invoiceNumber, leftAmount: left, dueDate: dueDate.toString() }, onceKey: reminderKey(invoiceId, dueDate),
  })));
  return {
    result: { reminded: unpaid.length },
    audit: { entityType: 'invoice', before: {}, after: { dueDate, reminded: unpaid.map((one) => one.invoiceNumber) } },
  };
});
