import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { changeStudent } from '../../src/clients/students.ts';
import type { Context } from '../../src/kernel/operation.ts';
import { operation } from '../../src/kernel/operation.ts';
import { endpoint } from '../../src/kernel/contract.ts';
import { uuidv7 } from '../../src/kernel/uuid.ts';
import { changeGroup } from '../../src/schedule/groups.ts';
import { expel, restore } from '../../src/schedule/member-steps.ts';
import { promoteWaiting } from '../../src/schedule/participant-steps.ts';
import { setParticipantCancelled } from '../../src/schedule/participant-store.ts';
import { markTrainingCancelled } from '../../src/schedule/training-store.ts';
import { removeTraining } from '../../src/schedule/trainings.ts';
import { listTrainings } from '../../src/trainings/read-trainings.ts';
import { ask, expectRefused, newClient, newStudent } from '../money-fixtures.ts';
import { type World, neighbourOf, newWorld } from '../world.ts';
import {
  atOnce, book, join, memberStatuses, newGroup, newPupil, newRoom, newTraining, noticesOf, pupils, putCharge, statuses, training, trainingsOf,
} from './fixtures.ts';

/** Runs steps as the operations of other domains do. */
async function inside(world: World, body: (context: Context) => Promise<unknown>): Promise<unknown> {
  const steps = endpoint({
    name: 'test.steps', method: 'POST', path: '/api/test', permission: 'schedule.manage', summary: 'Steps',
    input: z.object({}), result: z.object({ answer: z.unknown() }),
  });
  const run = operation(steps, async (context) => ({ result: { answer: await body(context) }, audit: { entityType: 'test' } }));
  return (await world.run(run, {})).answer;
}

