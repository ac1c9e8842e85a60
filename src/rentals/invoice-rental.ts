import { rentalEndpoints } from './contract.ts';
import { invoiceRental as bill } from './invoicing-steps.ts';
import { requireRental } from './load-rental.ts';
import { checkInvoicing } from './rules.ts';
import { loadLiveInvoice, updateRental } from './store.ts';
import { benefitsOf } from '../clients/load-benefits.ts';
import { lockClients } from '../clients/store.ts';
import { loadInvoice } from '../invoices/load-invoice.ts';
import { type Percent, percentOf, subtract } from '../kernel/money.ts';
import { operation } from '../kernel/operation.ts';
import { required } from '../kernel/refusal.ts';

/** Bills a rental that did not bill itself, or whose invoice was cancelled, with the client's benefit of today (I-39). */
export const invoiceRental = operation(rentalEndpoints.invoice, async (context, { rentalId }) => {
  const { clientId } = await requireRental(context, rentalId);
  const [client] = await lockClients(context, [clientId]);
  const rental = await requireRental(context, rentalId);
  checkInvoicing(rental, await loadLiveInvoice(context, rentalId) !== undefined);

  const benefit = (await benefitsOf(context, [clientId])).get(clientId) ?? (0 as Percent);
  const discountAmount = percentOf(rental.price, benefit);
  const billed = { ...rental, onDate: rental.date, discountAmount, totalPrice: subtract(rental.price, discountAmount) };
  await updateRental(context, rentalId, billed);
  const { id } = required(await bill(context, billed, rental.roomName, benefit), 'invoice');
  const invoice = await loadInvoice(context, id);
  return {
    result: invoice,
    audit: {
      entityType: 'rental', entityId: rentalId, clientId,
      before: { totalPrice: rental.totalPrice, balance: client?.balance },
      after: { totalPrice: billed.totalPrice, invoice: { status: invoice.status, totalAmount: invoice.totalAmount } },
    },
  };
});
