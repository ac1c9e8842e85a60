/** The clock of a sandbox sets off what falls due on its way, in order. */
import { describe, expect, test } from 'vitest';
import { advanceClock, moveClock } from '../../src/jobs/clock.ts';
import { expectRefused, newClient, newInvoice, openDoor, refusal } from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';
import { holdClient, runsOf, until } from './blocked.ts';

const to = (iso: string) => ({ now: Temporal.Instant.from(iso) });
const clockOf = async ({ database, orgId }: World): Promise<string> => (await database.owner.query<{ now: Temporal.Instant }>(
  'select sandbox_now as now from organisations where org_id = $1', [orgId])).rows[0]!.now.toString();

describe('moving the clock', () => {
  test('runs every job that falls due on the way, each at its own moment, and then stands at the target', async () => {
    const world = await newWorld({ template: 'STUDIO', now: '2025-02-12T09:00:00Z' });
    const { now, runs } = await world.run(moveClock, to('2025-02-13T09:00:00Z'));
    expect(now.toString()).toBe('2025-02-13T09:00:00Z');
    expect(await clockOf(world)).toBe('2025-02-13T09:00:00Z');
    const names = runs.map(({ job }) => job);
    const order = ['overdue', 'expulsion', 'renewals', 'schedule', 'housekeeping', 'proof', 'reminders'];
    expect(names).toEqual(order.filter((name) => names.includes(name as 'overdue')));
    expect(names).toEqual(expect.arrayContaining(['overdue', 'housekeeping', 'proof', 'reminders']));
    expect(runs.every(({ date, status }) => date.toString() === '2025-02-13' && status === 'DONE')).toBe(true);
    const { rows } = await world.database.owner.query<{ job: string; at: Temporal.Instant; cause: string }>(
      `select job, started_at as at, cause from job_runs where job in ('overdue', 'reminders') order by id`);
    expect(rows.map(({ job, at, cause }) => `${cause} ${job} ${at.toString()}`)).toEqual([
      'CLOCK overdue 2025-02-12T21:10:00Z', 'CLOCK reminders 2025-02-13T07:00:00Z',
    ]);
    const { rows: audit } = await world.database.owner.query<{ before: object; after: object }>(
      `select before, after from audit_log where operation = 'sandbox.clock'`);
    expect(audit).toEqual([{ before: { now: '2025-02-12T09:00:00Z' }, after: { now: '2025-02-13T09:00:00Z' } }]);
  });

  test('of what only looks, only the last is run; a stretch without a due moment runs nothing', async () => {
    const world = await newWorld({ now: '2025-02-12T09:00:00Z' });
    const runs = await advanceClock(world.database, world.call(), Temporal.Instant.from('2025-02-22T09:00:00Z'));
    expect(runs.filter(({ job }) => job === 'proof').map(({ date }) => date.toString())).toEqual(['2025-02-22']);
    expect(runs.filter(({ job }) => job === 'overdue')).toHaveLength(10);
    expect(await advanceClock(world.database, world.call(), Temporal.Instant.from('2025-02-22T09:00:01Z'))).toEqual([]);
  });

  test('a job that fails is a run that FAILED, and time goes on', async () => {
    const world = await newWorld({ now: '2025-02-12T09:00:00Z' });
    await newInvoice(world, await newClient(world), [500], { dueDate: '2025-02-12' });
    await world.database.owner.query(`alter table invoices add check (status <> 'OVERDUE')`);
    const { now, runs } = await world.run(moveClock, to('2025-02-13T09:00:00Z'));
    expect(runs.find(({ job }) => job === 'overdue')).toMatchObject({ status: 'FAILED' });
    expect(runs.find(({ job }) => job === 'reminders')).toMatchObject({ status: 'DONE' });
    expect(await clockOf(world)).toBe(now.toString());
  });

  test('is refused backwards and in real time, and two cannot move it at once', async () => {
    const world = await newWorld({ now: '2025-02-12T09:00:00Z' });
    await expectRefused(world, () => world.run(moveClock, to('2025-02-12T08:59:59Z')), 'CLOCK_BACKWARDS');
    const clientId = await newClient(world);
    await newInvoice(world, clientId, [500], { dueDate: '2025-02-12' });
    const release = await holdClient(world, clientId);
    const first = world.run(moveClock, to('2025-02-13T09:00:00Z'));
    await until(async () => (await runsOf(world)).length === 1);
    await expect(world.run(moveClock, to('2025-02-13T10:00:00Z'))).rejects.toEqual(refusal('JOB_RUNNING'));
    await release();
    await first;
    await world.database.owner.query('update organisations set sandbox_now = null');
    await expectRefused(world, () => world.run(moveClock, to('2099-01-01T00:00:00Z')), 'NOT_A_SANDBOX');
  });

  test('never goes backwards, whoever moves it at once', async () => {
    const world = await newWorld({ now: '2025-02-12T09:00:00Z' });
    const hours = Array.from({ length: 24 }, (_none, index) => (index * 7) % 24);
    for (let round = 0; round < 8; round += 1) {
      const base = Temporal.Instant.from('2025-02-12T10:00:00Z').add({ hours: round * 24 });
      const sent = await Promise.allSettled(hours.map((hour) => world.run(moveClock, { now: base.add({ hours: hour }) })));
      const reached = sent.flatMap((one) => (one.status === 'fulfilled' ? [one.value.now.epochMilliseconds] : []));
      expect(reached.length).toBeGreaterThan(0);
      expect(Temporal.Instant.from(await clockOf(world)).epochMilliseconds).toBe(Math.max(...reached));
    }
  });

  test('a year goes by through the door, with every day’s jobs', async () => {
    const world = await newWorld({ template: 'SPORT', now: '2025-01-01T09:00:00Z' });
    const door = await openDoor(world);
    const key = await door.keyOf('ADMIN');
    const { status, body } = await door.send('POST', '/api/sandbox/clock', { key, body: { now: '2026-01-01T09:00:00Z' } });
    expect(status).toBe(200);
    const runs = body['runs'] as { job: string; status: string }[];
    expect(runs.filter(({ job }) => job === 'overdue')).toHaveLength(365);
    expect(runs.filter((run) => run.status !== 'DONE')).toEqual([]);
    expect(await runsOf(world)).toHaveLength(runs.length);
  });
});
