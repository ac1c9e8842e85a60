import type { CLIENT_SORTS } from './contract.ts';
import { type ClientCard, CardColumns, cardsOf, visible } from './store.ts';
import type { Day } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import { normaliseSearch, searchPatterns } from '../kernel/search.ts';
import { type Row, type Sql, day, empty, int, join, json, nullable, raw, sql, uuid } from '../kernel/sql.ts';

export type ClientSort = (typeof CLIENT_SORTS)[number];
export type ClientQuery = {
  q?: string | undefined; active?: boolean | undefined; benefitCategoryId?: string | undefined;
  debt?: boolean | undefined; credit?: boolean | undefined; benefit?: boolean | undefined; city?: string | undefined;
  /** Nobody of theirs came on this day or later, though somebody could. */
  noVisitSince?: Day | undefined; sort: ClientSort; page: number; limit: number;
};

const OPEN = sql`('PENDING', 'PARTIALLY_PAID', 'OVERDUE')`;
const yesOrNo = (wanted: boolean, condition: Sql): Sql => (wanted ? condition : sql`not ${condition}`);

/** The visits of the client under the alias c. */
const visitsOf = (orgId: string): Sql => sql`
  students s
  join training_participants p on p.org_id = s.org_id and p.student_id = s.id
  join attendance a on a.org_id = p.org_id and a.training_id = p.training_id and a.student_id = p.student_id
       and a.status = 'PRESENT'
  join trainings t on t.org_id = p.org_id and t.id = p.training_id
 where s.org_id = ${orgId} and s.client_id = c.id`;

function conditionsOf(context: Context, query: ClientQuery, on: Day): Sql {
  const { orgId } = context;
  const { active, benefitCategoryId, debt, credit, benefit, city, noVisitSince } = query;
  const conditions = [sql`c.org_id = ${orgId}`, visible(context)];
  if (active !== undefined) conditions.push(sql`c.is_active = ${active}`);
  if (benefitCategoryId !== undefined) conditions.push(sql`c.benefit_category_id = ${benefitCategoryId}`);
  if (benefit !== undefined) conditions.push(yesOrNo(benefit, sql`(c.benefit_category_id is not null)`));
  if (credit !== undefined) conditions.push(yesOrNo(credit, sql`(c.balance > 0)`));
  if (debt !== undefined) {
    conditions.push(yesOrNo(debt, sql`exists (
      select from invoices i
       where i.org_id = ${orgId} and i.client_id = c.id and i.status in ${OPEN} and i.due_date < ${on})`));
  }
  if (city) {
    conditions.push(sql`replace(lower(coalesce(c.city, '') collate "und-x-icu"), 'ё', 'е') = ${normaliseSearch(city)}`);
  }
  if (noVisitSince !== undefined) {
    conditions.push(sql`exists (
      select from students s where s.org_id = ${orgId} and s.client_id = c.id and s.is_active)`);
    conditions.push(sql`c.id not in (
      select s.client_id
        from trainings t
        join attendance a on a.org_id = t.org_id and a.training_id = t.id and a.status = 'PRESENT'
        join students s on s.org_id = a.org_id and s.id = a.student_id
       where t.org_id = ${orgId} and t.on_date >= ${noVisitSince})`);
  }
  for (const pattern of searchPatterns(query.q ?? '')) {
    conditions.push(sql`(c.search like ${pattern} or c.id in (
      select s.client_id from students s where s.org_id = ${orgId} and s.search like ${pattern}))`);
  }
  return join(conditions, ' and ');
}

/** What the rows are sorted by, and what has to be known of every client for it. */
function sorting(orgId: string, sort: ClientSort, on: Day): { known: Sql; key: Sql } {
  const owed = sql`left join (
    select client_id, sum(total_amount - paid_amount) as due,
           sum(total_amount - paid_amount) filter (where due_date < ${on}) as overdue
      from invoices where org_id = ${orgId} and status in ${OPEN} group by client_id) o on o.client_id = c.id`;
  switch (sort.replace('-', '')) {
    case 'toPay': return { known: owed, key: sql`greatest(coalesce(o.due, 0) - c.balance, 0)` };
    case 'overdue': return { known: owed, key: sql`coalesce(o.overdue, 0)` };
    case 'lastVisit': return {
      known: sql`left join (
        select s.client_id, max(t.on_date) as last
          from attendance a
          join trainings t on t.org_id = a.org_id and t.id = a.training_id
          join students s on s.org_id = a.org_id and s.id = a.student_id
         where a.org_id = ${orgId} and a.status = 'PRESENT' group by s.client_id) v on v.client_id = c.id`,
      key: sql`v.last`,
    };
    default: return { known: empty, key: sql`c.name collate "und-x-icu"` };
  }
}

/** Clients where every word of the query is found in the client or in one of its students, by name. */
export async function findClients(
  context: Context, query: ClientQuery, on: Day,
): Promise<{ total: number; clients: ClientCard[] }> {
  const { tx, orgId } = context;
  const where = conditionsOf(context, query, on);
  const { known, key } = sorting(orgId, query.sort, on);
  const way = raw(query.sort.startsWith('-') ? 'desc' : 'asc');
  const order = sql`order by c.sort_key ${way} nulls last, c.name collate "und-x-icu", c.id`;
  const page = sql`
    select * from (select c.*, ${key} as sort_key from clients c ${known} where ${where}) c
    ${order} limit ${query.limit} offset ${(query.page - 1) * query.limit}`;
  const [{ total }, clients] = await Promise.all([
    tx.one({ total: int }, sql`select count(*) as total from clients c where ${where}`),
    tx.rows(CardColumns, sql`${cardsOf(orgId, page, on)} ${order}`),
  ]);
  return { total, clients };
}

const MoreColumns = {
  id: uuid, students: json<{ id: string; name: string }[]>(), activePasses: int, lastVisit: nullable(day),
};
/** What a row of the list says besides the client: his students, their passes in force, the last visit. */
export async function loadMore(
  { tx, orgId }: Context, ids: readonly string[],
): Promise<Map<string, Row<typeof MoreColumns>>> {
  const rows = await tx.rows(MoreColumns, sql`
    select c.id, coalesce((
             select jsonb_agg(jsonb_build_object('id', s.id, 'name', btrim(s.first_name || ' ' || s.last_name))
                              order by s.is_active desc, s.created_at, s.id)
               from students s where s.org_id = ${orgId} and s.client_id = c.id), '[]') as students,
           (select count(*) from subscriptions b
             where b.org_id = ${orgId} and b.client_id = c.id and b.status = 'ACTIVE') as active_passes,
           (select max(t.on_date) from ${visitsOf(orgId)}) as last_visit
      from unnest(${[...ids]}::uuid[]) as c (id)`);
  return new Map(rows.map((row) => [row.id, row]));
}
