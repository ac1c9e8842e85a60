/** The list of invoices: where each comes from, how it is sorted, and the sums of everything found. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cancelInvoice } from '../../src/invoices/cancel-invoice.ts';
import { listInvoices } from '../../src/invoices/read-invoices.ts';
import { ask, newClient, newDraft, newInvoice, openDoor, topUp } from '../money-fixtures.ts';
import { NIGHT, clubWorld, group, mark, pass, person, runNight, training } from '../trainings/club.ts';
import type { World } from '../world.ts';

let world: World;
let clientId: string;
const list = (wire: Record<string, unknown> = {}) => ask(world, listInvoices, wire);
const sums = async (wire: Record<string, unknown>) => (await list(wire)).invoices.map(({ totalAmount }) => totalAmount);
const ofOlga = { q: 'орлова' };

beforeAll(async () => {
  world = await clubWorld({ settings: { 'settlement.mode': 'DIRECTED', 'settlement.allowPartial': true } });
  clientId = await newClient(world, { lastName: 'Орлова', firstName: 'Ольга' });
  await newInvoice(world, clientId, [300, 200], { dueDate: '2024-01-10' });
  const paid = await newInvoice(world, clientId, [1000], { dueDate: '2024-01-20' });
  await topUp(world, clientId, 400, { invoiceId: paid.id, clientId: undefined });
  await newInvoice(world, clientId, [700], { dueDate: '2024-01-15' });
  const voided = await newInvoice(world, clientId, [9000]);
  await ask(world, cancelInvoice, { id: voided.id, reason: 'Выставлен по ошибке' });
  await newDraft(world, clientId, [8000]);
});
afterAll(() => world.close());

test('a row says for whom and what for, how late it is, and what is left', async () => {
  const { invoices: [late] } = await list({ ...ofOlga, overdue: 'true' });
  expect(late).toMatchObject({
    clientName: 'Орлова Ольга', studentName: null, source: 'manual', firstItemName: 'Занятие', itemCount: 2,
    daysOverdue: 5, dueAmount: 500,
  });
});

describe('filters', () => {
  test.each([
    [{ unpaid: 'true' }, [700, 1000, 500]], [{ unpaid: 'false' }, [8000, 9000]], [{ overdue: 'true' }, [500]],
    [{ dueTo: '2024-01-15' }, [700, 500]], [{ dueFrom: '2024-01-11', dueTo: '2024-01-15' }, [700]],
    [{ amountFrom: '700', amountTo: '1000' }, [700, 1000]], [{ amountFrom: '700.01', amountTo: '1000' }, [1000]],
    [{ status: 'CANCELLED' }, [9000]], [{ purpose: 'RENEWAL' }, []],
  ])('%o finds %o', async (wire, found) => expect(await sums({ ...ofOlga, ...wire })).toEqual(found));

  test('a sum with too many decimals is refused', async () => {
    await expect(list({ amountFrom: '0.001' })).rejects.toMatchObject({ code: 'VALIDATION' });
  });
});

test.each([
  ['-date', [8000, 9000, 700, 1000, 500]], ['date', [500, 1000, 700, 9000, 8000]],
  ['amount', [500, 700, 1000, 8000, 9000]], ['-amount', [9000, 8000, 1000, 700, 500]],
  ['number', [500, 1000, 700, 9000, 8000]], ['-left', [700, 1000, 500, 8000, 9000]],
])('sorted by %s', async (sort, found) => expect(await sums({ ...ofOlga, sort })).toEqual(found));
test('sorted by the due day, those without one last', async () => {
  expect((await list({ ...ofOlga, sort: 'due' })).invoices.map(({ dueDate }) => dueDate).slice(0, 3))
    .toEqual(['2024-01-10', '2024-01-15', '2024-01-20']);
});

test('totals are those of all rows, not of the page; voided invoices and drafts ask for nothing', async () => {
  const { totals, invoices, pagination } = await list({ ...ofOlga, limit: '1' });
  expect([invoices.length, pagination.total]).toEqual([1, 5]);
  expect(totals).toEqual({ total: 2200, benefit: 0, paid: 400, left: 1800 });
  expect((await list({ ...ofOlga, status: 'CANCELLED' })).totals).toEqual({ total: 9000, benefit: 0, paid: 0, left: 0 });
  expect((await list({ ...ofOlga, unpaid: 'true' })).totals).toMatchObject({ total: 2200, left: 1800 });
});

test('INV-10: an invoice is sold, charged by the night, by a mark, or written by hand', async () => {
  const club = await clubWorld({ now: NIGHT });
  const [anna, boris] = [await person(club, 'Анна'), await person(club, 'Борис')];
  await pass(club, anna, { sessions: 1 });
  await training(club, '2024-01-16T10:00', [boris], { groupId: await group(club) });
  await runNight(club);
  const marked = await training(club, '2024-01-15T10:00', [boris], { price: 1500 });
  await mark(club, marked, boris);
  await newInvoice(club, anna.clientId, [10]);
  const bySource = async (source: string) => (await ask(club, listInvoices, { source })).invoices;
  expect(await bySource('sale')).toMatchObject([{ purpose: 'INITIAL', source: 'sale', studentName: 'Анна' }]);
  expect(await bySource('night')).toMatchObject([{ totalAmount: 2000, source: 'night', studentName: 'Борис' }]);
  expect(await bySource('visit')).toMatchObject([{ totalAmount: 1500, source: 'visit' }]);
  expect(await bySource('manual')).toMatchObject([{ totalAmount: 10, source: 'manual' }]);
  expect(await bySource('rental')).toEqual([]);
});

test('the totals of a family are its own', async () => {
  const other = await newClient(world);
  await newInvoice(world, other, [50]);
  const door = await openDoor(world);
  const key = await door.keyOf('CLIENT', { clientId: other });
  expect((await door.send('GET', '/api/invoices', { key })).body).toMatchObject({
    totals: { total: 50, left: 50 }, pagination: { total: 1 },
  });
});
