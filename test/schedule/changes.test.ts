import { describe, expect, test } from 'vitest';
import { uuidv7 } from '../../src/kernel/uuid.ts';
import { changeTraining } from '../../src/schedule/change-training.ts';
import { listSlots } from '../../src/schedule/slots.ts';
import { removeTraining } from '../../src/schedule/trainings.ts';
import { ask, expectRefused } from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';
import { generate, newGroup, newPupil, newRoom, newSlot, newTraining, pupils, statuses, book, training, trainingsOf } from './fixtures.ts';

const change = (world: World, id: string, wire: Record<string, unknown>) => ask(world, changeTraining, { id, ...wire });
/** Date and Moscow hour of every training of the group. */
const plan = async (world: World, groupId: string): Promise<string[]> =>
  (await trainingsOf(world, { groupId })).map(({ startsAt }) =>
    Temporal.Instant.from(startsAt).toZonedDateTimeISO('Europe/Moscow').toPlainDateTime().toString().slice(5, 16));

/** A group with trainings on 17 and 24 February, 3 and 10 March at 18:00; today is 12 February. */
async function series(wire: Record<string, unknown> = {}) {
  const world = await newWorld();
  const group = await newGroup(world);
  const slot = await newSlot(world, group.id, wire);
  await generate(world);
  const [first = '', second = '', third = '', fourth = ''] = (await trainingsOf(world)).map(({ id }) => id);
  return { world, groupId: group.id, slot, first, second, third, fourth };
}
const ALL_AT_18 = ['02-17T18:00', '02-24T18:00', '03-03T18:00', '03-10T18:00'];

describe('one training', () => {
  test('moves alone, and its day is not made again', async () => {
    const { world, groupId, second } = await series();
    const moved = await change(world, second, { startsAt: '2025-02-25T07:00:00Z', title: 'Перенос', price: 300, capacity: 7 });
    expect(moved).toMatchObject({ changed: 1, training: {
      date: '2025-02-25', startsAt: '2025-02-25T07:00:00Z', endsAt: '2025-02-25T08:00:00Z', title: 'Перенос', price: 300, places: 7,
    } });
    expect(await generate(world)).toMatchObject({ made: 0 });
    expect(await plan(world, groupId)).toEqual(['02-17T18:00', '02-25T10:00', '03-03T18:00', '03-10T18:00']);
    expect(await change(world, second, { price: null })).toMatchObject({ training: { price: null, title: 'Перенос' } });
  });

  test('more places are given to those who wait', async () => {
    const world = await newWorld();
    const [one = '', two = ''] = await pupils(world, 2);
    const { id } = await newTraining(world, { capacity: 1, studentIds: [one] });
    await book(world, id, two, { waitingList: true });
    await change(world, id, { capacity: 2 });
    expect(await statuses(world, id)).toEqual({ [one]: 'BOOKED', [two]: 'BOOKED' });
  });

  test('refusals: begun, cancelled, the end before the start, fields of a weekly line, no such trainer', async () => {
    const { world, first, second, third } = await series();
    const startsAt = '2025-02-24T15:00:00Z';
    await expectRefused(world, () => change(world, second, { startsAt, endsAt: startsAt }), 'TIME_REVERSED');
    await expectRefused(world, () => change(world, second, { endsAt: '2025-02-24T14:00:00Z' }), 'TIME_REVERSED');
    await expectRefused(world, () => change(world, second, { startTime: '10:00' }), 'VALIDATION');
    await expectRefused(world, () => change(world, second, { scope: 'ALL', startsAt }), 'VALIDATION');
    await expectRefused(world, () => change(world, second, { trainerId: uuidv7() }), 'NOT_FOUND');
    await expectRefused(world, () => change(world, uuidv7(), {}), 'NOT_FOUND');
    const lone = await newTraining(world);
    await expectRefused(world, () => change(world, lone.id, { scope: 'FOLLOWING' }), 'VALIDATION');
    await world.database.owner.query(
      "update trainings set status = 'CANCELLED', cancelled_at = now() where id = $1", [third]);
    await expectRefused(world, () => change(world, third, { title: 'Йога' }), 'TRAINING_CANCELLED');
    await expectRefused(world, () => change(world, third, { scope: 'FOLLOWING', title: 'Йога' }), 'TRAINING_CANCELLED');
    await world.setClock('2025-02-17T15:00:00Z');
    await expectRefused(world, () => change(world, first, { title: 'Йога' }), 'TRAINING_BEGUN');
    await expectRefused(world, () => change(world, first, { scope: 'FOLLOWING', title: 'Йога' }), 'TRAINING_BEGUN');
    await change(world, second, { title: 'Йога', startsAt });
  });

  test('a trainer changes his own, hands none over and leaves the weekly line to the office', async () => {
    const { world, first } = await series();
    const [trainer, colleague] = [await world.as('TRAINER'), await world.as('TRAINER')];
    const as = (actor: typeof trainer, wire: Record<string, unknown>) =>
      ask(world, changeTraining, { id: first, ...wire }, { actor });
    await expectRefused(world, () => as(trainer, { title: 'Моя' }), 'NOT_FOUND');
    await change(world, first, { trainerId: trainer.userId });
    expect(await as(trainer, { title: 'Моя', trainerId: trainer.userId })).toMatchObject({ training: { title: 'Моя' } });
    await expectRefused(world, () => as(trainer, { trainerId: colleague.userId }), 'FORBIDDEN');
    await expectRefused(world, () => as(trainer, { scope: 'ALL', title: 'Моя' }), 'FORBIDDEN');
  });
});

