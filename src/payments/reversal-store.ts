import { InvoiceStatus } from '../invoices/contract.ts';
import type { Context } from '../kernel/operation.ts';
import { type Row, bool, day, instant, int, money, oneOf, sql, text, uuid } from '../kernel/sql.ts';

const DueColumns = { due: money };
/** What the client's open invoices ask for. */
export const loadDue = async ({ tx, orgId }: Context, clientId: string) => (await tx.one(DueColumns, sql`
  select coalesce(sum(i.total_amount - i.paid_amount), 0)::bigint as due from invoices i
   where i.org_id = ${orgId} and i.client_id = ${clientId} and i.status in ('PENDING', 'PARTIALLY_PAID', 'OVERDUE')`)).due;

const TouchedColumns = {
  invoiceId: uuid, invoiceNumber: text, issuedAt: instant, status: oneOf(...InvoiceStatus.options), paidAmount: money,
};
export type TouchedInvoice = Row<typeof TouchedColumns>;
/** The invoices named, newest first. */
export const loadTouched = ({ tx, orgId }: Context, ids: readonly string[]): Promise<TouchedInvoice[]> =>
  tx.rows(TouchedColumns, sql`
    select i.id as invoice_id, i.invoice_number, i.issued_at, i.status, i.paid_amount from invoices i
     where i.org_id = ${orgId} and i.id = any(${[...ids]}::uuid[]) order by i.issued_at desc, i.sequence desc`);

const PayerColumns = { invoiceId: uuid, paymentId: uuid, onDate: day, amount: money, isThis: bool };
/** Which payments hold each invoice now. */
export const loadHolders = ({ tx, orgId }: Context, ids: readonly string[], paymentId: string) =>
  tx.rows(PayerColumns, sql`
    select a.invoice_id, p.id as payment_id, p.on_date, sum(a.amount)::bigint as amount, p.id = ${paymentId} as is_this
      from credit_allocations a join payments p on p.org_id = a.org_id and p.id = a.payment_id
     where a.org_id = ${orgId} and a.invoice_id = any(${[...ids]}::uuid[]) and a.released_at is null
     group by a.invoice_id, p.id, p.on_date, p.created_at order by p.created_at, p.id`);

const PassColumns = {
  subscriptionId: uuid, name: text, studentName: text, status: oneOf('PENDING', 'ACTIVE', 'EXPIRED', 'CANCELLED'),
  invoiceId: uuid, invoiceNumber: text, used: int,
};
/** The passes that these invoices pay for, with how many of their sessions are used already. */
export const loadPassesOf = ({ tx, orgId }: Context, ids: readonly string[]) =>
  tx.rows(PassColumns, sql`
    select s.id as subscription_id, s.name, btrim(p.first_name || ' ' || p.last_name) as student_name, s.status,
           i.id as invoice_id, i.invoice_number, used.count as used
      from invoices i
      join subscriptions s on s.org_id = i.org_id and s.id = i.subscription_id
      join students p on p.org_id = s.org_id and p.id = s.student_id
     cross join lateral (
       select count(*) from training_charges h
        where h.org_id = s.org_id and h.subscription_id = s.id and h.kind = 'SESSION' and h.state = 'ACTIVE'
          and (h.item_id in (select t.id from invoice_items t where t.org_id = i.org_id and t.invoice_id = i.id)
               or h.item_id is null and h.charged_at >= i.issued_at)) used
     where i.org_id = ${orgId} and i.id = any(${[...ids]}::uuid[]) order by i.issued_at desc, i.sequence desc`);
