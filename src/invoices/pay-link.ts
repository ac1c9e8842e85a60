/** A link shows one invoice to whoever has it. Its token is signed, so that no other invoice can be guessed from it. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { loadInvoice } from './load-invoice.ts';
import { payEndpoints } from './pay-contract.ts';
import { findBill, listBillItems } from './pay-store.ts';
import { isOpen, isOverdue } from './rules.ts';
import { payeeOf, purposeOf, qrText } from './transfer-rules.ts';
import { dayOf } from '../kernel/day.ts';
import { inTransaction } from '../kernel/db.ts';
import { publicRoute } from '../kernel/http.ts';
import { ZERO, subtract } from '../kernel/money.ts';
import { reading } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';

const ID_BYTES = 16;
const SIGNATURE_BYTES = 16;

/** The ids of the organisation and the invoice, and who vouches for them. */
export function payToken(secret: string, orgId: string, invoiceId: string): string {
  const ids = Buffer.from(`${orgId}${invoiceId}`.replaceAll('-', ''), 'hex');
  return Buffer.concat([ids, signatureOf(secret, ids)]).toString('base64url');
}

function signatureOf(secret: string, ids: Buffer): Buffer {
  return createHmac('sha256', secret).update('saldo pay link').update(ids).digest().subarray(0, SIGNATURE_BYTES);
}

function readPayToken(secret: string, token: string): { orgId: string; invoiceId: string } | undefined {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== 2 * ID_BYTES + SIGNATURE_BYTES || bytes.toString('base64url') !== token) return undefined;
  const ids = bytes.subarray(0, 2 * ID_BYTES);
  if (!timingSafeEqual(signatureOf(secret, ids), bytes.subarray(2 * ID_BYTES))) return undefined;
  const uuid = (part: Buffer): string => part.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { orgId: uuid(ids.subarray(0, ID_BYTES)), invoiceId: uuid(ids.subarray(ID_BYTES)) };
}

export const getPayLink = reading(payEndpoints.link, async (context, { id }) => {
  const { status } = await loadInvoice(context, id);
  refuseUnless(status !== 'DRAFT', 'INVOICE_IS_DRAFT');
  return { token: payToken(context.secret, context.orgId, id) };
});

export const showBill = publicRoute(payEndpoints.show, async ({ database }, { token }) => {
  const read = readPayToken(database.secret, token);
  refuseUnless(read, 'INVOICE_NOT_FOUND');
  const { orgId, invoiceId } = read;
  const [bill, items] = await inTransaction(database, orgId, 'read', (tx) =>
    Promise.all([findBill(tx, orgId, invoiceId), listBillItems(tx, orgId, invoiceId)]));
  refuseUnless(bill, 'INVOICE_NOT_FOUND');
  const { invoiceNumber, status, dueDate, description, totalAmount, vatAmount, paidAmount, timeZone } = bill;
  const issuedOn = dayOf(bill.issuedAt, timeZone);
  const leftAmount = isOpen(status) ? subtract(totalAmount, paidAmount) : ZERO;
  const payee = payeeOf(bill.requisites);
  const purpose = purposeOf({ invoiceNumber, issuedOn, vatAmount });
  return {
    invoiceNumber, status, issuedOn, dueDate, description, totalAmount, paidAmount, leftAmount,
    isOverdue: isOverdue(status, dueDate, dayOf(bill.now, timeZone)),
    items: items.map(({ serviceName: name, quantity, totalPrice, discountAmount }) =>
      ({ name, quantity, totalPrice, discountAmount })),
    organisation: { name: bill.organisationName, phone: bill.phone, address: bill.address },
    transfer: payee === undefined ? null
      : { ...payee, purpose, qr: leftAmount > 0 ? qrText(payee, leftAmount, purpose) : null },
  };
});
