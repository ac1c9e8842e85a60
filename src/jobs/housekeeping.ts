import { tidyUp as endpoint } from './housekeeping-contract.ts';
import { deleteKeys } from './housekeeping-store.ts';
import { operation } from '../kernel/operation.ts';
import { expireReservations } from '../reservations/expiring-steps.ts';
import { deleteUploads } from '../uploads/store.ts';

/** A request that is repeated later than this is a new one. */
const KEPT = { hours: 7 * 24 };
export const KEYS_AT_ONCE = 10_000;

/** Forgets a part of the answers kept for repeated requests, and old files; ends reservations whose term is over. */
export const tidyUp = operation(endpoint, async (context) => {
  const result = {
    keysForgotten: await deleteKeys(context, context.now.subtract(KEPT), KEYS_AT_ONCE),
    uploadsForgotten: await deleteUploads(context, context.now.subtract(KEPT)),
    reservationsExpired: await expireReservations(context),
  };
  return { result, audit: { entityType: 'housekeeping', before: {}, after: result } };
});
