import { describe, expect, test } from 'vitest';
import { createBranch } from '../../src/access/branches.ts';
import { closeShift, getShift, listShifts, openShift } from '../../src/payments/shifts.ts';
import {
  ask, expectProof, expectRefused, newClient, newInvoice, payInvoice, refund, reverse, topUp,
} from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';

type Shown = { methods: { method: string; expected: number; counted: number | null; difference: number | null }[] };
const of = (shift: Shown, key: 'expected' | 'counted' | 'difference') =>
  Object.fromEntries(shift.methods.map((one) => [one.method, one[key]]));
const expectedOf = async (world: World, id: string) => of(await ask(world, getShift, { id }), 'expected');

describe('a cash shift', () => {
  test('SHI-1: expects its opening cash and every movement of money in it, by method', async () => {
    const world = await newWorld();
    const clientId = await newClient(world);
    const before = await topUp(world, clientId, 40);
    expect(before.payment.shiftId).toBeNull();
    const shift = await ask(world, openShift, { openingCash: 1000 });
    expect(shift).toMatchObject({ branchId: world.branchId, openedBy: world.system.userId, closedAt: null });
    expect(of(shift, 'expected')).toEqual({ CASH: 1000, CARD: 0, BANK_TRANSFER: 0, ONLINE: 0 });
    const cash = await topUp(world, clientId, 500.5);
    expect(cash.payment.shiftId).toBe(shift.id);
    for (const [paymentMethod, amount] of [['CARD', 300], ['CARD', 20], ['BANK_TRANSFER', 70], ['ONLINE', 0.01]] as const) {
      await topUp(world, clientId, amount, { paymentMethod });
    }
    expect(await expectedOf(world, shift.id)).toEqual({ CASH: 1500.5, CARD: 320, BANK_TRANSFER: 70, ONLINE: 0.01 });
    expect(of(await ask(world, getShift, { id: shift.id }), 'counted')).toEqual({ CASH: null, CARD: null, BANK_TRANSFER: null, ONLINE: null });
    await expectProof(world);
  });

  test('a reversal and a refund inside take money out of it, by the method they go by', async () => {
    const world = await newWorld();
    const clientId = await newClient(world);
    const early = await topUp(world, clientId, 100); // taken before the shift, given back in it
    const shift = await ask(world, openShift, { openingCash: 1000 });
    const wrong = await topUp(world, clientId, 500);
    await reverse(world, wrong.payment.id);
    expect(await expectedOf(world, shift.id)).toMatchObject({ CASH: 1000 });
    await reverse(world, early.payment.id);
    expect(await expectedOf(world, shift.id)).toMatchObject({ CASH: 900 });
    const invoice = await newInvoice(world, clientId, [700]);
    await payInvoice(world, invoice.id, 700, { paymentMethod: 'CARD' });
    await refund(world, { invoiceId: invoice.id, amount: 200, method: 'CARD' });
    await refund(world, { invoiceId: invoice.id, amount: 150, method: 'CASH' });
    await topUp(world, clientId, 80, { paymentMethod: 'ONLINE' });
    await refund(world, { clientId, amount: 30, method: 'ONLINE' });
    expect(await expectedOf(world, shift.id)).toEqual({ CASH: 750, CARD: 500, BANK_TRANSFER: 0, ONLINE: 50 });
    await expectProof(world);
  });

  test('closes with what was counted; a difference is kept with its note, and the shift stays as it was closed', async () => {
    const world = await newWorld();
    const clientId = await newClient(world);
    const { id } = await ask(world, openShift, { openingCash: 100 });
    const { payment } = await topUp(world, clientId, 50);
    await topUp(world, clientId, 30, { paymentMethod: 'CARD' });
    await expectRefused(world, () => ask(world, closeShift, { id, counted: { CASH: 149.99 } }), 'SHIFT_DIFFERENCE_NOTE');
    const closed = await ask(world, closeShift, { id, counted: { CASH: 149.99, CARD: 31 }, note: ' Сдача ' });
    expect(closed).toMatchObject({ note: 'Сдача', closedBy: world.system.userId });
    expect(closed.closedAt).not.toBeNull();
    expect(of(closed, 'expected')).toMatchObject({ CASH: 150, CARD: 30 });
    expect(of(closed, 'counted')).toEqual({ CASH: 149.99, CARD: 31, BANK_TRANSFER: 0, ONLINE: 0 });
    expect(of(closed, 'difference')).toEqual({ CASH: -0.01, CARD: 1, BANK_TRANSFER: 0, ONLINE: 0 });
    await expectRefused(world, () => ask(world, closeShift, { id, counted: { CASH: 150 } }), 'SHIFT_CLOSED');
    const next = await ask(world, openShift);
    await reverse(world, payment.id); // of the closed shift, in the next one
    expect(await ask(world, getShift, { id })).toEqual(closed);
    expect(await expectedOf(world, next.id)).toMatchObject({ CASH: -50 });
    await expectProof(world);
  });

  test('what agrees closes without a note; after it money belongs to no shift until the next one', async () => {
    const world = await newWorld();
    const clientId = await newClient(world);
    const { id } = await ask(world, openShift, { openingCash: 10 });
    await topUp(world, clientId, 5);
    expect(of(await ask(world, closeShift, { id, counted: { CASH: 15 } }), 'difference')).toMatchObject({ CASH: 0 });
    expect((await topUp(world, clientId, 5)).payment.shiftId).toBeNull();
    const next = await ask(world, openShift);
    expect((await topUp(world, clientId, 5)).payment.shiftId).toBe(next.id);
    const shown = async (query: object) => (await ask(world, listShifts, { ...query })).shifts.map((shift) => shift.id).toSorted();
    expect(await shown({})).toEqual([id, next.id].toSorted());
    expect([await shown({ open: 'true' }), await shown({ open: 'false' })]).toEqual([[next.id], [id]]);
  });

  test('every branch has its own, and money goes to the shift of its branch', async () => {
    const world = await newWorld();
    const clientId = await newClient(world);
    const branchId = (await ask(world, createBranch, { name: 'Север' })).id;
    const [main, north] = [await ask(world, openShift), await ask(world, openShift, { branchId })];
    const { payment } = await topUp(world, clientId, 70, { branchId });
    expect(payment).toMatchObject({ branchId, shiftId: north.id });
    expect([await expectedOf(world, main.id), await expectedOf(world, north.id)]).toMatchObject([{ CASH: 0 }, { CASH: 70 }]);
    await reverse(world, payment.id); // goes back where it was taken
    expect([await expectedOf(world, main.id), await expectedOf(world, north.id)]).toMatchObject([{ CASH: 0 }, { CASH: 0 }]);
    await expectProof(world);
  });

  test('of two desks that open at once one is refused', async () => {
    const world = await newWorld();
    const both = await Promise.allSettled([1, 2].map((openingCash) => ask(world, openShift, { openingCash })));
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'SHIFT_ALREADY_OPEN' } });
  });

  test('no payment slips in between counting and closing', async () => {
    const world = await newWorld();
    const clients = await Promise.all(Array.from({ length: 8 }, () => newClient(world)));
    const { id } = await ask(world, openShift);
    const paying = clients.map((clientId) => topUp(world, clientId, 10));
    const closing = ask(world, closeShift, { id, counted: { CASH: 0 }, note: 'На ходу' });
    const [closed, ...payments] = await Promise.all([closing, ...paying]);
    const inside = payments.filter(({ payment }) => payment.shiftId === id).length;
    expect(of(closed, 'expected')).toMatchObject({ CASH: inside * 10 });
    await expectProof(world);
  });
});
