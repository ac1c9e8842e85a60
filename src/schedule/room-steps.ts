import {
  type Booking, type RoomRow, type Stretch, deleteBookings, findBusy, insertBookings, loadRoom,
} from './room-store.ts';
import { busyText, checkTimes } from './rules.ts';
import type { Context } from '../kernel/operation.ts';
import { Refusal, refuseUnless } from '../kernel/refusal.ts';

/** A room that can be booked. */
export async function requireRoom(context: Context, id: string): Promise<RoomRow> {
  const room = await loadRoom(context, id);
  refuseUnless(room, 'NOT_FOUND');
  refuseUnless(room.isActive, 'ROOM_INACTIVE');
  return room;
}

/** Who has each of the rooms at that time, in words. */
export async function busyIn(context: Context, wanted: readonly Stretch[]): Promise<string[]> {
  const busy = new Map((await findBusy(context, wanted)).map((row) => [row.n, row]));
  return wanted.map((_, index) => {
    const found = busy.get(index + 1);
    return found === undefined ? '—' : busyText(found, context.timeZone, context.language);
  });
}

/**
 * Takes the rooms for trainings or a rental, whose rows are there already; the first that is taken is refused with who
 * has it. The rooms must have been required before.
 */
export async function bookRooms(context: Context, bookings: readonly Booking[]): Promise<void> {
  const booked = await insertBookings(context, bookings);
  const refused = bookings.find(({ trainingId, rentalId }) => !booked.has(trainingId ?? rentalId ?? ''));
  if (refused === undefined) return;
  const [busy = ''] = await busyIn(context, [refused]);
  throw new Refusal('ROOM_BUSY', { busy });
}

/** Takes the room for one training or one rental, whose row is there already. */
export async function bookRoom(context: Context, booking: Booking): Promise<void> {
  checkTimes(booking);
  await requireRoom(context, booking.roomId);
  await bookRooms(context, [booking]);
}

/** Gives the room of a training or a rental back; nothing happens when it had none. */
export async function freeRoom(context: Context, holder: { trainingId: string } | { rentalId: string }): Promise<void> {
  await deleteBookings(context, 'trainingId' in holder
    ? { trainingIds: [holder.trainingId] } : { rentalIds: [holder.rentalId] });
}