describe('trainings', () => {
  test('take title, trainer, room and members from the group, and keep their local date', async () => {
    const world = await newWorld();
    const [room, trainer] = [await newRoom(world, { capacity: 2 }), await world.as('TRAINER')];
    const group = await newGroup(world, { name: 'Хатха', trainerId: trainer.userId, roomId: room.id });
    const members = await pupils(world, 3);
    for (const one of members) await join(world, group.id, one);
    const made = await newTraining(world, {
      title: undefined, groupId: group.id, startsAt: '2025-02-20T21:30:00Z', endsAt: '2025-02-20T22:30:00Z', safeHours: 6,
    });
    expect(made).toMatchObject({
      title: 'Хатха', groupName: 'Хатха', date: '2025-02-21', roomName: room.name, trainerName: 'Тест', status: 'PLANNED',
      safeHours: 6, places: 2, booked: 2, waiting: 1, price: null, slotId: null,
    });
    expect(await training(world, made.id)).toMatchObject(made);
    expect(made.participants).toHaveLength(3);
    expect(made.participants[0]).toMatchObject({ kind: 'REGULAR', status: 'BOOKED', mark: null, charge: null });
  });

  test('named students come instead of the members', async () => {
    const world = await newWorld();
    const group = await newGroup(world, { capacity: 2 });
    const [member = '', guest = '', third = ''] = await pupils(world, 3);
    await join(world, group.id, member);
    const made = await newTraining(world, { groupId: group.id, studentIds: [guest, guest], price: 450.5 });
    expect([await statuses(world, made.id), made.price]).toEqual([{ [guest]: 'BOOKED' }, 450.5]);
    await expectRefused(world, () => newTraining(world, { groupId: group.id, studentIds: [guest, member, third] }), 'TRAINING_FULL');
  });

  test('refusals: times, a group that is closed, students and groups of others, no title', async () => {
    const world = await newWorld();
    const [group, other, pupil] = [await newGroup(world), await neighbourOf(world), await newPupil(world)];
    const stranger = await newPupil(other);
    const startsAt = '2025-02-20T15:00:00Z';
    await expectRefused(world, () => newTraining(world, { startsAt, endsAt: startsAt }), 'TIME_REVERSED');
    await expectRefused(world, () => newTraining(world, { startsAt, endsAt: '2025-02-20T14:00:00Z' }), 'TIME_REVERSED');
    await expectRefused(world, () => newTraining(world, { title: undefined }), 'VALIDATION');
    await expectRefused(world, () => newTraining(world, { studentIds: [pupil, stranger] }), 'NOT_FOUND');
    await expectRefused(other, () => newTraining(other, { groupId: group.id }), 'NOT_FOUND');
    await expectRefused(world, () => newTraining(world, { trainerId: world.system.userId }), 'TRAINER_REQUIRED');
    await ask(world, changeStudent, { id: pupil, isActive: false });
    await expectRefused(world, () => newTraining(world, { studentIds: [pupil] }), 'STUDENT_INACTIVE');
    await ask(world, changeGroup, { id: group.id, isActive: false });
    await expectRefused(world, () => newTraining(world, { groupId: group.id }), 'GROUP_INACTIVE');
    await ask(world, changeGroup, { id: group.id, isActive: true });
    await newTraining(world, { groupId: group.id });
  });

  test('are listed by date, group, trainer, room and student', async () => {
    const world = await newWorld();
    const [room, trainer, pupil, group] = [await newRoom(world), await world.as('TRAINER'), await newPupil(world), await newGroup(world)];
    const late = await newTraining(world, { startsAt: '2025-02-20T21:30:00Z', endsAt: '2025-02-20T22:30:00Z', groupId: group.id });
    const early = await newTraining(world, { roomId: room.id, trainerId: trainer.userId, studentIds: [pupil] });
    const ids = async (wire: Record<string, unknown>) => (await trainingsOf(world, wire)).map(({ id }) => id);
    expect(await ids({})).toEqual([early.id, late.id]);
    expect(await ids({ to: '2025-02-20' })).toEqual([early.id]);
    expect(await ids({ from: '2025-02-21', to: '2025-02-21' })).toEqual([late.id]);
    expect(await ids({ groupId: group.id })).toEqual([late.id]);
    for (const wire of [{ roomId: room.id }, { trainerId: trainer.userId }, { studentId: pupil }]) {
      expect(await ids(wire)).toEqual([early.id]);
    }
    expect((await ask(world, listTrainings, { page: 2, limit: 1 })).pagination).toEqual({ total: 2, page: 2, limit: 1 });
  });

  test('are deleted with their bookings, unless they were charged or marked', async () => {
    const world = await newWorld();
    const pupil = await newPupil(world);
    const made = () => newTraining(world, { studentIds: [pupil] });
    const [free, charged, marked] = [await made(), await made(), await made()];
    await putCharge(world, charged.id, pupil);
    await world.database.owner.query(
      `insert into attendance (org_id, id, training_id, student_id, status, marked_by, marked_at)
       values ($1, gen_random_uuid(), $2, $3, 'ABSENT', $1, now())`, [world.orgId, marked.id, pupil]);
    expect((await training(world, charged.id)).participants[0]).toMatchObject({
      mark: null, charge: { kind: 'INVOICE', label: 'NORMAL', subscriptionId: null, invoiceId: null } });
    expect((await training(world, marked.id)).participants[0]).toMatchObject({ mark: 'ABSENT', charge: null });
    for (const { id } of [charged, marked]) {
      await expectRefused(world, () => ask(world, removeTraining, { id }), 'TRAINING_HAS_CHARGES');
    }
    expect(await ask(world, removeTraining, { id: free.id })).toEqual({ deleted: true });
    await expectRefused(world, () => ask(world, removeTraining, { id: free.id }), 'NOT_FOUND');
  });

  test('a trainer plans for himself alone, with students of his own and of his groups', async () => {
    const world = await newWorld();
    const [trainer, colleague] = [await world.as('TRAINER'), await world.as('TRAINER')];
    const mine = await newStudent(world, await newClient(world), [trainer.userId]);
    const [member, stranger] = [await newPupil(world), await newPupil(world)];
    const group = await newGroup(world, { trainerId: trainer.userId });
    await join(world, group.id, member);
    const options = { actor: trainer };
    const made = await newTraining(world, { studentIds: [mine, member] }, options);
    expect(made).toMatchObject({ trainerId: trainer.userId, booked: 2 });
    await expectRefused(world, () => newTraining(world, { studentIds: [stranger] }, options), 'NOT_FOUND');
    await expectRefused(world, () => newTraining(world, { trainerId: colleague.userId }, options), 'FORBIDDEN');
    await expectRefused(world, () => book(world, made.id, stranger, {}, options), 'NOT_FOUND');
    await expectRefused(world, () => book(world, made.id, mine, {}, { actor: colleague }), 'NOT_FOUND');
  });
});

