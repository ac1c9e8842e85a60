import { describe, expect, test } from 'vitest';
import { importSubscriptions } from '../../src/subscriptions/import-passes.ts';
import { migrateSubscriptions } from '../../src/subscriptions/migrate-passes.ts';
import { renewSubscription } from '../../src/subscriptions/renew-passes.ts';
import { createTraining } from '../../src/schedule/trainings.ts';
import { chargeTraining } from '../../src/trainings/charge-training.ts';
import { ask, balanceOf, changingNothing, expectProof, expectRefused, invoiceOf, payInvoice } from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';
import { movementsOf, newGroup, newPupil, newType, passOf, sellPaid } from './fixtures.ts';

const NOW = '2024-11-20T12:00:00+03:00';
const OLD = {
  originalPrice: 5000, paidPrice: 3500, purchaseDate: '2024-11-05', startDate: '2024-11-05', remainingVisits: 7,
};
type Wire = Record<string, unknown>;
const bring = async (world: World, ...subscriptions: Wire[]) =>
  (await ask(world, importSubscriptions, { subscriptions })).subscriptions;
const migrate = (world: World) => ask(world, migrateSubscriptions);

describe('old passes (special case 9)', () => {
  test('WE-63, S2-250: one historical invoice, paid outside, and none the second time', async () => {
    const world = await newWorld({ now: NOW });
    const { clientId, studentId } = await newPupil(world);
    const subscriptionTypeId = (await newType(world)).id;
    const [pass] = await bring(world, { ...OLD, clientId, studentId, subscriptionTypeId });
    expect(pass).toMatchObject({ status: 'ACTIVE', sessionsLeft: 7, paidPrice: 3500, endDate: '2024-12-04', purchaseDate: '2024-11-05' });
    await expectProof(world);

    await changingNothing(world, async () => {
      const { preview, result } = await world.outcome(migrateSubscriptions, {}, { dryRun: true });
      expect([preview?.dryRun, result.created]).toEqual([true, 1]);
    });
    expect(await migrate(world)).toMatchObject({ created: 1, totalAmount: 3500, invoices: [{ subscriptionId: pass!.id }] });
    expect(await migrate(world)).toEqual({ created: 0, totalAmount: 0, invoices: [] });

    const [made] = (await passOf(world, pass!.id)).invoices;
    expect(await invoiceOf(world, made!.id)).toMatchObject({
      purpose: 'MIGRATION', invoiceNumber: 'INV-2024-00001', status: 'PAID', subtotal: 5000, discountAmount: 1500, totalAmount: 3500,
      issuedAt: '2024-11-04T21:00:00Z', paidAt: '2024-11-04T21:00:00Z', notes: 'Миграция существующего абонемента',
      items: [{
        serviceType: 'SUBSCRIPTION', serviceName: 'Абонемент (мигрировано)', quantity: 1, unitPrice: 5000, basePrice: 5000,
        totalPrice: 3500, writeOffTiming: 'ON_USE', writeOffStatus: 'IN_PROGRESS', remainingQuantity: 7,
      }],
    });
    expect(await balanceOf(world, clientId)).toBe(0); // no phantom money
    expect((await movementsOf(world, pass!.id)).map(({ kind, delta, left }) => [kind, delta, left]))
      .toEqual([['CORRECT', 7, 7], ['CORRECT', -7, 0], ['GRANT', 7, 7]]);
    await expectProof(world);
  });

  test('its sessions are used from the historical item, and it is renewed like any other', async () => {
    const world = await newWorld({ now: NOW });
    const groupId = await newGroup(world, { singlePrice: 500 });
    const subscriptionTypeId = (await newType(world)).id;
    const [pass] = await bring(world, { ...OLD, ...await newPupil(world), groupId, subscriptionTypeId });
    await migrate(world);
    const { id } = await ask(world, createTraining, {
      groupId, startsAt: '2024-11-21T18:00:00+03:00', endsAt: '2024-11-21T19:00:00+03:00',
    });
    await ask(world, chargeTraining, { id });
    const [made] = (await passOf(world, pass!.id)).invoices;
    expect((await invoiceOf(world, made!.id)).items[0]).toMatchObject({ remainingQuantity: 6 });
    const { invoice } = await ask(world, renewSubscription, { id: pass!.id });
    await payInvoice(world, invoice.id, 5000);
    expect(await passOf(world, pass!.id)).toMatchObject({ sessionsLeft: 18, endDate: '2025-01-04' });
    await expectProof(world);
  });

  test('nothing left is COMPLETED, no limit has nothing to count, a pass with an invoice is left alone', async () => {
    const world = await newWorld({ now: NOW });
    const { name } = await newType(world);
    await sellPaid(world, await newPupil(world));
    const passes = await bring(world,
      { ...OLD, ...await newPupil(world), name, remainingVisits: 0 },
      { ...OLD, ...await newPupil(world), name, remainingVisits: null },
      { ...OLD, ...await newPupil(world), name, paidPrice: 5500 });
    expect(passes.map(({ sessionsLeft }) => sessionsLeft)).toEqual([0, null, 7]);
    expect((await migrate(world)).created).toBe(3);
    const items = [];
    for (const { id } of passes) {
      const [made] = (await passOf(world, id)).invoices;
      const { items: [item], ...invoice } = await invoiceOf(world, made!.id);
      items.push([item!.writeOffStatus, item!.remainingQuantity, invoice.discountAmount, invoice.adjustmentAmount, invoice.totalAmount]);
    }
    expect(items).toEqual([ // SUB-11
      ['COMPLETED', 0, 1500, 0, 3500], ['IN_PROGRESS', null, 1500, 0, 3500], ['IN_PROGRESS', 7, 0, 500, 5500],
    ]);
    await expectProof(world);
  });

  test('two migrations at once make one invoice for each pass', async () => {
    const world = await newWorld({ now: NOW });
    const { name } = await newType(world);
    const [pass] = await bring(world, { ...OLD, ...await newPupil(world), name });
    const outcomes = await Promise.all([migrate(world), migrate(world)]);
    expect(outcomes.reduce((all, { created }) => all + created, 0)).toBe(1);
    expect((await passOf(world, pass!.id)).invoices).toHaveLength(1);
  });

  test.each([
    ['2024-12-04', '2025-01-04'], ['2025-02-10', '2025-03-10'], ['2024-11-25', '2024-12-25'],
  ])('SUB-12: an end on %s is kept, and the next period follows to %s', async (endDate, next) => {
    const world = await newWorld({ now: NOW });
    const { name } = await newType(world);
    const [pass] = await bring(world, { ...OLD, ...await newPupil(world), name, endDate });
    expect(pass).toMatchObject({ endDate, nextPeriod: { endDate: next } });
  });

  test('what cannot be brought in', async () => {
    const world = await newWorld({ now: NOW });
    const { name } = await newType(world);
    const pupil = await newPupil(world);
    const refused = (wire: Wire, code: string) =>
      expectRefused(world, () => bring(world, { ...OLD, ...pupil, name, ...wire }), code);
    await refused({ name: 'Нет такого' }, 'NOT_FOUND');
    await refused({ endDate: '2024-11-01' }, 'DATES_REVERSED');
    await refused({ purchaseDate: '2024-11-21' }, 'DATE_IN_FUTURE');
    await bring(world, { ...OLD, ...pupil, name });
  });
});
