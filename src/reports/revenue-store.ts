/** SQL of revenue and of the way from list price to money. */
import { type Basis, WATERFALL } from './contract.ts';
import { ServiceType } from '../invoices/contract.ts';
import { type Day, addDays, startOfDay } from '../kernel/day.ts';
import type { Percent } from '../kernel/money.ts';
import type { Context } from '../kernel/operation.ts';
import { type Column, type Sql, day, empty, int, money, nullable, oneOf, sql, text, uuid } from '../kernel/sql.ts';

type Period = { from: Day; to: Day };
type Page = { page: number; limit: number };

/** Invoices `i` that stand, issued on the days; those put in from the time before the program are not its revenue. */
const standing = ({ orgId, timeZone }: Context, { from, to }: Period): Sql => sql`
  i.org_id = ${orgId} and i.issued_at >= ${startOfDay(from, timeZone)}
  and i.issued_at < ${startOfDay(addDays(to, 1), timeZone)} and i.status not in ('DRAFT', 'CANCELLED')
  and i.purpose not in ('MIGRATION', 'OPENING')`;

/** The items of those invoices, each with its price. */
const accrued = (context: Context, period: Period): Sql => sql`
  select i.id as invoice_id, date_trunc('month', i.issued_at at time zone ${context.timeZone}) as month, t.service_type,
         t.service_name, t.total_price as amount
    from invoices i join invoice_items t on t.org_id = i.org_id and t.invoice_id = i.id
   where ${standing(context, period)}`;

/**
 * What came to invoices and went back, each on its own day, shared among their items by price; the shares of an invoice
 * sum to the kopeck. An invoice whose price became nothing is shared by list price.
 */
const received = ({ orgId }: Context, { from, to }: Period): Sql => sql`
  select w.invoice_id, w.month, w.service_type, w.service_name,
         round(w.amount * w.through / w.whole) - round(w.amount * (w.through - w.weight) / w.whole) as amount
    from (select m.invoice_id, m.month, m.amount, t.service_type, t.service_name, v.weight,
                 sum(v.weight) over (partition by m.invoice_id, m.month order by t.position, t.id) as through,
                 sum(v.weight) over (partition by m.invoice_id, m.month) as whole
            from (select l.invoice_id, date_trunc('month', l.on_date::timestamp) as month,
                         sum(case when l.credit = 'RECEIVABLE' then l.amount else -l.amount end) as amount
                    from ledger_transfers l
                   where l.org_id = ${orgId} and l.on_date between ${from} and ${to} and l.invoice_id is not null
                     and (array[l.debit, l.credit] <@ array['CREDIT', 'RECEIVABLE'] or l.refund_id is not null)
                   group by 1, 2 having sum(case when l.credit = 'RECEIVABLE' then l.amount else -l.amount end) <> 0) m
            join invoices i on i.org_id = ${orgId} and i.id = m.invoice_id
            join invoice_items t on t.org_id = i.org_id and t.invoice_id = i.id,
                 lateral (select case when i.total_amount > 0 then t.total_price else t.line_gross end as weight) v) w`;

const partsOf = (context: Context, period: Period, basis: Basis): Sql =>
  (basis === 'ACCRUED' ? accrued(context, period) : received(context, period));

const SegmentColumns = {
  month: text, serviceType: oneOf(...ServiceType.options), serviceName: text, amount: money, invoices: int,
};
export const loadRevenue = (context: Context, period: Period, basis: Basis) => context.tx.rows(SegmentColumns, sql`
  select to_char(p.month, 'YYYY-MM') as month, p.service_type, p.service_name, sum(p.amount)::bigint as amount,
         count(distinct p.invoice_id) as invoices
    from (${partsOf(context, period, basis)}) p
   group by p.month, 2, 3 order by p.month, 4 desc, 2, 3`);

const about = {
  invoiceId: uuid, invoiceNumber: text, clientId: uuid, clientName: text, issuedOn: day, amount: money,
};
const aboutInvoice = (timeZone: string): Sql => sql`
  i.id as invoice_id, i.invoice_number, i.client_id, c.name as client_name,
  (i.issued_at at time zone ${timeZone})::date as issued_on`;
const TotalColumns = { total: int, sum: money };

type OfServices = { service: string | undefined; except: readonly string[] | undefined };
const SERVICE = sql`p.service_type || ':' || p.service_name`;

/** Invoices with their part in the month, of one service, of all or of the rest. */
export async function pageOfRevenue(
  context: Context, period: Period, basis: Basis, { service, except }: OfServices, { page, limit }: Page,
) {
  const { tx, orgId, timeZone } = context;
  const parts = sql`
    select p.invoice_id, sum(p.amount)::bigint as amount from (${partsOf(context, period, basis)}) p
     where true ${service === undefined ? empty : sql`and ${SERVICE} = ${service}`}
       ${except === undefined ? empty : sql`and ${SERVICE} <> all (${[...except]}::text[])`} group by 1`;
  const [{ total, sum }, rows] = await Promise.all([
    tx.one(TotalColumns, sql`
      select count(*) as total, coalesce(sum(p.amount), 0)::bigint as sum from (${parts}) p`),
    tx.rows(about, sql`
      select ${aboutInvoice(timeZone)}, p.amount
        from (${parts}) p
        join invoices i on i.org_id = ${orgId} and i.id = p.invoice_id
        join clients c on c.org_id = i.org_id and c.id = i.client_id
       order by i.issued_at desc, i.sequence desc limit ${limit} offset ${(page - 1) * limit}`),
  ]);
  return { rows, total: sum, pagination: { total, page, limit } };
}

