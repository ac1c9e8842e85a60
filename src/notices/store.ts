import { NOTICES, type NewNotice } from './contract.ts';
import type { Context } from '../kernel/operation.ts';
import { sql } from '../kernel/sql.ts';
import { uuidv7 } from '../kernel/uuid.ts';

export type { NewNotice } from './contract.ts';

/**
 * Writes the notices in the transaction of the business, so that what is rolled back was never said. Each waits to be
 * delivered after the commit; one whose key was said before is left out.
 */
export async function notify(
  { tx, orgId, now }: Pick<Context, 'tx' | 'orgId' | 'now'>, notices: readonly NewNotice[],
): Promise<void> {
  if (notices.length === 0) return;
  const rows = notices.map((notice) => {
    const { audience, level } = NOTICES[notice.kind];
    return { audience, level, ...notice, id: uuidv7() };
  });
  await tx.run(sql`
    with written as (
      insert into notices (org_id, id, kind, level, audience, client_id, params, entity_type, entity_id, once_key,
                           created_at)
      select ${orgId}, r.id, r.kind, r.level, r.audience, r."clientId", r.params, r."entityType", r."entityId",
             r."onceKey", ${now}
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, kind text, level text, audience text,
             "clientId" uuid, params jsonb, "entityType" text, "entityId" uuid, "onceKey" text)
      on conflict (org_id, once_key) where once_key is not null do nothing
      returning id)
    insert into notices_unplanned (org_id, notice_id) select ${orgId}, id from written`);
}
