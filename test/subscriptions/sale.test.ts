import { describe, expect, test } from 'vitest';
import { createBenefitCategory } from '../../src/clients/benefit-categories.ts';
import { changeType } from '../../src/subscriptions/types.ts';
import { ask, balanceOf, expectProof, expectRefused, invoiceOf, newClient, newStudent, payInvoice, topUp } from '../money-fixtures.ts';
import { newWorld } from '../world.ts';
import { movementsOf, newGroup, newPupil, newType, noticesOf, passOf, sell } from './fixtures.ts';

const NOW = '2025-01-15T10:00:00Z';

describe('a pass that waits for payment (STUDIO)', () => {
  test.each([
    ['WE-30', 30, 1500, 3500], ['WE-31', 50, 2500, 2500], ['WE-32', 20, 1000, 4000],
  ])('%s: a benefit of %i percent gives discount %i, total %i', async (_, discountPercent, discount, total) => {
    const world = await newWorld({ now: NOW });
    const { id: benefitCategoryId } = await ask(world, createBenefitCategory, { name: 'Льгота', discountPercent });
    const client = await newPupil(world, { benefitCategoryId });
    const { subscription, invoice } = await sell(world, client);
    expect(invoice).toMatchObject({
      purpose: 'INITIAL', status: 'PENDING', subtotal: 5000, discountAmount: discount, totalAmount: total,
      dueDate: '2025-01-22', subscriptionId: subscription.id, // WE-34
    });
    expect(invoice.items).toMatchObject([{
      serviceType: 'SUBSCRIPTION', serviceName: subscription.name, quantity: 1, writeOffTiming: 'ON_USE',
      writeOffStatus: 'PENDING', remainingQuantity: 12, subscriptionTypeId: subscription.subscriptionTypeId,
    }]);
    expect(subscription).toMatchObject({
      status: 'PENDING', sessionsLeft: 0, originalPrice: 5000, paidPrice: 0, startDate: '2025-01-15', endDate: '2025-02-14',
    });
    expect(await noticesOf(world, 'invoice-issued')).toMatchObject([{ invoiceNumber: invoice.invoiceNumber, dueDate: '2025-01-22' }]);
    await expectProof(world);
  });

  test('WE-33: benefit 100 % is paid and active at once, without a payment', async () => {
    const world = await newWorld({ now: NOW });
    const { id: benefitCategoryId } = await ask(world, createBenefitCategory, { name: 'Сотрудник', discountPercent: 100 });
    const { subscription, invoice } = await sell(world, await newPupil(world, { benefitCategoryId }));
    expect(invoice).toMatchObject({ status: 'PAID', discountAmount: 5000, totalAmount: 0 });
    expect(subscription).toMatchObject({ status: 'ACTIVE', sessionsLeft: 12 });
    await expectProof(world);
  });

  test('WE-35: payment in full activates it, grants its sessions once and does not move its end', async () => {
    const world = await newWorld({ now: NOW });
    const { subscription: { id }, invoice } = await sell(world, await newPupil(world));
    await payInvoice(world, invoice.id, 2000); // WE-37: a part is not enough
    expect(await passOf(world, id)).toMatchObject({ status: 'PENDING', sessionsLeft: 0 });
    await payInvoice(world, invoice.id, 3000);
    expect(await passOf(world, id)).toMatchObject({
      status: 'ACTIVE', sessionsLeft: 12, paidPrice: 5000, endDate: '2025-02-14', coversToday: true,
      pricePerSession: 416.67, valueLeft: 5000, isFrozen: false,
      nextPeriod: { periodNumber: 1, startDate: '2025-02-15', endDate: '2025-03-14' },
      invoices: [{ id: invoice.id, status: 'PAID' }], events: [{ kind: 'SOLD' }, { kind: 'ACTIVATED' }],
    });
    expect(await movementsOf(world, id)).toMatchObject([
      { kind: 'GRANT', delta: 12, left: 12, itemId: invoice.items[0]!.id },
    ]);
    expect((await invoiceOf(world, invoice.id)).items[0]).toMatchObject({ remainingQuantity: 12 });
    await expectProof(world);
  });

  test('without a limit there is nothing to count', async () => {
    const world = await newWorld({ now: NOW });
    const type = await newType(world, { sessionsPerPeriod: null });
    const { subscription: { id }, invoice } = await sell(world, { ...await newPupil(world), subscriptionTypeId: type.id });
    expect(invoice.items[0]).toMatchObject({ remainingQuantity: null });
    await payInvoice(world, invoice.id, 5000);
    expect(await passOf(world, id)).toMatchObject({ status: 'ACTIVE', sessionsLeft: null, valueLeft: null, pricePerSession: null });
    await expectProof(world);
  });

  test('what is written off when sold still gives its sessions', async () => {
    const world = await newWorld({ now: NOW });
    const type = await newType(world, { writeOffTiming: 'ON_SALE' });
    const { subscription: { id }, invoice } = await sell(world, { ...await newPupil(world), subscriptionTypeId: type.id });
    await payInvoice(world, invoice.id, 5000);
    expect((await invoiceOf(world, invoice.id)).items[0]).toMatchObject({ writeOffStatus: 'COMPLETED', remainingQuantity: 0 });
    expect(await passOf(world, id)).toMatchObject({ status: 'ACTIVE', sessionsLeft: 12 });
    await expectProof(world);
  });
});

