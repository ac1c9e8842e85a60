/**
 * The folder of backups. A backup is a folder: manifest.json, a file for each table, maybe the secret, and SHA256SUMS
 * over them all, which `sha256sum -c` understands. It is written under a name that begins with a dot and renamed when it
 * is complete, so nothing half made ever looks like a backup.
 */
import { createHash } from 'node:crypto';
import {
  closeSync, createReadStream, fsyncSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmSync, statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Manifest, type Verdict } from './contract.ts';
import { type Instant, parseInstant } from '../kernel/day.ts';
import { Refusal, refuseUnless } from '../kernel/refusal.ts';

/** A backup as the lists show it. */
export type Backup = Readonly<{
  name: string;
  /** The folder of the backup. */
  file: string;
  /** When the snapshot was taken, as an ISO instant. */
  at: string;
  verdict: Verdict;
  verified: boolean;
  /** The database it is of, and the organisations in it; unknown of one that cannot be read. */
  database: string | null;
  organisations: readonly string[];
  /** Why it is not verified. */
  reason: string | null;
  bytes: number;
}>;

const SUMS = 'SHA256SUMS';
const NAME = /^saldo-\d{8}T\d{6}Z(-\d+)?$/;

/** What is there, newest first. What cannot be read is listed as failed, so that somebody looks. */
export function listBackups(folder: string): Backup[] {
  return namesIn(folder).filter((name) => NAME.test(name)).sort().reverse().map((name) => describe(join(folder, name)));
}

/** The newest backup, whatever became of its verification. */
export const lastBackup = (folder: string): Backup | undefined => listBackups(folder)[0];

/** The newest backup that was restored and proven. */
export const lastVerifiedBackup = (folder: string): Backup | undefined =>
  listBackups(folder).find(({ verified }) => verified);

/** Whether there is a backup of the organisation in this database that is no older than the moment. */
export const hasBackupOf = (
  folder: string, { database, organisation }: { database: string; organisation: string }, oldest: Instant,
): boolean => listBackups(folder).some((backup) => backup.verdict !== 'FAILED' && backup.database === database
  && backup.organisations.includes(organisation) && Temporal.Instant.compare(parseInstant(backup.at), oldest) >= 0);

function describe(file: string): Backup {
  const name = basename(file);
  const bytes = filesOf(file).reduce((sum, path) => sum + statSync(join(file, path)).size, 0);
  const manifest = readManifest(file);
  if (manifest === undefined) {
    const [, y, mo, d, h, mi, s] = /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(name) ?? [];
    return {
      name, file, at: `${y}-${mo}-${d}T${h}:${mi}:${s}Z`, verdict: 'FAILED', verified: false,
      database: null, organisations: [], reason: 'manifest.json повреждён / is damaged', bytes,
    };
  }
  const { madeAt, database, organisations, verification: { verdict, reason } } = manifest;
  return { name, file, at: madeAt, verdict, verified: verdict === 'VERIFIED', database, organisations, reason, bytes };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** The files of a backup, as paths inside it. */
function filesOf(file: string): string[] {
  return readdirSync(file, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory())
    .map((entry) => relative(file, join(entry.parentPath, entry.name))).sort();
}

/** The manifest as it stands there; undefined when it cannot be read. */
function readManifest(file: string): Manifest | undefined {
  try {
    return Manifest.parse(JSON.parse(readFileSync(join(file, 'manifest.json'), 'utf8')));
  } catch {
    return undefined; // missing, cut off or not ours: the caller says so
  }
}

/**
 * Reads every byte of a backup and gives its manifest. Refuses one of which anything is missing, too much or changed:
 * after this nothing that it holds can surprise.
 */
export async function openBackup(path: string, signal?: AbortSignal): Promise<Manifest> {
  const file = resolve(path);
  refuseUnless(statSync(file, { throwIfNoEntry: false })?.isDirectory(), 'BACKUP_NOT_FOUND', { file });
  const damaged = (what: string): Refusal => new Refusal('BACKUP_DAMAGED', { file: what });
  const sums = readSums(file);
  if (sums === undefined) throw damaged(SUMS);
  for (const path_ of filesOf(file)) if (path_ !== SUMS && !sums.has(path_)) throw damaged(path_);
  for (const [path_, sum] of sums) {
    if (await sumOfFile(join(file, path_), signal) !== sum) throw damaged(path_);
  }
  const manifest = readManifest(file);
  const needed = manifest && ['manifest.json', ...manifest.tables.map(({ name }) => tableFile(name)),
    ...(manifest.secret.carried ? ['secret'] : [])];
  if (manifest === undefined) throw damaged('manifest.json');
  for (const path_ of needed ?? []) if (!sums.has(path_)) throw damaged(path_);
  return manifest;
}

export const tableFile = (table: string): string => join('tables', `${table}.copy.zst`);

/** The sums by path; undefined when the file is missing or any line of it is not as we write it. */
function readSums(file: string): Map<string, string> | undefined {
  let text: string;
  try {
    text = readFileSync(join(file, SUMS), 'latin1');
  } catch {
    return undefined; // without it nothing can be checked, which the caller refuses
  }
  const lines = text.split('\n');
  if (lines.pop() !== '' || lines.length === 0) return undefined;
  const found = lines.map((line) => /^([0-9a-f]{64}) {2}((?:tables\/)?[\w.-]+)$/.exec(line));
  if (found.some((match) => match === null)) return undefined;
  return new Map(found.map((match) => [match?.[2] ?? '', match?.[1] ?? '']));
}

async function sumOfFile(path: string, signal?: AbortSignal): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash, { ...(signal && { signal }) });
    return hash.digest('hex');
  } catch (error) {
    if (['ENOENT', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/** Makes the folder that a backup is written into. What earlier attempts left there when they were killed goes away. */
export function beginBackup(folder: string, name: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const left of namesIn(folder)) {
    const pid = /^\.saldo-[\w-]+\.part-(\d+)$/.exec(left)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) removeBackup(join(folder, left));
  }
  const part = join(folder, `.${name}.part-${process.pid}`);
  removeBackup(part); // a process has one at a time, so one of our own is an earlier attempt
  mkdirSync(join(part, 'tables'), { recursive: true, mode: 0o700 });
  return part;
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

export const writeSecret = (part: string, secret: string): void => writeDurably(join(part, 'secret'), `${secret}\n`);
export const readSecret = (file: string): string => readFileSync(join(file, 'secret'), 'utf8').trim();

/** Writes manifest and sums, gives the backup its name, and waits until the disk has it all. */
export async function publishBackup(part: string, folder: string, name: string, manifest: Manifest): Promise<string> {
  writeDurably(join(part, 'manifest.json'), `${JSON.stringify(manifest, null, 1)}\n`);
  const lines: string[] = [];
  for (const path of filesOf(part)) lines.push(`${await sumOfFile(join(part, path))}  ${path}\n`);
  writeDurably(join(part, SUMS), lines.join(''));
  for (const dir of [join(part, 'tables'), part]) syncFolder(dir);
  const file = join(folder, name);
  renameSync(part, file);
  syncFolder(folder);
  syncFolder(dirname(folder));
  return file;
}

/** Renamed out of sight first: a removal that is killed leaves nothing that looks like a backup. */
export function removeBackup(file: string): void {
  const name = basename(file);
  const hidden = name.startsWith('.') ? file : join(dirname(file), `.${name}.part-${process.pid}`);
  if (hidden !== file) renameSync(file, hidden);
  rmSync(hidden, { recursive: true, force: true });
}

function writeDurably(path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o600, flush: true });
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
