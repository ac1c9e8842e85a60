import { lockClients, touchClients } from '../clients/store.ts';
import { settleQueues } from '../ledger/settling-steps.ts';
import type { Input } from '../kernel/contract.ts';
import { type Day, addDays } from '../kernel/day.ts';
import { type Context, operation, today } from '../kernel/operation.ts';
import { Refusal, refuseUnless, required } from '../kernel/refusal.ts';
import { notify } from '../notices/store.ts';
import { createInvoice as endpoint } from './contract.ts';
import { buildLines, itemsOf } from './lines.ts';
import { totalsOf } from './rules.ts';
import { loadInvoice } from './load-invoice.ts';
import { issuedNotice } from './notice-rules.ts';
import { loadStudent } from './store.ts';
import { type NewLine, newId, writeInvoices } from './writing-store.ts';

type Request = Input<typeof endpoint>;

/**
 * Creates an invoice from items (S2) or from an amount and a description (S3). The first is issued at once, the second
 * starts as a draft, unless `asDraft` says otherwise (C-60). An issued invoice is settled if the credit allows.
 */
export const createInvoice = operation(endpoint, async (context, input) => {
  refuseUnless(context.policy['invoice.manual'], 'MANUAL_INVOICES_OFF');
  const { clientId, studentId } = await payerOf(context, input);
  const [client] = await lockClients(context, [clientId]);
  refuseUnless(client?.isActive, 'CLIENT_INACTIVE');

  const lines = await buildLines(context, clientId, itemsOf(input));
  const totals = totalsOf(lines);
  const isDraft = input.asDraft ?? input.items === undefined;
  const id = newId();
  const { actor, policy } = context;

  const [written] = await writeInvoices(context, [{
    id, clientId, studentId, tutorId: actor.role === 'TRAINER' ? actor.userId : null,
    enrollmentId: input.enrollmentId ?? null, purpose: 'MANUAL', isDraft, totals,
    dueDate: input.dueDate ?? defaultDueDate(context, lines), description: input.description ?? null,
    notes: input.notes ?? null, lines,
  }]);
  await (isDraft ? touchClients(context, [clientId]) : settleQueues(context, [clientId]));
  const invoice = await loadInvoice(context, id);
  if (!isDraft) await notify(context, [issuedNotice(invoice)]);
  return {
    result: invoice,
    audit: {
      entityType: 'invoice', entityId: id, entityNumber: written?.invoiceNumber ?? '', clientId,
      before: { balance: client.balance },
      after: { status: invoice.status, totalAmount: totals.totalAmount, mode: policy['settlement.mode'] },
    },
  };
});

/** The payer: the client named, or the student's own (S3-004). A trainer bills only his own students. */
async function payerOf(context: Context, input: Request): Promise<{ clientId: string; studentId: string | null }> {
  const { scope } = context;
  if (input.studentId === undefined) {
    refuseUnless(scope === 'all', 'FORBIDDEN');
    return { clientId: required(input.clientId ?? input.parentId, 'clientId'), studentId: null };
  }
  const student = await loadStudent(context, input.studentId);
  if (!student || (scope === 'own' && !student.mine)) throw new Refusal('FOREIGN_STUDENT');
  for (const named of [input.clientId, input.parentId]) {
    refuseUnless(named === undefined || named === student.clientId, 'PARENT_MISMATCH');
  }
  return { clientId: student.clientId, studentId: student.id };
}

/** A pass is due a week after issue by default (S2-102); anything else only when the request says so. */
function defaultDueDate(context: Context, lines: readonly NewLine[]): Day | null {
  const sellsPass = lines.some((line) => line.serviceType === 'SUBSCRIPTION');
  return sellsPass ? addDays(today(context), context.policy['invoice.dueDays.subscription']) : null;
}
