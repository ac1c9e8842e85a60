import { describe, expect, test } from 'vitest';
import { changeStudent } from '../../src/clients/students.ts';
import { uuidv7 } from '../../src/kernel/uuid.ts';
import { changeGroup, getGroup, listGroups } from '../../src/schedule/groups.ts';
import { leaveGroup, listMembers } from '../../src/schedule/members.ts';
import { ask, expectRefused, newClient, newStudent } from '../money-fixtures.ts';
import { neighbourOf, newWorld } from '../world.ts';
import {
  atOnce, book, join, memberStatuses, newGroup, newPupil, newRoom, newTraining, noticesOf, pupils, putCharge, statuses, training,
} from './fixtures.ts';

describe('groups', () => {
  test('are added, changed, read and found', async () => {
    const world = await newWorld();
    const [room, trainer] = [await newRoom(world), await world.as('TRAINER')];
    const group = await newGroup(world, {
      name: 'Йога для начинающих', capacity: 10, singlePrice: 700.5, trialPrice: 0, safeHours: 1.5, roomId: room.id,
      trainerId: trainer.userId,
    });
    expect(group).toMatchObject({
      capacity: 10, singlePrice: 700.5, trialPrice: 0, safeHours: 1.5, roomName: room.name, trainerName: 'Тест',
      isActive: true, activeMembers: 0, waitingMembers: 0,
    });
    const changed = await ask(world, changeGroup, { id: group.id, singlePrice: null, safeHours: 12, isActive: false });
    expect(changed).toEqual({ ...group, singlePrice: null, safeHours: 12, isActive: false });
    expect(await ask(world, getGroup, { id: group.id })).toEqual(changed);
    await newGroup(world, { name: 'Плавание' });
    expect((await ask(world, listGroups, { q: 'НАЧИН йог' })).groups).toEqual([changed]);
    expect((await ask(world, listGroups, { active: 'true' })).groups.map(({ name }) => name)).toEqual(['Плавание']);
  });

  test('refusals: a name twice, a trainer who is none, what belongs to others', async () => {
    const world = await newWorld();
    const [one, two, other] = [await newGroup(world), await newGroup(world), await neighbourOf(world)];
    const accountant = await world.as('ACCOUNTANT');
    await expectRefused(world, () => newGroup(world, { name: one.name }), 'NAME_TAKEN');
    await expectRefused(world, () => ask(world, changeGroup, { id: two.id, name: one.name }), 'NAME_TAKEN');
    await expectRefused(world, () => newGroup(world, { trainerId: accountant.userId }), 'TRAINER_REQUIRED');
    await expectRefused(world, () => newGroup(world, { trainerId: world.system.userId }), 'TRAINER_REQUIRED');
    const stranger = await other.as('TRAINER');
    await expectRefused(world, () => newGroup(world, { trainerId: stranger.userId }), 'NOT_FOUND');
    await expectRefused(world, () => newGroup(world, { branchId: other.branchId }), 'NOT_FOUND');
    await expectRefused(other, () => ask(other, getGroup, { id: one.id }), 'NOT_FOUND');
    await newGroup(world, { trainerId: (await world.as('MANAGER')).userId });
  });
});

