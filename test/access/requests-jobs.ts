/** Requests about jobs and their runs. */
import { runJobByHand } from '../../src/jobs/run-by-hand.ts';
import { uuidv7 } from '../../src/kernel/uuid.ts';
import { ask } from '../money-fixtures.ts';
import type { Family, Make, Request } from './requests.ts';

/** A run with a decision about the family's student; its training is gone, as one that charged nobody may be. */
const atRun = async ({ world, studentId }: Family): Promise<Request> => {
  const { run } = await ask(world, runJobByHand, { name: 'overdue' });
  await world.database.owner.query(`
    insert into night_decisions (org_id, run_id, training_id, student_id, decision, reason, created_at)
    values ($1, $2, $3, $4, 'SKIPPED', 'FREE', now())`, [world.orgId, run!.id, uuidv7(), studentId]);
  return { at: { id: run!.id } };
};

export const jobRequests: Record<string, Make> = {
  'GET /api/jobs': () => ({}),
  'POST /api/jobs/{name}/run': () => ({ at: { name: 'overdue' }, body: {} }),
  'GET /api/job-runs': () => ({}),
  'GET /api/job-runs/{id}': atRun,
  'GET /api/job-runs/{id}/decisions': atRun,
};
