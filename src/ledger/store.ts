import type { Context } from '../kernel/operation.ts';
import { today } from '../kernel/operation.ts';
import type { Day } from '../kernel/day.ts';
import type { Method } from '../kernel/contract.ts';
import { money, nullable, sql, uuid } from '../kernel/sql.ts';
import type { Posting } from './rules.ts';

/** Writes the postings of an operation in one statement. */
export async function post(context: Context, clientId: string, postings: readonly Posting[], onDate?: Day): Promise<void> {
  if (postings.length === 0) return;
  const { tx, orgId, operationId, now } = context;
  const pick = <K extends keyof Posting>(key: K) => postings.map((posting) => posting[key] ?? null);
  await tx.run(sql`
    insert into ledger_transfers (org_id, operation_id, debit, credit, amount, client_id, invoice_id, payment_id,
                                  refund_id, shift_id, on_date, created_at)
    select ${orgId}, ${operationId}, p.debit, p.credit, p.amount, ${clientId}, p.invoice_id, p.payment_id,
           p.refund_id, p.shift_id, ${onDate ?? today(context)}, ${now}
      from unnest(${pick('debit')}::text[], ${pick('credit')}::text[], ${pick('amount')}::bigint[],
                  ${pick('invoiceId')}::uuid[], ${pick('paymentId')}::uuid[], ${pick('refundId')}::uuid[],
                  ${pick('shiftId')}::uuid[])
           as p (debit, credit, amount, invoice_id, payment_id, refund_id, shift_id)`);
}


const PaidColumns = { invoiceId: uuid, amount: money, own: nullable(money) };
/** The client's invoices that hold money, newest first (C-14 reversed), with what one payment put into each. */
export function loadPaidInvoices(context: Context, clientId: string, paymentId: string) {
  const { tx, orgId } = context;
  return tx.rows(PaidColumns, sql`
    select i.id as invoice_id, i.paid_amount as amount,
           (select sum(a.amount)::bigint from credit_allocations a
             where a.org_id = ${orgId} and a.invoice_id = i.id and a.payment_id = ${paymentId}
               and a.released_at is null) as own
      from invoices i
     where i.org_id = ${orgId} and i.client_id = ${clientId} and i.paid_amount > 0 and i.refunded_amount = 0
       and i.status in ('PAID', 'PARTIALLY_PAID')
     order by i.issued_at desc, i.sequence desc`);
}

const PlaceColumns = { branchId: uuid, shiftId: nullable(uuid) };
/** Where money is taken: the branch named or the main one, and its open cash shift if there is one. */
export function loadTill({ tx, orgId }: Pick<Context, 'tx' | 'orgId'>, branchId: string | undefined) {
  return tx.maybe(PlaceColumns, sql`
    select b.id as branch_id, s.id as shift_id
      from branches b
      left join shifts s on s.org_id = b.org_id and s.branch_id = b.id and s.closed_at is null
     where b.org_id = ${orgId} and b.is_active
       and case when ${branchId ?? null}::uuid is null then b.is_main else b.id = ${branchId ?? null} end`);
}

export const moneyAccount = (method: Method) => `MONEY:${method}` as const;

/** The clients whose credit and unpaid invoices a change of the settlement mode brings together. */
export async function clientsToSettle(context: Context): Promise<string[]> {
  const { tx, orgId } = context;
  const rows = await tx.rows({ id: uuid }, sql`
    select c.id from clients c
     where c.org_id = ${orgId} and c.balance > 0
       and exists (select from invoices i where i.org_id = ${orgId} and i.client_id = c.id
                      and i.status in ('PENDING', 'PARTIALLY_PAID', 'OVERDUE'))
     order by c.id`);
  return rows.map((row) => row.id);
}

/** From this moment on the queue is obeyed: what was paid before it may stand out of order (I-07). */
export async function markModeChange(context: Context): Promise<void> {
  const { tx, orgId, now } = context;
  await tx.run(sql`update organisations set settlement_mode_since = ${now} where org_id = ${orgId}`);
}