describe('members', () => {
  test('SCH-2: a full group offers its waiting list, and joining twice is no second place', async () => {
    const world = await newWorld();
    const group = await newGroup(world, { capacity: 1 });
    const [first = '', second = ''] = await pupils(world, 2);
    expect(await join(world, group.id, first)).toMatchObject({ studentId: first, status: 'ACTIVE' });
    expect(await join(world, group.id, first)).toMatchObject({ status: 'ACTIVE' });
    await expectRefused(world, () => join(world, group.id, second), 'GROUP_FULL');
    expect(await join(world, group.id, second, { waitingList: true })).toMatchObject({ status: 'WAITING' });
    await expectRefused(world, () => join(world, group.id, second), 'GROUP_FULL');
    expect(await ask(world, getGroup, { id: group.id })).toMatchObject({ activeMembers: 1, waitingMembers: 1 });
    const { members } = await ask(world, listMembers, { id: group.id });
    expect(members.map(({ studentId }) => studentId)).toEqual([first, second]);
  });

  test('refusals: a closed group, a student who is switched off or of others', async () => {
    const world = await newWorld();
    const group = await newGroup(world);
    const pupil = await newPupil(world);
    await expectRefused(world, () => join(world, group.id, uuidv7()), 'NOT_FOUND');
    await expectRefused(world, () => join(world, uuidv7(), pupil), 'NOT_FOUND');
    await expectRefused(world, () => ask(world, leaveGroup, { id: group.id, studentId: pupil }), 'NOT_FOUND');
    await ask(world, changeStudent, { id: pupil, isActive: false });
    await expectRefused(world, () => join(world, group.id, pupil), 'STUDENT_INACTIVE');
    await ask(world, changeStudent, { id: pupil, isActive: true });
    await ask(world, changeGroup, { id: group.id, isActive: false });
    await expectRefused(world, () => join(world, group.id, pupil), 'GROUP_INACTIVE');
    await ask(world, changeGroup, { id: group.id, isActive: true });
    await join(world, group.id, pupil);
    await ask(world, leaveGroup, { id: group.id, studentId: pupil });
    await expectRefused(world, () => ask(world, leaveGroup, { id: group.id, studentId: pupil }), 'NOT_A_MEMBER');
  });

  test('who joins comes to the coming trainings, where there is a place', async () => {
    const world = await newWorld();
    const group = await newGroup(world);
    const [member = '', guest = ''] = await pupils(world, 2);
    const past = await newTraining(world, { groupId: group.id, startsAt: '2025-02-12T08:00:00Z', endsAt: '2025-02-12T10:00:00Z' });
    const coming = await newTraining(world, { groupId: group.id });
    const full = await newTraining(world, { groupId: group.id, capacity: 1, studentIds: [guest] });
    await join(world, group.id, member);
    expect(await statuses(world, past.id)).toEqual({});
    expect(await statuses(world, coming.id)).toEqual({ [member]: 'BOOKED' });
    expect(await statuses(world, full.id)).toEqual({ [guest]: 'BOOKED', [member]: 'WAITING' });
  });

  test('who leaves comes off the coming trainings, but not off one that was charged', async () => {
    const world = await newWorld();
    const group = await newGroup(world);
    const pupil = await newPupil(world);
    await join(world, group.id, pupil);
    const [past, charged, coming] = [
      await newTraining(world, { groupId: group.id, startsAt: '2025-02-11T08:00:00Z', endsAt: '2025-02-11T10:00:00Z' }),
      await newTraining(world, { groupId: group.id }), await newTraining(world, { groupId: group.id }),
    ];
    const [foreign, guest] = [await newTraining(world, { studentIds: [pupil] }), await newPupil(world)];
    const last = await newTraining(world, { groupId: group.id, capacity: 1 });
    await book(world, last.id, guest, { waitingList: true });
    await putCharge(world, charged.id, pupil);
    await ask(world, leaveGroup, { id: group.id, studentId: pupil });
    const left = await Promise.all([past, charged, coming, foreign].map(({ id }) => statuses(world, id)));
    expect(left).toEqual([{ [pupil]: 'BOOKED' }, { [pupil]: 'BOOKED' }, {}, { [pupil]: 'BOOKED' }]);
    expect(await statuses(world, last.id)).toEqual({ [guest]: 'BOOKED' });
    expect(await memberStatuses(world, group.id, 'LEFT')).toEqual({ [pupil]: 'LEFT' });
  });

  test('the first who waits gets the place, its trainings, and is told', async () => {
    const world = await newWorld();
    const group = await newGroup(world, { capacity: 1, name: 'Хатха' });
    const [leaver = '', first = '', second = ''] = await pupils(world, 3);
    const gone = await newPupil(world);
    await join(world, group.id, leaver);
    await join(world, group.id, gone, { waitingList: true });
    await ask(world, changeStudent, { id: gone, isActive: false });
    await join(world, group.id, first, { waitingList: true });
    await join(world, group.id, second, { waitingList: true });
    const coming = await newTraining(world, { groupId: group.id });
    await book(world, coming.id, second, { waitingList: true });
    const { promoted } = await ask(world, leaveGroup, { id: group.id, studentId: leaver });
    expect(promoted).toMatchObject([{ studentId: first, status: 'ACTIVE' }]);
    expect(await memberStatuses(world, group.id)).toEqual({ [first]: 'ACTIVE', [second]: 'WAITING', [gone]: 'WAITING' });
    expect(await statuses(world, coming.id)).toEqual({ [first]: 'BOOKED', [second]: 'WAITING' });
    expect(await noticesOf(world, 'waiting-list-place')).toEqual([{ audience: 'CLIENT', params: { student: 'Пётр', title: 'Хатха' } }]);
    await ask(world, changeGroup, { id: group.id, capacity: 3 });
    expect(await memberStatuses(world, group.id)).toEqual({ [first]: 'ACTIVE', [second]: 'ACTIVE', [gone]: 'WAITING' });
    expect(await statuses(world, coming.id)).toEqual({ [first]: 'BOOKED', [second]: 'BOOKED' });
  });

  test('of desks that sell the last place at once exactly one succeeds', async () => {
    const world = await newWorld();
    const group = await newGroup(world, { capacity: 1 });
    const wanting = await pupils(world, 6);
    const asked = await atOnce(world, 'groups', group.id, wanting.map((studentId) => () => join(world, group.id, studentId)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of asked) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'GROUP_FULL' });
    expect(Object.keys(await memberStatuses(world, group.id))).toHaveLength(1);
  });
});

describe('who sees which groups', () => {
  test('a trainer those he teaches with all members, a family those of its students with its own', async () => {
    const world = await newWorld();
    const [trainer, stranger] = [await world.as('TRAINER'), await world.as('TRAINER')];
    const group = await newGroup(world, { trainerId: trainer.userId });
    const clientId = await newClient(world);
    const [child, other] = [await newStudent(world, clientId), await newPupil(world)];
    await join(world, group.id, child);
    await join(world, group.id, other);
    const parent = await world.as('CLIENT', { clientId });
    const pupil = await world.as('STUDENT', { studentId: child });
    for (const [actor, seen] of [[trainer, 2], [parent, 1], [pupil, 1]] as const) {
      expect((await ask(world, listGroups, {}, { actor })).groups).toHaveLength(1);
      expect((await ask(world, listMembers, { id: group.id }, { actor })).members).toHaveLength(seen);
    }
    expect((await ask(world, listGroups, {}, { actor: stranger })).groups).toEqual([]);
    await expect(ask(world, getGroup, { id: group.id }, { actor: stranger })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const alone = await newTraining(world, { trainerId: trainer.userId, studentIds: [child, other] });
    expect((await training(world, alone.id, { actor: parent })).participants.map(({ studentId }) => studentId)).toEqual([child]);
    expect((await training(world, alone.id, { actor: trainer })).participants).toHaveLength(2);
    // Another trainer is told whose class it is, and nothing of it; another family does not even learn that it exists.
    await expect(training(world, alone.id, { actor: stranger })).rejects.toMatchObject({ code: 'TRAINING_OF_ANOTHER' });
    const foreign = await world.as('CLIENT', { clientId: await newClient(world) });
    await expect(training(world, alone.id, { actor: foreign })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
