/**
 * Databases for tests: one server for the whole run, one migrated template in it, and for whoever asks a clone of the
 * template or one that was emptied: a test need not share its data with another.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { openDatabase, type Database } from '../src/kernel/db.ts';
import { startEmbedded } from '../src/kernel/embedded-postgres.ts';
import { migrate } from '../src/kernel/migrate.ts';
import { type Shape, emptied, offerSpare, openSpares, shapeOf, takeSpare } from './spares.ts';

/**
 * Where the tests of this run find their server. `prefix` begins the name of every database of the run; in `spares`
 * stand the names of databases that are empty again.
 */
export type TestServer = Readonly<{ url: string; template: string; prefix: string; spares: string; shape: Shape }>;

export type TestDatabase = Readonly<{ database: Database; url: string; close: () => Promise<void> }>;

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer;
  }
}

/**
 * Starts an embedded server in a temporary folder, or uses the one of SALDO_TEST_DATABASE_URL (a role with CREATEDB
 * and CREATEROLE is enough), and makes the template. `stop` removes everything that the run made.
 */
export async function startTestServer(): Promise<TestServer & { stop: () => Promise<void> }> {
  const given = process.env.SALDO_TEST_DATABASE_URL;
  const server = given === undefined ? await startTemporary() : { url: given, stop: async () => {} };
  const prefix = `saldo_test_${randomBytes(4).toString('hex')}_`;
  const template = `${prefix}template`;
  const spares = withDatabase(server.url, `${prefix}spares`);
  let shape: Shape;
  const stop = async (): Promise<void> => {
    try {
      await dropAll(server.url, prefix);
    } finally {
      await server.stop();
    }
  };
  try {
    await command(server.url, `create database ${template}`);
    const database = openDatabase(withDatabase(server.url, template));
    try {
      await migrate(database);
    } finally {
      await database.close();
    }
    shape = await shapeOf(withDatabase(server.url, template));
    await command(server.url, `create database ${prefix}spares`);
    await openSpares(spares);
    // Whoever is connected to a template keeps it from being cloned, even the autovacuum.
    await command(server.url, `alter database ${template} with allow_connections false`);
  } catch (error) {
    await stop().catch(() => undefined); // the first failure is the one to show
    throw error;
  }
  return { url: server.url, template, prefix, spares, shape, stop };
}

/** A migrated database without rows; `close` ends its connections and leaves it empty for the next, or drops it. */
export async function freshDatabase(options: { connections?: number } = {}): Promise<TestDatabase> {
  const server = inject('testServer');
  const name = (await takeSpare(server.spares)) ?? (await copyOfTemplate(server));
  const url = withDatabase(server.url, name);
  const database = openDatabase(url, options);
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await database.close();
    if (await emptied(url, server.shape).catch(() => false)) await offerSpare(server.spares, name);
    else await connected(server.url, (client) => drop(client, name));
  };
  return { database, url, close: () => (closed ??= close()) };
}

async function copyOfTemplate({ url, template, prefix }: TestServer): Promise<string> {
  const name = `${prefix}${process.pid}_${randomBytes(5).toString('hex')}`;
  // Copying files is twice as quick as the default way through the write-ahead log for a database of this size.
  await command(url, `create database ${name} template ${template} strategy file_copy`);
  return name;
}

async function startTemporary(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'saldo-test-'));
  chmodSync(folder, 0o755); // started by root, PostgreSQL runs as another user and has to get in
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const server = await startEmbedded(folder, { durable: false });
    return { url: server.url, stop: async () => {
      await server.stop();
      remove();
    } };
  } catch (error) {
    remove();
    throw error;
  }
}

async function dropAll(url: string, prefix: string): Promise<void> {
  await connected(url, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)', [prefix]);
    for (const { datname } of rows) await drop(client, datname);
  });
}

/** The autovacuum may be at work in it just now. A role that is no superuser cannot send it away, only wait for it. */
async function drop(client: pg.Client, name: string): Promise<void> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      await client.query(`drop database if exists ${name} with (force)`);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== '42501' || attempts === 50) throw error;
      await setTimeout(100);
    }
  }
}

const command = (url: string, text: string): Promise<void> =>
  connected(url, async (client) => {
    await client.query(text);
  });

async function connected(url: string, use: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
