/** The few facts of the database that are measured, over all organisations together: no names and no ids. */
import type { Database } from '../kernel/db.ts';
import { transactionOn } from '../kernel/db.ts';
import { bool, int, sql, text } from '../kernel/sql.ts';

const JobColumns = { job: text, startedAt: int, durationMs: int, failed: int, organisations: int };
const ProofColumns = { ok: bool, at: int };

/** The newest run of each job in each organisation that lives in real time; when the books were proven last. */
export async function loadRuns({ owner }: Database) {
  const client = await owner.connect();
  try {
    const tx = transactionOn(client);
    const jobs = await tx.rows(JobColumns, sql`
      select r.job, extract(epoch from max(r.started_at))::bigint as started_at,
             coalesce(max(r.duration_ms), 0) as duration_ms,
             count(*) filter (where r.status in ('FAILED', 'MISSED')) as failed, count(*) as organisations
        from (select distinct on (j.org_id, j.job) j.job, j.started_at, j.duration_ms, j.status
                from job_runs j join organisations o on o.org_id = j.org_id and o.sandbox_now is null
               order by j.org_id, j.job, j.started_at desc) r
       group by r.job order by r.job`);
    const proof = await tx.maybe(ProofColumns, sql`
      select bool_and(coalesce((r.metrics ->> 'broken')::int, 0) = 0 and r.status = 'DONE') as ok,
             extract(epoch from min(r.started_at))::bigint as at
        from (select distinct on (j.org_id) j.org_id, j.metrics, j.status, j.started_at
                from job_runs j join organisations o on o.org_id = j.org_id and o.sandbox_now is null
               where j.job = 'proof' order by j.org_id, j.started_at desc) r
      having count(*) > 0`);
    return { jobs, proof };
  } finally {
    client.release();
  }
}
