/** The card of a client: one request, every figure of it the same as on its own screen. */
import { expect, test } from 'vitest';
import { addContact } from '../../src/clients/contacts.ts';
import { getClient } from '../../src/clients/read-clients.ts';
import { getCard } from '../../src/desk/card.ts';
import { createBenefitCategory } from '../../src/clients/benefit-categories.ts';
import { changeClient } from '../../src/clients/write-clients.ts';
import { ask, newClient, newInvoice, openDoor, payInvoice, refusal, reverse, topUp } from '../money-fixtures.ts';
import { clubWorld, pass, person, training } from '../trainings/club.ts';
import { type World, neighbourOf } from '../world.ts';

const card = (world: World, id: string) => ask(world, getCard, { id });

test('figures, passes, invoices, trainings, events and today’s payments', async () => {
  const world = await clubWorld({ settings: { 'settlement.mode': 'DIRECTED', 'settlement.allowPartial': true } });
  const anna = await person(world, 'Аня');
  const { clientId } = anna;
  const old = await newInvoice(world, clientId, [2000], { dueDate: '2024-01-10' });
  const young = await newInvoice(world, clientId, [300, 200], { dueDate: '2024-01-20', studentId: anna.studentId });
  await topUp(world, clientId, 1500);
  await payInvoice(world, young.id, 100);
  const wrong = await topUp(world, clientId, 700);
  await reverse(world, wrong.payment.id);
  const passId = await pass(world, anna, { sessions: 8 });
  const soon = await training(world, '2024-01-15T18:00', [anna]);
  const far = await training(world, '2024-01-16T18:00', [anna]);
  await training(world, '2024-02-16T18:00', [anna]);
  await ask(world, addContact, { id: clientId, name: 'Бабушка', phone: '+79788451364' });

  const found = await card(world, clientId);
  const { client, figures } = found;
  expect(client).toEqual(await ask(world, getClient, { id: clientId }));
  expect(figures).toEqual({ credit: 1500, due: 2000 + 400 + 5000, overdue: 2000, toPay: 5900 });
  expect(found.students).toMatchObject([{ id: anna.studentId, name: 'Аня', age: null, isActive: true }]);
  expect(found.passes).toMatchObject([{ id: passId, studentName: 'Аня', sessionsLeft: 8, sessionsTotal: 8, isFrozen: false }]);
  expect(found.invoices.map(({ id }) => id).slice(0, 2)).toEqual([old.id, young.id]);
  expect(found.invoices).toHaveLength(3);
  expect(found.invoices[0]).toMatchObject({ dueAmount: 2000, daysOverdue: 5, firstItemName: 'Занятие', itemCount: 1, studentName: null });
  expect(found.invoices[1]).toMatchObject({ dueAmount: 400, daysOverdue: 0, itemCount: 2, studentName: 'Аня' });
  expect(found.trainings).toMatchObject([
    { id: soon, studentName: 'Аня', status: 'BOOKED', zone: 'FINE', safeUntil: '2024-01-15T03:00:00Z' },
    { id: far, zone: 'SAFE', safeUntil: '2024-01-16T03:00:00Z' },
  ]);
  expect(found.events).toHaveLength(5);
  expect(found.events[0]).toMatchObject({ type: 'PAYMENT_REVERSAL', balance: 1500 });
  expect(found.todayPayments.map(({ amount }) => amount)).toEqual([100, 1500]);
  expect(found.contacts).toMatchObject([{ name: 'Бабушка' }]);
  expect(found.benefit).toBeNull();
});

test('credit beyond what is due leaves nothing to bring; the benefit says whether it counts today', async () => {
  const world = await clubWorld({ settings: { 'settlement.mode': 'DIRECTED' } });
  const clientId = await newClient(world);
  await newInvoice(world, clientId, [1000]);
  await topUp(world, clientId, 1500);
  const { id: benefitCategoryId } = await ask(world, createBenefitCategory, { name: 'Многодетная', discountPercent: 30 });
  await ask(world, changeClient, { id: clientId, benefitCategoryId, benefitValidUntil: '2024-01-14' });
  expect(await card(world, clientId)).toMatchObject({
    figures: { credit: 1500, due: 1000, overdue: 0, toPay: 0 },
    benefit: { name: 'Многодетная', discountPercent: 30, validUntil: '2024-01-14', hasDocument: false, inForce: false },
  });
  await ask(world, changeClient, { id: clientId, benefitValidUntil: '2024-01-15' });
  expect((await card(world, clientId)).benefit?.inForce).toBe(true);
});

test('a family opens its own card and no other; a trainer and a student open none', async () => {
  const world = await clubWorld();
  const [anna, boris] = [await person(world), await person(world)];
  const door = await openDoor(world);
  const family = await door.keyOf('CLIENT', { clientId: anna.clientId });
  const open = (key: string, id: string) => door.send('GET', `/api/clients/${id}/card`, { key });
  expect(await open(family, anna.clientId)).toMatchObject({ status: 200, body: { client: { id: anna.clientId } } });
  expect(await open(family, boris.clientId)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  expect((await open(await door.keyOf('TRAINER'), anna.clientId)).status).toBe(403);
  expect((await open(await door.keyOf('STUDENT', { studentId: anna.studentId }), anna.clientId)).status).toBe(403);
  const other = await neighbourOf(world);
  await expect(card(other, anna.clientId)).rejects.toEqual(refusal('NOT_FOUND'));
});
