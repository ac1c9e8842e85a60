import { type PassJob, type PassJobOutcome, passByPass, plainCall } from './pass-by-pass.ts';
import { listRenewable, renewDue } from './renew-passes.ts';

/**
 * Issues the renewal invoices of a day (S2-107, C-32). A day on which it did not run is caught up by the next, and
 * running twice issues nothing twice. With `call.dryRun` it only tells what it would do.
 */
export async function runRenewals(job: PassJob): Promise<PassJobOutcome> {
  const { database, date } = job;
  const call = plainCall(job.call);
  const { result: { ids } } = await listRenewable.run(database, call, { date });
  const metrics = { due: ids.length, issued: 0, issuedAmount: 0 };
  const errors = await passByPass(job, ids, async (id) => {
    const { result } = await renewDue.run(database, call, { id, date });
    if (result.totalAmount === null) return;
    metrics.issued += 1;
    metrics.issuedAmount += result.totalAmount;
  });
  return { metrics: { ...metrics, failed: errors.length }, errors };
}
