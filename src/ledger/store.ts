import type { Context } from '../kernel/operation.ts';
import { today } from '../kernel/operation.ts';
import type { Day } from '../kernel/day.ts';
import type { Method } from '../kernel/contract.ts';
import { int, money, nullable, sql, uuid } from '../kernel/sql.ts';
import { type Posting, isOpenDay } from './rules.ts';
import { Refusal } from '../kernel/refusal.ts';

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


/** Refuses a day that lies in a closed period (PER-1). */
export function refuseClosed(context: Context, onDate: Day): void {
  if (!isOpenDay(onDate, context.closedThrough)) {
    throw new Refusal('PERIOD_CLOSED', { closedThrough: String(context.closedThrough) });
  }
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
export function loadTill(context: Context, branchId: string | undefined) {
  const { tx, orgId } = context;
  return tx.maybe(PlaceColumns, sql`
    select b.id as branch_id, s.id as shift_id
      from branches b
      left join shifts s on s.org_id = b.org_id and s.branch_id = b.id and s.closed_at is null
     where b.org_id = ${orgId} and b.is_active
       and case when ${branchId ?? null}::uuid is null then b.is_main else b.id = ${branchId ?? null} end`);
}

const NumberColumns = { n: int };
/** The next number of a kind of document in a year; the counter row is locked until commit, so it is taken last (C-26). */
export async function nextNumber(context: Context, kind: 'INV' | 'COR', year: number, count = 1): Promise<number> {
  const { n } = await context.tx.one(NumberColumns, sql`
    insert into document_counters (org_id, kind, year, last_number) values (${context.orgId}, ${kind}, ${year}, ${count})
    on conflict (org_id, kind, year) do update set last_number = document_counters.last_number + ${count}
    returning last_number as n`);
  return n;
}

/** "INV-2025-00001", wider after 99999 (S2-166, C-26). */
export const documentNumber = (kind: 'INV' | 'COR', year: number, n: number): string =>
  `${kind}-${year}-${String(n).padStart(5, '0')}`;

export const moneyAccount = (method: Method) => `MONEY:${method}` as const;
