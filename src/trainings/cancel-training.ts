import { settleQueues } from '../ledger/settling-steps.ts';
import { sum } from '../kernel/money.ts';
import { type Context, operation } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { notify } from '../notices/store.ts';
import { freeRoom } from '../schedule/room-steps.ts';
import { markTrainingCancelled } from '../schedule/training-store.ts';
import { hasMarks } from './attendance-store.ts';
import { undoCharges } from './charging-steps.ts';
import { type ChargedTraining, loadParticipants } from './charging-store.ts';
import { type Undone, cancelTraining as endpoint } from './contract.ts';
import { loadLocked, visitAhead } from './load-locked.ts';

/**
 * Cancels a whole training: every charge in force is undone as it was made, fines included, and then each family's queue
 * is run once (C-47). Cancelling it again changes nothing.
 */
export const cancelTraining = operation(endpoint, async (context, { id, reason: given }, ahead) => {
  const training = await loadLocked(context, id, ahead);
  const reason = given?.trim() ?? '';
  if (training.status === 'CANCELLED') return done(training, reason, [], true);
  await refuseHeld(context, training, reason);

  const undone = await undoCharges(context, id, null, reason || 'Занятие отменено');
  await markTrainingCancelled(context, id, reason || null);
  if (training.roomId !== null) await freeRoom(context, { trainingId: id });
  await settleQueues(context, [...new Set(undone.map((one) => one.clientId))]);
  await tell(context, training, reason);
  return done(training, reason, undone, false);
}, { ahead: visitAhead });

/** A training that was held and marked is history: only an administrator takes it back, and says why. */
async function refuseHeld(context: Context, training: ChargedTraining, reason: string): Promise<void> {
  const over = Temporal.Instant.compare(training.endsAt, context.now) <= 0;
  if (!over || !await hasMarks(context, training.id)) return;
  refuseUnless(context.actor.role === 'ADMIN', 'TRAINING_HELD');
  refuseUnless(reason, 'REASON_REQUIRED');
}

async function tell(context: Context, training: ChargedTraining, reason: string): Promise<void> {
  const people = await loadParticipants(context, training.id, null);
  await notify(context, people.filter((person) => person.status !== 'CANCELLED').map((person) => ({
    kind: 'training-cancelled', clientId: person.clientId, entityType: 'training', entityId: training.id,
    params: {
      student: person.studentName, title: training.title, startsAt: training.startsAt.toString(), reason: reason || null,
    },
  })));
}

function done(training: ChargedTraining, reason: string, undone: Undone[], repeated: boolean) {
  const summary = {
    sessionsReturned: undone.filter((one) => one.sessionsReturned > 0).length,
    invoicesCancelled: undone.filter((one) => one.invoiceCancelled).length,
    moneyReturned: sum(undone.map((one) => one.returned)),
  };
  return {
    result: { trainingId: training.id, status: 'CANCELLED' as const, ...summary, participants: undone, repeated },
    audit: {
      entityType: 'training', entityId: training.id, ...(reason && { reason }),
      before: { status: training.status, title: training.title },
      after: { status: 'CANCELLED', ...summary, participants: undone },
    },
  };
}
