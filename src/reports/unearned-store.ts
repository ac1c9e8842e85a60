/** SQL of what the organisation still owes in trainings. */
import { PersonColumns, StockColumns, people, person } from './passes-store.ts';
import type { Day, Instant } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import { type Sql, day, empty, int, money, sql, text, uuid } from '../kernel/sql.ts';

type Page = { page: number; limit: number };
export type Point = { day: Day; until: Instant };
/**
 * What each pass held at the end of each day, as SUB-6 would have said then: its sessions by their append-only
 * movements, its end and whether it waited for money or was over by its events, and its price by the log of the invoices
 * that were paid. Of a pass put in from outside the price is that of its historical invoice.
 */
function stockAt({ orgId }: Context, points: readonly Point[]): Sql {
  const untils = points.map(({ until }) => until);
  const bucket = (at: Sql): Sql => sql`width_bucket(${at}, ${untils}::timestamptz[])`;
  /** The points at which a row is the last word about its pass: those after its bucket, up to the bucket of the next. */
  const lasting = (rows: Sql, order: Sql, columns: Sql): Sql => sql`(
    select * from (
      select x.subscription_id, x.bucket, ${columns},
             lead(x.bucket, 1, ${points.length}::integer) over (partition by x.subscription_id order by ${order}) as through
        from (${rows}) x) x
     where x.bucket < x.through)`;
  // Only passes that had not ended before the first point come into question.
  const events = sql`
    select e.subscription_id, e.id, e.kind, e.end_date, ${bucket(sql`e.created_at`)} as bucket
      from subscription_events e where e.org_id = ${orgId} and e.subscription_id in (select id from lively)`;
  const moved = sql`
    select m.subscription_id, ${bucket(sql`m.created_at`)} as bucket, sum(m.delta) as delta
      from session_movements m where m.org_id = ${orgId} and m.subscription_id in (select id from lively) group by 1, 2`;
  const paid = sql`
    select i.subscription_id, l.id, ${bucket(sql`l.created_at`)} as bucket,
           (select coalesce(sum(t.total_price), 0) from invoice_items t
             where t.org_id = i.org_id and t.invoice_id = i.id and t.subscription_type_id = p.subscription_type_id) as price
      from invoices i
      join subscriptions p on p.org_id = i.org_id and p.id = i.subscription_id
      join invoice_audit_logs l on l.org_id = i.org_id and l.invoice_id = i.id and l.new_lifecycle = 'paid'
     where i.org_id = ${orgId} and i.purpose in ('INITIAL', 'RENEWAL') and i.subscription_id in (select id from lively)`;
  const held = sql`sum(x.delta) over (partition by x.subscription_id order by x.bucket) as sessions`;
  const states = sql`('SOLD', 'ACTIVATED', 'RENEWED', 'RESTARTED', 'SUSPENDED', 'EXPIRED', 'CANCELLED')`;
  return sql`
    with lively as materialized (
      select distinct e.subscription_id as id from subscription_events e
       where e.org_id = ${orgId} and e.end_date >= ${points[0]?.day ?? null}::date)
    select k.n, k.day, p.id as subscription_id, p.name, p.student_id, p.client_id, p.subscription_type_id, s.sessions,
           round(coalesce(c.price, b.price, 0)::numeric * s.sessions / p.sessions_per_period)::bigint as value
      from ${lasting(moved, sql`x.bucket`, held)} s
      join subscriptions p on p.org_id = ${orgId} and p.id = s.subscription_id and p.sessions_per_period is not null
      join ${lasting(events, sql`x.id`, sql`x.end_date`)} e on e.subscription_id = s.subscription_id
      join ${lasting(sql`select * from (${events}) e where e.kind in ${states}`, sql`x.id`, sql`x.kind`)} w
        on w.subscription_id = s.subscription_id and w.kind in ('SOLD', 'ACTIVATED', 'RENEWED', 'RESTARTED')
      join unnest(${points.map((point) => point.day)}::date[]) with ordinality as k (day, n)
        on k.n > greatest(s.bucket, e.bucket, w.bucket) and k.n <= least(s.through, e.through, w.through)
      left join ${lasting(paid, sql`x.id`, sql`x.price`)} c
        on c.subscription_id = s.subscription_id and k.n > c.bucket and k.n <= c.through
      left join (${broughtIn(orgId)}) b on b.subscription_id = s.subscription_id
     where s.sessions > 0 and e.end_date >= k.day`;
}

/** What was paid for passes put in from outside: their historical invoice says it, or the pass while it is not renewed. */
const broughtIn = (orgId: string): Sql => sql`
  select p.id as subscription_id,
         coalesce((select i.total_amount from invoices i
                    where i.org_id = p.org_id and i.subscription_id = p.id and i.purpose = 'MIGRATION' limit 1),
                  case when exists (select from subscription_events f
                                     where f.org_id = p.org_id and f.subscription_id = p.id and f.invoice_id is not null)
                       then p.original_price else p.paid_price end) as price
    from subscription_events e join subscriptions p on p.org_id = e.org_id and p.id = e.subscription_id
   where e.org_id = ${orgId} and e.kind = 'SOLD' and e.details @> '{"imported": true}'`;

const LineColumns = { day, ...StockColumns };
export const loadUnearned = (context: Context, points: readonly Point[]) => context.tx.rows(LineColumns, sql`
  select k.day, count(s.n) as passes, coalesce(sum(s.sessions), 0)::bigint as sessions,
         coalesce(sum(s.value), 0)::bigint as value
    from unnest(${points.map((point) => point.day)}::date[]) with ordinality as k (day, n)
    left join (${stockAt(context, points)}) s on s.n = k.n
   group by k.n, k.day order by k.n`);

const TypeColumns = { subscriptionTypeId: uuid, name: text, ...StockColumns };
export const loadUnearnedTypes = (context: Context, point: Point) => context.tx.rows(TypeColumns, sql`
  select s.subscription_type_id, t.name, count(*) as passes, sum(s.sessions)::bigint as sessions,
         sum(s.value)::bigint as value
    from (${stockAt(context, [point])}) s
    join subscription_types t on t.org_id = ${context.orgId} and t.id = s.subscription_type_id
   group by 1, 2 order by value desc, 2, 1`);

const HoldingColumns = { ...PersonColumns, subscriptionTypeId: uuid, sessionsLeft: int, value: money };
export async function pageOfUnearned(
  context: Context, point: Point, subscriptionTypeId: string | undefined, { page, limit }: Page,
) {
  const { tx, orgId } = context;
  const found = sql`(${stockAt(context, [point])}) p
    ${subscriptionTypeId === undefined ? empty : sql`where p.subscription_type_id = ${subscriptionTypeId}`}`;
  const [totals, passes] = await Promise.all([
    tx.one(StockColumns, sql`
      select count(*) as passes, coalesce(sum(p.sessions), 0)::bigint as sessions, coalesce(sum(p.value), 0)::bigint as value
        from ${found}`),
    tx.rows(HoldingColumns, sql`
      select p.subscription_id, p.name, ${person}, p.subscription_type_id, p.sessions::bigint as sessions_left, p.value
        from (select * from ${found}) p ${people(orgId)}
       order by p.value desc, client_name, p.subscription_id limit ${limit} offset ${(page - 1) * limit}`),
  ]);
  return { passes, totals, pagination: { total: totals.passes, page, limit } };
}
