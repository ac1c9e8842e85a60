import { type GroupRow, loadGroups, lockGroups } from './group-store.ts';
import { bookMembers } from './participant-store.ts';
import { busyIn } from './room-steps.ts';
import { insertBookings, loadRooms } from './room-store.ts';
import { daysOfLine, timesOn } from './rules.ts';
import { type SlotRow, findOpenSlots } from './slot-store.ts';
import { type NewTraining, clearRooms, insertTrainings } from './training-store.ts';
import { type Day, isEarlier } from '../kernel/day.ts';
import { type Context, today } from '../kernel/operation.ts';
import { uuidv7 } from '../kernel/uuid.ts';
import { notify } from '../notices/store.ts';

/**
 * Makes the trainings of all weekly lines from now until the given day that are not there yet, with the members of the
 * groups as participants; gives how many. A room that is taken does not stop it: that training is made without a room,
 * and the office is told.
 */
export async function generateTrainings(context: Context, until: Day): Promise<number> {
  const found = await findOpenSlots(context, today(context), until);
  const groupIds = [...new Set(found.map(({ groupId }) => groupId))];
  await lockGroups(context, groupIds);
  // Read again under the lock: a line may have been changed meanwhile.
  const [slots, groups] = await Promise.all([
    findOpenSlots(context, today(context), until), loadGroups(context, groupIds),
  ]);
  const byId = new Map(groups.map((group) => [group.id, group]));
  const planned = slots.flatMap((slot) => {
    const group = byId.get(slot.groupId);
    return group === undefined ? [] : trainingsOf(context, slot, group, until);
  });
  const made = await insertTrainings(context, planned);
  const trainings = planned.filter(({ id }) => made.has(id));
  await bookOrTell(context, trainings);
  await bookMembers(context, [...made], null);
  return made.size;
}

/** The trainings of one weekly line that have not begun; what the line does not say, its group does. */
function trainingsOf(context: Context, slot: SlotRow, group: GroupRow, until: Day): NewTraining[] {
  return daysOfLine(slot, today(context), until)
    .map((slotDate) => ({ slotDate, ...timesOn(slotDate, slot, context.timeZone) }))
    .filter(({ startsAt }) => isEarlier(context.now, startsAt))
    .map((times) => ({
      id: uuidv7(), groupId: group.id, slotId: slot.id, title: slot.title ?? group.name,
      roomId: slot.roomId ?? group.roomId, trainerId: slot.trainerId ?? group.trainerId, capacity: slot.capacity,
      price: slot.price, safeMinutes: null, ...times,
    }));
}

/** Books the rooms of the trainings; those that find theirs taken or closed stay without one. */
async function bookOrTell(context: Context, trainings: readonly NewTraining[]): Promise<void> {
  const housed = trainings.flatMap(({ roomId, ...training }) => (roomId === null ? [] : [{ ...training, roomId }]));
  const rooms = new Map((await loadRooms(context, housed.map(({ roomId }) => roomId))).map((room) => [room.id, room]));
  const wanted = housed.filter(({ roomId }) => rooms.get(roomId)?.isActive);
  const booked = await insertBookings(context, wanted.map(({ id, roomId, startsAt, endsAt }) =>
    ({ trainingId: id, roomId, startsAt, endsAt })));
  const refused = housed.filter(({ id }) => !booked.has(id));
  if (refused.length === 0) return;
  await clearRooms(context, refused.map(({ id }) => id));
  const busy = await busyIn(context, refused);
  await notify(context, refused.map(({ id, roomId, title, startsAt, slotId, slotDate }, index) => ({
    kind: 'room-conflict', audience: 'OFFICE', entityType: 'training', entityId: id,
    onceKey: `room-conflict:${slotId ?? ''}:${slotDate?.toString() ?? ''}`,
    params: { room: rooms.get(roomId)?.name ?? '', title, startsAt: startsAt.toString(), busy: busy[index] ?? '' },
  })));
}
