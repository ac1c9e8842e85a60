import type { PASS_SORTS } from './contract.ts';
import { CardColumns, type PassRow, passes, visible } from './store.ts';
import { InvoiceStatus } from '../invoices/contract.ts';
import type { Day } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import { searchPatterns } from '../kernel/search.ts';
import { type Sql, day, int, join, json, money, nullable, oneOf, raw, sql, text, uuid } from '../kernel/sql.ts';

type Sort = (typeof PASS_SORTS)[number];
export type PassFilter = {
  clientId?: string | undefined; studentId?: string | undefined; groupId?: string | undefined;
  status?: string | undefined; expiringBefore?: Day | undefined; q?: string | undefined;
  /** The last day of the pass lies between these, both included. */
  endFrom?: Day | undefined; endTo?: Day | undefined; withSessions?: boolean | undefined; frozenOn?: Day | undefined;
  statuses?: readonly string[] | undefined;
};

function conditionsOf(context: Context, query: PassFilter): Sql {
  const conditions = [sql`s.org_id = ${context.orgId}`, visible(context)];
  const { clientId, studentId, groupId, status, statuses, expiringBefore, endFrom, endTo, withSessions, frozenOn } = query;
  if (clientId !== undefined) conditions.push(sql`s.client_id = ${clientId}`);
  if (studentId !== undefined) conditions.push(sql`s.student_id = ${studentId}`);
  if (groupId !== undefined) {
    conditions.push(sql`(s.group_id = ${groupId} or s.group_ids is null or ${groupId}::uuid = any(s.group_ids))`);
  }
  if (status !== undefined) conditions.push(sql`s.status = ${status}`);
  if (statuses !== undefined) conditions.push(sql`s.status = any(${[...statuses]}::text[])`);
  if (expiringBefore !== undefined) conditions.push(sql`s.end_date < ${expiringBefore}`);
  if (endFrom !== undefined) conditions.push(sql`s.end_date >= ${endFrom}`);
  if (endTo !== undefined) conditions.push(sql`s.end_date <= ${endTo}`);
  if (withSessions === true) conditions.push(sql`s.sessions_left > 0`);
  if (frozenOn !== undefined) conditions.push(sql`${frozenOn}::date between s.freeze_start and s.freeze_end`);
  for (const pattern of searchPatterns(query.q ?? '')) {
    conditions.push(sql`(c.search like ${pattern} or p.search like ${pattern})`);
  }
  return join(conditions, ' and ');
}

const SORTED_BY: Record<string, Sql> = {
  end: sql`s.end_date`, client: sql`c.name collate "und-x-icu"`, left: sql`s.sessions_left`,
  value: sql`case when s.sessions_per_period > 0 then s.paid_price * s.sessions_left / s.sessions_per_period end`,
};

export const countPasses = async (context: Context, query: PassFilter): Promise<number> =>
  (await context.tx.one({ total: int }, sql`
    select count(*) as total
      from subscriptions s
      join clients c on c.org_id = s.org_id and c.id = s.client_id
      join students p on p.org_id = s.org_id and p.id = s.student_id
     where ${conditionsOf(context, query)}`)).total;

/** Passes with their clients and students, in the order that is asked for. */
export function listPasses(
  context: Context, query: PassFilter & { sort: Sort; page: number; limit: number },
): Promise<PassRow[]> {
  const where = conditionsOf(context, query);
  const by = SORTED_BY[query.sort.replace('-', '')] ?? sql`s.end_date`;
  const way = raw(query.sort.startsWith('-') ? 'desc' : 'asc');
  return context.tx.rows(CardColumns, sql`${passes}
    where ${where} order by ${by} ${way} nulls last, s.end_date, s.created_at, s.id
    limit ${query.limit} offset ${(query.page - 1) * query.limit}`);
}

const MoreColumns = {
  id: uuid, groupNames: json<string[]>(), usedSessions: int, invoiceId: nullable(uuid), invoiceNumber: nullable(text),
  invoiceStatus: nullable(oneOf(...InvoiceStatus.options)), invoiceTotal: nullable(money), invoiceDue: nullable(day),
};
/**
 * What a row of the list says besides the pass: the groups it covers, the sessions used since the last ones were
 * granted, and the invoice that renews it.
 */
export async function loadListed({ tx, orgId }: Context, ids: readonly string[]) {
  const rows = await tx.rows(MoreColumns, sql`
    select s.id, coalesce((
             select jsonb_agg(g.name order by g.name) from groups g
              where g.org_id = s.org_id and (g.id = any(s.group_ids) or g.id = s.group_id)), '[]') as group_names,
           u.used_sessions, i.id as invoice_id, i.invoice_number, i.status as invoice_status,
           i.total_amount as invoice_total, i.due_date as invoice_due
      from subscriptions s
     cross join lateral (
       select greatest(0, coalesce(-sum(m.delta), 0))::bigint as used_sessions
         from session_movements m
        where m.org_id = s.org_id and m.subscription_id = s.id and m.kind in ('CHARGE', 'RETURN')
          and m.id > coalesce((select max(g.id) from session_movements g
                                where g.org_id = s.org_id and g.subscription_id = s.id and g.kind = 'GRANT'), 0)) u
      left join invoices i on i.org_id = s.org_id and i.subscription_id = s.id and i.purpose = 'RENEWAL'
            and i.status <> 'CANCELLED' and i.period_number = s.period_number + 1
     where s.org_id = ${orgId} and s.id = any(${[...ids]}::uuid[])`);
  return new Map(rows.map((row) => [row.id, row]));
}
