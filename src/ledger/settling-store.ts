import type { Context } from '../kernel/operation.ts';
import { today } from '../kernel/operation.ts';
import { type Money, ZERO } from '../kernel/money.ts';
import { bool, money, sql, text, uuid } from '../kernel/sql.ts';
import { EFFECTFUL } from './contract.ts';
import type { QueuedInvoice } from './rules.ts';

const ReleasedColumns = { invoiceId: uuid, invoiceNumber: text, amount: money };
const SettledColumns = { ...ReleasedColumns, clientId: uuid, isPaid: bool, hasEffects: bool };
export type Released = { invoiceId: string; invoiceNumber: string; amount: Money };
/** `hasEffects`: it became paid, and that sets something in motion. */
export type Settled = Released & { clientId: string; isPaid: boolean; hasEffects: boolean };

/** The lifecycle word of an issued, unpaid invoice `c` (C-01). */
const openLifecycle = sql`case when c.status = 'OVERDUE' then 'overdue'
                               when c.viewed_at is not null then 'viewed' else 'sent' end`;

/**
 * The settling statement: spends the balance of each client plus `incoming` on invoices, whatever their number.
 * With `target: 'QUEUE'` it decides by SET-1 exactly as planSettlement does (a property test holds the two equal);
 * otherwise it pays the invoices and amounts given. The rows of the clients must be locked.
 */
export function settle(
  context: Context, clientIds: readonly string[],
  spending: { incoming?: Money; paymentId?: string; target: 'QUEUE' | readonly QueuedInvoice[] },
): Promise<Settled[]> {
  const { tx, orgId, operationId, actor, now } = context;
  const { incoming = ZERO, paymentId = null, target } = spending;
  const payers = sql`any(${[...clientIds]}::uuid[])`;
  const candidate = sql`i.id, i.client_id, i.invoice_number, i.status, i.viewed_at, i.purpose`;
  const chosen = target === 'QUEUE'
    ? sql`
      select q.*, q.due as amount, q.needed as position
        from (select ${candidate}, i.total_amount - i.paid_amount as due,
                     sum(i.total_amount - i.paid_amount)
                       over (partition by i.client_id order by i.issued_at, i.sequence)::bigint as needed
                from invoices i
               where i.org_id = ${orgId} and i.client_id = ${payers}
                 and i.status in ('PENDING', 'PARTIALLY_PAID', 'OVERDUE')) q
        join clients c on c.org_id = ${orgId} and c.id = q.client_id
       where q.needed <= c.balance + ${incoming}::bigint`
    : sql`
      select ${candidate}, i.total_amount - i.paid_amount as due, 0::bigint as needed, t.amount, t.position
        from unnest(${target.map((t) => t.invoiceId)}::uuid[], ${target.map((t) => t.amount)}::bigint[])
             with ordinality as t (id, amount, position)
        join invoices i on i.org_id = ${orgId} and i.id = t.id and i.client_id = ${payers}
       where i.status in ('PENDING', 'PARTIALLY_PAID', 'OVERDUE')`;
  return tx.rows(SettledColumns, sql`
    with chosen as materialized (${chosen}),
    paid as (
      update invoices i
         set paid_amount = i.paid_amount + c.amount,
             status = case when c.amount = c.due then 'PAID' else 'PARTIALLY_PAID' end,
             paid_at = case when c.amount = c.due then ${now}::timestamptz end,
             effects_applied_at = case when c.amount = c.due and c.purpose <> all(${EFFECTFUL}::text[])
                                       then coalesce(i.effects_applied_at, ${now}) else i.effects_applied_at end,
             last_payment_id = ${paymentId}, updated_at = ${now}
        from chosen c where i.org_id = ${orgId} and i.id = c.id),
    written_off as (
      update invoice_items t set write_off_status = 'COMPLETED', remaining_quantity = 0, updated_at = ${now}
        from chosen c
       where t.org_id = ${orgId} and t.invoice_id = c.id and c.amount = c.due
         and t.write_off_timing = 'ON_SALE' and t.write_off_status = 'PENDING'),
    allocated as (
      insert into credit_allocations (org_id, client_id, invoice_id, payment_id, amount, created_at)
      select ${orgId}, c.client_id, c.id, ${paymentId}, c.amount, ${now} from chosen c order by c.position),
    posted as (
      insert into ledger_transfers (org_id, operation_id, debit, credit, amount, client_id, invoice_id, payment_id,
                                    on_date, created_at)
      select ${orgId}, ${operationId}, 'CREDIT', 'RECEIVABLE', c.amount, c.client_id, c.id, ${paymentId},
             ${today(context)}, ${now}
        from chosen c order by c.position),
    logged as (
      insert into invoice_audit_logs (org_id, invoice_id, action, field_name, old_value, new_value, old_lifecycle,
                                      new_lifecycle, payment_id, user_id, created_at)
      select ${orgId}, c.id, 'STATUS_CHANGED', 'status', c.status, n.status,
             case when n.lifecycle <> n.was then n.was end, case when n.lifecycle <> n.was then n.lifecycle end,
             ${paymentId}, ${actor.userId}, ${now}
        from chosen c,
             lateral (select case when c.amount = c.due then 'PAID' else 'PARTIALLY_PAID' end as status,
                             ${openLifecycle} as was,
                             case when c.amount = c.due then 'paid'
                                  when c.viewed_at is not null then 'viewed' else 'sent' end as lifecycle) n
       order by c.position),
    spent as (
      update clients p
         set balance = p.balance + ${incoming}::bigint
                     - coalesce((select sum(c.amount) from chosen c where c.client_id = p.id), 0)::bigint,
             touched_at = ${now}
       where p.org_id = ${orgId} and p.id = ${payers})
    select c.id as invoice_id, c.invoice_number, c.amount, c.client_id, c.amount = c.due as is_paid,
           c.amount = c.due and c.purpose = any(${EFFECTFUL}::text[]) as has_effects
      from chosen c order by c.position`);
}

