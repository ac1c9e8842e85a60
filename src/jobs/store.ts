/** SQL of the runs of jobs. */
import type { z } from 'zod';
import type { Decision, JobError } from './contract.ts';
import { Cause, RunStatus } from './contract.ts';
import type { Day, Instant } from '../kernel/day.ts';
import type { Tx } from '../kernel/db.ts';
import type { Context } from '../kernel/operation.ts';
import type { Policy } from '../kernel/policy.ts';
import { type Sql, bool, day, empty, instant, int, json, money, nullable, oneOf, sql, text, uuid } from '../kernel/sql.ts';

type Place = Pick<Context, 'tx' | 'orgId'>;

const HouseColumns = { policy: json<Policy>(), timeZone: text, sandbox: bool, now: instant };
/** The organisation as a job finds it. */
export const loadHouse = (tx: Tx, orgId: string) => tx.maybe(HouseColumns, sql`
  select settings as policy, time_zone, sandbox_now is not null as sandbox,
         coalesce(sandbox_now, clock_timestamp()) as now
    from organisations where org_id = ${orgId}`);

/** Sets a sandbox clock, once nothing else is under way in the organisation. */
export async function setClock({ tx, orgId }: Place, now: Instant): Promise<void> {
  await Promise.all([
    tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${orgId}, 1))`),
    tx.run(sql`update organisations set sandbox_now = ${now} where org_id = ${orgId}`),
  ]);
}

export type NewRun = {
  id: string; job: string; date: Day; cause: z.infer<typeof Cause>; startedBy: string; startedAt: Instant;
};
/** Writes that the job runs. A run that was left behind by a killed process is closed: whoever has the lock is alone. */
export const beginRun = ({ tx, orgId }: Place, run: NewRun, interrupted: JobError) => tx.run(sql`
  with closed as (
    update job_runs
       set status = 'FAILED', finished_at = greatest(started_at, ${run.startedAt}),
           errors = ${JSON.stringify([interrupted])}::jsonb
     where org_id = ${orgId} and job = ${run.job} and status = 'RUNNING')
  insert into job_runs (org_id, id, job, for_date, cause, status, started_at, started_by)
  values (${orgId}, ${run.id}, ${run.job}, ${run.date}, ${run.cause}, 'RUNNING', ${run.startedAt}, ${run.startedBy})`);

export type EndOfRun = {
  id: string; status: 'DONE' | 'FAILED'; durationMs: number; metrics: object; errors: readonly JobError[];
};
/** Writes how the run ended; gives the moment. */
export const finishRun = async ({ tx, orgId }: Place, end: EndOfRun): Promise<Instant> =>
  (await tx.one({ finishedAt: instant }, sql`
    update job_runs r
       set status = ${end.status}, duration_ms = ${end.durationMs}, metrics = ${JSON.stringify(end.metrics)}::jsonb,
           errors = ${JSON.stringify(end.errors)}::jsonb,
           finished_at = (select coalesce(sandbox_now, clock_timestamp()) from organisations where org_id = ${orgId})
     where org_id = ${orgId} and id = ${end.id}
    returning finished_at`)).finishedAt;

/** Writes that a run should have been and was not. */
export const insertMissed = ({ tx, orgId }: Place, run: NewRun) => tx.run(sql`
  insert into job_runs (org_id, id, job, for_date, cause, status, started_at, finished_at, started_by)
  values (${orgId}, ${run.id}, ${run.job}, ${run.date}, ${run.cause}, 'MISSED', ${run.startedAt}, ${run.startedAt},
          ${run.startedBy})`);

/** Whether a run of the job came to its end for the date, or was noted as missed. */
export const isSettled = async ({ tx, orgId }: Place, job: string, date: Day, cause?: string): Promise<boolean> =>
  (await tx.one({ found: bool }, sql`
    select exists (select from job_runs
                    where org_id = ${orgId} and job = ${job} and for_date = ${date} and status in ('DONE', 'MISSED')
                      ${cause === undefined ? empty : sql`and cause = ${cause}`}) as found`)).found;

const RunColumns = {
  id: uuid, job: text, date: day, cause: oneOf(...Cause.options), status: oneOf(...RunStatus.options),
  startedAt: instant, finishedAt: nullable(instant), durationMs: nullable(int), startedBy: uuid, firstName: text,
  lastName: text, metrics: json<Record<string, number>>(), errors: json<JobError[]>(),
};
const runList = sql`
  select r.id, r.job, r.for_date as date, r.cause, r.status, r.started_at, r.finished_at, r.duration_ms, r.started_by,
         u.first_name, u.last_name, r.metrics, r.errors
    from job_runs r join users u on u.org_id = r.org_id and u.id = r.started_by`;

type RunRow = Awaited<ReturnType<typeof rowsOf>>[number];
const rowsOf = (tx: Tx, tail: ReturnType<typeof sql>) => tx.rows(RunColumns, sql`${runList} ${tail}`);
const present = ({ startedBy: id, firstName, lastName, ...run }: RunRow) =>
  ({ ...run, startedBy: { id, firstName, lastName } });

export async function findRun({ tx, orgId }: Place, id: string) {
  const [row] = await rowsOf(tx, sql`where r.org_id = ${orgId} and r.id = ${id}`);
  return row && present(row);
}

export type RunFilter = {
  job?: string | undefined; from?: Day | undefined; to?: Day | undefined; status?: string | undefined;
};
const whereOf = (orgId: string, filter: RunFilter): Sql => sql`
    where r.org_id = ${orgId} ${filter.job === undefined ? empty : sql`and r.job = ${filter.job}`}
      ${filter.from === undefined ? empty : sql`and r.for_date >= ${filter.from}`}
      ${filter.to === undefined ? empty : sql`and r.for_date <= ${filter.to}`}
      ${filter.status === undefined ? empty : sql`and r.status = ${filter.status}`}`;

export async function pageOfRuns({ tx, orgId }: Place, filter: RunFilter, page: number, limit: number) {
  const where = whereOf(orgId, filter);
  const [{ total }, rows] = await Promise.all([
    tx.one({ total: int }, sql`select count(*) as total from job_runs r ${where}`),
    rowsOf(tx, sql`${where} order by r.started_at desc, r.id desc limit ${limit} offset ${(page - 1) * limit}`),
  ]);
  return { runs: rows.map(present), pagination: { total, page, limit } };
}

/** The newest of the runs that the filter finds. */
export async function newestRun({ tx, orgId }: Place, filter: RunFilter) {
  const [row] = await rowsOf(tx, sql`${whereOf(orgId, filter)} order by r.started_at desc, r.id desc limit 1`);
  return row && present(row);
}

const DecisionColumns = {
  trainingId: uuid, title: nullable(text), startsAt: nullable(instant), studentId: uuid, studentName: text,
  decision: oneOf('SESSION', 'INVOICE', 'SKIPPED', 'ERROR'), reason: text,
  details: nullable(json<Record<string, string | number | null>>()), clientId: uuid, chargeId: nullable(uuid),
  invoiceId: nullable(uuid), amount: nullable(money), isPaid: nullable(bool),
};
const SumColumns = { invoiced: money, paid: money, waiting: money };
type DecisionFilter = { runId: string; decision?: z.infer<typeof Decision>['decision'] | undefined };
/** What a night decided, in the order in which it did; a training that charged nobody may be gone since. */
export async function pageOfDecisions({ tx, orgId }: Place, filter: DecisionFilter, page: number, limit: number) {
  const { runId, decision } = filter;
  const where = sql`
    where d.org_id = ${orgId} and d.run_id = ${runId} ${decision === undefined ? empty : sql`and d.decision = ${decision}`}`;
  // What the night charged is found by whom and for what, as a charge does not know its run.
  const charged = sql`
    join students s on s.org_id = d.org_id and s.id = d.student_id
    left join lateral (
      select h.id, h.invoice_id from training_charges h
       where h.org_id = d.org_id and h.client_id = s.client_id and h.training_id = d.training_id
         and h.student_id = d.student_id and h.cause = 'NIGHT' and d.decision in ('SESSION', 'INVOICE')
       order by h.charged_at desc, h.id desc limit 1) h on true
    left join invoices i on i.org_id = d.org_id and i.id = h.invoice_id`;
  const [{ total }, sums, rows] = await Promise.all([
    tx.one({ total: int }, sql`select count(*) as total from night_decisions d ${where}`),
    tx.one(SumColumns, sql`
      select coalesce(sum(i.total_amount), 0)::bigint as invoiced, coalesce(sum(i.paid_amount), 0)::bigint as paid,
             coalesce(sum(i.total_amount - i.paid_amount), 0)::bigint as waiting
        from night_decisions d ${charged}
       where d.org_id = ${orgId} and d.run_id = ${runId} and d.decision = 'INVOICE' and i.status <> 'CANCELLED'`),
    tx.rows(DecisionColumns, sql`
      select d.training_id, t.title, t.starts_at, d.student_id, btrim(s.first_name || ' ' || s.last_name) as student_name,
             d.decision, d.reason, d.details, s.client_id, h.id as charge_id, h.invoice_id, i.total_amount as amount,
             i.status = 'PAID' as is_paid
        from night_decisions d ${charged}
        left join trainings t on t.org_id = d.org_id and t.id = d.training_id
       ${where} order by d.id limit ${limit} offset ${(page - 1) * limit}`),
  ]);
  return { total, sums, rows };
}
