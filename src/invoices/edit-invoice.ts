import { lockClients, touchClients } from '../clients/store.ts';
import { invoicePostings } from '../ledger/rules.ts';
import { applyEffects, settleQueues } from '../ledger/settling-steps.ts';
import { post } from '../ledger/store.ts';
import { isBefore } from '../kernel/day.ts';
import { type Context, operation, today } from '../kernel/operation.ts';
import { Refusal, refuseUnless } from '../kernel/refusal.ts';
import {
  type Invoice, addItem as addEndpoint, deleteInvoice as deleteEndpoint, removeItem as removeEndpoint,
  updateInvoice as updateEndpoint,
} from './contract.ts';
import { deleteDraft, deleteItems, writeTexts, writeTotals } from './changing-store.ts';
import { buildLines, itemsOf } from './line-steps.ts';
import { type LineFigures, isEditable, refuseCarriedOver, totalsOf } from './rules.ts';
import { loadInvoice } from './load-invoice.ts';
import { clientOfInvoice, loadItems } from './store.ts';
import { type LogEntry, insertLines, logInvoice } from './writing-store.ts';

/** Locks the payer and reads the invoice after the lock. */
async function lockInvoice(context: Context, id: string): Promise<Invoice> {
  await lockClients(context, [await clientOfInvoice(context, id)]);
  return loadInvoice(context, id);
}

const factsOf = ({ status, totalAmount, dueDate, description, notes, items }: Invoice) =>
  ({ status, totalAmount, dueDate, description, notes, items: items.length });

const auditOf = (before: Invoice, after: Invoice | null) => ({
  entityType: 'invoice', entityId: before.id, entityNumber: before.invoiceNumber, clientId: before.clientId,
  before: factsOf(before), after: after && factsOf(after),
});

/** After lines changed: new sums, the difference in the ledger, and a run of the settlement engine. */
async function retotal(context: Context, before: Invoice, lines: readonly LineFigures[]): Promise<void> {
  const totals = totalsOf(lines);
  await writeTotals(context, before.id, totals);
  if (before.status === 'DRAFT') return touchClients(context, [before.clientId]);
  await post(context, before.clientId, invoicePostings(before.id, before, totals));
  if (totals.totalAmount === 0) await applyEffects(context, [before.id]);
  await settleQueues(context, [before.clientId]);
}

/** A line of nothing left to pay: the lifecycle records that the invoice became paid. */
const paidEntry = (before: Invoice, after: Invoice): LogEntry[] =>
  after.status === 'PAID' && after.totalAmount === 0 && before.status === 'PENDING'
    ? [{
        action: 'STATUS_CHANGED', fieldName: 'status', oldValue: 'PENDING', newValue: 'PAID',
        lifecycle: { from: before.lifecycleStatus, to: 'paid' },
      }]
    : [];

/** A draft changes as a whole; an issued invoice its texts and due date; a closed one its notes (C-60). */
export const updateInvoice = operation(updateEndpoint, async (context, input) => {
  const before = await lockInvoice(context, input.id);
  const closed = before.status === 'PAID' || before.status === 'CANCELLED';
  const changesLines = input.items !== undefined || input.amount !== undefined;
  refuseUnless(!changesLines || before.status === 'DRAFT', 'INVOICE_NOT_EDITABLE');
  refuseUnless(!closed || (input.dueDate === undefined && input.description === undefined), 'INVOICE_NOT_EDITABLE');

  if (changesLines) {
    const description = input.description ?? before.description ?? undefined;
    const lines = await buildLines(context, before.clientId,
      itemsOf({ items: input.items, amount: input.amount, description }));
    await deleteItems(context, before.id, before.items.map((item) => item.id));
    await insertLines(context, before.id, lines);
    await retotal(context, before, lines);
  }
  const { dueDate = before.dueDate, description = before.description, notes = before.notes } = input;
  // Moving the deadline ahead takes an overdue invoice back to waiting (C-02).
  const backToPending = before.status === 'OVERDUE' && (dueDate === null || !isBefore(dueDate, today(context)));
  await writeTexts(context, before.id, { dueDate, description, notes, backToPending });
  await touchClients(context, [before.clientId]);
  const after = await loadInvoice(context, before.id);
  await logInvoice(context, before.id, changeEntries(before, after));
  return { result: after, audit: auditOf(before, after) };
});

function changeEntries(before: Invoice, after: Invoice): LogEntry[] {
  const text = (value: Temporal.PlainDate | string | number | null) => (value === null ? null : value.toString());
  const fields = (['dueDate', 'description', 'notes', 'totalAmount', 'status'] as const)
    .filter((field) => text(before[field]) !== text(after[field]));
  return fields.map((field) => ({
    action: field === 'status' ? 'STATUS_CHANGED' : 'UPDATED', fieldName: field,
    oldValue: text(before[field]), newValue: text(after[field]),
    ...(field === 'status' && before.lifecycleStatus !== after.lifecycleStatus
      && { lifecycle: { from: before.lifecycleStatus, to: after.lifecycleStatus } }),
  }));
}

/** Only a draft disappears; everything else is voided (S3-063). */
export const deleteInvoice = operation(deleteEndpoint, async (context, input) => {
  const before = await lockInvoice(context, input.id);
  refuseUnless(before.status === 'DRAFT', 'INVOICE_NOT_DRAFT');
  await deleteDraft(context, before.id);
  await touchClients(context, [before.clientId]);
  return { result: { deleted: true as const }, audit: auditOf(before, null) };
});

/** Adds a line to a draft or to a waiting invoice without payments (C-24). */
export const addItem = operation(addEndpoint, async (context, { id, ...item }) => {
  const before = await lockInvoice(context, id);
  refuseCarriedOver(before.purpose);
  refuseUnless(isEditable(before.status, before.paidAmount), 'INVOICE_NOT_EDITABLE');
  const lines = await loadItems(context, [id]);
  const [line] = await buildLines(context, before.clientId, [item]);
  if (!line) throw new TypeError('A built line is missing');
  await insertLines(context, id, [line], lines.at(-1)?.position ?? 0);
  await retotal(context, before, [...lines, line]);
  const after = await loadInvoice(context, id);
  await logInvoice(context, id, [{
    action: 'ITEM_ADDED', fieldName: 'items', itemId: line.id,
    newValue: JSON.stringify({ serviceName: line.serviceName, totalPrice: line.totalPrice / 100 }),
  }]);
  return { result: after, audit: auditOf(before, after) };
});

/** Removes a line; an issued invoice keeps at least one (C-24). */
export const removeItem = operation(removeEndpoint, async (context, { id, itemId }) => {
  const before = await lockInvoice(context, id);
  const lines = await loadItems(context, [id]);
  const line = lines.find((candidate) => candidate.id === itemId);
  if (!line) throw new Refusal('ITEM_NOT_FOUND');
  refuseCarriedOver(before.purpose);
  refuseUnless(isEditable(before.status, before.paidAmount), 'INVOICE_NOT_EDITABLE');
  refuseUnless(lines.length > 1, 'LAST_ITEM');
  await deleteItems(context, id, [itemId]);
  await retotal(context, before, lines.filter((candidate) => candidate !== line));
  const after = await loadInvoice(context, id);
  await logInvoice(context, id, [{
    action: 'ITEM_REMOVED', fieldName: 'items', itemId,
    oldValue: JSON.stringify({ serviceName: line.serviceName, totalPrice: line.totalPrice / 100 }),
  }, ...paidEntry(before, after)]);
  return { result: after, audit: auditOf(before, after) };
});
