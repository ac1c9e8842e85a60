import { z } from 'zod';
import { endpoint } from './contract.ts';
import { type Database, inTransaction } from './db.ts';
import { publicRoute } from './http.ts';
import { migrationState } from './migrate.ts';
import type { Pulse } from './pulse.ts';
import { Refusal } from './refusal.ts';
import { bool, sql } from './sql.ts';

const health = endpoint({
  name: 'health', method: 'GET', path: '/api/health', permission: 'public',
  summary: 'Ready to work / Готов к работе',
  input: z.strictObject({}), result: z.object({ ok: z.boolean() }), refusals: ['SERVICE_BUSY'],
});

/** 200 once the database answers with the tables in place, 503 otherwise. */
export const healthRoute = publicRoute(health, async ({ database, request }) => {
  try {
    return await inTransaction(database, undefined, 'read', (tx) =>
      tx.one({ ok: bool }, sql`select count(*) >= 0 as ok from logins where id is null`));
  } catch (error) {
    request.log.warn({ err: error });
    throw new Refusal('SERVICE_BUSY');
  }
});

/** The worker beats every second; one that has been silent for so long hangs or is gone. */
const SILENT_SECONDS = 60;
const Checks = z.object({ database: z.boolean(), migrations: z.boolean(), worker: z.boolean() });
const ready = endpoint({
  name: 'ready', method: 'GET', path: '/api/ready', permission: 'public',
  summary: 'Готов принимать работу: база, её структура, фоновые задания / Ready: database, its shape, the worker',
  input: z.strictObject({}), result: z.object({ ok: z.boolean(), checks: Checks }), refusals: ['NOT_READY'],
});

/** 200 when requests and jobs will be done, 503 with what is missing otherwise: for whoever sends traffic here. */
export const readyRoute = publicRoute(ready, async ({ database, request, watch: { pulse } }) => {
  const migrations = await shapeOf(database).catch((error: unknown) => {
    request.log.warn({ err: error });
  });
  const checks = { database: migrations !== undefined, migrations: migrations === true, worker: isAlive(pulse) };
  const missing = Object.entries(checks).filter(([, there]) => !there).map(([name]) => name);
  if (missing.length > 0) throw new Refusal('NOT_READY', { missing: missing.join(', ') }, { checks });
  return { ok: true, checks };
});

/** Whether every migration is applied. Asked of the application's role as well: it is the one that works. */
async function shapeOf(database: Database): Promise<boolean> {
  const [{ missing, problem }] = await Promise.all([
    migrationState(database),
    inTransaction(database, undefined, 'read', (tx) => tx.one({ ok: bool }, sql`select true as ok`)),
  ]);
  return missing.length === 0 && problem === undefined;
}

const isAlive = (pulse: Pulse | undefined): boolean =>
  pulse === undefined || (pulse.age() ?? Number.POSITIVE_INFINITY) < SILENT_SECONDS;
