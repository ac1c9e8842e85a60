import { rentalEndpoints } from './contract.ts';
import { requireRental } from './load-rental.ts';
import { checkMove, priceOfRental, spanOf, timesAfter } from './rules.ts';
import { loadLiveInvoice, updateRental } from './store.ts';
import { benefitsOf } from '../clients/load-benefits.ts';
import { lockClients } from '../clients/store.ts';
import { changedFacts } from '../kernel/changes.ts';
import type { Input } from '../kernel/contract.ts';
import type { Percent } from '../kernel/money.ts';
import { type Context, operation } from '../kernel/operation.ts';
import { bookRoom, freeRoom } from '../schedule/room-steps.ts';
import type { Rental } from './contract.ts';

type Request = Input<typeof rentalEndpoints.update>;

/** Changes what a rental says, and its time while nothing is billed. The rate stays the one it was made with (I-29). */
export const changeRental = operation(rentalEndpoints.update, async (context, input) => {
  const { id } = input;
  const { clientId } = await requireRental(context, id);
  await lockClients(context, [clientId]);
  const before = await requireRental(context, id);
  const after = {
    ...before, ...await moved(context, before, input),
    eventType: input.eventType === undefined ? before.eventType : input.eventType || null,
    notes: input.notes === undefined ? before.notes : input.notes || null,
  };
  await updateRental(context, id, { ...after, onDate: after.date });
  return {
    result: await requireRental(context, id),
    audit: { entityType: 'rental', entityId: id, clientId, ...changedFacts(before, after) },
  };
});

/** The rental's new time and price, its room taken for the new time; nothing when the time stays. */
async function moved(context: Context, rental: Rental, input: Request) {
  const times = timesAfter(rental, input);
  if (times === undefined) return {};
  checkMove(rental, await loadLiveInvoice(context, rental.id) !== undefined);
  const span = spanOf(times, context.timeZone);
  const benefit = (await benefitsOf(context, [rental.clientId])).get(rental.clientId) ?? (0 as Percent);
  const price = priceOfRental(span, rental.hourlyRate, context.policy['rental.stepMinutes'], benefit);
  await freeRoom(context, { rentalId: rental.id });
  await bookRoom(context, { roomId: rental.roomId, ...span, rentalId: rental.id });
  return { ...times, ...span, ...price };
}
