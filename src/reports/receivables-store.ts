/** SQL of debts by age, on any day. */
import { BUCKET_DAYS, type Bucket } from './contract.ts';
import { type Day, addDays, startOfDay } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import { type Sql, day, empty, int, join, money, nullable, sql, text, uuid } from '../kernel/sql.ts';

type Page = { page: number; limit: number };
const signed = sql`case when t.debit = 'RECEIVABLE' then t.amount else -t.amount end`;

/**
 * What was due on each invoice at the end of the day: what is due now, less what the ledger says came after. The due
 * date is the one of that day: the first change made after it says what it was.
 */
const openOn = ({ orgId, timeZone }: Context, on: Day, clientId?: string): Sql => sql`
  select i.id as invoice_id, i.invoice_number, i.client_id, i.issued_at, i.sequence, i.total_amount, s.amount, d.due_date,
         coalesce(${on}::date - d.due_date, 0) as late
    from (select x.invoice_id, sum(x.amount) as amount
            from (select i.id as invoice_id, i.total_amount - i.paid_amount as amount
                    from invoices i
                   where i.org_id = ${orgId} and i.status in ('PENDING', 'PARTIALLY_PAID', 'OVERDUE')
                     ${clientId === undefined ? empty : sql`and i.client_id = ${clientId}`}
                   union all
                  select t.invoice_id, -(${signed}) as amount
                    from ledger_transfers t
                   where t.org_id = ${orgId} and t.on_date > ${on} and 'RECEIVABLE' in (t.debit, t.credit)
                     ${clientId === undefined ? empty : sql`and t.client_id = ${clientId}`}) x
           group by x.invoice_id having sum(x.amount) <> 0) s
    join invoices i on i.org_id = ${orgId} and i.id = s.invoice_id
    left join lateral (
      select l.id, l.old_value from invoice_audit_logs l
       where l.org_id = i.org_id and l.invoice_id = i.id and l.field_name = 'dueDate'
         and l.created_at >= ${startOfDay(addDays(on, 1), timeZone)}
       order by l.id limit 1) c on true,
         lateral (select case when c.id is null then i.due_date else c.old_value::date end as due_date) d`;

const within = (bucket: Bucket): Sql => sql`o.late between ${BUCKET_DAYS[bucket][0]} and ${BUCKET_DAYS[bucket][1]}`;
const sumOf = (condition: Sql): Sql => sql`coalesce(sum(o.amount) filter (where ${condition}), 0)::bigint`;

export const AgeingColumns = {
  notDue: money, days1to30: money, days31to60: money, days61to90: money, over90: money, overdue: money, total: money,
};
const ageing = sql`
  ${sumOf(within('NOT_DUE'))} as not_due, ${sumOf(within('DAYS_1_30'))} as days1to30,
  ${sumOf(within('DAYS_31_60'))} as days31to60, ${sumOf(within('DAYS_61_90'))} as days61to90,
  ${sumOf(within('OVER_90'))} as over90, ${sumOf(sql`o.late > 0`)} as overdue, ${sumOf(sql`true`)} as total`;

/** Everybody's debts by age on the day; with a bucket, of those who have a debt in it. */
export const loadAgeing = (context: Context, on: Day, bucket?: Bucket) => context.tx.one(
  { ...AgeingColumns, clients: int }, sql`
  with o as (${openOn(context, on)})
  select ${ageing}, count(distinct o.client_id) as clients from o
   ${bucket === undefined ? empty : sql`where o.client_id in (select o.client_id from o where ${within(bucket)})`}`);

/** The same without a bucket for several days, in their order. */
export const loadDue = (context: Context, days: readonly Day[]) => context.tx.rows({ n: int, due: money, overdue: money },
  join([...days.entries()].map(([n, on]) => sql`
    select ${n}::integer as n, coalesce(sum(o.amount), 0)::bigint as due, ${sumOf(sql`o.late > 0`)} as overdue
      from (${openOn(context, on)}) o`), ' union all ', '', ' order by n'));

const DebtorColumns = {
  clientId: uuid, clientName: text, phone: nullable(text), email: nullable(text), lastPaymentOn: nullable(day),
  lastPaymentAmount: nullable(money), ...AgeingColumns,
};
/** Who owed on the day, the largest debt first; the last payment is one that stood on that day. */
export function pageOfDebtors(context: Context, on: Day, bucket: Bucket | undefined, { page, limit }: Page) {
  const { tx, orgId, timeZone } = context;
  return tx.rows(DebtorColumns, sql`
    with o as (${openOn(context, on)}),
    owing as (
      select o.client_id, ${ageing} from o group by o.client_id
       ${bucket === undefined ? empty : sql`having count(*) filter (where ${within(bucket)}) > 0`})
    select w.client_id, c.name as client_name, c.phone, c.email, p.on_date as last_payment_on,
           p.amount as last_payment_amount, w.not_due, w.days1to30, w.days31to60, w.days61to90, w.over90, w.overdue, w.total
      from (select w.*, c.name from owing w join clients c on c.org_id = ${orgId} and c.id = w.client_id
             order by w.total desc, c.name, c.id limit ${limit} offset ${(page - 1) * limit}) w
      join clients c on c.org_id = ${orgId} and c.id = w.client_id
      left join lateral (
        select p.on_date, p.amount from payments p
         where p.org_id = c.org_id and p.client_id = c.id and p.status in ('COMPLETED', 'REVERSED') and p.on_date <= ${on}
           and (p.reversed_at is null or p.reversed_at >= ${startOfDay(addDays(on, 1), timeZone)})
         order by p.on_date desc, p.created_at desc limit 1) p on true
     order by w.total desc, w.name, w.client_id`);
}

