/** A throw-away server of Debian's PostgreSQL 15, the oldest version that Saldo supports, for the second test pass. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type RunAs, postgresUser } from '../src/kernel/postgres-binaries.ts';

const BIN = '/usr/lib/postgresql/15/bin';
const START_MS = 30_000;

export type DebianPostgres = Readonly<{ url: string; stop: () => Promise<void> }>;

/** Whether the programs are there, after an attempt to install them where this process is root and apt knows them. */
export function debianPostgresIsThere(): boolean {
  if (existsSync(join(BIN, 'postgres'))) return true;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  const apt = (...args: string[]): boolean =>
    spawnSync('apt-get', args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeout: 300_000 })
      .status === 0;
  const install = (): boolean => apt('install', '-y', '--no-install-recommends', 'postgresql-15');
  return (install() || (apt('update') && install())) && existsSync(join(BIN, 'postgres'));
}

/**
 * Makes a cluster in a temporary folder and starts it on a free port of 127.0.0.1. The address is that of a role with
 * CREATEDB and CREATEROLE only: what works for it needs no superuser.
 */
export async function startDebianPostgres(): Promise<DebianPostgres> {
  const runAs = postgresUser();
  const folder = mkdtempSync(join(tmpdir(), 'saldo-debian-'));
  let server: ChildProcess | undefined;
  const stop = async (): Promise<void> => {
    await stopped(server);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const password = randomBytes(16).toString('hex');
    makeCluster(folder, password, runAs);
    const port = await freePort();
    server = startServer(folder, port, runAs);
    const url = (user: string): string => `postgresql://${user}:${password}@127.0.0.1:${port}/postgres`;
    await makeRole(url('postgres'), password, server);
    return { url: url('tester'), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function makeCluster(folder: string, password: string, runAs: RunAs): void {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (runAs.uid !== undefined && runAs.gid !== undefined) {
    for (const path of [folder, passwordFile]) chownSync(path, runAs.uid, runAs.gid);
  }
  const { status, stdout, stderr } = spawnSync(
    join(BIN, 'initdb'),
    ['-D', join(folder, 'data'), '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`,
      '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'],
    { ...runAs, cwd: folder, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`initdb failed: ${stdout}${stderr}`);
}

function startServer(folder: string, port: number, runAs: RunAs): ChildProcess {
  // Nothing here has to survive a crash of the machine, so the disk is not waited for.
  const settings = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories=', 'fsync=off',
    'max_connections=200', 'log_min_messages=fatal'];
  return spawn(join(BIN, 'postgres'), ['-D', join(folder, 'data'), ...settings.flatMap((setting) => ['-c', setting])], {
    ...runAs, cwd: folder, stdio: 'ignore',
  });
}

async function makeRole(url: string, password: string, server: ChildProcess): Promise<void> {
  const deadline = performance.now() + START_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.query(`create role tester login createdb createrole password '${password}'`);
      return;
    } catch (error) {
      if (server.exitCode !== null || performance.now() > deadline) throw error;
      await sleep(100);
    } finally {
      await client.end().catch(() => undefined); // it may never have been connected
    }
  }
}

async function stopped(server: ChildProcess | undefined): Promise<void> {
  if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGINT'); // PostgreSQL's fast shutdown: clients are disconnected, files are left whole
  await ended;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port');
  return address.port;
}
