import { loadTill } from '../ledger/store.ts';
import type { Money } from '../kernel/money.ts';
import { operation, reading } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { uuidv7 } from '../kernel/uuid.ts';
import {
  closeShift as closeEndpoint, getShift as getEndpoint, listShifts as listEndpoint, openShift as openEndpoint,
} from './contract.ts';
import { type ShiftCount, countShift } from './rules.ts';
import { insertShift, loadShift, lockShift, pageOfShifts, writeCounts } from './till-store.ts';

/** Opens the cash shift of a branch; there is at most one open. */
export const openShift = operation(openEndpoint, async (context, input) => {
  const till = await loadTill(context, input.branchId);
  refuseUnless(till, 'NOT_FOUND');
  const id = uuidv7();
  refuseUnless(await insertShift(context, id, till.branchId, input.openingCash), 'SHIFT_ALREADY_OPEN');
  return {
    result: await loadShift(context, id),
    audit: { entityType: 'shift', entityId: id, before: null, after: { openingCash: input.openingCash } },
  };
});

/** Closes a shift with what was counted; exclusive, so that no payment slips in between counting and closing. */
export const closeShift = operation(closeEndpoint, async (context, input) => {
  await lockShift(context, input.id);
  const shift = await loadShift(context, input.id);
  refuseUnless(shift.closedAt === null, 'SHIFT_CLOSED');
  const expected = Object.fromEntries(shift.methods.map((count) => [count.method, count.expected]));
  const counts = countShift(expected as Record<ShiftCount['method'], Money>, input.counted, input.note);
  await writeCounts(context, shift.id, counts, input.note?.trim() || null);
  return {
    result: await loadShift(context, shift.id),
    audit: { entityType: 'shift', entityId: shift.id, before: { expected }, after: { counts } },
  };
}, { exclusive: true });

export const getShift = reading(getEndpoint, (context, { id }) => loadShift(context, id));
export const listShifts = reading(listEndpoint, (context, { page, limit, open }) =>
  pageOfShifts(context, open, page, limit));