const InvoiceColumns = {
  invoiceId: uuid, invoiceNumber: text, clientId: uuid, clientName: text, issuedOn: day, amount: money,
  dueDate: nullable(day), daysLate: int, totalAmount: money,
};
export type InvoiceFilter = { clientId?: string | undefined; bucket?: Bucket | undefined };
/** Invoices unpaid on the day, the oldest debt first. */
export async function pageOfUnpaid(
  context: Context, on: Day, { clientId, bucket }: InvoiceFilter, { page, limit }: Page,
) {
  const { tx, orgId, timeZone } = context;
  const where = bucket === undefined ? empty : sql`where ${within(bucket)}`;
  const [{ total, sum }, rows] = await Promise.all([
    tx.one({ total: int, sum: money }, sql`
      select count(*) as total, coalesce(sum(o.amount), 0)::bigint as sum
        from (${openOn(context, on, clientId)}) o ${where}`),
    tx.rows(InvoiceColumns, sql`
      select o.invoice_id, o.invoice_number, o.client_id, c.name as client_name,
             (o.issued_at at time zone ${timeZone})::date as issued_on, o.amount::bigint as amount, o.due_date,
             o.late as days_late, o.total_amount
        from (${openOn(context, on, clientId)}) o join clients c on c.org_id = ${orgId} and c.id = o.client_id ${where}
       order by o.late desc, o.issued_at, o.sequence limit ${limit} offset ${(page - 1) * limit}`),
  ]);
  return { rows, total: sum, pagination: { total, page, limit } };
}

const HistoryColumns = { day, days31to60: money, total: money };
/** What was due at the end of each of the days, and the part of it that was 31 to 60 days late. Oldest day first. */
export function loadDueHistory({ tx, orgId, timeZone }: Context, days: readonly Day[]) {
  const [first] = days;
  if (first === undefined) return Promise.resolve([]);
  const [from, to] = BUCKET_DAYS.DAYS_31_60;
  return tx.rows(HistoryColumns, sql`
    with ends as materialized (select day from unnest(${[...days]}::date[]) as d (day)),
    now as (
      select coalesce(sum(total_amount - paid_amount), 0) as due from invoices
       where org_id = ${orgId} and status in ('PENDING', 'PARTIALLY_PAID', 'OVERDUE')),
    moved as materialized (
      select t.on_date, sum(${signed}) as amount from ledger_transfers t
       where t.org_id = ${orgId} and t.on_date > ${first} and 'RECEIVABLE' in (t.debit, t.credit) group by 1),
    changes as materialized (
      select l.invoice_id, l.id, (l.created_at at time zone ${timeZone})::date as on_date, l.old_value::date as due_date
        from invoice_audit_logs l where l.org_id = ${orgId} and l.field_name = 'dueDate'),
    late as (
      select i.id as invoice_id, e.day
        from ends e
        join invoices i on i.org_id = ${orgId} and i.due_date between e.day - ${to}::integer and e.day - ${from}::integer
       where i.issued_at < ((e.day + 1)::timestamp at time zone ${timeZone})
         and not exists (select from changes c where c.invoice_id = i.id and c.on_date > e.day)
       union all
      select f.invoice_id, f.day
        from (select distinct on (e.day, c.invoice_id) e.day, c.invoice_id, c.due_date
                from ends e join changes c on c.on_date > e.day order by e.day, c.invoice_id, c.id) f
       where f.due_date between f.day - ${to}::integer and f.day - ${from}::integer),
    aged as (
      select l.day, sum(${signed}) as amount
        from late l join ledger_transfers t on t.org_id = ${orgId} and t.invoice_id = l.invoice_id and t.on_date <= l.day
       where 'RECEIVABLE' in (t.debit, t.credit) group by 1)
    select e.day, coalesce(a.amount, 0)::bigint as days31to60,
           (n.due - coalesce((select sum(m.amount) from moved m where m.on_date > e.day), 0))::bigint as total
      from now n cross join ends e left join aged a on a.day = e.day order by e.day`);
}
