import { remindByHand as endpoint } from './contract.ts';
import { dayKey, loadUnpaidNow } from './due-store.ts';
import { operation, today } from '../kernel/operation.ts';
import { notify } from '../notices/store.ts';

/** Reminds of unpaid invoices when somebody asks for it; twice on one day nobody is reminded. */
export const remindByHand = operation(endpoint, async (context, { invoiceIds }) => {
  const on = today(context);
  const rows = await loadUnpaidNow(context, invoiceIds, on);
  const due = rows.filter((row) => row.isUnpaid && !row.isTold);
  await notify(context, due.map(({ invoiceId, invoiceNumber, clientId, left, dueDate }) => ({
    kind: 'invoice-reminder', clientId, entityType: 'invoice', entityId: invoiceId,
    params: { invoiceNumber, leftAmount: left, dueDate: dueDate?.toString() ?? null }, onceKey: dayKey(invoiceId, on),
  })));
  const reminded = due.map((row) => row.invoiceNumber);
  const skipped = rows.filter((row) => !due.includes(row)).map((row) => row.invoiceNumber);
  return {
    result: { reminded, skipped },
    audit: { entityType: 'invoice', before: {}, after: { reminded } },
  };
});
