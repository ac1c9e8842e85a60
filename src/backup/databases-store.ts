/** Databases as a whole: made, looked into, renamed and dropped from a connection to another one of the same server. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { connect } from './tables-store.ts';

/** The address of another database of the same server. */
export function addressOf(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(database)}`;
  return changed.href;
}

/** Ends a connection whatever came of the work. */
export async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connect(url);
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined); // it may have been broken, which the work has said
  }
}

const NOT_PERMITTED = '42501';

/** Names beside that of the database, so that what a killed program left can be told from everything else. */
export const BESIDE = { verify: '_verify_', restore: '_restore_', kept: '_before_' } as const;
/** The longest of them fits into the 63 characters of a name. */
const prefixOf = (database: string, kind: keyof typeof BESIDE): string => `${database.slice(0, 40)}${BESIDE[kind]}`;

/**
 * Makes an empty database beside the one of the address, with the same rules of language. Gives its name, or undefined
 * where the role may not make one.
 */
export async function createBeside(client: pg.Client, kind: 'verify' | 'restore'): Promise<string | undefined> {
  type Own = { name: string; collate: string; ctype: string; provider: string; locale: string | null };
  const { rows } = await client.query<Own>(`
    select d.datname::text as name, d.datcollate::text as collate, d.datctype::text as ctype,
           d.datlocprovider::text as provider,
           coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale') as locale
      from pg_database d where d.datname = current_database()`);
  const [own] = rows;
  if (own === undefined) throw new Error('The database does not know itself');
  const name = prefixOf(own.name, kind) + randomBytes(5).toString('hex');
  const text = (value: string | null): string => pg.escapeLiteral(value ?? '');
  const provider = own.provider === 'i' ? ` locale_provider icu icu_locale ${text(own.locale)}`
    : own.provider === 'b' ? ` locale_provider builtin builtin_locale ${text(own.locale)}` : '';
  try {
    await client.query(`create database ${pg.escapeIdentifier(name)} template template0 encoding 'UTF8'
      lc_collate ${text(own.collate)} lc_ctype ${text(own.ctype)}${provider}`);
    return name;
  } catch (error) {
    if ((error as { code?: string }).code === NOT_PERMITTED) return undefined;
    throw error;
  }
}

export async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  await client.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
}

/** What a killed program left. The caller holds the lock under which such databases are made. */
export async function dropLeft(client: pg.Client, kind: 'verify' | 'restore'): Promise<void> {
  for (const { name } of await namesBeside(client, kind)) await dropDatabase(client, name);
}

export type Kept = Readonly<{ name: string; bytes: number }>;

/** What stands behind the prefix: without it a database of somebody, `saldo_restore_test`, would pass for ours. */
const REST = { verify: '^[0-9a-f]{10}$', restore: '^[0-9a-f]{10}$', kept: '^[0-9]{8}_[0-9]{6}$' } as const;

/** The databases beside the one we are connected to, which this program has made. */
export async function namesBeside(client: pg.Client, kind: keyof typeof BESIDE): Promise<Kept[]> {
  const { rows: [own] } = await client.query<{ name: string }>('select current_database()::text as name');
  const { rows } = await client.query<Kept>(`
    select datname::text as name, pg_database_size(oid) as bytes from pg_database
     where starts_with(datname, $1) and substr(datname, length($1) + 1) ~ $2 and pg_has_role(datdba, 'MEMBER')
     order by datname`, [prefixOf(own?.name ?? '', kind), REST[kind]]);
  return rows;
}

export type Living = Readonly<{
  database: string;
  /** Names of the organisations in it. */
  organisations: string[];
  /** When anything was last changed, as people read it; null when nothing ever was. */
  changed: string | null;
  /** Tables that no migration of ours has made. */
  foreign: string[];
  /** Migrations that were applied to it. */
  applied: number;
  /** Whether anything would be lost by replacing it. */
  empty: boolean;
  /** Who else is connected to it. */
  busy: string[];
}>;

/** Looks what a database holds before it is replaced. */
export async function lookInto(client: pg.Client): Promise<Living> {
  const { rows: [facts] } = await client.query<{ database: string; ours: boolean; tables: string[]; busy: string[] }>(`
    select current_database()::text as database,
           to_regclass('public.schema_migrations') is not null and to_regclass('public.organisations') is not null as ours,
           array(select c.relname::text from pg_class c
                  where c.relkind in ('r', 'p', 'v', 'm') and c.relnamespace = 'public'::regnamespace
                    and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
                  order by 1) as tables,
           array(select distinct coalesce(nullif(a.application_name, ''), a.usename) || ' (' || a.pid || ')'
                   from pg_stat_activity a
                  where a.datname = current_database() and a.pid <> pg_backend_pid()
                    and a.backend_type = 'client backend' order by 1) as busy`);
  if (facts === undefined) throw new Error('The database does not know itself');
  const { database, tables, busy } = facts;
  if (!facts.ours) {
    return { database, organisations: [], changed: null, foreign: tables, applied: 0, empty: tables.length === 0, busy };
  }
  const { rows: [held] } = await client.query<Pick<Living, 'organisations' | 'changed' | 'applied'> & { logins: number }>(`
    select array(select name from public.organisations order by created_at, org_id) as organisations,
           (select to_char(max(recorded_at), 'DD.MM.YYYY HH24:MI') || ' UTC' from public.audit_log) as changed,
           (select count(*)::int from public.schema_migrations) as applied,
           (select count(*)::int from public.logins) as logins`);
  const { organisations = [], changed = null, applied = 0, logins = 0 } = held ?? {};
  return { database, organisations, changed, foreign: [], applied, empty: organisations.length === 0 && logins === 0, busy };
}

/** Somebody else's database of the same server, to stand in while ours is renamed. */
async function connectBeside(url: string, old: string): Promise<pg.Client> {
  const [first = '', second = ''] = ['postgres', 'template1'].filter((name) => name !== old);
  try {
    return await connect(addressOf(url, first));
  } catch {
    return connect(addressOf(url, second)); // what is wrong with the server itself is said here
  }
}

/**
 * Puts the new database in the place of the old, both in one step; the old one keeps living under the name that is given
 * back. PostgreSQL refuses while anybody is connected to either.
 */
export async function swapDatabases(url: string, old: string, fresh: string): Promise<string> {
  const client = await connectBeside(url, old);
  try {
    const { rows: [stamp] } = await client.query<{ at: string }>(
      `select to_char(clock_timestamp(), 'YYYYMMDD_HH24MISS') as at`);
    const kept = `${prefixOf(old, 'kept')}${stamp?.at ?? ''}`;
    const [was, becomes, instead] = [old, kept, fresh].map((name) => pg.escapeIdentifier(name));
    await client.query('begin');
    await client.query(`alter database ${was} rename to ${becomes}`);
    await client.query(`alter database ${instead} rename to ${was}`);
    await client.query('commit');
    return kept;
  } finally {
    await client.end().catch(() => undefined); // an open transaction ends with its connection
  }
}
