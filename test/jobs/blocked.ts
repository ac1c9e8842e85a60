/** Holds a row from outside, so that a job which needs it stays at work until it is let go. */
import { setTimeout } from 'node:timers/promises';
import type { World } from '../world.ts';

/** Locks the client's row on a connection of its own; gives the function that lets it go. */
export async function holdClient({ database }: Pick<World, 'database'>, clientId: string): Promise<() => Promise<void>> {
  const client = await database.owner.connect();
  await client.query('begin');
  await client.query('select from clients where id = $1 for update', [clientId]);
  return async () => {
    await client.query('rollback');
    client.release();
  };
}

type Run = { id: string; job: string; status: string; cause: string; on: string; errors: { code?: string; message: string }[] };
/** Every run of the organisation, oldest first. */
export const runsOf = async ({ database, orgId }: Pick<World, 'database' | 'orgId'>): Promise<Run[]> =>
  (await database.owner.query<Run>(`
    select id, job, status, cause, for_date::text as on, errors from job_runs where org_id = $1 order by id`, [orgId])).rows;

/** Waits until the condition holds: for other processes, whose pace nobody knows. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!await condition()) await setTimeout(20);
}
