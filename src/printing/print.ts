import { loadInvoice } from '../invoices/load-invoice.ts';
import { isOpen } from '../invoices/rules.ts';
import { payeeOf, purposeOf, qrText } from '../invoices/transfer-rules.ts';
import { dayOf } from '../kernel/day.ts';
import { ZERO, sum } from '../kernel/money.ts';
import { reading } from '../kernel/operation.ts';
import { creditOf } from '../payments/rules.ts';
import { loadPayment } from '../payments/store.ts';
import { getInvoicePrint, getReceipt } from './contract.ts';
import { loadSeller } from './load-parties.ts';
import { sumInWords, vatByRate } from './rules.ts';
import { loadPaid, loadPayer, loadStudentName, loadTillOf } from './store.ts';

/** A family prints its own payments only; another's is answered as missing. */
export const printReceipt = reading(getReceipt, async (context, { id }) => {
  const payment = await loadPayment(context, id);
  const [organisation, client, { receivedBy, ...branch }, invoices] = await Promise.all([
    loadSeller(context), loadPayer(context, payment.clientId), loadTillOf(context, id), loadPaid(context, id),
  ]);
  const credit = payment.status === 'COMPLETED' ? creditOf(payment.amount, sum(invoices.map((one) => one.amount))) : ZERO;
  return {
    organisation, branch, client, payment, receivedBy, invoices, credit, amountInWords: sumInWords(payment.amount),
  };
});

export const printInvoice = reading(getInvoicePrint, async (context, { id }) => {
  const invoice = await loadInvoice(context, id);
  const [organisation, client, studentName] = await Promise.all([
    loadSeller(context), loadPayer(context, invoice.clientId),
    invoice.studentId === null ? null : loadStudentName(context, invoice.studentId),
  ]);
  const payee = payeeOf(organisation.requisites);
  const transferPurpose = purposeOf({ ...invoice, issuedOn: dayOf(invoice.issuedAt, context.timeZone) });
  return {
    organisation, client, studentName, invoice, vat: vatByRate(invoice.items),
    totalInWords: sumInWords(invoice.totalAmount), dueInWords: sumInWords(invoice.dueAmount), transferPurpose,
    qr: payee !== undefined && isOpen(invoice.status) && invoice.dueAmount > 0
      ? qrText(payee, invoice.dueAmount, transferPurpose) : null,
  };
});
