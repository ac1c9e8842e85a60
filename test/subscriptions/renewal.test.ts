import { describe, expect, test } from 'vitest';
import { createBenefitCategory } from '../../src/clients/benefit-categories.ts';
import { changeClient } from '../../src/clients/write-clients.ts';
import { cancelInvoice } from '../../src/invoices/cancel-invoice.ts';
import { changeType } from '../../src/subscriptions/types.ts';
import { renewDue, renewSubscription } from '../../src/subscriptions/renew-passes.ts';
import { runExpulsions } from '../../src/subscriptions/expulsion-jobs.ts';
import { runRenewals } from '../../src/subscriptions/renewal-jobs.ts';
import { ask, balanceOf, changingNothing, expectProof, expectRefused, invoiceOf, payInvoice, topUp } from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';
import { atNightOf, jobOn, movementsOf, newGroup, newPupil, newType, noticesOf, passOf, sell, sellPaid } from './fixtures.ts';

const studio = (settings = {}) => newWorld({ now: '2025-01-01T09:00:00+03:00', settings });

async function nightOf(world: World, date: string) {
  await world.setClock(atNightOf(date));
  await runExpulsions(jobOn(world, date));
  return runRenewals(jobOn(world, date));
}
const renewals = async (world: World, id: string) =>
  (await passOf(world, id)).invoices.filter(({ purpose }) => purpose === 'RENEWAL');

