import { type Context, reading, today } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { presentTraining, requireTraining } from '../schedule/load-training.ts';
import { type TrainingRow, findTrainings } from '../schedule/training-store.ts';
import { loadRoster } from './load-roster.ts';
import { rosterEndpoints } from './roster-contract.ts';
import { findLeader, loadMarks } from './roster-store.ts';
import { safeMinutesOf, safeUntil } from './rules.ts';

const NOBODY = { came: 0, unmarked: 0, unpaid: 0 };

async function marksOf(context: Context, trainings: readonly TrainingRow[]) {
  const rows = await loadMarks(context, trainings.map(({ id }) => id), today(context));
  return new Map(rows.map(({ trainingId, ...marks }) => [trainingId, marks]));
}

/** A family finds its own bookings in the list, each with what a cancellation would mean. */
export const listTrainings = reading(rosterEndpoints.list, async (context, query) => {
  const { total, trainings } = await findTrainings(context, query);
  const family = context.actor.role === 'CLIENT' || context.actor.role === 'STUDENT';
  const [marks, rosters] = await Promise.all([
    marksOf(context, trainings), family ? loadRoster(context, trainings) : undefined,
  ]);
  const rows = trainings.map((training) => ({
    ...presentTraining(training), ...marks.get(training.id) ?? NOBODY, ...(family ? { unpaid: 0 } : {}),
    mine: (rosters?.get(training.id) ?? []).map(({ studentId, studentName, status, mark, cover, cancelling }) =>
      ({ studentId, studentName, status, mark, cover, cancelling })),
  }));
  return { trainings: rows, pagination: { total, page: query.page, limit: query.limit } };
});

/** A trainer who comes to the training of another one is told whose it is. */
async function refuseForeign(context: Context, id: string): Promise<void> {
  const { actor } = context;
  if (actor.role !== 'TRAINER') return;
  const leader = await findLeader(context, id);
  refuseUnless(leader === undefined || leader.id === actor.userId, 'TRAINING_OF_ANOTHER', { trainer: leader?.name ?? '' });
}

export const getTraining = reading(rosterEndpoints.get, async (context, { id }) => {
  await refuseForeign(context, id);
  const training = await requireTraining(context, id);
  const [marks, rosters] = await Promise.all([marksOf(context, [training]), loadRoster(context, [training])]);
  const safeMinutes = safeMinutesOf(training.safeMinutes, training.groupSafeMinutes, context.policy);
  const { came, unmarked } = marks.get(id) ?? NOBODY;
  return {
    ...presentTraining(training), came, unmarked,
    safeUntil: safeUntil(training.startsAt, safeMinutes), participants: rosters.get(id) ?? [],
  };
});