describe('this and the following', () => {
  test('the line ends the day before, another begins, and both go on', async () => {
    const { world, groupId, slot, third } = await series();
    const { changed, training: moved } = await change(world, third, {
      scope: 'FOLLOWING', startTime: '19:30', durationMinutes: 90, title: 'Вечер', price: 800, capacity: 9,
    });
    expect(changed).toBe(2);
    expect(moved).toMatchObject({ endsAt: '2025-03-03T18:00:00Z', title: 'Вечер', price: 800, capacity: 9 });
    expect(await plan(world, groupId)).toEqual(['02-17T18:00', '02-24T18:00', '03-03T19:30', '03-10T19:30']);
    const { slots } = await ask(world, listSlots, { id: groupId });
    expect(slots).toMatchObject([
      { id: slot.id, startTime: '18:00', validUntil: '2025-03-02', title: null },
      { startTime: '19:30', durationMinutes: 90, validFrom: '2025-03-03', validUntil: null, title: 'Вечер', price: 800 },
    ]);
    expect(await generate(world, '2025-03-24')).toMatchObject({ made: 2 });
    const made = await trainingsOf(world, { from: '2025-03-17' });
    expect(made).toMatchObject([{ title: 'Вечер', price: 800, capacity: 9 }, { title: 'Вечер' }]);
    expect(await plan(world, groupId)).toEqual([
      '02-17T18:00', '02-24T18:00', '03-03T19:30', '03-10T19:30', '03-17T19:30', '03-24T19:30',
    ]);
  });

  test.each([[3, ['02-17T18:00', '02-26T18:00', '03-05T18:00', '03-12T18:00']], [7, ['02-17T18:00', '03-02T18:00', '03-09T18:00', '03-16T18:00']]])(
    'SCH-5: to weekday %i each moves inside its week; cancelled and deleted days stay so', async (weekday, expected) => {
      const { world, groupId, second, third, fourth } = await series();
      await world.database.owner.query(
        "update trainings set status = 'CANCELLED', cancelled_at = now() where id = $1", [third]);
      await ask(world, removeTraining, { id: fourth });
      expect(await change(world, second, { scope: 'FOLLOWING', weekday })).toMatchObject({ changed: 1 });
      expect(await generate(world, '2025-03-16')).toMatchObject({ made: 0 });
      expect(await plan(world, groupId)).toEqual([expected[0], expected[1], '03-03T18:00']);
    });

  test('other trainings keep hours of their own unless the hour changes', async () => {
    const { world, groupId, second, third } = await series();
    await change(world, third, { startsAt: '2025-03-04T07:00:00Z' });
    await change(world, second, { scope: 'FOLLOWING', title: 'Йога' });
    expect(await plan(world, groupId)).toEqual(['02-17T18:00', '02-24T18:00', '03-04T10:00', '03-10T18:00']);
    await change(world, second, { scope: 'FOLLOWING', durationMinutes: 45 });
    expect(await plan(world, groupId)).toEqual(ALL_AT_18);
  });

  test('a room that is taken on one of the days is refused, and nothing changes', async () => {
    const { world, third, second } = await series();
    const room = await newRoom(world);
    const other = await newTraining(world, { roomId: room.id, startsAt: '2025-03-10T15:30:00Z', endsAt: '2025-03-10T17:00:00Z' });
    await expectRefused(world, () => change(world, third, { scope: 'FOLLOWING', roomId: room.id }), 'ROOM_BUSY');
    await ask(world, removeTraining, { id: other.id });
    await change(world, third, { scope: 'FOLLOWING', roomId: room.id });
    expect((await trainingsOf(world, { roomId: room.id })).map(({ date }) => date)).toEqual(['2025-03-03', '2025-03-10']);
    // Each takes the place of the one before it: the old times do not stand in the way.
    await change(world, second, { scope: 'FOLLOWING', roomId: room.id, startTime: '18:30' });
  });
});

