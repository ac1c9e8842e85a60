import { endOfPeriod } from '../ledger/effects-rules.ts';
import { addDays, type Day } from '../kernel/day.ts';
import { type Context, today } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { lockClients, type LockedClient } from '../clients/store.ts';
import type { Subscription } from './contract.ts';
import { covers, isFrozenOn, valueOf } from './rules.ts';
import { type PassRow, findOwner, loadPasses } from './store.ts';

/** The pass as the outside sees it on a day. */
export function presentPass(row: PassRow, on: Day): Subscription {
  const { anchorDate: _, anchorNumber: __, ...pass } = row;
  const isFrozen = isFrozenOn(row, on);
  return {
    ...pass, isFrozen,
    coversToday: covers(row, { groupId: row.groupIds?.[0] ?? null, day: on }),
    pricePerSession: valueOf(row, 1),
    valueLeft: valueOf(row, row.sessionsLeft),
    nextPeriod: {
      periodNumber: row.periodNumber + 1, startDate: addDays(row.endDate, 1),
      endDate: endOfPeriod({ ...row, periodNumber: row.periodNumber + 1 }),
    },
  };
}

/** One pass that the actor may see; refused as missing otherwise. */
export async function requirePass(context: Context, id: string): Promise<PassRow> {
  const [pass] = await loadPasses(context, [id]);
  refuseUnless(pass, 'NOT_FOUND');
  return pass;
}

export const showPass = async (context: Context, id: string): Promise<Subscription> =>
  presentPass(await requirePass(context, id), today(context));

/** Locks the client whose pass it is, and reads the pass under the lock. */
export async function lockPass(context: Context, id: string): Promise<{ client: LockedClient; pass: PassRow }> {
  const owner = await findOwner(context, id);
  refuseUnless(owner, 'NOT_FOUND');
  const [client] = await lockClients(context, [owner.clientId]);
  refuseUnless(client, 'NOT_FOUND');
  return { client, pass: await requirePass(context, id) };
}
