/** Folders of backups and databases to put them into, for the tests of backup and restore. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createOrganisation } from '../../src/access/create-organisation.ts';
import { getProof } from '../../src/audit/proof.ts';
import type { Prove } from '../../src/backup/fill-database.ts';
import { type BackupRequest, type MadeBackup, makeBackup } from '../../src/backup/make-backup.ts';
import { type Restored, type RestoreRequest, restoreBackup } from '../../src/backup/restore.ts';
import { type Database, openDatabase } from '../../src/kernel/db.ts';
import { uuidv7 } from '../../src/kernel/uuid.ts';
import { freshDatabase } from '../database.ts';
import { type Digest, digestOfAllTables } from '../digest.ts';

export const SECRET = 'a secret of thirty-two characters';

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'saldo-backup-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The proof as the command line runs it. */
export const prove: Prove = async (database, orgId) => {
  const actor = { userId: orgId, role: 'ADMIN' } as const;
  return (await getProof.run(database, { orgId, actor, requestId: uuidv7(), language: 'ru' }, {})).result;
};

export const backUp = (url: string, folder: string, options: Partial<BackupRequest> = {}): Promise<MadeBackup> =>
  makeBackup({ url, folder, keep: 14, secret: { text: SECRET, carried: true }, prove, ...options });

export const restore = (url: string, file: string, options: Partial<RestoreRequest> = {}): Promise<Restored> =>
  restoreBackup({ url, file, overwrite: false, askName: async () => '', prove, ...options });

/** What is in the folder, hidden or not. */
export const namesIn = (folder: string): string[] => readdirSync(folder).sort();

/** A database without rows to which nobody is connected. */
export async function emptyTarget(): Promise<string> {
  const { url, close } = await freshDatabase();
  onTestFinished(close);
  return url;
}

export async function withDatabase<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = openDatabase(url, { connections: 2 });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** A living database with one organisation, to which nobody is connected. */
export async function livingTarget(name: string): Promise<string> {
  const url = await emptyTarget();
  await withDatabase(url, (database) => createOrganisation(database, { name, template: 'STUDIO' }));
  return url;
}

/** Everything but the list of migrations, whose times are those of the machine. */
export const contentOf = (url: string): Promise<Digest> => withDatabase(url, async (database) => {
  const { schema_migrations: _, ...rest } = await digestOfAllTables(database);
  return rest;
});

export const nameOf = (url: string): string => new URL(url).pathname.slice(1);

/** The databases beside it: scratch, half restored and kept ones. */
export const besides = (url: string): Promise<string[]> => withDatabase(url, async ({ owner }) => {
  const { rows } = await owner.query<{ name: string }>(
    `select datname::text as name from pg_database where starts_with(datname, $1 || '_') order by 1`,
    [nameOf(url).slice(0, 40)]);
  return rows.map(({ name }) => name);
});
