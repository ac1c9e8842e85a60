/** Makes a backup of a living database: one snapshot of every table, restored into a scratch database and proven. */
import type pg from 'pg';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  beginBackup, listBackups, publishBackup, removeBackup, tableFile, writeSecret,
} from './backups-store.ts';
import type { Manifest, TableCopy, Verification } from './contract.ts';
import { addressOf, connected, createBeside, dropDatabase, dropLeft } from './databases-store.ts';
import { type Prove, type Watched, fillDatabase, proveDatabase } from './fill-database.ts';
import { reasonOf } from './reasons.ts';
import { outdated } from './rules.ts';
import { type KnownSecret, describeSecret } from './secret.ts';
import {
  beginSnapshot, endSnapshot, listTables, readClock, readSealedKeys, readSequences, tryBackupLock, writeTable,
} from './tables-store.ts';
import { unknownMigration } from '../kernel/migrate.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { VERSION } from '../kernel/version.ts';

export type BackupRequest = Watched & Readonly<{
  /** The address of the database with the owner's rights. */
  url: string;
  folder: string;
  keep: number;
  /** False where the operator does not want it to be restored and proven. */
  verify?: boolean;
  secret: KnownSecret | undefined;
  prove: Prove;
}>;

export type MadeBackup = Readonly<{ file: string; manifest: Manifest; bytes: number; removed: string[] }>;

/**
 * Makes one backup and verifies it before it gets its name; then the outdated ones go. Throws when there is none, and
 * then nothing of it is left; one that was made but is not good says so in its manifest.
 */
export async function makeBackup(request: BackupRequest): Promise<MadeBackup> {
  const { url, folder, keep } = request;
  return connected(url, async (client) => {
    refuseUnless(await tryBackupLock(client), 'BACKUP_RUNNING');
    const snapshot = await beginSnapshot(client);
    refuseUnless(snapshot, 'BACKUP_NOT_OURS');
    const unknown = unknownMigration(snapshot.migrations);
    refuseUnless(unknown === undefined, 'BACKUP_NEWER', { migration: unknown ?? '' });
    const name = freeName(folder, snapshot.madeAt);
    const part = beginBackup(folder, name);
    let made: Pick<MadeBackup, 'file' | 'manifest'>;
    try {
      const tables = await copyTables(client, part, request);
      const sealed = await readSealedKeys(client);
      const sequences = await readSequences(client);
      await endSnapshot(client);
      const secret = describeSecret(request.secret, sealed);
      if (request.secret?.carried) writeSecret(part, request.secret.text);
      const copied = { format: 'saldo-backup-1', program: VERSION, ...snapshot, tables, sequences, secret } as const;
      const verification = await verify(client, part, copied, request);
      const manifest = { ...copied, verification };
      made = { manifest, file: await publishBackup(part, folder, name, manifest) };
    } catch (error) {
      removeBackup(part);
      throw error;
    }
    const found = listBackups(folder);
    // Names tell the age by the database's clock; where that was put back, the newest looks like the oldest.
    const old = outdated(found, keep).filter((backup) => backup.name !== name);
    for (const backup of old) removeBackup(backup.file);
    const bytes = found.find((backup) => backup.name === name)?.bytes ?? 0;
    return { ...made, bytes, removed: old.map((backup) => backup.name) };
  });
}

/** "saldo-20251121T033000Z"; a second one of the same second is counted. */
function freeName(folder: string, madeAt: string): string {
  const name = `saldo-${madeAt.replace(/[-:]/g, '')}`;
  for (let number = 1; ; number += 1) {
    const tried = number === 1 ? name : `${name}-${number}`;
    if (!existsSync(join(folder, tried))) return tried;
  }
}

async function copyTables(client: pg.Client, part: string, { signal, onProgress }: Watched): Promise<TableCopy[]> {
  const found = await listTables(client);
  const all = found.reduce((sum, { bytes }) => sum + bytes, 0);
  const copies: TableCopy[] = [];
  let done = 0;
  for (const table of found) {
    signal?.throwIfAborted();
    const before = done;
    // The text of a table is not as long as its pages: it counts for no more than those.
    const onPart = (bytes: number): void => onProgress?.('COPY', before + Math.min(bytes, table.bytes), all);
    copies.push(await writeTable(client, table, join(part, tableFile(table.name)), { signal, onPart }));
    done += table.bytes;
    onProgress?.('COPY', done, all);
  }
  return copies;
}

type Copied = Omit<Manifest, 'verification'>;

/** Restores the copy beside the database, compares and proves it. Whatever goes wrong is the verdict, not an exception. */
async function verify(client: pg.Client, part: string, copied: Copied, request: BackupRequest): Promise<Verification> {
  const { url, prove, signal } = request;
  const told = async (verdict: Verification['verdict'], reason: string | null, broken: string[] = []) =>
    ({ verdict, at: await readClock(client), reason, broken });
  if (request.verify === false) return told('UNVERIFIED', 'Без проверки по просьбе оператора / not asked for');
  try {
    await dropLeft(client, 'verify');
    const scratch = await createBeside(client, 'verify');
    if (scratch === undefined) return await told('UNVERIFIED', NO_SCRATCH);
    try {
      const address = addressOf(url, scratch);
      const manifest = { ...copied, verification: await told('UNVERIFIED', null) };
      await fillDatabase(address, part, manifest, request);
      const broken = await proveDatabase(address, prove, request);
      if (broken.length === 0) return await told('VERIFIED', null);
      return await told('FAILED', `Книги не сходятся / the books do not hold: ${broken[0]}`, broken);
    } finally {
      await dropDatabase(client, scratch);
    }
  } catch (error) {
    if (signal?.aborted) throw error;
    return told('FAILED', reasonOf(error));
  }
}

const NO_SCRATCH = 'Роли базы нельзя создать проверочную базу, сверены только контрольные суммы; '
  + 'дайте ей право: alter role … createdb / the role may not create a database to check it in';
