import { lockClients } from '../clients/store.ts';
import { recordPassEvent } from '../ledger/effects-store.ts';
import { notify } from '../notices/store.ts';
import { promoteWaitingIn } from '../schedule/participant-steps.ts';
import { setParticipantCancelled } from '../schedule/participant-store.ts';
import { lockTrainings } from '../schedule/training-store.ts';
import { type Day, addDays } from '../kernel/day.ts';
import { type Context, operation, today } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { subscriptionEndpoints } from './contract.ts';
import { daysMovedByFreeze, loadBookings, writeFreeze } from './freezing-store.ts';
import { lockPass, requirePass, showPass } from './load-passes.ts';
import { checkFreeze, coversGroup, endFreeze } from './rules.ts';
import type { PassRow } from './store.ts';

type Booking = Awaited<ReturnType<typeof loadBookings>>[number];

/** The bookings that a freeze touches: those which the pass would have paid for. */
async function bookingsUnder(context: Context, pass: PassRow, from: Day, through: Day): Promise<Booking[]> {
  const booked = await loadBookings(context, pass.studentId, { from, through });
  return booked.filter((booking) => coversGroup(pass.groupIds, booking.groupId));
}

/** Frees the places of bookings that nothing was charged for, and tells the family. Their trainings must be locked. */
async function releaseBookings(context: Context, pass: PassRow, bookings: readonly Booking[]): Promise<void> {
  for (const { trainingId } of bookings) {
    await setParticipantCancelled(context, {
      trainingId, studentIds: [pass.studentId], label: 'SAFE', reason: 'Абонемент заморожен',
    });
  }
  await promoteWaitingIn(context, bookings.map(({ trainingId }) => trainingId));
  await notify(context, bookings.map(({ trainingId, title, startsAt }) => ({
    kind: 'booking-released', audience: 'CLIENT', clientId: pass.clientId, entityType: 'training', entityId: trainingId,
    params: { student: pass.studentName, title, startsAt: startsAt.toString() },
  })));
}

/**
 * Freezes a pass for some days and says which bookings that touches; with `releaseBookings` those not yet charged are
 * given up. A booking that stands is billed as a single visit (C-40).
 */
export const freezeSubscription = operation(subscriptionEndpoints.freeze, async (context, input) => {
  const { id, freezeStart: from, freezeEnd: through, releaseBookings: release = false } = input;
  const seen = await requirePass(context, id);
  const early = release && from && through ? await bookingsUnder(context, seen, from, through) : [];
  const locked = new Set(early.map(({ trainingId }) => trainingId));
  await lockTrainings(context, [...locked]);
  await lockClients(context, [seen.clientId]);
  const before = await requirePass(context, id);

  const { freezeStart, freezeEnd, days } = checkFreeze(before, input, today(context));
  const extendedDays = context.policy['subscription.freezeExtendsEnd'] ? days : 0;
  const endDate = addDays(before.endDate, extendedDays);
  await writeFreeze(context, id, { freezeStart, freezeEnd, shiftedDays: before.shiftedDays + extendedDays, endDate });
  await recordPassEvent(context, id, {
    kind: 'FROZEN', details: { freezeStart: freezeStart.toString(), freezeEnd: freezeEnd.toString(), days, extendedDays },
  });
  const bookings = (await bookingsUnder(context, before, freezeStart, freezeEnd)).map((booking) =>
    ({ ...booking, isReleased: locked.has(booking.trainingId) && !booking.isCharged }));
  await releaseBookings(context, before, bookings.filter((booking) => booking.isReleased));
  return {
    result: {
      subscription: await showPass(context, id), endDateBefore: before.endDate, endDateAfter: endDate,
      bookings,
    },
    audit: {
      entityType: 'subscription', entityId: id, clientId: before.clientId,
      before: { endDate: before.endDate },
      after: { endDate, freezeStart, freezeEnd, released: bookings.filter((booking) => booking.isReleased).length },
    },
  };
});

/** Ends a freeze early, or takes back one that has not begun; the days that were not used come off the end. */
export const unfreezeSubscription = operation(subscriptionEndpoints.unfreeze, async (context, { id, date }) => {
  const { pass: before } = await lockPass(context, id);
  refuseUnless(before.status === 'ACTIVE' || before.status === 'PENDING', 'SUBSCRIPTION_NOT_ACTIVE');
  const from = date ?? today(context);
  const movedBy = await daysMovedByFreeze(context, id);
  const { freezeStart, freezeEnd, daysBack } = endFreeze(before, movedBy, from, today(context));
  const endDate = addDays(before.endDate, -daysBack);
  await writeFreeze(context, id, { freezeStart, freezeEnd, shiftedDays: before.shiftedDays - daysBack, endDate });
  await recordPassEvent(context, id, { kind: 'UNFROZEN', details: { from: from.toString(), daysBack } });
  return {
    result: { subscription: await showPass(context, id), endDateBefore: before.endDate, endDateAfter: endDate },
    audit: {
      entityType: 'subscription', entityId: id, clientId: before.clientId,
      before: { endDate: before.endDate, freezeStart: before.freezeStart, freezeEnd: before.freezeEnd },
      after: { endDate, freezeStart, freezeEnd },
    },
  };
});
