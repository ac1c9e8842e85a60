/**
 * The cluster of the embedded PostgreSQL, its folder and its password: made once in the data directory, as a whole or
 * not at all.
 */
import { execFile } from 'node:child_process';
import {
  chownSync, closeSync, existsSync, fsyncSync, mkdtempSync, openSync, readdirSync, renameSync, rmSync, writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readOrMakeSecret } from './config.ts';
import { canReach, type RunAs } from './postgres-binaries.ts';

const run = promisify(execFile);

/** Where a server's programs, its data and its log are, and as whom it runs. */
export type Installation = Readonly<{ bin: string; runAs: RunAs; dataDir: string; cluster: string; logFile: string }>;

export function clusterFolder(dataDir: string): string {
  return join(dataDir, 'pg18');
}

export function secretFile(dataDir: string): string {
  return join(dataDir, 'pg18.secret');
}

export function refuseUnreachable(dataDir: string, runAs: RunAs): void {
  if (canReach(dataDir, runAs)) return;
  throw new Error(
    `Пользователь postgres не может войти в ${dataDir}: задайте SALDO_DATA_DIR вне закрытого каталога ` +
      `(или chmod o+x для каталогов этого пути), либо задайте DATABASE_URL. / ` +
      `The user postgres cannot enter ${dataDir}: set SALDO_DATA_DIR outside a private folder ` +
      `(or chmod o+x the folders of this path), or set DATABASE_URL.`,
  );
}

export function refuseLostPassword(dataDir: string): void {
  if (existsSync(secretFile(dataDir))) return;
  throw new Error(
    `База в ${clusterFolder(dataDir)} есть, а файла с её паролем ${secretFile(dataDir)} нет: верните его. / ` +
      `There is a database in ${clusterFolder(dataDir)} but its password file ${secretFile(dataDir)} is missing.`,
  );
}

/**
 * Makes the cluster beside its place and renames it when complete, so a crash leaves nothing half-made in place.
 * Each attempt has a folder of its own: the initdb of a killed program may still be at work in the earlier one.
 */
export async function makeCluster({ bin, runAs, dataDir, cluster }: Installation): Promise<void> {
  const fresh = mkdtempSync(`${cluster}.new-`);
  const passwordFile = join(dataDir, 'pg18.password');
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, `${readOrMakeSecret(secretFile(dataDir))}\n`, { mode: 0o600, flag: 'wx' });
  giveTo(runAs, fresh);
  giveTo(runAs, passwordFile);
  try {
    await run(
      join(bin, 'initdb'),
      [
        `--pgdata=${fresh}`,
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=icu',
        '--icu-locale=ru',
        '--data-checksums',
      ],
      { ...runAs, cwd: '/', env: {} },
    );
  } catch (error) {
    const reason = (error as { stderr?: string }).stderr ?? String(error);
    throw new Error(`База не создана / The database was not made: ${reason.trim()}`, { cause: error });
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(fresh, cluster);
  syncFolder(dataDir);
}

/** Removes the folders of earlier attempts; what a dying initdb still adds meanwhile goes at the start after this. */
export function removeHalfMade(dataDir: string): void {
  for (const name of readdirSync(dataDir).filter((entry) => entry.startsWith('pg18.new'))) {
    try {
      rmSync(join(dataDir, name), { recursive: true, force: true, maxRetries: 5 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
    }
  }
}

function giveTo({ uid, gid }: RunAs, path: string): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}
