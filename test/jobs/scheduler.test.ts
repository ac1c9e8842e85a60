/** The schedule in real time: what is due today is put into the queue once, what was missed is said once. */
import { describe, expect, test } from 'vitest';
import { changeSettings } from '../../src/ledger/change-settings.ts';
import { newScheduler } from '../../src/jobs/scheduler.ts';
import { runScheduled } from '../../src/jobs/start-jobs.ts';
import { runAsSystem } from '../../src/kernel/command.ts';
import { type Living, living, queued, settle, todayThere } from './living.ts';
import { runsOf } from './blocked.ts';

const MORNING = ['overdue', 'expulsion', 'schedule', 'housekeeping', 'proof', 'reminders'];
const daysAgo = (days: number) => todayThere().subtract({ days }).toString();
const jobsOf = async (home: Living) => (await runsOf(home)).filter(({ status }) => status !== 'MISSED');
const missedOf = async (home: Living) => (await runsOf(home)).filter(({ status }) => status === 'MISSED').map(({ on }) => on)
  .toSorted(); // eight at once note them in any order
const toldOf = async ({ database, orgId }: Living): Promise<string[]> => (await database.owner.query<{ on: string }>(
  `select params ->> 'forDate' as on from notices where org_id = $1 and kind = 'night-missed' order by 1`, [orgId])).rows
  .map(({ on }) => on);

describe('what is due', () => {
  test('is put into the queue in order, once, however many schedulers look and however often', async () => {
    const home = await living();
    const schedulers = [newScheduler(home.database, home.queue), newScheduler(home.database, home.queue)];
    await Promise.all(schedulers.map((scheduler) => scheduler.look()));
    expect(await queued(home)).toEqual(MORNING);
    for (const scheduler of schedulers) await scheduler.look();
    await newScheduler(home.database, home.queue).look();
    expect(await queued(home)).toEqual(MORNING);
  });

  test('is run by a worker and not put in again after that, not even by a scheduler that knows nothing', async () => {
    const home = await living();
    await newScheduler(home.database, home.queue).look();
    for (const job of MORNING) await runScheduled(home.database, { orgId: home.orgId, job: job as 'overdue', date: home.today });
    expect((await jobsOf(home)).map(({ job, cause, status }) => `${job} ${cause} ${status}`))
      .toEqual(MORNING.map((job) => `${job} SCHEDULE DONE`));
    await home.database.owner.query('delete from pgboss.job');
    await newScheduler(home.database, home.queue).look();
    expect(await queued(home)).toEqual([]);
    await runScheduled(home.database, { orgId: home.orgId, job: 'overdue', date: home.today });
    expect(await jobsOf(home)).toHaveLength(MORNING.length);
  });

  test('depends on the policy, and a sandbox or an organisation made today has nothing due before it was', async () => {
    const home = await living({ 'renewal.auto': true, 'nightly.time': '11:00' });
    const other = await settle(home);
    await home.database.owner.query('update organisations set sandbox_now = now() where org_id = $1', [other]);
    const fresh = await settle(home);
    await home.database.owner.query('update organisations set created_at = now() where org_id = $1', [fresh]);
    await newScheduler(home.database, home.queue).look();
    expect(await queued(home)).toEqual(['overdue', 'expulsion', 'renewals', 'schedule', 'housekeeping', 'proof', 'reminders',
      'nightly-charges']);
  });

  test('of a day that is over is not run any more', async () => {
    const home = await living();
    await runScheduled(home.database, { orgId: home.orgId, job: 'nightly-charges', date: daysAgo(1) });
    expect(await runsOf(home)).toEqual([]);
  });

  test('and fails is tried again: the queue is told', async () => {
    const home = await living();
    await home.database.owner.query('drop table reservations cascade');
    const waiting = { orgId: home.orgId, job: 'housekeeping', date: home.today } as const;
    await expect(runScheduled(home.database, waiting)).rejects.toThrow('housekeeping');
    await expect(runScheduled(home.database, waiting)).rejects.toThrow('reservations');
    expect((await jobsOf(home)).map(({ status }) => status)).toEqual(['FAILED', 'FAILED']);
  });
});

describe('JOB-3: nights that were missed (C-49)', () => {
  test('are noted and told once each, and not caught up', async () => {
    const home = await living();
    const look = () => newScheduler(home.database, home.queue).look();
    await Promise.all(Array.from({ length: 8 }, look));
    await look();
    const nights = [daysAgo(3), daysAgo(2), daysAgo(1)];
    expect(await missedOf(home)).toEqual(nights);
    expect((await toldOf(home)).toSorted()).toEqual(nights);
    expect(await queued(home)).not.toContain('nightly-charges');
  });

  test('a night that came to its end is not missed; one that failed or was killed is', async () => {
    const home = await living();
    const insert = (on: string, status: string) => home.database.owner.query(`
      insert into job_runs (org_id, id, job, for_date, cause, status, started_at, finished_at, started_by)
      values ($1, gen_random_uuid(), 'nightly-charges', $2, 'SCHEDULE', $3, now(),
              case when $3 <> 'RUNNING' then now() end, $1)`, [home.orgId, on, status]);
    await insert(daysAgo(3), 'DONE');
    await insert(daysAgo(2), 'FAILED');
    await insert(daysAgo(1), 'RUNNING');
    await newScheduler(home.database, home.queue).look();
    expect(await missedOf(home)).toEqual([daysAgo(2), daysAgo(1)]);
  });

  test('who does not charge at night misses none, also when he begins to today', async () => {
    const home = await living({ 'training.chargeTiming': 'ON_ATTENDANCE' });
    await newScheduler(home.database, home.queue).look();
    expect(await missedOf(home)).toEqual([]);
    await runAsSystem(home.database, home.orgId, changeSettings, { 'training.chargeTiming': 'BOTH' });
    await newScheduler(home.database, home.queue).look();
    expect(await missedOf(home)).toEqual([]);
  });
});
