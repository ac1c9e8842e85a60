import { type Context, today } from '../kernel/operation.ts';
import { type Day, addDays, startOfDay } from '../kernel/day.ts';
import type { Money } from '../kernel/money.ts';
import { int, money, sql } from '../kernel/sql.ts';

export type StandingFacts = {
  plannedTrainings: number; endingPasses: number; lateRenewals: number; creditClients: number; creditAmount: Money;
  accountants: number; rooms: number;
};

/** What a change of policy may touch: plans of the next week, passes near their end, renewals long unpaid, free credit. */
export async function countStanding(
  context: Context, { leadDays, graceDays }: { leadDays: number; graceDays: number | null },
): Promise<StandingFacts> {
  const { tx, orgId, now, timeZone } = context;
  const day: Day = today(context);
  return tx.one({
    plannedTrainings: int, endingPasses: int, lateRenewals: int, creditClients: int, creditAmount: money,
    accountants: int, rooms: int,
  }, sql`
    select (select count(*)::int from trainings where org_id = ${orgId} and status = 'PLANNED' and starts_at > ${now}
               and starts_at < ${startOfDay(addDays(day, 8), timeZone)}) as planned_trainings,
           (select count(*)::int from subscriptions where org_id = ${orgId} and status = 'ACTIVE'
               and end_date between ${day} and ${addDays(day, leadDays)}) as ending_passes,
           (select count(*)::int from invoices where org_id = ${orgId} and purpose = 'RENEWAL'
               and status in ('PENDING', 'OVERDUE', 'PARTIALLY_PAID')
               and due_date < ${graceDays === null ? null : addDays(day, -graceDays)}::date) as late_renewals,
           (select count(*)::int from clients where org_id = ${orgId} and balance > 0) as credit_clients,
           (select coalesce(sum(balance), 0)::bigint from clients where org_id = ${orgId} and balance > 0) as credit_amount,
           (select count(*)::int from users where org_id = ${orgId} and role = 'ACCOUNTANT' and is_active) as accountants,
           (select count(*)::int from rooms where org_id = ${orgId} and is_active) as rooms`);
}
