/** SQL of the scheduler: it looks at every organisation with the owner's rights. */
import type { Day, Instant } from '../kernel/day.ts';
import { type Database, transactionOn } from '../kernel/db.ts';
import type { Policy } from '../kernel/policy.ts';
import { type Columns, type Row, type Sql, day, instant, json, sql, text, uuid } from '../kernel/sql.ts';

async function asOwner<C extends Columns>({ owner }: Database, columns: C, statement: Sql): Promise<Row<C>[]> {
  const client = await owner.connect();
  try {
    return await transactionOn(client).rows(columns, statement);
  } finally {
    client.release();
  }
}

const ScheduledColumns = { orgId: uuid, policy: json<Policy>(), timeZone: text, createdAt: instant, now: instant };
export type Scheduled = Row<typeof ScheduledColumns>;
/** The organisations that live in real time: jobs of a sandbox follow its own clock. */
export const listScheduled = (database: Database): Promise<Scheduled[]> => asOwner(database, ScheduledColumns, sql`
  select org_id, settings as policy, time_zone, created_at, statement_timestamp() as now
    from organisations where sandbox_now is null order by org_id`);

export type RunOf = Readonly<{ orgId: string; job: string; date: Day }>;
const RunColumns = { orgId: uuid, job: text, date: day };

/** Those of the runs that the schedule has begun already, or noted. */
export const findBegun = (database: Database, runs: readonly RunOf[]): Promise<RunOf[]> => asOwner(database, RunColumns, sql`
  select r.org_id, r.job, r.date from ${listOf(runs)}
   where exists (select from job_runs j
                  where j.org_id = r.org_id and j.job = r.job and j.for_date = r.date and j.cause = 'SCHEDULE')`);

/**
 * Those of the nights that there is nothing to say about: they came to their end, were noted as missed, or the
 * organisation decided only afterwards to charge at night.
 */
export const findSettledNights = (
  database: Database, nights: readonly (RunOf & { at: Instant })[],
): Promise<RunOf[]> => asOwner(database, RunColumns, sql`
  select r.org_id, r.job, r.date from ${listOf(nights)}
    join unnest(${nights.map(({ at }) => at)}::timestamptz[]) with ordinality as t (at, n) on t.n = r.n
   where exists (select from job_runs j
                  where j.org_id = r.org_id and j.job = r.job and j.for_date = r.date and j.status in ('DONE', 'MISSED'))
      or exists (select from audit_log a
                  where a.org_id = r.org_id and a.recorded_at > t.at and a.operation = 'settings.update'
                    and a.before ->> 'training.chargeTiming' = 'ON_ATTENDANCE')`);

const listOf = (runs: readonly RunOf[]): Sql => sql`
  unnest(${runs.map(({ orgId }) => orgId)}::uuid[], ${runs.map(({ job }) => job)}::text[],
         ${runs.map(({ date }) => date)}::date[]) with ordinality as r (org_id, job, date, n)`;
