/** SQL about one person: what is kept about him, what stands in the way of erasing, and the erasing itself. */
import type { Link, Patterns } from './personal-rules.ts';
import type { Context } from '../kernel/operation.ts';
import {
  type Row, type Sql, instant, int, join, json, money, nullable, oneOf, raw, sql, text, uuids,
} from '../kernel/sql.ts';

const PersonColumns = {
  kind: oneOf('PERSON', 'LEGAL'), name: text, firstName: nullable(text), lastName: nullable(text),
  middleName: nullable(text), phone: nullable(text), email: nullable(text), address: nullable(text),
  cardNumber: nullable(text), inn: nullable(text), benefitDocumentNumber: nullable(text), balance: money, due: money,
  erasedAt: nullable(instant),
};
export type PersonRow = Row<typeof PersonColumns>;

export const findPerson = ({ tx, orgId }: Context, id: string): Promise<PersonRow | undefined> =>
  tx.maybe(PersonColumns, sql`
    select kind, name, first_name, last_name, middle_name, phone, email, address, card_number, inn,
           benefit_document_number, balance,
           (select coalesce(sum(i.total_amount - i.paid_amount), 0)::bigint from invoices i
             where i.org_id = ${orgId} and i.client_id = ${id}
               and i.status in ('PENDING', 'PARTIALLY_PAID', 'OVERDUE')) as due, erased_at
      from clients where org_id = ${orgId} and id = ${id}`);

/** The ids by which rows belong to the person. */
export type Ids = { clientId: string; studentIds: string[]; userIds: string[]; loginIds: string[]; entityIds: string[] };

const IdColumns = { studentIds: uuids, userIds: uuids, loginIds: uuids, contactIds: uuids };
export async function loadIds({ tx, orgId }: Context, clientId: string): Promise<Ids> {
  const { contactIds, ...ids } = await tx.one(IdColumns, sql`
    with s as (select id from students where org_id = ${orgId} and client_id = ${clientId}),
         u as (select id, login_id from users
                where org_id = ${orgId} and (client_id = ${clientId} or student_id in (select id from s)))
    select array(select id from s order by id) as student_ids, array(select id from u order by id) as user_ids,
           array(select login_id from u where login_id is not null order by 1) as login_ids,
           array(select id from contacts where org_id = ${orgId} and client_id = ${clientId} order by id) as contact_ids`);
  return { clientId, ...ids, entityIds: [clientId, ...ids.studentIds, ...ids.userIds, ...contactIds] };
}

const BlockerColumns = {
  passes: int, passNames: nullable(text), trainings: int, groups: int, rentals: int, reservations: int,
};
/** What is in force or still ahead. */
export const loadBlockers = ({ tx, orgId, now }: Context, { clientId, studentIds }: Ids) => tx.one(BlockerColumns, sql`
  select p.*,
         (select count(*) from training_participants b join trainings t on t.org_id = b.org_id and t.id = b.training_id
           where b.org_id = ${orgId} and b.student_id = any(${studentIds}::uuid[]) and b.status in ('BOOKED', 'WAITING')
             and t.status = 'PLANNED' and t.ends_at > ${now}) as trainings,
         (select count(*) from group_members m where m.org_id = ${orgId} and m.student_id = any(${studentIds}::uuid[])
             and m.status in ('ACTIVE', 'WAITING')) as groups,
         (select count(*) from rentals r where r.org_id = ${orgId} and r.client_id = ${clientId}
             and r.status <> 'CANCELLED' and r.ends_at > ${now}) as rentals,
         (select count(*) from reservations v where v.org_id = ${orgId} and v.student_id = any(${studentIds}::uuid[])
             and v.status = 'ACTIVE') as reservations
    from (select count(*) as passes, string_agg(distinct s.name, ', ') as pass_names from subscriptions s
           where s.org_id = ${orgId} and (s.client_id = ${clientId} or s.student_id = any(${studentIds}::uuid[]))
             and s.status in ('PENDING', 'ACTIVE')) p`);

const PeopleColumns = {
  firstName: nullable(text), lastName: nullable(text), name: nullable(text), contacts: json<unknown[]>(),
};
/** Students, contacts and users: names and ways to reach. */
export const loadPeople = ({ tx, orgId }: Context, { clientId, userIds }: Ids) => tx.rows(PeopleColumns, sql`
  select first_name, last_name, null as name, '[]'::jsonb as contacts from students
   where org_id = ${orgId} and client_id = ${clientId}
  union all
  select null, null, name, jsonb_build_array(phone, email) from contacts
   where org_id = ${orgId} and client_id = ${clientId}
  union all
  select u.first_name, u.last_name, null, jsonb_build_array(l.email)
    from users u left join logins l on l.id = u.login_id
   where u.org_id = ${orgId} and u.id = any(${userIds}::uuid[])`);

/** Records that are about the card itself, whose facts are personal from the first to the last. */
const CARDS = sql`('client', 'contact', 'student', 'user', 'notice-preferences')`;

/** What the audit trail says the person was called and reached by before. */
export const loadFormer = ({ tx, orgId }: Context, { clientId, entityIds }: Ids, keys: readonly string[]) =>
  tx.rows({ key: text, value: text }, sql`
    select distinct k.key, f.value #>> '{}' as value
      from audit_log a, unnest(array[a.input, a.before, a.after]) as facts (body), unnest(${[...keys]}::text[]) as k (key),
           jsonb_path_query(facts.body, ('$.**."' || k.key || '"')::jsonpath) as f (value)
     where a.org_id = ${orgId} and (a.client_id = ${clientId} or a.entity_id = any(${entityIds}::uuid[]))
       and a.entity_type in ${CARDS} and jsonb_typeof(f.value) = 'string'`);

