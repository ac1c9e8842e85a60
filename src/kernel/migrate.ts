/** Brings a database to the shape that this version of the program needs: the files of db/migrations, in order. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { APP_ROLE, type Database } from './db.ts';

type Migration = Readonly<{ name: string; text: string; sha256: string }>;
type Applied = Readonly<{ name: string; sha256: string }>;

const FOLDER = fileURLToPath(new URL('../../db/migrations', import.meta.url));
/** Any number will do, as long as nothing else in the database locks the same one. */
export const MIGRATION_LOCK = 7_253_601;

const UNDEFINED_TABLE = '42P01';
const NOT_PERMITTED = '42501';

/**
 * Applies the migrations that the database lacks, each in a transaction of its own, and makes the role that the
 * application works as. Of several programs that start at once one migrates and the others wait. Throws an Error for
 * the operator when a file changed after it was applied, when the database is newer than this program, or when the
 * database's role may not do what is needed. With `through` the later migrations wait: an older backup is first
 * restored as it was. `folder` is for tests.
 */
export async function migrate(
  database: Database, folder: string = FOLDER, through?: string,
): Promise<{ applied: string[] }> {
  const migrations = readMigrations(folder).filter(({ name }) => through === undefined || name <= through);
  const client = await database.owner.connect();
  let broken: Error | undefined;
  try {
    if (await isCurrent(client, migrations)) return { applied: [] };
    await client.query(`select pg_advisory_lock(${MIGRATION_LOCK})`);
    try {
      await ensureRole(client);
      return { applied: await applyMissing(client, migrations) };
    } finally {
      await client.query(`select pg_advisory_unlock(${MIGRATION_LOCK})`).catch((failure: Error) => {
        broken = failure; // the connection is gone, and the lock with it
      });
    }
  } finally {
    client.release(broken);
  }
}

export type MigrationState = Readonly<{ applied: string[]; missing: string[]; problem: string | undefined }>;

/** How the database stands beside the files, without changing anything. */
export async function migrationState(database: Database, folder: string = FOLDER): Promise<MigrationState> {
  const migrations = readMigrations(folder);
  const { rows } = await database.owner
    .query<Applied>('select name, sha256 from public.schema_migrations order by name')
    .catch((error: unknown) => {
      if (codeOf(error) === UNDEFINED_TABLE) return { rows: [] };
      throw error;
    });
  const applied = rows.map(({ name }) => name);
  const missing = migrations.slice(rows.length).map(({ name }) => name);
  try {
    refuseForeign(migrations, rows);
    return { applied, missing, problem: undefined };
  } catch (error) {
    return { applied, missing, problem: messageOf(error) };
  }
}

/** The first of the migrations applied elsewhere that is not ours in this place; undefined when we know them all. */
export function unknownMigration(applied: readonly Applied[]): string | undefined {
  const ours = readMigrations(FOLDER);
  return applied.find(({ name, sha256 }, index) => ours[index]?.name !== name || ours[index].sha256 !== sha256)?.name;
}

/** Reads the files `NNNN-name.sql`. Line ends are made equal, so that a checkout on Windows hashes the same. */
function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder).filter((name) => /^\d{4}-.+\.sql$/.test(name)).sort();
  return names.map((name) => {
    const text = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n');
    return { name, text, sha256: createHash('sha256').update(text).digest('hex') };
  });
}

/** The one query of an ordinary start: what was applied, and whether the application's role is there for us. */
async function isCurrent(client: pg.PoolClient, migrations: Migration[]): Promise<boolean> {
  try {
    const { rows } = await client.query<Applied & { ready: boolean }>(`
      select name, sha256, ${ROLE_IS_READY} as ready from public.schema_migrations order by name`);
    refuseForeign(migrations, rows);
    return rows.length === migrations.length && rows.every((row) => row.ready);
  } catch (error) {
    if (codeOf(error) === UNDEFINED_TABLE) return false;
    throw error;
  }
}

