import { describe, expect, test } from 'vitest';
import { cancelInvoice } from '../../src/invoices/cancel-invoice.ts';
import { uuidv7 } from '../../src/kernel/uuid.ts';
import { cancelRental } from '../../src/rentals/cancel-rental.ts';
import { changeRental } from '../../src/rentals/change-rental.ts';
import { invoiceRental } from '../../src/rentals/invoice-rental.ts';
import { getRental, listRentals } from '../../src/rentals/read-rentals.ts';
import {
  ask, balanceOf, changingNothing, expectProof, expectRefused, invoiceOf, newClient, payInvoice, refund,
} from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';
import { benefitOf, newRoom, rent, rentalOf, romashka } from './fixtures.ts';

const fromRental = (world: World, rentalId: string) => ask(world, invoiceRental, { rentalId });
const cancel = (world: World, id: string, reason = 'Мероприятие отменили') => ask(world, cancelRental, { id, reason });

describe('an invoice by hand (S2-122, S2-123)', () => {
  test('RENT-6: is made once, again after it was cancelled, and never for a free or a cancelled rental', async () => {
    const world = await newWorld();
    const [roomId, clientId] = [await newRoom(world), await newClient(world)];
    const { rental } = await rent(world, { roomId, clientId, autoCreateInvoice: false });
    const first = await fromRental(world, rental.id);
    expect(first).toMatchObject({
      rentalId: rental.id, totalAmount: 8000, dueDate: '2025-02-15', createdBy: world.system.userId,
    });
    await expectRefused(world, () => fromRental(world, rental.id), 'RENTAL_INVOICE_EXISTS');
    await ask(world, cancelInvoice, { id: first.id, reason: 'Ошибка' });
    await benefitOf(world, clientId, 50);
    expect(await fromRental(world, rental.id)).toMatchObject({ subtotal: 8000, totalAmount: 4000 });
    expect(await rentalOf(world, rental.id)).toMatchObject({ price: 8000, totalPrice: 4000, status: 'PLANNED' });
    expect((await rentalOf(world, rental.id)).invoices.map(({ status }) => status)).toEqual(['PENDING', 'CANCELLED']);
    await expectRefused(world, () => fromRental(world, uuidv7()), 'NOT_FOUND');
    const free = await rent(world, { roomId: await newRoom(world, { name: 'Двор', hourlyRate: 0 }), clientId });
    await expectRefused(world, () => fromRental(world, free.rental.id), 'NOTHING_TO_INVOICE');
    await cancel(world, rental.id);
    await expectRefused(world, () => fromRental(world, rental.id), 'RENTAL_CANCELLED');
    await expectProof(world);
  });
});

describe('a change', () => {
  test('RENT-7: of the notes is always possible; of the time only while it is planned and not billed', async () => {
    const world = await newWorld();
    const [roomId, clientId] = [await newRoom(world), await newClient(world)];
    const { rental, invoice } = await rent(world, { roomId, clientId });
    const { id } = rental;
    expect(await ask(world, changeRental, { id, notes: 'Колонки', eventType: 'Концерт' }))
      .toMatchObject({ notes: 'Колонки', eventType: 'Концерт', price: 8000 });
    await expectRefused(world, () => ask(world, changeRental, { id, startTime: '15:00' }), 'RENTAL_INVOICE_EXISTS');
    await ask(world, cancelInvoice, { id: invoice!.id, reason: 'Перенос' });
    await rent(world, { roomId, clientId, startTime: '19:00', endTime: '20:00' });
    await expectRefused(world, () => ask(world, changeRental, { id, endTime: '19:30' }), 'ROOM_BUSY');
    await expectRefused(world, () => ask(world, changeRental, { id, endTime: '13:30' }), 'TIME_REVERSED');
    expect(await ask(world, changeRental, { id, startTime: '15:00', endTime: '19:00' }))
      .toMatchObject({ startTime: '15:00', endTime: '19:00', price: 8000, notes: 'Колонки' });
    expect(await ask(world, changeRental, { id, date: '2025-02-16', startTime: '17:30' }))
      .toMatchObject({ date: '2025-02-16', minutes: 90, price: 3000 });
    await rent(world, { roomId, clientId, startTime: '14:00', endTime: '19:00' }); // the old time is free again
    await cancel(world, id);
    await expectRefused(world, () => ask(world, changeRental, { id, endTime: '18:30' }), 'RENTAL_CANCELLED');
    await expectProof(world);
  });
});

