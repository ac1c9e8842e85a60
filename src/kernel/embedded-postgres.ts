/**
 * The embedded PostgreSQL 18: made in the data directory at the first start, run as a process of its own, and stopped
 * with the program. What a killed program or a power cut left behind is put in order at the next start.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync, existsSync, mkdirSync, openSync, readFileSync,
  readlinkSync, realpathSync, renameSync, rmSync, statSync, writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { readOrMakeSecret } from './config.ts';
import { postgresBinaries, postgresUser } from './postgres-binaries.ts';
import {
  type Installation, clusterFolder, makeCluster, refuseLostPassword, refuseUnreachable, removeHalfMade, secretFile,
} from './postgres-cluster.ts';

export type EmbeddedPostgres = Readonly<{
  /** Address of the database `saldo`, with the password. */
  url: string;
  /** Port on 127.0.0.1. */
  port: number;
  /** Stops the server and waits until it has ended; a second call waits for the same end. */
  stop(): Promise<void>;
}>;

const DATABASE = 'saldo';
const LOG_LIMIT = 10 * 1024 * 1024;
const POLL_MS = 50;
/** How long a start is repeated while the port is taken or processes of a killed server are still ending. */
const RETRY_MS = 30_000;
/** How long a starting server may take to replay its journal after a crash. */
const RECOVERY_MS = 10 * 60_000;
/** No process has this pid: it is above every limit that the kernel allows. */
const NOBODYS_PID = '2147483647';

const run = promisify(execFile);

/**
 * Starts the database of `dataDir` (made when missing) on a free port of 127.0.0.1 and waits until it answers.
 * The caller holds the lock of the data directory. The server's own messages go to `logFile`, by default
 * `<dataDir>/pg18.log`. With `durable: false` the disk is not waited for: for data that need not survive a crash of the
 * machine. Throws an Error for the operator when it cannot be made or started.
 */
export async function startEmbedded(
  dataDir: string,
  { logFile, durable = true }: { logFile?: string; durable?: boolean } = {},
): Promise<EmbeddedPostgres> {
  const runAs = postgresUser();
  const folder = resolve(dataDir);
  mkdirSync(folder, { recursive: true });
  refuseUnreachable(folder, runAs);
  const installation: Installation = {
    bin: postgresBinaries(runAs),
    runAs,
    dataDir: folder,
    cluster: clusterFolder(folder),
    logFile: logFile ?? join(folder, 'pg18.log'),
  };

  removeHalfMade(folder);
  if (existsSync(installation.cluster)) {
    refuseLostPassword(folder);
    await clearPreviousServer(installation);
  } else {
    await makeCluster(installation);
  }
  const { child, port } = await startServer(installation, durable);
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= stopServer(installation, child));
  try {
    await makeDatabase(embeddedUrl(folder, port, 'postgres'));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: embeddedUrl(folder, port), port, stop };
}

/** Address of a running embedded database, for a program that knows its port from the lock file. */
export function embeddedUrl(dataDir: string, port: number, database: string = DATABASE): string {
  const password = encodeURIComponent(readOrMakeSecret(secretFile(dataDir)));
  return `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`;
}

/**
 * Deals with the `postmaster.pid` of an earlier run. A server that outlived its program is stopped. When the pid now
 * belongs to another program, PostgreSQL would refuse to start, so the pid is replaced by one that nobody has. The
 * file itself stays: by its other lines PostgreSQL finds out whether processes of the old server still live.
 */
async function clearPreviousServer(installation: Installation): Promise<void> {
  const file = join(installation.cluster, 'postmaster.pid');
  if (!existsSync(file)) return;
  const [line = '', ...rest] = readFileSync(file, 'utf8').split('\n');
  const pid = Number(line);
  if (!Number.isInteger(pid) || pid <= 0) {
    rmSync(file);
  } else if (await isServerOf(pid, installation.cluster)) {
    await stopServer(installation).catch(async (error: unknown) => {
      if (await isServerOf(pid, installation.cluster)) throw error;
    });
  } else {
    writeFileSync(file, [NOBODYS_PID, ...rest].join('\n'));
  }
}

/** Whether the process is the PostgreSQL server of this cluster: it works inside that folder or was started with it. */
async function isServerOf(pid: number, cluster: string): Promise<boolean> {
  try {
    if (readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster)) return true;
  } catch {
    // There is no such process, no /proc, or it belongs to somebody else: the command line decides.
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(cluster);
  } catch {
    if (existsSync('/proc/self')) return false;
  }
  const listed = await run('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return listed.stdout.includes(cluster);
}