/** What was applied must be exactly the first of our files; anything else is a database that we do not understand. */
function refuseForeign(migrations: Migration[], applied: readonly Applied[]): void {
  for (const [index, { name, sha256 }] of applied.entries()) {
    const file = migrations[index];
    if (file?.name !== name) {
      throw new Error(
        `База новее программы или от другой её версии: миграции ${name} здесь нет. Обновите программу. / ` +
          `The database is newer than this program, or belongs to another one: there is no migration ${name} here. ` +
          'Update the program.',
      );
    }
    if (file.sha256 !== sha256) {
      throw new Error(
        `Миграция ${name} изменилась после того, как была применена. Верните прежний файл. / ` +
          `Migration ${name} was changed after it had been applied. Put the former file back.`,
      );
    }
  }
}

async function applyMissing(client: pg.PoolClient, migrations: Migration[]): Promise<string[]> {
  await explained(client, () =>
    client.query(`
      create table if not exists public.schema_migrations (
        name text primary key,
        sha256 text not null,
        applied_at timestamptz not null default clock_timestamp()
      )`),
  );
  const { rows } = await client.query<Applied>('select name, sha256 from public.schema_migrations order by name');
  refuseForeign(migrations, rows);
  const missing = migrations.slice(rows.length);
  for (const migration of missing) await explained(client, () => apply(client, migration));
  return missing.map(({ name }) => name);
}

async function apply(client: pg.PoolClient, { name, text, sha256 }: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(text);
    await client.query('insert into public.schema_migrations (name, sha256) values ($1, $2)', [name, sha256]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined); // a broken connection has rolled back by itself
    throw new Error(`Миграция ${name} не применена / Migration ${name} was not applied: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** Whether we may act as the application's role. PostgreSQL 16 told "member of" and "may SET ROLE" apart. */
const ROLE_IS_READY = `exists (
  select from pg_roles
   where rolname = '${APP_ROLE}'
     and pg_has_role(oid, case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end))`;

/**
 * Makes the application's role, which owns nothing, and lets us act as it. Roles belong to the whole server, so another
 * database's start may be doing the same at this moment: what counts is that the role is there in the end.
 */
async function ensureRole(client: pg.PoolClient): Promise<void> {
  let last: unknown;
  for (let attempts = 1; attempts <= 3; attempts += 1) {
    if (await isTrue(client, ROLE_IS_READY)) return;
    try {
      if (!(await isTrue(client, `exists (select from pg_roles where rolname = '${APP_ROLE}')`))) {
        await client.query(`create role ${APP_ROLE} nologin`);
      }
      await client.query(`grant ${APP_ROLE} to current_user`);
    } catch (error) {
      last = error;
    }
  }
  if (await isTrue(client, ROLE_IS_READY)) return;
  const needed = await ask(client, `
    select concat(case when not exists (select from pg_roles where rolname = '${APP_ROLE}')
                       then 'create role ${APP_ROLE} nologin; ' end,
                  format('grant ${APP_ROLE} to %I;', current_user)) as value`);
  throw forAdministrator(needed, last);
}

/**
 * Runs a change of the schema; when it is not permitted, says what to do. The owner of a database may create in
 * `public` and install pg_trgm, so making our role the owner is all that is needed.
 */
async function explained<T>(client: pg.PoolClient, change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    if (codeOf(cause) !== NOT_PERMITTED) throw error;
    const owner = `format('alter database %I owner to %I;', current_database(), current_user)`;
    throw forAdministrator(await ask(client, `select ${owner} as value`), cause);
  }
}

function forAdministrator(needed: string, cause: unknown): Error {
  return new Error(
    `Роли базы данных не хватает прав. Администратор базы должен один раз выполнить: ${needed} / ` +
      `The database role lacks rights. A database administrator must run once: ${needed} (${messageOf(cause)})`,
    { cause },
  );
}

async function isTrue(client: pg.PoolClient, condition: string): Promise<boolean> {
  const { rows } = await client.query<{ value: boolean }>(`select ${condition} as value`);
  return rows[0]?.value === true;
}

async function ask(client: pg.PoolClient, query: string): Promise<string> {
  const { rows } = await client.query<{ value: string }>(query);
  return rows[0]?.value ?? '';
}

const codeOf = (error: unknown): string | undefined => (error as { code?: string } | undefined)?.code;
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