/** The revenue accrued in each of the periods, in their order. */
export async function loadAccrued({ tx, orgId, timeZone }: Context, periods: readonly Period[]) {
  const rows = await tx.rows({ amount: money }, sql`
    select coalesce(sum(i.total_amount), 0)::bigint as amount
      from unnest(${periods.map(({ from }) => startOfDay(from, timeZone))}::timestamptz[],
                  ${periods.map(({ to }) => startOfDay(addDays(to, 1), timeZone))}::timestamptz[])
           with ordinality as p (since, before, n)
      left join invoices i on i.org_id = ${orgId} and i.issued_at >= p.since and i.issued_at < p.before
           and i.status not in ('DRAFT', 'CANCELLED') and i.purpose not in ('MIGRATION', 'OPENING')
     group by p.n order by p.n`);
  return rows.map(({ amount }) => amount);
}

const StepColumns = { kind: oneOf(...WATERFALL), amount: money, rows: int };
/** From list price to money, of the invoices issued on the days; each step with the number of rows behind it. */
export const loadWaterfall = (context: Context, period: Period) => context.tx.rows(StepColumns, sql`
  with issued as materialized (
    select i.id, i.total_amount, i.paid_amount - i.refunded_amount as kept from invoices i
     where ${standing(context, period)}),
  lines as (
    select count(*) as items, coalesce(sum(t.line_gross), 0)::bigint as list,
           coalesce(-sum(t.discount_amount), 0)::bigint as benefit,
           count(*) filter (where t.discount_amount <> 0) as benefits,
           coalesce(sum(t.adjustment_amount), 0)::bigint as adjustment,
           count(*) filter (where t.adjustment_amount <> 0) as adjustments,
           coalesce(sum(t.total_price), 0)::bigint as total
      from issued i join invoice_items t on t.org_id = ${context.orgId} and t.invoice_id = i.id),
  money as (
    select coalesce(sum(kept - total_amount), 0)::bigint as unpaid,
           count(*) filter (where kept <> total_amount) as unpaids,
           coalesce(sum(kept), 0)::bigint as kept, count(*) filter (where kept <> 0) as keeping
      from issued)
  select s.kind, s.amount, s.rows
    from lines l, money m,
         lateral (values (1, 'LIST', l.list, l.items), (2, 'BENEFIT', l.benefit, l.benefits),
                         (3, 'ADJUSTMENT', l.adjustment, l.adjustments), (4, 'ACCRUED', l.total, l.items),
                         (5, 'UNPAID', m.unpaid, m.unpaids), (6, 'RECEIVED', m.kept, m.keeping))
           as s (n, kind, amount, rows)
   order by s.n`);

export type StepKind = (typeof WATERFALL)[number];
const AMOUNT_OF: Readonly<Record<StepKind, Sql>> = {
  LIST: sql`t.line_gross`, BENEFIT: sql`-t.discount_amount`, ADJUSTMENT: sql`t.adjustment_amount`,
  ACCRUED: sql`t.total_price`, UNPAID: sql`i.paid_amount - i.refunded_amount - i.total_amount`,
  RECEIVED: sql`i.paid_amount - i.refunded_amount`,
};
/** Whole numbers, of which a row of zero tells nothing; the list and the revenue are shown with every item. */
const isWhole = (kind: StepKind): boolean => kind === 'LIST' || kind === 'ACCRUED';
const isOfInvoice = (kind: StepKind): boolean => kind === 'UNPAID' || kind === 'RECEIVED';

const StepRowColumns = {
  ...about, itemId: nullable(uuid), name: nullable(text), percent: nullable(int as Column<Percent>), reason: nullable(text),
};
/** The items behind a step, or the invoices where a step is of invoices. */
export async function pageOfStep(context: Context, period: Period, kind: StepKind, { page, limit }: Page) {
  const { tx, timeZone } = context;
  const amount = AMOUNT_OF[kind];
  const item = isOfInvoice(kind)
    ? {
      from: empty,
      columns: sql`null::uuid as item_id, i.description as name, null::integer as percent, null::text as reason`,
    }
    : {
      from: sql`join invoice_items t on t.org_id = i.org_id and t.invoice_id = i.id`,
      columns: sql`t.id as item_id, t.service_name as name,
                   case when t.discount_amount <> 0 then t.discount_percent end as percent, t.adjustment_reason as reason`,
    };
  const rest = sql`
    ${item.from} join clients c on c.org_id = i.org_id and c.id = i.client_id
     where ${standing(context, period)} ${isWhole(kind) ? empty : sql`and ${amount} <> 0`}`;
  const position = isOfInvoice(kind) ? empty : sql`, t.position`;
  const [{ total, sum }, rows] = await Promise.all([
    tx.one(TotalColumns, sql`
      select count(*) as total, coalesce(sum(${amount}), 0)::bigint as sum from invoices i ${rest}`),
    tx.rows(StepRowColumns, sql`
      select ${aboutInvoice(timeZone)}, ${amount} as amount, ${item.columns} from invoices i ${rest}
       order by i.issued_at desc, i.sequence desc ${position} limit ${limit} offset ${(page - 1) * limit}`),
  ]);
  return { rows, total: sum, pagination: { total, page, limit } };
}
