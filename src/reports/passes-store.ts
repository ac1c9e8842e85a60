/** SQL of passes: whose ended, and whose burn. */
import type { Ending } from './rules.ts';
import type { Day } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import { type Sql, bool, day, empty, int, money, nullable, oneOf, sql, text, uuid } from '../kernel/sql.ts';

type Period = { from: Day; to: Day };
type Page = { page: number; limit: number };
export const person = sql`
  p.student_id, btrim(n.first_name || ' ' || n.last_name) as student_name, p.client_id, c.name as client_name, c.phone`;
export const people = (orgId: string): Sql => sql`
  join students n on n.org_id = ${orgId} and n.id = p.student_id
  join clients c on c.org_id = ${orgId} and c.id = p.client_id`;
export const PersonColumns = {
  subscriptionId: uuid, name: text, studentId: uuid, studentName: text, clientId: uuid, clientName: text,
  phone: nullable(text),
};

/**
 * Every period of a pass that ended on the days: those that a paid renewal closed, with the end that the event before it
 * left, and the present end of a pass, with the renewal invoice that waits for it.
 */
const endings = ({ orgId }: Context, { from, to }: Period, today: Day): Sql => sql`
  select e.*, case when e.paid_on is null then 'NO' when e.paid_on > e.due_date then 'LATER' else 'IN_TIME' end as paid,
         e.end_date < ${today} as is_over
    from (select p.id as subscription_id, p.name, p.student_id, p.client_id, x.end_before as end_date, i.id as invoice_id,
                 i.invoice_number, i.due_date, x.on_date as paid_on, false as has_another
            from (select e.subscription_id, e.kind, e.invoice_id, e.on_date,
                         lag(e.end_date) over (partition by e.subscription_id order by e.id) as end_before
                    from subscription_events e where e.org_id = ${orgId}) x
            join subscriptions p on p.org_id = ${orgId} and p.id = x.subscription_id
            join invoices i on i.org_id = ${orgId} and i.id = x.invoice_id and i.purpose = 'RENEWAL'
           where x.kind in ('RENEWED', 'RESTARTED') and x.end_before between ${from} and ${to}
           union all
          select p.id, p.name, p.student_id, p.client_id, p.end_date, i.id, i.invoice_number, i.due_date, null,
                 exists (select from subscriptions o
                          where o.org_id = p.org_id and o.student_id = p.student_id and o.id <> p.id
                            and o.status in ('ACTIVE', 'EXPIRED') and o.end_date > p.end_date
                            and (o.subscription_type_id = p.subscription_type_id or o.group_id = p.group_id))
            from subscriptions p
            left join invoices i on i.org_id = p.org_id and i.subscription_id = p.id and i.purpose = 'RENEWAL'
                 and i.period_number = p.period_number + 1 and i.status not in ('DRAFT', 'CANCELLED')
           where p.org_id = ${orgId} and p.end_date between ${from} and ${to} and p.status in ('ACTIVE', 'EXPIRED')) e`;

const FactColumns = {
  paid: oneOf<Ending['paid']>('NO', 'IN_TIME', 'LATER'), hasAnother: bool, isOver: bool, passes: int, invoiced: int,
};
/** How many periods ended in each way. */
export const countEndings = (context: Context, period: Period, today: Day) => context.tx.rows(FactColumns, sql`
  select e.paid, e.has_another, e.is_over, count(*) as passes, count(e.invoice_id) as invoiced
    from (${endings(context, period, today)}) e group by 1, 2, 3`);

const EndingColumns = {
  ...PersonColumns, endDate: day, invoiceId: nullable(uuid), invoiceNumber: nullable(text), dueDate: nullable(day),
  paidOn: nullable(day), paid: FactColumns.paid, hasAnother: bool, isOver: bool,
};
export type EndingFilter = { ways?: readonly Ending[]; isInvoiced?: boolean };
export async function pageOfEndings(
  context: Context, period: Period, today: Day, { ways, isInvoiced = false }: EndingFilter, { page, limit }: Page,
) {
  const { tx, orgId } = context;
  const found = sql`
    (${endings(context, period, today)}) p
     where true ${isInvoiced ? sql`and p.invoice_id is not null` : empty}
       ${ways === undefined ? empty : sql`and (p.paid, p.has_another, p.is_over) in (
           select w.paid, w."hasAnother", w."isOver"
             from jsonb_to_recordset(${JSON.stringify(ways)}::jsonb)
                  as w (paid text, "hasAnother" boolean, "isOver" boolean))`}`;
  const [{ total }, rows] = await Promise.all([
    tx.one({ total: int }, sql`select count(*) as total from ${found}`),
    tx.rows(EndingColumns, sql`
      select p.subscription_id, p.name, ${person}, p.end_date, p.invoice_id, p.invoice_number, p.due_date, p.paid_on,
             p.paid, p.has_another, p.is_over
        from (select * from ${found}) p ${people(orgId)}
       order by p.end_date, client_name, p.subscription_id limit ${limit} offset ${(page - 1) * limit}`),
  ]);
  return { rows, pagination: { total, page, limit } };
}

/** SUB-6 for the present. */
const value = sql`round(p.paid_price::numeric * p.sessions_left / p.sessions_per_period)::bigint`;
const frozen = (on: Day): Sql => sql`(p.freeze_start is not null and ${on}::date between p.freeze_start and p.freeze_end)`;
const burning = ({ orgId }: Context, { from, to }: Period): Sql => sql`
  p.org_id = ${orgId} and p.status = 'ACTIVE' and p.end_date between ${from} and ${to} and p.sessions_left > 0`;

export const StockColumns = { passes: int, sessions: int, value: money };
/** What burns within the days and is not, or is, frozen on the first of them. */
export const loadBurning = (context: Context, period: Period) => context.tx.rows({ isFrozen: bool, ...StockColumns }, sql`
  select ${frozen(period.from)} as is_frozen, count(*) as passes, sum(p.sessions_left) as sessions,
         sum(${value})::bigint as value
    from subscriptions p where ${burning(context, period)} group by 1`);

const BurningColumns = { ...PersonColumns, endDate: day, daysLeft: int, sessionsLeft: int, value: money, isFrozen: bool };
export const pageOfBurning = (
  context: Context, period: Period, isFrozen: boolean | undefined, { page, limit }: Page,
) => context.tx.rows(BurningColumns, sql`
  select p.id as subscription_id, p.name, ${person}, p.end_date, p.end_date - ${period.from}::date as days_left,
         p.sessions_left, ${value} as value, ${frozen(period.from)} as is_frozen
    from subscriptions p ${people(context.orgId)}
   where ${burning(context, period)} ${isFrozen === undefined ? empty : sql`and ${frozen(period.from)} = ${isFrozen}`}
   order by value desc, p.end_date, p.id limit ${limit} offset ${(page - 1) * limit}`);
