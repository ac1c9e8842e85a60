/** Two desks at one moment: whatever the interleaving, the end is that of some serial order. */
import { expect, test } from 'vitest';
import { checkIn } from '../../src/rentals/check-in.ts';
import { cancelRental } from '../../src/rentals/cancel-rental.ts';
import { invoiceRental } from '../../src/rentals/invoice-rental.ts';
import { writeOff } from '../../src/rentals/write-off.ts';
import { ask, balanceOf, expectProof, newClient, newInvoice, pay, payInvoice } from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';
import { newRoom, rent, romashka, rowsOf } from './fixtures.ts';

async function outcomes(attempts: Promise<unknown>[]): Promise<string[]> {
  const settled = await Promise.allSettled(attempts);
  return settled.map((one) => (one.status === 'fulfilled' ? 'done' : String((one.reason as { code?: string }).code)));
}
const four = [0, 1, 2, 3];
const desks = () => newWorld({ connections: 8 });

test('of four desks that rent one room for one time exactly one gets it', async () => {
  const world = await desks();
  const roomId = await newRoom(world);
  const clients = await Promise.all(four.map(() => newClient(world)));
  const results = await outcomes(clients.map((clientId, n) => rent(world, { roomId, clientId, startTime: `14:0${n}` })));
  expect(results.toSorted()).toEqual(['ROOM_BUSY', 'ROOM_BUSY', 'ROOM_BUSY', 'done']);
  expect(await rowsOf(world, 'select status from rentals')).toHaveLength(1);
  expect(await rowsOf(world, 'select id from invoices')).toHaveLength(1);
  await expectProof(world);
});

test('four rentals of one new renter make one client', async () => {
  const world = await desks();
  const rooms = await Promise.all(four.map((n) => newRoom(world, { name: `Зал ${n}` })));
  expect(await outcomes(rooms.map((roomId) => rent(world, { roomId, ...romashka })))).toEqual(four.map(() => 'done'));
  expect(await rowsOf(world, 'select name from clients')).toEqual([{ name: 'ООО Ромашка' }]);
  await expectProof(world);
});

test('four invoices of one rental at once are one', async () => {
  const world = await desks();
  const { rental } = await rent(world, { roomId: await newRoom(world), ...romashka, autoCreateInvoice: false });
  const results = await outcomes(four.map(() => ask(world, invoiceRental, { rentalId: rental.id })));
  expect(results.toSorted()).toEqual(['RENTAL_INVOICE_EXISTS', 'RENTAL_INVOICE_EXISTS', 'RENTAL_INVOICE_EXISTS', 'done']);
  await expectProof(world);
});

test('four check-ins of one client on one date are one visit, with one answer', async () => {
  const world = await desks();
  const clientId = await newClient(world);
  const { id } = await newInvoice(world, clientId, [], {
    items: [{ serviceName: 'Коворкинг', serviceType: 'COWORKING', quantity: 5, unitPrice: 500, writeOffTiming: 'ON_USE' }],
  });
  await payInvoice(world, id, 2500);
  const answers = await Promise.all(four.map(() => ask(world, checkIn, { clientId })));
  expect(new Set(answers.map(({ visit }) => visit.id)).size).toBe(1);
  expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
  expect(answers.map(({ remainingQuantity }) => remainingQuantity)).toEqual([4, 4, 4, 4]);
  await expectProof(world);
});

test('write-offs at once never take more than there is', async () => {
  const world = await desks();
  const { id, items: [item] } = await newInvoice(world, await newClient(world), [], {
    items: [{ serviceName: 'Урок', serviceType: 'OTHER', quantity: 3, unitPrice: 500, writeOffTiming: 'ON_USE' }],
  });
  await payInvoice(world, id, 1500);
  const results = await outcomes([...four, 4].map(() => ask(world, writeOff, { id, itemId: item!.id, quantity: 1 })));
  expect(results.toSorted()).toEqual(['QUANTITY_SHORT', 'QUANTITY_SHORT', 'done', 'done', 'done']);
  await expectProof(world);
});

test('a payment against the cancellation of its rental: one of the two orders', async () => {
  for (const round of four) {
    const world: World = await desks();
    const [roomId, clientId] = [await newRoom(world), await newClient(world)];
    const { rental, invoice } = await rent(world, { roomId, clientId });
    const payment = () => pay(world, { invoiceId: invoice!.id, amount: 8000 });
    const cancel = () => ask(world, cancelRental, { id: rental.id, reason: 'Передумали' });
    const results = await outcomes(round % 2 === 0 ? [payment(), cancel()] : [cancel(), payment()]);
    const paid = results[round % 2 === 0 ? 0 : 1] === 'done';
    expect(await balanceOf(world, clientId)).toBe(paid ? 8000 : 0);
    expect(await rowsOf(world, 'select r.status, i.status as invoice from rentals r join invoices i on i.rental_id = r.id'))
      .toEqual([{ status: 'CANCELLED', invoice: 'CANCELLED' }]);
    expect(await rowsOf(world, 'select from room_bookings')).toEqual([]);
    await expectProof(world);
  }
});
