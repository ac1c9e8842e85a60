/** One box that finds everything: names and their layouts, phones, sums, numbers, days, titles. */
import { beforeAll, afterAll, describe, expect, test } from 'vitest';
import { createStudent } from '../../src/clients/students.ts';
import { searchAll } from '../../src/desk/search.ts';
import { type Door, ask, newClient, newInvoice, openDoor, payInvoice, topUp } from '../money-fixtures.ts';
import { group, training } from '../trainings/club.ts';
import { type World, neighbourOf, newWorld } from '../world.ts';

let world: World;
let door: Door;
let ids: { anna: string; pyotr: string; invoice: string; number: string; payment: string; yoga: string };
const search = (q: string, limit = 8) => ask(world, searchAll, { q, limit });
const names = async (q: string) => (await search(q)).clients.map(({ name }) => name);

beforeAll(async () => {
  world = await newWorld();
  door = await openDoor(world);
  const anna = await newClient(world, { firstName: 'Анна', lastName: 'Иванова', phone: '+79788451364', cardNumber: 'K-77001' });
  await ask(world, createStudent, { clientId: anna, firstName: 'Лёва', lastName: 'Семёнов' });
  const pyotr = await newClient(world, { firstName: 'Пётр', lastName: 'Алёшин', email: 'alex@example.com' });
  const invoice = await newInvoice(world, anna, [3500], { dueDate: '2025-02-01' });
  const { payment } = await payInvoice(world, (await newInvoice(world, pyotr, [1234.5])).id, 1234.5);
  await topUp(world, anna, 500);
  const yoga = await training(world, '2025-02-13T18:00', [], { title: 'Йога для спины' });
  await group(world, { name: 'Йога 6–8' });
  ids = { anna, pyotr, invoice: invoice.id, number: invoice.invoiceNumber, payment: payment.id, yoga };
});
afterAll(async () => {
  await door.close();
  await world.close();
});

describe('clients', () => {
  test.each([
    ['a surname', 'иванова'], ['its beginning', 'ива'], ['the last four digits of the phone', '1364'],
    ['the phone as it is written', '8 (978) 845-13-64'], ['the card', 'k-77001'], ['the child', 'семенов лева'],
    ['ё or е', 'СЕМЁНОВ'],
  ])('are found by %s', async (_, q) => expect(await names(q)).toEqual(['Иванова Анна']));

  test('are found by e-mail, and with what they have to bring and whose parents they are', async () => {
    expect(await names('alex@example')).toEqual(['Алёшин Пётр']);
    expect((await search('иванова')).clients).toMatchObject([{
      id: ids.anna, phone: '+79788451364', balance: 500, credit: 500, due: 3500, overdue: 3500, toPay: 3000,
      students: [{ name: 'Лёва Семёнов' }],
    }]);
  });

  test('are found in the wrong layout, and the answer says what was meant', async () => {
    expect(await search('bdfyjdf')).toMatchObject({ corrected: 'иванова', clients: [{ id: ids.anna }], similar: [] });
    expect(await search('иванова')).toMatchObject({ corrected: null });
    expect(await search('фдучЖ')).toMatchObject({ corrected: null, clients: [] });
    expect(await search('фдучъучфьзду')).toMatchObject({ corrected: null, clients: [] });
    expect(await search('фдуч')).toMatchObject({ corrected: 'alex', clients: [{ id: ids.pyotr }] });
  });

  test('with near names are offered when nobody has the name', async () => {
    expect(await search('Ивонова')).toMatchObject({
      clients: [], corrected: null, similar: [{ id: ids.anna, name: 'Иванова Анна', student: null }],
    });
    expect((await search('Семеков')).similar).toMatchObject([{ id: ids.anna, student: 'Лёва Семёнов' }]);
    expect((await search('Щщщщщщ')).similar).toEqual([]);
  });
});

describe('money', () => {
  test('an invoice is found by its number, with the year and without', async () => {
    const digits = ids.number.split('-')[2]!;
    for (const q of [ids.number, ids.number.toLowerCase(), `№ ${Number(digits)}`, digits]) {
      expect((await search(q)).invoices[0], q).toMatchObject({ id: ids.invoice, dueAmount: 3500, clientName: 'Иванова Анна' });
    }
  });

  test.each(['3500', '3 500,00', '3500.00 ₽'])('an invoice is found by the exact sum %s', async (q) =>
    expect((await search(q)).invoices).toMatchObject([{ id: ids.invoice, totalAmount: 3500 }]));

  test('a payment is found by its sum, and another sum finds none', async () => {
    expect((await search('1 234,50')).payments).toMatchObject([{ id: ids.payment, amount: 1234.5, clientName: 'Алёшин Пётр' }]);
    expect((await search('1 234,51')).payments).toEqual([]);
  });
});

describe('the schedule', () => {
  test('trainings and groups are found by a word of the title', async () => {
    const found = await search('йога');
    expect(found.trainings).toMatchObject([{ id: ids.yoga, title: 'Йога для спины' }]);
    expect(found.groups).toMatchObject([{ name: 'Йога 6–8' }]);
  });

  test('a day finds its trainings, payments and invoices', async () => {
    expect((await search('13.02.2025')).trainings).toMatchObject([{ id: ids.yoga }]);
    const today = await search('12.02.2025');
    expect(today).toMatchObject({ clients: [], trainings: [] });
    expect([today.invoices.length, today.payments.length]).toEqual([2, 2]);
  });
});

test('nothing is asked, nothing is found; the limit holds', async () => {
  expect(await search('  ')).toEqual({
    clients: [], invoices: [], payments: [], trainings: [], groups: [], corrected: null, similar: [],
  });
  expect((await search('12.02.2025', 1)).invoices).toHaveLength(1);
});

test('another organisation finds none of it', async () => {
  const other = await neighbourOf(world);
  const found = await ask(other, searchAll, { q: 'иванова' });
  expect(found).toMatchObject({ clients: [], similar: [] });
  expect((await ask(other, searchAll, { q: '3500' })).invoices).toEqual([]);
});

test('the office finds, a trainer, a family and a student are refused', async () => {
  for (const role of ['ADMIN', 'MANAGER', 'ACCOUNTANT'] as const) {
    expect((await door.send('GET', '/api/search?q=ива', { key: await door.keyOf(role) })).status).toBe(200);
  }
  const studentId = (await world.database.owner.query<{ id: string }>('select id from students limit 1')).rows[0]!.id;
  for (const [role, person] of [['TRAINER', {}], ['CLIENT', { clientId: ids.anna }], ['STUDENT', { studentId }]] as const) {
    expect(await door.send('GET', '/api/search?q=ива', { key: await door.keyOf(role, person) })).toMatchObject({
      status: 403, body: { code: 'FORBIDDEN' },
    });
  }
});
