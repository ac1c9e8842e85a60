import { describe, expect, test } from 'vitest';
import { changeClient, removeClient } from '../../src/clients/write-clients.ts';
import { cancelInvoice } from '../../src/invoices/cancel-invoice.ts';
import { uuidv7 } from '../../src/kernel/uuid.ts';
import { changeRental } from '../../src/rentals/change-rental.ts';
import { createRental } from '../../src/rentals/create-rental.ts';
import { changeRoom } from '../../src/schedule/rooms.ts';
import {
  ask, balanceOf, changingNothing, expectProof, expectRefused, invoiceOf, newClient, payInvoice, topUp,
} from '../money-fixtures.ts';
import { newWorld } from '../world.ts';
import { benefitOf, evening, newRoom, rent, rentalOf, romashka, rowsOf } from './fixtures.ts';

describe('a rental by somebody from outside', () => {
  test('costs 4 h × 2000 = 8000, is due on its day and adds the client (WE-41); payment confirms it (WE-42)', async () => {
    const world = await newWorld();
    const roomId = await newRoom(world);
    const { rental, invoice } = await rent(world, { roomId, ...romashka, eventType: 'Корпоратив' });
    expect(rental).toMatchObject({
      status: 'PLANNED', minutes: 240, durationHours: 4, hourlyRate: 2000, price: 8000, discountAmount: 0,
      totalPrice: 8000, date: '2025-02-15', startTime: '14:00', endTime: '18:00', nextDay: false,
      startsAt: '2025-02-15T11:00:00Z',
      clientName: 'ООО Ромашка', clientPhone: '+79001234567', eventType: 'Корпоратив', autoCreateInvoice: true,
    });
    expect(invoice).toMatchObject({
      purpose: 'RENTAL', rentalId: rental.id, clientId: rental.clientId, status: 'PENDING', subtotal: 8000,
      totalAmount: 8000, dueDate: '2025-02-15',
      items: [{
        serviceType: 'RENTAL', serviceName: 'Аренда Большой зал', quantity: 4, unitPrice: 2000, basePrice: 8000,
        totalPrice: 8000, writeOffTiming: 'ON_SALE', writeOffStatus: 'PENDING',
      }],
    });
    expect(await rowsOf(world, 'select kind, name from clients')).toEqual([{ kind: 'LEGAL', name: 'ООО Ромашка' }]);
    expect((await invoiceOf(world, invoice!.id)).rental).toEqual({
      id: rental.id, roomName: 'Большой зал', onDate: '2025-02-15', startsAt: rental.startsAt, endsAt: rental.endsAt,
      status: 'PLANNED',
    });
    await expectProof(world);

    await payInvoice(world, invoice!.id, 8000, { paymentMethod: 'BANK_TRANSFER' });
    const paid = await rentalOf(world, rental.id);
    expect(paid).toMatchObject({ status: 'CONFIRMED', invoices: [{ id: invoice!.id, status: 'PAID' }] });
    expect(paid.invoices[0]!.items).toMatchObject([{ writeOffStatus: 'COMPLETED', remainingQuantity: 0 }]);
    await expectProof(world);
  });

  test('is priced by the minute: 1.50 hours are 3000, 50 minutes 1666.67 (WE-43, WE-44), and the books hold', async () => {
    const world = await newWorld();
    const roomId = await newRoom(world);
    const half = await rent(world, { roomId, ...romashka, endTime: '15:30' });
    const short = await rent(world, { roomId, ...romashka, startTime: '16:00', endTime: '16:50' });
    expect(half.invoice).toMatchObject({ totalAmount: 3000, items: [{ quantity: 1.5, unitPrice: 2000 }] });
    expect(short.invoice).toMatchObject({ totalAmount: 1666.67, items: [{ quantity: 0.83, unitPrice: 2000 }] });
    await expectProof(world);
  });

  test('is the same client by phone, however it is typed; without a name or a phone there is none', async () => {
    const world = await newWorld();
    const roomId = await newRoom(world);
    const known = await newClient(world, { firstName: 'Анна', phone: '8 (900) 123-45-67' });
    const { rental } = await rent(world, { roomId, ...romashka });
    expect(rental).toMatchObject({ clientId: known, clientName: 'Анна' });
    const next = { roomId, startTime: '19:00', endTime: '20:00' };
    await expectRefused(world, () => rent(world, { ...next, clientName: 'ИП Орлов' }), 'RENTER_REQUIRED');
    await expectRefused(world, () => rent(world, { ...next, clientPhone: '+79001234568' }), 'RENTER_REQUIRED');
    await expectRefused(world, () => rent(world, { ...next, clientName: 'ИП Орлов', clientPhone: '123' }), 'PHONE_INVALID');
    const other = await rent(world, { ...next, clientName: 'ИП Орлов', clientPhone: '+79001234568' });
    expect(await rowsOf(world, `select kind, name from clients where id = '${other.rental.clientId}'`))
      .toEqual([{ kind: 'PERSON', name: 'ИП Орлов' }]);
    await ask(world, changeClient, { id: known, isActive: false });
    const late = { roomId, ...romashka, startTime: '21:00', endTime: '22:00' };
    await expectRefused(world, () => rent(world, late), 'CLIENT_INACTIVE');
  });
});

