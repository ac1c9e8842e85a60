import { type Database, openDatabase } from '../kernel/db.ts';

/**
 * Brings the planner's statistics up to date. A year arrives here in less time than the database takes to notice by
 * itself, and plans made for empty tables read whole tables once they are full.
 */
export async function refreshStatistics({ owner }: Database): Promise<void> {
  await owner.query('analyze');
}

/** The same database without waiting for the disk at each commit: a story that is lost in a crash is told again. */
export function inHaste({ app, secret }: Database, connections: number): Database {
  const { connectionString } = app.options;
  if (connectionString === undefined) throw new TypeError('The database has no address');
  return openDatabase(connectionString, { connections, secret, lazyCommits: true });
}