describe('renewal ahead of time', () => {
  test('WE-55: seven days before the end the renewal invoice is there, due on the last day, and the client knows', async () => {
    const world = await studio();
    const { id } = await sellPaid(world, await newPupil(world));
    expect((await nightOf(world, '2025-01-23')).metrics).toMatchObject({ due: 0, issued: 0 });
    expect((await nightOf(world, '2025-01-24')).metrics).toMatchObject({ due: 1, issued: 1, issuedAmount: 500_000, failed: 0 });
    const [renewal] = await renewals(world, id);
    const invoice = await invoiceOf(world, renewal!.id);
    expect(invoice).toMatchObject({
      status: 'PENDING', dueDate: '2025-01-31', notes: 'Автоматическое продление абонемента', totalAmount: 5000,
      items: [{ serviceType: 'SUBSCRIPTION', remainingQuantity: 12, writeOffStatus: 'PENDING' }],
    });
    expect(invoice.items[0]!.serviceName).toMatch(/ \(продление\)$/);
    expect(await noticesOf(world, 'renewal-issued')).toMatchObject([
      { endShortDate: '2025-01-31', invoiceNumber: invoice.invoiceNumber },
    ]);
    await expectProof(world);
  });

  test('WE-56, WE-57: a paid renewal moves the end to 28.02 and the next to 31.03, and its sessions come on top', async () => {
    const world = await studio();
    const { id } = await sellPaid(world, await newPupil(world));
    const ends = [];
    for (const date of ['2025-01-24', '2025-02-24']) {
      await nightOf(world, date);
      await payInvoice(world, (await renewals(world, id)).at(-1)!.id, 5000);
      ends.push((await passOf(world, id)).endDate);
    }
    expect(ends).toEqual(['2025-02-28', '2025-03-31']);
    expect(await passOf(world, id)).toMatchObject({ sessionsLeft: 36, periodNumber: 2, startDate: '2025-01-01' });
    await expectProof(world);
  });

  test('C-35: without carry-over what is left of the old period expires', async () => {
    const world = await studio({ 'subscription.carryOver': false });
    const { id } = await sellPaid(world, await newPupil(world));
    await nightOf(world, '2025-01-24');
    await payInvoice(world, (await renewals(world, id))[0]!.id, 5000);
    // Paid ahead: until the period ends its sessions are there.
    expect(await passOf(world, id)).toMatchObject({ sessionsLeft: 24 });
    for (const [date, left] of [['2025-01-31', 24], ['2025-02-01', 12], ['2025-02-02', 12]] as const) {
      await world.setClock(atNightOf(date));
      await runExpulsions(jobOn(world, date));
      expect(await passOf(world, id), date).toMatchObject({ sessionsLeft: left });
    }
    expect((await movementsOf(world, id)).map(({ kind, delta }) => [kind, delta]))
      .toEqual([['GRANT', 12], ['GRANT', 12], ['EXPIRE', -12]]);
    await expectProof(world);
  });

  test('WE-60: a day that was missed is caught up, and no day issues it twice', async () => {
    const world = await studio();
    const { id } = await sellPaid(world, await newPupil(world));
    expect((await nightOf(world, '2025-01-25')).metrics['issued']).toBe(1);
    expect((await nightOf(world, '2025-01-25')).metrics['issued']).toBe(0);
    expect((await nightOf(world, '2025-01-26')).metrics['issued']).toBe(0);
    expect(await renewals(world, id)).toHaveLength(1);
  });

  test('SUB-9: two runs at once issue one invoice, and a pass that has ended is not renewed', async () => {
    const world = await studio();
    const { id } = await sellPaid(world, await newPupil(world));
    await world.setClock(atNightOf('2025-01-24'));
    const outcomes = await Promise.all([runRenewals(jobOn(world, '2025-01-24')), runRenewals(jobOn(world, '2025-01-24'))]);
    expect(outcomes.map(({ errors }) => errors)).toEqual([[], []]);
    expect(await renewals(world, id)).toHaveLength(1);
    const late = await sellPaid(world, await newPupil(world));
    await world.setClock(atNightOf('2025-02-24'));
    expect((await runRenewals(jobOn(world, '2025-02-24'))).metrics['due']).toBe(0);
    expect(await renewals(world, late.id)).toEqual([]);
  });

  test('a cancelled renewal is not made again by itself, only by a manager (C-32)', async () => {
    const world = await studio();
    const { id } = await sellPaid(world, await newPupil(world));
    await nightOf(world, '2025-01-24');
    const [first] = await renewals(world, id);
    await expectRefused(world, () => ask(world, renewSubscription, { id }), 'RENEWAL_EXISTS');
    await ask(world, cancelInvoice, { id: first!.id, reason: 'Уезжает' });
    expect((await nightOf(world, '2025-01-25')).metrics['issued']).toBe(0);
    const { invoice } = await ask(world, renewSubscription, { id });
    await payInvoice(world, invoice.id, 5000);
    expect(await passOf(world, id)).toMatchObject({ endDate: '2025-02-28', periodNumber: 1 });
    await expectProof(world);
  });

  test('S2-110: at the price and with the benefit of today; one failure stops nobody else', async () => {
    const world = await studio();
    const type = await newType(world);
    const free = await newType(world);
    const one = await sellPaid(world, { ...await newPupil(world), subscriptionTypeId: type.id });
    const bad = await sellPaid(world, { ...await newPupil(world), subscriptionTypeId: free.id });
    const two = await sellPaid(world, { ...await newPupil(world), subscriptionTypeId: type.id });
    await ask(world, changeType, { id: type.id, price: 6000 });
    await ask(world, changeType, { id: free.id, price: 0 });
    const { metrics, errors } = await nightOf(world, '2025-01-24');
    expect(metrics).toMatchObject({ due: 3, issued: 2, issuedAmount: 1_200_000, failed: 1 });
    expect(errors).toMatchObject([{ code: 'SUBTOTAL_ZERO', entityType: 'subscription', entityId: bad.id }]);
    for (const { id } of [one, two]) expect(await renewals(world, id)).toMatchObject([{ totalAmount: 6000 }]);
  });

  test('S2-110, C-06: a client who pays nothing by now is renewed at once', async () => {
    const world = await studio();
    const pupil = await newPupil(world);
    const { id } = await sellPaid(world, pupil);
    const { id: benefitCategoryId } = await ask(world, createBenefitCategory, { name: 'Сотрудник', discountPercent: 100 });
    await ask(world, changeClient, { id: pupil.clientId, benefitCategoryId });
    expect((await nightOf(world, '2025-01-24')).metrics).toMatchObject({ issued: 1, issuedAmount: 0 });
    expect(await passOf(world, id)).toMatchObject({ endDate: '2025-02-28', sessionsLeft: 24, invoices: [{}, { status: 'PAID', totalAmount: 0 }] });
    await expectProof(world);
  });

  test('S4-004: where the credit pays by itself, the renewal is paid and begins with it', async () => {
    const world = await newWorld({ template: 'SCHOOL', now: '2025-01-01T09:00:00+03:00', settings: { 'renewal.auto': true } });
    const pupil = await newPupil(world);
    const { id } = await sellPaid(world, pupil);
    await topUp(world, pupil.clientId, 5000);
    await nightOf(world, '2025-01-24');
    expect(await passOf(world, id)).toMatchObject({ endDate: '2025-02-28', sessionsLeft: 24 });
    expect(await balanceOf(world, pupil.clientId)).toBe(0);
    await expectProof(world);
  });

  test('what is no longer sold, or not active, is not renewed; a preview changes nothing', async () => {
    const world = await studio();
    const type = await newType(world);
    const { id } = await sellPaid(world, { ...await newPupil(world), subscriptionTypeId: type.id });
    const waiting = (await sell(world, await newPupil(world))).subscription.id;
    await world.setClock(atNightOf('2025-01-24'));
    await changingNothing(world, async () => {
      expect((await runRenewals(jobOn(world, '2025-01-24', true))).metrics).toMatchObject({ due: 1, issued: 1 });
    });
    await ask(world, changeType, { id: type.id, isActive: false });
    expect((await runRenewals(jobOn(world, '2025-01-24'))).metrics['due']).toBe(0);
    await expectRefused(world, () => ask(world, renewSubscription, { id }), 'SUBSCRIPTION_TYPE_INACTIVE');
    await expectRefused(world, () => ask(world, renewSubscription, { id: waiting }), 'SUBSCRIPTION_NOT_ACTIVE');
    expect(await ask(world, renewDue, { id: waiting, date: '2025-01-24' })).toMatchObject({ invoiceNumber: null });
  });
});

