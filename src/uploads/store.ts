import type { Instant } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { bytea, int, sql, text } from '../kernel/sql.ts';

export type Upload = { id: string; name: string; sha256: string; bytes: Uint8Array };

export const insertUpload = ({ tx, orgId, actor, now }: Context, { id, name, sha256, bytes }: Upload): Promise<number> =>
  tx.run(sql`
    insert into uploads (org_id, id, name, size, sha256, bytes, created_by, created_at)
    values (${orgId}, ${id}, ${name}, ${bytes.length}, ${sha256}, ${bytes}, ${actor.userId}, ${now})`);

/** The driver writes bytes as text twice as long; in pieces that never amounts to much. */
const PIECE = 4 * 1024 * 1024;

/** The file that came in under the id; refuses NOT_FOUND when there is none, or no longer. */
export async function readUpload(
  { tx, orgId }: Pick<Context, 'tx' | 'orgId'>, uploadId: string,
): Promise<{ name: string; bytes: Buffer }> {
  const found = await tx.maybe({ name: text, size: int }, sql`
    select name, size from uploads where org_id = ${orgId} and id = ${uploadId}`);
  refuseUnless(found, 'NOT_FOUND');
  const bytes = Buffer.alloc(found.size);
  for (let at = 0; at < found.size; at += PIECE) {
    const { piece } = await tx.one({ piece: bytea }, sql`
      select substring(bytes from ${at + 1}::int for ${PIECE}::int) as piece
        from uploads where org_id = ${orgId} and id = ${uploadId}`);
    piece.copy(bytes, at);
  }
  return { name: found.name, bytes };
}

/** Forgets the files that came in before the moment; gives how many. */
export const deleteUploads = ({ tx, orgId }: Context, before: Instant): Promise<number> =>
  tx.run(sql`delete from uploads where org_id = ${orgId} and created_at < ${before}`);
