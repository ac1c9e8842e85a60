import type { Database } from '../kernel/db.ts';

/** The version of the database server, as it names itself. */
export async function serverVersion({ owner }: Database): Promise<string> {
  const { rows } = await owner.query<{ version: string }>(`select current_setting('server_version') as version`);
  return rows[0]?.version ?? '?';
}
