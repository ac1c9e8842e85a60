/** How a server is watched: ready, and measured. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InjectOptions } from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { newClient, newInvoice } from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';
import { buildApp } from '../../src/app.ts';
import { openQueue } from '../../src/jobs/queue.ts';
import { type Pulse, newPulse } from '../../src/kernel/pulse.ts';
import { newMeters } from '../../src/maintenance/meters.ts';

const TOKEN = 'a-token-of-16-chars';

async function served(world: World, options: { pulse?: Pulse; token?: string; backups?: string; process?: boolean } = {}) {
  const app = await buildApp({ database: world.database, meters: newMeters({ database: world.database, ...options }) });
  onTestFinished(() => app.close());
  return (url: string, given: InjectOptions = {}) => app.inject({ url, ...given });
}

test('ready: the database, its shape and the worker; otherwise 503 with what is missing', async () => {
  const world = await newWorld();
  const silent = await (await served(world, { pulse: newPulse() }))('/api/ready');
  expect(silent.statusCode).toBe(503);
  expect(silent.headers['content-type']).toContain('application/problem+json');
  expect(silent.json()).toMatchObject({
    code: 'NOT_READY', detail: 'Сервер не готов принимать работу: worker',
    checks: { database: true, migrations: true, worker: false },
  });
  const pulse = newPulse();
  pulse.beat();
  const ask = await served(world, { pulse });
  expect((await ask('/api/ready')).json()).toEqual({ ok: true, checks: { database: true, migrations: true, worker: true } });
  const hung = await served(world, { pulse: { beat: () => undefined, age: () => 61 } });
  expect((await hung('/api/ready')).json()).toMatchObject({ checks: { worker: false } });
  await world.database.owner.query(`delete from schema_migrations where name like '0007%' or name > '0007'`);
  expect((await ask('/api/ready')).json())
    .toMatchObject({ code: 'NOT_READY', checks: { database: true, migrations: false } });
  await world.close();
  const gone = await ask('/api/ready');
  expect(gone.json()).toMatchObject({ code: 'NOT_READY', checks: { database: false, migrations: false, worker: true } });
});

test('metrics are for this machine alone, unless there is a token', async () => {
  const world = await newWorld();
  const here = await served(world);
  const answer = await here('/metrics');
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  for (const remoteAddress of ['::1', '::ffff:127.0.0.1']) {
    expect((await here('/metrics', { remoteAddress })).statusCode).toBe(200);
  }
  const strangers = [{ remoteAddress: '192.168.0.7' }, { remoteAddress: '10.127.0.1' },
    { headers: { 'x-forwarded-for': '203.0.113.9' } },
    // A proxy that says for whom it asks by nothing but the name that was asked for; a page of another site.
    { headers: { host: 'studio.example' } }, { headers: { origin: 'https://other.example' } }];
  for (const elsewhere of strangers) {
    expect((await here('/metrics', elsewhere)).json(), JSON.stringify(elsewhere)).toMatchObject({ code: 'FORBIDDEN' });
  }
  const token = await served(world, { token: TOKEN });
  const withToken = (text: string) => token('/metrics', { remoteAddress: '192.168.0.7', headers: { authorization: text } });
  expect((await withToken(`Bearer ${TOKEN}`)).statusCode).toBe(200);
  for (const wrong of ['', 'Bearer', `Bearer ${TOKEN}x`, `Basic ${TOKEN}`, 'Bearer saldo_nonsense']) {
    expect((await withToken(wrong)).json(), wrong).toMatchObject({ code: 'UNAUTHENTICATED' });
  }
  expect((await token('/metrics')).json()).toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('requests by route, pools, queue, jobs, notices, proof, backup, worker and process are measured; nobody by name', async () => {
  const world = await newWorld();
  await (await openQueue(world.url, () => undefined)).stop();
  const clientId = await newClient(world, { firstName: 'Эсмеральда' });
  const { id: invoiceId } = await newInvoice(world, clientId, [100]);
  await world.database.owner.query(`
    update organisations set sandbox_now = null;
    insert into job_runs (org_id, id, job, for_date, cause, status, started_at, finished_at, duration_ms, started_by,
                          metrics)
    select org_id, gen_random_uuid(), j.job, current_date, 'SCHEDULE', j.status, '2025-02-12T03:00:00Z',
           '2025-02-12T03:00:02Z', 2000, org_id, j.metrics::jsonb
      from organisations,
           (values ('proof', 'DONE', '{"broken": 1}'), ('overdue', 'FAILED', '{}')) as j (job, status, metrics)`);
  const backups = mkdtempSync(join(tmpdir(), 'saldo-backups-'));
  onTestFinished(() => rmSync(backups, { recursive: true, force: true }));
  mkdirSync(join(backups, 'saldo-20250212T033000Z'));
  writeFileSync(join(backups, 'saldo-20250212T033000Z', 'manifest.json'), '{}');
  const pulse = newPulse();
  pulse.beat();
  const ask = await served(world, { pulse, backups, process: true });
  await ask(`/api/invoices/${invoiceId}`);
  await ask('/no/such/address');
  const { body } = await ask('/metrics');
  const value = (name: string): string | undefined =>
    body.split('\n').find((line) => line.startsWith(`${name} `))?.split(' ')[1];
  expect(value('saldo_http_request_duration_seconds_count{method="GET",route="/api/invoices/:id",status="401"}')).toBe('1');
  expect(value('saldo_database_up')).toBe('1');
  expect(value('saldo_db_pool_connections{pool="app",state="waiting"}')).toBe('0');
  expect(value('saldo_queue_jobs{state="waiting"}')).toBe('0');
  expect(value('saldo_job_failed_organisations{job="overdue"}')).toBe('1');
  expect(value('saldo_job_last_duration_seconds{job="proof"}')).toBe('2');
  expect([value('saldo_proof_ok'), value('saldo_proof_timestamp_seconds')]).toEqual(['0', '1739329200']);
  expect([value('saldo_notices_waiting'), value('saldo_backup_verified')]).toEqual(['0', '0']);
  expect(Number(value('saldo_backup_age_seconds'))).toBeGreaterThan(86_400);
  expect(Number(value('saldo_worker_beat_age_seconds'))).toBeGreaterThanOrEqual(0);
  expect(body).toContain('nodejs_eventloop_lag_seconds');
  expect(body).toContain('process_cpu_user_seconds_total');
  for (const secret of ['Эсмеральда', 'Песочница', invoiceId, clientId, world.orgId, '/no/such']) {
    expect(body).not.toContain(secret);
  }
});

test('what nobody knows is not there, and a database that is away is a measurement', async () => {
  const world = await newWorld();
  const ask = await served(world);
  await world.close();
  const { statusCode, body } = await ask('/metrics');
  expect(statusCode).toBe(200);
  expect(body).toContain('saldo_database_up 0');
  expect(body).not.toMatch(/^saldo_(proof_ok|backup_age_seconds|notices_waiting) /m);
});
