import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '../kernel/day.ts';
import type { Database } from '../kernel/db.ts';

/** The version of the database server, as it names itself. */
export async function serverVersion({ owner }: Database): Promise<string> {
  const { rows } = await owner.query<{ version: string }>(`select current_setting('server_version') as version`);
  return rows[0]?.version ?? '?';
}

export async function currentDatabase({ owner }: Database): Promise<string> {
  const { rows } = await owner.query<{ name: string }>('select current_database()::text as name');
  return rows[0]?.name ?? '';
}

/** The moment by the database's clock, which every process shares. */
export async function serverClock({ owner }: Database): Promise<Instant> {
  const { rows } = await owner.query<{ now: Instant }>('select clock_timestamp() as now');
  const [first] = rows;
  if (first === undefined) throw new Error('The database has no clock');
  return first.now;
}

/** Whether the operation is in the audit trail. Asked when what was under way in the organisation is over. */
export async function isRecorded({ owner }: Database, orgId: string, operationId: string): Promise<boolean> {
  const client = await owner.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [orgId]);
    const { rows } = await client.query('select from audit_log where org_id = $1 and id = $2', [orgId, operationId]);
    await client.query('rollback');
    return rows.length > 0;
  } finally {
    client.release();
  }
}

const DUMP = /^backup_before_reset_\d{8}_\d{6}\.dump$/;
/** Whether the folder has a dump that was made before a reset, whole and not older than the moment (S0-028). */
export function hasFreshDump(folder: string, oldest: Instant): boolean {
  return filesIn(folder).filter((name) => DUMP.test(name)).some((name) => {
    const { size, mtimeMs } = statSync(join(folder, name));
    return size > 0 && mtimeMs >= oldest.epochMilliseconds;
  });
}

/** The names in a folder; of one that is not there, none. */
export function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Undo bundles that are older than the moment, and pieces that a reset which was cut off left behind. */
export function countBundles(folder: string, before: Instant): { old: number; partial: number } {
  const names = filesIn(folder);
  const whole = names.filter((name) => name.endsWith('.jsonl.gz'));
  return {
    old: whole.filter((name) => statSync(join(folder, name)).mtimeMs < before.epochMilliseconds).length,
    partial: names.filter((name) => name.endsWith('.partial')).length,
  };
}