describe('the end of a pass', () => {
  test('WE-59: unpaid on 14.02 it is still active; on 15.02 it expires and the student is expelled', async () => {
    const world = await studio();
    const groupId = await newGroup(world);
    const { id } = await sellPaid(world, { ...await newPupil(world), groupId });
    await nightOf(world, '2025-01-24');
    await nightOf(world, '2025-02-14');
    expect([(await passOf(world, id)).status, await membershipOf(world, groupId)]).toEqual(['ACTIVE', 'ACTIVE']);
    await nightOf(world, '2025-02-15');
    expect((await passOf(world, id)).status).toBe('EXPIRED');
    expect(await membershipOf(world, groupId)).toBe('EXPELLED');
    expect(await renewals(world, id)).toMatchObject([{ status: 'PENDING' }]); // the claim stays (C-33)
    expect(await noticesOf(world, 'subscription-expelled')).toMatchObject([{ dueDate: '2025-01-31' }]);
    await nightOf(world, '2025-02-15');
    expect(await noticesOf(world, 'subscription-expelled')).toHaveLength(1);
    await expectProof(world);
  });

  test('C-33: paid after that, it begins anew on the day of payment and the student is back', async () => {
    const world = await studio();
    const groupId = await newGroup(world);
    const { id } = await sellPaid(world, { ...await newPupil(world), groupId });
    await nightOf(world, '2025-01-24');
    await nightOf(world, '2025-02-15');
    await world.setClock('2025-02-20T12:00:00+03:00');
    await payInvoice(world, (await renewals(world, id))[0]!.id, 5000);
    expect(await passOf(world, id)).toMatchObject({ status: 'ACTIVE', startDate: '2025-02-20', endDate: '2025-03-19', sessionsLeft: 24 });
    expect(await membershipOf(world, groupId)).toBe('ACTIVE');
    await expectProof(world);
  });

  test('SUB-6: what is left is written down once with its value, and told', async () => {
    const world = await studio();
    const { id } = await sellPaid(world, await newPupil(world));
    await world.setClock(atNightOf('2025-02-01'));
    const { metrics } = await runExpulsions(jobOn(world, '2025-02-01'));
    expect(metrics).toMatchObject({ ended: 1, unusedSessions: 12, unusedAmount: 500_000, expired: 0 });
    expect((await runExpulsions(jobOn(world, '2025-02-01'))).metrics['ended']).toBe(0);
    expect((await passOf(world, id)).events.at(-1)).toMatchObject({ kind: 'ENDED', endDate: '2025-01-31', sessionsLeft: 12, value: 5000 });
    expect(await noticesOf(world, 'subscription-ended')).toMatchObject([{ sessionsLeft: 12, leftAmount: 500_000, endDate: '2025-01-31' }]);
  });

  test('SUB-10: another pass for the group keeps the place; without grace days nobody is expelled', async () => {
    const world = await studio();
    const groupId = await newGroup(world);
    const pupil = await newPupil(world);
    const { id } = await sellPaid(world, { ...pupil, groupId });
    await sellPaid(world, { ...pupil, startDate: '2025-02-01' });
    await nightOf(world, '2025-02-15');
    expect((await passOf(world, id)).status).toBe('EXPIRED');
    expect(await membershipOf(world, groupId)).toBe('ACTIVE');
    const patient = await studio({ 'expulsion.graceDays': null });
    const kept = await sellPaid(patient, await newPupil(patient));
    await nightOf(patient, '2025-06-01');
    expect((await passOf(patient, kept.id)).status).toBe('ACTIVE');
  });

  async function membershipOf(world: World, groupId: string): Promise<unknown> {
    const { rows } = await world.database.owner.query<{ status: string }>(
      'select status from group_members where org_id = $1 and group_id = $2', [world.orgId, groupId]);
    return rows[0]?.status;
  }
});
