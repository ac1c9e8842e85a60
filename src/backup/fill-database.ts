/** A backup becomes a database again: its shape by our migrations, its rows by COPY, and a comparison of every table. */
import { join } from 'node:path';
import { tableFile } from './backups-store.ts';
import type { Manifest } from './contract.ts';
import { connected } from './databases-store.ts';
import {
  digestTable, inOneTransaction, listTables, matchTables, putAside, readTable, setSequences,
} from './tables-store.ts';
import { listOrganisations } from '../access/store.ts';
import { type Database, openDatabase } from '../kernel/db.ts';
import { migrate } from '../kernel/migrate.ts';
import { refuseUnless } from '../kernel/refusal.ts';

/** How the books of one organisation are proven; given by the command or the door that starts the work. */
export type Prove = (database: Database, orgId: string) =>
  Promise<{ checks: readonly { id: string; title: string; ok: boolean }[] }>;

export type Stage = 'COPY' | 'CHECK' | 'RESTORE' | 'COMPARE' | 'PROVE';
/** Tells how far the work has come; the share never falls within one stage. */
export type Progress = (stage: Stage, done: number, all: number) => void;

export type Watched = Readonly<{ signal?: AbortSignal | undefined; onProgress?: Progress | undefined }>;

/**
 * Fills an empty database from the backup, as it was: all or nothing, in one transaction. What was written is read again
 * and compared with the sums of the snapshot before it is committed.
 */
export async function fillDatabase(
  url: string, file: string, manifest: Manifest, { signal, onProgress }: Watched,
): Promise<void> {
  await withPools(url, (database) => migrate(database, undefined, manifest.migrations.at(-1)?.name));
  const all = manifest.tables.reduce((sum, { rows }) => sum + rows, 0);
  await connected(url, (client) => inOneTransaction(client, async () => {
    const pairs = matchTables(await listTables(client), manifest.tables);
    const putBack = await putAside(client);
    let done = 0;
    const watch = (stage: Stage, before: number) =>
      ({ signal, onPart: (_bytes: number, rows: number) => onProgress?.(stage, before + rows, all) });
    for (const [, copy] of pairs) {
      signal?.throwIfAborted();
      onProgress?.('RESTORE', done, all);
      await readTable(client, copy, join(file, tableFile(copy.name)), watch('RESTORE', done));
      done += copy.rows;
    }
    await setSequences(client, manifest.sequences);
    await putBack();
    done = 0;
    for (const [table, { name, columns, rows, sha256 }] of pairs) {
      onProgress?.('COMPARE', done, all);
      const found = await digestTable(client, { ...table, columns }, watch('COMPARE', done));
      refuseUnless(found.rows === rows && found.sha256 === sha256, 'RESTORE_DIFFERS', { table: name });
      done += rows;
    }
  }));
}

/** Brings a restored database up to this program and proves the books of every organisation; gives what does not hold. */
export async function proveDatabase(url: string, prove: Prove, { signal, onProgress }: Watched): Promise<string[]> {
  return withPools(url, async (database) => {
    await migrate(database);
    const broken: string[] = [];
    const organisations = await listOrganisations(database);
    for (const [index, { id, name }] of organisations.entries()) {
      signal?.throwIfAborted();
      onProgress?.('PROVE', index, organisations.length);
      const { checks } = await prove(database, id);
      broken.push(...checks.filter(({ ok }) => !ok).map((check) => `${name}: ${check.id} ${check.title}`));
    }
    signal?.throwIfAborted();
    return broken;
  });
}

async function withPools<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = openDatabase(url, { connections: 2 });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
