import type { Database } from '../kernel/db.ts';

/**
 * Takes the lock of a job in an organisation on a connection of its own, and gives the function that lets it go;
 * undefined when somebody else holds it, in whatever process. It ends with the connection, so also with the process.
 */
export async function tryJobLock(
  { locks }: Database, orgId: string, job: string,
): Promise<(() => Promise<void>) | undefined> {
  const client = await locks.connect();
  const key = [`${orgId}:${job}`];
  try {
    const { rows } = await client.query<{ taken: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 4)) as taken', key);
    if (rows[0]?.taken === true) {
      return () => client.query('select pg_advisory_unlock(hashtextextended($1, 4))', key)
        .then(() => client.release(), (error: Error) => client.release(error));
    }
  } catch (error) {
    client.release(true);
    throw error;
  }
  client.release();
  return undefined;
}
