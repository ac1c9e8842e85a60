import { describe, expect, test } from 'vitest';
import { changeClient, removeClient } from '../../src/clients/write-clients.ts';
import { uuidv7 } from '../../src/kernel/uuid.ts';
import { checkIn, listVisits } from '../../src/rentals/check-in.ts';
import { writeOff } from '../../src/rentals/write-off.ts';
import { createType } from '../../src/subscriptions/types.ts';
import { sellSubscription } from '../../src/subscriptions/sell-pass.ts';
import {
  ask, changingNothing, expectProof, expectRefused, invoiceOf, newClient, newDraft, newInvoice, newStudent, payInvoice,
  refund, refusal,
} from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';
import { rowsOf } from './fixtures.ts';

const days = (quantity = 5) =>
  ({ serviceName: 'Коворкинг (5 дней)', serviceType: 'COWORKING', quantity, unitPrice: 500, writeOffTiming: 'ON_USE' });
const bill = (world: World, clientId: string, ...items: object[]) => newInvoice(world, clientId, [], { items });

/** Paid coworking days. */
async function paidDays(world: World, clientId: string, quantity = 5) {
  const invoice = await bill(world, clientId, days(quantity));
  await payInvoice(world, invoice.id, quantity * 500, { paymentMethod: 'ONLINE' });
  return invoice;
}
const visit = (world: World, clientId: string, date?: string) =>
  ask(world, checkIn, { clientId, ...(date === undefined ? {} : { date }) });
const use = (world: World, at: { id: string; itemId: string }, quantity: number, wire: object = {}) =>
  ask(world, writeOff, { ...at, quantity, ...wire });

describe('coworking', () => {
  test('five days are used up one by one, and a sixth is refused (WE-50, WE-51, WE-52)', async () => {
    const world = await newWorld();
    const clientId = await newClient(world);
    const made = await bill(world, clientId, days());
    expect(made).toMatchObject({ totalAmount: 2500, items: [{ totalPrice: 2500, remainingQuantity: 5 }] });
    await expectRefused(world, () => visit(world, clientId), 'QUANTITY_SHORT');
    await payInvoice(world, made.id, 2500, { paymentMethod: 'ONLINE' });
    expect((await invoiceOf(world, made.id)).items[0]).toMatchObject({ writeOffStatus: 'PENDING', remainingQuantity: 5 });
    const seen = [];
    for (const day of [1, 2, 3, 4, 5]) {
      const { remainingQuantity, writeOffStatus } = await visit(world, clientId, `2025-02-0${day}`);
      seen.push([remainingQuantity, writeOffStatus]);
      await expectProof(world);
    }
    expect(seen).toEqual([
      [4, 'IN_PROGRESS'], [3, 'IN_PROGRESS'], [2, 'IN_PROGRESS'], [1, 'IN_PROGRESS'], [0, 'COMPLETED'],
    ]);
    await changingNothing(world, () => expect(visit(world, clientId, '2025-02-06')).rejects
      .toEqual(expect.objectContaining({ code: 'QUANTITY_SHORT', detail: { left: '0' } })));
    expect(await rowsOf(world, 'select distinct kind, quantity::int, notes from item_write_offs'))
      .toEqual([{ kind: 'COWORKING', quantity: 100, notes: 'Посещение коворкинга' }]);
  });

  test('takes one day for a date however often it is asked; today unless another past day is named', async () => {
    const world = await newWorld();
    const clientId = await newClient(world);
    await paidDays(world, clientId);
    const first = await visit(world, clientId);
    expect(first).toMatchObject({ visit: { date: '2025-02-12', quantity: 1 }, remainingQuantity: 4, repeated: false });
    expect(await visit(world, clientId, '2025-02-12')).toEqual({ ...first, repeated: true });
    await expectRefused(world, () => visit(world, clientId, '2025-02-13'), 'DATE_IN_FUTURE');
    await expectRefused(world, () => visit(world, uuidv7()), 'NOT_FOUND');
    await ask(world, changeClient, { id: clientId, isActive: false });
    await expectRefused(world, () => visit(world, clientId, '2025-02-11'), 'CLIENT_INACTIVE');
    expect(await visit(world, clientId)).toMatchObject({ repeated: true });
    expect(await ask(world, removeClient, { id: clientId })).toMatchObject({ deleted: false });
  });

  test('comes from the oldest paid days; refunded ones are passed over', async () => {
    const world = await newWorld();
    const clientId = await newClient(world);
    const [refunded, unpaid] = [await paidDays(world, clientId, 2), await bill(world, clientId, days())];
    const [old, young] = [await paidDays(world, clientId, 1), await paidDays(world, clientId, 3)];
    await refund(world, { invoiceId: refunded.id, amount: 1000 });
    const from = async (date: string) => (await visit(world, clientId, date)).visit.invoiceId;
    expect([await from('2025-02-01'), await from('2025-02-02')]).toEqual([old.id, young.id]);
    expect((await invoiceOf(world, unpaid.id)).items[0]!.remainingQuantity).toBe(5);
    await expectProof(world);
  });

  test('visits are listed newest first, by client and day; a family sees its own', async () => {
    const world = await newWorld();
    const [one, two] = [await newClient(world), await newClient(world)];
    await paidDays(world, one);
    await paidDays(world, two);
    for (const date of ['2025-02-03', '2025-02-01']) await visit(world, one, date);
    await visit(world, two, '2025-02-02');
    const dates = async (wire: object, options = {}) =>
      (await ask(world, listVisits, { ...wire }, options)).visits.map(({ date }) => date);
    expect(await dates({})).toEqual(['2025-02-03', '2025-02-02', '2025-02-01']);
    expect(await dates({ clientId: one })).toEqual(['2025-02-03', '2025-02-01']);
    expect(await dates({ from: '2025-02-02', to: '2025-02-02' })).toEqual(['2025-02-02']);
    expect(await dates({}, { actor: await world.as('CLIENT', { clientId: two }) })).toEqual(['2025-02-02']);
  });
});

