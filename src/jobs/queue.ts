/** The queue of jobs in PostgreSQL, kept by pg-boss in a schema of its own: what is due waits here for a worker. */
import { PgBoss } from 'pg-boss';
import { z } from 'zod';
import { JOB_NAMES } from './rules.ts';

const QUEUE = 'saldo-jobs';

/** One run to be made: it waits at most once, from being due until it has ended. */
const Waiting = z.object({ orgId: z.string(), job: z.enum(JOB_NAMES), date: z.string() });
export type Waiting = z.infer<typeof Waiting>;

export type Queue = Readonly<{
  /** Puts runs into the queue in their order; those that wait or run already are left out. */
  put(runs: readonly Waiting[]): Promise<void>;
  /** Hands waiting runs to the worker, several organisations side by side, and of each organisation one at a time. */
  work(atOnce: number, run: (waiting: Waiting) => Promise<void>): Promise<void>;
  /** Takes nothing more, and waits for what is under way. */
  stop(): Promise<void>;
}>;

/** A run that failed is repeated with growing pauses. One whose worker was killed is found by its silence. */
const LIFE = {
  policy: 'exclusive', retryLimit: 6, retryDelay: 30, retryBackoff: true, retryDelayMax: 1800, heartbeatSeconds: 30,
  expireInSeconds: 12 * 3600, retentionSeconds: 2 * 86_400, deleteAfterSeconds: 86_400,
} as const;
const POLL_SECONDS = 10;
const STOP_MS = 120_000;

export async function openQueue(url: string, onError: (error: unknown) => void): Promise<Queue> {
  const boss = new PgBoss({
    connectionString: url, application_name: 'saldo jobs', max: 3, schedule: false, reindex: false,
  });
  boss.on('error', onError);
  await boss.start();
  await boss.createQueue(QUEUE, LIFE);
  /** What was put here or has just come to its end leads to another look at once; other processes look now and then. */
  const wake = (): void => {
    for (const { id, name } of boss.getWipData()) if (name === QUEUE) boss.notifyWorker(id);
  };
  return {
    put: async (runs) => {
      if (runs.length === 0) return;
      await boss.insert(QUEUE, runs.map((run, index) => ({
        data: run, singletonKey: `${run.orgId}:${run.job}:${run.date}`, group: { id: run.orgId }, priority: -index,
      })));
      wake();
    },
    work: async (atOnce, run) => {
      const options = {
        batchSize: 1, localConcurrency: atOnce, groupConcurrency: 1, pollingIntervalSeconds: POLL_SECONDS,
      };
      await boss.work(QUEUE, options, async (taken: { data: unknown }[]) => {
        for (const { data } of taken) await run(Waiting.parse(data)).finally(wake);
      });
    },
    stop: () => boss.stop({ graceful: true, timeout: STOP_MS }),
  };
}
