/** The list of clients as the desk sorts and filters it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBenefitCategory } from '../../src/clients/benefit-categories.ts';
import { listClients } from '../../src/clients/read-clients.ts';
import { ask, newClient, newInvoice, topUp } from '../money-fixtures.ts';
import { clubWorld, mark, pass, person, training } from '../trainings/club.ts';
import type { World } from '../world.ts';

let world: World;
const list = async (wire: Record<string, unknown> = {}) => (await ask(world, listClients, wire)).clients;
const names = async (wire: Record<string, unknown>) => (await list(wire)).map(({ name }) => name);

/** Анна owes past the due date, Борис has credit, Вера comes, Галина is only there. */
beforeAll(async () => {
  world = await clubWorld({ settings: { 'settlement.mode': 'DIRECTED' } });
  const anna = await newClient(world, { firstName: 'Анна', city: 'Орёл' });
  await newInvoice(world, anna, [900], { dueDate: '2024-01-10' });
  await topUp(world, anna, 100);
  const { id } = await ask(world, createBenefitCategory, { name: 'Льгота', discountPercent: 10 });
  const boris = await newClient(world, { firstName: 'Борис', city: 'Омск', benefitCategoryId: id });
  await topUp(world, boris, 500);
  const vera = await person(world, 'Вера');
  await pass(world, vera, { price: 5000 });
  const seen = await training(world, '2024-01-05T10:00', [vera]);
  await mark(world, seen, vera);
  const missed = await training(world, '2024-01-12T10:00', [vera]);
  await mark(world, missed, vera, 'ABSENT');
  await newClient(world, { firstName: 'Галина' });
});
afterAll(() => world.close());

test('CLI-4: a row says what the client has to bring, and what else the desk asks about first', async () => {
  expect(await list({ q: 'анна' })).toMatchObject([{
    name: 'Анна', credit: 100, due: 900, overdue: 900, toPay: 800, students: [], activePasses: 0, lastVisit: null,
  }]);
  expect(await list({ q: 'вера' })).toMatchObject([{
    credit: 0, toPay: 5000, students: [{ name: 'Вера' }], activePasses: 1, lastVisit: '2024-01-05',
  }]);
  expect((await list({ q: 'борис' }))[0]).toMatchObject({ toPay: 0, benefitCategory: { name: 'Льгота' } });
});

test.each([
  [{ debt: 'true' }, ['Анна']], [{ debt: 'false' }, ['Борис', 'Вера', 'Галина']],
  [{ credit: 'true' }, ['Анна', 'Борис']], [{ credit: 'false' }, ['Вера', 'Галина']],
  [{ benefit: 'true' }, ['Борис']], [{ benefit: 'false' }, ['Анна', 'Вера', 'Галина']],
  [{ city: 'орел' }, ['Анна']], [{ city: 'Тула' }, []],
  [{ withoutVisitDays: '10' }, []], [{ withoutVisitDays: '9' }, ['Вера']],
])('the filter %o finds %o', async (wire, found) => expect(await names(wire)).toEqual(found));

test.each([
  ['name', ['Анна', 'Борис', 'Вера', 'Галина']], ['-name', ['Галина', 'Вера', 'Борис', 'Анна']],
  ['-toPay', ['Вера', 'Анна', 'Борис', 'Галина']], ['toPay', ['Борис', 'Галина', 'Анна', 'Вера']],
  ['-overdue', ['Анна', 'Борис', 'Вера', 'Галина']], ['-lastVisit', ['Вера', 'Анна', 'Борис', 'Галина']],
])('sorted by %s', async (sort, found) => expect(await names({ sort })).toEqual(found));

test('pages continue the same order, and the total does not depend on it', async () => {
  const first = await ask(world, listClients, { sort: '-toPay', limit: '2' });
  const second = await ask(world, listClients, { sort: '-toPay', limit: '2', page: '2' });
  expect([...first.clients, ...second.clients].map(({ name }) => name)).toEqual(await names({ sort: '-toPay' }));
  expect(second.pagination).toEqual({ total: 4, page: 2, limit: 2 });
});

test('another sort is refused', async () => {
  await expect(list({ sort: 'balance' })).rejects.toMatchObject({ code: 'VALIDATION' });
});