describe('a write-off by hand (S2-147…S2-152)', () => {
  test('takes what is asked from what is left, and says what remains', async () => {
    const world = await newWorld();
    const { id, items: [item] } = await paidDays(world, await newClient(world));
    const at = { id, itemId: item!.id };
    expect(await use(world, at, 1.5, { notes: 'Полдня', date: '2025-02-10' }))
      .toMatchObject({ remainingQuantity: 3.5, item: { writeOffStatus: 'IN_PROGRESS' } });
    await expectRefused(world, () => use(world, at, 4), 'QUANTITY_SHORT');
    await expectRefused(world, () => use(world, at, 1, { date: '2025-02-13' }), 'DATE_IN_FUTURE');
    await expectRefused(world, () => use(world, { ...at, itemId: uuidv7() }, 1), 'ITEM_NOT_FOUND');
    await expectRefused(world, () => use(world, { ...at, id: uuidv7() }, 1), 'INVOICE_NOT_FOUND');
    await expectRefused(world, () => use(world, at, 0), 'VALIDATION');
    expect(await use(world, at, 3.5)).toMatchObject({ remainingQuantity: 0, item: { writeOffStatus: 'COMPLETED' } });
    const written = await rowsOf(world, 'select kind, quantity::int, notes, on_date::text from item_write_offs order by id');
    expect(written).toEqual([
      { kind: 'OTHER', quantity: 150, notes: 'Полдня', on_date: '2025-02-10' },
      { kind: 'OTHER', quantity: 350, notes: null, on_date: '2025-02-12' },
    ]);
    await expectProof(world);
  });

  test('needs payment, except where passes work before it (S2-148, C-29)', async () => {
    const world = await newWorld();
    const clientId = await newClient(world);
    const { id, items: [item] } = await bill(world, clientId, days());
    await payInvoice(world, id, 1000);
    await expectRefused(world, () => use(world, { id, itemId: item!.id }, 1), 'WRITE_OFF_UNPAID');
    await payInvoice(world, id, 1500);
    await use(world, { id, itemId: item!.id }, 1);

    const sport = await newWorld({ template: 'SPORT' });
    const other = await newClient(sport);
    const open = await bill(sport, other, days());
    expect(await use(sport, { id: open.id, itemId: open.items[0]!.id }, 1)).toMatchObject({ remainingQuantity: 4 });
    const draft = await newDraft(sport, other, [], { items: [days()] });
    await expectRefused(sport, () => use(sport, { id: draft.id, itemId: draft.items[0]!.id }, 1), 'WRITE_OFF_UNPAID');
    await expectProof(sport);
  });

  test('of what is used up when sold is refused (S2-149)', async () => {
    const world = await newWorld();
    const { id, items: [item] } = await newInvoice(world, await newClient(world), [500]);
    await payInvoice(world, id, 500);
    await expectRefused(world, () => use(world, { id, itemId: item!.id }, 1), 'WRITE_OFF_ON_SALE');
  });
});

