import { jobEndpoints } from './contract.ts';
import { findJob } from './jobs.ts';
import { previewJob, runJob } from './run-job.ts';
import { findRun } from './store.ts';
import { procedure } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';

/** Runs a job for today on somebody's word and waits for its end; a dry run shows what it would do. */
export const runJobByHand = procedure(jobEndpoints.run, async (database, call, { name, date }) => {
  const job = findJob(name);
  refuseUnless(job, 'JOB_UNKNOWN');
  const { orgId, actor, language } = call;
  const request = { orgId, job, cause: 'HAND', actor, language, date } as const;
  if (call.dryRun) return { id: undefined, status: null, ...await previewJob(database, request) };
  return { decisions: undefined, ...await runJob(database, request) };
}, async (context, { name: job }, { id, date, status, metrics, errors, decisions }) => ({
  result: {
    job, date, status, metrics, errors: [...errors],
    run: (id === undefined ? undefined : await findRun(context, id)) ?? null,
    ...(decisions && { decisions: [...decisions] }),
  },
  audit: {
    entityType: 'job-run', ...(id === undefined ? {} : { entityId: id }),
    before: {}, after: { job, date, status, metrics, errors: errors.length },
  },
}));