describe('a cancellation', () => {
  test('frees the room, voids the unpaid invoice, and happens once, with a reason', async () => {
    const world = await newWorld();
    const [roomId, clientId] = [await newRoom(world), await newClient(world)];
    const { rental, invoice } = await rent(world, { roomId, clientId });
    await expectRefused(world, () => cancel(world, rental.id, '  '), 'REASON_REQUIRED');
    const input = { id: rental.id, reason: 'Отмена' };
    const preview = await changingNothing(world, () => world.outcome(cancelRental, input, { dryRun: true }));
    const voided = [{ invoiceNumber: invoice!.invoiceNumber, returned: 0 }];
    expect(preview.result).toMatchObject({ voided, balance: 0 });
    const { rental: after } = await cancel(world, rental.id);
    expect(after).toMatchObject({ status: 'CANCELLED', cancelReason: 'Мероприятие отменили' });
    const cancelled = { status: 'CANCELLED', items: [{ writeOffStatus: 'CANCELLED' }] };
    expect(await invoiceOf(world, invoice!.id)).toMatchObject(cancelled);
    await expectRefused(world, () => cancel(world, rental.id), 'RENTAL_CANCELLED');
    await rent(world, { roomId, clientId });
    await expectProof(world);
  });

  test('of a paid rental returns the money to the client’s credit, where it pays what waits', async () => {
    for (const template of ['STUDIO', 'SPORT'] as const) {
      const world = await newWorld({ template });
      const [roomId, clientId] = [await newRoom(world), await newClient(world)];
      const { rental } = await rent(world, { roomId, clientId });
      const later = await rent(world, { roomId, clientId, date: '2025-02-16', endTime: '15:00' });
      await payInvoice(world, (await rentalOf(world, rental.id)).invoices[0]!.id, 8000);
      expect((await rentalOf(world, rental.id)).status).toBe('CONFIRMED');
      const balance = template === 'SPORT' ? 6000 : 8000;
      expect(await cancel(world, rental.id)).toMatchObject({ returned: 8000, balance, voided: [{ returned: 8000 }] });
      expect([await balanceOf(world, clientId), (await rentalOf(world, rental.id)).status]).toEqual([balance, 'CANCELLED']);
      expect((await rentalOf(world, later.rental.id)).status).toBe(template === 'SPORT' ? 'CONFIRMED' : 'PLANNED');
      await expectProof(world);
    }
  });

  test('RENT-8: is refused once the rental has begun; a refunded invoice stays as it is', async () => {
    const world = await newWorld();
    const [roomId, clientId] = [await newRoom(world), await newClient(world)];
    const { rental, invoice } = await rent(world, { roomId, clientId });
    await payInvoice(world, invoice!.id, 8000);
    await refund(world, { invoiceId: invoice!.id, amount: 8000 });
    const begun = await rent(world, { roomId, clientId, date: '2025-02-12', startTime: '12:00', endTime: '13:00' });
    await expectRefused(world, () => cancel(world, begun.rental.id), 'RENTAL_STARTED'); // it is noon
    expect(await cancel(world, rental.id)).toMatchObject({ voided: [], returned: 0, balance: 0 });
    expect((await rentalOf(world, rental.id)).status).toBe('CANCELLED');
    expect(await invoiceOf(world, invoice!.id)).toMatchObject({ status: 'PAID', refundedAmount: 8000 });
    await expectProof(world);
  });
});

test('rentals are listed latest first, by room, client, day and state; a family sees its own', async () => {
  const world = await newWorld();
  const [roomId, other] = [await newRoom(world), await newRoom(world, { name: 'Малый зал' })];
  const clientId = await newClient(world);
  const one = (await rent(world, { roomId, clientId })).rental.id;
  const two = (await rent(world, { roomId: other, ...romashka, date: '2025-02-17' })).rental.id;
  const found = async (wire: object, options = {}) =>
    (await ask(world, listRentals, { ...wire }, options)).rentals.map(({ id }) => id);
  expect(await found({})).toEqual([two, one]);
  expect(await found({ roomId })).toEqual([one]);
  expect(await found({ clientId })).toEqual([one]);
  expect(await found({ from: '2025-02-16' })).toEqual([two]);
  expect(await found({ to: '2025-02-15' })).toEqual([one]);
  expect([await found({ status: 'CONFIRMED' }), await found({ page: '2', limit: '1' })]).toEqual([[], [one]]);
  const actor = await world.as('CLIENT', { clientId });
  expect(await found({}, { actor })).toEqual([one]);
  expect((await ask(world, getRental, { id: one }, { actor })).invoices).toHaveLength(1);
  await expectRefused(world, () => ask(world, getRental, { id: two }, { actor }), 'NOT_FOUND');
});
