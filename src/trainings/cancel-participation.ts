import { settleQueues } from '../ledger/settling-steps.ts';
import { ZERO } from '../kernel/money.ts';
import { type Context, operation } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { type NewNotice, notify } from '../notices/store.ts';
import { setParticipantCancelled } from '../schedule/participant-store.ts';
import { promoteWaiting } from '../schedule/participant-steps.ts';
import { type Charged, chargeVisits, undoCharges } from './charging-steps.ts';
import { type ChargedTraining, type ParticipantRow, loadParticipants, relabel } from './charging-store.ts';
import { type Undone, cancelParticipation as endpoint } from './contract.ts';
import { type LockedTraining, loadLocked, visitAhead } from './load-locked.ts';
import { isSafe, purposeOf, safeMinutesOf, safeUntil } from './rules.ts';
import { cancellationSentence } from './words-rules.ts';

type Consequence = { charged: Charged | undefined; undone: Undone | undefined; kept: ParticipantRow | undefined };
const NOTHING: Consequence = { charged: undefined, undone: undefined, kept: undefined };

/**
 * Cancels the booking of one student. In time it is safe: what was charged goes back. Late it is a fine: what was charged
 * stays under that name, and what was not is charged now. Never both, never twice (C-44, C-45, C-46).
 */
export const cancelParticipation = operation(endpoint, async (context, input, ahead) => {
  const { id, studentId } = input;
  const training = await loadLocked(context, id, ahead);
  const person = await requireBooking(context, training, studentId);
  const safeMinutes = safeMinutesOf(training.safeMinutes, training.groupSafeMinutes, context.policy);
  const label = isSafe(training.startsAt, context.now, safeMinutes) || person.status === 'WAITING' ? 'SAFE' : 'FINE';
  const reason = input.reason?.trim() || null;

  const consequence = label === 'SAFE'
    ? { ...NOTHING, undone: (await undoCharges(context, id, [studentId], reason ?? 'Запись отменена вовремя'))[0] }
    : await fine(context, training, person);
  await setParticipantCancelled(context, { trainingId: id, studentIds: [studentId], label, reason });
  await settleQueues(context, [person.clientId]);
  const result = resultOf(context, training, person, label, safeMinutes, consequence);
  if (label === 'FINE' && result.charge !== null) await tellFine(context, training, person, reason);
  await promoteWaiting(context, id);
  const { sessionsReturned, sessionsCharged, invoiceCancelled, moneyReturned, fineAmount } = result;
  return {
    result,
    audit: {
      entityType: 'participation', entityId: id, clientId: person.clientId, ...(reason !== null && { reason }),
      before: { studentId, status: person.status, charge: person.label },
      after: { label, sessionsReturned, sessionsCharged, invoiceCancelled, moneyReturned, fineAmount },
    },
  };
}, { ahead: visitAhead });

async function requireBooking(context: Context, training: ChargedTraining, studentId: string): Promise<ParticipantRow> {
  const [person] = await loadParticipants(context, training.id, [studentId]);
  // A family cancels only for its own children.
  const { role, clientId, studentId: self } = context.actor;
  refuseUnless(role !== 'CLIENT' || person?.clientId === clientId, 'NOT_FOUND');
  refuseUnless(role !== 'STUDENT' || studentId === self, 'NOT_FOUND');
  refuseUnless(training.status === 'PLANNED', 'TRAINING_CANCELLED');
  refuseUnless(person, 'NOT_BOOKED');
  refuseUnless(person.status !== 'CANCELLED', 'BOOKING_CANCELLED');
  return person;
}

async function fine(context: Context, training: LockedTraining, person: ParticipantRow): Promise<Consequence> {
  if (person.chargeId !== null) {
    await relabel(context, person.chargeId, 'FINE', purposeOf('FINE'));
    return { ...NOTHING, kept: person };
  }
  // A late cancellation is charged also where visits without a pass are only recorded (I-13).
  const [charged] = await chargeVisits(context, training, {
    cause: 'CANCELLATION', students: [person.studentId], label: () => 'FINE', uncovered: 'INVOICE',
  });
  return { ...NOTHING, charged };
}

async function tellFine(
  context: Context, training: ChargedTraining, person: ParticipantRow, reason: string | null,
): Promise<void> {
  const params = { student: person.studentName, title: training.title, startsAt: training.startsAt.toString() };
  const about = { entityType: 'training', entityId: training.id };
  const notices: NewNotice[] = [
    { kind: 'participation-fine', clientId: person.clientId, params, ...about },
    { kind: 'participation-fine-office', params: { ...params, client: person.clientName, reason }, ...about },
  ];
  await notify(context, notices);
}

function resultOf(
  context: Context, training: ChargedTraining, person: ParticipantRow, label: 'SAFE' | 'FINE', safeMinutes: number,
  { charged, undone, kept }: Consequence,
) {
  const made = charged?.chargeId && (charged.decision === 'SESSION' || charged.decision === 'INVOICE')
    ? { id: charged.chargeId, kind: charged.decision, label: 'FINE' as const } : null;
  const held = kept?.chargeId && kept.chargeKind !== null
    ? { id: kept.chargeId, kind: kept.chargeKind, label: 'FINE' as const } : null;
  const facts = {
    sessionsReturned: undone?.sessionsReturned ?? 0, sessionsCharged: charged?.decision === 'SESSION' ? 1 : 0,
    invoiceCancelled: undone?.invoiceCancelled ?? false, moneyReturned: undone?.returned ?? ZERO,
    fineAmount: charged?.amount ?? null,
  };
  const charge = made ?? held;
  return {
    trainingId: training.id, studentId: person.studentId, label,
    safeUntil: safeUntil(training.startsAt, safeMinutes), ...facts,
    sessionsLeft: charged?.sessionsLeft ?? null, fineInvoiceId: charged?.invoiceId ?? kept?.invoiceId ?? null, charge,
    sentence: cancellationSentence({ ...facts, label, kept: held?.kind ?? null }, context.language),
  };
}
