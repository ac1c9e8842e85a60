/** SQL of the page that a link shows: one invoice and its organisation, for somebody who is nobody here. */
import { InvoiceStatus } from './contract.ts';
import type { PayeeRequisites } from './transfer-rules.ts';
import type { Tx } from '../kernel/db.ts';
import type { Context } from '../kernel/operation.ts';
import type { Quantity } from '../kernel/money.ts';
import { type Column, day, instant, int, json, money, nullable, oneOf, select, sql, text } from '../kernel/sql.ts';

const requisites = sql`jsonb_build_object('legalName', o.legal_name, 'inn', o.inn, 'kpp', o.kpp, 'bankName', o.bank_name,
  'bik', o.bik, 'bankAccount', o.bank_account, 'correspondentAccount', o.correspondent_account)`;

const BillColumns = {
  invoiceNumber: text, status: oneOf(...InvoiceStatus.options), issuedAt: instant, dueDate: nullable(day),
  description: nullable(text), totalAmount: money, vatAmount: money, paidAmount: money,
  organisationName: text, phone: nullable(text), address: nullable(text), timeZone: text, now: instant,
  requisites: json<PayeeRequisites>(),
};

const PayeeColumns = {
  name: text, phone: nullable(text), address: nullable(text), requisites: json<PayeeRequisites>(),
};
/** The organisation as whoever pays it needs to know it. */
export const loadPayee = ({ tx, orgId }: Context) => tx.one(PayeeColumns, sql`
  select o.name, o.phone, o.address, ${requisites} as requisites from organisations o where o.org_id = ${orgId}`);

export const findBill = (tx: Tx, orgId: string, invoiceId: string) =>
  tx.maybe(BillColumns, sql`
    select i.invoice_number, i.status, i.issued_at, i.due_date, i.description, i.total_amount, i.vat_amount,
           i.paid_amount, o.name as organisation_name, o.phone, o.address, o.time_zone,
           coalesce(o.sandbox_now, clock_timestamp()) as now,
           ${requisites} as requisites
      from invoices i join organisations o on o.org_id = i.org_id
     where i.org_id = ${orgId} and i.id = ${invoiceId} and i.status <> 'DRAFT'`);

const ItemColumns = {
  serviceName: text, quantity: int as Column<Quantity>, totalPrice: money, discountAmount: money,
};
export const listBillItems = (tx: Tx, orgId: string, invoiceId: string) =>
  tx.rows(ItemColumns, sql`
    select ${select(ItemColumns)} from invoice_items
     where org_id = ${orgId} and invoice_id = ${invoiceId} order by position, id`);
