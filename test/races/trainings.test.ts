/** Real concurrency on the visits of one family: whatever the interleaving, a visit is charged once or not at all. */
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { chargeAtNight, chargeTraining } from '../../src/trainings/charge-training.ts';
import { runNight as workNight } from '../../src/trainings/night-jobs.ts';
import { ask, balanceOf, expectProof, topUp } from '../money-fixtures.ts';
import {
  type Person, cancelVisit, cancelWhole, chargesOf, clubWorld, mark, participantsOf, pass, person, runNight, sessionsLeft,
  training, visitInvoices,
} from '../trainings/club.ts';
import type { World } from '../world.ts';

const EVE = '2024-01-15T18:00:00Z';
const DAY = '2024-01-16T05:00:00Z'; // two hours before
const ROUNDS = 20;
const rounds = Array.from({ length: ROUNDS }, (_, n) => n);

/** Runs all at once, each a moment later or sooner; anything but a refusal is a bug. */
async function race(...attempts: (() => Promise<unknown>)[]): Promise<string[]> {
  const settled = await Promise.allSettled(attempts.map(async (attempt) => {
    await setTimeout(Math.random() * 6);
    return attempt();
  }));
  return settled.map((one) => (one.status === 'fulfilled' ? 'done' : String((one.reason as { code?: string }).code ?? one.reason)));
}

const newClub = (settings = {}): Promise<World> => clubWorld({ now: EVE, connections: 12, settings });

type Round = { covered: Person; bare: Person; card: string; id: string };
/** One with a pass, one with credit for exactly one visit, both on a training of tomorrow. */
async function newRound(world: World): Promise<Round> {
  const [covered, bare] = [await person(world), await person(world)];
  const card = await pass(world, covered);
  await topUp(world, bare.clientId, 2000);
  return { covered, bare, card, id: await training(world, '2024-01-16T10:00', [covered, bare]) };
}

/** What the night does with one training, as the worker that has just come to it. */
async function nightOn(world: World, { id }: Round): Promise<unknown> {
  const { rows } = await world.database.owner.query<{ id: string }>('select id from job_runs limit 1');
  const runId = rows[0]?.id ?? (await runNight(world)).run!.id;
  return chargeAtNight.run(world.database, world.call(), { id, runId, day: Temporal.PlainDate.from('2024-01-16') });
}

const active = async (world: World, id: string, one?: Person): Promise<string[]> =>
  (await chargesOf(world, id, one)).filter((charge) => charge.endsWith('ACTIVE'));
const standing = async (world: World, { bare, card, id }: Round) => ({
  charges: (await active(world, id)).length, sessions: await sessionsLeft(world, card), credit: await balanceOf(world, bare.clientId),
});
const CHARGED = { charges: 2, sessions: 7, credit: 0 };
const FREE = { charges: 0, sessions: 8, credit: 2000 };

async function deadlocks(world: World): Promise<number> {
  const { rows } = await world.database.owner.query<{ n: number }>(
    'select deadlocks::int as n from pg_stat_database where datname = current_database()');
  return rows[0]!.n;
}

test('two nights, started by hand at once: one is refused or finds everything done', async () => {
  const world = await newClub();
  for (const _ of rounds) {
    const round = await newRound(world);
    const ends = await race(() => runNight(world), () => runNight(world));
    expect(ends.filter((end) => end === 'done').length).toBeGreaterThanOrEqual(1);
    expect(['done', 'JOB_RUNNING']).toEqual(expect.arrayContaining(ends));
    expect(await standing(world, round)).toEqual(CHARGED);
  }
  await expectProof(world);
});

test('two workers in the same night without a lock between them, and a hand: each visit is charged by one of them', async () => {
  const world = await newClub();
  const all: Round[] = [];
  for (const _ of rounds) all.push(await newRound(world));
  const { run } = await runNight(world);
  for (const { id } of all) await cancelWhole(world, id);
  const again: Round[] = [];
  for (const _ of rounds) again.push(await newRound(world));
  const worker = () => workNight({
    database: world.database, call: world.call(), date: Temporal.PlainDate.from('2024-01-15'), runId: run!.id,
  });
  const [first, second] = await Promise.all([worker(), worker(), ...again.map(({ id }) => ask(world, chargeTraining, { id }))]);
  expect([first.errors, second.errors]).toEqual([[], []]);
  for (const round of again) expect(await standing(world, round)).toEqual(CHARGED);
  for (const round of all) expect(await standing(world, round)).toEqual(FREE);
  await expectProof(world);
});

test('the night against the cancellation of the training: cancelled, and nothing is charged', async () => {
  const world = await newClub();
  for (const _ of rounds) {
    const round = await newRound(world);
    expect(await race(() => runNight(world), () => cancelWhole(world, round.id))).toEqual(['done', 'done']);
    expect(await standing(world, round)).toEqual(FREE);
  }
  await expectProof(world);
});

test.each([['in time', 12, FREE, []], ['late', 24, CHARGED, ['FINE', 'FINE']]] as const)(
  'the night against cancellations of bookings %s: what one of the two orders gives', async (_, safeHours, end, labels) => {
    const world = await newClub({ 'cancellation.safeHours': safeHours });
    await runNight(world);
    for (const _ of rounds) {
      const round = await newRound(world);
      const cancels = [round.covered, round.bare].map((one) => () => cancelVisit(world, round.id, one));
      expect(await race(() => nightOn(world, round), ...cancels)).toEqual(['done', 'done', 'done']);
      expect(await standing(world, round)).toEqual(end);
      expect((await active(world, round.id)).map((charge) => charge.split(' ')[1])).toEqual(labels);
    }
    await expectProof(world);
  });

