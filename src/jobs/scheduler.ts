/** Looks what is due in every organisation and puts it into the queue; notes the nights that were missed. */
import { type RunOf, type Scheduled, findBegun, findSettledNights, listScheduled } from './due-store.ts';
import { findJob } from './jobs.ts';
import { tryJobLock } from './lock-store.ts';
import type { Queue } from './queue.ts';
import { type DueRun, NIGHTS_BACK, dueRuns, missedNights } from './rules.ts';
import { insertMissed, isSettled, loadHouse } from './store.ts';
import { type Instant, dayOf, later, startOfDay } from '../kernel/day.ts';
import { type Database, inTransaction } from '../kernel/db.ts';
import { uuidv7 } from '../kernel/uuid.ts';
import { notify } from '../notices/store.ts';

type Found = RunOf & { at: Instant };
const keyOf = ({ orgId, job, date }: RunOf): string => `${orgId}:${job}:${date.toString()}`;

/** One look costs one statement as long as nothing new is due: what was found before is remembered. */
export type Scheduler = { look(): Promise<void> };

export function newScheduler(database: Database, queue: Pick<Queue, 'put'>): Scheduler {
  let begun = new Set<string>();
  let settled = new Set<string>();
  return {
    look: async () => {
      const organisations = await listScheduled(database);
      begun = await remember(begun, organisations.flatMap(duePerDay()), async (fresh) => {
        const known = new Set((await findBegun(database, fresh)).map(keyOf));
        const waiting = fresh.filter((run) => !known.has(keyOf(run)));
        await queue.put(waiting.map(({ orgId, job, date }) =>
          ({ orgId, job: job as DueRun['job'], date: date.toString() })));
        return [];
      });
      settled = await remember(settled, organisations.flatMap(nightsPerDay()), async (fresh) => {
        const known = new Set((await findSettledNights(database, fresh)).map(keyOf));
        const unclear: RunOf[] = [];
        for (const night of fresh) {
          if (!known.has(keyOf(night)) && !await noteMissedNight(database, night)) unclear.push(night);
        }
        return unclear;
      });
    },
  };
}

/** Deals with what was not there the last time; gives all that is there now, less what has to be looked at again. */
async function remember(
  before: ReadonlySet<string>, now: readonly Found[], dealWith: (fresh: Found[]) => Promise<readonly RunOf[]>,
): Promise<Set<string>> {
  const fresh = now.filter((run) => !before.has(keyOf(run)));
  const again = new Set(fresh.length === 0 ? [] : (await dealWith(fresh)).map(keyOf));
  return new Set(now.map(keyOf).filter((key) => !again.has(key)));
}

/** What is due today and not yet over. Organisations with the same time and hour of the night share the reckoning. */
function duePerDay(): (organisation: Scheduled) => Found[] {
  const shared = new Map<string, DueRun[]>();
  return ({ orgId, policy, timeZone, createdAt, now }) => {
    const key = `${timeZone} ${policy['nightly.time']}`;
    const today = startOfDay(dayOf(now, timeZone), timeZone).subtract({ nanoseconds: 1 });
    const due = shared.get(key) ?? dueRuns(policy, timeZone, today, now);
    shared.set(key, due);
    return due.filter(({ job, at }) =>
      findJob(job)?.appliesTo(policy) === true && Temporal.Instant.compare(createdAt, at) <= 0)
      .map((run) => ({ orgId, ...run }));
  };
}

/** The nights of the last days that should have been; whether they were is asked of the database. */
function nightsPerDay(): (organisation: Scheduled) => Found[] {
  const shared = new Map<string, DueRun[]>();
  return ({ orgId, policy, timeZone, createdAt, now }) => {
    const key = `${timeZone} ${policy['nightly.time']} ${policy['training.chargeTiming']}`;
    const since = now.subtract({ hours: NIGHTS_BACK * 24 });
    const nights = shared.get(key) ?? missedNights(policy, timeZone, since, now, new Set());
    shared.set(key, nights);
    const from = later(since, createdAt);
    return nights.filter(({ at }) => Temporal.Instant.compare(from, at) < 0).map((run) => ({ orgId, ...run }));
  };
}

/** Notes the night and tells the administrators, once. Gives false for a night that is still at work past midnight. */
async function noteMissedNight(database: Database, { orgId, job, date }: RunOf): Promise<boolean> {
  const unlock = await tryJobLock(database, orgId, job);
  if (unlock === undefined) return false;
  try {
    await inTransaction(database, orgId, 'write', async (tx) => {
      const house = await loadHouse(tx, orgId);
      if (house === undefined || await isSettled({ tx, orgId }, job, date)) return;
      const id = uuidv7();
      const startedAt = house.now;
      await insertMissed({ tx, orgId }, { id, job, date, cause: 'SCHEDULE', startedBy: orgId, startedAt });
      await notify({ tx, orgId, now: startedAt }, [{
        kind: 'night-missed', params: { forDate: date.toString() }, entityType: 'job-run',
        entityId: id, onceKey: `night-missed:${date.toString()}`,
      }]);
    });
    return true;
  } finally {
    await unlock();
  }
}
