/** A whole Saldo for one test: a database of its own, the real server on a free port, and people who may sign in. */
import type { Server } from 'node:http';
import type { z } from 'zod';
import { createOrganisation } from '../../../src/access/create-organisation.ts';
import { createUser } from '../../../src/access/users.ts';
import { buildApp } from '../../../src/app.ts';
import { startBackground } from '../../../src/background.ts';
import { createStudent } from '../../../src/clients/students.ts';
import { createClient } from '../../../src/clients/write-clients.ts';
import { actOn } from '../../../src/demo/centre.ts';
import { advanceClock } from '../../../src/jobs/clock.ts';
import type { Endpoint, Result } from '../../../src/kernel/contract.ts';
import { type Database, openDatabase } from '../../../src/kernel/db.ts';
import type { Actor, Operation, Reading } from '../../../src/kernel/operation.ts';
import { ROLES, type Role } from '../../../src/kernel/permissions.ts';
import type { Template } from '../../../src/kernel/policy.ts';
import { uuidv7 } from '../../../src/kernel/uuid.ts';
import { type Facts, readFacts } from './facts.ts';
import type { Run } from './run.ts';
import { EMPTY, NOON, PASSWORD, YEAR, cloneOf } from './year.ts';

/**
 * `year`: a centre after eight months, on a Wednesday at noon in Moscow. `fresh`: an organisation with people and
 * nothing else. `empty`: nothing at all, as at the first visit. The clocks of the first two stand still.
 */
export type World = 'year' | 'fresh' | 'empty';
export type SiteOptions = {
  world?: World;
  /** Of a fresh organisation. */
  template?: Template;
  /** Jobs, deliveries and seals run as in the real server; without it nothing moves by itself. */
  background?: boolean;
};
export type Login = Readonly<{ email: string; password: string; actor: Actor }>;

export type Site = Readonly<{
  world: World;
  /** `http://127.0.0.1:port` */
  url: string;
  database: Database;
  databaseUrl: string;
  /** Empty while there is no organisation. */
  orgId: string;
  /** One person of each role; the client has a child in a group, a pass and a debt where the world has them. */
  logins: Readonly<Record<Role, Login>>;
  /** Ids of one thing of each kind. Only the year has them. */
  facts: Facts;
  /** Runs an operation or a reading as that role, with the fields of a request. */
  act<E extends Endpoint>(
    role: Role, runnable: Operation<E> | Reading<E>, fields: z.input<E['input']>,
  ): Promise<Result<E>>;
  /** Sends a request as that role would from the browser; gives the status and the answer. */
  request(role: Role, method: string, path: string, body?: object): Promise<{ status: number; body: unknown }>;
  /** The session cookie of that role. */
  cookie(role: Role): Promise<{ name: string; value: string }>;
  /** Moves the sandbox clock forward, with the jobs that fall due on the way. */
  moveClock(iso: string): Promise<void>;
  close(): Promise<void>;
}>;

type House = { orgId: string; logins: Record<Role, Login>; facts: Facts };

/** Opens a site on the server of the run. Whoever opens it closes it. */
export async function openSite(run: Run, options: SiteOptions = {}): Promise<Site> {
  const { world = 'year', template = 'SPORT', background = false } = options;
  const { url: databaseUrl, drop } = await cloneOf(run, world === 'year' ? YEAR : EMPTY);
  const database = openDatabase(databaseUrl, { connections: 6 });
  const app = await buildApp({ database, signInsPerMinute: 10_000, webFolder: run.webFolder });
  const house = await houseIn(database, world, template);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const stopBackground = background ? await startBackground({
    database, url: databaseUrl, mail: undefined, logger: { error: (error: unknown) => console.error(error) },
  }) : async () => undefined;
  const url = `http://127.0.0.1:${portOf(app.server)}`;
  const cookies = new Map<Role, Promise<{ name: string; value: string }>>();
  const cookie: Site['cookie'] = (role) => {
    if (!cookies.has(role)) cookies.set(role, signIn(url, house.logins[role]));
    return cookies.get(role)!;
  };
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    app.server.closeAllConnections(); // streams of events and idle connections of a browser would be waited for
    await Promise.all([app.close(), stopBackground()]);
    await database.close();
    await drop();
  };
  return {
    world, url, database, databaseUrl, ...house, cookie,
    act: (role, runnable, fields) => actOn(database, house.orgId)(house.logins[role].actor, runnable, fields),
    request: async (role, method, path, body) => send(url, await cookie(role), method, path, body),
    moveClock: async (iso) => {
      const call = { orgId: house.orgId, actor: systemOf(house.orgId), requestId: uuidv7(), language: 'ru' } as const;
      await advanceClock(database, call, Temporal.Instant.from(iso));
    },
    close: () => (closed ??= close()),
  };
}

