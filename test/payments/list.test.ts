/** The list of payments: who took each, what it paid, what of it is credit, and the sums of everything found. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listPayments } from '../../src/payments/read-payments.ts';
import { openShift } from '../../src/payments/shifts.ts';
import { ask, newClient, newInvoice, openDoor, reverse, topUp } from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';

let world: World;
let shiftId: string;
let boris: string;
const list = (wire: Record<string, unknown> = {}) => ask(world, listPayments, wire);
const amounts = async (wire: Record<string, unknown>) => (await list(wire)).payments.map(({ amount }) => amount);

beforeAll(async () => {
  world = await newWorld({ template: 'SPORT' });
  const anna = await newClient(world, { firstName: 'Анна' });
  boris = await newClient(world, { firstName: 'Борис' });
  await topUp(world, anna, 300);
  shiftId = (await ask(world, openShift, {})).id;
  await newInvoice(world, boris, [100]);
  await newInvoice(world, boris, [150]);
  await topUp(world, boris, 400);
  await newInvoice(world, boris, [170]); // more than the credit that is left, so the next payment settles it
  const wrong = await topUp(world, boris, 50, { paymentMethod: 'CARD' });
  await reverse(world, wrong.payment.id);
});
afterAll(() => world.close());

test('PAY-4: a row says where the money lies, who took it, what it paid and what of it is credit', async () => {
  const { payments } = await list({ clientId: boris, amountFrom: '400' });
  expect(payments).toMatchObject([{
    clientName: 'Борис', shiftId, branchName: expect.any(String) as string, receivedBy: expect.any(String) as string,
    allocatedCount: 2, allocatedAmount: 250, creditLeft: 150,
  }]);
  expect(payments[0]?.shiftOpenedAt).not.toBeNull();
  expect((await list({ q: 'анна' })).payments).toMatchObject([{ shiftOpenedAt: null, allocatedCount: 0, creditLeft: 300 }]);
  expect((await list({ status: 'REVERSED' })).payments).toMatchObject([{ amount: 50, allocatedAmount: 0, creditLeft: 0 }]);
});

test.each([
  [{ get shiftId() { return shiftId; } }, [50, 400]], [{ q: 'БОРИС' }, [50, 400]], [{ method: 'CARD' }, [50]],
  [{ amountFrom: '300' }, [400, 300]], [{ amountTo: '300' }, [50, 300]], [{ sort: 'date' }, [300, 400, 50]],
  [{ sort: 'amount' }, [50, 300, 400]], [{ sort: '-amount' }, [400, 300, 50]], [{ sort: 'client' }, [300, 400, 50]],
])('filter and sort %#', async (wire, found) => expect(await amounts({ ...wire })).toEqual(found));

test('the sums are those of all rows, not of the page', async () => {
  const { payments, pagination, totals } = await list({ limit: '1' });
  expect([payments.length, pagination.total]).toEqual([1, 3]);
  expect(totals).toEqual({ received: 700, reversed: 50, allocated: 250, credit: 450 });
});

test('a family finds its own payments only, also by name', async () => {
  const door = await openDoor(world);
  const key = await door.keyOf('CLIENT', { clientId: boris });
  expect((await door.send('GET', '/api/payments', { key })).body).toMatchObject({
    pagination: { total: 2 }, totals: { received: 400 },
  });
  expect((await door.send('GET', `/api/payments?q=${encodeURIComponent('анна')}`, { key })).body).toMatchObject({ payments: [] });
});