describe('all', () => {
  test('changes the line itself while it has no past', async () => {
    const { world, groupId, slot, third } = await series();
    expect(await change(world, third, { scope: 'ALL', startTime: '09:00', weekday: 6 })).toMatchObject({ changed: 4 });
    expect(await plan(world, groupId)).toEqual(['02-22T09:00', '03-01T09:00', '03-08T09:00', '03-15T09:00']);
    expect((await ask(world, listSlots, { id: groupId })).slots).toMatchObject([{ id: slot.id, weekday: 6 }]);
    expect(await generate(world, '2025-03-15')).toMatchObject({ made: 0 });
  });

  test('never touches what has begun, also when asked at a past training', async () => {
    const { world, groupId, first } = await series({ validUntil: '2025-03-10' });
    await world.setClock('2025-02-18T09:00:00Z');
    expect(await change(world, first, { scope: 'ALL', weekday: 5, startTime: '10:00' })).toMatchObject({ changed: 3 });
    expect(await generate(world, '2025-04-01')).toMatchObject({ made: 0 });
    expect(await plan(world, groupId)).toEqual(['02-17T18:00', '02-28T10:00', '03-07T10:00', '03-14T10:00']);
    expect((await ask(world, listSlots, { id: groupId })).slots.map(({ validFrom, validUntil }) => [validFrom, validUntil]))
      .toEqual([['2025-02-01', '2025-02-23'], ['2025-02-28', '2025-03-14']]);
  });

  test('a training put off from the past is not pulled back into it', async () => {
    const { world, groupId, first } = await series();
    await change(world, first, { startsAt: '2025-02-20T07:00:00Z' });
    await world.setClock('2025-02-19T09:00:00Z');
    await change(world, first, { scope: 'ALL', startTime: '12:00' });
    expect(await plan(world, groupId)).toEqual(['02-20T10:00', '02-24T12:00', '03-03T12:00', '03-10T12:00']);
    expect(await training(world, first)).toMatchObject({ date: '2025-02-20' });
  });

  test('changes the line alone when no training is made yet; a line that is over is refused', async () => {
    const { world, groupId, first, slot } = await series({ validUntil: '2025-03-03' });
    await world.setClock('2025-02-17T16:00:00Z');
    for (const { id } of (await trainingsOf(world, { groupId })).slice(1)) await ask(world, removeTraining, { id });
    await world.database.owner.query("update schedule_slots set skipped_dates = '{}'");
    expect(await change(world, first, { scope: 'ALL', startTime: '12:00' })).toMatchObject({ changed: 0 });
    await generate(world, '2025-04-01');
    expect(await plan(world, groupId)).toEqual(['02-17T18:00', '02-24T12:00', '03-03T12:00']);
    await world.setClock('2025-03-03T16:00:00Z');
    await expectRefused(world, () => change(world, first, { scope: 'ALL', startTime: '12:00' }), 'TRAINING_BEGUN');
    expect(slot.validUntil).toBe('2025-03-03');
  });
});

test('a preview of a change of the whole line changes nothing, and can be carried out', async () => {
  const { world, groupId, first } = await series();
  await newPupil(world);
  const input = { id: first, scope: 'ALL' as const, startTime: '12:00' };
  const seen = await world.outcome(changeTraining, input, { dryRun: true });
  expect(seen).toMatchObject({ preview: { dryRun: true }, result: { changed: 4 } });
  expect(await plan(world, groupId)).toEqual(ALL_AT_18);
  await world.outcome(changeTraining, input, { previewHash: seen.preview!.previewHash });
  expect(await plan(world, groupId)).toEqual(ALL_AT_18.map((time) => time.replace('18:', '12:')));
});
