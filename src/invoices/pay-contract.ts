import { z } from 'zod';
import { InvoiceStatus } from './contract.ts';
import { DayShape, Id, IdOut, MoneyOut, QuantityOut, endpoint } from '../kernel/contract.ts';

/** A link to one invoice, for whoever pays it without signing in. */

const Centre = z.object({ name: z.string(), phone: z.string().nullable(), address: z.string().nullable() });
/** Where to transfer the money; null while the organisation has not filled its requisites in. */
const Transfer = z.object({
  recipient: z.string(), inn: z.string().nullable(), kpp: z.string().nullable(), bankName: z.string(),
  bik: z.string(), bankAccount: z.string(), correspondentAccount: z.string().nullable(),
  purpose: z.string(),
  /** The text of the QR code that bank apps read (ГОСТ Р 56042); null when nothing is left to pay. */
  qr: z.string().nullable(),
}).nullable();

export const payEndpoints = {
  link: endpoint({
    name: 'invoice.pay-link', method: 'GET', path: '/api/invoices/{id}/pay-link', permission: 'invoice.share',
    summary: 'The token of a link that shows this invoice, and nothing else, without signing in',
    input: z.strictObject({ id: Id }), result: z.object({ token: z.string() }),
    refusals: ['INVOICE_NOT_FOUND', 'INVOICE_IS_DRAFT'],
  }),
  show: endpoint({
    name: 'invoice.pay', method: 'GET', path: '/api/pay/{token}', permission: 'public', limited: 60,
    summary: 'The invoice of a link: what for, how much is left, and where to transfer it',
    input: z.strictObject({ token: z.string().max(200) }),
    result: z.object({
      invoiceNumber: z.string(),
      status: InvoiceStatus,
      issuedOn: DayShape,
      dueDate: DayShape.nullable(),
      /** The due date has passed and something is left to pay. */
      isOverdue: z.boolean(),
      description: z.string().nullable(),
      items: z.array(z.object({ name: z.string(), quantity: QuantityOut, totalPrice: MoneyOut, discountAmount: MoneyOut })),
      totalAmount: MoneyOut,
      paidAmount: MoneyOut,
      leftAmount: MoneyOut,
      organisation: Centre,
      transfer: Transfer,
    }),
    refusals: ['INVOICE_NOT_FOUND', 'TOO_MANY_REQUESTS'],
  }),
  transfer: endpoint({
    name: 'client.transfer', method: 'GET', path: '/api/clients/{id}/transfer', permission: 'client.read',
    summary: 'Where a client transfers what he has to bring, for one invoice or for all that are open',
    input: z.strictObject({ id: Id, invoiceId: Id.optional() }),
    result: z.object({
      /** Of one invoice what is left of it; of all what is left less the client's credit. */
      amount: MoneyOut, credit: MoneyOut,
      invoices: z.array(z.object({ id: IdOut, invoiceNumber: z.string(), dueAmount: MoneyOut })),
      organisation: Centre, transfer: Transfer,
    }),
    refusals: ['NOT_FOUND', 'INVOICE_NOT_FOUND'],
  }),
};
