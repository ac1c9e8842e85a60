import { CorrectionDocument, PaymentStatus, PaymentType, Refund } from './contract.ts';
import { Method } from '../kernel/contract.ts';
import type { Day } from '../kernel/day.ts';
import type { Money } from '../kernel/money.ts';
import type { Context } from '../kernel/operation.ts';
import { Refusal } from '../kernel/refusal.ts';
import { nextNumber } from '../kernel/numbering.ts';
import {
  type Row, type Sql, day, empty, instant, int, money, nullable, oneOf, select, sql, text, uuid, uuids,
} from '../kernel/sql.ts';

const PaymentColumns = {
  id: uuid, clientId: uuid, invoiceId: nullable(uuid), branchId: uuid, shiftId: nullable(uuid), amount: money,
  method: oneOf(...Method.options), paymentType: oneOf(...PaymentType.options), status: oneOf(...PaymentStatus.options),
  onDate: day, notes: nullable(text), createdBy: uuid, createdAt: instant, paidAt: nullable(instant),
  reversedAt: nullable(instant), reversalReason: nullable(text),
};
type PaymentRow = Row<typeof PaymentColumns>;
const shown = (row: PaymentRow & { clientName: string }) => ({ ...row, paymentMethod: row.method });

/** A family sees its own payments (requirements 3.9). */
export const visible = (context: Context, alias: Sql): Sql =>
  context.scope === 'all' ? empty : sql`and ${alias}.client_id = ${context.actor.clientId ?? null}`;

export async function loadPayments(context: Context, where: Sql, tail: Sql = newestFirst) {
  const rows = await context.tx.rows({ ...PaymentColumns, clientName: text }, sql`
    select ${select(PaymentColumns, 'p')}, c.name as client_name
      from payments p join clients c on c.org_id = p.org_id and c.id = p.client_id
     where p.org_id = ${context.orgId} ${where} ${visible(context, sql`p`)} ${tail}`);
  return rows.map(shown);
}
export const newestFirst = sql`order by p.created_at desc, p.id desc`;

/** Every payment of a client, newest first; a client that does not exist is refused. */
export async function loadPaymentsOf(context: Context, clientId: string) {
  const { tx, orgId } = context;
  const client = await tx.maybe({ id: uuid }, sql`select id from clients where org_id = ${orgId} and id = ${clientId}`);
  if (!client) throw new Refusal('NOT_FOUND');
  return loadPayments(context, sql`and p.client_id = ${clientId}`);
}

export async function loadPayment(context: Context, id: string) {
  const [payment] = await loadPayments(context, sql`and p.id = ${id}`);
  if (!payment) throw new Refusal('NOT_FOUND');
  return payment;
}

/** The sum and the payer of a payment, for what is said about it. */
export const loadSumAndPayer = ({ tx, orgId }: Pick<Context, 'tx' | 'orgId'>, id: string) =>
  tx.maybe({ amount: money, clientName: text }, sql`
    select p.amount, c.name as client_name from payments p join clients c on c.org_id = p.org_id and c.id = p.client_id
     where p.org_id = ${orgId} and p.id = ${id}`);

export type NewPayment = {
  id: string; clientId: string; invoiceId: string | null; branchId: string; shiftId: string | null; amount: Money;
  method: PaymentRow['method']; paymentType: PaymentRow['paymentType']; onDate: Day; notes: string | null;
};