describe('a pass that is active at once (SPORT)', () => {
  test('C-29: it has its sessions before it is paid, and payment grants nothing twice (I-24)', async () => {
    const world = await newWorld({ template: 'SPORT', now: NOW });
    const { clientId, studentId } = await newPupil(world);
    const { subscription, invoice } = await sell(world, { clientId, studentId });
    expect(subscription).toMatchObject({ status: 'ACTIVE', sessionsLeft: 12 });
    expect(invoice.status).toBe('PENDING');
    await topUp(world, clientId, 5000);
    expect(await passOf(world, subscription.id)).toMatchObject({ status: 'ACTIVE', sessionsLeft: 12, invoices: [{ status: 'PAID' }] });
    expect(await movementsOf(world, subscription.id)).toHaveLength(1);
    await expectProof(world);
  });

  test('it may begin later, and covers nothing before that', async () => {
    const world = await newWorld({ template: 'SPORT', now: NOW });
    const { subscription: { id } } = await sell(world, { ...await newPupil(world), startDate: '2025-01-31' });
    expect(await passOf(world, id)).toMatchObject({ status: 'ACTIVE', coversToday: false, endDate: '2025-02-27' });
    await world.setClock('2025-01-31T00:00:00+03:00');
    expect((await passOf(world, id)).coversToday).toBe(true);
  });

  test.each([
    ['WE-90', 5000, 'PAID', 0], ['WE-91', 4999, 'PENDING', 4999],
  ])('%s: with %i in advance the invoice is %s and %i stays', async (_, advance, status, left) => {
    const world = await newWorld({ template: 'SPORT', now: NOW });
    const family = await newPupil(world);
    await topUp(world, family.clientId, advance);
    const { subscription, invoice } = await sell(world, family);
    expect(invoice.status).toBe(status);
    expect(await balanceOf(world, family.clientId)).toBe(left);
    expect(await passOf(world, subscription.id)).toMatchObject({ status: 'ACTIVE', sessionsLeft: 12 });
    await expectProof(world);
  });
});

describe('who gets it', () => {
  test('the only active student of the client, or the person himself', async () => {
    const world = await newWorld({ now: NOW });
    const { clientId, studentId } = await newPupil(world);
    expect((await sell(world, { clientId })).subscription).toMatchObject({ clientId, studentId });
    const alone = await newClient(world, { firstName: 'Ольга', lastName: 'Белова' });
    const first = (await sell(world, { clientId: alone })).subscription;
    expect(first).toMatchObject({ clientId: alone, studentName: 'Ольга Белова' });
    expect((await sell(world, { clientId: alone })).subscription.studentId).toBe(first.studentId);
  });

  test('of several students, or of a firm without any, one must be named', async () => {
    const world = await newWorld({ now: NOW });
    const { clientId } = await newPupil(world);
    await newStudent(world, clientId);
    const subscriptionTypeId = (await newType(world)).id;
    await expectRefused(world, () => sell(world, { clientId, subscriptionTypeId }), 'STUDENT_REQUIRED');
    const firm = await newClient(world, { kind: 'LEGAL', name: 'ООО Ромашка', firstName: null });
    await expectRefused(world, () => sell(world, { clientId: firm, subscriptionTypeId }), 'STUDENT_REQUIRED');
  });

  test('GROUP_FULL: the last place is sold once; the waiting list is open', async () => {
    const world = await newWorld({ now: NOW });
    const groupId = await newGroup(world, { capacity: 1 });
    const subscriptionTypeId = (await newType(world)).id;
    const [one, two] = [await newPupil(world), await newPupil(world)];
    const { subscription } = await sell(world, { ...one, groupId, subscriptionTypeId });
    expect(subscription).toMatchObject({ groupId, groupIds: [groupId] }); // SUB-5
    await expectRefused(world, () => sell(world, { ...two, groupId, subscriptionTypeId }), 'GROUP_FULL');
    await sell(world, { ...two, groupId, subscriptionTypeId, waitingList: true });
  });

  test('what cannot be sold', async () => {
    const world = await newWorld({ now: NOW });
    const family = await newPupil(world);
    const [groupId, other] = [await newGroup(world), await newGroup(world)];
    const { id: subscriptionTypeId } = await newType(world, { groupId });
    await expectRefused(world, () => sell(world, { ...family, groupId: other, subscriptionTypeId }), 'GROUP_NOT_COVERED');
    await sell(world, { ...family, groupId, subscriptionTypeId });
    await ask(world, changeType, { id: subscriptionTypeId, isActive: false });
    await expectRefused(world, () => sell(world, { ...family, groupId, subscriptionTypeId }), 'SUBSCRIPTION_TYPE_INACTIVE');
    const { id: free } = await newType(world, { price: 0 });
    await expectRefused(world, () => sell(world, { ...family, subscriptionTypeId: free }), 'SUBTOTAL_ZERO');
  });

  test('S4-001: a trainer sells too', async () => {
    const world = await newWorld({ now: NOW });
    const actor = await world.as('TRAINER');
    expect((await sell(world, await newPupil(world), { actor })).subscription.status).toBe('PENDING');
  });

  test('I-29: a change of the kind of pass changes no pass already sold', async () => {
    const world = await newWorld({ now: NOW });
    const { id: subscriptionTypeId } = await newType(world);
    const { subscription, invoice } = await sell(world, { ...await newPupil(world), subscriptionTypeId });
    await ask(world, changeType, { id: subscriptionTypeId, price: 9000, sessionsPerPeriod: 4, periodMonths: 3, name: 'Другой' });
    const { invoices: _, events: __, ...after } = await passOf(world, subscription.id);
    expect(after).toEqual(subscription);
    expect((await invoiceOf(world, invoice.id)).items).toEqual(invoice.items);
  });
});
