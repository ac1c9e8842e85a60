/** Special case 8: a pass and something else on one invoice; and the last place of a group sold by two desks. */
import { describe, expect, test } from 'vitest';
import { createService } from '../../src/catalogue/services.ts';
import { createClient } from '../../src/clients/write-clients.ts';
import { createInvoice } from '../../src/sales/create-invoice.ts';
import { createBenefitCategory } from '../../src/clients/benefit-categories.ts';
import { listSubscriptions } from '../../src/subscriptions/read-passes.ts';
import { changeType, createType, getType, listTypes } from '../../src/subscriptions/types.ts';
import { ask, expectProof, expectRefused, invoiceOf, payInvoice, refusal } from '../money-fixtures.ts';
import { newWorld } from '../world.ts';
import { newGroup, newPupil, newType, passOf, sell, sellPaid } from './fixtures.ts';

const NOW = '2025-01-15T10:00:00Z';
const trial = { serviceName: 'Пробное занятие Вокал', serviceType: 'SINGLE_SESSION', unitPrice: 500 };

describe('a combined invoice', () => {
  test('WE-53: paid, the pass is active and the single session is used up', async () => {
    const world = await newWorld({ now: NOW });
    const { subscription, invoice } = await sell(world, { ...await newPupil(world), items: [trial] });
    expect(invoice).toMatchObject({ totalAmount: 5500, items: [{ totalPrice: 5000 }, { totalPrice: 500, writeOffStatus: 'PENDING' }] });
    await payInvoice(world, invoice.id, 5500);
    expect(await passOf(world, subscription.id)).toMatchObject({ status: 'ACTIVE', sessionsLeft: 12 });
    expect((await invoiceOf(world, invoice.id)).items)
      .toMatchObject([{ writeOffStatus: 'PENDING', remainingQuantity: 12 }, { writeOffStatus: 'COMPLETED' }]);
    await expectProof(world);
  });

  test('a manual invoice that names a kind of pass sells it (WE-53, S2-246, S2-247)', async () => {
    const world = await newWorld({ now: NOW });
    const type = await newType(world);
    const client = await ask(world, createClient, { firstName: 'Анна' });
    const items = [
      { serviceType: 'SUBSCRIPTION', serviceName: 'Танцы', subscriptionTypeId: type.id, quantity: 1, unitPrice: 5000, writeOffTiming: 'ON_USE' },
      trial,
    ];
    const invoice = await ask(world, createInvoice, { clientId: client.id, items });
    expect(invoice).toMatchObject({ totalAmount: 5500, purpose: 'INITIAL', items: [{ remainingQuantity: 12 }, {}] });
    const { subscriptions: [pass] } = await ask(world, listSubscriptions, { clientId: client.id });
    expect(pass).toMatchObject({ id: invoice.subscriptionId, status: 'PENDING', sessionsLeft: 0 });
    await payInvoice(world, invoice.id, 5500);
    expect(await passOf(world, pass!.id)).toMatchObject({ status: 'ACTIVE', sessionsLeft: 12, paidPrice: 5000 });
    expect((await invoiceOf(world, invoice.id)).items)
      .toMatchObject([{ writeOffStatus: 'PENDING', remainingQuantity: 12 }, { writeOffStatus: 'COMPLETED' }]);
    await expectProof(world);
    await expectRefused(world, () => ask(world, createInvoice, { clientId: client.id, items: [items[0], items[0]] }), 'VALIDATION');
    const unknown = { ...items[0], subscriptionTypeId: client.id };
    await expectRefused(world, () => ask(world, createInvoice, { clientId: client.id, items: [unknown] }), 'NOT_FOUND');
    await expectRefused(world, () => ask(world, createInvoice, { clientId: client.id, items: [unknown], asDraft: true }), 'NOT_FOUND');
  });

  test('the same where passes work from the sale (C-29)', async () => {
    const world = await newWorld({ now: NOW, template: 'SPORT' });
    const type = await newType(world);
    const client = await ask(world, createClient, { firstName: 'Анна' });
    const items = [{ serviceType: 'SUBSCRIPTION', serviceName: 'Танцы', subscriptionTypeId: type.id, unitPrice: 5000 }, trial];
    const invoice = await ask(world, createInvoice, { clientId: client.id, items });
    expect(await passOf(world, invoice.subscriptionId!)).toMatchObject({ status: 'ACTIVE', sessionsLeft: 12, paidPrice: 0 });
    await payInvoice(world, invoice.id, 5500);
    expect(await passOf(world, invoice.subscriptionId!)).toMatchObject({ status: 'ACTIVE', sessionsLeft: 12, paidPrice: 5000 });
    await expectProof(world);
  });

  test('WE-54: the benefit is taken off both', async () => {
    const world = await newWorld({ now: NOW });
    const { id: benefitCategoryId } = await ask(world, createBenefitCategory, { name: 'Льгота', discountPercent: 30 });
    const { invoice } = await sell(world, { ...await newPupil(world, { benefitCategoryId }), items: [trial] });
    expect(invoice).toMatchObject({
      subtotal: 5500, discountAmount: 1650, totalAmount: 3850, items: [{ totalPrice: 3500 }, { totalPrice: 350 }],
    });
    await expectProof(world);
  });

  test('a service of the catalogue has its own price and timing', async () => {
    const world = await newWorld({ now: NOW });
    const { id: serviceId } = await ask(world, createService, {
      name: 'Коворкинг', serviceType: 'COWORKING', basePrice: 300, writeOffTiming: 'ON_USE', validFrom: '2025-01-01',
    });
    const pupil = await newPupil(world);
    const { invoice } = await sell(world, { ...pupil, items: [{ serviceId, quantity: 2 }] });
    expect(invoice.items[1]).toMatchObject({ serviceName: 'Коворкинг', totalPrice: 600, remainingQuantity: 2 });
    const nothing = { serviceId: '00000000-0000-7000-8000-000000000000' };
    await expectRefused(world, () => sell(world, { ...pupil, subscriptionTypeId: invoice.items[0]!.subscriptionTypeId, items: [nothing] }), 'NOT_FOUND');
    await expectProof(world);
  });
});

