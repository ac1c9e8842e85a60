/**
 * Lock of the data directory: one program at a time owns the embedded database and the files beside it.
 *
 * The lock is the file `saldo.lock`, made by link(), so it appears complete or not at all. It names its process; the
 * lock of a dead process is taken over, and `takeOver` explains why two rivals cannot both succeed.
 */
import { createHash, randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export type LockKind = 'server' | 'cli';

export type LockHolder = Readonly<{
  pid: number;
  /** When the process started, as the kernel counts it; tells a reused pid apart. Absent where there is no /proc. */
  startTime?: string;
  kind: LockKind;
  /** Port of the embedded database, as soon as it accepts connections. */
  databasePort?: number;
  /** Unique for each lock ever taken. */
  token: string;
}>;

export type DataDirLock = Readonly<{
  /** Adds facts for other programs to the lock file. Throws when the lock is no longer ours. */
  publish(facts: { databasePort: number }): void;
  /** Gives the data directory free; a second call does nothing. */
  release(): void;
}>;

/** Another living program holds the data directory; the message says which, and what to do. */
export class DataDirBusy extends Error {
  override name = 'DataDirBusy';
  readonly holder: LockHolder;

  constructor(dataDir: string, holder: LockHolder) {
    const [ru, en] = holder.kind === 'server' ? ['сервер', 'server'] : ['команда', 'command'];
    super(
      `Каталог данных ${dataDir} занят: с ним работает ${ru} Saldo, процесс ${holder.pid}. ` +
        `Остановите его (kill ${holder.pid}) или задайте другой SALDO_DATA_DIR. / ` +
        `Data directory ${dataDir} is in use by a Saldo ${en}, process ${holder.pid}. ` +
        `Stop it (kill ${holder.pid}) or set another SALDO_DATA_DIR.`,
    );
    this.holder = holder;
  }
}

const POLL_MS = 50;

/**
 * Takes the lock of `dataDir` (the folder is made when missing), waiting at most `waitMs` milliseconds for its present
 * holder. Throws `DataDirBusy` when the holder is still there after that.
 */
export async function acquireLock(
  dataDir: string,
  kind: LockKind,
  { waitMs = 0 }: { waitMs?: number } = {},
): Promise<DataDirLock> {
  mkdirSync(dataDir, { recursive: true });
  const deadline = Date.now() + waitMs;
  for (;;) {
    const lock = tryLock(dataDir, kind);
    if (lock !== undefined) return lock;
    const holder = readLock(dataDir);
    if (holder !== undefined && Date.now() >= deadline) throw new DataDirBusy(dataDir, holder);
    await sleep(POLL_MS);
  }
}

/** The living holder of the data directory, or undefined when nobody holds it. */
export function readLock(dataDir: string): LockHolder | undefined {
  const holder = readHolder(lockFile(dataDir));
  return holder !== undefined && isAlive(holder) ? holder : undefined;
}

function lockFile(dataDir: string): string {
  return join(dataDir, 'saldo.lock');
}

/** One attempt: the lock, or undefined when it is held or somebody else was quicker. */
function tryLock(dataDir: string, kind: LockKind): DataDirLock | undefined {
  const file = lockFile(dataDir);
  const mine = describeSelf(kind);
  const present = readHolder(file);
  if (present === undefined) return create(file, mine) ? lockOf(file, mine) : undefined;
  if (isAlive(present)) return undefined;
  return takeOver(file, present, mine) ? lockOf(file, mine) : undefined;
}

/**
 * Puts our lock in the place of a dead one; true when it succeeded.
 *
 * The right to replace the lock with token T is itself a lock, the file `<path>.<T>`, and link() gives it to one
 * process only. Whoever has it looks once more that T is still in place (a slow rival may come when the work is done)
 * and then renames its own file over it. Should the owner of that right die half-way, the right is taken over alike.
 */
function takeOver(file: string, dead: LockHolder, mine: LockHolder): boolean {
  const claim = `${file}.${dead.token}`;
  if (!create(claim, mine)) {
    const rival = readHolder(claim);
    if (rival === undefined || isAlive(rival) || !takeOver(claim, rival, mine)) return false;
  }
  if (readHolder(file)?.token !== dead.token) {
    rmSync(claim, { force: true });
    return false;
  }
  renameSync(claim, file);
  return true;
}

function lockOf(file: string, mine: LockHolder): DataDirLock {
  const isOurs = (): boolean => readHolder(file)?.token === mine.token;
  return {
    publish(facts) {
      if (!isOurs()) throw new Error(`The lock ${file} is lost`);
      const temporary = writeTemporary(file, { ...mine, ...facts });
      renameSync(temporary, file);
    },
    release() {
      if (isOurs()) rmSync(file, { force: true });
    },
  };
}

/** Makes the file with the complete content; false when it exists already. */
function create(file: string, holder: LockHolder): boolean {
  const temporary = writeTemporary(file, holder);
  try {
    linkSync(temporary, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

function writeTemporary(file: string, holder: LockHolder): string {
  const temporary = `${file}.${process.pid}.${randomUUID()}`;
  writeFileSync(temporary, `${JSON.stringify(holder)}\n`, { flag: 'wx' });
  return temporary;
}

/** What the lock file says; undefined when there is none. A damaged file reads as the lock of a dead process. */
function readHolder(file: string): LockHolder | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return parseHolder(text) ?? { pid: 0, kind: 'cli', token: createHash('sha256').update(text).digest('hex') };
}

function parseHolder(text: string): LockHolder | undefined {
  try {
    const holder = JSON.parse(text) as LockHolder | null;
    const isWhole = Number.isInteger(holder?.pid) && /^[\w-]+$/.test(holder?.token ?? '');
    return isWhole && holder !== null ? holder : undefined;
  } catch {
    return undefined;
  }
}

function describeSelf(kind: LockKind): LockHolder {
  const startTime = processStart(process.pid);
  return { pid: process.pid, ...(startTime === undefined ? {} : { startTime }), kind, token: randomUUID() };
}

function isAlive(holder: LockHolder): boolean {
  if (holder.pid <= 0) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const startTime = processStart(holder.pid);
  return startTime === undefined || holder.startTime === undefined || startTime === holder.startTime;
}

/**
 * Start time of a process in clock ticks since the machine was started (field 22 of /proc/<pid>/stat), 'ended' for one
 * that only waits to be collected by its parent, or undefined where the system has no /proc.
 */
function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets and may hold blanks; field 3 follows the last bracket.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? 'ended' : fields[19];
  } catch {
    return undefined;
  }
}
