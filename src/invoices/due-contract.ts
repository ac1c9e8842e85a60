import { z } from 'zod';
import { Id, IdOut, internal } from '../kernel/contract.ts';

/** What the jobs do with invoices whose due date comes or has passed. No door leads here. */

/** The invoices of one transaction. */
export const BATCH = 200;
const next = z.strictObject({ after: Id.optional() });
const found = z.object({ invoiceIds: z.array(IdOut) });
const batch = z.strictObject({ invoiceIds: z.array(Id).max(BATCH) });

export const findOverdue = internal({
  kind: 'reading', name: 'invoice.find-overdue', permission: 'job.run',
  summary: 'Счета, срок оплаты которых прошёл / Invoices whose due date has passed', input: next, result: found,
});
export const markOverdue = internal({
  kind: 'operation', name: 'invoice.mark-overdue', permission: 'job.run',
  summary: 'Отметить просроченные счета / Mark invoices overdue', input: batch,
  result: z.object({ marked: z.int(), notified: z.int() }),
});
export const findToRemind = internal({
  kind: 'reading', name: 'invoice.find-to-remind', permission: 'job.run',
  summary: 'Счета, о которых пора напомнить / Invoices to remind of', input: next, result: found,
});
export const remindOfInvoices = internal({
  kind: 'operation', name: 'invoice.remind', permission: 'job.run',
  summary: 'Напомнить о сроке оплаты / Remind of the due date', input: batch, result: z.object({ reminded: z.int() }),
});
