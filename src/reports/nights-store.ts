/** SQL of the last nights. */
import { RunStatus } from '../jobs/contract.ts';
import type { Context } from '../kernel/operation.ts';
import { day, int, money, nullable, oneOf, sql, uuid } from '../kernel/sql.ts';

const NightColumns = {
  runId: uuid, date: day, forDate: day, status: oneOf(...RunStatus.options), trainings: int, sessions: int, invoices: int,
  invoiceSum: money, skipped: int, errors: int, trainingsFailed: int, durationMs: nullable(int),
};
/**
 * The last runs of the night, the newest first. What was decided is counted from the decisions themselves, so that a
 * night that was killed halfway counts too; an invoice is worth what it comes to today, and nothing when it is void.
 */
export const loadNights = ({ tx, orgId }: Context, job: string, limit: number) => tx.rows(NightColumns, sql`
  select r.id as run_id, r.for_date as date, r.for_date + 1 as for_date, r.status,
         coalesce((r.metrics ->> 'trainings')::bigint, d.trainings) as trainings, d.sessions, d.invoices, d.invoice_sum,
         d.skipped, d.errors, coalesce((r.metrics ->> 'trainingsFailed')::bigint, 0) as trainings_failed, r.duration_ms
    from (select * from job_runs where org_id = ${orgId} and job = ${job}
           order by for_date desc, started_at desc, id desc limit ${limit}) r
   cross join lateral (
     select count(distinct d.training_id) as trainings, count(*) filter (where d.decision = 'SESSION') as sessions,
            count(*) filter (where d.decision = 'INVOICE') as invoices,
            coalesce(sum(i.total_amount), 0)::bigint as invoice_sum,
            count(*) filter (where d.decision = 'SKIPPED') as skipped,
            count(*) filter (where d.decision = 'ERROR') as errors
       from night_decisions d
       -- The limit keeps the planner from reading all invoices for each night.
       left join lateral (
         select i.total_amount from invoices i
          where i.org_id = ${orgId} and i.invoice_number = d.details ->> 'invoiceNumber' and i.status <> 'CANCELLED'
          limit 1) i
         on d.decision = 'INVOICE'
      where d.org_id = ${orgId} and d.run_id = r.id) d
   order by r.for_date desc, r.started_at desc, r.id desc`);
