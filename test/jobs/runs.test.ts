/** A run of a job: alone, recorded, told of when it fails, and started by hand through the door. */
import { describe, expect, test } from 'vitest';
import { findJob } from '../../src/jobs/jobs.ts';
import { getRun, listDecisions, listJobs, listRuns } from '../../src/jobs/read-jobs.ts';
import { runJobByHand } from '../../src/jobs/run-by-hand.ts';
import { runJob } from '../../src/jobs/run-job.ts';
import { ask, expectRefused, newClient, newInvoice, newStudent, openDoor, refusal, topUp } from '../money-fixtures.ts';
import { type World, neighbourOf, newWorld } from '../world.ts';
import { holdClient, runsOf, until } from './blocked.ts';

const run = (world: World, name: string, wire = {}) => ask(world, runJobByHand, { name, ...wire });

/** A world with an overdue invoice, so that the job of overdue invoices needs the client's row. */
async function overdueWorld() {
  const world = await newWorld({ now: '2025-02-10T09:00:00Z' });
  const clientId = await newClient(world);
  await newInvoice(world, clientId, [500], { dueDate: '2025-02-10' });
  await world.setClock('2025-02-12T09:00:00Z');
  return { world, clientId };
}

describe('a run', () => {
  test('is recorded with who started it, its date, its metrics and its duration', async () => {
    const { world } = await overdueWorld();
    const actor = await world.as('ADMIN');
    const result = await world.run(runJobByHand, { name: 'overdue' }, { actor });
    expect(result.run).toMatchObject({
      job: 'overdue', cause: 'HAND', status: 'DONE', metrics: { marked: 1, notified: 1 }, errors: [],
      startedBy: { id: actor.userId, firstName: 'Тест' },
    });
    expect(result.run?.date.toString()).toBe('2025-02-12');
    expect(result.run?.startedAt.toString()).toBe('2025-02-12T09:00:00Z');
    expect(result.run?.durationMs).toBeGreaterThan(0);
    expect(await world.run(getRun, { id: result.run!.id })).toEqual(result.run);
    const { rows } = await world.database.owner.query<{ after: object }>(
      `select after from audit_log where operation = 'job.run' and actor_id = $1 and entity_id = $2`,
      [actor.userId, result.run!.id]);
    expect(rows[0]?.after).toMatchObject({ job: 'overdue', status: 'DONE', metrics: { marked: 1 } });
  });

  test('under an idempotency key is made once and answered again', async () => {
    const { world } = await overdueWorld();
    const [first, again] = [
      await world.outcome(runJobByHand, { name: 'overdue' }, { idempotencyKey: 'k' }),
      await world.outcome(runJobByHand, { name: 'overdue' }, { idempotencyKey: 'k' }),
    ];
    expect(again).toMatchObject({ replayed: true, result: { run: { id: first.result.run!.id } } });
    expect(await runsOf(world)).toHaveLength(1);
  });

  test('cannot be twice at once, whoever starts it; another job or another organisation can', async () => {
    const { world, clientId } = await overdueWorld();
    const release = await holdClient(world, clientId);
    const first = run(world, 'overdue');
    await until(async () => (await runsOf(world)).length === 1);
    await expect(run(world, 'overdue')).rejects.toEqual(refusal('JOB_RUNNING'));
    const request = { orgId: world.orgId, job: findJob('overdue')!, actor: world.system, language: 'ru' } as const;
    await expect(runJob(world.database, { ...request, cause: 'SCHEDULE' })).rejects.toEqual(refusal('JOB_RUNNING'));
    expect(await run(world, 'reminders')).toMatchObject({ status: 'DONE' });
    await release();
    expect(await first).toMatchObject({ status: 'DONE', metrics: { marked: 1 } });
    expect(await run(world, 'overdue')).toMatchObject({ status: 'DONE', metrics: { marked: 0 } });
  });

  test('that fails is FAILED with its error, and administrators are told once a day', async () => {
    const { world } = await overdueWorld();
    await world.database.owner.query(`alter table invoices add check (status <> 'OVERDUE')`);
    const { status, errors, run: row } = await run(world, 'overdue');
    expect({ status, stored: row?.status }).toEqual({ status: 'FAILED', stored: 'FAILED' });
    expect(errors).toEqual([{ code: '23514', message: expect.stringContaining('invoices') as string }]);
    await run(world, 'overdue');
    const { rows } = await world.database.owner.query<{ params: object }>(
      `select params from notices where kind = 'job-failed' and audience = 'ADMINS'`);
    expect(rows).toEqual([{ params: { job: 'Просроченные счета', error: errors[0]?.message } }]);
    expect((await runsOf(world)).map(({ status: one }) => one)).toEqual(['FAILED', 'FAILED']);
  });

  test('of more jobs at once than there are connections for locks: they wait, and all come to their end', async () => {
    const { world } = await overdueWorld();
    const worlds = [world];
    const jobs = ['overdue', 'reminders', 'housekeeping', 'proof', 'settlement'];
  
    while (worlds.length < 5) worlds.push(await neighbourOf(world));
    const all = await Promise.all(worlds.flatMap((one) => jobs.map((name) => run(one, name))));
    expect(all.map(({ status }) => status)).toEqual(Array(25).fill('DONE'));
  });
});

