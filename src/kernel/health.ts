import { z } from 'zod';
import { endpoint } from './contract.ts';
import { inTransaction } from './db.ts';
import { publicRoute } from './http.ts';
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
