/** A club in a few words: groups, passes, trainings and nights, made by the real operations. */
import { expect } from 'vitest';
import { createStudent } from '../../src/clients/students.ts';
import { createClient } from '../../src/clients/write-clients.ts';
import { clientInvoices, getInvoice } from '../../src/invoices/read-invoices.ts';
import { listDecisions } from '../../src/jobs/read-jobs.ts';
import { runJobByHand } from '../../src/jobs/run-by-hand.ts';
import { createGroup } from '../../src/schedule/groups.ts';
import { bookParticipant } from '../../src/schedule/participants.ts';
import { createTraining } from '../../src/schedule/trainings.ts';
import { getTraining } from '../../src/trainings/read-trainings.ts';
import { getSubscription, listMovements } from '../../src/subscriptions/read-passes.ts';
import { sellSubscription } from '../../src/subscriptions/sell-pass.ts';
import { createType } from '../../src/subscriptions/types.ts';
import { cancelParticipation } from '../../src/trainings/cancel-participation.ts';
import { cancelTraining } from '../../src/trainings/cancel-training.ts';
import { deleteMark, markAll, markAttendance } from '../../src/trainings/mark-attendance.ts';
import { listCharges } from '../../src/trainings/read-charges.ts';
import { ask } from '../money-fixtures.ts';
import type { CallOptions, World, WorldOptions } from '../world.ts';
import { newWorld } from '../world.ts';

/** 15 January 2024, noon in Moscow: tomorrow is the day of the worked examples. */
export const NOON = '2024-01-15T09:00:00Z';
export const NIGHT = '2024-01-15T18:00:00Z';
export const clubWorld = (options: WorldOptions = {}): Promise<World> => newWorld({ template: 'SPORT', now: NOON, ...options });

export type Person = { clientId: string; studentId: string };
let named = 0;
/** A client with one student who has his name, or another student of a client. */
export async function person(world: World, firstName = `Ученик ${named += 1}`, clientId?: string): Promise<Person> {
  const payer = clientId ?? (await ask(world, createClient, { firstName })).id;
  return { clientId: payer, studentId: (await ask(world, createStudent, { clientId: payer, firstName })).id };
}

export const group = async (world: World, wire: Record<string, unknown> = {}): Promise<string> =>
  (await ask(world, createGroup, { name: `Группа ${named += 1}`, singlePrice: 2000, ...wire })).id;

/** A pass sold to the person: `sessions` null for one without a limit. */
export async function pass(
  world: World, { clientId, studentId }: Person,
  { sessions = 8, price = 5000, startDate = '2024-01-01', groupId, months = 1 }:
  { sessions?: number | null; price?: number; startDate?: string; groupId?: string; months?: number } = {},
): Promise<string> {
  const type = await ask(world, createType, {
    name: `Абонемент ${named += 1}`, price, sessionsPerPeriod: sessions, periodMonths: months,
  });
  const { subscription } = await ask(world, sellSubscription, {
    clientId, studentId, subscriptionTypeId: type.id, startDate, ...(groupId !== undefined && { groupId }),
  });
  return subscription.id;
}

/** A training in Moscow time: `training(world, '2024-01-16T10:00', [anna, boris])`. */
export async function training(
  world: World, local: string, people: readonly Person[], wire: Record<string, unknown> = {},
): Promise<string> {
  return trainingAt(world, Temporal.PlainDateTime.from(local).toZonedDateTime('Europe/Moscow').toInstant(), people, wire);
}

/** The same by the instant of its start. */
export async function trainingAt(
  world: World, startsAt: Temporal.Instant, people: readonly Person[], wire: Record<string, unknown> = {},
): Promise<string> {
  const made = await ask(world, createTraining, {
    title: 'Йога', startsAt: startsAt.toString(), endsAt: startsAt.add({ hours: 1 }).toString(), price: 2000,
    studentIds: people.map((one) => one.studentId), ...wire,
  });
  return made.id;
}

export type Night = Awaited<ReturnType<typeof runNight>>;
export const runNight = (world: World, wire: Record<string, unknown> = {}, options?: CallOptions) =>
  ask(world, runJobByHand, { name: 'nightly-charges', ...wire }, options);

const countsOf = async (world: World) => (await world.database.owner.query<Record<string, number>>(`
  select (select count(*)::int from training_charges where cause = 'NIGHT' and kind = 'SESSION') as sessions,
         (select count(*)::int from training_charges where cause = 'NIGHT' and kind = 'INVOICE') as invoiced,
         (select count(*)::int from session_movements where kind = 'CHARGE') as movements,
         (select count(*)::int from invoices where training_id is not null) as invoices,
         (select count(*)::int from night_decisions) as decisions,
         (select count(*)::int from training_charges c join trainings t on t.id = c.training_id
           where c.cause = 'NIGHT' and t.on_date <> (c.charged_at at time zone o.time_zone)::date + 1) as strays
    from organisations o where o.org_id = $1`, [world.orgId])).rows[0]!;

