import { type PromotedParticipant, promoteParticipants } from './participant-store.ts';
import { lockTrainings } from './training-store.ts';
import type { Context } from '../kernel/operation.ts';
import { notify } from '../notices/store.ts';

/**
 * Fills the free places of the trainings from their waiting lists and tells the families. Locks the trainings, so it
 * comes before the locks of clients unless they are locked already.
 */
export async function promoteWaitingIn(context: Context, trainingIds: readonly string[]): Promise<PromotedParticipant[]> {
  if (trainingIds.length === 0) return [];
  await lockTrainings(context, trainingIds);
  const promoted = await promoteParticipants(context, trainingIds);
  await notify(context, promoted.map(({ trainingId, clientId, studentName, title, startsAt }) => ({
    kind: 'waiting-list-place', audience: 'CLIENT', clientId, entityType: 'training', entityId: trainingId,
    params: { student: studentName, title, startsAt: startsAt.toString() },
  })));
  return promoted;
}

/** The same for one training. */
export const promoteWaiting = (context: Context, trainingId: string): Promise<PromotedParticipant[]> =>
  promoteWaitingIn(context, [trainingId]);
