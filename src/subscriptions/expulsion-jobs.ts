import { dropUnused, endPass, expirePass, listEnded } from './expire-passes.ts';
import { type PassJob, type PassJobOutcome, passByPass, plainCall } from './pass-by-pass.ts';

/**
 * Writes down which passes have ended, with what was left of them, and expires those whose grace is over (S2-217, C-33).
 * With `call.dryRun` it only tells what it would do.
 */
export async function runExpulsions(job: PassJob): Promise<PassJobOutcome> {
  const { database, date } = job;
  const call = plainCall(job.call);
  const { result: { ended, overdue, unused } } = await listEnded.run(database, call, { date });
  const metrics = { ended: 0, unusedSessions: 0, unusedAmount: 0, droppedSessions: 0, expired: 0, expelled: 0 };
  const errors = await passByPass(job, ended, async (id) => {
    const { result } = await endPass.run(database, call, { id, date });
    if (!result.done) return;
    metrics.ended += 1;
    metrics.unusedSessions += result.sessionsLeft ?? 0;
    metrics.unusedAmount += result.value ?? 0;
  });
  errors.push(...await passByPass(job, unused, async (id) => {
    metrics.droppedSessions += (await dropUnused.run(database, call, { id, date })).result.sessions;
  }));
  errors.push(...await passByPass(job, overdue, async (id) => {
    const { result } = await expirePass.run(database, call, { id, date });
    metrics.expired += result.done ? 1 : 0;
    metrics.expelled += result.isExpelled ? 1 : 0;
  }));
  return { metrics: { ...metrics, failed: errors.length }, errors };
}
