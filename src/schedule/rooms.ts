import { roomEndpoints } from './contract.ts';
import { orKept, tidyName } from './fields.ts';
import {
  type RoomRow, branchExists, findRooms, insertRoom, isNameClash, loadRoom, lockRoom, updateRoom,
} from './room-store.ts';
import { changedFacts, statedFacts } from '../kernel/changes.ts';
import { decimalText } from '../kernel/money.ts';
import { type Context, operation, reading } from '../kernel/operation.ts';
import { Refusal, refuseUnless } from '../kernel/refusal.ts';
import { uuidv7 } from '../kernel/uuid.ts';

function factsOf(row: RoomRow) {
  const { id: _, hourlyRate, ...room } = row;
  return { ...room, hourlyRate: decimalText(hourlyRate) };
}

async function checkBranch(context: Context, branchId: string | null): Promise<void> {
  if (branchId !== null) refuseUnless(await branchExists(context, branchId), 'NOT_FOUND');
}

export const listRooms = reading(roomEndpoints.list, async (context, query) => {
  const { total, rooms } = await findRooms(context, query);
  return { rooms, pagination: { total, page: query.page, limit: query.limit } };
});

export const createRoom = operation(roomEndpoints.create, async (context, input) => {
  const room: RoomRow = {
    id: uuidv7(), name: tidyName(input.name), capacity: input.capacity ?? null, hourlyRate: input.hourlyRate,
    autoCreateInvoice: input.autoCreateInvoice ?? null, branchId: input.branchId ?? null, isActive: true,
  };
  await checkBranch(context, room.branchId);
  refuseUnless(await insertRoom(context, room), 'NAME_TAKEN');
  return { result: room, audit: { entityType: 'room', entityId: room.id, after: statedFacts(factsOf(room)) } };
});

export const changeRoom = operation(roomEndpoints.update, async (context, { id, ...input }) => {
  const [, before] = await Promise.all([lockRoom(context, id), loadRoom(context, id)]);
  refuseUnless(before, 'NOT_FOUND');
  const after: RoomRow = {
    id,
    name: input.name === undefined ? before.name : tidyName(input.name),
    capacity: orKept(input.capacity, before.capacity),
    hourlyRate: orKept(input.hourlyRate, before.hourlyRate),
    autoCreateInvoice: orKept(input.autoCreateInvoice, before.autoCreateInvoice),
    branchId: orKept(input.branchId, before.branchId),
    isActive: orKept(input.isActive, before.isActive),
  };
  if (after.branchId !== before.branchId) await checkBranch(context, after.branchId);
  await updateRoom(context, after).catch((error: unknown) => {
    throw isNameClash(error) ? new Refusal('NAME_TAKEN') : error;
  });
  return { result: after, audit: { entityType: 'room', entityId: id, ...changedFacts(factsOf(before), factsOf(after)) } };
});
