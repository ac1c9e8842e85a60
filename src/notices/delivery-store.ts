import { LANGUAGES, NOTICE_AUDIENCES, type NoticeKind, type NoticeParams } from './contract.ts';
import type { Delivery } from './rules.ts';
import type { Instant } from '../kernel/day.ts';
import type { Database, Tx } from '../kernel/db.ts';
import { ROLES } from '../kernel/permissions.ts';
import type { Policy } from '../kernel/policy.ts';
import { type Row, bool, instant, int, json, nullable, oneOf, sql, text, uuid } from '../kernel/sql.ts';
import { uuidv7 } from '../kernel/uuid.ts';

export type Waiting = { orgId: string; now: Instant };

/** The organisations with something to plan or to send by their own clocks. The owner looks over all of them. */
export async function organisationsWaiting(database: Database): Promise<Waiting[]> {
  const { rows } = await database.owner.query<Waiting>(`
    select o.org_id as "orgId", c.now
      from organisations o cross join lateral (select coalesce(o.sandbox_now, clock_timestamp()) as now) c
     where exists (select from notices_unplanned u where u.org_id = o.org_id)
        or exists (select from notice_deliveries d
                    where d.org_id = o.org_id and d.status = 'PENDING' and d.next_attempt_at <= c.now)`);
  return rows;
}

/** What the planning of deliveries goes by. */
export const loadHouse = (tx: Tx, orgId: string) =>
  tx.one({ settings: json<Policy>(), timeZone: text, now: instant }, sql`
    select settings, time_zone, coalesce(sandbox_now, clock_timestamp()) as now
      from organisations where org_id = ${orgId}`);

/** Everybody who signs in and may still do so. */
export const loadStaff = (tx: Tx, orgId: string) =>
  tx.rows({ email: text, role: oneOf(...ROLES) }, sql`
    select l.email, u.role from users u join logins l on l.id = u.login_id
     where u.org_id = ${orgId} and u.kind = 'LOGIN' and u.is_active and u.client_id is null and u.student_id is null
     order by u.id`);

const UnplannedColumns = {
  id: uuid, audience: oneOf(...NOTICE_AUDIENCES), clientEmail: nullable(text), language: nullable(oneOf(...LANGUAGES)),
  email: nullable(bool), sms: nullable(bool), telegram: nullable(bool), quietFrom: nullable(text),
  quietUntil: nullable(text),
};
export type UnplannedRow = Row<typeof UnplannedColumns>;

/** Takes the oldest notices that wait for a plan, past those that another worker has in hand. */
export const takeUnplanned = (tx: Tx, orgId: string, limit: number): Promise<UnplannedRow[]> =>
  tx.rows(UnplannedColumns, sql`
    with picked as materialized (
      select notice_id from notices_unplanned where org_id = ${orgId} order by notice_id limit ${limit}
         for update skip locked),
    taken as (
      delete from notices_unplanned u using picked p where u.org_id = ${orgId} and u.notice_id = p.notice_id
      returning u.notice_id)
    select n.id, n.audience, c.email as client_email, p.language, p.email, p.sms, p.telegram, p.quiet_from, p.quiet_until
      from taken t
      join notices n on n.org_id = ${orgId} and n.id = t.notice_id
      left join clients c on c.org_id = n.org_id and c.id = n.client_id
      left join notice_preferences p on p.org_id = n.org_id and p.client_id = n.client_id
     order by n.id`);

export async function insertDeliveries(
  tx: Tx, orgId: string, now: Instant, deliveries: readonly (Delivery & { noticeId: string })[],
): Promise<void> {
  if (deliveries.length === 0) return;
  const rows = deliveries.map((delivery) => ({ ...delivery, id: uuidv7() }));
  await tx.run(sql`
    insert into notice_deliveries (org_id, id, notice_id, channel, address, language, status, next_attempt_at, created_at)
    select ${orgId}, r.id, r."noticeId", r.channel, r.address, r.language, 'PENDING', r."nextAttemptAt", ${now}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, "noticeId" uuid, channel text, address text,
           language text, "nextAttemptAt" timestamptz)`);
}

const DueColumns = {
  id: uuid, address: text, language: oneOf(...LANGUAGES), attempts: int, kind: oneOf<NoticeKind>(),
  params: json<NoticeParams>(), timeZone: text, ownSubject: nullable(text), ownBody: nullable(text),
};
export type DueRow = Row<typeof DueColumns>;

/** Locks the first delivery that is due and in nobody else's hands, with everything that its text takes. */
export const claimDue = (tx: Tx, orgId: string, now: Instant): Promise<DueRow | undefined> =>
  tx.maybe(DueColumns, sql`
    select d.id, d.address, d.language, d.attempts, n.kind, n.params, o.time_zone, t.subject as own_subject,
           t.body as own_body
      from notice_deliveries d
      join notices n on n.org_id = d.org_id and n.id = d.notice_id
      join organisations o on o.org_id = d.org_id
      left join notice_templates t on t.org_id = d.org_id and t.kind = n.kind and t.language = d.language
     where d.org_id = ${orgId} and d.status = 'PENDING' and d.channel = 'EMAIL' and d.next_attempt_at <= ${now}
     order by d.next_attempt_at, d.id limit 1
       for update of d skip locked`);

export const markSent = (tx: Tx, orgId: string, id: string, now: Instant, providerMessageId: string): Promise<number> =>
  tx.run(sql`
    update notice_deliveries
       set status = 'SENT', attempts = attempts + 1, sent_at = ${now}, error = null,
           provider_message_id = ${providerMessageId}
     where org_id = ${orgId} and id = ${id}`);

/** Keeps why an attempt failed; without a next one the delivery has failed. */
export const markAttempt = (tx: Tx, orgId: string, id: string, error: string, next: Instant | undefined): Promise<number> =>
  tx.run(sql`
    update notice_deliveries
       set attempts = attempts + 1, error = ${error}, status = ${next === undefined ? 'FAILED' : 'PENDING'},
           next_attempt_at = coalesce(${next ?? null}::timestamptz, next_attempt_at)
     where org_id = ${orgId} and id = ${id}`);
