/**
 * What a database holds, as text: PostgreSQL's own COPY, every table in the order of its primary key. The same rows give
 * the same text on every server and version, so one sum over it says whether two databases hold the same.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress, createZstdDecompress } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { Manifest, TableCopy } from './contract.ts';
import { MIGRATION_LOCK } from '../kernel/migrate.ts';
import { Refusal } from '../kernel/refusal.ts';
import { types } from '../kernel/sql.ts';

/** A table as it stands there: what of it is copied, in which order, and how many bytes it has on the disk. */
export type Table = Readonly<{ name: string; columns: readonly string[]; keys: readonly string[]; bytes: number }>;
type Watch = Readonly<{
  signal?: AbortSignal | undefined;
  /** How much text and how many rows of the table have passed. */
  onPart?: (bytes: number, rows: number) => void;
}>;

/** How values are written must not depend on the settings of a server, a role or a database. */
const PLAIN_TEXT = `
  set client_encoding = 'UTF8'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; set timezone = 'UTC';
  set extra_float_digits = 1; set bytea_output = 'hex'; set statement_timeout = 0;
  set idle_in_transaction_session_timeout = 0; set lock_timeout = 0`;

/** COPY streams need a connection of their own, without the pipeline of the pools. */
export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, types, application_name: 'saldo backup' });
  client.on('error', () => undefined); // a statement under way fails and says so
  await client.connect();
  await client.query(PLAIN_TEXT);
  return client;
}

/** Any number will do, as long as nothing else in the database locks the same one. */
const BACKUP_LOCK = 7_253_602;

/** One backup of a database at a time, whoever makes it; the lock ends with the connection. */
export async function tryBackupLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(`select pg_try_advisory_lock(${BACKUP_LOCK}) as taken`);
  return rows[0]?.taken === true;
}

export type Snapshot = Pick<Manifest, 'server' | 'database' | 'madeAt' | 'migrations' | 'organisations'>;

/**
 * Begins the one transaction that a backup reads in. A migration that is under way is waited for, and none begins before
 * `client` ends: one that rewrites a table would leave it empty in our snapshot.
 */
export async function beginSnapshot(client: pg.Client): Promise<Snapshot | undefined> {
  await client.query(`select pg_advisory_lock_shared(${MIGRATION_LOCK})`);
  await client.query('begin transaction isolation level repeatable read read only');
  const { rows } = await client.query<Omit<Snapshot, 'migrations' | 'organisations'> & { ours: boolean }>(`
    select current_setting('server_version') as server, current_database()::text as database,
           to_char(clock_timestamp(), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "madeAt",
           to_regclass('public.schema_migrations') is not null and to_regclass('public.organisations') is not null
             as ours`);
  const [found] = rows;
  if (!found?.ours) return undefined;
  const { ours: _, ...facts } = found;
  const { rows: migrations } = await client.query<Manifest['migrations'][number]>(
    'select name, sha256 from public.schema_migrations order by name');
  const { rows: organisations } = await client.query<{ name: string }>(
    'select name from public.organisations order by created_at, org_id');
  return { ...facts, migrations, organisations: organisations.map(({ name }) => name) };
}

/** From here on a migration may begin; the lock of the backup stays with the connection. */
export async function endSnapshot(client: pg.Client): Promise<void> {
  await client.query('commit');
  await client.query(`select pg_advisory_unlock_shared(${MIGRATION_LOCK})`);
}

/** The database's clock, as an ISO instant. */
export async function readClock(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ now: string }>(`
    select to_char(clock_timestamp(), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as now`);
  return rows[0]?.now ?? '';
}

/**
 * The tables to copy. The list of migrations is not among them, as a restored database makes its own; nor is the queue of
 * jobs, which lives in a schema of its own and is filled anew from what is due.
 */
export async function listTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; keys: string[] | null; bytes: number }>(`
    select c.relname::text as name, pg_relation_size(c.oid) as bytes,
           array(select a.attname::text from pg_attribute a
                  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                  order by a.attnum) as columns,
           array(select quote_ident(a.attname) || case when a.attcollation <> 0 then ' collate "C"' else '' end
                   from pg_index i
                  cross join unnest(i.indkey::int2[]) with ordinality k (attnum, place)
                   join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
                  where i.indrelid = c.oid and i.indisprimary order by k.place) as keys
      from pg_class c
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname <> 'schema_migrations'
       and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
     order by c.relname collate "C"`);
  return rows.map(({ keys, ...table }) =>
    ({ ...table, keys: keys?.length ? keys : [`${pg.escapeIdentifier(table.name)}::text collate "C"`] }));
}

/** Numbers that the database counts itself. They are no part of a snapshot: read last, they are past every copied row. */
export async function readSequences(client: pg.Client): Promise<Manifest['sequences']> {
  const { rows } = await client.query<{ name: string; value: number }>(`
    select sequencename::text as name, last_value as value from pg_sequences
     where schemaname = 'public' and last_value is not null order by 1`);
  return rows;
}

export type SealedKeys = Readonly<{ logins: number; sample: string | null }>;

