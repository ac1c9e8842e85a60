import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../src/kernel/db.ts';
import { migrate } from '../src/kernel/migrate.ts';
import { freshDatabase, type TestDatabase } from './database.ts';

const MIGRATIONS = fileURLToPath(new URL('../db/migrations', import.meta.url));
let folder: string;
let fresh: TestDatabase;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'saldo-migrations-'));
  cpSync(MIGRATIONS, folder, { recursive: true });
  fresh = await freshDatabase();
  onTestFinished(async () => {
    await fresh.close();
    rmSync(folder, { recursive: true });
  });
});

const add = (name: string, text: string): void => writeFileSync(join(folder, name), text);
const tables = async (): Promise<string[]> => {
  const query = `select tablename from pg_tables where tablename in ('one', 'two', 'three') order by tablename`;
  return (await fresh.database.owner.query<{ tablename: string }>(query)).rows.map(({ tablename }) => tablename);
};

test('applies what is missing, in order, once; an ordinary start is one query', async () => {
  const { database } = fresh;
  add('9001-one.sql', 'create table one (id int);');
  add('9002-two.sql', 'create table two as select * from one;');
  add('9003-ignored.txt', 'not a migration');
  expect(await migrate(database, folder)).toEqual({ applied: ['9001-one.sql', '9002-two.sql'] });
  expect(await tables()).toEqual(['one', 'two']);

  const client = await database.owner.connect();
  let queries = 0;
  const counted = Object.create(client, {
    query: { value: (...args: Parameters<typeof client.query>) => ((queries += 1), client.query(...args)) },
    release: { value: () => undefined },
  }) as typeof client;
  const owner = Object.create(database.owner, { connect: { value: async () => counted } }) as typeof database.owner;
  expect(await migrate({ ...database, owner }, folder)).toEqual({ applied: [] });
  client.release();
  expect(queries).toBe(1);
});

test('of several programs that start at once one migrates', async () => {
  add('9001-one.sql', 'select pg_sleep(0.2); create table one (id int);');
  const others = [1, 2].map(() => openDatabase(fresh.url));
  const results = await Promise.all([fresh.database, ...others].map((database) => migrate(database, folder)));
  await Promise.all(others.map((database) => database.close()));
  expect(results.flatMap(({ applied }) => applied)).toEqual(['9001-one.sql']);
});

test('a failed migration leaves nothing of itself, and those before it stay', async () => {
  add('9001-one.sql', 'create table one (id int);');
  add('9002-two.sql', 'create table two (id int); select 1 / 0;');
  await expect(migrate(fresh.database, folder)).rejects.toThrow(/9002-two\.sql.*division by zero/);
  expect(await tables()).toEqual(['one']);
  add('9002-two.sql', 'create table two (id int);');
  expect(await migrate(fresh.database, folder)).toEqual({ applied: ['9002-two.sql'] });
});

test('a file that changed after it was applied is refused, other line ends are not a change', async () => {
  add('9001-one.sql', 'create table one (\n  id int);\n');
  await migrate(fresh.database, folder);
  add('9001-one.sql', 'create table one (\r\n  id int);\r\n');
  expect(await migrate(fresh.database, folder)).toEqual({ applied: [] });
  add('9001-one.sql', 'create table one (id bigint);');
  await expect(migrate(fresh.database, folder)).rejects.toThrow(/изменилась.*9001-one\.sql was changed/);
});

test('a database newer than the program, or with a gap, is refused', async () => {
  add('9002-two.sql', 'create table two (id int);');
  await migrate(fresh.database, folder);
  await expect(migrate(fresh.database, MIGRATIONS)).rejects.toThrow(/newer than this program.*9002-two\.sql/);
  add('9001-late.sql', 'create table one (id int);');
  await expect(migrate(fresh.database, folder)).rejects.toThrow(/no migration 9002-two\.sql|newer/);
  expect(await tables()).toEqual(['two']);
  expect(readdirSync(folder)).toContain('9001-late.sql');
});

test('a role without rights is told what an administrator must run, and then it works', async () => {
  const { database, url } = fresh;
  const role = `weak_${process.pid}`;
  await database.owner.query(`create role ${role} login password 'weak'`);
  const weakUrl = new URL(url);
  weakUrl.username = role;
  weakUrl.password = 'weak';
  const weak = openDatabase(weakUrl.href);
  onTestFinished(async () => {
    await weak.close();
    await database.owner.query(`revoke select on schema_migrations from ${role}; drop role ${role}`);
  });
  await database.owner.query(`grant select on schema_migrations to ${role}`);
  const refused = await migrate(weak, folder).catch((error: Error) => error.message);
  expect(refused).toContain('Администратор базы должен один раз выполнить: grant saldo_app to');
  expect(refused).toContain('A database administrator must run once: grant saldo_app to');

  await database.owner.query(`grant saldo_app to ${role}`);
  expect(await migrate(weak, folder)).toEqual({ applied: [] });
  add('9001-one.sql', 'create table one (id int);');
  await expect(migrate(weak, folder)).rejects.toThrow(/administrator must run once: alter database \w+ owner to/);
});
