import { loadClient } from '../clients/store.ts';
import { type Money, ZERO, subtract, sum } from '../kernel/money.ts';
import { reading, today } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { dayOf } from '../kernel/day.ts';
import type { Invoice } from './contract.ts';
import { loadInvoices } from './load-invoice.ts';
import { payEndpoints } from './pay-contract.ts';
import { loadPayee } from './pay-store.ts';
import { filterOf, newestFirst } from './store.ts';
import { payeeOf, purposeOf, purposeOfAll, qrText } from './transfer-rules.ts';

/** What a family transfers from its bank: the sum, the purpose that the bank statement is found by, and the QR code. */
export const clientTransfer = reading(payEndpoints.transfer, async (context, { id, invoiceId }) => {
  const client = await loadClient(context, id, today(context));
  refuseUnless(client, 'NOT_FOUND');
  const open = await loadInvoices(context, filterOf(context, { clientId: id, unpaidOnly: true }), newestFirst);
  const invoices = open.filter((invoice) => invoiceId === undefined || invoice.id === invoiceId).toReversed();
  refuseUnless(invoiceId === undefined || invoices.length > 0, 'INVOICE_NOT_FOUND');
  const owed = sum(invoices.map(({ dueAmount }) => dueAmount));
  const amount = invoiceId === undefined ? bring(owed, client.balance) : owed;
  const organisation = await loadPayee(context);
  const payee = payeeOf(organisation.requisites);
  const purpose = wording(invoices, client.name, context.timeZone);
  const { name, phone, address } = organisation;
  return {
    amount, credit: client.balance, organisation: { name, phone, address },
    invoices: invoices.map(({ id: one, invoiceNumber, dueAmount }) => ({ id: one, invoiceNumber, dueAmount })),
    transfer: payee === undefined ? null
      : { ...payee, purpose, qr: amount > 0 ? qrText(payee, amount, purpose) : null },
  };
});

const bring = (owed: Money, credit: Money): Money => (owed > credit ? subtract(owed, credit) : ZERO);

function wording(invoices: readonly Invoice[], payer: string, timeZone: string): string {
  const [one, ...more] = invoices;
  if (one === undefined || more.length > 0) return purposeOfAll(invoices.map(({ invoiceNumber }) => invoiceNumber), payer);
  return purposeOf({ invoiceNumber: one.invoiceNumber, issuedOn: dayOf(one.issuedAt, timeZone), vatAmount: one.vatAmount });
}
