import { jobEndpoints, runEndpoints } from './contract.ts';
import { findJob, jobs } from './jobs.ts';
import { TIMES, dueRuns } from './rules.ts';
import { findRun, pageOfDecisions, pageOfRuns } from './store.ts';
import { type Context, reading } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { sentenceOf } from '../trainings/words-rules.ts';

/** Every job falls due within two days, whatever the clocks do. */
const AHEAD = { hours: 48 };

export const listJobs = reading(jobEndpoints.list, async ({ policy, timeZone, now, language }) => {
  const due = dueRuns(policy, timeZone, now, now.add(AHEAD));
  return {
    jobs: jobs.map((job) => {
      const { name } = job;
      const applies = job.appliesTo(policy);
      const time = TIMES.find((one) => one.job === name)?.time ?? null;
      return {
        name, title: job[language], time: time === 'nightly.time' ? policy['nightly.time'] : time, applies,
        nextRunAt: (applies && due.find((run) => run.job === name)?.at) || null, hasPreview: job.preview !== undefined,
      };
    }),
  };
});

export const listRuns = reading(runEndpoints.list, (context, { page, limit, ...filter }) => {
  refuseUnless(filter.job === undefined || findJob(filter.job), 'JOB_UNKNOWN');
  return pageOfRuns(context, filter, page, limit);
});

async function requireRun(context: Context, id: string) {
  const run = await findRun(context, id);
  refuseUnless(run, 'NOT_FOUND');
  return run;
}

export const getRun = reading(runEndpoints.get, (context, { id }) => requireRun(context, id));

export const listDecisions = reading(runEndpoints.decisions, async (context, { id, page, limit, decision }) => {
  await requireRun(context, id);
  const { total, sums, rows } = await pageOfDecisions(context, { runId: id, decision }, page, limit);
  const decisions = rows.map(({ trainingId, title, startsAt, studentId, studentName, ...row }) => ({
    ...row, training: { id: trainingId, title, startsAt }, student: { id: studentId, name: studentName },
    sentence: sentenceOf(row, context.language),
  }));
  return { decisions, sums, pagination: { total, page, limit } };
});
