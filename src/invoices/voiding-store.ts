import { type Context, today } from '../kernel/operation.ts';
import { money, sql, text, uuid } from '../kernel/sql.ts';

const VoidableColumns = { id: uuid, clientId: uuid, invoiceNumber: text, paidAmount: money };
/** Of the invoices given, those that are not cancelled yet, in the order of the queue. */
export const loadVoidable = ({ tx, orgId }: Context, ids: readonly string[]) => tx.rows(VoidableColumns, sql`
  select id, client_id, invoice_number, paid_amount from invoices
   where org_id = ${orgId} and id = any(${[...ids]}::uuid[]) and status <> 'CANCELLED'
   order by issued_at, sequence`);

/** Cancels invoices that hold no money: the invoice, all its items, the log, and the postings back. One statement. */
export async function voidRows(context: Context, ids: readonly string[], reason: string): Promise<void> {
  const { tx, orgId, now, actor, operationId } = context;
  await tx.run(sql`
    with voided as materialized (
      select id, client_id, status, viewed_at, total_amount, vat_amount, issued_at, sequence, sent_at from invoices
       where org_id = ${orgId} and id = any(${[...ids]}::uuid[])),
    cancelled as (
      update invoices i set status = 'CANCELLED', cancelled_at = ${now}, updated_at = ${now}, paid_at = null
        from voided v where i.org_id = ${orgId} and i.id = v.id),
    emptied as (
      update invoice_items t set write_off_status = 'CANCELLED', updated_at = ${now}
        from voided v where t.org_id = ${orgId} and t.invoice_id = v.id),
    posted as (
      insert into ledger_transfers (org_id, operation_id, debit, credit, amount, client_id, invoice_id, on_date,
                                    created_at)
      select ${orgId}, ${operationId}, p.account, 'RECEIVABLE', p.amount, v.client_id, v.id, ${today(context)}, ${now}
        from voided v
        join lateral (values (1, 'REVENUE', v.total_amount - v.vat_amount), (2, 'VAT', v.vat_amount))
          as p (k, account, amount) on v.sent_at is not null and p.amount > 0
       order by v.issued_at, v.sequence, p.k)
    insert into invoice_audit_logs (org_id, invoice_id, action, field_name, old_value, new_value, old_lifecycle,
                                    new_lifecycle, reason, user_id, created_at)
    select ${orgId}, v.id, l.action, 'status', l.old, l.new, l.was, l.became, ${reason}, ${actor.userId}, ${now}
      from voided v
     cross join lateral (select case when v.viewed_at is null then 'sent' else 'viewed' end as waits) w
      -- An invoice of nothing holds no payment that could be taken back first: it waits, and then is cancelled (C-02).
      join lateral (values
        (1, v.status = 'PAID', 'STATUS_CHANGED', 'PAID', 'PENDING', 'paid', w.waits),
        (2, true, 'CANCELLED', case v.status when 'PAID' then 'PENDING' else v.status end, 'CANCELLED',
         case v.status when 'DRAFT' then 'draft' when 'OVERDUE' then 'overdue' else w.waits end, 'cancelled'))
        as l (k, applies, action, old, new, was, became) on l.applies
     order by v.issued_at, v.sequence, l.k`);
}
