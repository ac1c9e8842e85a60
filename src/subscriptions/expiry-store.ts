import type { Day } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import { bool, day, nullable, sql, text, uuid } from '../kernel/sql.ts';

/** Active passes that ended before the day and of whose end nothing is written yet. */
export const findEnded = async ({ tx, orgId }: Context, before: Day): Promise<string[]> =>
  (await tx.rows({ id: uuid }, sql`
    select s.id from subscriptions s
     where s.org_id = ${orgId} and s.status = 'ACTIVE' and s.end_date < ${before}
       and not exists (select from subscription_events e
                        where e.org_id = s.org_id and e.subscription_id = s.id and e.kind = 'ENDED'
                          and e.end_date = s.end_date)
     order by s.end_date, s.id`)).map(({ id }) => id);

export const findActiveEndedBefore = async ({ tx, orgId }: Context, before: Day): Promise<string[]> =>
  (await tx.rows({ id: uuid }, sql`
    select s.id from subscriptions s
     where s.org_id = ${orgId} and s.status = 'ACTIVE' and s.end_date < ${before}
     order by s.end_date, s.id`)).map(({ id }) => id);

/** Active passes beyond their first period that hold sessions of an earlier one. */
export const findWithOldSessions = async ({ tx, orgId }: Context): Promise<string[]> =>
  (await tx.rows({ id: uuid }, sql`
    select s.id from subscriptions s
     where s.org_id = ${orgId} and s.status = 'ACTIVE' and s.sessions_left > 0
       and exists (select from invoices i
                     join invoice_items t on t.org_id = i.org_id and t.invoice_id = i.id
                          and t.subscription_type_id = s.subscription_type_id and t.remaining_quantity > 0
                    where i.org_id = s.org_id and i.subscription_id = s.id and i.effects_applied_at is not null
                      and coalesce(i.period_number, s.anchor_number) < s.period_number)
     order by s.id`)).map(({ id }) => id);

export const isEndWritten = async ({ tx, orgId }: Context, id: string, endDate: Day): Promise<boolean> =>
  (await tx.one({ found: bool }, sql`
    select exists (select from subscription_events
                    where org_id = ${orgId} and subscription_id = ${id} and kind = 'ENDED'
                      and end_date = ${endDate}) as found`)).found;

export async function markExpired({ tx, orgId }: Context, id: string): Promise<void> {
  await tx.run(sql`update subscriptions set status = 'EXPIRED' where org_id = ${orgId} and id = ${id}`);
}

/** Whether another active pass of the student is good for the group. */
export const hasOtherPass = async (
  { tx, orgId }: Context, { id, studentId, groupId }: { id: string; studentId: string; groupId: string },
): Promise<boolean> =>
  (await tx.one({ found: bool }, sql`
    select exists (select from subscriptions s
                    where s.org_id = ${orgId} and s.student_id = ${studentId} and s.id <> ${id} and s.status = 'ACTIVE'
                      and (s.group_ids is null or ${groupId}::uuid = any(s.group_ids))) as found`)).found;

const ClaimColumns = { groupName: nullable(text), invoiceNumber: nullable(text), dueDate: nullable(day) };
/** What the family is told about: the group, and the renewal invoice that was not paid if there is one. */
export const loadClaim = (
  { tx, orgId }: Context, { id, groupId, periodNumber }: { id: string; groupId: string; periodNumber: number },
) => tx.one(ClaimColumns, sql`
  select g.name as group_name, i.invoice_number, i.due_date
    from groups g
    left join invoices i on i.org_id = g.org_id and i.subscription_id = ${id} and i.purpose = 'RENEWAL'
         and i.period_number = ${periodNumber + 1} and i.status in ('PENDING', 'OVERDUE', 'PARTIALLY_PAID')
   where g.org_id = ${orgId} and g.id = ${groupId}`);
