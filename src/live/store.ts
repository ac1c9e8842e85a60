import type { Instant } from '../kernel/day.ts';
import type { Tx } from '../kernel/db.ts';
import { type Row, instant, nullable, sql, text, uuid } from '../kernel/sql.ts';

const ChangeColumns = {
  id: uuid, operation: text, entityType: text, entityId: nullable(uuid), clientId: nullable(uuid), actorId: uuid,
  at: instant, recordedAt: instant,
};
export type ChangeRow = Row<typeof ChangeColumns>;

/** What was recorded after a moment and is not known yet, oldest first. */
export const loadChanges = (
  tx: Tx, orgId: string, { since, known, limit }: { since: Instant; known: readonly string[]; limit: number },
): Promise<ChangeRow[]> =>
  tx.rows(ChangeColumns, sql`
    select id, operation, entity_type, entity_id, client_id, actor_id, at, recorded_at from audit_log
     where org_id = ${orgId} and recorded_at > ${since} and id <> all(${[...known]}::uuid[])
     order by recorded_at, id limit ${limit}`);

/** The moment by the clock that stamps the records. */
export const readRecordingClock = async (tx: Tx): Promise<Instant> =>
  (await tx.one({ at: instant }, sql`select clock_timestamp() as at`)).at;