/** What to take back: the paid invoices named, whole; or exactly the allocations that one payment made. */
export type Release = { invoiceIds: readonly string[] } | { paymentId: string };

/**
 * Takes payment back from invoices: allocations are released, the money returns to the client's credit less
 * `outgoing`, and the invoices wait for payment again. What the invoices had set in motion stays (C-17).
 */
export function release(
  context: Context, clientId: string, what: Release, options: { reason: string; outgoing?: Money; paymentId?: string },
): Promise<Released[]> {
  const { tx, orgId, operationId, actor, now } = context;
  const { reason, outgoing = ZERO, paymentId = null } = options;
  const which = 'paymentId' in what
    ? sql`a.payment_id = ${what.paymentId}`
    : sql`a.invoice_id = any(${[...what.invoiceIds]}::uuid[])`;
  return tx.rows(ReleasedColumns, sql`
    with taken as materialized (
      select a.id, a.invoice_id, a.amount from credit_allocations a
        join invoices i on i.org_id = a.org_id and i.id = a.invoice_id
       where a.org_id = ${orgId} and a.client_id = ${clientId} and a.released_at is null and i.refunded_amount = 0
         and ${which}),
    chosen as materialized (
      select i.id, i.invoice_number, i.status, i.viewed_at, i.issued_at, i.sequence, t.amount,
             i.paid_amount - t.amount as still_paid
        from (select invoice_id, sum(amount)::bigint as amount from taken group by invoice_id) t
        join invoices i on i.org_id = ${orgId} and i.id = t.invoice_id),
    unpaid as (
      update invoices i
         set paid_amount = c.still_paid, paid_at = null, updated_at = ${now},
             status = case when c.still_paid > 0 then 'PARTIALLY_PAID' else 'PENDING' end
        from chosen c where i.org_id = ${orgId} and i.id = c.id),
    released as (
      update credit_allocations a set released_at = ${now}, release_reason = ${reason}
        from taken t where a.org_id = ${orgId} and a.id = t.id),
    posted as (
      insert into ledger_transfers (org_id, operation_id, debit, credit, amount, client_id, invoice_id, payment_id,
                                    on_date, created_at)
      select ${orgId}, ${operationId}, 'RECEIVABLE', 'CREDIT', c.amount, ${clientId}, c.id, ${paymentId},
             ${today(context)}, ${now}
        from chosen c order by c.issued_at desc, c.sequence desc),
    logged as (
      insert into invoice_audit_logs (org_id, invoice_id, action, field_name, old_value, new_value, old_lifecycle,
                                      new_lifecycle, reason, payment_id, user_id, created_at)
      select ${orgId}, c.id, 'STATUS_CHANGED', 'status', c.status,
             case when c.still_paid > 0 then 'PARTIALLY_PAID' else 'PENDING' end,
             case when c.status = 'PAID' then 'paid' end,
             case when c.status = 'PAID' then case when c.viewed_at is not null then 'viewed' else 'sent' end end,
             ${reason}, ${paymentId}, ${actor.userId}, ${now}
        from chosen c where c.status = 'PAID' or c.still_paid = 0
       order by c.issued_at desc, c.sequence desc),
    credited as (
      update clients
         set balance = balance - ${outgoing} + coalesce((select sum(amount) from chosen), 0)::bigint, touched_at = ${now}
       where org_id = ${orgId} and id = ${clientId})
    select c.id as invoice_id, c.invoice_number, c.amount from chosen c order by c.issued_at desc, c.sequence desc`);
}