/** Stops the server: first after a clean checkpoint, and if it does not end, at once (it recovers at the next start). */
async function stopServer({ bin, runAs, cluster }: Installation, child?: ChildProcess): Promise<void> {
  const stop = (mode: 'fast' | 'immediate'): Promise<unknown> =>
    run(join(bin, 'pg_ctl'), ['stop', '-D', cluster, '-m', mode, '-w', '-t', '60'], { ...runAs, cwd: '/', env: {} });
  const isGone = (): boolean =>
    child === undefined ? !existsSync(join(cluster, 'postmaster.pid')) : hasEnded(child);

  child?.ref();
  if (!isGone()) {
    await stop('fast').catch(async (error: unknown) => {
      if (!isGone()) await stop('immediate').catch(() => Promise.reject(error));
    });
  }
  if (child !== undefined && !hasEnded(child)) await once(child, 'exit');
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/**
 * Starts the server and waits until it answers. A start that failed only because the port was taken meanwhile, or
 * because processes of a killed server are still ending, is repeated.
 */
async function startServer(installation: Installation, durable: boolean): Promise<{ child: ChildProcess; port: number }> {
  const { dataDir, logFile } = installation;
  const deadline = Date.now() + RETRY_MS;
  for (;;) {
    const logStart = logSize(logFile);
    const port = await freePort();
    const child = launch(installation, port, durable);
    if (await answers(child, embeddedUrl(dataDir, port, 'postgres'))) {
      child.unref();
      return { child, port };
    }
    if (!hasEnded(child)) {
      child.kill('SIGQUIT');
      await once(child, 'exit');
    }
    const messages = logSince(logFile, logStart);
    const mayPass = /could not bind|could not create any TCP\/IP sockets|is still in use/.test(messages);
    if (!mayPass || Date.now() > deadline) {
      throw new Error(
        `PostgreSQL не запустился, журнал ${logFile}. / PostgreSQL did not start, see ${logFile}.\n` +
          messages.trim().split('\n').slice(-5).join('\n'),
      );
    }
    await sleep(250);
  }
}

/** Starts the process in a session of its own: Ctrl-C reaches only the program, which then stops it in order. */
function launch({ bin, runAs, cluster, logFile }: Installation, port: number, durable: boolean): ChildProcess {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 100,
    shared_buffers: memory() >= 2 * 1024 ** 3 ? '256MB' : '64MB',
    wal_compression: 'on',
    password_encryption: 'scram-sha-256',
    fsync: durable ? 'on' : 'off',
    synchronous_commit: 'on',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(logFile, 'a', 0o600);
  try {
    return spawn(join(bin, 'postgres'), ['-D', cluster, ...options], {
      ...runAs,
      cwd: '/',
      env: {},
      detached: true,
      stdio: ['ignore', log, log],
    });
  } finally {
    closeSync(log);
  }
}

/** Bytes of memory that this process may use: of the machine, or of its container when that is less. */
function memory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/** Waits until the server accepts a connection; false when it ended instead or took longer than any recovery. */
async function answers(child: ChildProcess, url: string): Promise<boolean> {
  let failure: Error | undefined;
  child.once('error', (error) => (failure = error));
  const deadline = Date.now() + RECOVERY_MS;
  while (failure === undefined && !hasEnded(child) && Date.now() < deadline) {
    try {
      await query(url, 'select 1');
      return true;
    } catch (error) {
      if ((error as { code?: string }).code === '28P01') {
        throw new Error('Пароль базы не подходит. / The password of the embedded database is wrong.', { cause: error });
      }
      await sleep(POLL_MS);
    }
  }
  if (failure !== undefined) throw failure;
  return false;
}

async function makeDatabase(url: string): Promise<void> {
  const { rowCount } = await query(url, `select from pg_database where datname = '${DATABASE}'`);
  if (rowCount === 0) await query(url, `create database ${DATABASE}`);
}

async function query(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {}); // A broken connection also rejects the query below.
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port');
  return address.port;
}

/** Size of the log in bytes; a log above 10 MB is set aside first, in the place of the one set aside before. */
function logSize(logFile: string): number {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= LOG_LIMIT) return size;
  renameSync(logFile, `${logFile}.1`);
  return 0;
}

function logSince(logFile: string, start: number): string {
  return readFileSync(logFile).subarray(start).toString('utf8');
}
