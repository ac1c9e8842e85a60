/** Runs one job of one organisation: alone, recorded, and with every failure told. */
import type { z } from 'zod';
import type { Cause, JobError, RunStatus } from './contract.ts';
import type { Job, JobContext, JobOutcome, JobPreview } from './job.ts';
import { tryJobLock } from './lock-store.ts';
import { beginRun, finishRun, isSettled, loadHouse, setClock } from './store.ts';
import { type Day, type Instant, dayOf } from '../kernel/day.ts';
import { type Database, inTransaction } from '../kernel/db.ts';
import type { Actor, Call } from '../kernel/operation.ts';
import type { Language } from '../kernel/refusal.ts';
import { Refusal, refuseUnless } from '../kernel/refusal.ts';
import { uuidv7 } from '../kernel/uuid.ts';
import { notify } from '../notices/store.ts';

export type RunRequest = Readonly<{
  orgId: string;
  job: Job;
  cause: z.infer<typeof Cause>;
  /** Who is to be named as the one that started it; the work itself is done by the system's user. */
  actor: Actor;
  language: Language;
  /** The local date; any other than today is refused. */
  date?: Day | undefined;
  /** Where the clock of the sandbox has come to: it is set together with the beginning of the run. */
  clock?: Instant;
  onProgress?: JobContext['onProgress'];
}>;

/** How a run came out. `id` is undefined when the run of this date had come to its end before. */
export type Ran = Readonly<{
  id: string | undefined; date: Day; status: z.infer<typeof RunStatus>; metrics: JobOutcome['metrics'];
  errors: readonly JobError[];
}>;

const INTERRUPTED: JobError = {
  code: 'INTERRUPTED', message: 'Прервано: процесс завершился / interrupted: the process ended',
};

/** Runs the job and waits for its end. A job that fails is a run that FAILED; a second one at once is refused. */
export async function runJob(database: Database, request: RunRequest): Promise<Ran> {
  const { orgId, job } = request;
  const unlock = await tryJobLock(database, orgId, job.name);
  refuseUnless(unlock, 'JOB_RUNNING');
  try {
    const begun = await begin(database, request);
    if (begun.context === undefined) {
      return { id: undefined, date: begun.date, status: 'DONE', metrics: {}, errors: [] };
    }
    return await work(database, job, begun.context);
  } finally {
    await unlock();
  }
}

/** What the job would do, where it can tell. */
export async function previewJob(database: Database, request: RunRequest): Promise<JobPreview & { date: Day }> {
  const { orgId, job } = request;
  refuseUnless(job.preview, 'JOB_NO_PREVIEW');
  const house = await inTransaction(database, orgId, 'read', (tx) => loadHouse(tx, orgId));
  refuseUnless(house, 'NOT_FOUND');
  const date = dateOf(house, request);
  const context = { database, call: systemCall(request), date, policy: house.policy };
  return { date, ...await job.preview(context) };
}

function dateOf({ now, timeZone }: { now: Instant; timeZone: string }, { date }: RunRequest): Day {
  const today = dayOf(now, timeZone);
  refuseUnless(date === undefined || date.equals(today), 'JOB_DATE');
  return today;
}

const systemCall = ({ orgId, language }: RunRequest): Call =>
  ({ orgId, actor: { userId: orgId, role: 'ADMIN' }, requestId: uuidv7(), language });

/** One transaction: the clock, what is found, and the row that says RUNNING. */
function begin(database: Database, request: RunRequest): Promise<{ date: Day; context?: JobContext }> {
  const { orgId, job, cause, actor, clock, onProgress } = request;
  return inTransaction(database, orgId, 'write', async (tx) => {
    // Sent together, answered in order.
    const [, house] = await Promise.all([
      clock === undefined ? undefined : setClock({ tx, orgId }, clock), loadHouse(tx, orgId),
    ]);
    refuseUnless(house, 'NOT_FOUND');
    const date = dateOf(house, request);
    if (cause === 'SCHEDULE' && await isSettled({ tx, orgId }, job.name, date, cause)) return { date };
    const runId = uuidv7();
    const run = { id: runId, job: job.name, date, cause, startedBy: actor.userId, startedAt: house.now };
    await beginRun({ tx, orgId }, run, INTERRUPTED);
    const context: JobContext = {
      database, call: systemCall(request), date, runId, policy: house.policy, ...(onProgress && { onProgress }),
    };
    return { date, context };
  });
}

async function work(database: Database, job: Job, context: JobContext): Promise<Ran> {
  const { call, date, runId: id } = context;
  const started = performance.now();
  const { outcome, status } = await attempt(job, context);
  const { metrics, errors, notices = [] } = outcome;
  const end = { id, status, durationMs: Math.ceil(performance.now() - started), metrics, errors };
  await inTransaction(database, call.orgId, 'write', async (tx) => {
    const now = await finishRun({ tx, orgId: call.orgId }, end);
    // A job that has its own words for what went wrong has said them.
    const isSilent = errors.length === 0 || notices.length > 0;
    const failure = isSilent ? [] : [{
      kind: 'job-failed' as const,
      params: { job: call.language === 'ru' ? job.ru : job.en, error: errors[0]?.message ?? '' },
      entityType: 'job-run', entityId: id, onceKey: `job-failed:${job.name}:${date.toString()}`,
    }];
    await notify({ tx, orgId: call.orgId, now }, [...notices, ...failure]);
  });
  return { id, date, status, metrics, errors };
}

async function attempt(job: Job, context: JobContext): Promise<{ outcome: JobOutcome; status: 'DONE' | 'FAILED' }> {
  try {
    return { outcome: await job.run(context), status: 'DONE' };
  } catch (error) {
    return { outcome: { metrics: {}, errors: [errorOf(error, context.call.language)] }, status: 'FAILED' };
  }
}

/** A failure as a run keeps it. */
export function errorOf(error: unknown, language: Language): JobError {
  if (error instanceof Refusal) return { code: error.code, message: error.sentence(language) };
  const { code } = error as { code?: unknown };
  const message = error instanceof Error ? error.message : String(error);
  return { message, ...(typeof code === 'string' && { code }) };
}
