import { describe, expect, test } from 'vitest';
import { changeStudent } from '../../src/clients/students.ts';
import { uuidv7 } from '../../src/kernel/uuid.ts';
import { changeRoom } from '../../src/schedule/rooms.ts';
import { endSlot, listSlots } from '../../src/schedule/slots.ts';
import { removeTraining } from '../../src/schedule/trainings.ts';
import { ask, expectRefused } from '../money-fixtures.ts';
import { type World, neighbourOf, newWorld } from '../world.ts';
import {
  atOnce, generate, join, newGroup, newPupil, newRoom, newSlot, newTraining, noticesOf, pupils, putCharge, statuses, training, trainingsOf,
} from './fixtures.ts';

const dates = async (world: World, groupId: string) => (await trainingsOf(world, { groupId })).map(({ date }) => date);
const MONDAYS = ['2025-02-17', '2025-02-24', '2025-03-03', '2025-03-10'];

/** A sandbox of another zone: a new organisation is in Moscow. */
async function worldIn(timeZone: string, now: string): Promise<World> {
  const world = await newWorld({ now });
  await world.database.owner.query('update organisations set time_zone = $2 where org_id = $1', [world.orgId, timeZone]);
  return world;
}

describe('the weekly schedule', () => {
  test('makes the trainings of four weeks with the members of the group, once', async () => {
    const world = await newWorld();
    const [room, trainer] = [await newRoom(world), await world.as('TRAINER')];
    const group = await newGroup(world, { name: 'Йога', trainerId: trainer.userId, roomId: room.id });
    const pupil = await newPupil(world);
    await join(world, group.id, pupil);
    const slot = await newSlot(world, group.id);
    expect(await generate(world)).toEqual({ until: '2025-03-12', made: 4 });
    const made = await trainingsOf(world);
    expect(made.map(({ date }) => date)).toEqual(MONDAYS);
    expect(made[0]).toMatchObject({
      title: 'Йога', groupId: group.id, slotId: slot.id, startsAt: '2025-02-17T15:00:00Z', endsAt: '2025-02-17T16:00:00Z',
      roomId: room.id, trainerId: trainer.userId, price: null, booked: 1, waiting: 0,
    });
    expect(await statuses(world, made[0]!.id)).toEqual({ [pupil]: 'BOOKED' });
    expect(await generate(world)).toMatchObject({ made: 0 });
    expect(await generate(world, '2025-03-17')).toMatchObject({ made: 1 });
    expect((await trainingsOf(world)).slice(0, 4)).toEqual(made);
  });

  test('two runs at once make each training once', async () => {
    const world = await newWorld();
    const group = await newGroup(world);
    await newSlot(world, group.id);
    const made = await Promise.all([generate(world), generate(world), generate(world)]);
    expect(made.map((one) => one.made).toSorted((one, other) => one - other)).toEqual([0, 0, 4]);
    expect(await dates(world, group.id)).toEqual(MONDAYS);
  });

  test('who joins while the schedule is made comes to all of it', async () => {
    const world = await newWorld();
    const group = await newGroup(world);
    const pupil = await newPupil(world);
    await newSlot(world, group.id);
    await atOnce<unknown>(world, 'groups', group.id, [() => join(world, group.id, pupil), () => generate(world)]);
    expect((await trainingsOf(world)).map(({ booked }) => booked)).toEqual([1, 1, 1, 1]);
  });

  test('what a line says goes before its group; members past its places wait, who is switched off does not come', async () => {
    const world = await newWorld();
    const group = await newGroup(world, { capacity: 5 });
    const [first = '', second = ''] = await pupils(world, 2);
    const gone = await newPupil(world);
    for (const one of [gone, first, second]) await join(world, group.id, one);
    await ask(world, changeStudent, { id: gone, isActive: false });
    await newSlot(world, group.id, { title: 'Вечерняя', capacity: 1, price: 900, validUntil: '2025-02-17' });
    expect(await generate(world)).toMatchObject({ made: 1 });
    const [made] = await trainingsOf(world);
    expect(made).toMatchObject({ title: 'Вечерняя', capacity: 1, places: 1, price: 900, booked: 1, waiting: 1 });
    expect(await statuses(world, made!.id)).toEqual({ [first]: 'BOOKED', [second]: 'WAITING' });
  });

  test("today's training is made only while it has not begun, and none of a closed group", async () => {
    const world = await newWorld({ now: '2025-02-17T15:00:00Z' });
    const [group, other] = [await newGroup(world), await newGroup(world)];
    await newSlot(world, group.id, { startTime: '18:00', validUntil: '2025-02-17' });
    await newSlot(world, group.id, { startTime: '18:01', validUntil: '2025-02-17' });
    await newSlot(world, other.id);
    await world.database.owner.query('update groups set is_active = false where id = $1', [other.id]);
    expect(await generate(world)).toMatchObject({ made: 1 });
    expect((await trainingsOf(world))[0]).toMatchObject({ groupId: group.id, startsAt: '2025-02-17T15:01:00Z' });
  });

  test('a room that is taken or closed stops no training: that one has no room, and the office is told', async () => {
    const world = await newWorld();
    const [room, closed] = [await newRoom(world, { name: 'Зал' }), await newRoom(world)];
    const group = await newGroup(world, { name: 'Йога' });
    await newTraining(world, { title: 'Семинар', roomId: room.id, startsAt: '2025-02-24T15:30:00Z', endsAt: '2025-02-24T17:00:00Z' });
    await newSlot(world, group.id, { roomId: room.id });
    await newSlot(world, group.id, { weekday: 2, roomId: closed.id, validUntil: '2025-02-18' });
    await ask(world, changeRoom, { id: closed.id, isActive: false });
    expect(await generate(world)).toMatchObject({ made: 5 });
    const made = await trainingsOf(world, { groupId: group.id });
    expect(made.map(({ roomId }) => roomId)).toEqual([room.id, null, null, room.id, room.id]);
    const notices = await noticesOf(world, 'room-conflict');
    expect(notices).toHaveLength(2);
    expect(notices).toContainEqual({ audience: 'OFFICE', params: {
      room: 'Зал', title: 'Йога', startsAt: '2025-02-24T15:00:00Z', busy: 'Семинар, 24.02.2025 18:30–20:00',
    } });
  });

  test('SCH-4: over the change to summer time a training keeps its local hour', async () => {
    const world = await worldIn('Europe/Berlin', '2025-03-20T09:00:00Z');
    const group = await newGroup(world);
    await newSlot(world, group.id, { weekday: 7, startTime: '02:30', validUntil: '2025-04-06' });
    await newSlot(world, group.id, { weekday: 7, startTime: '19:00', validUntil: '2025-04-06' });
    expect(await generate(world)).toMatchObject({ made: 6 });
    expect((await trainingsOf(world)).map(({ startsAt, endsAt }) => `${startsAt} ${endsAt}`)).toEqual([
      '2025-03-23T01:30:00Z 2025-03-23T02:30:00Z', '2025-03-23T18:00:00Z 2025-03-23T19:00:00Z',
      '2025-03-30T01:30:00Z 2025-03-30T02:30:00Z', '2025-03-30T17:00:00Z 2025-03-30T18:00:00Z',
      '2025-04-06T00:30:00Z 2025-04-06T01:30:00Z', '2025-04-06T17:00:00Z 2025-04-06T18:00:00Z',
    ]);
  });

  test('SCH-6: a year ahead at most', async () => {
    const world = await newWorld();
    const group = await newGroup(world);
    await newSlot(world, group.id);
    await expectRefused(world, () => generate(world, '2026-02-13'), 'HORIZON_TOO_FAR');
    expect(await generate(world, '2026-02-12')).toMatchObject({ made: 52 });
  });

  test('refusals of a line: dates the wrong way, a closed group, a room, trainer or group of others', async () => {
    const world = await newWorld();
    const [group, other] = [await newGroup(world), await neighbourOf(world)];
    await expectRefused(world, () => newSlot(world, group.id, { validUntil: '2025-01-31' }), 'DATES_REVERSED');
    await expectRefused(world, () => newSlot(world, uuidv7()), 'NOT_FOUND');
    await expectRefused(world, () => newSlot(other, group.id), 'NOT_FOUND');
    const [foreign, stranger] = [await newRoom(other), await world.as('CLIENT', { clientId: await clientOf(world) })];
    await expectRefused(world, () => newSlot(world, group.id, { roomId: foreign.id }), 'NOT_FOUND');
    await expectRefused(world, () => newSlot(world, group.id, { trainerId: stranger.userId }), 'TRAINER_REQUIRED');
    await newSlot(world, group.id, { validUntil: '2025-02-01' });
  });
});

