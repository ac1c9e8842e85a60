/** SQL of taking a person out of the audit trail so that the chain still proves what was sealed. */
import { recordDigest } from './store.ts';
import type { Context } from '../kernel/operation.ts';
import { type Sql, int, join, nullable, raw, sql, text } from '../kernel/sql.ts';

const CARDS = sql`('client', 'contact', 'student', 'user', 'notice-preferences')`;
const ERASED = sql`'{"erased": true}'::jsonb`;
const FACTS = ['input', 'before', 'after'] as const;
const RedactedColumns = { records: int, digest: nullable(text) };

/**
 * Takes the person out of the audit trail. Records about his card lose their facts; in others his names are replaced.
 * The digest that was sealed is written beside the digest of what is left, and a digest of both covers them all.
 */
export function redactRecords(
  context: Context, { clientId, entityIds }: { clientId: string; entityIds: string[] },
  { own, anywhere }: { own: string | null; anywhere: string | null },
) {
  const { tx, orgId, operationId } = context;
  const mine = sql`(coalesce(a.client_id = ${clientId}, false) or coalesce(a.entity_id = any(${entityIds}::uuid[]), false))`;
  const card = sql`(${mine} and a.entity_type in ${CARDS})`;
  const pattern = sql`case when ${mine} then ${own}::text else ${anywhere}::text end`;
  const scrubbed = (column: string): Sql =>
    sql`regexp_replace(a.${raw(column)}::text collate "und-x-icu", h.pattern, '…', 'gi')`;
  const facts = FACTS.map((column) => sql`${raw(column)} = case
      when a.${raw(column)} is null then null when h.card then ${ERASED}
      else coalesce(${scrubbed(column)}::jsonb, a.${raw(column)}) end`);
  return tx.one(RedactedColumns, sql`
    with hit as materialized (
      select a.id, ${card} as card, ${pattern} as pattern, ${recordDigest} as digest
        from audit_log a
       where a.org_id = ${orgId}
         and (${card} or concat_ws(' ', a.reason, a.input, a.before, a.after) collate "und-x-icu" ~* (${pattern}))),
    changed as (
      update audit_log a
         set ${join(facts)}, reason = coalesce(${scrubbed('reason')}, a.reason)
        from hit h where a.org_id = ${orgId} and a.id = h.id
      returning a.*, h.digest as former_digest),
    noted as (
      insert into audit_redactions (org_id, audit_id, round, digest, redacted_digest, erased_by)
      select a.org_id, a.id, 1 + (select count(*) from audit_redactions r where r.org_id = a.org_id and r.audit_id = a.id),
             a.former_digest, ${recordDigest}, ${operationId}
        from changed a where a.former_digest <> ${recordDigest}
      returning audit_id, digest, redacted_digest)
    select count(*) as records, encode(sha256(convert_to(
             string_agg(audit_id::text || digest || redacted_digest, '' order by audit_id), 'UTF8')), 'hex') as digest
      from noted`);
}
