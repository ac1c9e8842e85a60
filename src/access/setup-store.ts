/** SQL of the first visit: before there is anybody, and so before there is a tenant to look into. */
import type { Database, Tx } from '../kernel/db.ts';
import { sql } from '../kernel/sql.ts';

/** Whether anybody can sign in anywhere, in an organisation that is not still being told. The owner looks over all. */
export async function anybodyThere({ owner }: Database): Promise<boolean> {
  const { rows } = await owner.query<{ found: boolean }>(`
    select exists (select from users u join organisations o on o.org_id = u.org_id
                    where u.kind = 'LOGIN' and not o.is_loading) as found`);
  return rows[0]?.found === true;
}

export const markOpen = (tx: Tx, orgId: string): Promise<number> =>
  tx.run(sql`update organisations set is_loading = false where org_id = ${orgId}`);

const KEY = 'setup';

/**
 * Takes the lock of the first visit on a connection of its own, and gives the function that lets it go; undefined while
 * somebody else holds it, in whatever process.
 */
export async function trySetupLock({ locks }: Database): Promise<(() => Promise<void>) | undefined> {
  const client = await locks.connect();
  try {
    const { rows } = await client.query<{ taken: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 5)) as taken', [KEY]);
    if (rows[0]?.taken === true) {
      return () => client.query('select pg_advisory_unlock(hashtextextended($1, 5))', [KEY])
        .then(() => client.release(), (error: Error) => client.release(error));
    }
  } catch (error) {
    client.release(true);
    throw error;
  }
  client.release();
  return undefined;
}
