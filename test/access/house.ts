/** A whole web server over a fresh database, with an organisation, an administrator's key, and a way to send requests. */
import type { FastifyInstance, InjectOptions } from 'fastify';
import { onTestFinished } from 'vitest';
import { createOrganisation, type OrganisationInput } from '../../src/access/create-organisation.ts';
import { buildApp } from '../../src/app.ts';
import type { Database } from '../../src/kernel/db.ts';
import type { Role } from '../../src/kernel/permissions.ts';
import { runAsSystem } from '../../src/kernel/command.ts';
import { createApiKey } from '../../src/access/api-keys.ts';
import { createUser } from '../../src/access/users.ts';
import { freshDatabase } from '../database.ts';

export type Answer = Readonly<{
  status: number;
  body: Record<string, unknown> & { code?: string; errors?: { path: string; message: string }[] };
  headers: Record<string, string | string[] | number | undefined>;
  /** The session cookie that the answer sets, ready to be sent back. */
  cookie: string | undefined;
}>;
export type Sent = { key?: string; cookie?: string; body?: unknown; raw?: string | Buffer; headers?: Record<string, string> };

export type House = Readonly<{
  app: FastifyInstance;
  database: Database;
  orgId: string;
  /** The key of an administrator. */
  key: string;
  send(method: NonNullable<InjectOptions['method']>, url: string, sent?: Sent): Promise<Answer>;
  makeKey(role: Role): Promise<string>;
  makeUser(email: string, role?: Role, orgId?: string): Promise<string>;
}>;
export const PASSWORD = 'Correct-horse-7';

/** Makes the house; it is closed with the test. */
export async function newHouse(
  input: Partial<OrganisationInput> = {}, options: { signInsPerMinute?: number } = {},
): Promise<House> {
  const { database, close } = await freshDatabase();
  const app = await buildApp({ database, signInsPerMinute: 1000, ...options });
  onTestFinished(async () => {
    await app.close();
    await close();
  });
  const { orgId } = await createOrganisation(database, { name: 'Дом', template: 'STUDIO', ...input });
  const makeKey = async (role: Role) =>
    String((await runAsSystem(database, orgId, createApiKey, { name: role, role })).key);
  const makeUser = async (email: string, role: Role = 'ADMIN', org = orgId) =>
    (await runAsSystem(database, org, createUser, { email, password: PASSWORD, firstName: 'Анна', role })).id;
  return { app, database, orgId, key: await makeKey('ADMIN'), makeKey, makeUser, send: sender(app) };
}

/** A way to send requests to the server without a network. */
export function sender(app: FastifyInstance): House['send'] {
  return async (method, url, { key, cookie, body, raw, headers = {} } = {}) => {
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await app.inject({
      method, url,
      ...(payload === undefined ? {} : { payload }),
      headers: {
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(cookie === undefined ? {} : { cookie }),
        ...headers,
      },
    });
    const set = response.cookies.find(({ name }) => name === 'saldo_session');
    return {
      status: response.statusCode,
      body: response.headers['content-type']?.includes('json') ? response.json<Answer['body']>() : {},
      headers: response.headers,
      cookie: set && `saldo_session=${set.value}`,
    };
  };
}

/** Every row of the audit trail of the organisation, oldest first. */
export async function auditOf({ database, orgId }: House): Promise<{ operation: string; before: unknown; after: unknown }[]> {
  const { rows } = await database.owner.query<{ operation: string; before: unknown; after: unknown }>(
    'select operation, before, after from audit_log where org_id = $1 order by id', [orgId]);
  return rows;
}
