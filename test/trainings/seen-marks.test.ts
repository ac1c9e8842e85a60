/** Marks of two people, one of whom had no network: nobody overwrites unknowingly what the other has marked. */
import { expect, test } from 'vitest';
import { markAttendance } from '../../src/trainings/mark-attendance.ts';
import { getTraining } from '../../src/trainings/read-trainings.ts';
import { Refusal } from '../../src/kernel/refusal.ts';
import { ask, expectRefused } from '../money-fixtures.ts';
import type { World } from '../world.ts';
import { clubWorld, mark, markEverybody, participantsOf, person, training } from './club.ts';

const DAY = '2024-01-16T07:30:00Z';

/** The refusal itself, so that its sentences can be read. */
async function refusedWith(world: World, attempt: () => Promise<unknown>, code: string): Promise<Refusal> {
  await expectRefused(world, attempt, code);
  const error: unknown = await attempt().then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof Refusal)) throw new Error('Nothing was refused');
  return error;
}

test('ATT-4: a mark made without seeing what is there is refused with who and when; seen, or the same, it is taken', async () => {
  const world = await clubWorld({ now: DAY });
  const [office, trainer] = [await world.as('MANAGER'), await world.as('TRAINER')];
  const child = await person(world);
  const id = await training(world, '2024-01-16T10:00', [child], { trainerId: trainer.userId });
  const byTrainer = (status: 'PRESENT' | 'ABSENT', seen: 'PRESENT' | 'ABSENT' | null) =>
    ask(world, markAttendance, { trainingId: id, studentId: child.studentId, status, seen }, { actor: trainer });
  await mark(world, id, child, 'ABSENT', { actor: office });
  const refusal = await refusedWith(world, () => byTrainer('PRESENT', null), 'MARKED_ALREADY');
  expect(refusal.sentence('ru')).toBe('Администратор уже отметил: не пришёл (10:30)');
  expect(refusal.sentence('en')).toBe('The office has already marked: absent (10:30)');
  expect((await byTrainer('ABSENT', null)).attendance.status).toBe('ABSENT');
  await mark(world, id, child, 'PRESENT', { actor: office });
  expect((await byTrainer('ABSENT', 'PRESENT')).attendance.status).toBe('ABSENT');
  expect((await byTrainer('PRESENT', null)).attendance.status).toBe('PRESENT'); // his own, from another phone
});

test('everybody without a mark is marked, and whoever has one is left alone', async () => {
  const world = await clubWorld({ now: DAY });
  const [marked, bare] = [await person(world), await person(world)];
  const id = await training(world, '2024-01-16T10:00', [marked, bare]);
  await mark(world, id, marked, 'ABSENT');
  const { attendance } = await markEverybody(world, id, { unmarkedOnly: true });
  expect(attendance.map(({ studentId }) => studentId)).toEqual([bare.studentId]);
  expect((await participantsOf(world, id)).map((one) => String(one.mark)).toSorted((a, b) => a.localeCompare(b))).toEqual(['ABSENT', 'PRESENT']);
  expect((await markEverybody(world, id)).attendance).toHaveLength(2);
});

test('a trainer is told whose training it is; one that is not there stays unknown', async () => {
  const world = await clubWorld({ now: DAY });
  const [leader, other] = [await world.as('TRAINER'), await world.as('TRAINER')];
  const id = await training(world, '2024-01-16T10:00', [], { trainerId: leader.userId });
  const refusal = await refusedWith(world, () => ask(world, getTraining, { id }, { actor: other }), 'TRAINING_OF_ANOTHER');
  expect(refusal.sentence('ru')).toMatch(/^Это занятие ведёт \S/);
  expect((await ask(world, getTraining, { id }, { actor: leader })).id).toBe(id);
  await expectRefused(world, () => ask(world, getTraining, { id: world.orgId }, { actor: other }), 'NOT_FOUND');
});