describe('what is refused', () => {
  test.each([
    [{ name: 'nonsense' }, 'JOB_UNKNOWN'], [{ name: 'overdue', date: '2025-02-11' }, 'JOB_DATE'],
    [{ name: 'overdue', date: '2025-02-13' }, 'JOB_DATE'],
  ])('%j: %s', async (wire, code) => {
    const { world } = await overdueWorld();
    await expectRefused(world, () => ask(world, runJobByHand, wire), code);
    expect(await run(world, 'overdue', { date: '2025-02-12' })).toMatchObject({ status: 'DONE' });
  });

  test('a preview of a job that has none, and another tenant’s run', async () => {
    const { world } = await overdueWorld();
    await expectRefused(world, () => ask(world, runJobByHand, { name: 'housekeeping' }, { dryRun: true }), 'JOB_NO_PREVIEW');
  
    const other = await neighbourOf(world);
    const { run: theirs } = await run(other, 'overdue');
    await expect(ask(world, getRun, { id: theirs!.id })).rejects.toEqual(refusal('NOT_FOUND'));
    await expect(ask(world, listDecisions, { id: theirs!.id })).rejects.toEqual(refusal('NOT_FOUND'));
    expect(await ask(other, listDecisions, { id: theirs!.id })).toMatchObject({ decisions: [] });
  });

  test('a manager reads and does not run', async () => {
    const { world } = await overdueWorld();
    const door = await openDoor(world);
    const key = await door.keyOf('MANAGER');
    const answer = await door.send('POST', '/api/jobs/overdue/run', { key, body: {} });
    expect(answer).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    const actor = await world.as('MANAGER');
    await expectRefused(world, () => world.run(runJobByHand, { name: 'overdue' }, { actor }), 'FORBIDDEN');
    expect((await door.send('GET', '/api/job-runs', { key })).body).toMatchObject({ runs: [], pagination: { total: 0 } });
  });
});

