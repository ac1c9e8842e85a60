/** Kill -9 in the middle of a night: what was charged stays, once; the next run completes it and closes the killed one. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { type Running, command, ended, killEverything, startServer } from './server.ts';

const TRAININGS = 60;
const STUDENTS = 24;
const WITH_PASS = 8;

type Json = Record<string, unknown>;
type Send = <T = Json>(method: 'GET' | 'POST', path: string, body?: Json) => Promise<T>;
type Run = { id: string; status: string; metrics: Record<string, number>; errors: { code?: string }[]; finishedAt: string | null };

const times = (n: number) => Array.from({ length: n }, (_, index) => index);

/** An address that may change when the server is started again. */
function sender(at: { url: string }, key: string): Send {
  return async <T>(method: string, path: string, body?: Json): Promise<T> => {
    const response = await fetch(`${at.url}${path}`, {
      method, headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as T;
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  };
}

/** Sixty trainings of tomorrow, all with the same students: a third with passes, a third with credit, a third with nothing. */
async function fill(send: Send): Promise<{ passes: string[] }> {
  const noon = `${Temporal.Now.plainDateISO('UTC').add({ days: 2 }).toString()}T09:00:00Z`;
  await send('POST', '/api/sandbox/clock', { now: noon });
  const type = await send<{ id: string }>('POST', '/api/subscription-types', { name: 'Сто занятий', price: 100, sessionsPerPeriod: 100 });
  const studentIds: string[] = [];
  const passes: string[] = [];
  for (const n of times(STUDENTS)) {
    const { id: clientId } = await send<{ id: string }>('POST', '/api/clients', { firstName: `Клиент ${n}` });
    const { id: studentId } = await send<{ id: string }>('POST', '/api/students', { clientId, firstName: `Ученик ${n}` });
    studentIds.push(studentId);
    if (n < WITH_PASS) {
      const sold = await send<{ subscription: { id: string } }>('POST', '/api/subscriptions',
        { clientId, studentId, subscriptionTypeId: type.id });
      passes.push(sold.subscription.id);
    } else if (n < 2 * WITH_PASS) {
      await send('POST', '/api/payments', { clientId, amount: 3050, paymentMethod: 'CASH' });
    }
  }
  const morning = Temporal.Instant.from(noon).add({ hours: 20 }); // eight o'clock in Moscow
  for (const n of times(TRAININGS)) {
    const startsAt = morning.add({ minutes: 10 * n });
    await send('POST', '/api/trainings',
      { title: 'Йога', startsAt: startsAt.toString(), endsAt: startsAt.add({ minutes: 10 }).toString(), price: 100, studentIds });
  }
  return { passes };
}

const charged = async (send: Send): Promise<number> =>
  (await send<{ pagination: { total: number } }>('GET', '/api/charges?limit=1&state=ACTIVE')).pagination.total;

/** Lets the night run until that many visits are charged, as the database says, and kills it there. */
async function killAfter(send: Send, enough: number, kill: () => Promise<unknown>): Promise<void> {
  const night = send('POST', '/api/jobs/nightly-charges/run', {}).then(() => 'done', () => 'killed');
  while (await charged(send) < enough) await setTimeout(1);
  await kill();
  expect(await night).toBe('killed');
}

test('a night killed twice is completed by the third run: nothing twice, nothing missing, and the books agree', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'saldo-crash-'));
  chmodSync(dataDir, 0o755);
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  let server: Running = await startServer(dataDir);
  const { orgId } = command<{ orgId: string }>(dataDir, 'org', 'create', '--name', 'Ритм', '--template', 'SPORT', '--sandbox');
  const { key } = command<{ key: string }>(dataDir, 'api-key', 'create', '--org', orgId, '--role', 'ADMIN');
  const at = { url: server.url };
  const send = sender(at, key);
  const { passes } = await fill(send);
  const visits = TRAININGS * STUDENTS;

  const found: number[] = [];
  // First the power goes, server and database; then the server alone, whose database lives on.
  for (const [enough, kill] of [
    [3 * STUDENTS, () => killEverything(server, dataDir)], [15 * STUDENTS, () => ended(server, 'SIGKILL')],
  ] as const) {
    await killAfter(send, enough, kill);
    server = await startServer(dataDir);
    at.url = server.url;
    const now = await charged(send);
    expect(now).toBeGreaterThanOrEqual(enough);
    expect(now).toBeLessThan(visits);
    expect(now % STUDENTS, 'a training is charged whole or not at all').toBe(0);
    expect(await send('GET', '/api/proof')).toMatchObject({ ok: true });
    found.push(now);
  }

  const last = await send<{ status: string; metrics: Record<string, number> }>('POST', '/api/jobs/nightly-charges/run', {});
  const [, second = 0] = found;
  expect(last).toMatchObject({
    status: 'DONE',
    metrics: {
      trainings: TRAININGS, participants: visits, errors: 0, 'skipped.CHARGED': second,
      sessionsDeducted: (TRAININGS - second / STUDENTS) * WITH_PASS,
      invoicesCreated: (TRAININGS - second / STUDENTS) * (STUDENTS - WITH_PASS),
    },
  });
  expect(await charged(send)).toBe(visits);
  for (const id of passes) expect(await send('GET', `/api/subscriptions/${id}`)).toMatchObject({ sessionsLeft: 100 - TRAININGS });
  const { runs } = await send<{ runs: Run[] }>('GET', '/api/job-runs?job=nightly-charges&limit=10');
  const [done, ...killed] = runs.slice(0, 3);
  expect(done).toMatchObject({ status: 'DONE', errors: [] });
  for (const run of killed) {
    expect(run).toMatchObject({ status: 'FAILED', errors: [{ code: 'INTERRUPTED' }] });
    expect(run.finishedAt).not.toBeNull();
  }
  expect(killed).toHaveLength(2);
  // What the killed runs decided is kept with what they charged, decision by decision.
  const kept = await Promise.all(killed.map(async ({ id }) =>
    (await send<{ pagination: { total: number } }>('GET', `/api/job-runs/${id}/decisions?decision=SESSION`)).pagination.total));
  expect(kept.reduce((sum, one) => sum + one, 0)).toBe((second / STUDENTS) * WITH_PASS);
  expect(await send('GET', '/api/proof')).toMatchObject({ ok: true });
  expect(await ended(server, 'SIGTERM')).toBe(0);
}, 180_000);
