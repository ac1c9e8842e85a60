import { LANGUAGES, NOTICE_AUDIENCES, NOTICE_LEVELS, type NoticeAudience, type NoticeParams } from './contract.ts';
import type { Context } from '../kernel/operation.ts';
import {
  type Row, type Sql, instant, int, json, nullable, oneOf, sql, text, uuid,
} from '../kernel/sql.ts';

const NoticeColumns = {
  id: uuid, kind: text, level: oneOf(...NOTICE_LEVELS), audience: oneOf(...NOTICE_AUDIENCES), clientId: nullable(uuid),
  params: json<NoticeParams>(), entityType: nullable(text), entityId: nullable(uuid), createdAt: instant,
  readAt: nullable(instant),
};
export type NoticeRow = Row<typeof NoticeColumns>;

/** Whose notices are meant: those said to these audiences, and of those to clients only this one's. */
export type Inbox = { audiences: readonly NoticeAudience[]; clientId: string | null };

const inboxIs = ({ orgId }: Context, { audiences, clientId }: Inbox): Sql => sql`
  n.org_id = ${orgId} and n.audience = any(${[...audiences]}::text[])
  and (n.audience <> 'CLIENT' or n.client_id = ${clientId}::uuid)`;
const unreadBy = ({ actor }: Context): Sql => sql`
  not exists (select from notice_reads r
               where r.org_id = n.org_id and r.notice_id = n.id and r.user_id = ${actor.userId})`;

export type NoticeQuery = Inbox & { unread: boolean; page: number; limit: number };

/** Notices of an inbox, newest first, with when the actor read each. */
export async function pageOfNotices(
  context: Context, { unread, page, limit, ...inbox }: NoticeQuery,
): Promise<{ total: number; notices: NoticeRow[] }> {
  const { tx, actor } = context;
  const where = unread ? sql`${inboxIs(context, inbox)} and ${unreadBy(context)}` : inboxIs(context, inbox);
  const [{ total }, notices] = await Promise.all([
    tx.one({ total: int }, sql`select count(*) as total from notices n where ${where}`),
    tx.rows(NoticeColumns, sql`
      select n.id, n.kind, n.level, n.audience, n.client_id, n.params, n.entity_type, n.entity_id, n.created_at, r.read_at
        from notices n
        left join notice_reads r on r.org_id = n.org_id and r.notice_id = n.id and r.user_id = ${actor.userId}
       where ${where} order by n.created_at desc, n.id desc limit ${limit} offset ${(page - 1) * limit}`),
  ]);
  return { total, notices };
}

const DeliveryColumns = {
  noticeId: uuid, channel: text, address: text, status: oneOf('PENDING', 'SENT', 'FAILED'), attempts: int,
  nextAttemptAt: instant, sentAt: nullable(instant), error: nullable(text),
};
export type DeliveryRow = Row<typeof DeliveryColumns>;

export const loadDeliveries = ({ tx, orgId }: Context, noticeIds: readonly string[]): Promise<DeliveryRow[]> =>
  tx.rows(DeliveryColumns, sql`
    select notice_id, channel, address, status, attempts, next_attempt_at, sent_at, error
      from notice_deliveries where org_id = ${orgId} and notice_id = any(${[...noticeIds]}::uuid[]) order by id`);

export const findNotice = ({ tx, orgId }: Context, id: string) =>
  tx.maybe({ audience: oneOf(...NOTICE_AUDIENCES), clientId: nullable(uuid) }, sql`
    select audience, client_id from notices where org_id = ${orgId} and id = ${id}`);

/** When the actor read the notice: now, unless that was before. */
export async function markAsRead({ tx, orgId, actor, now }: Context, noticeId: string): Promise<Temporal.Instant> {
  const [, { readAt }] = await Promise.all([
    tx.run(sql`
      insert into notice_reads (org_id, notice_id, user_id, read_at)
      values (${orgId}, ${noticeId}, ${actor.userId}, ${now}) on conflict do nothing`),
    tx.one({ readAt: instant }, sql`
      select read_at from notice_reads
       where org_id = ${orgId} and notice_id = ${noticeId} and user_id = ${actor.userId}`),
  ]);
  return readAt;
}

/** Marks all of the inbox; gives the number of those that were not read before. */
export const markAllAsRead = (context: Context, inbox: Inbox): Promise<number> => {
  const { tx, orgId, actor, now } = context;
  return tx.run(sql`
    insert into notice_reads (org_id, notice_id, user_id, read_at)
    select ${orgId}, n.id, ${actor.userId}, ${now} from notices n where ${inboxIs(context, inbox)} and ${unreadBy(context)}
        on conflict do nothing`);
};

const TemplateColumns = { kind: text, language: oneOf(...LANGUAGES), subject: text, body: text };
export type TemplateRow = Row<typeof TemplateColumns>;

/** The organisation's own wordings; the program's own stand in the code. */
export const loadTemplates = ({ tx, orgId }: Context): Promise<TemplateRow[]> =>
  tx.rows(TemplateColumns, sql`select kind, language, subject, body from notice_templates where org_id = ${orgId}`);

export const upsertTemplate = ({ tx, orgId, actor, now }: Context, row: TemplateRow): Promise<number> =>
  tx.run(sql`
    insert into notice_templates (org_id, kind, language, subject, body, updated_by, updated_at)
    values (${orgId}, ${row.kind}, ${row.language}, ${row.subject}, ${row.body}, ${actor.userId}, ${now})
        on conflict (org_id, kind, language) do update
       set subject = excluded.subject, body = excluded.body, updated_by = excluded.updated_by,
           updated_at = excluded.updated_at`);

export const deleteTemplate = ({ tx, orgId }: Context, kind: string, language: string): Promise<number> =>
  tx.run(sql`delete from notice_templates where org_id = ${orgId} and kind = ${kind} and language = ${language}`);