const notices = (world: World) => rowsOf(world, 'select kind, client_id, params from notices order by id');

describe('sessions of a pass, special case 7', () => {
  test('go from the pass and its item together; the end is told, more is refused in the words of C-36', async () => {
    const world = await newWorld();
    const clientId = await newClient(world);
    const studentId = await newStudent(world, clientId);
    const type = await ask(world, createType, { name: 'Вокал', price: 3000, sessionsPerPeriod: 4 });
    const wanted = { clientId, studentId, subscriptionTypeId: type.id };
    const { subscription, invoice } = await ask(world, sellSubscription, wanted);
    const at = { id: invoice.id, itemId: invoice.items[0]!.id };
    await expectRefused(world, () => use(world, at, 1), 'WRITE_OFF_UNPAID');
    await payInvoice(world, invoice.id, 3000);
    await rowsOf(world, 'delete from notices');
    expect((await invoiceOf(world, invoice.id)).subscription).toMatchObject({
      id: subscription.id, name: 'Вокал', status: 'ACTIVE', sessionsLeft: 4,
    });
    expect(await use(world, at, 3, { notes: 'Прошлый журнал', date: '2025-02-10' })).toMatchObject({ remainingQuantity: 1 });
    expect((await invoiceOf(world, invoice.id)).subscription).toMatchObject({ sessionsLeft: 1 });
    expect(await rowsOf(world, 'select kind, delta, reason from session_movements order by id')).toMatchObject([
      { kind: 'GRANT', delta: 4 },
      { kind: 'CHARGE', delta: -3, reason: 'Списание вручную за 10.02.2025: Прошлый журнал' },
    ]);
    await expect(use(world, at, 2)).rejects
      .toEqual(expect.objectContaining({ code: 'SESSIONS_SHORT', detail: { left: '1' } }));
    await expectRefused(world, () => use(world, at, 0.5), 'VALIDATION');
    expect(await notices(world)).toEqual([]);
    expect(await use(world, at, 1)).toMatchObject({ remainingQuantity: 0, item: { writeOffStatus: 'COMPLETED' } });
    expect(await notices(world)).toMatchObject([
      { kind: 'sessions-over', client_id: clientId, params: { student: 'Пётр', subscription: 'Вокал' } },
    ]);
    await expectRefused(world, () => use(world, at, 1), 'SESSIONS_OVER');
    await expectProof(world);
  });

  test('of a line without a pass are counted by the line, and its end is told', async () => {
    const world = await newWorld();
    const clientId = await newClient(world);
    const line = { serviceName: 'Абонемент', serviceType: 'SUBSCRIPTION', quantity: 2, unitPrice: 500 };
    const { id, items: [item] } = await bill(world, clientId, { ...line, writeOffTiming: 'ON_USE' });
    await payInvoice(world, id, 1000);
    await use(world, { id, itemId: item!.id }, 2);
    expect(await notices(world)).toMatchObject([
      { kind: 'invoice-issued' }, { kind: 'sessions-over', params: { subscription: 'Абонемент' } },
    ]);
    await expect(use(world, { id, itemId: item!.id }, 1)).rejects.toEqual(refusal('SESSIONS_OVER'));
    await expectProof(world);
  });
});