test('GROUP_FULL: two desks sell the last place at once, and one of them does', async () => {
  const world = await newWorld({ now: NOW });
  const groupId = await newGroup(world, { capacity: 1 });
  const subscriptionTypeId = (await newType(world)).id;
  const pupils = [await newPupil(world), await newPupil(world)];
  const sales = await Promise.allSettled(pupils.map((pupil) => sell(world, { ...pupil, groupId, subscriptionTypeId })));
  expect(sales.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(sales.find((sale) => sale.status === 'rejected')!.reason).toEqual(refusal('GROUP_FULL'));
  expect((await ask(world, listSubscriptions)).pagination.total).toBe(1);
});

describe('kinds of passes', () => {
  test('are made, found and changed; a name is there once and groups exist', async () => {
    const world = await newWorld({ now: NOW });
    const groupId = await newGroup(world);
    const type = await ask(world, createType, { name: '  Йога   8 ', price: 4000, sessionsPerPeriod: 8, groupId });
    expect(type).toMatchObject({
      name: 'Йога 8', price: 4000, sessionsPerPeriod: 8, periodMonths: 1, writeOffTiming: 'ON_USE', vat: 'NONE', vatRate: 0,
      groupIds: [groupId], isActive: true,
    });
    expect(await ask(world, getType, { id: type.id })).toEqual(type);
    const wider = await ask(world, changeType, { id: type.id, groupIds: null, sessionsPerPeriod: null, vat: 'STANDARD' });
    expect(wider).toMatchObject({ groupIds: null, sessionsPerPeriod: null, vatRate: 20 });
    await expectRefused(world, () => ask(world, createType, { name: 'Йога 8', price: 1 }), 'NAME_TAKEN');
    const { id } = await newType(world);
    await expectRefused(world, () => ask(world, changeType, { id, name: 'Йога 8' }), 'NAME_TAKEN');
    await expectRefused(world, () => ask(world, changeType, { id, groupId: id }), 'NOT_FOUND');
    await ask(world, changeType, { id, isActive: false });
    expect((await ask(world, listTypes, { active: 'true' })).subscriptionTypes).toMatchObject([{ id: type.id }]);
    expect((await ask(world, listTypes)).pagination.total).toBe(2);
  });
});

test('passes are found by client, student, group, status and end', async () => {
  const world = await newWorld({ now: NOW });
  const groupId = await newGroup(world);
  const [one, two] = [await newPupil(world), await newPupil(world)];
  const a = (await sellPaid(world, { ...one, groupId })).id;
  const b = (await sell(world, { ...two, groupId: await newGroup(world), startDate: '2025-03-01' })).subscription.id;
  const c = (await sell(world, { ...two, startDate: '2025-02-01' })).subscription.id; // for every group
  const found = async (query: Record<string, unknown>) =>
    (await ask(world, listSubscriptions, query)).subscriptions.map(({ id }) => ({ [a]: 'a', [b]: 'b', [c]: 'c' })[id]).join('');
  expect(await found({})).toBe('acb');
  expect(await found({ clientId: one.clientId })).toBe('a');
  expect(await found({ studentId: two.studentId })).toBe('cb');
  expect(await found({ groupId })).toBe('ac');
  expect(await found({ status: 'PENDING' })).toBe('cb');
  expect(await found({ expiringBefore: '2025-02-28' })).toBe('a');
  expect(await found({ limit: '1', page: '2' })).toBe('c');
});

test('another line called a pass, without its kind, is counted by itself', async () => {
  const world = await newWorld({ now: NOW });
  const type = await newType(world);
  const client = await ask(world, createClient, { firstName: 'Анна' });
  const items = [
    { serviceType: 'SUBSCRIPTION', serviceName: 'Танцы', subscriptionTypeId: type.id, unitPrice: 5000 },
    { serviceType: 'SUBSCRIPTION', serviceName: 'Бассейн', quantity: 3, unitPrice: 300, writeOffTiming: 'ON_USE' },
  ];
  const invoice = await ask(world, createInvoice, { clientId: client.id, items });
  await payInvoice(world, invoice.id, 5900);
  expect(await passOf(world, invoice.subscriptionId!)).toMatchObject({ sessionsLeft: 12, paidPrice: 5000 });
  expect((await invoiceOf(world, invoice.id)).items).toMatchObject([{ remainingQuantity: 12 }, { remainingQuantity: 3 }]);
  await expectProof(world);
});
