import type { Day } from '../kernel/day.ts';
import { type Context } from '../kernel/operation.ts';
import { Refusal } from '../kernel/refusal.ts';
import { bool, day, instant, money, nullable, oneOf, sql, text, uuid } from '../kernel/sql.ts';

/** The client's balance, for an actor who may know it. */
export async function loadClientBalance(context: Context, clientId: string) {
  const { tx, orgId, scope, actor } = context;
  const own = scope === 'all' || actor.clientId === clientId;
  const client = await tx.maybe({ balance: money },
    sql`select balance from clients where org_id = ${orgId} and id = ${clientId}`);
  if (!client || !own) throw new Refusal('NOT_FOUND');
  return client.balance;
}

const BalanceColumns = {
  kind: oneOf('opening', 'payment', 'refund', 'invoice'), id: uuid, number: nullable(text), amount: money, at: instant,
};
/** What the credit is made of now: what was carried over, payments, refunds of credit, and what lies in invoices. */
export const loadBalanceParts = (context: Context, clientId: string) => context.tx.rows(BalanceColumns, sql`
  select 'payment' as kind, p.id, null as number, p.amount, p.created_at as at from payments p
   where p.org_id = ${context.orgId} and p.client_id = ${clientId} and p.status = 'COMPLETED'
  union all
  select 'opening', d.id, d.number, d.amount, d.created_at from opening_documents d
   where d.org_id = ${context.orgId} and d.client_id = ${clientId} and d.kind = 'CREDIT' and d.reverses_id is null
     and not exists (select from opening_documents r where r.org_id = d.org_id and r.reverses_id = d.id)
  union all
  select 'refund', r.id, null, -r.amount, r.created_at from refunds r
   where r.org_id = ${context.orgId} and r.client_id = ${clientId} and r.status = 'COMPLETED'
     and r.invoice_id is null
  union all
  select 'invoice', i.id, i.invoice_number, -sum(a.amount)::bigint, max(a.created_at)
    from credit_allocations a join invoices i on i.org_id = a.org_id and i.id = a.invoice_id
   where a.org_id = ${context.orgId} and a.client_id = ${clientId} and a.released_at is null
   group by i.org_id, i.id
   order by at, id`);

const UnpaidColumns = {
  id: uuid, number: text, amount: money, issuedAt: instant, dueDate: nullable(day), name: nullable(text),
};
/** Invoices that wait for money, in the order in which credit pays them. */
export const loadUnpaid = ({ tx, orgId }: Context, clientId: string) => tx.rows(UnpaidColumns, sql`
  select i.id, i.invoice_number as number, i.total_amount - i.paid_amount as amount, i.issued_at, i.due_date,
         (select t.service_name from invoice_items t
           where t.org_id = i.org_id and t.invoice_id = i.id order by t.position, t.id limit 1) as name
    from invoices i
   where i.org_id = ${orgId} and i.client_id = ${clientId} and i.status in ('PENDING', 'PARTIALLY_PAID', 'OVERDUE')
   order by i.issued_at, i.sequence`);

const PaidColumns = { amount: money, at: instant, paymentId: nullable(uuid) };
/** The settlements in force of an invoice. */
export const loadSettlements = (context: Context, invoiceId: string) => context.tx.rows(PaidColumns, sql`
  select amount, created_at as at, payment_id from credit_allocations
   where org_id = ${context.orgId} and invoice_id = ${invoiceId} and released_at is null order by id`);

const MovementColumns = {
  at: instant, onDate: day,
  type: oneOf('OPENING', 'OPENING_REVERSAL', 'PAYMENT', 'PAYMENT_REVERSAL', 'REFUND', 'SETTLEMENT', 'RELEASE'),
  amount: money,
  balance: money, paymentId: nullable(uuid), invoiceId: nullable(uuid), refundId: nullable(uuid), number: nullable(text),
};
/**
 * Every movement of the client's credit with the running balance, oldest first. What was carried over stands before
 * everything, whenever it was written down.
 */
export const loadTimeline = (context: Context, clientId: string) => context.tx.rows(MovementColumns, sql`
  select t.created_at as at, t.on_date,
         case when t.credit = 'RECEIVABLE' then 'SETTLEMENT' when t.debit = 'RECEIVABLE' then 'RELEASE'
              when t.debit = 'OPENING' then 'OPENING' when t.credit = 'OPENING' then 'OPENING_REVERSAL'
              when t.credit = 'CREDIT' then 'PAYMENT' when t.refund_id is not null then 'REFUND'
              else 'PAYMENT_REVERSAL' end as type,
         m.amount, sum(m.amount) over (order by m.later, t.id)::bigint as balance, t.payment_id, t.invoice_id, t.refund_id,
         i.invoice_number as number
    from ledger_transfers t
    left join invoices i on i.org_id = t.org_id and i.id = t.invoice_id,
         lateral (select case when t.credit = 'CREDIT' then t.amount else -t.amount end as amount,
                         'OPENING' not in (t.debit, t.credit) as later) m
   where t.org_id = ${context.orgId} and t.client_id = ${clientId} and 'CREDIT' in (t.debit, t.credit)
   order by m.later, t.id`);

/** What the client was charged and what he paid, one row for each document and operation. */
const accountMovements = (context: Context, clientId: string) => sql`
  select min(t.id) as id, min(t.created_at) as at, t.on_date, t.invoice_id, t.payment_id, t.refund_id,
         sum(case when t.debit = 'RECEIVABLE' then t.amount when t.credit = 'RECEIVABLE' then -t.amount
                  when t.refund_id is not null and t.debit <> 'CREDIT' then -t.amount else 0 end)::bigint as charged,
         sum(case when t.debit like 'MONEY:%' or t.debit = 'OPENING' and t.credit = 'CREDIT' then t.amount
                  when t.credit like 'MONEY:%' or t.credit = 'OPENING' and t.debit = 'CREDIT' then -t.amount
                  else 0 end)::bigint as paid, bool_or('OPENING' in (t.debit, t.credit)) as is_opening
    from ledger_transfers t
   where t.org_id = ${context.orgId} and t.client_id = ${clientId}
     and not ('CREDIT' in (t.debit, t.credit) and 'RECEIVABLE' in (t.debit, t.credit))
   group by t.operation_id, t.on_date, t.invoice_id, t.payment_id, t.refund_id`;

/** What the client had paid beyond his charges before a day; below zero, what he owed. */
export async function loadOpening(context: Context, clientId: string, from: Day) {
  const { opening } = await context.tx.one({ opening: money }, sql`
    select coalesce(sum(m.paid - m.charged), 0)::bigint as opening
      from (${accountMovements(context, clientId)}) m where m.on_date < ${from}`);
  return opening;
}

const StatementColumns = {
  at: instant, onDate: day, charged: money, paid: money, invoiceId: nullable(uuid), paymentId: nullable(uuid),
  refundId: nullable(uuid), number: nullable(text), isFirst: bool, isOpening: bool,
};
export const loadStatement = (context: Context, clientId: string, from: Day, to: Day) =>
  context.tx.rows(StatementColumns, sql`
  select m.at, m.on_date, m.charged, m.paid, m.invoice_id, m.payment_id, m.refund_id, i.invoice_number as number, m.is_first,
         m.is_opening
    from (select a.*, row_number() over (partition by a.invoice_id order by a.id) = 1 as is_first
            from (${accountMovements(context, clientId)}) a) m
    left join invoices i on i.org_id = ${context.orgId} and i.id = m.invoice_id
   where m.on_date between ${from} and ${to}
   order by m.on_date, m.is_opening desc, m.id`);
