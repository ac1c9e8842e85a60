import { z } from 'zod';
import { Requisites } from '../access/contract.ts';
import { Invoice } from '../invoices/contract.ts';
import { Id, IdOut, MoneyOut, PercentShape, endpoint } from '../kernel/contract.ts';
import { Payment } from '../payments/contract.ts';

/** What stands on paper: whose, to whom, for what, how much in figures and in words. */

const word = z.string().nullable();
export const Organisation = z.object({
  name: z.string(), currency: z.string(), timeZone: z.string(), requisites: Requisites,
});
export const Payer = z.object({
  id: IdOut, kind: z.enum(['PERSON', 'LEGAL']), name: z.string(), phone: word, email: word, address: word,
  inn: word, kpp: word, ogrn: word, bankName: word, bik: word, bankAccount: word, correspondentAccount: word,
});
const Branch = z.object({ name: z.string(), address: word });

export const getReceipt = endpoint({
  name: 'payment.receipt', method: 'GET', path: '/api/payments/{id}/receipt', permission: 'payment.read',
  summary: 'Данные квитанции о платеже / What a receipt of a payment says',
  input: z.strictObject({ id: Id }),
  result: z.object({
    organisation: Organisation, branch: Branch, client: Payer, payment: Payment, receivedBy: z.string(),
    /** What the payment paid and still pays, in order; the rest is the client's credit. */
    invoices: z.array(z.object({
      invoiceId: IdOut, invoiceNumber: z.string(), firstItemName: word, itemCount: z.int(), amount: MoneyOut,
    })),
    credit: MoneyOut, amountInWords: z.string(),
  }),
  refusals: ['NOT_FOUND'],
});

export const getInvoicePrint = endpoint({
  name: 'invoice.print', method: 'GET', path: '/api/invoices/{id}/print', permission: 'invoice.read',
  summary: 'Данные печатной формы счёта / What a printed invoice says',
  input: z.strictObject({ id: Id }),
  result: z.object({
    organisation: Organisation, client: Payer, studentName: word, invoice: Invoice,
    /** VAT by rate, for the lines under the table; empty when nothing is taxed. */
    vat: z.array(z.object({ rate: PercentShape, amount: MoneyOut })),
    totalInWords: z.string(), dueInWords: z.string(),
    /** The text of the QR code of a transfer (PAY-12); null while requisites are missing or nothing is left to pay. */
    qr: z.string().nullable(), transferPurpose: z.string(),
  }),
  refusals: ['INVOICE_NOT_FOUND'],
});
