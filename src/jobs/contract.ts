import { z } from 'zod';
import { DayShape, Id, IdOut, InstantShape, MoneyOut, Page, Pagination, endpoint } from '../kernel/contract.ts';

/** What happens by itself: the jobs, their runs, what the night decided, and the clock of a sandbox that sets them off. */

export const Cause = z.enum(['SCHEDULE', 'HAND', 'CLOCK']);
export const RunStatus = z.enum(['RUNNING', 'DONE', 'FAILED', 'MISSED']);
export const Metrics = z.record(z.string(), z.number());
/** What went wrong with one object while the job went on with the others, or the failure of the whole job. */
export const JobError = z.object({
  message: z.string(), code: z.string().optional(), entityType: z.string().optional(), entityId: z.string().optional(),
  context: z.record(z.string(), z.unknown()).optional(),
});
export type JobError = z.infer<typeof JobError>;

export const JobRun = z.object({
  id: IdOut, job: z.string(), date: DayShape, cause: Cause, status: RunStatus, startedAt: InstantShape,
  finishedAt: InstantShape.nullable(), durationMs: z.int().nullable(),
  startedBy: z.object({ id: IdOut, firstName: z.string(), lastName: z.string() }),
  metrics: Metrics, errors: z.array(JobError),
});
export type JobRun = z.output<typeof JobRun>;

const person = z.object({ id: IdOut, name: z.string() });
export const Decision = z.object({
  training: z.object({ id: IdOut, title: z.string().nullable(), startsAt: InstantShape.nullable() }), student: person,
  decision: z.enum(['SESSION', 'INVOICE', 'SKIPPED', 'ERROR']), reason: z.string(), sentence: z.string(),
  details: z.record(z.string(), z.unknown()).nullable(),
  /** What the decision charged, and the invoice of it as it is now; all null where nothing was, or only would be. */
  clientId: IdOut.nullable(), chargeId: IdOut.nullable(), invoiceId: IdOut.nullable(), amount: MoneyOut.nullable(),
  isPaid: z.boolean().nullable(),
});
/** The invoices of a night as they are today: what they come to, what of it is paid, and what is waited for. */
const NightSums = z.object({ invoiced: MoneyOut, paid: MoneyOut, waiting: MoneyOut });

const byId = { id: Id };
export const jobEndpoints = {
  list: endpoint({
    name: 'job.list', method: 'GET', path: '/api/jobs', permission: 'job.read',
    summary: 'Задания, их время и следующий запуск / The jobs, their times and their next runs',
    input: z.strictObject({}),
    result: z.object({ jobs: z.array(z.object({
      name: z.string(), title: z.string(), time: z.string().nullable(), nextRunAt: InstantShape.nullable(),
      applies: z.boolean(), hasPreview: z.boolean(),
    })) }),
  }),
  run: endpoint({
    name: 'job.run', method: 'POST', path: '/api/jobs/{name}/run', permission: 'job.run',
    summary: 'Выполнить задание за сегодня и дождаться конца; dryRun только показывает, что будет / '
      + 'Run a job for today and wait for its end; dryRun only shows what it would do',
    input: z.strictObject({ name: z.string().max(100), date: DayShape.optional() }),
    result: z.object({
      job: z.string(), date: DayShape, status: RunStatus.nullable(), metrics: Metrics, errors: z.array(JobError),
      run: JobRun.nullable(), decisions: z.array(Decision).optional(),
    }),
    refusals: ['JOB_UNKNOWN', 'JOB_RUNNING', 'JOB_DATE', 'JOB_NO_PREVIEW'],
  }),
};

export const runEndpoints = {
  list: endpoint({
    name: 'job-run.list', method: 'GET', path: '/api/job-runs', permission: 'job.read',
    summary: 'Выполнения заданий, новые сначала / Runs of jobs, the newest first',
    input: z.strictObject({
      ...Page, job: z.string().max(100).optional(), from: DayShape.optional(), to: DayShape.optional(),
      status: RunStatus.optional(),
    }),
    result: z.object({ runs: z.array(JobRun), pagination: Pagination }),
  }),
  get: endpoint({
    name: 'job-run.get', method: 'GET', path: '/api/job-runs/{id}', permission: 'job.read',
    summary: 'Одно выполнение задания / One run of a job', input: z.strictObject(byId), result: JobRun,
    refusals: ['NOT_FOUND'],
  }),
  decisions: endpoint({
    name: 'job-run.decisions', method: 'GET', path: '/api/job-runs/{id}/decisions', permission: 'job.read',
    summary: 'Что ночь решила о каждом участнике и почему / What the night decided about each participant, and why',
    input: z.strictObject({ ...byId, ...Page, decision: Decision.shape.decision.optional() }),
    result: z.object({ decisions: z.array(Decision), sums: NightSums, pagination: Pagination }),
    refusals: ['NOT_FOUND'],
  }),
};

export const sandboxEndpoints = {
  clock: endpoint({
    name: 'sandbox.clock', method: 'POST', path: '/api/sandbox/clock', permission: 'sandbox.clock',
    summary: 'Move the clock of a sandbox forward, and run in order every job that falls due on the way',
    input: z.strictObject({ now: InstantShape }),
    result: z.object({
      now: InstantShape,
      runs: z.array(z.object({ job: z.string(), date: DayShape, status: RunStatus, metrics: Metrics })),
    }),
    refusals: ['NOT_A_SANDBOX', 'CLOCK_BACKWARDS', 'JOB_RUNNING'],
  }),
};
