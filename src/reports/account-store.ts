/** SQL of what stands beside the line of a client's account. */
import type { Day } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import { day, instant, money, sql, text, uuid } from '../kernel/sql.ts';

/** When each void invoice of the client was voided. */
export const loadVoided = ({ tx, orgId }: Context, clientId: string) => tx.rows({ id: uuid, cancelledAt: instant }, sql`
  select id, cancelled_at from invoices
   where org_id = ${orgId} and client_id = ${clientId} and cancelled_at is not null`);

/** The last freeze of each pass of the client that touches the days. */
export const loadFreezes = ({ tx, orgId }: Context, clientId: string, { from, to }: { from: Day; to: Day }) => tx.rows(
  { subscriptionId: uuid, name: text, from: day, to: day }, sql`
  select id as subscription_id, name, freeze_start as "from", freeze_end as "to" from subscriptions
   where org_id = ${orgId} and client_id = ${clientId} and freeze_start <= ${to} and freeze_end >= ${from}
   order by freeze_start, id`);

/** What is due next: the first due date from the day on, with all that is due on it. */
export const loadNextDue = ({ tx, orgId }: Context, clientId: string, from: Day) => tx.maybe(
  { dueDate: day, amount: money }, sql`
  select due_date, sum(total_amount - paid_amount)::bigint as amount from invoices
   where org_id = ${orgId} and client_id = ${clientId} and status in ('PENDING', 'PARTIALLY_PAID', 'OVERDUE')
     and due_date >= ${from}
   group by due_date order by due_date limit 1`);
