import { deleteBookings } from './room-store.ts';
import { areCharged, deleteTrainings, markTrainingsCancelled, withHistory } from './training-store.ts';
import type { Context } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';

/**
 * Removes locked trainings that were neither charged nor marked. One whose charge was taken back keeps its row, as
 * cancelled: the history of the money speaks of it.
 */
export async function removeTrainings(context: Context, trainingIds: readonly string[]): Promise<void> {
  if (trainingIds.length === 0) return;
  refuseUnless(!(await areCharged(context, trainingIds)), 'TRAINING_HAS_CHARGES');
  const kept = await withHistory(context, trainingIds);
  await deleteBookings(context, { trainingIds });
  await markTrainingsCancelled(context, [...kept], null);
  await deleteTrainings(context, trainingIds.filter((id) => !kept.has(id)));
}