const clientOf = async (world: World): Promise<string> => {
  const { rows } = await world.database.owner.query<{ id: string }>(
    'select client_id as id from students where org_id = $1 and id = $2', [world.orgId, await newPupil(world)]);
  return rows[0]!.id;
};

describe('a line that ends', () => {
  test('takes its coming trainings with it and is made no more; what was held stays', async () => {
    const world = await newWorld();
    const group = await newGroup(world);
    const slot = await newSlot(world, group.id);
    await generate(world);
    await world.setClock('2025-02-18T09:00:00Z');
    expect(await ask(world, endSlot, { id: group.id, slotId: slot.id })).toEqual({ deleted: true, removedTrainings: 3 });
    expect(await dates(world, group.id)).toEqual(['2025-02-17']);
    expect(await ask(world, listSlots, { id: group.id })).toEqual({ slots: [] });
    expect(await generate(world)).toMatchObject({ made: 0 });
    await newSlot(world, group.id, { validFrom: '2025-02-18' });
    expect((await ask(world, listSlots, { id: group.id })).slots).toHaveLength(1);
    expect(await generate(world)).toMatchObject({ made: 4 });
  });

  test('before its first day leaves nothing', async () => {
    const world = await newWorld();
    const group = await newGroup(world);
    const slot = await newSlot(world, group.id, { validFrom: '2025-02-24' });
    await generate(world);
    await ask(world, endSlot, { id: group.id, slotId: slot.id });
    expect([await generate(world), await ask(world, listSlots, { id: group.id })]).toMatchObject([{ made: 0 }, { slots: [] }]);
  });

  test('is refused while one of its coming trainings is charged', async () => {
    const world = await newWorld();
    const group = await newGroup(world);
    const pupil = await newPupil(world);
    const slot = await newSlot(world, group.id);
    await generate(world);
    const [first, second] = await trainingsOf(world);
    await putCharge(world, second!.id, pupil);
    const end = () => ask(world, endSlot, { id: group.id, slotId: slot.id });
    await expectRefused(world, end, 'TRAINING_HAS_CHARGES');
    await expectRefused(world, () => ask(world, removeTraining, { id: second!.id }), 'TRAINING_HAS_CHARGES');
    await expectRefused(world, () => ask(world, endSlot, { id: group.id, slotId: uuidv7() }), 'NOT_FOUND');
    await world.database.owner.query(
      "update training_charges set state = 'REVERSED', reversed_at = charged_at, reversal_reason = 'Ошибка'");
    expect(await end()).toMatchObject({ removedTrainings: 4 });
    expect(await training(world, second!.id)).toMatchObject({ status: 'CANCELLED' });
    await expectRefused(world, () => training(world, first!.id), 'NOT_FOUND');
  });

  test('SCH-3: a training that was deleted is not made again', async () => {
    const world = await newWorld();
    const group = await newGroup(world);
    await newSlot(world, group.id);
    await generate(world);
    await ask(world, removeTraining, { id: (await trainingsOf(world))[1]!.id });
    expect(await generate(world)).toMatchObject({ made: 0 });
    expect(await dates(world, group.id)).toEqual(['2025-02-17', '2025-03-03', '2025-03-10']);
  });
});
