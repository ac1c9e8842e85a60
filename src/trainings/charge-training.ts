import { type Context, operation } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { chargeVisits, type Charged } from './charging-steps.ts';
import { type ChargedTraining, insertDecisions, lockNight } from './charging-store.ts';
import { chargeAtNight as nightEndpoint, chargeTraining as endpoint, previewNight as previewEndpoint } from './contract.ts';
import { loadLocked, lockVisit, visitAhead } from './load-locked.ts';
import { allTrainingsOf } from './load-night.ts';

const auditOf = (training: ChargedTraining, outcomes: readonly Charged[]) => ({
  entityType: 'training', entityId: training.id,
  after: {
    title: training.title, status: training.status,
    outcomes: outcomes.map(({ studentId, decision, reason, subscriptionId, sessionsLeft, amount, isPaid }) =>
      ({ studentId, decision, reason, subscriptionId, sessionsLeft, amount, isPaid })),
  },
});

/** Charges everybody booked on one training by hand: what the night would do, for one that it missed (C-49). */
export const chargeTraining = operation(endpoint, async (context, { id }, ahead) => {
  const training = await loadLocked(context, id, ahead);
  refuseUnless(training.status === 'PLANNED', 'TRAINING_CANCELLED');
  const outcomes = await chargeVisits(context, training, {
    cause: 'MANUAL', students: null, label: () => 'NORMAL', isolated: true,
  });
  return { result: { trainingId: id, outcomes }, audit: auditOf(training, outcomes) };
}, { ahead: visitAhead });

/**
 * One training of the night: one transaction, every decision written with its reason, the failure of one participant
 * rolled back alone (C-50, S4-119). A training cancelled or moved to another day since the night began is passed over.
 */
export const chargeAtNight = operation(nightEndpoint, async (context, { id, runId, day }, ahead) => {
  const training = await loadLocked(context, id, ahead);
  const outcomes = training.status === 'PLANNED' && training.onDate.equals(day) ? await chargeVisits(context, training, {
    cause: 'NIGHT', students: null, label: () => 'NORMAL', isolated: true,
    alongside: (decided) => insertDecisions(context, runId, id, decided.map(decisionOf)),
  }) : [];
  return { result: sumUp(outcomes), audit: auditOf(training, outcomes) };
}, { ahead: visitAhead });

const decisionOf = ({ studentId, decision, reason, sentence, sessionsLeft, invoiceNumber }: Charged) => ({
  studentId, decision, reason, details: { sessionsLeft, invoiceNumber, message: reason === 'FAILED' ? sentence : null },
});

function sumUp(outcomes: readonly Charged[]) {
  const count = (decision: string) => outcomes.filter((outcome) => outcome.decision === decision).length;
  const skipped: Record<string, number> = {};
  for (const { skipped: why } of outcomes) if (why !== undefined) skipped[why] = (skipped[why] ?? 0) + 1;
  return {
    outcomes: outcomes.length, sessions: count('SESSION'), invoices: count('INVOICE'), skipped,
    errors: outcomes.filter((outcome) => outcome.decision === 'ERROR')
      .map(({ studentId, studentName, reason, sentence }) =>
        ({ studentId, student: studentName, code: reason, message: sentence })),
  };
}

/**
 * What the night would decide about the trainings of a day: the very same work in one transaction that is rolled back,
 * so that a pass used up by the morning training is empty at noon, too.
 */
export const previewNight = operation(previewEndpoint, async (context, { day }) => {
  await lockNight(context, day);
  const trainings = [];
  for await (const { id, title, startsAt } of allTrainingsOf(context, day)) {
    trainings.push({ trainingId: id, title, startsAt, outcomes: await previewOne(context, id) });
  }
  return { result: { trainings }, audit: { entityType: 'night', after: { trainings: trainings.length } } };
});

async function previewOne(context: Context, id: string): Promise<Charged[]> {
  const training = await loadLocked(context, id, await lockVisit(context, id));
  if (training.status !== 'PLANNED') return [];
  return chargeVisits(context, training, { cause: 'NIGHT', students: null, label: () => 'NORMAL', isolated: true });
}