/** Writes a completed payment with its posting; the client's balance moves with the settlement beside it. */
export async function insertPayment(context: Context, payment: NewPayment): Promise<PaymentRow> {
  const { tx, orgId, now, actor, operationId } = context;
  const { id, clientId, invoiceId, branchId, shiftId, amount, method, paymentType, onDate, notes } = payment;
  await tx.run(sql`
    with posted as (
      insert into ledger_transfers (org_id, operation_id, debit, credit, amount, client_id, invoice_id, payment_id,
                                    shift_id, on_date, created_at)
      values (${orgId}, ${operationId}, ${`MONEY:${method}`}, 'CREDIT', ${amount}, ${clientId}, null, ${id}, ${shiftId},
              ${onDate}, ${now}))
    insert into payments (org_id, id, client_id, invoice_id, branch_id, shift_id, amount, method, payment_type, status,
                          on_date, notes, created_by, created_at, paid_at)
    values (${orgId}, ${id}, ${clientId}, ${invoiceId}, ${branchId}, ${shiftId}, ${amount}, ${method}, ${paymentType},
            'COMPLETED', ${onDate}, ${notes}, ${actor.userId}, ${now}, ${now})`);
  const written = { status: 'COMPLETED', createdBy: actor.userId, createdAt: now, paidAt: now } as const;
  return { ...payment, ...written, reversedAt: null, reversalReason: null };
}

export async function markReversed(context: Context, id: string, reason: string): Promise<void> {
  const { tx, orgId, now, actor } = context;
  const changed = await tx.run(sql`
    update payments set status = 'REVERSED', reversed_at = ${now}, reversed_by = ${actor.userId}, reversal_reason = ${reason}
     where org_id = ${orgId} and id = ${id} and status = 'COMPLETED'`);
  if (changed !== 1) throw new Refusal('PAYMENT_ALREADY_REVERSED');
}

export async function loadBalance(context: Context, clientId: string): Promise<Money> {
  const { balance } = await context.tx.one({ balance: money }, sql`
    select balance from clients where org_id = ${context.orgId} and id = ${clientId}`);
  return balance;
}

const AllocationColumns = {
  invoiceId: uuid, invoiceNumber: text, amount: money, createdAt: instant, releasedAt: nullable(instant),
  releaseReason: nullable(text),
};
/** What a payment paid, in order, with what was taken back since. */
export const loadAllocations = (context: Context, paymentId: string) => context.tx.rows(AllocationColumns, sql`
  select a.invoice_id, i.invoice_number, a.amount, a.created_at, a.released_at, a.release_reason
    from credit_allocations a join invoices i on i.org_id = a.org_id and i.id = a.invoice_id
   where a.org_id = ${context.orgId} and a.payment_id = ${paymentId} order by a.id`);

const DocumentColumns = {
  id: uuid, documentNumber: text, kind: oneOf(...CorrectionDocument.shape.kind.options), clientId: uuid,
  paymentId: nullable(uuid), refundId: nullable(uuid), invoiceIds: uuids, amount: money, reason: text, createdBy: uuid,
  createdAt: instant,
};
export type DocumentRow = Row<typeof DocumentColumns>;

/** A correction document, numbered like invoices in a row of its own (C-71). */
export function insertDocument(
  context: Context,
  document: Pick<DocumentRow,
  'id' | 'kind' | 'clientId' | 'paymentId' | 'refundId' | 'invoiceIds' | 'amount' | 'reason'>, year: number,
): Promise<DocumentRow> {
  const { tx, orgId, actor, now } = context;
  const { id, kind, clientId, paymentId, refundId, invoiceIds, amount, reason } = document;
  return tx.one(DocumentColumns, sql`
    with counter as (${nextNumber(context, 'COR', year)})
    insert into correction_documents (org_id, id, document_number, kind, client_id, payment_id, refund_id, invoice_ids,
                                      amount, reason, created_by, created_at)
    select ${orgId}, ${id}, number, ${kind},
           ${clientId}, ${paymentId}::uuid, ${refundId}::uuid, ${invoiceIds}::uuid[], ${amount}::bigint, ${reason},
           ${actor.userId}, ${now}
      from counter
    returning ${select(DocumentColumns)}`);
}

