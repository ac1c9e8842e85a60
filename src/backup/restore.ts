/** Puts a backup in the place of a database: beside it first, in its place only when every row and the proof were seen. */
import { openBackup } from './backups-store.ts';
import type { Manifest } from './contract.ts';
import {
  type Living, addressOf, connected, createBeside, dropDatabase, dropLeft, lookInto, swapDatabases,
} from './databases-store.ts';
import { type Prove, type Watched, fillDatabase, proveDatabase } from './fill-database.ts';
import { tryBackupLock } from './tables-store.ts';
import { unknownMigration } from '../kernel/migrate.ts';
import { Refusal, refuseUnless } from '../kernel/refusal.ts';

export type RestoreRequest = Watched & Readonly<{
  /** The address of the database to be replaced, with the owner's rights. */
  url: string;
  /** The folder of the backup. */
  file: string;
  /** Whether a living database may be replaced. */
  overwrite: boolean;
  /** Asks the operator for the name of the database that will be replaced. */
  askName: (database: string) => Promise<string>;
  prove: Prove;
}>;

export type Restored = Readonly<{
  database: string;
  manifest: Manifest;
  /** The name under which the replaced database lives on; null when there was nothing in it. */
  kept: string | null;
  /** The invariants that do not hold in the restored books. */
  broken: string[];
}>;

/** Until the very last step nothing that was there is touched; what was begun is removed when anything goes wrong. */
export async function restoreBackup(request: RestoreRequest): Promise<Restored> {
  const { url, file, onProgress, signal } = request;
  onProgress?.('CHECK', 0, 1);
  const manifest = await openBackup(file, signal);
  const unknown = unknownMigration(manifest.migrations);
  refuseUnless(unknown === undefined, 'BACKUP_NEWER', { migration: unknown ?? '' });
  const { living, fresh, broken } = await connected(url, async (client) => {
    const found = await lookInto(client);
    await refuseLiving(found, request);
    refuseUnless(await tryBackupLock(client), 'BACKUP_RUNNING');
    await dropLeft(client, 'restore');
    const made = await createBeside(client, 'restore');
    // Whoever may not make a database restores into one that was made for him, as long as it holds nothing.
    refuseUnless(made !== undefined || (found.empty && found.applied <= manifest.migrations.length), 'RESTORE_NO_RIGHT');
    const address = made === undefined ? url : addressOf(url, made);
    try {
      await fillDatabase(address, file, manifest, request);
      return { living: found, fresh: made, broken: await proveDatabase(address, request.prove, request) };
    } catch (error) {
      if (made !== undefined) await dropDatabase(client, made);
      throw error;
    }
  });
  const { database } = living;
  if (fresh === undefined) return { database, manifest, kept: null, broken };
  const kept = await takePlace(url, living, fresh);
  return { database, manifest, kept, broken };
}

async function refuseLiving(living: Living, { overwrite, askName }: RestoreRequest): Promise<void> {
  const { database, busy, foreign, organisations, changed, empty } = living;
  refuseUnless(busy.length === 0, 'RESTORE_SERVER_RUNNING', { who: busy.join(', ') });
  refuseUnless(foreign.length === 0, 'RESTORE_DATABASE_FOREIGN', { database, tables: shortened(foreign) });
  if (empty) return;
  const facts = { database, organisations: shortened(organisations), changed: changed ?? '—' };
  refuseUnless(overwrite, 'RESTORE_DATABASE_NOT_EMPTY', facts);
  refuseUnless(await askName(database) === database, 'RESTORE_NAME_WRONG', { database });
}

const shortened = (names: readonly string[]): string =>
  names.slice(0, 5).map((name) => `«${name}»`).join(', ') + (names.length > 5 ? `, … (${names.length})` : '') || '—';

const IN_USE = '55006';

async function takePlace(url: string, { database, empty }: Living, fresh: string): Promise<string | null> {
  try {
    const kept = await swapDatabases(url, database, fresh);
    if (!empty) return kept;
    await connected(url, (client) => dropDatabase(client, kept));
    return null;
  } catch (error) {
    await connected(url, (client) => dropDatabase(client, fresh)).catch(() => undefined); // why it failed is what counts
    if ((error as { code?: string }).code === IN_USE) {
      throw new Refusal('RESTORE_SERVER_RUNNING', { who: (error as Error).message });
    }
    throw error;
  }
}