/** A night whose metrics are those of the tables, and which charged tomorrow alone (I-33, I-34). */
export async function night(world: World): Promise<Night> {
  const before = await countsOf(world);
  const run = await runNight(world);
  const after = await countsOf(world);
  const { metrics } = run;
  const grown = Object.fromEntries(Object.keys(after).map((name) => [name, after[name]! - before[name]!]));
  const { participants = 0, sessionsDeducted = 0, invoicesCreated = 0, errors = 0, trainingsFailed = 0 } = metrics;
  expect(grown).toEqual({
    sessions: sessionsDeducted, movements: sessionsDeducted, invoiced: invoicesCreated, invoices: invoicesCreated,
    decisions: participants, strays: 0,
  });
  const skipped = Object.entries(metrics).filter(([name]) => name.startsWith('skipped.')).map(([, count]) => count);
  expect(sessionsDeducted + invoicesCreated + skipped.reduce((all, one) => all + one, 0) + errors - trainingsFailed)
    .toBe(participants);
  expect(run.run).toMatchObject({ status: run.status, metrics });
  return run;
}
export const book = (world: World, id: string, { studentId }: Person, wire: Record<string, unknown> = {}) =>
  ask(world, bookParticipant, { id, studentId, ...wire });
export const cancelVisit = (world: World, id: string, { studentId }: Person, options?: CallOptions) =>
  ask(world, cancelParticipation, { id, studentId }, options);
export const cancelWhole = (world: World, id: string, wire: Record<string, unknown> = {}, options?: CallOptions) =>
  ask(world, cancelTraining, { id, reason: 'Заболел тренер', ...wire }, options);
export const mark = (
  world: World, id: string, { studentId }: Person, status: 'PRESENT' | 'ABSENT' = 'PRESENT', options?: CallOptions,
) => ask(world, markAttendance, { scheduleId: id, studentId, status }, options);
export const unmark = (world: World, id: string, { studentId }: Person) => ask(world, deleteMark, { id, studentId });
export const markEverybody = (world: World, id: string, wire: Record<string, unknown> = {}) =>
  ask(world, markAll, { id, all: 'PRESENT', ...wire });

export const sessionsLeft = async (world: World, id: string) => (await ask(world, getSubscription, { id })).sessionsLeft;
export const movementsOf = async (world: World, id: string) => (await ask(world, listMovements, { id })).movements;
export const participantsOf = async (world: World, id: string) => (await ask(world, getTraining, { id })).participants;
/** All invoices of the client that name a training, with their lines, oldest first. */
export async function invoicesOf(world: World, { clientId }: Person) {
  const { invoices } = await ask(world, clientInvoices, { id: clientId });
  return Promise.all(invoices.filter((invoice) => invoice.trainingId !== null).toReversed().map(({ id }) => ask(world, getInvoice, { id })));
}
/** The client's invoices for trainings: purpose, status and sum of each, oldest first. */
export async function visitInvoices(world: World, { clientId }: Person) {
  const { invoices } = await ask(world, clientInvoices, { id: clientId });
  return invoices.filter((invoice) => invoice.trainingId !== null).toReversed()
    .map(({ purpose, status, totalAmount, dueDate }) => ({ purpose, status, totalAmount, dueDate }));
}


/** What a night decided, in its order: "SESSION COVERED: Списано занятие с абонемента, осталось 7 занятий". */
export async function decisionsOf(world: World, { run }: Night): Promise<string[]> {
  const { decisions } = await ask(world, listDecisions, { id: run!.id, limit: 100 });
  return decisions.map(({ decision, reason, sentence }) => `${decision} ${reason}: ${sentence}`);
}

/** Charges of a training in the order in which they were made: "SESSION NORMAL NIGHT ACTIVE". */
export async function chargesOf(world: World, trainingId: string, one?: Person): Promise<string[]> {
  const { charges } = await ask(world, listCharges, { trainingId, ...(one && { studentId: one.studentId }), limit: 100 });
  return charges.toReversed().map(({ kind, label, cause, state }) => `${kind} ${label} ${cause} ${state}`);
}

export type Told = { kind: string; audience: string; clientId: string | null; params: Record<string, unknown> };
/** What was told about trainings, oldest first; without a kind, everything but sales and reports. */
export async function told(world: World, kind?: string): Promise<Told[]> {
  const { rows } = await world.database.owner.query<Told>(`
    select kind, audience, client_id as "clientId", params from notices where org_id = $1 order by created_at, id`, [world.orgId]);
  return rows.filter((notice) => notice.kind === (kind ?? notice.kind));
}

/** From now on the database refuses every row of the table that speaks of the student or the training. */
export async function failOn(world: World, table: string, column: 'student_id' | 'training_id', id: string): Promise<void> {
  await world.database.owner.query(`
    create function fail_${column}() returns trigger language plpgsql as $$
      begin
        if new.${column} = '${id}' then raise exception 'the disk is on fire'; end if;
        return new;
      end $$;
    create trigger fail before insert on ${table} for each row execute function fail_${column}()`);
}
export const failNoMore = (world: World, table: string) => world.database.owner.query(`drop trigger fail on ${table}`);
