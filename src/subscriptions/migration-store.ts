import type { Instant } from '../kernel/day.ts';
import type { Money } from '../kernel/money.ts';
import { numberOf, takeNumbers } from '../kernel/numbering.ts';
import { type Context, today } from '../kernel/operation.ts';
import { type Row, day, empty, int, money, nullable, sql, text, uuid } from '../kernel/sql.ts';

/** Gives passes the sessions that they brought with them. */
export async function bringSessions(
  context: Context, brought: readonly { id: string; sessions: number }[], reason: string,
): Promise<void> {
  const { tx, orgId, operationId, actor, now } = context;
  await tx.run(sql`
    with given as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(brought)}::jsonb) as r (id uuid, sessions integer)),
    moved as (
      insert into session_movements (org_id, subscription_id, student_id, kind, delta, reason, operation_id, created_by,
                                     created_at)
      select ${orgId}, s.id, s.student_id, 'CORRECT', g.sessions, ${reason}, ${operationId}, ${actor.userId}, ${now}
        from given g join subscriptions s on s.org_id = ${orgId} and s.id = g.id
       where s.sessions_left is not null)
    update subscriptions s set sessions_left = s.sessions_left + g.sessions
      from given g where s.org_id = ${orgId} and s.id = g.id and s.sessions_left is not null`);
}

/** Writes down that passes sold before were put in, after their sessions. */
export async function recordBroughtIn(
  { tx, orgId, actor, now }: Context, ids: readonly string[],
): Promise<void> {
  await tx.run(sql`
    insert into subscription_events (org_id, subscription_id, kind, on_date, end_date, sessions_left, details, created_by,
                                     created_at)
    select ${orgId}, s.id, 'SOLD', s.purchased_on, s.end_date, s.sessions_left, '{"imported": true}', ${actor.userId}, ${now}
      from subscriptions s where s.org_id = ${orgId} and s.id = any(${[...ids]}::uuid[]) order by s.id`);
}

const OldColumns = {
  id: uuid, clientId: uuid, studentId: uuid, subscriptionTypeId: uuid, originalPrice: money, paidPrice: money,
  purchaseDate: day, sessionsLeft: nullable(int),
};
export type OldPassRow = Row<typeof OldColumns>;
/** Active passes that never had an invoice, oldest first; all or some of them. */
export const findWithoutInvoice = ({ tx, orgId }: Context, among?: readonly string[]) => tx.rows(OldColumns, sql`
  select s.id, s.client_id, s.student_id, s.subscription_type_id, s.original_price, s.paid_price,
         s.purchased_on as purchase_date, s.sessions_left
    from subscriptions s
   where s.org_id = ${orgId} and s.status = 'ACTIVE' and s.original_price > 0
     ${among === undefined ? empty : sql`and s.id = any(${[...among]}::uuid[])`}
     and not exists (select from invoices i where i.org_id = s.org_id and i.subscription_id = s.id)
   order by s.purchased_on, s.id`);

export type HistoricalInvoice = {
  id: string; itemId: string; subscriptionId: string; clientId: string; studentId: string; subscriptionTypeId: string;
  subtotal: Money; discountAmount: Money; adjustmentAmount: Money; totalAmount: Money; sessionsLeft: number | null;
  issuedAt: Instant;
};

/**
 * Writes invoices that were paid before the program was there: no payment, no posting (C-57). The sessions left move
 * from the pass to the item of its invoice.
 */
export function writeHistory(context: Context, invoices: readonly HistoricalInvoice[], words: {
  notes: string; itemName: string; reason: string;
}): Promise<{ id: string; invoiceNumber: string }[]> {
  const { tx, orgId, operationId, actor, now } = context;
  const { year } = today(context);
  const rows = invoices.map((invoice, n) => ({ ...invoice, n }));
  return tx.rows({ id: uuid, invoiceNumber: text }, sql`
    with counter as (${takeNumbers(context, 'INV', year, invoices.length)}),
    given as materialized (
      select r.*, c.before + r.n + 1 as sequence
        from counter c, jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (n integer, id uuid, "itemId" uuid,
             "subscriptionId" uuid, "clientId" uuid, "studentId" uuid, "subscriptionTypeId" uuid, subtotal bigint,
             "discountAmount" bigint, "adjustmentAmount" bigint, "totalAmount" bigint, "sessionsLeft" integer,
             "issuedAt" timestamptz)),
    made as (
      insert into invoices (org_id, id, invoice_number, sequence, client_id, student_id, subscription_id, purpose, status,
        subtotal, discount_amount, adjustment_amount, total_amount, settled_externally, effects_applied_at, notes,
        created_by, created_at, updated_at, issued_at, paid_at)
      select ${orgId}, g.id, ${numberOf('INV', year, sql`g.sequence`)}, g.sequence, g."clientId", g."studentId",
             g."subscriptionId", 'MIGRATION', 'PAID', g.subtotal, g."discountAmount", g."adjustmentAmount",
             g."totalAmount", true, ${now}::timestamptz, ${words.notes}, ${actor.userId}, ${now}::timestamptz,
             ${now}::timestamptz, g."issuedAt", g."issuedAt"
        from given g order by g.n
      returning id, invoice_number),
    lined as (
      insert into invoice_items (org_id, id, invoice_id, position, subscription_type_id, service_type, service_name,
        quantity, unit_price, line_gross, base_price, discount_amount, adjustment_amount, total_price, write_off_timing,
        write_off_status, remaining_quantity, created_at, updated_at)
      select ${orgId}, g."itemId", g.id, 1, g."subscriptionTypeId", 'SUBSCRIPTION', ${words.itemName}, 100, g.subtotal,
             g.subtotal, g.subtotal, g."discountAmount", g."adjustmentAmount", g."totalAmount", 'ON_USE',
             case when g."sessionsLeft" = 0 then 'COMPLETED' else 'IN_PROGRESS' end, g."sessionsLeft" * 100,
             ${now}::timestamptz, ${now}::timestamptz
        from given g),
    moved as (
      insert into session_movements (org_id, subscription_id, item_id, student_id, kind, delta, reason, operation_id,
                                     created_by, created_at)
      select ${orgId}, g."subscriptionId", m.item_id, g."studentId", m.kind, m.delta, ${words.reason}, ${operationId},
             ${actor.userId}, ${now}
        from given g
        join lateral (values (1, 'CORRECT', null::uuid, -g."sessionsLeft"), (2, 'GRANT', g."itemId", g."sessionsLeft"))
          as m (k, kind, item_id, delta) on m.delta <> 0 or m.kind = 'GRANT' and m.delta is not null
       order by g.n, m.k),
    logged as (
      insert into invoice_audit_logs (org_id, invoice_id, action, field_name, new_value, user_id, created_at)
      select ${orgId}, g.id, 'CREATED', 'invoice', json_build_object('totalAmount', g."totalAmount" / 100.0)::text,
             ${actor.userId}, ${now}
        from given g order by g.n)
    select m.id, m.invoice_number from made m join given g on g.id = m.id order by g.n`);
}
