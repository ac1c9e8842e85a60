import type { PAYMENT_SORTS } from './contract.ts';
import { loadPayments, visible } from './store.ts';
import type { Day } from '../kernel/day.ts';
import type { Money } from '../kernel/money.ts';
import type { Context } from '../kernel/operation.ts';
import { searchPatterns } from '../kernel/search.ts';
import { type Sql, empty, instant, int, money, nullable, raw, sql, text, uuid } from '../kernel/sql.ts';

type Sort = (typeof PAYMENT_SORTS)[number];
export type PaymentFilter = {
  clientId?: string | undefined; invoiceId?: string | undefined; status?: string | undefined; method?: string | undefined;
  fromDate?: Day | undefined; toDate?: Day | undefined; shiftId?: string | undefined; q?: string | undefined;
  amountFrom?: Money | undefined; amountTo?: Money | undefined;
};

function whereOf(filter: PaymentFilter): Sql {
  const { clientId, invoiceId, status, method, fromDate, toDate, shiftId, q = '', amountFrom, amountTo } = filter;
  return [
    clientId ? sql`and p.client_id = ${clientId}` : empty,
    invoiceId ? sql`and p.invoice_id = ${invoiceId}` : empty,
    status ? sql`and p.status = ${status}` : empty,
    method ? sql`and p.method = ${method}` : empty,
    fromDate ? sql`and p.on_date >= ${fromDate}` : empty,
    toDate ? sql`and p.on_date <= ${toDate}` : empty,
    shiftId ? sql`and p.shift_id = ${shiftId}` : empty,
    amountFrom === undefined ? empty : sql`and p.amount >= ${amountFrom}`,
    amountTo === undefined ? empty : sql`and p.amount <= ${amountTo}`,
    ...searchPatterns(q).map((pattern) => sql`and c.search like ${pattern}`),
  ].reduce((all, part) => sql`${all} ${part}`, empty);
}

const SORTED_BY: Record<string, Sql> = {
  amount: sql`p.amount`, client: sql`c.name collate "und-x-icu"`,
};
function sorted(sort: Sort, page: number, limit: number): Sql {
  const way = raw(sort.startsWith('-') ? 'desc' : 'asc');
  const by = SORTED_BY[sort.replace('-', '')];
  return sql`order by ${by ? sql`${by} ${way},` : empty} p.created_at ${way}, p.id ${way}
    limit ${limit} offset ${(page - 1) * limit}`;
}

const TotalColumns = { total: int, received: money, reversed: money, allocated: money, credit: money };
/** A page of payments with where each went, and the sums of everything the filter finds. */
export async function pageOfPayments(context: Context, filter: PaymentFilter, sort: Sort, page: number, limit: number) {
  const { tx, orgId } = context;
  const where = whereOf(filter);
  const [{ total, ...totals }, payments] = await Promise.all([
    tx.one(TotalColumns, sql`
      select count(*) as total,
             coalesce(sum(p.amount) filter (where p.status = 'COMPLETED'), 0)::bigint as received,
             coalesce(sum(p.amount) filter (where p.status = 'REVERSED'), 0)::bigint as reversed,
             coalesce(sum(p.allocated) filter (where p.status = 'COMPLETED'), 0)::bigint as allocated,
             coalesce(sum(greatest(p.amount - p.allocated, 0)) filter (where p.status = 'COMPLETED'), 0)::bigint as credit
        from (
          select p.amount, p.status, coalesce(sum(a.amount), 0) as allocated
            from payments p
            ${filter.q ? sql`join clients c on c.org_id = p.org_id and c.id = p.client_id` : empty}
            left join credit_allocations a on a.org_id = ${orgId} and a.payment_id = p.id and a.released_at is null
           where p.org_id = ${orgId} ${where} ${visible(context, sql`p`)}
           group by p.org_id, p.id) p`),
    loadPayments(context, where, sorted(sort, page, limit)),
  ]);
  return { total, totals, payments };
}

const MoreColumns = {
  id: uuid, shiftOpenedAt: nullable(instant), branchName: text, receivedBy: text, reversedBy: nullable(text),
  allocatedCount: int, allocatedAmount: money,
};
/** Of each payment: where the money lies, who took it, and what it paid and still pays. */
export async function loadListed({ tx, orgId }: Context, ids: readonly string[]) {
  const rows = await tx.rows(MoreColumns, sql`
    select p.id, s.opened_at as shift_opened_at, b.name as branch_name,
           btrim(u.first_name || ' ' || u.last_name) as received_by,
           (select btrim(r.first_name || ' ' || r.last_name) from users r
             where r.org_id = p.org_id and r.id = p.reversed_by) as reversed_by, l.allocated_count, l.allocated_amount
      from payments p
      join branches b on b.org_id = p.org_id and b.id = p.branch_id
      join users u on u.org_id = p.org_id and u.id = p.created_by
      left join shifts s on s.org_id = p.org_id and s.id = p.shift_id
     cross join lateral (
       select count(distinct a.invoice_id) as allocated_count, coalesce(sum(a.amount), 0)::bigint as allocated_amount
         from credit_allocations a
        where a.org_id = p.org_id and a.payment_id = p.id and a.released_at is null) l
     where p.org_id = ${orgId} and p.id = any(${[...ids]}::uuid[])`);
  return new Map(rows.map((row) => [row.id, row]));
}