/** How many people have a second factor, and something that was sealed, a key or a password of 1C, to try the secret on. */
export async function readSealedKeys(client: pg.Client): Promise<SealedKeys> {
  const { rows: [found] } = await client.query<SealedKeys & { bases: boolean }>(`
    select count(*)::int as logins, min(totp_secret) as sample, to_regclass('public.onec_connections') is not null as bases
      from public.logins where totp_secret is not null`);
  const { logins, sample, bases } = found ?? { logins: 0, sample: null, bases: false };
  if (sample !== null || !bases) return { logins, sample };
  const { rows } = await client.query<{ sample: string | null }>(
    'select min(password_sealed) as sample from public.onec_connections');
  return { logins, sample: rows[0]?.sample ?? null };
}

const named = (columns: readonly string[]): string => columns.map((name) => pg.escapeIdentifier(name)).join(', ');
const tableOf = (name: string): string => `public.${pg.escapeIdentifier(name)}`;

/** Copies a table into a file that is complete on the disk when this returns. */
export async function writeTable(client: pg.Client, table: Table, path: string, watch: Watch): Promise<TableCopy> {
  const file = createWriteStream(path, { mode: 0o600, flags: 'wx', flush: true });
  const copied = await readThrough(client, table, watch, [createZstdCompress(), file]);
  return { name: table.name, columns: [...table.columns], ...copied };
}

/** The same rows without a file: how many there are and the sum of their text. */
export const digestTable = (client: pg.Client, table: Table, watch: Watch = {}): Promise<Summed> =>
  readThrough(client, table, watch, [new Writable({ write: (_chunk, _encoding, done) => done() })]);

type Summed = Pick<TableCopy, 'rows' | 'sha256'>;

async function readThrough(
  client: pg.Client, { name, columns, keys }: Table, watch: Watch, way: [...Transform[], Writable],
): Promise<Summed> {
  const rows = client.query(copyTo(
    `copy (select ${named(columns)} from ${tableOf(name)} order by ${keys.join(', ')}) to stdout`));
  const hash = createHash('sha256');
  const counter = counting(watch, (chunk) => hash.update(chunk));
  await pipeline([rows, counter.stream, ...way], { ...(watch.signal && { signal: watch.signal }) });
  return { rows: counter.rows(), sha256: hash.digest('hex') };
}

/** Counts what passes. A line of COPY is a row: a line break inside a value is written as two characters. */
function counting({ onPart }: Watch, look: (chunk: Buffer) => unknown): { stream: Transform; rows: () => number } {
  let [bytes, lines] = [0, 0];
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      look(chunk);
      bytes += chunk.length;
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
      onPart?.(bytes, lines);
      done(null, chunk);
    },
  });
  return { stream, rows: () => lines };
}

/** Fills an empty table from the file of a backup. */
export async function readTable(client: pg.Client, copy: TableCopy, path: string, watch: Watch): Promise<void> {
  const { stream } = counting(watch, () => undefined);
  const rows = client.query(copyFrom(`copy ${tableOf(copy.name)} (${named(copy.columns)}) from stdin`));
  const { signal } = watch;
  await pipeline([createReadStream(path), createZstdDecompress(), stream, rows], { ...(signal && { signal }) });
}

/**
 * What hinders a quick loading in any order: foreign keys and the indexes that guard nothing. They are put aside, and
 * putting the keys back looks at every row.
 */
export async function putAside(client: pg.Client): Promise<() => Promise<void>> {
  const { rows } = await client.query<{ away: string; back: string }>(`
    select format('alter table %s drop constraint %I', k.conrelid::regclass, k.conname) as away,
           format('alter table %s add constraint %I %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid))
             as back
      from pg_constraint k where k.contype = 'f' and k.connamespace = 'public'::regnamespace
    union all
    select format('drop index %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
      from pg_index i join pg_class c on c.oid = i.indrelid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not i.indisunique
       and not exists (select from pg_constraint k where k.conindid = i.indexrelid)`);
  for (const { away } of rows) await client.query(away);
  return async () => {
    // Indexes first: they quicken the look of the keys.
    for (const { back } of rows.toReversed()) await client.query(back);
  };
}

export async function setSequences(client: pg.Client, sequences: Manifest['sequences']): Promise<void> {
  for (const { name, value } of sequences) {
    await client.query('select setval($1::regclass, $2)', [tableOf(name), value]);
  }
}

export async function inOneTransaction(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query('begin');
  try {
    await work();
    // Nobody knows these tables yet, and the proof asks much of them.
    await client.query('analyze');
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined); // a broken connection has rolled back by itself
    throw error;
  }
}

/** A table that the copy has and the database has not, or the other way round, is a difference like any other. */
export function matchTables(tables: readonly Table[], copies: readonly TableCopy[]): [Table, TableCopy][] {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const strange = tables.find(({ name }) => !copies.some((copy) => copy.name === name));
  if (strange !== undefined) throw new Refusal('RESTORE_DIFFERS', { table: strange.name });
  return copies.map((copy) => {
    const table = byName.get(copy.name);
    const same = table?.columns.length === copy.columns.length && table.columns.every((name) => copy.columns.includes(name));
    if (table === undefined || !same) throw new Refusal('RESTORE_DIFFERS', { table: copy.name });
    return [table, copy];
  });
}
