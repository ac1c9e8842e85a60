import { lockClients } from '../clients/store.ts';
import type { Context } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { isVisibleTraining } from '../schedule/training-store.ts';
import { type ChargedTraining, loadTraining, lockPayers, lockTraining } from './charging-store.ts';

type Place = Pick<Context, 'tx' | 'orgId'>;
type Locked = [number, Awaited<ReturnType<typeof lockPayers>>, ChargedTraining | undefined];

/** A training under its lock, with everybody who pays for somebody on its list; they are locked, too. */
export type LockedTraining = ChargedTraining & { payerIds: string[] };

/**
 * Locks the training, then its payers, also of a student who may come onto its list, and reads it: what every charge and
 * undo needs first, in one packet.
 */
export const lockVisit = (place: Place, trainingId: string, newcomerId?: string): Promise<Locked> => Promise.all([
  lockTraining(place, trainingId), lockPayers(place, trainingId, newcomerId), loadTraining(place, trainingId),
]);

/** The same, sent with the first statements of an operation whose input names the training. */
export const visitAhead = (place: Place, { id }: { id: string }): Promise<Locked> => lockVisit(place, id);

/** The training as it stands under the locks, if the actor may see it; time does not run backwards for its payers. */
export async function loadLocked(context: Context, trainingId: string, ahead: Locked | undefined): Promise<LockedTraining> {
  const [, payers, training] = ahead ?? await lockVisit(context, trainingId);
  const payerIds = payers.map((payer) => payer.id);
  await lockClients(context, payerIds, payers);
  refuseUnless(training, 'NOT_FOUND');
  refuseUnless(context.scope === 'all' || await isVisibleTraining(context, trainingId), 'NOT_FOUND');
  return { ...training, payerIds };
}
