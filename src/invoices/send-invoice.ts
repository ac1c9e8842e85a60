import { lockClients } from '../clients/store.ts';
import { NOTHING, invoicePostings } from '../ledger/rules.ts';
import { settleQueues } from '../ledger/settling-steps.ts';
import { post } from '../ledger/store.ts';
import { later } from '../kernel/day.ts';
import { type Context, operation, today } from '../kernel/operation.ts';
import { Refusal, refuseUnless } from '../kernel/refusal.ts';
import { notify } from '../notices/store.ts';
import { markIssued, renumber } from './changing-store.ts';
import { type Invoice, sendInvoice as endpoint } from './contract.ts';
import { loadInvoice } from './load-invoice.ts';
import { issuedNotice } from './notice-rules.ts';
import { clientOfInvoice } from './store.ts';
import { logInvoice } from './writing-store.ts';

/** Issues a draft: from this moment it is the client's debt and stands in the queue (C-01, C-14). */
export const sendInvoice = operation(endpoint, async (context, input) => {
  const [client] = await lockClients(context, [await clientOfInvoice(context, input.id)]);
  if (!client) throw new Refusal('NOT_FOUND');
  // A draft has an old number. In one moment with a younger invoice it would stand before it in the queue (C-14).
  context.now = later(context.now, client.touchedAt.add({ microseconds: 1 }));
  const draft = await loadInvoice(context, input.id);
  refuseUnless(draft.status === 'DRAFT', 'INVOICE_NOT_DRAFT');

  const isPaid = draft.totalAmount === 0;
  await renumberForThisYear(context, draft);
  await markIssued(context, draft.id, isPaid);
  const reason = input.reason?.trim() || undefined;
  await logInvoice(context, draft.id, [
    {
      action: 'STATUS_CHANGED', fieldName: 'status', oldValue: 'DRAFT', newValue: 'PENDING', reason,
      lifecycle: { from: 'draft', to: 'sent' },
    },
    ...(isPaid ? [{
      action: 'STATUS_CHANGED', fieldName: 'status', oldValue: 'PENDING', newValue: 'PAID',
      lifecycle: { from: 'sent', to: 'paid' },
    } as const] : []),
  ]);
  await post(context, draft.clientId, invoicePostings(draft.id, NOTHING, draft));
  await settleQueues(context, [draft.clientId]);
  const invoice = await loadInvoice(context, draft.id);
  await notify(context, [issuedNotice(invoice)]);
  return {
    result: invoice,
    audit: {
      entityType: 'invoice', entityId: draft.id, entityNumber: invoice.invoiceNumber, clientId: draft.clientId,
      ...(reason && { reason }),
      before: { status: draft.status, balance: client.balance },
      after: { status: invoice.status, totalAmount: invoice.totalAmount },
    },
  };
});

/** The year of a number is the year of issue: a draft of last year gets a new one (C-26). */
async function renumberForThisYear(context: Context, draft: Invoice): Promise<void> {
  const { year } = today(context);
  if (!draft.invoiceNumber.startsWith(`INV-${year}-`)) await renumber(context, draft.id, year);
}