describe('a rental by a client', () => {
  test('takes his benefit, today’s: 30 % off; with 100 % it is paid and confirmed at once (S2-116, I-39)', async () => {
    const world = await newWorld();
    const roomId = await newRoom(world);
    const clientId = await newClient(world);
    await benefitOf(world, clientId, 30);
    const third = await rent(world, { roomId, clientId, endTime: '14:50' });
    expect(third.rental).toMatchObject({ price: 1666.67, discountAmount: 500, totalPrice: 1166.67 });
    expect(third.invoice).toMatchObject({ subtotal: 1666.67, discountAmount: 500, totalAmount: 1166.67 });
    await benefitOf(world, clientId, 100);
    const free = await rent(world, { roomId, clientId, startTime: '16:00' });
    expect(free.rental).toMatchObject({ status: 'CONFIRMED', totalPrice: 0 });
    expect(free.invoice).toMatchObject({ status: 'PAID', totalAmount: 0 });
    expect((await rentalOf(world, third.rental.id)).totalPrice).toBe(1166.67);
    await expectProof(world);
  });

  test('is paid from his credit where the queue rules, and confirmed with it', async () => {
    const world = await newWorld({ template: 'SPORT' });
    const clientId = await newClient(world);
    await topUp(world, clientId, 10_000);
    const { rental, invoice } = await rent(world, { roomId: await newRoom(world), clientId });
    expect([rental.status, invoice?.status, await balanceOf(world, clientId)]).toEqual(['CONFIRMED', 'PAID', 2000]);
    await expectProof(world);
  });

  test('bills itself unless the request, the room or the organisation says no; a free room is never billed', async () => {
    const world = await newWorld({ settings: { 'rental.autoInvoice': false } });
    const clientId = await newClient(world);
    const rooms = [null, true, false].map((autoCreateInvoice, n) => newRoom(world, { name: `Зал ${n}`, autoCreateInvoice }));
    const [plain = '', yes = '', no = ''] = await Promise.all(rooms);
    const billed = async (wire: object) => {
      const { rental, invoice } = await rent(world, { clientId, ...wire });
      return [rental.autoCreateInvoice, invoice !== null];
    };
    expect(await billed({ roomId: plain })).toEqual([false, false]);
    expect(await billed({ roomId: yes })).toEqual([true, true]);
    expect(await billed({ roomId: no })).toEqual([false, false]);
    expect(await billed({ roomId: no, date: '2025-02-16', autoCreateInvoice: true })).toEqual([true, true]);
    expect(await billed({ roomId: yes, date: '2025-02-16', autoCreateInvoice: false })).toEqual([false, false]);
    expect(await billed({ roomId: await newRoom(world, { name: 'Двор', hourlyRate: 0 }), autoCreateInvoice: true }))
      .toEqual([true, false]);
    await expectProof(world);
  });

  test('keeps its rate when the room becomes dearer (I-29)', async () => {
    const world = await newWorld();
    const [roomId, clientId] = [await newRoom(world), await newClient(world)];
    const { rental, invoice } = await rent(world, { roomId, clientId });
    await ask(world, changeRoom, { id: roomId, hourlyRate: 3000 });
    expect((await invoiceOf(world, invoice!.id)).totalAmount).toBe(8000);
    await ask(world, cancelInvoice, { id: invoice!.id, reason: 'Перенос' });
    const shorter = await ask(world, changeRental, { id: rental.id, endTime: '15:00' });
    expect(shorter).toMatchObject({ hourlyRate: 2000, price: 2000 });
  });

  test('is refused over another, with an end before the start, in a closed room, by a switched-off client', async () => {
    const world = await newWorld();
    const [roomId, clientId] = [await newRoom(world), await newClient(world)];
    await rent(world, { roomId, clientId, eventType: 'Корпоратив' });
    const during = (startTime: string, endTime: string, nextDay?: boolean) =>
      rent(world, { roomId, clientId, startTime, endTime, nextDay });
    await expectRefused(world, () => during('17:59', '19:00'), 'ROOM_BUSY');
    await during('18:00', '19:00');
    await expectRefused(world, () => during('22:00', '02:00'), 'TIME_REVERSED');
    const night = await during('22:00', '02:00', true);
    expect(night.rental).toMatchObject({ minutes: 240, nextDay: true, endsAt: '2025-02-15T23:00:00Z' });
    const other = { roomId, clientId, date: '2025-02-20' };
    await expectRefused(world, () => rent(world, { ...other, roomId: uuidv7() }), 'NOT_FOUND');
    await expectRefused(world, () => rent(world, { ...other, clientId: uuidv7() }), 'NOT_FOUND');
    await expectRefused(world, () => rent(world, { roomId, date: '2025-02-20' }), 'RENTER_REQUIRED');
    await ask(world, changeClient, { id: clientId, isActive: false });
    await expectRefused(world, () => rent(world, other), 'CLIENT_INACTIVE');
    await ask(world, changeClient, { id: clientId, isActive: true });
    await ask(world, changeRoom, { id: roomId, isActive: false });
    await expectRefused(world, () => rent(world, other), 'ROOM_INACTIVE');
    await ask(world, changeRoom, { id: roomId, isActive: true });
    await rent(world, other);
    await expectProof(world);
  });

  test('is previewed without a trace, and made as it was previewed', async () => {
    const world = await newWorld();
    const input = createRental.endpoint.input.parse({ roomId: await newRoom(world), ...evening, ...romashka });
    const preview = await changingNothing(world, () => world.outcome(createRental, input, { dryRun: true }));
    expect(preview.result).toMatchObject({ rental: { price: 800_000 }, invoice: { totalAmount: 800_000 } });
    const { previewHash } = preview.preview!;
    expect(await world.run(createRental, input, { previewHash })).toMatchObject({ rental: { price: 800_000 } });
  });

  test('keeps the client’s card from being deleted', async () => {
    const world = await newWorld();
    const [roomId, clientId] = [await newRoom(world), await newClient(world)];
    await rent(world, { roomId, clientId, autoCreateInvoice: false });
    expect(await ask(world, removeClient, { id: clientId })).toMatchObject({ deleted: false });
  });
});