test('the night that goes on past midnight against the first marks: charged once, whoever comes first', async () => {
  const world = await newClub();
  await runNight(world);
  for (const _ of rounds) {
    await world.setClock(EVE);
    const round = await newRound(world);
    const marks = [round.covered, round.bare].map((one) => async () => {
      await world.setClock(DAY);
      return mark(world, round.id, one);
    });
    expect(await race(() => nightOn(world, round), ...marks)).toEqual(['done', 'done', 'done']);
    expect(await standing(world, round)).toEqual(CHARGED);
  }
  await expectProof(world);
});

test('two desks mark the same students, present and absent: one mark, one charge, as the last mark says', async () => {
  const world = await newClub({ 'training.chargeAbsent': false });
  for (const n of rounds) {
    await world.setClock(EVE);
    const round = await newRound(world);
    await world.setClock(DAY);
    const second = n % 2 === 0 ? 'PRESENT' : 'ABSENT';
    const desk = (status: 'PRESENT' | 'ABSENT') =>
      [round.covered, round.bare].map((one) => () => mark(world, round.id, one, status));
    expect(await race(...desk('PRESENT'), ...desk(second))).toEqual(Array(4).fill('done'));
    const people = await participantsOf(world, round.id);
    for (const { studentId, mark: last } of people) {
      const one = [round.covered, round.bare].find((candidate) => candidate.studentId === studentId)!;
      expect(await active(world, round.id, one), `the last mark is ${last}`).toHaveLength(last === 'PRESENT' ? 1 : 0);
    }
    if (second === 'PRESENT') expect(await standing(world, round)).toEqual(CHARGED);
  }
  await expectProof(world);
});

test('a mark against a late cancellation of the booking: one charge, and it is the fine', async () => {
  const world = await newClub();
  for (const _ of rounds) {
    await world.setClock(EVE);
    const round = await newRound(world);
    await world.setClock(DAY);
    const both = [round.covered, round.bare].flatMap((one) =>
      [() => mark(world, round.id, one), () => cancelVisit(world, round.id, one)]);
    expect(await race(...both)).toEqual(Array(4).fill('done'));
    expect(await standing(world, round)).toEqual(CHARGED);
    expect((await active(world, round.id)).map((charge) => charge.split(' ')[1])).toEqual(['FINE', 'FINE']);
  }
  await expectProof(world);
});

test('marks against the cancellation of the training: marked before it, or refused after it, and nothing stays charged', async () => {
  const world = await newClub();
  for (const _ of rounds) {
    await world.setClock(EVE);
    const round = await newRound(world);
    await world.setClock(DAY);
    const [cancelled, ...marks] = await race(() => cancelWhole(world, round.id),
      () => mark(world, round.id, round.covered), () => mark(world, round.id, round.bare));
    expect(cancelled).toBe('done');
    expect(['done', 'TRAINING_CANCELLED']).toEqual(expect.arrayContaining(marks));
    expect(await standing(world, round)).toEqual(FREE);
  }
  await expectProof(world);
});

test('late joiners across two trainings: the payers are locked in one order, so nobody waits for another in a circle', async () => {
  const world = await clubWorld({ now: DAY, connections: 12 });
  for (const _ of rounds) {
    const [a, b] = [await person(world), await person(world)];
    const first = await training(world, '2024-01-16T10:00', [b]);
    const second = await training(world, '2024-01-16T12:00', [a]);
    expect(await race(() => mark(world, first, a), () => mark(world, second, b))).toEqual(['done', 'done']);
    expect([...await active(world, first), ...await active(world, second)]).toEqual(Array(2).fill('INVOICE NORMAL ATTENDANCE ACTIVE'));
  }
  expect(await deadlocks(world)).toBe(0);
  await expectProof(world);
});

test('previews of the night beside cancellations and payments: nobody waits in a circle, and a preview leaves nothing', async () => {
  const world = await newClub();
  const people: Person[] = [];
  for (const _ of rounds) people.push(await person(world));
  const ids: string[] = [];
  // Made so that the order of their start is not the order of their ids.
  for (const hour of ['12', '09', '11', '10']) ids.push(await training(world, `2024-01-16T${hour}:00`, people.toReversed()));
  const cancels = people.flatMap((one, n) => [() => cancelVisit(world, ids[n % 4]!, one), () => topUp(world, one.clientId, 100)]);
  const previews = rounds.slice(0, 6).map(() => () => runNight(world, {}, { dryRun: true }));
  expect(new Set(await race(...previews, ...cancels))).toEqual(new Set(['done']));
  expect([(await Promise.all(ids.map((id) => chargesOf(world, id)))).flat(), await deadlocks(world)]).toEqual([[], 0]);
  await expectProof(world);
});

test('payments while the night works: every kopeck is where it belongs', async () => {
  const world = await newClub();
  const people: Person[] = [];
  for (const _ of rounds) people.push(await person(world));
  for (const hour of ['09', '10', '11', '12']) await training(world, `2024-01-16T${hour}:00`, people);
  const paying = people.flatMap((one) => [1500, 2500, 3000].map((amount) => () => topUp(world, one.clientId, amount)));
  const [first, ...rest] = await race(() => runNight(world), ...paying);
  expect([first, new Set(rest)]).toEqual(['done', new Set(['done'])]);
  for (const one of people) {
    expect((await visitInvoices(world, one)).map((invoice) => invoice.status)).toEqual(['PAID', 'PAID', 'PAID', 'PENDING']);
    expect(await balanceOf(world, one.clientId)).toBe(1000);
  }
  await expectProof(world);
});
