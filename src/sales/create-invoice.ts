import { type LockedClient, lockClients, touchClients } from '../clients/store.ts';
import { applyEffects, settleQueues } from '../ledger/settling-steps.ts';
import { hundredths } from '../kernel/money.ts';
import { studentsFor } from '../subscriptions/buyer-steps.ts';
import { requireType } from '../subscriptions/load-types.ts';
import { groupsOf } from '../subscriptions/rules.ts';
import { activateNow, makePass, worksAtOnce } from '../subscriptions/selling-steps.ts';
import type { Input } from '../kernel/contract.ts';
import { type Day, addDays } from '../kernel/day.ts';
import { type Context, operation, today } from '../kernel/operation.ts';
import { Refusal, refuseUnless, required } from '../kernel/refusal.ts';
import { notify } from '../notices/store.ts';
import { createInvoice as endpoint } from '../invoices/contract.ts';
import { buildLines, itemsOf } from '../invoices/line-steps.ts';
import { totalsOf } from '../invoices/rules.ts';
import { loadInvoice } from '../invoices/load-invoice.ts';
import { issuedNotice } from '../invoices/notice-rules.ts';
import { loadStudent } from '../invoices/store.ts';
import { type NewLine, newId, writeInvoices } from '../invoices/writing-store.ts';

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

  const isDraft = input.asDraft ?? input.items === undefined;
  const built = await buildLines(context, clientId, itemsOf(input));
  const sold = isDraft ? undefined : await sellPass(context, client, input, built);
  const lines = sold?.lines ?? built;
  const totals = totalsOf(lines);
  const id = newId();
  const { actor, policy } = context;

  const [written] = await writeInvoices(context, [{
    id, clientId, studentId: sold?.studentId ?? studentId, tutorId: actor.role === 'TRAINER' ? actor.userId : null,
    enrollmentId: input.enrollmentId ?? null, isDraft, totals,
    ...(sold ? { purpose: 'INITIAL', subscriptionId: sold.id, periodNumber: 0, effectsApplied: worksAtOnce(context) }
      : { purpose: 'MANUAL' }),
    dueDate: input.dueDate ?? defaultDueDate(context, lines), description: input.description ?? null,
    notes: input.notes ?? null, lines,
  }]);
  if (sold && totals.totalAmount === 0) await applyEffects(context, [id]);
  await (isDraft ? touchClients(context, [clientId]) : settleQueues(context, [clientId]));
  if (sold && written && worksAtOnce(context)) await activateNow(context, sold.id, written);
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

type SoldPass = { id: string; studentId: string; lines: NewLine[] };

/** A line that names a kind of pass sells one: it begins today, and works when the invoice is paid (S2-246, C-29). */
async function sellPass(
  context: Context, client: LockedClient, input: Request, lines: readonly NewLine[],
): Promise<SoldPass | undefined> {
  const [line, another] = lines.filter((one) => one.serviceType === 'SUBSCRIPTION' && one.subscriptionTypeId !== null);
  if (!line?.subscriptionTypeId) return undefined;
  const message = 'Один абонемент на счёт / one pass on an invoice';
  refuseUnless(another === undefined, 'VALIDATION', {}, { errors: [{ path: 'items', message }] });
  const type = await requireType(context, line.subscriptionTypeId);
  const [studentId = ''] = await studentsFor(context, [{ clientId: client.id, studentId: input.studentId }], [client]);
  const pass = await makePass(context, type, {
    clientId: client.id, studentId, groupId: null, groupIds: groupsOf(type.groupIds, null), startDate: today(context),
  });
  const remainingQuantity = type.sessionsPerPeriod === null ? null : hundredths(line.quantity * type.sessionsPerPeriod);
  return {
    id: pass.id, studentId,
    lines: lines.map((one) => (one === line ? { ...one, writeOffTiming: type.writeOffTiming, remainingQuantity } : one)),
  };
}

/** A pass is due a week after issue by default (S2-102); anything else only when the request says so. */
function defaultDueDate(context: Context, lines: readonly NewLine[]): Day | null {
  const sellsPass = lines.some((line) => line.serviceType === 'SUBSCRIPTION');
  return sellsPass ? addDays(today(context), context.policy['invoice.dueDays.subscription']) : null;
}
