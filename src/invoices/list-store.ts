import type { INVOICE_SORTS } from './contract.ts';
import { visible } from './store.ts';
import type { Context } from '../kernel/operation.ts';
import { type Row, type Sql, bool, empty, int, money, nullable, raw, sql, text, uuid } from '../kernel/sql.ts';

type Sort = (typeof INVOICE_SORTS)[number];
const SORTED_BY: Record<string, Sql> = {
  date: sql`i.issued_at`, amount: sql`i.total_amount`, due: sql`i.due_date`, number: sql`i.invoice_number`,
  left: sql`case when i.status in ('PENDING', 'PARTIALLY_PAID', 'OVERDUE') then i.total_amount - i.paid_amount else 0 end`,
};

/** The part of a list that one page shows; equals stand in the order in which they were issued. */
export function sortedPage(sort: Sort, page: number, limit: number): Sql {
  const down = sort.startsWith('-');
  const by = SORTED_BY[sort.replace('-', '')] ?? sql`i.issued_at`;
  const way = raw(down ? 'desc' : 'asc');
  // Only a due date may be missing; the order of issuing is that of an index, which "nulls last" would not be.
  const last = sort.endsWith('due') ? raw('nulls last') : empty;
  return sql`order by ${by} ${way} ${last}, i.sequence ${way}
    limit ${limit} offset ${(page - 1) * limit}`;
}

const TotalColumns = { count: int, total: money, benefit: money, paid: money, left: money };
/**
 * How many invoices a list has and their sums; only what `counted` lets through is part of the sums. The clients are
 * looked at only for a filter that asks for them.
 */
export const totalsOfList = (
  context: Context, where: Sql, { counted, byClient }: { counted: Sql; byClient: boolean },
): Promise<Row<typeof TotalColumns>> =>
  context.tx.one(TotalColumns, sql`
    select count(*) as count,
           coalesce(sum(i.total_amount) filter (where ${counted}), 0)::bigint as total,
           coalesce(sum(i.discount_amount) filter (where ${counted}), 0)::bigint as benefit,
           coalesce(sum(i.paid_amount) filter (where ${counted}), 0)::bigint as paid,
           coalesce(sum(i.total_amount - i.paid_amount)
             filter (where i.status in ('PENDING', 'PARTIALLY_PAID', 'OVERDUE')), 0)::bigint as left
      from invoices i ${byClient ? sql`join clients c on c.org_id = i.org_id and c.id = i.client_id` : empty}
     where i.org_id = ${context.orgId} ${where} ${visible(context)}`);

const MoreColumns = { id: uuid, studentName: nullable(text), byNight: bool };
/** What a row of the list says besides the invoice: for whom, and whether the night charged it. */
export async function loadListed({ tx, orgId }: Context, ids: readonly string[]) {
  const rows = await tx.rows(MoreColumns, sql`
    select i.id, btrim(s.first_name || ' ' || s.last_name) as student_name,
           exists (select from training_charges h
                    where h.org_id = i.org_id and h.invoice_id = i.id and h.cause = 'NIGHT') as by_night
      from invoices i
      left join students s on s.org_id = i.org_id and s.id = i.student_id
     where i.org_id = ${orgId} and i.id = any(${[...ids]}::uuid[])`);
  return new Map(rows.map((row) => [row.id, row]));
}