const matches = (column: Sql, pattern: string | null): Sql =>
  (pattern === null ? sql`false` : sql`(${column})::text collate "und-x-icu" ~* ${pattern}`);
const replaced = (column: Sql, pattern: string | null): Sql =>
  (pattern === null ? column : sql`regexp_replace((${column})::text collate "und-x-icu", ${pattern}, '…', 'gi')`);

/** The rows of a table, called t, that belong to the person. */
export function rowsOf(orgId: string, table: string, link: Link, ids: Ids): Sql {
  const { clientId, studentIds, userIds, loginIds, entityIds } = ids;
  const byStudent = sql`t.student_id = any(${studentIds}::uuid[])`;
  const byClient = sql`t.client_id = ${clientId}`;
  const conditions: Record<Exclude<Link, 'login'>, Sql> = {
    self: sql`t.id = ${clientId}`, client: byClient, student: byStudent, either: sql`(${byClient} or ${byStudent})`,
    invoice: sql`t.invoice_id in (select id from invoices where org_id = ${orgId} and client_id = ${clientId})`,
    subscription: sql`t.subscription_id in (select id from subscriptions where org_id = ${orgId}
      and (client_id = ${clientId} or student_id = any(${studentIds}::uuid[])))`,
    notice: sql`t.notice_id in (select id from notices where org_id = ${orgId} and client_id = ${clientId})`,
    user: table === 'users' ? sql`t.id = any(${userIds}::uuid[])` : sql`t.user_id = any(${userIds}::uuid[])`,
    record: sql`(${byClient} or t.entity_id = any(${entityIds}::uuid[]))`,
    imported: sql`(${byClient} or ${byStudent} or t.new_id = any(${entityIds}::uuid[]))`,
    about: sql`(t.entity_id = any(${entityIds}::uuid[]) or t.entity_id in (
      select id from invoices where org_id = ${orgId} and client_id = ${clientId}
      union all select id from payments where org_id = ${orgId} and client_id = ${clientId}
      union all select id from subscriptions where org_id = ${orgId}
        and (client_id = ${clientId} or student_id = any(${studentIds}::uuid[]))))`,
    mention: sql`true`,
  };
  return link === 'login' ? sql`t.id = any(${loginIds}::uuid[])` : sql`t.org_id = ${orgId} and ${conditions[link]}`;
}

const named = (name: string): Sql => raw(`"${name.replaceAll('"', '""')}"`);
/** The rows as JSON, without the columns that are not shown. */
export const readRows = (
  { tx, orgId }: Context, table: string, link: Link, ids: Ids, { order, hidden }: { order: string[]; hidden: string[] },
) => tx.rows({ row: json<Record<string, unknown>>() }, sql`
  select to_jsonb(t) - ${hidden}::text[] as row from ${named(table)} t
   where ${rowsOf(orgId, table, link, ids)} order by ${join(order.map((name) => sql`t.${named(name)}`))}`);

export const countRows = async ({ tx, orgId }: Context, table: string, link: Link, ids: Ids): Promise<number> =>
  (await tx.one({ rows: int }, sql`
    select count(*) as rows from ${named(table)} t where ${rowsOf(orgId, table, link, ids)}`)).rows;

export const removeRows = ({ tx, orgId }: Context, table: string, link: Link, ids: Ids): Promise<number> =>
  tx.run(sql`delete from ${named(table)} t where ${rowsOf(orgId, table, link, ids)}`);

/** Takes away rows of anybody that name the person. */
export const removeMentions = (
  { tx, orgId }: Context, table: string, columns: readonly string[], { anywhere }: Patterns,
): Promise<number> => tx.run(sql`
  delete from ${named(table)} t
   where t.org_id = ${orgId} and (${join(columns.map((name) => matches(sql`t.${named(name)}`, anywhere)), ' or ')})`);

export const emptyColumns = (
  { tx, orgId }: Context, table: string, link: Link, ids: Ids, columns: readonly string[],
): Promise<number> => tx.run(sql`
  update ${named(table)} t set ${join(columns.map((name) => sql`${named(name)} = null`))}
   where ${rowsOf(orgId, table, link, ids)}
     and num_nonnulls(${join(columns.map((name) => sql`t.${named(name)}`))}) > 0`);

/** Takes the person out of texts and JSON; gives how many rows had him. */
export async function scrubColumns(
  { tx, orgId }: Context, table: string, link: Link, ids: Ids, columns: readonly { name: string; type: string }[],
  { own, anywhere }: Patterns,
): Promise<number> {
  const pattern = link === 'mention' ? anywhere : own;
  if (pattern === null) return 0;
  const texts = columns.map(({ name, type }) => ({ name: named(name), type: raw(type) }));
  return tx.run(sql`
    update ${named(table)} t
       set ${join(texts.map(({ name, type }) => sql`${name} = (${replaced(sql`t.${name}`, pattern)})::${type}`))}
     where ${rowsOf(orgId, table, link, ids)}
       and (${join(texts.map(({ name }) => matches(sql`t.${name}`, pattern)), ' or ')})`);
}
