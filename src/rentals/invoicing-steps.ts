import { hoursOf } from './rules.ts';
import type { NewRental } from './store.ts';
import { type IssuedInvoice, issueInvoices, lineDefaults } from '../invoices/issuing-steps.ts';
import { lineOf } from '../invoices/rules.ts';
import { issuedNotice } from '../invoices/notice-rules.ts';
import { newId } from '../invoices/writing-store.ts';
import { notify } from '../notices/store.ts';
import type { Percent } from '../kernel/money.ts';
import type { Context } from '../kernel/operation.ts';

type Billed = Pick<NewRental, 'id' | 'roomId' | 'clientId' | 'onDate' | 'minutes' | 'hourlyRate' | 'price'>;

/**
 * Bills a rental, due on its day: one line, whose price comes from the minutes and whose quantity shows the hours. The
 * client must be locked.
 */
export async function invoiceRental(
  context: Context, rental: Billed, roomName: string, benefit: Percent,
): Promise<IssuedInvoice | undefined> {
  const figures = lineOf({
    quantity: hoursOf(rental.minutes), unitPrice: rental.hourlyRate, vatRate: 0 as Percent, benefit,
    lineGross: rental.price,
  });
  const [invoice] = await issueInvoices(context, [{
    id: newId(), clientId: rental.clientId, studentId: null, purpose: 'RENTAL', rentalId: rental.id,
    dueDate: rental.onDate,
    lines: [{
      ...figures, ...lineDefaults, id: newId(), roomId: rental.roomId, serviceType: 'RENTAL',
      serviceName: `Аренда ${roomName}`, writeOffTiming: 'ON_SALE',
    }],
  }]);
  if (invoice) await notify(context, [issuedNotice({ ...invoice, dueDate: rental.onDate })]);
  return invoice;
}
