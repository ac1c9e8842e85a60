/** Gives the program its database: an external PostgreSQL when one is configured, the embedded one otherwise. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Config } from './config.ts';
import { embeddedUrl, startEmbedded, type EmbeddedPostgres } from './embedded-postgres.ts';
import { acquireLock, DataDirBusy, readLock, type DataDirLock, type LockKind } from './lock.ts';

export type DatabaseServer = Readonly<{
  url: string;
  /** Stops what was started for this program, if anything; a second call waits for the same end. */
  close(): Promise<void>;
  /** Whether the database is somebody else's PostgreSQL (DATABASE_URL). */
  external: boolean;
}>;

const OLDEST_VERSION = 150_000;
/** A restarted server meets the last seconds of its predecessor. */
const SERVER_WAIT_MS = 3_000;
/** A command waits for another command, or for a server that is still starting. */
const CLI_WAIT_MS = 60_000;
const POLL_MS = 100;

/**
 * Opens the database for a server or for a command. A command uses the embedded database of a running server, or
 * starts it for itself. Throws `DataDirBusy` when another program keeps the data directory, and an Error for the
 * operator when the external database cannot be used.
 */
export async function openDatabaseServer(config: Config, kind: LockKind): Promise<DatabaseServer> {
  if (config.databaseUrl !== undefined) {
    await checkExternal(config.databaseUrl);
    return { url: config.databaseUrl, close: async () => {}, external: true };
  }
  if (kind === 'server') {
    return startOwn(config.dataDir, await acquireLock(config.dataDir, kind, { waitMs: SERVER_WAIT_MS }));
  }
  return openForCommand(config.dataDir);
}

async function openForCommand(dataDir: string): Promise<DatabaseServer> {
  const deadline = Date.now() + CLI_WAIT_MS;
  for (;;) {
    const holder = readLock(dataDir);
    if (holder?.kind === 'server' && holder.databasePort !== undefined) {
      return { url: embeddedUrl(dataDir, holder.databasePort), close: async () => {}, external: false };
    }
    if (holder === undefined || Date.now() >= deadline) {
      const lock = await acquireLock(dataDir, 'cli').catch(ignoreBusyUntil(deadline));
      if (lock !== undefined) return startOwn(dataDir, lock);
    }
    await sleep(POLL_MS);
  }
}

/** Before the deadline a rival who was quicker with the lock is no failure: the command goes on waiting. */
function ignoreBusyUntil(deadline: number): (error: unknown) => undefined {
  return (error) => {
    if (error instanceof DataDirBusy && Date.now() < deadline) return undefined;
    throw error;
  };
}

async function startOwn(dataDir: string, lock: DataDirLock): Promise<DatabaseServer> {
  let database: EmbeddedPostgres | undefined;
  let closed: Promise<void> | undefined;
  const stop = async (): Promise<void> => database?.stop();
  const close = (): Promise<void> => (closed ??= stop().finally(() => lock.release()));
  try {
    database = await startEmbedded(dataDir);
    lock.publish({ databasePort: database.port });
    return { url: database.url, close, external: false };
  } catch (error) {
    await close();
    throw error;
  }
}

async function checkExternal(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {}); // A broken connection also rejects the query below.
  let version: { server_version: string; number: number } | undefined;
  try {
    await client.connect();
    const sql = `select current_setting('server_version') as server_version,
      current_setting('server_version_num')::int as number`;
    version = (await client.query<{ server_version: string; number: number }>(sql)).rows[0];
  } catch (error) {
    const reason = error instanceof Error ? error.message || String((error as { code?: string }).code) : String(error);
    throw new Error(
      `База из DATABASE_URL недоступна / The database of DATABASE_URL is not available: ${reason}`,
      { cause: error },
    );
  } finally {
    await client.end().catch(() => {});
  }
  refuseOld(version?.server_version ?? '?', version?.number ?? 0);
}

/** Refuses PostgreSQL older than 15; exported for the test, as there is no such server at hand. */
export function refuseOld(name: string, number: number): void {
  if (number >= OLDEST_VERSION) return;
  throw new Error(
    `DATABASE_URL: PostgreSQL ${name} слишком старый, нужен 15 или новее. / ` +
      `DATABASE_URL: PostgreSQL ${name} is too old, 15 or newer is needed.`,
  );
}