describe('the other jobs', () => {
  test('settlement pays from credit what was not paid; housekeeping forgets old keys; the proof holds', async () => {
    const { world, clientId } = await overdueWorld();
    await topUp(world, clientId, 500, {}); // DIRECTED: the credit waits
    await world.database.owner.query(
      `update organisations set settings = settings || '{"settlement.mode":"FIFO_BALANCE","settlement.allowPartial":false}'`);
    expect(await run(world, 'settlement')).toMatchObject({ status: 'DONE', metrics: { clients: 1, settled: 1 } });
    expect(await run(world, 'settlement')).toMatchObject({ metrics: { clients: 0, settled: 0 } });
    await world.run(runJobByHand, { name: 'reminders' }, { idempotencyKey: 'old' });
    expect(await run(world, 'housekeeping')).toMatchObject({ metrics: { keysForgotten: 0 } });
    await world.setClock('2025-02-19T09:00:00Z');
    expect(await run(world, 'housekeeping')).toMatchObject({ metrics: { keysForgotten: 0 } });
    await world.setClock('2025-02-19T09:00:01Z');
    expect(await run(world, 'housekeeping')).toMatchObject({ metrics: { keysForgotten: 1 } });
    expect(await run(world, 'proof')).toMatchObject({ status: 'DONE', metrics: { broken: 0 }, errors: [] });
  });

  test('books that do not hold are told to the administrators, each invariant once a day', async () => {
    const { world, clientId } = await overdueWorld();
    await world.database.owner.query('update clients set balance = 1 where id = $1', [clientId]);
    const { status, metrics, errors } = await run(world, 'proof');
    expect({ status, broken: metrics['broken'] }).toEqual({ status: 'DONE', broken: errors.length });
    expect(errors.map(({ code }) => code)).toContain('I-01');
    await run(world, 'proof');
    const { rows } = await world.database.owner.query<{ invariant: string; row: string }>(
      `select params ->> 'invariant' as invariant, params ->> 'row' as row from notices where kind = 'proof-failed' order by id`);
    expect(rows).toHaveLength(errors.length);
    expect(rows[0]).toMatchObject({ invariant: expect.stringContaining('I-01') as string, row: expect.stringContaining(clientId) as string });
  });
});

test('the decisions of a night are said in words, in the reader’s language', async () => {
  const { world, clientId } = await overdueWorld();
  const studentId = await newStudent(world, clientId);
  const { run: night } = await run(world, 'nightly-charges');
  await world.database.owner.query(`
    insert into night_decisions (org_id, run_id, training_id, student_id, decision, reason, created_at)
    select $1, $2, gen_random_uuid(), $3, d, r, now()
      from (values ('SKIPPED', 'FREE'), ('ERROR', 'NO_TRAINING_PRICE')) as v (d, r)`, [world.orgId, night!.id, studentId]);
  const { decisions } = await ask(world, listDecisions, { id: night!.id });
  expect(decisions.map(({ sentence }) => sentence)).toEqual([
    'Пропущено: бесплатное посещение', 'Ошибка: не задана цена разового занятия',
  ]);
  expect(decisions[0]).toMatchObject({ student: { id: studentId, name: 'Пётр' }, training: { title: null } });
  const english = await ask(world, listDecisions, { id: night!.id, decision: 'SKIPPED' }, { language: 'en' });
  expect(english).toMatchObject({ decisions: [{ sentence: 'Skipped: a free visit' }], pagination: { total: 1 } });
});

test('the lists: jobs with their next run, runs newest first by job, date and status', async () => {
  const { world } = await overdueWorld();
  const { jobs } = await ask(world, listJobs, {});
  expect(jobs.find(({ name }) => name === 'overdue')).toEqual({
    name: 'overdue', title: 'Просроченные счета', time: '00:10', nextRunAt: '2025-02-12T21:10:00Z', applies: true, hasPreview: true,
  });
  expect(jobs.find(({ name }) => name === 'settlement')).toMatchObject({ time: null, nextRunAt: null, applies: false });
  for (const name of ['overdue', 'reminders', 'overdue']) await run(world, name);
  const listed = async (wire = {}) => (await ask(world, listRuns, wire)).runs.map(({ job }) => job);
  expect(await listed()).toEqual(['overdue', 'reminders', 'overdue']);
  expect(await listed({ job: 'reminders' })).toEqual(['reminders']);
  expect(await listed({ from: '2025-02-13' })).toEqual([]);
  expect(await listed({ from: '2025-02-12', to: '2025-02-12', status: 'DONE', limit: 2 })).toEqual(['overdue', 'reminders']);
  expect(await listed({ status: 'FAILED' })).toEqual([]);
  await expect(listed({ job: 'nonsense' })).rejects.toEqual(refusal('JOB_UNKNOWN'));
});