export async function pageOfDocuments(
  context: Context, filter: { clientId?: string | undefined; paymentId?: string | undefined }, page: number, limit: number,
) {
  const where = sql`d.org_id = ${context.orgId} ${filter.clientId ? sql`and d.client_id = ${filter.clientId}` : empty}
    ${filter.paymentId ? sql`and d.payment_id = ${filter.paymentId}` : empty} ${visible(context, sql`d`)}`;
  const [{ total }, documents] = await Promise.all([
    context.tx.one({ total: int }, sql`select count(*) as total from correction_documents d where ${where}`),
    context.tx.rows(DocumentColumns, sql`
      select ${select(DocumentColumns, 'd')} from correction_documents d where ${where}
       order by d.created_at desc, d.id desc limit ${limit} offset ${(page - 1) * limit}`),
  ]);
  return { documents, pagination: { total, page, limit } };
}

const RefundColumns = {
  id: uuid, clientId: uuid, invoiceId: nullable(uuid), paymentId: nullable(uuid), amount: money,
  method: oneOf(...Method.options),
  reason: text, status: oneOf(...Refund.shape.status.options), onDate: day, createdBy: uuid, createdAt: instant,
};
export type RefundRow = Row<typeof RefundColumns>;
export type NewRefund = Pick<RefundRow,
'id' | 'clientId' | 'invoiceId' | 'paymentId' | 'amount' | 'method' | 'reason' | 'onDate'>
  & { branchId: string; shiftId: string | null };

/** Writes a refund and takes the money from where it lay: free credit, or the paid invoice's own allocations. */
export async function insertRefund(context: Context, refund: NewRefund): Promise<RefundRow> {
  const { tx, orgId, actor, now } = context;
  const { id, clientId, invoiceId, paymentId, amount, method, reason, onDate, branchId, shiftId } = refund;
  const [row] = await Promise.all([
    tx.one(RefundColumns, sql`
      insert into refunds (org_id, id, client_id, invoice_id, payment_id, branch_id, shift_id, amount, method, reason,
                           status, on_date, created_by, created_at)
      values (${orgId}, ${id}, ${clientId}, ${invoiceId}, ${paymentId}, ${branchId}, ${shiftId}, ${amount}, ${method},
              ${reason}, 'COMPLETED', ${onDate}, ${actor.userId}, ${now})
      returning ${select(RefundColumns)}`),
    tx.run(sql`
      update clients set touched_at = ${now}, balance = balance - ${invoiceId === null ? amount : 0}
       where org_id = ${orgId} and id = ${clientId}`),
    invoiceId === null ? 0 : tx.run(sql`
      with spread as (
        select a.id, least(a.amount - a.refunded_amount,
                 greatest(0, ${amount} - coalesce(sum(a.amount - a.refunded_amount)
                   over (order by a.id rows between unbounded preceding and 1 preceding), 0)))::bigint as part
          from credit_allocations a
         where a.org_id = ${orgId} and a.invoice_id = ${invoiceId} and a.released_at is null),
      taken as (
        update credit_allocations a set refunded_amount = a.refunded_amount + s.part
          from spread s where a.org_id = ${orgId} and a.id = s.id and s.part > 0)
      update invoices set refunded_amount = refunded_amount + ${amount}, updated_at = ${now}
       where org_id = ${orgId} and id = ${invoiceId}`),
  ]);
  return row;
}

export async function pageOfRefunds(
  context: Context, filter: { clientId?: string | undefined; invoiceId?: string | undefined }, page: number, limit: number,
) {
  const where = sql`r.org_id = ${context.orgId} ${filter.clientId ? sql`and r.client_id = ${filter.clientId}` : empty}
    ${filter.invoiceId ? sql`and r.invoice_id = ${filter.invoiceId}` : empty} ${visible(context, sql`r`)}`;
  const [{ total }, refunds] = await Promise.all([
    context.tx.one({ total: int }, sql`select count(*) as total from refunds r where ${where}`),
    context.tx.rows(RefundColumns, sql`
      select ${select(RefundColumns, 'r')} from refunds r where ${where}
       order by r.created_at desc, r.id desc limit ${limit} offset ${(page - 1) * limit}`),
  ]);
  return { refunds, pagination: { total, page, limit } };
}
