import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { startEmbedded, type EmbeddedPostgres } from '../../src/kernel/embedded-postgres.ts';
import { firstOutput, kernelModule, kill, startProgram, temporaryFolder } from './folders.ts';

const SLOW = { timeout: 120_000 };

/** Starts the database of the folder; it is stopped after the test, before the folder is removed. */
async function start(folder: string): Promise<EmbeddedPostgres> {
  const database = await startEmbedded(folder);
  onTestFinished(() => database.stop());
  return database;
}

async function rows(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

function postmasterPid(folder: string): number {
  return Number(readFileSync(join(folder, 'pg18', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

/** Whether the process runs; one that has ended and only waits to be collected by its parent does not. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return /^[^Z\s]/.test(stdout.trim());
}

test('a new database is private, durable, Russian, and named saldo', SLOW, async () => {
  const folder = temporaryFolder();
  const { url, port, stop } = await start(folder);
  expect(url).toMatch(new RegExp(`^postgresql://postgres:[0-9a-f]{64}@127\\.0\\.0\\.1:${port}/saldo$`));
  const settings = await rows(
    url,
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as sync,
       current_setting('data_checksums') as checksums, current_setting('listen_addresses') as address,
       current_setting('server_version_num')::int / 10000 as version, current_setting('wal_compression') as wal,
       datlocprovider as provider, datlocale as locale, pg_encoding_to_char(encoding) as encoding,
       (select rolpassword like 'SCRAM-SHA-256%' from pg_authid where rolname = 'postgres') as scram
     from pg_database where datname = current_database()`,
  );
  expect(settings).toEqual([
    {
      fsync: 'on',
      sync: 'on',
      checksums: 'on',
      address: '127.0.0.1',
      version: 18,
      wal: 'pglz',
      provider: 'i',
      locale: 'ru',
      encoding: 'UTF8',
      scram: true,
    },
  ]);
  expect(statSync(join(folder, 'pg18.secret')).mode & 0o777).toBe(0o600);
  await expect(rows(url.replace(/:[0-9a-f]{64}@/, ':wrong@'), 'select 1')).rejects.toThrow('password');
  const pid = postmasterPid(folder);
  await stop();
  await stop();
  expect(isAlive(pid)).toBe(false);
  await expect(rows(url, 'select 1')).rejects.toThrow('ECONNREFUSED');

  rmSync(join(folder, 'pg18.secret'));
  await expect(startEmbedded(folder), 'a lost password is told, not replaced').rejects.toThrow('pg18.secret');
});

test('a row survives SIGKILL of the server', SLOW, async () => {
  const folder = temporaryFolder();
  const first = await start(folder);
  await rows(first.url, 'create table kept (id int)');
  await rows(first.url, 'insert into kept values (7)');
  process.kill(postmasterPid(folder), 'SIGKILL');
  const second = await start(folder);
  expect(await rows(second.url, 'select id from kept')).toEqual([{ id: 7 }]);
});

test('a postmaster.pid that names another program does not stop the start, nor that program', SLOW, async () => {
  const folder = temporaryFolder();
  const first = await start(folder);
  const pidFile = join(folder, 'pg18', 'postmaster.pid');
  const lines = readFileSync(pidFile, 'utf8').split('\n');
  await first.stop();
  const { uid, gid } = statSync(join(folder, 'pg18'));
  // The stranger runs as the user of the database: only then does PostgreSQL itself take the pid for a rival.
  const stranger = startProgram(
    `${process.getuid?.() === 0 ? `process.setgid(${gid}); process.setuid(${uid});` : ''}
     console.log('here'); setInterval(() => {}, 1000);`,
  );
  await firstOutput(stranger);
  writeFileSync(pidFile, [stranger.pid, ...lines.slice(1)].join('\n'));
  const second = await start(folder);
  expect(await rows(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  expect(postmasterPid(folder)).not.toBe(stranger.pid);
});

test('a half-made cluster is thrown away', SLOW, async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'pg18.new', 'base'), { recursive: true });
  writeFileSync(join(folder, 'pg18.new', 'PG_VERSION'), '18\n');
  const { url } = await start(folder);
  expect(await rows(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(existsSync(join(folder, 'pg18.new'))).toBe(false);
});

test('a program killed during initdb leaves nothing that harms', SLOW, async () => {
  const folder = temporaryFolder();
  const program = startProgram(
    `import { startEmbedded } from ${kernelModule('embedded-postgres.ts')};
     console.log('go');
     await startEmbedded(${JSON.stringify(folder)});`,
  );
  await firstOutput(program);
  const isUnderWay = (): boolean => readdirSync(folder).some((name) => existsSync(join(folder, name, 'base')));
  while (!isUnderWay()) await sleep(5);
  await kill(program);
  expect(existsSync(join(folder, 'pg18'))).toBe(false);
  const { url } = await start(folder);
  expect(await rows(url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('the server of a killed program is stopped, its data stay', SLOW, async () => {
  const folder = temporaryFolder();
  const program = startProgram(
    `import { startEmbedded } from ${kernelModule('embedded-postgres.ts')};
     console.log((await startEmbedded(${JSON.stringify(folder)})).url);
     setInterval(() => {}, 1000);`,
  );
  const url = await firstOutput(program);
  await rows(url, 'create table kept as select 7 as id');
  const orphan = postmasterPid(folder);
  await kill(program);
  expect(isAlive(orphan), 'PostgreSQL outlives the program').toBe(true);
  const second = await start(folder);
  expect(await rows(second.url, 'select id from kept')).toEqual([{ id: 7 }]);
  expect(postmasterPid(folder)).not.toBe(orphan);
  expect(isAlive(orphan)).toBe(false);
});

test('Node ends by itself after stop', SLOW, async () => {
  const folder = temporaryFolder();
  const program = startProgram(
    `import { startEmbedded } from ${kernelModule('embedded-postgres.ts')};
     const { stop } = await startEmbedded(${JSON.stringify(folder)});
     await stop();
     console.log('stopped');`,
  );
  expect(await firstOutput(program)).toBe('stopped');
  expect(program.exitCode ?? (await once(program, 'exit'))[0]).toBe(0);
});

test.runIf(process.getuid?.() === 0)('a folder that the user postgres cannot enter is refused', SLOW, async () => {
  const outer = temporaryFolder();
  const folder = join(outer, 'private', 'data');
  mkdirSync(join(outer, 'private'), { mode: 0o700 });
  await expect(startEmbedded(folder)).rejects.toThrow(/не может войти в .*cannot enter/);
});
