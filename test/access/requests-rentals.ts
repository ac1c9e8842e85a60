/** Requests for rentals, coworking, write-offs and reservations that succeed when they are allowed. */
import { createService } from '../../src/catalogue/services.ts';
import { createTerm } from '../../src/catalogue/terms.ts';
import { checkIn } from '../../src/rentals/check-in.ts';
import { createRental } from '../../src/rentals/create-rental.ts';
import { createReservation } from '../../src/reservations/reservations.ts';
import { createRoom } from '../../src/schedule/rooms.ts';
import { ask, newInvoice, payInvoice } from '../money-fixtures.ts';
import type { Family, Make, Request } from './requests.ts';

let counter = 0;
const fresh = (word: string): string => `${word} ${(counter += 1)}`;
const REASON = 'Мероприятие отменили';

const room = ({ world }: Family) => ask(world, createRoom, { name: fresh('Зал'), hourlyRate: 2000 });
const times = { date: '2025-04-15', startTime: '14:00', endTime: '18:00' };
export const newRental = async (family: Family, autoCreateInvoice = true) =>
  (await ask(family.world, createRental, {
    roomId: (await room(family)).id, clientId: family.clientId, ...times, autoCreateInvoice,
  })).rental;
const atRental = async (family: Family): Promise<Request> => ({ at: { id: (await newRental(family)).id } });

/** A paid invoice of five coworking days. */
async function paidDays({ world, clientId }: Family) {
  const invoice = await newInvoice(world, clientId, [], {
    items: [{ serviceName: 'Коворкинг', serviceType: 'COWORKING', quantity: 5, unitPrice: 500, writeOffTiming: 'ON_USE' }],
  });
  await payInvoice(world, invoice.id, 2500);
  return invoice;
}
const nextDate = (): string => Temporal.PlainDate.from('2024-01-01').add({ days: (counter += 1) }).toString();
export async function newVisit(family: Family) {
  await paidDays(family);
  return (await ask(family.world, checkIn, { clientId: family.clientId, date: nextDate() })).visit;
}

async function holding({ world, studentId }: Family) {
  const service = await ask(world, createService, {
    name: fresh('Хор'), serviceType: 'OTHER', basePrice: 100, writeOffTiming: 'ON_USE',
  });
  const term = await ask(world, createTerm, { name: fresh('Весна'), startDate: '2025-01-01', endDate: '2025-05-31' });
  return { studentId, termId: term.id, items: [{ serviceId: service.id, quantity: 4 }] };
}
const atReservation = async (family: Family): Promise<Request> =>
  ({ at: { id: (await ask(family.world, createReservation, await holding(family))).id } });

export const rentalRequests: Record<string, Make> = {
  'GET /api/rentals': () => ({}),
  'POST /api/rentals': async (family) => ({
    body: { roomId: (await room(family)).id, clientName: fresh('ООО Ромашка'), clientPhone: '+7 900 123-45-67', ...times },
  }),
  'GET /api/rentals/{id}': atRental,
  'PATCH /api/rentals/{id}': async (family) => ({ ...await atRental(family), body: { notes: fresh('Колонки') } }),
  'POST /api/rentals/{id}/cancel': async (family) => ({ ...await atRental(family), body: { reason: REASON } }),
  'POST /api/invoices/from-rental': async (family) => ({ body: { rentalId: (await newRental(family, false)).id } }),
  'POST /api/coworking/check-in': async (family) => {
    await paidDays(family);
    return { body: { clientId: family.clientId, date: nextDate() } };
  },
  'GET /api/coworking/visits': () => ({}),
  'POST /api/invoices/{id}/items/{itemId}/write-off': async (family) => {
    const { id, items } = await paidDays(family);
    return { at: { id, itemId: items[0]!.id }, body: { quantity: 1 } };
  },
  'GET /api/reservations': () => ({}),
  'POST /api/reservations': async (family) => ({ body: await holding(family) }),
  'GET /api/reservations/{id}': atReservation,
  'PATCH /api/reservations/{id}': async (family) => ({ ...await atReservation(family), body: { notes: fresh('Ждут') } }),
  'POST /api/reservations/{id}/release': atReservation,
};
