/**
 * The database server of the web tests, with two templates in it: an empty database, and one in which a centre has
 * lived for eight months. Telling that story takes half a minute, so the stopped server is kept in the temporary
 * folder under a hash of everything that the story is made by, and each run works with a copy of its own.
 *
 * SALDO_KEEP_YEAR=1 takes any kept year whose migrations are today's, and the last build of the web where the sources
 * cannot be built: for those who are changing them just now.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync, existsSync, globSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { root } from '../../../scripts/check.ts';
import { dayNumber } from '../../../src/demo/calendar.ts';
import { actOn } from '../../../src/demo/centre.ts';
import { loadDemo } from '../../../src/demo/load.ts';
import { advanceClock } from '../../../src/jobs/clock.ts';
import { parseDay } from '../../../src/kernel/day.ts';
import { type Database, openDatabase } from '../../../src/kernel/db.ts';
import { startEmbedded } from '../../../src/kernel/embedded-postgres.ts';
import { migrate } from '../../../src/kernel/migrate.ts';
import type { Actor } from '../../../src/kernel/operation.ts';
import { uuidv7 } from '../../../src/kernel/uuid.ts';
import { openShift } from '../../../src/payments/shifts.ts';
import { tellExchange } from './exchange.ts';

/** Where the sites of a run find their databases. */
export type YearServer = Readonly<{ url: string }>;

export const EMPTY = 'saldo_web_empty';
export const YEAR = 'saldo_web_year';
export const PASSWORD = 'мозаика-2025';
/** A Wednesday of the school year, at noon in Moscow: groups meet, passes run, some invoices are overdue. */
const TODAY = '2026-04-22';
export const NOON = `${TODAY}T09:00:00Z`;
const MORNING = `${TODAY}T06:10:00Z`;
const CLIENTS = 60;
const KEPT = 6;
/** What the story is told by, besides the program itself. */
const TOLD_BY = ['year', 'exchange', 'papers'].map((name) => `test/web/harness/${name}.ts`);

/** Starts the server of one run; `stop` removes what the run made, and leaves the kept year. */
export async function startYearServer(): Promise<YearServer & { stop: () => Promise<void> }> {
  const kept = await keptYear();
  const folder = temporary('saldo-web-');
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const { status, stderr } = spawnSync('cp', ['-a', `${kept}/.`, folder], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`The kept year could not be copied: ${stderr}`);
    const server = await startEmbedded(folder, { durable: false });
    return { url: server.url, stop: async () => {
      await server.stop();
      remove();
    } };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Started by root, PostgreSQL runs as another user and has to get in. */
function temporary(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  chmodSync(folder, 0o755);
  return folder;
}

export const isKeeping = (): boolean => process.env['SALDO_KEEP_YEAR'] !== undefined;

async function keptYear(): Promise<string> {
  const family = `saldo-year-${process.getuid?.() ?? 0}-${hashOf('db/**/*.sql')}-`;
  const all = readdirSync(tmpdir()).filter((name) => name.startsWith('saldo-year-'))
    .map((name) => join(tmpdir(), name)).toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  const wanted = join(tmpdir(), `${family}${hashOf('src/**/*.ts')}`);
  const anyOfThese = all.find((path) => path.includes(family));
  const found = existsSync(wanted) ? wanted : isKeeping() ? anyOfThese : undefined;
  if (found !== undefined) {
    utimesSync(found, new Date(), new Date());
    return found;
  }
  for (const old of all.slice(KEPT - 1)) rmSync(old, { recursive: true, force: true });
  const made = await makeYear();
  try {
    renameSync(made, wanted);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    if (!existsSync(wanted)) throw error; // else another run was quicker with the same year
  }
  return wanted;
}

function hashOf(pattern: string): string {
  const hash = createHash('sha256');
  for (const file of [...globSync(pattern, { cwd: root }), ...TOLD_BY].toSorted()) {
    hash.update(file).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex').slice(0, 12);
}

async function makeYear(): Promise<string> {
  const started = performance.now();
  process.stderr.write('The year of life for the web tests is told once and kept…\n');
  const folder = temporary('saldo-telling-');
  const server = await startEmbedded(folder, { durable: false });
  try {
    await command(server.url, `create database ${EMPTY}`);
    await migrateAt(withDatabase(server.url, EMPTY));
    await command(server.url, `create database ${YEAR} template ${EMPTY} strategy file_copy`);
    await tellYear(withDatabase(server.url, YEAR));
    for (const name of [EMPTY, YEAR]) await command(server.url, `alter database ${name} with allow_connections false`);
    await server.stop();
  } catch (error) {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  process.stderr.write(`Told in ${((performance.now() - started) / 1000).toFixed(0)} s.\n`);
  return folder;
}

async function migrateAt(url: string): Promise<void> {
  const database = openDatabase(url);
  try {
    await migrate(database);
  } finally {
    await database.close();
  }
}

/** The story up to the night before, and then a morning on which the desk has just opened. */
async function tellYear(url: string): Promise<void> {
  const database = openDatabase(url);
  try {
    const days = dayNumber(parseDay(TODAY));
    const { orgId } = await loadDemo(database, {
      clients: CLIENTS, seed: 1, template: 'SPORT', password: PASSWORD, days,
    });
    const system: Actor = { userId: orgId, role: 'ADMIN' };
    const move = (iso: string): Promise<unknown> => advanceClock(
      database, { orgId, actor: system, requestId: uuidv7(), language: 'ru' }, Temporal.Instant.from(iso));
    await move(MORNING);
    await tellExchange(database, actOn(database, orgId), await directorOf(database, orgId), TODAY);
    const { rows: [desk] } = await database.owner.query<{ id: string }>(
      `select u.id from users u join logins l on l.id = u.login_id where u.org_id = $1 and l.email like 'desk@%'`, [orgId]);
    await actOn(database, orgId)({ userId: desk!.id, role: 'MANAGER' }, openShift, { openingCash: 5000 });
    await move(NOON);
  } finally {
    await database.close();
  }
}

async function directorOf(database: Database, orgId: string): Promise<Actor> {
  const { rows: [row] } = await database.owner.query<{ id: string }>(
    `select id from users where org_id = $1 and role = 'ADMIN' order by created_at, id limit 1`, [orgId]);
  return { userId: row!.id, role: 'ADMIN' };
}

/** A copy of one of the templates, for one site. */
export async function cloneOf(server: YearServer, template: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `site_${uuidv7().replaceAll('-', '')}`;
  await command(server.url, `create database ${name} template ${template} strategy file_copy`);
  return {
    url: withDatabase(server.url, name),
    drop: () => command(server.url, `drop database if exists ${name} with (force)`),
  };
}

async function command(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