describe('participants', () => {
  test('are booked once, as a trial or free visit too, and also after the end', async () => {
    const world = await newWorld();
    const [one = '', two = ''] = await pupils(world, 2);
    const { id } = await newTraining(world, { startsAt: '2025-02-11T15:00:00Z', endsAt: '2025-02-11T16:00:00Z' });
    expect(await book(world, id, one, { kind: 'TRIAL' })).toMatchObject({ studentId: one, kind: 'TRIAL', status: 'BOOKED' });
    await book(world, id, two, { kind: 'FREE' });
    await expectRefused(world, () => book(world, id, one), 'ALREADY_BOOKED');
    await expectRefused(world, () => book(world, id, uuidv7()), 'NOT_FOUND');
    await expectRefused(world, () => book(world, uuidv7(), one), 'NOT_FOUND');
  });

  test('past the places only the waiting list is open, and its first gets the place that is given back', async () => {
    const world = await newWorld();
    const [one = '', two = '', three = ''] = await pupils(world, 3);
    const { id } = await newTraining(world, { capacity: 1, studentIds: [one] });
    await expectRefused(world, () => book(world, id, two), 'TRAINING_FULL');
    expect(await book(world, id, two, { waitingList: true })).toMatchObject({ status: 'WAITING' });
    await book(world, id, three, { waitingList: true });
    await expectRefused(world, () => book(world, id, two, { waitingList: true }), 'ALREADY_BOOKED');
    await inside(world, async (context) => {
      await setParticipantCancelled(context, { trainingId: id, studentIds: [one], label: 'SAFE', reason: 'Болезнь' });
      await promoteWaiting(context, id);
    });
    expect(await statuses(world, id)).toEqual({ [one]: 'CANCELLED', [two]: 'BOOKED', [three]: 'WAITING' });
    expect(await noticesOf(world, 'waiting-list-place')).toEqual([
      { audience: 'CLIENT', params: { student: 'Пётр', title: 'Йога', startsAt: '2025-02-20T15:00:00Z' } }]);
    await expectRefused(world, () => book(world, id, one), 'TRAINING_FULL');
  });

  test('C-48: who cancelled is booked again, without what was said of the cancellation', async () => {
    const world = await newWorld();
    const pupil = await newPupil(world);
    const { id } = await newTraining(world, { studentIds: [pupil] });
    await inside(world, (context) =>
      setParticipantCancelled(context, { trainingId: id, studentIds: [pupil], label: 'FINE', reason: 'Поздно' }));
    expect((await training(world, id)).participants).toMatchObject([{ status: 'CANCELLED', cancelLabel: 'FINE', cancelReason: 'Поздно' }]);
    expect(await book(world, id, pupil)).toMatchObject({ status: 'BOOKED', cancelLabel: null, cancelReason: null });
  });

  test('nobody is booked for a cancelled training, nor a student who is switched off', async () => {
    const world = await newWorld();
    const [one = '', two = ''] = await pupils(world, 2);
    const { id } = await newTraining(world);
    await ask(world, changeStudent, { id: two, isActive: false });
    await expectRefused(world, () => book(world, id, two), 'STUDENT_INACTIVE');
    await book(world, id, one);
    await inside(world, (context) => markTrainingCancelled(context, id, 'Болезнь тренера'));
    expect(await training(world, id)).toMatchObject({ status: 'CANCELLED', cancelReason: 'Болезнь тренера' });
    await ask(world, changeStudent, { id: two, isActive: true });
    await expectRefused(world, () => book(world, id, two), 'TRAINING_CANCELLED');
  });

  test('of desks that sell the last place at once exactly one succeeds', async () => {
    const world = await newWorld();
    const wanting = await pupils(world, 6);
    const { id } = await newTraining(world, { capacity: 2, studentIds: wanting.slice(0, 1) });
    const asked = await atOnce(world, 'trainings', id, wanting.slice(1).map((studentId) => () => book(world, id, studentId)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of asked) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'TRAINING_FULL' });
    expect(await training(world, id)).toMatchObject({ booked: 2, waiting: 0 });
  });
});

test('who is expelled loses the coming trainings to those who wait, and comes back where there is a place', async () => {
  const world = await newWorld();
  const group = await newGroup(world, { capacity: 2 });
  const [one = '', two = '', three = ''] = await pupils(world, 3);
  for (const studentId of [one, two]) await join(world, group.id, studentId);
  await join(world, group.id, three, { waitingList: true });
  const { id } = await newTraining(world, { groupId: group.id });
  await inside(world, (context) => expel(context, [one, two].map((studentId) => ({ groupId: group.id, studentId }))));
  expect(await memberStatuses(world, group.id)).toEqual({ [three]: 'ACTIVE' });
  expect(await statuses(world, id)).toEqual({ [three]: 'BOOKED' });
  expect(await inside(world, (context) => restore(context, group.id, one))).toBe(true);
  expect(await inside(world, (context) => restore(context, group.id, two))).toBe(false);
  expect(await inside(world, (context) => restore(context, group.id, one))).toBe(true);
  expect(await statuses(world, id)).toEqual({ [one]: 'BOOKED', [three]: 'BOOKED' });
  expect(await memberStatuses(world, group.id, 'EXPELLED')).toEqual({ [two]: 'EXPELLED' });
});
