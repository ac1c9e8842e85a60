import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { loadConfig, type Config } from '../../src/kernel/config.ts';
import { openDatabaseServer, refuseOld, type DatabaseServer } from '../../src/kernel/database-server.ts';
import { acquireLock, DataDirBusy, readLock } from '../../src/kernel/lock.ts';
import { temporaryFolder } from './folders.ts';

const SLOW = { timeout: 120_000 };

function configFor(folder: string, settings: Record<string, string> = {}): Config {
  return loadConfig({ SALDO_DATA_DIR: join(folder, 'data'), ...settings }, folder);
}

async function open(config: Config, kind: 'server' | 'cli'): Promise<DatabaseServer> {
  const server = await openDatabaseServer(config, kind);
  onTestFinished(() => server.close());
  return server;
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('a command shares the database of a running server, a second server is refused', SLOW, async () => {
  const config = configFor(temporaryFolder());
  const server = await open(config, 'server');
  await ask(server.url, 'create table kept as select 7 as id');
  expect(server.external).toBe(false);
  expect(readLock(config.dataDir)).toMatchObject({ kind: 'server', databasePort: Number(new URL(server.url).port) });

  const command = await open(config, 'cli');
  expect(command).toMatchObject({ url: server.url, external: false });
  expect(await ask(command.url, 'select id from kept')).toEqual([{ id: 7 }]);
  await command.close();
  expect(await ask(server.url, 'select id from kept'), 'the server goes on').toEqual([{ id: 7 }]);

  await expect(openDatabaseServer(config, 'server')).rejects.toThrow(DataDirBusy);
  await server.close();
  await server.close();
  await expect(ask(server.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
  expect(readLock(config.dataDir)).toBeUndefined();
});

test('a command alone starts the database and stops it; another command waits for it', SLOW, async () => {
  const config = configFor(temporaryFolder());
  const first = await open(config, 'cli');
  expect(await ask(first.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(readLock(config.dataDir)?.kind).toBe('cli');

  let isOpen = false;
  const second = open(config, 'cli').then((server) => {
    isOpen = true;
    return server;
  });
  await sleep(500);
  expect(isOpen).toBe(false);
  await first.close();
  await expect(ask(first.url, 'select 1')).rejects.toThrow();
  expect(await ask((await second).url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a command waits for a server that is still starting', SLOW, async () => {
  const config = configFor(temporaryFolder());
  const [server, command] = await Promise.all([
    open(config, 'server'),
    sleep(100).then(() => open(config, 'cli')),
  ]);
  expect(command.url).toBe(server.url);
});

test('a failed start gives the data directory free', SLOW, async () => {
  const config = configFor(temporaryFolder());
  const server = await open(config, 'server');
  await server.close();
  rmSync(join(config.dataDir, 'pg18.secret'));
  await expect(openDatabaseServer(config, 'server')).rejects.toThrow('pg18.secret');
  (await acquireLock(config.dataDir, 'server')).release();
});

test('an external database is used as it is', SLOW, async () => {
  const folder = temporaryFolder();
  const own = await open(configFor(folder), 'server');
  const config = configFor(join(folder, 'other'), {
    DATABASE_URL: own.url.replace('postgresql:', 'postgresql+asyncpg:'),
  });
  const external = await open(config, 'server');
  expect(external).toMatchObject({ url: own.url, external: true });
  await external.close();
  expect(await ask(own.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(readLock(config.dataDir)).toBeUndefined();
});

test('an external database that does not answer is refused without its password', async () => {
  const config = configFor(temporaryFolder(), { DATABASE_URL: 'postgresql://u:hidden@127.0.0.1:1/d' });
  const refusal = await openDatabaseServer(config, 'server').catch((error: unknown) => String(error));
  expect(refusal).toMatch(/недоступна.*ECONNREFUSED/);
  expect(refusal).not.toContain('hidden');
});

test('an external database older than 15 is refused', () => {
  expect(() => refuseOld('14.9', 140_009)).toThrow(/14\.9.*15/);
  expect(() => refuseOld('15.0', 150_000)).not.toThrow();
});
