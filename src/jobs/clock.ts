import type { z } from 'zod';
import { sandboxEndpoints } from './contract.ts';
import { findJob } from './jobs.ts';
import { tryJobLock } from './lock-store.ts';
import { type DueRun, type JobName, dueRuns } from './rules.ts';
import { runJob } from './run-job.ts';
import { loadHouse, setClock } from './store.ts';
import { type Instant, isEarlier } from '../kernel/day.ts';
import { type Database, inTransaction } from '../kernel/db.ts';
import { type Call, procedure } from '../kernel/operation.ts';
import type { Policy } from '../kernel/policy.ts';
import { refuseUnless } from '../kernel/refusal.ts';

type ClockRun = z.output<typeof sandboxEndpoints.clock.result>['runs'][number];
type Moved = { before: Instant; runs: ClockRun[] };

/** The operation below with some of the jobs left out. */
export const movingClock = (without: readonly JobName[]) => procedure(
  sandboxEndpoints.clock,
  (database, call, { now }) => goForward(database, call, now, without),
  async (context, { now }, { before, runs }) => {
    // Somebody else may have gone further since this move was found to be forward.
    refuseUnless(!isEarlier(now, context.now), 'CLOCK_BACKWARDS');
    await setClock(context, now);
    return {
      result: { now, runs },
      audit: {
        entityType: 'organisation', entityId: context.orgId,
        before: { now: before.toString() }, after: { now: now.toString() },
      },
    };
  },
  { exclusive: true },
);

/**
 * Moves the clock of a sandbox forward: to the instant of each job that falls due on the way, which is run and waited
 * for, and then to the target. A job that fails is a run that FAILED, and time goes on.
 */
export const moveClock = movingClock([]);

/** The same for those who have no input to be checked, such as the demonstration; some jobs may be left out. */
export const advanceClock = async (
  database: Database, call: Call, to: Instant, { without = [] }: { without?: readonly JobName[] } = {},
): Promise<ClockRun[]> => (await movingClock(without).run(database, call, { now: to })).result.runs;

async function goForward(
  database: Database, call: Call, target: Instant, without: readonly JobName[],
): Promise<Moved> {
  const { orgId } = call;
  const unlock = await tryJobLock(database, orgId, 'sandbox.clock');
  refuseUnless(unlock, 'JOB_RUNNING');
  try {
    const house = await inTransaction(database, orgId, 'read', (tx) => loadHouse(tx, orgId));
    refuseUnless(house?.sandbox, 'NOT_A_SANDBOX');
    const { now: before, policy, timeZone } = house;
    refuseUnless(!isEarlier(target, before), 'CLOCK_BACKWARDS');
    const due = call.dryRun ? [] : onTheWay(dueRuns(policy, timeZone, before, target), policy);
    const runs: ClockRun[] = [];
    for (const run of due) if (!without.includes(run.job)) runs.push(await runAt(database, call, run));
    return { before, runs };
  } finally {
    await unlock();
  }
}

/** What runs on the way: jobs that may have something to do, and of those that only look, the last. */
function onTheWay(due: readonly DueRun[], policy: Policy): DueRun[] {
  return due.filter(({ job: name }, index) => {
    const job = findJob(name);
    if (job === undefined || !job.appliesTo(policy)) return false;
    return job.looksOnly !== true || !due.slice(index + 1).some((later) => later.job === name);
  });
}

async function runAt(database: Database, { orgId, actor, language }: Call, due: DueRun): Promise<ClockRun> {
  const job = findJob(due.job)!;
  const { date, status, metrics } = await runJob(database, { orgId, job, cause: 'CLOCK', actor, language, clock: due.at });
  return { job: job.name, date, status, metrics };
}
