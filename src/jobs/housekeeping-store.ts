import type { Instant } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import { sql } from '../kernel/sql.ts';

/** Removes keys older than the moment, so many at most; gives how many there were. */
export const deleteKeys = ({ tx, orgId }: Context, before: Instant, limit: number): Promise<number> => tx.run(sql`
  delete from idempotency_keys
   where org_id = ${orgId} and key in (
     select key from idempotency_keys where org_id = ${orgId} and created_at < ${before} limit ${limit})`);