const systemOf = (orgId: string): Actor => ({ userId: orgId, role: 'ADMIN' });

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server does not listen');
  return address.port;
}

async function houseIn(database: Database, world: World, template: Template): Promise<House> {
  if (world === 'empty') return { orgId: '', logins: nobody(), facts: noFacts(world) };
  if (world === 'fresh') return houseFresh(database, template);
  const { rows: [organisation] } = await database.owner.query<{ org_id: string }>('select org_id from organisations');
  const orgId = organisation!.org_id;
  const facts = await readFacts(database.owner);
  const logins = await loginsOf(database, orgId, { CLIENT: facts.family, STUDENT: facts.student, TRAINER: facts.trainer });
  return { orgId, logins, facts };
}

/** Reading a login or a fact of a world that has none says so, instead of signing in as undefined. */
function refusing<T extends object>(what: string): T {
  return new Proxy({} as T, { get: (_target, name) => {
    throw new Error(`${what}: ${String(name)}`);
  } });
}
const nobody = (): House['logins'] => refusing('Nobody can sign in to an empty world');
const noFacts = (world: World): Facts => refusing(`The world ${world} has no facts`);

async function houseFresh(database: Database, template: Template): Promise<House> {
  const { orgId } = await createOrganisation(database, {
    name: 'Новая студия', template, sandbox: true, now: Temporal.Instant.from(NOON),
  });
  const act = actOn(database, orgId);
  const system = systemOf(orgId);
  const client = await act(system, createClient, { kind: 'PERSON', firstName: 'Анна', lastName: 'Орлова' });
  const student = await act(system, createStudent, { clientId: client.id, firstName: 'Пётр', lastName: 'Орлов' });
  const logins = await loginsOf(database, orgId, { CLIENT: client.id, STUDENT: student.id });
  return { orgId, logins, facts: noFacts('fresh') };
}

/** Who is there already keeps his place; for every other role somebody is added. */
async function loginsOf(
  database: Database, orgId: string, wanted: Partial<Record<Role, string>>,
): Promise<Record<Role, Login>> {
  const { rows } = await database.owner.query<{
    id: string; role: Role; email: string; client_id: string | null; student_id: string | null;
  }>(`select u.id, u.role, l.email, u.client_id, u.student_id from users u join logins l on l.id = u.login_id
       where u.org_id = $1 order by l.email`, [orgId]);
  const fits = (role: Role, row: (typeof rows)[number]): boolean => row.role === role &&
    (wanted[role] === undefined || [row.id, row.client_id, row.student_id].includes(wanted[role]));
  const logins: Partial<Record<Role, Login>> = {};
  for (const role of ROLES) {
    const row = rows.find((each) => fits(role, each));
    const person = { ...(role === 'CLIENT' && { clientId: wanted.CLIENT! }), ...(role === 'STUDENT' && { studentId: wanted.STUDENT! }) };
    const email = row?.email ?? `${role.toLowerCase()}.${orgId.slice(-8)}@web.example`;
    const userId = row?.id ?? await addUser(database, orgId, { email, role, ...person });
    logins[role] = { email, password: PASSWORD, actor: { userId, role, ...person } };
  }
  return logins as Record<Role, Login>;
}

async function addUser(
  database: Database, orgId: string, person: { email: string; role: Role; clientId?: string; studentId?: string },
): Promise<string> {
  const fields = { password: PASSWORD, firstName: 'Вера', lastName: 'Тестова', ...person };
  return (await actOn(database, orgId)(systemOf(orgId), createUser, fields)).id;
}

async function signIn(url: string, { email, password }: Login): Promise<{ name: string; value: string }> {
  const response = await fetch(`${url}/api/sign-in`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email, password }),
  });
  const [pair = ''] = (response.headers.get('set-cookie') ?? '').split(';');
  const at = pair.indexOf('=');
  if (!response.ok || at < 1) throw new Error(`${email} could not sign in: ${response.status} ${await response.text()}`);
  return { name: pair.slice(0, at), value: pair.slice(at + 1) };
}

async function send(
  url: string, { name, value }: { name: string; value: string }, method: string, path: string, body: object | undefined,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url + path, {
    method,
    headers: {
      cookie: `${name}=${value}`, 'idempotency-key': uuidv7(), ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) as unknown };
}
