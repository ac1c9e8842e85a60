/** SQL of money that came in and went out, by its own ledger. */
import { MONEY_KINDS } from './contract.ts';
import { Method } from '../kernel/contract.ts';
import type { Day } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import { type Sql, day, empty, instant, int, money, nullable, oneOf, sql, text, uuid } from '../kernel/sql.ts';

type Period = { from: Day; to: Day };
export type MoneyFilter = { method?: Method | undefined; kind?: (typeof MONEY_KINDS)[number] | undefined };

/** Every movement of money on the days: what came in is positive, what went out negative. */
const movements = ({ orgId }: Context, { from, to }: Period): Sql => sql`
  select t.*, m.kind, substr(case when m.kind = 'RECEIVED' then t.debit else t.credit end, 7) as method,
         case when m.kind = 'RECEIVED' then t.amount else -t.amount end as moved
    from ledger_transfers t,
         lateral (select case when t.debit like 'MONEY:%' then 'RECEIVED' when t.refund_id is null then 'REVERSED'
                              else 'REFUNDED' end as kind) m
   where t.org_id = ${orgId} and t.on_date between ${from} and ${to}
     and (t.debit like 'MONEY:%' or t.credit like 'MONEY:%')`;

const LineColumns = { month: text, method: oneOf(...Method.options), received: money, reversed: money, refunded: money };
export const loadMoney = (context: Context, period: Period) => context.tx.rows(LineColumns, sql`
  select to_char(m.on_date, 'YYYY-MM') as month, m.method,
         coalesce(sum(m.moved) filter (where m.kind = 'RECEIVED'), 0)::bigint as received,
         coalesce(sum(m.moved) filter (where m.kind = 'REVERSED'), 0)::bigint as reversed,
         coalesce(sum(m.moved) filter (where m.kind = 'REFUNDED'), 0)::bigint as refunded
    from (${movements(context, period)}) m group by 1, 2 order by 1, 2`);

const RowColumns = {
  kind: oneOf(...MONEY_KINDS), paymentId: nullable(uuid), refundId: nullable(uuid), invoiceId: nullable(uuid),
  clientId: uuid, clientName: text, onDate: day, at: instant, method: oneOf(...Method.options), amount: money,
};
export async function pageOfMoney(
  context: Context, period: Period, { method, kind }: MoneyFilter, { page, limit }: { page: number; limit: number },
) {
  const { tx, orgId } = context;
  // The refund of an invoice is two transfers, of revenue and of VAT: it is shown as the one refund that it is.
  const found = sql`
    select min(m.id) as id, m.kind, m.payment_id, m.refund_id, m.invoice_id, m.client_id, m.on_date, min(m.created_at) as at,
           m.method, sum(m.moved)::bigint as amount
      from (${movements(context, period)}) m
     where true ${method === undefined ? empty : sql`and m.method = ${method}`}
       ${kind === undefined ? empty : sql`and m.kind = ${kind}`}
     group by m.operation_id, m.kind, m.payment_id, m.refund_id, m.invoice_id, m.client_id, m.on_date, m.method`;
  const [{ total, sum }, rows] = await Promise.all([
    tx.one({ total: int, sum: money }, sql`
      select count(*) as total, coalesce(sum(f.amount), 0)::bigint as sum from (${found}) f`),
    tx.rows(RowColumns, sql`
      select f.kind, f.payment_id, f.refund_id, f.invoice_id, f.client_id, c.name as client_name, f.on_date, f.at, f.method,
             f.amount
        from (${found}) f join clients c on c.org_id = ${orgId} and c.id = f.client_id
       order by f.on_date desc, f.id desc limit ${limit} offset ${(page - 1) * limit}`),
  ]);
  return { rows, total: sum, pagination: { total, page, limit } };
}

/** The money that came in less what went out in each of the periods, in their order. */
export async function loadNet({ tx, orgId }: Context, periods: readonly Period[]) {
  const rows = await tx.rows({ amount: money }, sql`
    select coalesce(sum(case when t.debit like 'MONEY:%' then t.amount else -t.amount end), 0)::bigint as amount
      from unnest(${periods.map(({ from }) => from)}::date[], ${periods.map(({ to }) => to)}::date[])
           with ordinality as p (since, through, n)
      left join ledger_transfers t on t.org_id = ${orgId} and t.on_date between p.since and p.through
           and (t.debit like 'MONEY:%' or t.credit like 'MONEY:%')
     group by p.n order by p.n`);
  return rows.map(({ amount }) => amount);
}

/** The clients' credit at the end of each of the days: what it is now, less what was posted after. */
export async function loadCredit({ tx, orgId }: Context, days: readonly Day[]) {
  const rows = await tx.rows({ credit: money }, sql`
    with now as (select coalesce(sum(balance), 0) as balance from clients where org_id = ${orgId}),
    moved as materialized (
      select t.on_date, sum(case when t.credit = 'CREDIT' then t.amount else -t.amount end) as amount
        from ledger_transfers t
       where t.org_id = ${orgId} and t.on_date > (select min(d) from unnest(${[...days]}::date[]) as d)
         and 'CREDIT' in (t.debit, t.credit)
       group by 1)
    select (n.balance - coalesce((select sum(m.amount) from moved m where m.on_date > d.day), 0))::bigint as credit
      from now n, unnest(${[...days]}::date[]) with ordinality as d (day, n) order by d.n`);
  return rows.map(({ credit }) => credit);
}
