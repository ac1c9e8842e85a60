import { rentalEndpoints } from './contract.ts';
import { invoiceRental } from './invoicing-steps.ts';
import { requireRental } from './load-rental.ts';
import { lockRenter } from './renter-steps.ts';
import { billsItself, priceOfRental, spanOf } from './rules.ts';
import { insertRental } from './store.ts';
import { benefitsOf } from '../clients/load-benefits.ts';
import { loadInvoice } from '../invoices/load-invoice.ts';
import { statedFacts } from '../kernel/changes.ts';
import type { Percent } from '../kernel/money.ts';
import { operation } from '../kernel/operation.ts';
import { uuidv7 } from '../kernel/uuid.ts';
import { bookRoom, requireRoom } from '../schedule/room-steps.ts';

/** Rents out a room: finds or adds the renter, takes the room for the time, and bills it unless told not to. */
export const createRental = operation(rentalEndpoints.create, async (context, input) => {
  const { policy, timeZone } = context;
  const span = spanOf(input, timeZone);
  const room = await requireRoom(context, input.roomId);
  const client = await lockRenter(context, input);
  const benefit = (await benefitsOf(context, [client.id])).get(client.id) ?? (0 as Percent);
  const price = priceOfRental(span, room.hourlyRate, policy['rental.stepMinutes'], benefit);
  const bills = billsItself(input.autoCreateInvoice, room.autoCreateInvoice, policy['rental.autoInvoice']);

  const id = uuidv7();
  const rental = {
    ...span, ...price, id, roomId: room.id, clientId: client.id, eventType: input.eventType || null, onDate: input.date,
    hourlyRate: room.hourlyRate, autoCreateInvoice: bills, notes: input.notes || null,
  };
  await insertRental(context, rental);
  await bookRoom(context, { roomId: room.id, ...span, rentalId: id });
  const issued = bills && price.price > 0 ? await invoiceRental(context, rental, room.name, benefit) : undefined;

  const result = {
    rental: await requireRental(context, id), invoice: issued ? await loadInvoice(context, issued.id) : null,
  };
  return {
    result,
    audit: {
      entityType: 'rental', entityId: id, clientId: client.id,
      after: {
        ...statedFacts({ eventType: rental.eventType, notes: rental.notes }), ...span, ...price, room: room.name,
        client: client.name, isNewClient: client.isNew, status: result.rental.status,
        invoice: result.invoice && { status: result.invoice.status, totalAmount: result.invoice.totalAmount },
      },
    },
  };
});
