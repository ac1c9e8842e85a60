import { type ChangedTraining, type PlannedTraining, updateTrainings } from './changing-store.ts';
import { checkPlan } from './group-steps.ts';
import { promoteWaitingIn } from './participant-steps.ts';
import { bookRooms } from './room-steps.ts';
import { deleteBookings } from './room-store.ts';
import { checkTimes } from './rules.ts';
import type { Context } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';

/** Refuses a trainer or room that the schedule cannot name; a trainer hands no training over. */
export async function checkGiven(
  context: Context, given: { trainerId?: string | null | undefined; roomId?: string | null | undefined },
): Promise<void> {
  const handsOver = given.trainerId !== undefined && given.trainerId !== context.actor.userId;
  refuseUnless(context.scope === 'all' || !handsOver, 'FORBIDDEN');
  await checkPlan(context, given);
}

/**
 * Writes locked trainings as they are to be, takes their rooms anew where room or time changed, and gives places that
 * were gained to those who wait. A room that is taken is refused, and nothing changes.
 */
export async function rewriteTrainings(
  context: Context, before: readonly PlannedTraining[], after: readonly ChangedTraining[],
): Promise<void> {
  if (after.length === 0) return;
  for (const training of after) checkTimes(training);
  await updateTrainings(context, after);
  const known = new Map(before.map((training) => [training.id, training]));
  const moved = after.filter((training) => isMoved(known.get(training.id), training));
  await deleteBookings(context, { trainingIds: moved.map(({ id }) => id) });
  await bookRooms(context, moved.flatMap(({ id, roomId, startsAt, endsAt }) =>
    (roomId === null ? [] : [{ trainingId: id, roomId, startsAt, endsAt }])));
  await promoteWaitingIn(context, after.map(({ id }) => id));
}

const isMoved = (before: PlannedTraining | undefined, after: ChangedTraining): boolean =>
  before === undefined || before.roomId !== after.roomId || !before.startsAt.equals(after.startsAt)
  || !before.endsAt.equals(after.endsAt);
