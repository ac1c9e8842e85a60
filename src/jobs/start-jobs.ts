import { findJob } from './jobs.ts';
import { type Waiting, openQueue } from './queue.ts';
import { runJob } from './run-job.ts';
import { newScheduler } from './scheduler.ts';
import { parseDay } from '../kernel/day.ts';
import type { Database } from '../kernel/db.ts';
import { Refusal } from '../kernel/refusal.ts';
import { repeat } from '../kernel/repeat.ts';

export type JobsOptions = {
  database: Database;
  /** The address of the database with the owner's rights, for the queue's own connections. */
  url: string;
  /** Jobs at once in this process. */
  atOnce?: number;
  onError: (error: unknown) => void;
};

const LOOK_EVERY_MS = 30_000;
const AT_ONCE = 4;

/** Puts what is due into the queue and works the queue off; gives the function that ends it in order. */
export async function startJobs({ database, url, atOnce = AT_ONCE, onError }: JobsOptions): Promise<() => Promise<void>> {
  const queue = await openQueue(url, onError);
  await queue.work(atOnce, (waiting) => runScheduled(database, waiting));
  const scheduler = newScheduler(database, queue);
  const stopLooking = repeat(LOOK_EVERY_MS, () => scheduler.look(), onError);
  return async () => {
    await stopLooking();
    await queue.stop();
  };
}

/** Runs what waited in the queue. Throws when it has to be tried again. */
export async function runScheduled(database: Database, { orgId, job: name, date }: Waiting): Promise<void> {
  const job = findJob(name);
  if (job === undefined) return;
  try {
    const actor = { userId: orgId, role: 'ADMIN' } as const;
    const request = { orgId, job, cause: 'SCHEDULE', actor, language: 'ru', date: parseDay(date) } as const;
    const { status, errors } = await runJob(database, request);
    if (status === 'FAILED') throw new Error(`${name} ${orgId} ${date}: ${errors[0]?.message ?? ''}`);
  } catch (error) {
    // Its day is over: it is not caught up, and a night that is missing is noted by the scheduler.
    if (error instanceof Refusal && error.code === 'JOB_DATE') return;
    throw error;
  }
}
