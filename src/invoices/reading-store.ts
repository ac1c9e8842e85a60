import { AuditEntry, LifecycleStatus } from './contract.ts';
import type { Context } from '../kernel/operation.ts';
import { bool, day, instant, int, money, nullable, oneOf, select, sql, text, uuid } from '../kernel/sql.ts';

const LogColumns = {
  id: text, itemId: nullable(uuid), action: oneOf(...AuditEntry.shape.action.options), fieldName: text,
  oldValue: nullable(text), newValue: nullable(text), reason: nullable(text), userId: uuid, firstName: text,
  lastName: text, createdAt: instant,
};

/** The log of an invoice, oldest first (S2-174). */
export async function loadLog(context: Context, invoiceId: string) {
  const rows = await context.tx.rows(LogColumns, sql`
    select l.id::text as id, l.item_id, l.action, l.field_name, l.old_value, l.new_value, l.reason, l.user_id, u.first_name,
           u.last_name, l.created_at
      from invoice_audit_logs l join users u on u.org_id = l.org_id and u.id = l.user_id
     where l.org_id = ${context.orgId} and l.invoice_id = ${invoiceId} order by l.id`);
  return rows.map(({ userId, firstName, lastName, ...entry }) => ({ ...entry, user: { id: userId, firstName, lastName } }));
}

const words = LifecycleStatus.options;
const HistoryColumns = {
  id: text, oldStatus: oneOf(...words), newStatus: oneOf(...words), changedBy: uuid, firstName: text, lastName: text,
  changedAt: instant, reason: nullable(text),
};

/** The status history, newest first (S3-051). */
export async function loadHistory(context: Context, invoiceId: string) {
  const rows = await context.tx.rows(HistoryColumns, sql`
    select h.id::text as id, h.old_status, h.new_status, h.changed_by, u.first_name, u.last_name, h.changed_at, h.reason
      from invoice_status_history h join users u on u.org_id = h.org_id and u.id = h.changed_by
     where h.org_id = ${context.orgId} and h.invoice_id = ${invoiceId} order by h.id desc`);
  return rows.map(({ changedBy, firstName, lastName, ...entry }) =>
    ({ ...entry, changedBy: { id: changedBy, firstName, lastName } }));
}

const PaymentColumns = {
  id: uuid, amount: money, allocated: money, method: text, status: text, paidAt: nullable(instant), isLast: bool,
};

/** The payments that named this invoice or put money into it, oldest first; `isLast` made it paid (C-11). */
export function loadInvoicePayments(context: Context, invoiceId: string) {
  const { tx, orgId } = context;
  return tx.rows(PaymentColumns, sql`
    select p.id, p.amount, coalesce(sum(a.amount) filter (where a.released_at is null), 0)::bigint as allocated, p.method,
           p.status, p.paid_at,
           exists (select from invoices i where i.org_id = ${orgId} and i.id = ${invoiceId} and i.status = 'PAID'
                      and i.last_payment_id = p.id) as is_last
      from payments p
      left join credit_allocations a on a.org_id = p.org_id and a.payment_id = p.id and a.invoice_id = ${invoiceId}
     where p.org_id = ${orgId} and (p.invoice_id = ${invoiceId} or a.id is not null)
     group by p.org_id, p.id order by p.created_at, p.id`);
}

const PassColumns = {
  id: uuid, name: text, status: oneOf('PENDING', 'ACTIVE', 'EXPIRED', 'CANCELLED'), startDate: day, endDate: day,
  sessionsLeft: nullable(int),
};
const RentalColumns = {
  id: uuid, roomName: text, onDate: day, startsAt: instant, endsAt: instant,
  status: oneOf('PLANNED', 'CONFIRMED', 'CANCELLED'),
};

/** What the invoice was issued for: its pass and its rental, where it has them. */
export async function loadSubjects(
  { tx, orgId }: Context, { subscriptionId, rentalId }: { subscriptionId: string | null; rentalId: string | null },
) {
  const subscription = subscriptionId === null ? undefined : await tx.maybe(PassColumns, sql`
    select ${select(PassColumns)} from subscriptions where org_id = ${orgId} and id = ${subscriptionId}`);
  const rental = rentalId === null ? undefined : await tx.maybe(RentalColumns, sql`
    select r.id, m.name as room_name, r.on_date, r.starts_at, r.ends_at, r.status
      from rentals r join rooms m on m.org_id = r.org_id and m.id = r.room_id
     where r.org_id = ${orgId} and r.id = ${rentalId}`);
  return { subscription: subscription ?? null, rental: rental ?? null };
}

const ReminderColumns = { at: instant, kind: oneOf('invoice-reminder', 'invoice-overdue') };
/** When the client was told to pay it, oldest first. */
export const loadReminders = ({ tx, orgId }: Context, { id, clientId }: { id: string; clientId: string }) =>
  tx.rows(ReminderColumns, sql`
    select n.created_at as at, n.kind from notices n
     where n.org_id = ${orgId} and n.client_id = ${clientId} and n.entity_id = ${id}
       and n.kind in ('invoice-reminder', 'invoice-overdue') order by n.created_at, n.id`);

export const loadCredit = async ({ tx, orgId }: Context, clientId: string) => (await tx.one({ balance: money }, sql`
  select balance from clients where org_id = ${orgId} and id = ${clientId}`)).balance;
