/** An organisation to try things in: a database of its own, a sandbox clock, and the system's administrator. */
import { onTestFinished } from 'vitest';
import { createOrganisation } from '../src/access/create-organisation.ts';
import type { Endpoint, Input, Result } from '../src/kernel/contract.ts';
import type { Database } from '../src/kernel/db.ts';
import type { Actor, Call, Operation, Outcome, Reading } from '../src/kernel/operation.ts';
import type { Role } from '../src/kernel/permissions.ts';
import type { Policy, Template } from '../src/kernel/policy.ts';
import { uuidv7 } from '../src/kernel/uuid.ts';
import { type TestDatabase, freshDatabase } from './database.ts';

/** What a test may add to a call. */
export type CallOptions = Partial<Omit<Call, 'orgId'>>;
export type Runnable<E extends Endpoint> = Operation<E> | Reading<E>;

export type World = Readonly<{
  database: Database;
  url: string;
  orgId: string;
  /** The main branch, where money is taken when nobody says otherwise. */
  branchId: string;
  /** The organisation's system user, an administrator: who acts when a test does not say. */
  system: Actor;
  /** The call that `run` makes, for tests that go through another door. */
  call(options?: CallOptions): Call;
  /** Runs an operation or a reading with input that is already in its form in code; gives the result alone. */
  run<E extends Endpoint>(runnable: Runnable<E>, input: Input<E>, options?: CallOptions): Promise<Result<E>>;
  /** The same with everything around the result: whether it was replayed, the hash of a preview. */
  outcome<E extends Endpoint>(runnable: Runnable<E>, input: Input<E>, options?: CallOptions): Promise<Outcome<Result<E>>>;
  /** Makes a user of the role and gives the actor, to be passed as `{ actor }`. */
  as(role: Role, person?: { clientId?: string; studentId?: string }): Promise<Actor>;
  /** Moves the sandbox clock, in any direction. */
  setClock(iso: string): Promise<void>;
  close: () => Promise<void>;
}>;

export type WorldOptions = { template?: Template; now?: string; settings?: Partial<Policy>; connections?: number };

/**
 * Makes a world; one made inside a test ends with that test, one made in `beforeAll` is closed by its maker. The
 * default moment is a winter noon in Moscow, far from the ends of a day, a month and a year.
 */
export async function newWorld(options: WorldOptions = {}): Promise<World> {
  const made = await freshDatabase(options);
  closeWithTest(made.close);
  return worldIn(made, options);
}

/** Another organisation in the database of a world; it ends with that world. */
export const neighbourOf = (world: World, options: WorldOptions = {}): Promise<World> => worldIn(world, options);

async function worldIn(made: TestDatabase, options: WorldOptions): Promise<World> {
  const { template = 'STUDIO', now = '2025-02-12T09:00:00Z', settings = {} } = options;
  const { database } = made;
  const { orgId, branchId } = await createOrganisation(database, {
    name: 'Песочница', template, sandbox: true, now: Temporal.Instant.from(now),
  });
  if (Object.keys(settings).length > 0) {
    const query = 'update organisations set settings = settings || $2 where org_id = $1';
    await database.owner.query(query, [orgId, JSON.stringify(settings)]);
  }
  return worldOf(made, { orgId, branchId });
}

/** An organisation that is there already, as a world. */
export function worldOf(
  { database, url, close }: TestDatabase, { orgId, branchId }: Pick<World, 'orgId' | 'branchId'>,
): World {
  const system: Actor = { userId: orgId, role: 'ADMIN' }; // the system user has the organisation's own id
  const call = (given: CallOptions = {}): Call => ({
    orgId, actor: system, requestId: uuidv7(), language: 'ru', ...given,
  });
  const outcome: World['outcome'] = (runnable, input, given) => runnable.run(database, call(given), input);
  return {
    database, url, orgId, branchId, system, call, outcome, close,
    run: async (runnable, input, given) => (await outcome(runnable, input, given)).result,
    as: async (role, person = {}) => ({
      userId: await insertUser(database, orgId, role, person), role, ...person,
    }),
    setClock: async (iso) => {
      await database.owner.query('update organisations set sandbox_now = $2 where org_id = $1', [orgId, iso]);
    },
  };
}

function closeWithTest(close: () => Promise<void>): void {
  try {
    onTestFinished(close);
  } catch {
    // Not inside a test: a hook made this world and closes it.
  }
}

async function insertUser(
  database: Database, orgId: string, role: Role, person: { clientId?: string; studentId?: string },
): Promise<string> {
  const id = uuidv7();
  await database.owner.query(
    `insert into users (org_id, id, kind, first_name, role, client_id, student_id, created_at)
     select org_id, $2, 'KEY', 'Тест', $3, $4, $5, sandbox_now from organisations where org_id = $1`,
    [orgId, id, role, person.clientId, person.studentId],
  );
  return id;
}
