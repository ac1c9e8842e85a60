import type { Day } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import { bool, sql, text, uuid } from '../kernel/sql.ts';

/** The renewal invoices of a period of a pass, the newest first, also cancelled ones. */
export const loadRenewals = ({ tx, orgId }: Context, id: string, periodNumber: number) =>
  tx.rows({ invoiceNumber: text, isLive: bool }, sql`
    select invoice_number, status <> 'CANCELLED' as is_live from invoices
     where org_id = ${orgId} and subscription_id = ${id} and purpose = 'RENEWAL' and period_number = ${periodNumber}
     order by status = 'CANCELLED', sequence desc`);

/**
 * Active passes that end in the window and whose next period has no renewal invoice, of kinds still sold to clients and
 * students still active.
 */
export const findRenewable = async ({ tx, orgId }: Context, window: { from: Day; through: Day }): Promise<string[]> =>
  (await tx.rows({ id: uuid }, sql`
    select s.id from subscriptions s
      join clients c on c.org_id = s.org_id and c.id = s.client_id and c.is_active
      join students p on p.org_id = s.org_id and p.id = s.student_id and p.is_active
      join subscription_types t on t.org_id = s.org_id and t.id = s.subscription_type_id and t.is_active
     where s.org_id = ${orgId} and s.status = 'ACTIVE' and s.end_date between ${window.from} and ${window.through}
       and not exists (select from invoices i
                        where i.org_id = s.org_id and i.subscription_id = s.id and i.purpose = 'RENEWAL'
                          and i.period_number = s.period_number + 1)
     order by s.end_date, s.id`)).map(({ id }) => id);
