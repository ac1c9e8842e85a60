/** Where the bench runs: a database of its own in a folder of its own, stopped and removed whatever happens. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../src/kernel/db.ts';
import { startEmbedded } from '../src/kernel/embedded-postgres.ts';
import { migrate } from '../src/kernel/migrate.ts';

export const say = (text: string): void => void process.stderr.write(`${text}\n`);

export type Site = {
  folder: string; url: string; database: Database;
  /** What has to be stopped before the database is. */
  alsoStop(stop: () => Promise<void>): void;
};

/** Starts the database, does the work, and stops everything, also when a signal comes in between. */
export async function withSite<T>(work: (site: Site) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'saldo-bench-'));
  chmodSync(folder, 0o755); // started by root, PostgreSQL runs as another user and has to get in
  const opened: (() => Promise<void>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
  const closeAll = async (): Promise<void> => {
    for (const close of opened.toReversed()) await close();
  };
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= closeAll());
  for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) {
    process.on(event, () => {
      say(`Ended by ${event}.`);
      void close().finally(() => process.exit(1));
    });
  }
  process.channel?.unref(); // the launcher's line tells us that it is gone, and must not keep us alive
  try {
    const { url, stop } = await startEmbedded(folder);
    opened.push(stop);
    const database = openDatabase(url);
    opened.push(() => database.close());
    await migrate(database);
    return await work({ folder, url, database, alsoStop: (stopIt) => void opened.push(stopIt) });
  } finally {
    await close();
  }
}
