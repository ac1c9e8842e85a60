import type { Tx } from '../kernel/db.ts';
import type { Instant } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import { searchPatterns } from '../kernel/search.ts';
import { type Sql, empty, instant, int, json, nullable, sql, text, uuid } from '../kernel/sql.ts';

/** The digest of an audit record: every column in a fixed order and form. The same text seals it and verifies it. */
export const recordDigest = sql`encode(sha256(convert_to(jsonb_build_array(a.org_id, a.id, a.operation, a.entity_type,
  a.entity_id, a.entity_number, a.client_id, a.actor_id, a.request_id, a.reason, a.input, a.before, a.after,
  extract(epoch from a.at), extract(epoch from a.recorded_at))::text, 'UTF8')), 'hex')`;

/** What the chain seals: the digest of the record as it was written, even if a person was taken out of it since. */
const sealedDigest = sql`coalesce((select r.digest from audit_redactions r
  where r.org_id = a.org_id and r.audit_id = a.id and r.round = 1), ${recordDigest})`;

/** One sealer at a time for an organisation. */
export const lockChain = (tx: Tx, orgId: string) =>
  tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${orgId}, 3))`);

export const loadHead = (tx: Tx, orgId: string) => tx.maybe({ sequence: int, hash: text }, sql`
  select sequence, hash from audit_seals where org_id = ${orgId} order by sequence desc limit 1`);

/** The real moment, which a sandbox does not change. */
export const readClock = (tx: Tx) => tx.one({ at: instant }, sql`select clock_timestamp() as at`);

/** Takes records out of the queue for a seal, oldest first. */
export const takeUnsealed = (tx: Tx, orgId: string, limit: number) => tx.rows({ id: uuid, digest: text }, sql`
  with taken as (
    delete from audit_unsealed u
     where u.org_id = ${orgId} and u.audit_id in (
       select audit_id from audit_unsealed where org_id = ${orgId} order by audit_id limit ${limit})
    returning u.audit_id)
  select a.id, ${sealedDigest} as digest from audit_log a
   where a.org_id = ${orgId} and a.id in (select audit_id from taken) order by a.id`);

export type Seal = { sequence: number; auditId: string; previousHash: string; hash: string };
export const insertSeals = (tx: Tx, orgId: string, seals: readonly Seal[]) => tx.run(sql`
  insert into audit_seals (org_id, sequence, audit_id, previous_hash, hash, sealed_at)
  select ${orgId}, s.*, clock_timestamp()
    from unnest(${seals.map((s) => s.sequence)}::bigint[], ${seals.map((s) => s.auditId)}::uuid[],
                ${seals.map((s) => s.previousHash)}::text[], ${seals.map((s) => s.hash)}::text[]) as s`);

export const GENESIS = '0'.repeat(64);
const ChainColumns = { rows: int, sample: nullable(json<Record<string, unknown>>()) };

/**
 * The links that do not hold: a gap, a wrong predecessor, a record that was changed or is gone, one never queued; and
 * redactions that no erasure has sealed, or after which the record was changed again.
 */
export const brokenLinks = (context: Pick<Context, 'tx' | 'orgId'>) => context.tx.one(ChainColumns, sql`
  with links as (
    select s.sequence, s.audit_id, s.previous_hash, s.hash,
           lag(s.hash, 1, ${GENESIS}) over (order by s.sequence) as expected_previous,
           row_number() over (order by s.sequence) as expected_sequence
      from audit_seals s where s.org_id = ${context.orgId}),
  broken as (
    select l.sequence, l.audit_id, case
             when l.sequence <> l.expected_sequence then 'gap'
             when l.previous_hash <> l.expected_previous then 'predecessor'
             when a.id is null then 'record missing' else 'record changed' end as why
      from links l left join audit_log a on a.org_id = ${context.orgId} and a.id = l.audit_id
     where l.sequence <> l.expected_sequence or l.previous_hash <> l.expected_previous or a.id is null
        or l.hash <> encode(sha256(convert_to(l.previous_hash || ${sealedDigest}, 'UTF8')), 'hex')
    union all
    ${brokenRedactions(context.orgId)}
    union all
    select null, a.id, 'neither sealed nor waiting' from audit_log a
     where a.org_id = ${context.orgId}
       and not exists (select from audit_seals s where s.org_id = a.org_id and s.audit_id = a.id)
       and not exists (select from audit_unsealed u where u.org_id = a.org_id and u.audit_id = a.id))
  select count(*) as rows, (select to_jsonb(b) from broken b limit 1) as sample from broken`);

const brokenRedactions = (orgId: string): Sql => sql`
    select null, r.audit_id, 'redaction changed' from (
      select audit_id, round, digest, redacted_digest, row_number() over w as expected_round,
             lag(redacted_digest, 1, digest) over w as expected_digest,
             lead(round) over w is null as is_last
        from audit_redactions where org_id = ${orgId} window w as (partition by audit_id order by round)) r
      join audit_log a on a.org_id = ${orgId} and a.id = r.audit_id
     where r.round <> r.expected_round or r.digest <> r.expected_digest or r.is_last and r.redacted_digest <> ${recordDigest}
    union all
    select null, r.erased_by, 'redaction not sealed' from (
      select erased_by, encode(sha256(convert_to(
               string_agg(audit_id::text || digest || redacted_digest, '' order by audit_id), 'UTF8')), 'hex') as digest
        from audit_redactions where org_id = ${orgId} group by erased_by) r
      left join audit_log a on a.org_id = ${orgId} and a.id = r.erased_by and a.operation = 'person.erase'
     where a.after ->> 'redactions' is distinct from r.digest`;

const RecordColumns = {
  id: uuid, operation: text, entityType: text, entityId: nullable(uuid), entityNumber: nullable(text),
  clientId: nullable(uuid), clientName: nullable(text),
  actorId: uuid, firstName: text, lastName: text, requestId: text, reason: nullable(text), input: nullable(json<unknown>()),
  before: nullable(json<unknown>()), after: nullable(json<unknown>()), at: instant, recordedAt: instant,
  sequence: nullable(int), hash: nullable(text),
};
export type AuditFilter = {
  id?: string | undefined;
  clientId?: string | undefined; entityId?: string | undefined; operation?: string | undefined;
  actorId?: string | undefined; entityType?: string | undefined; q?: string | undefined;
  /** When it was done, from an instant and before another. */
  from?: Instant | undefined; before?: Instant | undefined;
};

function whereOf(orgId: string, filter: AuditFilter): Sql {
  const { id, clientId, entityId, operation, actorId, entityType, q = '', from, before } = filter;
  return [
    sql`a.org_id = ${orgId}`,
    id ? sql`and a.id = ${id}` : empty,
    clientId ? sql`and a.client_id = ${clientId}` : empty,
    entityId ? sql`and a.entity_id = ${entityId}` : empty,
    operation ? sql`and a.operation = ${operation}` : empty,
    actorId ? sql`and a.actor_id = ${actorId}` : empty,
    entityType ? sql`and a.entity_type = ${entityType}` : empty,
    from ? sql`and a.at >= ${from}` : empty,
    before ? sql`and a.at < ${before}` : empty,
    ...searchPatterns(q).map((pattern) => sql`and (
      replace(lower(concat_ws(' ', a.entity_number, a.reason, a.operation) collate "und-x-icu"), 'ё', 'е') like ${pattern}
      or a.client_id in (select c.id from clients c where c.org_id = ${orgId} and c.search like ${pattern}))`),
  ].reduce((all, part) => sql`${all} ${part}`, empty);
}

export async function pageOfAudit(context: Context, filter: AuditFilter, page: number, limit: number) {
  const { tx, orgId } = context;
  const where = whereOf(orgId, filter);
  const [{ total }, rows] = await Promise.all([
    tx.one({ total: int }, sql`select count(*) as total from audit_log a where ${where}`),
    tx.rows(RecordColumns, sql`
      select a.id, a.operation, a.entity_type, a.entity_id, a.entity_number, a.client_id,
             c.name as client_name, a.actor_id, u.first_name, u.last_name, a.request_id, a.reason, a.input, a.before,
             a.after, a.at, a.recorded_at, s.sequence, s.hash
        from audit_log a
        join users u on u.org_id = a.org_id and u.id = a.actor_id
        left join clients c on c.org_id = a.org_id and c.id = a.client_id
        left join audit_seals s on s.org_id = a.org_id and s.audit_id = a.id
       where ${where} order by a.recorded_at desc, a.id desc limit ${limit} offset ${(page - 1) * limit}`),
  ]);
  const records = rows.map(({ actorId, firstName, lastName, ...row }) =>
    ({ ...row, actor: { id: actorId, firstName, lastName } }));
  return { records, pagination: { total, page, limit } };
}
