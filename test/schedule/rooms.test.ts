import { describe, expect, test } from 'vitest';
import { createBranch } from '../../src/access/branches.ts';
import { changeRoom, listRooms } from '../../src/schedule/rooms.ts';
import { changeTraining } from '../../src/schedule/change-training.ts';
import { removeTraining } from '../../src/schedule/trainings.ts';
import { uuidv7 } from '../../src/kernel/uuid.ts';
import { ask, expectRefused, refusal } from '../money-fixtures.ts';
import { neighbourOf, newWorld } from '../world.ts';
import { newRoom, newTraining, training } from './fixtures.ts';

const at = (from: string, to: string) => ({ startsAt: `2025-02-20T${from}:00Z`, endsAt: `2025-02-20T${to}:00Z` });

describe('rooms', () => {
  test('are added, changed and listed', async () => {
    const world = await newWorld();
    const branch = await ask(world, createBranch, { name: 'Юг' });
    const room = await newRoom(world, { name: ' Большой  зал ', capacity: 12, branchId: branch.id });
    expect(room).toMatchObject({ name: 'Большой зал', capacity: 12, hourlyRate: 500, autoCreateInvoice: null, isActive: true });
    const changed = await ask(world, changeRoom, { id: room.id, hourlyRate: 750.5, capacity: null, isActive: false });
    expect(changed).toEqual({ ...room, hourlyRate: 750.5, capacity: null, isActive: false });
    expect((await ask(world, listRooms)).rooms).toEqual([changed]);
    expect((await ask(world, listRooms, { active: 'true' })).rooms).toEqual([]);
  });

  test('refusals: a name twice, a branch or room of others', async () => {
    const world = await newWorld();
    const [one, two] = [await newRoom(world), await newRoom(world)];
    const other = await neighbourOf(world);
    await expectRefused(world, () => newRoom(world, { name: one.name }), 'NAME_TAKEN');
    await expectRefused(world, () => ask(world, changeRoom, { id: two.id, name: one.name }), 'NAME_TAKEN');
    await expectRefused(world, () => newRoom(world, { branchId: other.branchId }), 'NOT_FOUND');
    await expectRefused(world, () => ask(other, changeRoom, { id: one.id, name: 'Мой' }), 'NOT_FOUND');
  });
});

describe('a room is given once (I-40)', () => {
  test('an overlap is refused with who has it; a time that only touches is free', async () => {
    const world = await newWorld();
    const room = await newRoom(world);
    await newTraining(world, { roomId: room.id, title: 'Хатха', ...at('07:00', '08:00') });
    await expectRefused(world, () => newTraining(world, { roomId: room.id, ...at('07:59', '09:00') }), 'ROOM_BUSY');
    await expect(newTraining(world, { roomId: room.id, ...at('06:00', '07:01') }))
      .rejects.toMatchObject({ detail: { busy: 'Хатха, 20.02.2025 10:00–11:00' } });
    await newTraining(world, { roomId: room.id, ...at('08:00', '09:00') });
    await newTraining(world, { roomId: (await newRoom(world)).id, ...at('07:00', '08:00') });
    await newTraining(world, at('07:00', '08:00'));
  });

  test('moving a training takes its new time and gives the old one back; deleting it frees the room', async () => {
    const world = await newWorld();
    const room = await newRoom(world);
    const first = await newTraining(world, { roomId: room.id, ...at('07:00', '08:00') });
    const second = await newTraining(world, { roomId: room.id, ...at('08:00', '09:00') });
    await expectRefused(world, () => ask(world, changeTraining, { id: second.id, ...at('07:30', '08:30') }), 'ROOM_BUSY');
    await ask(world, changeTraining, { id: second.id, ...at('08:30', '09:30') });
    await ask(world, changeTraining, { id: first.id, ...at('07:30', '08:30') });
    await ask(world, removeTraining, { id: first.id });
    await ask(world, changeTraining, { id: second.id, ...at('07:00', '08:00') });
    expect((await training(world, second.id)).startsAt).toBe('2025-02-20T07:00:00Z');
  });

  test('a closed room and an unknown one are refused', async () => {
    const world = await newWorld();
    const room = await newRoom(world);
    await ask(world, changeRoom, { id: room.id, isActive: false });
    await expectRefused(world, () => newTraining(world, { roomId: room.id }), 'ROOM_INACTIVE');
    await expectRefused(world, () => newTraining(world, { roomId: uuidv7() }), 'NOT_FOUND');
    await ask(world, changeRoom, { id: room.id, isActive: true });
    await newTraining(world, { roomId: room.id });
  });

  test('of desks that ask at once exactly one gets it, and the others are told who has it', async () => {
    const world = await newWorld();
    const room = await newRoom(world);
    const asked = await Promise.allSettled(Array.from({ length: 8 }, (_, n) =>
      newTraining(world, { roomId: room.id, title: `Группа ${n}`, ...at('07:00', '08:00') })));
    const refused = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(refused).toHaveLength(7);
    for (const reason of refused) {
      expect(reason).toEqual(refusal('ROOM_BUSY'));
      expect(reason).toMatchObject({ detail: { busy: expect.stringMatching(/^Группа \d, 20\.02\.2025 10:00–11:00$/) as string } });
    }
  });
});
