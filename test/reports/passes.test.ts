/** Reports about passes by hand: who renewed, what burns, what is owed in trainings. */
import { describe, expect, test } from 'vitest';
import { cancelSubscription } from '../../src/subscriptions/cancel-pass.ts';
import { freezeSubscription } from '../../src/subscriptions/freeze-pass.ts';
import { renewSubscription } from '../../src/subscriptions/renew-passes.ts';
import { RENEWAL_STATES } from '../../src/reports/passes-contract.ts';
import { listRenewals, listUnearned, reportExpiring, reportRenewals, reportUnearned } from '../../src/reports/passes.ts';
import { ask, payInvoice } from '../money-fixtures.ts';
import { newPupil, newType, passOf, sell, sellPaid } from '../subscriptions/fixtures.ts';
import { mark, pass, person, training } from '../trainings/club.ts';
import { type World, newWorld } from '../world.ts';

const JANUARY = { from: '2025-01-01', to: '2025-01-31' };
const studio = (settings = {}) => newWorld({ now: '2025-01-01T09:00:00+03:00', settings });

async function renew(world: World, id: string, paidAt?: string): Promise<void> {
  const { invoice } = await ask(world, renewSubscription, { id });
  if (paidAt !== undefined) await world.setClock(paidAt);
  if (paidAt !== undefined) await payInvoice(world, invoice.id, invoice.totalAmount);
}

describe('REP-6: renewals', () => {
  test('of five that ended in January two paid in time, one later, one bought another and one left', async () => {
    const world = await studio();
    const [early, onTheDay, late, another, left] = await Promise.all(
      Array.from({ length: 5 }, async () => sellPaid(world, await newPupil(world))));
    const buyer = await passOf(world, another!.id);
    await world.setClock('2025-01-20T12:00:00+03:00');
    await renew(world, early!.id, '2025-01-25T12:00:00+03:00');
    await renew(world, late!.id);
    await renew(world, onTheDay!.id, '2025-01-31T23:00:00+03:00');
    // The same kind again instead of a renewal; a pass of another kind does not count as staying.
    await sellPaid(world, { clientId: buyer.clientId, studentId: buyer.studentId, startDate: '2025-02-01',
      subscriptionTypeId: buyer.subscriptionTypeId });
    const gone = await passOf(world, left!.id);
    await sellPaid(world, { clientId: gone.clientId, studentId: gone.studentId, startDate: '2025-02-01' });
    await world.setClock('2025-01-31T23:30:00+03:00');
    expect(await ask(world, reportRenewals, JANUARY)).toEqual({
      ended: 5, invoiced: 3, paidInTime: 2, paidLater: 0, boughtAnother: 1, waiting: 2, left: 0 });
    await world.setClock('2025-02-03T12:00:00+03:00');
    const { invoices } = await passOf(world, late!.id);
    const invoiceId = invoices.find(({ purpose }) => purpose === 'RENEWAL')!.id;
    await payInvoice(world, invoiceId, 5000);
    const report = await ask(world, reportRenewals, JANUARY);
    expect(report).toEqual({ ended: 5, invoiced: 3, paidInTime: 2, paidLater: 1, boughtAnother: 1, waiting: 0, left: 1 });
    const rowsOf = async (state: string) => (await ask(world, listRenewals, { ...JANUARY, state })).rows;
    expect((await rowsOf('LEFT')).map((row) => row.subscriptionId)).toEqual([left!.id]);
    expect((await rowsOf('PAID_LATER'))).toMatchObject([
      { subscriptionId: late!.id, endDate: '2025-01-31', dueDate: '2025-01-31', paidOn: '2025-02-03', invoiceId }]);
    for (const state of RENEWAL_STATES) {
      const key = {
        PAID_IN_TIME: 'paidInTime', PAID_LATER: 'paidLater', BOUGHT_ANOTHER: 'boughtAnother', WAITING: 'waiting',
        LEFT: 'left',
      } as const;
      const rows = await rowsOf(state);
      expect(rows).toHaveLength(report[key[state]]);
      expect(rows.every((row) => row.state === state)).toBe(true);
    }
    expect(await rowsOf('INVOICED')).toHaveLength(3);
    expect(await rowsOf('ENDED')).toHaveLength(5);
    // February holds the ends of what was renewed and bought.
    expect((await ask(world, reportRenewals, { from: '2025-02-01', to: '2025-02-28' })).ended).toBe(5);
  });
});

