/** What the doctor asks the database about itself, with the owner's rights. */
import { type Database, transactionOn } from '../kernel/db.ts';
import type { Day } from '../kernel/day.ts';
import type { Policy } from '../kernel/policy.ts';
import {
  type Columns, type Row, type Sql, bool, day, instant, int, json, nullable, oneOf, sql, text,
} from '../kernel/sql.ts';

async function ask<C extends Columns>({ owner }: Database, columns: C, statement: Sql): Promise<Row<C>[]> {
  const client = await owner.connect();
  try {
    return await transactionOn(client).rows(columns, statement);
  } finally {
    client.release();
  }
}
async function askOne<C extends Columns>(database: Database, columns: C, statement: Sql): Promise<Row<C>> {
  const [row] = await ask(database, columns, statement);
  if (row === undefined) throw new Error('The database did not answer');
  return row;
}
const isThere = async (database: Database, table: string): Promise<boolean> =>
  (await askOne(database, { found: bool }, sql`select to_regclass(${table}) is not null as found`)).found;

const ServerColumns = { number: int, now: instant, newest: nullable(instant), appRises: bool, appOwns: bool };
/** The server, its clock beside the newest record, and whether the application's role is as weak as it has to be. */
export const loadServer = (database: Database) => askOne(database, ServerColumns, sql`
  select current_setting('server_version_num')::int as number, clock_timestamp() as now,
         (select max(recorded_at) from audit_log) as newest,
         exists (select from pg_roles where rolname = 'saldo_app' and (rolsuper or rolbypassrls)) as app_rises,
         exists (select from pg_class c join pg_roles r on r.oid = c.relowner
                  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
                    and r.rolname = 'saldo_app') as app_owns`);

const QueueColumns = { waiting: int, oldestSeconds: int, failed: int, stuck: int };
export type QueueState = Row<typeof QueueColumns>;
/** The queue of jobs; undefined before the first start of a server. Failed: given up within a day, for good. */
export async function loadQueue(database: Database): Promise<QueueState | undefined> {
  if (!await isThere(database, 'pgboss.job')) return undefined;
  return askOne(database, QueueColumns, sql`
    select count(*) filter (where state in ('created', 'retry') and start_after <= now()) as waiting,
           coalesce(extract(epoch from now() - min(start_after)
             filter (where state in ('created', 'retry') and start_after <= now()))::int, 0) as oldest_seconds,
           count(*) filter (where state = 'failed' and completed_on > now() - interval '1 day') as failed,
           count(*) filter (where state = 'active' and started_on < now() - interval '12 hours') as stuck
      from pgboss.job where name = 'saldo-jobs'`);
}

const DeliveryColumns = { waiting: int, oldestSeconds: int };
/** Letters whose time has come. Sandboxes send by clocks of their own. */
export const loadDeliveries = (database: Database) => askOne(database, DeliveryColumns, sql`
  select count(*) as waiting, coalesce(extract(epoch from now() - min(d.next_attempt_at))::int, 0) as oldest_seconds
    from notice_deliveries d join organisations o on o.org_id = d.org_id and o.sandbox_now is null
   where d.status = 'PENDING' and d.next_attempt_at <= now()`);

const HouseColumns = {
  name: text, policy: json<Policy>(), timeZone: text, isKnown: bool, createdOn: day, today: day,
  nightOn: nullable(day), nightStatus: nullable(oneOf('RUNNING', 'DONE', 'FAILED', 'MISSED')),
};
/** Organisations with their newest night; whether the database knows their time zone. */
export const loadHouses = (database: Database) => ask(database, HouseColumns, sql`
  select o.name, o.settings as policy, o.time_zone, z.name is not null as is_known,
         (o.created_at at time zone coalesce(z.name, 'UTC'))::date as created_on,
         (coalesce(o.sandbox_now, clock_timestamp()) at time zone coalesce(z.name, 'UTC'))::date as today,
         r.for_date as night_on, r.status as night_status
    from organisations o
    left join pg_timezone_names z on z.name = o.time_zone
    left join lateral (
      select for_date, status from job_runs
       where org_id = o.org_id and job = 'nightly-charges' order by for_date desc, started_at desc limit 1) r on true
   where not o.is_loading order by o.created_at, o.org_id`);
export type House = {
  name: string; policy: Policy; timeZone: string; isKnown: boolean; createdOn: Day; today: Day; nightOn: Day | null;
  nightStatus: 'RUNNING' | 'DONE' | 'FAILED' | 'MISSED' | null;
};

/** Texts that the secret of this installation must open. */
export async function loadSealed(database: Database): Promise<string[]> {
  const logins = await ask(database, { sealed: text }, sql`
    select totp_secret as sealed from logins where totp_secret is not null order by created_at desc limit 3`);
  const bases = !await isThere(database, 'public.onec_connections') ? [] : await ask(database, { sealed: text }, sql`
    select password_sealed as sealed from onec_connections where password_sealed is not null limit 3`);
  return [...logins, ...bases].map(({ sealed }) => sealed);
}

const SyncColumns = { name: text, minutes: int };
/** Exchanges with 1C that call themselves running and give no sign of life; sandboxes begin theirs by their own clocks. */
export async function loadStuckSyncs(database: Database): Promise<Row<typeof SyncColumns>[]> {
  if (!await isThere(database, 'public.onec_syncs')) return [];
  return ask(database, SyncColumns, sql`
    select o.name, (extract(epoch from now() - s.seen_at) / 60)::int as minutes
      from (select org_id, status, coalesce(alive_at, started_at) as seen_at, alive_at from onec_syncs) s
      join organisations o on o.org_id = s.org_id and (s.alive_at is not null or o.sandbox_now is null)
     where s.status = 'RUNNING' and s.seen_at < now() - interval '10 minutes'`);
}
