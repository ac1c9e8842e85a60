/** The schedule in a few words, by the real operations; fields and answers as on the wire. */
import { expect, vi } from 'vitest';
import { createGroup } from '../../src/schedule/groups.ts';
import { generateSchedule } from '../../src/schedule/generate.ts';
import { joinGroup, listMembers } from '../../src/schedule/members.ts';
import { bookParticipant } from '../../src/schedule/participants.ts';
import { createRoom } from '../../src/schedule/rooms.ts';
import { createSlot } from '../../src/schedule/slots.ts';
import { createTraining } from '../../src/schedule/trainings.ts';
import { getTraining, listTrainings } from '../../src/trainings/read-trainings.ts';
import { ask, newClient, newStudent } from '../money-fixtures.ts';
import type { CallOptions, World } from '../world.ts';

type Wire = Record<string, unknown>;
let counter = 0;
const fresh = (word: string): string => `${word} ${(counter += 1)}`;

export const newRoom = (world: World, wire: Wire = {}) => ask(world, createRoom, { name: fresh('Зал'), hourlyRate: 500, ...wire });
export const newGroup = (world: World, wire: Wire = {}) => ask(world, createGroup, { name: fresh('Йога'), ...wire });
/** A student of a client of his own. */
export const newPupil = async (world: World): Promise<string> => newStudent(world, await newClient(world));
export const pupils = (world: World, count: number): Promise<string[]> =>
  Array.from({ length: count }).reduce<Promise<string[]>>(
    async (made) => [...await made, await newPupil(world)], Promise.resolve([]));
export const join = (world: World, id: string, studentId: string, wire: Wire = {}) =>
  ask(world, joinGroup, { id, studentId, ...wire });
export const newSlot = (world: World, id: string, wire: Wire = {}) =>
  ask(world, createSlot, { id, weekday: 1, startTime: '18:00', durationMinutes: 60, validFrom: '2025-02-01', ...wire });
export const generate = (world: World, until?: string) => ask(world, generateSchedule, until === undefined ? {} : { until });
export const newTraining = (world: World, wire: Wire = {}, options?: CallOptions) =>
  ask(world, createTraining, { title: 'Йога', startsAt: '2025-02-20T15:00:00Z', endsAt: '2025-02-20T16:00:00Z', ...wire }, options);
export const book = (world: World, id: string, studentId: string, wire: Wire = {}, options?: CallOptions) =>
  ask(world, bookParticipant, { id, studentId, ...wire }, options);
export const training = (world: World, id: string, options?: CallOptions) => ask(world, getTraining, { id }, options);
export const trainingsOf = async (world: World, wire: Wire = {}) =>
  (await ask(world, listTrainings, { limit: 100, ...wire })).trainings;

/** studentId → status, as the training has it. */
export const statuses = async (world: World, id: string): Promise<Record<string, string>> =>
  Object.fromEntries((await training(world, id)).participants.map((one) => [one.studentId, one.status]));
/** studentId → status, as the group has it. */
export const memberStatuses = async (world: World, id: string, status?: string): Promise<Record<string, string>> =>
  Object.fromEntries((await ask(world, listMembers, { id, ...(status === undefined ? {} : { status }) })).members
    .map((one) => [one.studentId, one.status]));

/** What was said of a kind, oldest first. */
export async function noticesOf(world: World, kind: string): Promise<{ audience: string; params: Record<string, string> }[]> {
  const { rows } = await world.database.owner.query<{ audience: string; params: Record<string, string> }>(
    'select audience, params from notices where org_id = $1 and kind = $2 order by id', [world.orgId, kind]);
  return rows;
}

/** Charges a student for a training by hand: the domain of trainings does it for real. */
export async function putCharge(world: World, trainingId: string, studentId: string): Promise<void> {
  await world.database.owner.query(
    `insert into training_charges (org_id, id, training_id, student_id, client_id, kind, label, cause, state,
                                   operation_id, charged_at)
     select org_id, gen_random_uuid(), $2, id, client_id, 'INVOICE', 'NORMAL', 'NIGHT', 'ACTIVE', gen_random_uuid(), now()
       from students where org_id = $1 and id = $3`, [world.orgId, trainingId, studentId]);
}

/** Starts the desks while somebody holds the row, so that all of them stand in line for it, and lets them go at once. */
export async function atOnce<T>(
  world: World, table: 'groups' | 'trainings', id: string, desks: readonly (() => Promise<T>)[],
): Promise<PromiseSettledResult<T>[]> {
  const holder = await world.database.owner.connect();
  try {
    await holder.query('begin');
    await holder.query(`select from ${table} where id = $1 for update`, [id]);
    const asked = desks.map((desk) => desk());
    await vi.waitFor(async () => {
      const { rows } = await world.database.owner.query<{ waiting: number }>(`
        select count(*)::integer as waiting from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`);
      expect(rows[0]?.waiting).toBe(desks.length);
    }, { timeout: 10_000, interval: 20 });
    await holder.query('commit');
    return await Promise.allSettled(asked);
  } finally {
    holder.release();
  }
}