test('expiring: what burns within the days in roubles, and the frozen apart', async () => {
  const world = await studio();
  const burning = await sellPaid(world, await newPupil(world));
  const frozen = await sellPaid(world, await newPupil(world));
  await sell(world, await newPupil(world)); // not paid: nothing to burn
  const unlimited = await newType(world, { sessionsPerPeriod: null });
  await sellPaid(world, { ...await newPupil(world), subscriptionTypeId: unlimited.id });
  await sellPaid(world, { ...await newPupil(world), startDate: '2025-01-10' });
  await world.setClock('2025-01-24T12:00:00+03:00');
  await ask(world, freezeSubscription, { id: frozen.id, freezeStart: '2025-01-24', freezeEnd: '2025-01-30' });
  const report = await ask(world, reportExpiring, { days: 14 });
  expect(report).toMatchObject({
    totals: { passes: 1, sessions: 12, value: 5000 }, frozen: { passes: 1, sessions: 12, value: 5000 },
    pagination: { total: 2 },
  });
  expect(report.passes).toMatchObject([
    { subscriptionId: burning.id, daysLeft: 7, isFrozen: false },
    { subscriptionId: frozen.id, daysLeft: 14, isFrozen: true },
  ]);
  expect((await ask(world, reportExpiring, { days: 6 })).totals).toEqual({ passes: 0, sessions: 0, value: 0 });
  expect((await ask(world, reportExpiring, { days: 14, frozen: 'true' })).passes).toHaveLength(1);
});

describe('unearned: what is owed in trainings at the end of each month', () => {
  test('sessions used, a renewal at another price, and an end without renewal', async () => {
    const world = await studio({ 'training.chargeTiming': 'ON_ATTENDANCE' });
    const [anna, boris] = [await person(world), await person(world)];
    const [first, second] = [await pass(world, anna, { sessions: 8, price: 4000, startDate: '2025-01-01' }),
      await pass(world, boris, { sessions: 3, price: 1000, startDate: '2025-01-15' })];
    for (const id of [first, second]) {
      const { invoices: [invoice] } = await passOf(world, id);
      await payInvoice(world, invoice!.id, invoice!.totalAmount);
    }
    const visit = async (local: string, who: typeof anna) => {
      await world.setClock(`${local}:00+03:00`);
      await mark(world, await training(world, local, [who]), who);
    };
    await visit('2025-01-10T10:00', anna);
    await visit('2025-01-20T10:00', boris);
    await world.setClock('2025-01-31T23:59:00+03:00');
    await renew(world, first, '2025-01-31T23:59:30+03:00');
    await visit('2025-02-05T10:00', anna);
    const at = '2025-02-20T12:00:00+03:00';
    await world.setClock(at);
    const { line, types } = await ask(world, reportUnearned, { from: '2024-12', to: '2025-03' });
    // Anna: 7 + 8 sessions of 500; Boris: 2 of 3 for 1000, which end on 14 February.
    expect(line).toEqual([
      { day: '2024-12-31', passes: 0, sessions: 0, value: 0 },
      { day: '2025-01-31', passes: 2, sessions: 17, value: 7500 + 666.67 },
      { day: '2025-02-20', passes: 1, sessions: 14, value: 7000 },
    ]);
    expect(types).toEqual([expect.objectContaining({ passes: 1, sessions: 14, value: 7000 })]);
    for (const { day, passes, sessions, value } of line) {
      const rows = await ask(world, listUnearned, { asOf: day });
      expect(rows.totals).toEqual({ passes, sessions, value });
      expect(rows.passes.reduce((all, row) => all + Math.round(row.value * 100), 0)).toBe(Math.round(value * 100));
      expect(rows.passes).toHaveLength(passes);
    }
    expect((await passOf(world, first)).valueLeft).toBe(7000);
    await ask(world, cancelSubscription, { id: first, reason: 'По заявлению' });
    expect((await ask(world, listUnearned, {})).totals.passes).toBe(0);
    expect((await ask(world, listUnearned, { asOf: '2025-02-19' })).totals.value).toBe(7000);
  });

  test('a pass that is not paid is not owed for, though its sessions may be used', async () => {
    const world = await newWorld({ template: 'SPORT', now: '2025-01-01T09:00:00+03:00' });
    const { subscription, invoice } = await sell(world, { ...await newPupil(world), startDate: '2025-01-01' });
    expect(await passOf(world, subscription.id)).toMatchObject({ sessionsLeft: 12, valueLeft: 0 });
    expect((await ask(world, listUnearned, {})).totals).toMatchObject({ sessions: 12, value: 0 });
    await world.setClock('2025-01-05T09:00:00+03:00');
    await payInvoice(world, invoice.id, 5000);
    expect((await ask(world, listUnearned, {})).totals).toMatchObject({ sessions: 12, value: 5000 });
    expect((await ask(world, listUnearned, { asOf: '2025-01-04' })).totals).toMatchObject({ sessions: 12, value: 0 });
  });
});
