/** Reports about money by hand: revenue, money in, debts by age, discounts, the line of an account. */
import { describe, expect, test } from 'vitest';
import { createBenefitCategory } from '../../src/clients/benefit-categories.ts';
import { adjustPrice } from '../../src/invoices/adjust-price.ts';
import { cancelInvoice } from '../../src/invoices/cancel-invoice.ts';
import { updateInvoice } from '../../src/invoices/edit-invoice.ts';
import { createInvoice } from '../../src/sales/create-invoice.ts';
import { reportBalance } from '../../src/reports/account.ts';
import { listDiscounts, listRevenue, reportDiscounts, reportMoney, reportRevenue } from '../../src/reports/money.ts';
import { overview } from '../../src/reports/overview.ts';
import { listReceivables, reportReceivables } from '../../src/reports/receivables.ts';
import { ask, expectRefused, newClient, newDraft, payInvoice, refund, reverse, topUp } from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';

const REASON = 'Ошибка при вводе данных';
const sell = (world: World, clientId: string, prices: Record<string, number>, wire: Record<string, unknown> = {}) =>
  ask(world, createInvoice, {
    clientId, ...wire, items: Object.entries(prices).map(([serviceName, unitPrice]) => ({ serviceName, unitPrice })),
  });

describe('revenue', () => {
  test('accrued by month and service, without drafts and void invoices, by the local day', async () => {
    const world = await newWorld({ now: '2025-01-31T20:59:00Z' }); // 23:59 in Moscow
    const clientId = await newClient(world);
    await sell(world, clientId, { Йога: 1000, Вокал: 500 });
    const wrong = await sell(world, clientId, { Йога: 700 });
    await newDraft(world, clientId, [300]);
    await world.setClock('2025-01-31T21:01:00Z');
    await sell(world, clientId, { Йога: 900 });
    await ask(world, cancelInvoice, { id: wrong.id, reason: REASON });
    const { segments, months, total } = await ask(world, reportRevenue, { from: '2025-01', to: '2025-03' });
    expect(segments.map(({ month, service, amount, invoices }) => [month, service, amount, invoices])).toEqual([
      ['2025-01', 'OTHER:Йога', 1000, 1], ['2025-01', 'OTHER:Вокал', 500, 1], ['2025-02', 'OTHER:Йога', 900, 1]]);
    expect(months.map(({ amount }) => amount)).toEqual([1500, 900, 0]);
    expect(total).toBe(2400);
    expect(await ask(world, listRevenue, { month: '2025-01' })).toMatchObject({ total: 1500, pagination: { total: 1 } });
    await expectRefused(world, () => ask(world, reportRevenue, { from: '2025-02', to: '2025-01' }), 'DATES_REVERSED');
    await expectRefused(world, () => ask(world, reportRevenue, { from: '2020-01', to: '2025-01' }), 'PERIOD_TOO_LONG');
  });

  test('received is shared among the items to the kopeck, and what is taken back counts in its own month', async () => {
    const world = await newWorld({ settings: { 'settlement.allowPartial': true } });
    const clientId = await newClient(world);
    const invoice = await sell(world, clientId, { А: 1, Б: 1, В: 1 });
    const { payment } = await payInvoice(world, invoice.id, 1);
    const rows = async () => (await ask(world, reportRevenue, { from: '2025-02', to: '2025-03', basis: 'RECEIVED' }))
      .segments.map(({ month, serviceName, amount }) => `${month} ${serviceName} ${amount}`).toSorted();
    expect(await rows()).toEqual(['2025-02 А 0.33', '2025-02 Б 0.34', '2025-02 В 0.33']);
    await world.setClock('2025-03-02T09:00:00Z');
    await reverse(world, payment.id);
    const february = ['2025-02 А 0.33', '2025-02 Б 0.34', '2025-02 В 0.33'];
    expect(await rows()).toEqual([...february, '2025-03 А -0.33', '2025-03 Б -0.34', '2025-03 В -0.33']);
    const again = await sell(world, clientId, { Г: 100 });
    await payInvoice(world, again.id, 100);
    await refund(world, { invoiceId: again.id, amount: 40 });
    expect((await rows()).at(-1)).toBe('2025-03 Г 60');
  });
});

test('money in: received, reversed and refunded by month and method, and the month beside the last one', async () => {
  const world = await newWorld({ now: '2025-01-10T09:00:00Z' });
  const clientId = await newClient(world);
  const { payment } = await topUp(world, clientId, 100, { paymentMethod: 'CARD' });
  await topUp(world, clientId, 50);
  await world.setClock('2025-02-12T09:00:00Z');
  await reverse(world, payment.id);
  await refund(world, { clientId, amount: 20 });
  await topUp(world, clientId, 7);
  const { lines, totals } = await ask(world, reportMoney, { from: '2025-01-01', to: '2025-02-28' });
  expect(lines).toEqual([
    { month: '2025-01', method: 'CARD', received: 100, reversed: 0, refunded: 0, net: 100 },
    { month: '2025-01', method: 'CASH', received: 50, reversed: 0, refunded: 0, net: 50 },
    { month: '2025-02', method: 'CARD', received: 0, reversed: -100, refunded: 0, net: -100 },
    { month: '2025-02', method: 'CASH', received: 7, reversed: 0, refunded: -20, net: -13 },
  ]);
  expect(totals).toEqual({ received: 157, reversed: -100, refunded: -20, net: 37 });
  const { received, credit, periods, history } = await ask(world, overview);
  expect(received).toEqual({ now: -113, lastMonth: 150, lastYear: 0 });
  expect(credit).toEqual({ now: 37, lastMonth: 150, lastYear: 0 });
  expect(periods.lastMonth).toEqual({ from: '2025-01-01', to: '2025-01-12' });
  expect(history.map(({ month }) => month)).toEqual(expect.arrayContaining(['2024-02', '2025-02']));
  expect(history.slice(-2).map((point) => point.received)).toEqual([150, -113]);
});

test('REP-3: debts by age on any day, with the due date of that day', async () => {
  const world = await newWorld({ now: '2025-01-01T09:00:00Z' });
  const [anna, boris] = [await newClient(world, { phone: '+79001112233' }), await newClient(world, { firstName: 'Борис' })];
  const invoices: Awaited<ReturnType<typeof sell>>[] = [];
  for (const [client, price, dueDate] of [
    [anna, 100, '2025-01-31'], [anna, 200, '2025-03-01'], [boris, 1000, '2025-02-01'], [anna, 5, undefined],
  ] as const) invoices.push(await sell(world, client, { Йога: price }, dueDate === undefined ? {} : { dueDate }));
  await world.setClock('2025-02-10T09:00:00Z');
  await payInvoice(world, invoices[2]!.id, 1000);
  await world.setClock('2025-03-05T09:00:00Z');
  await ask(world, updateInvoice, { id: invoices[1]!.id, dueDate: '2025-04-01' });
  const on = async (asOf: string, wire = {}) => {
    const { clients, all } = await ask(world, reportReceivables, { asOf, ...wire });
    const rows = clients.map((row) =>
      [row.clientId === anna ? 'А' : 'Б', row.notDue, row.days1to30, row.days31to60, row.total]);
    return { total: all.total, rows };
  };
  const withoutDate = invoices[3]!.dueDate === null;
  expect(withoutDate || invoices[3]!.dueDate! > '2025-01-31').toBe(true);
  expect(await on('2025-01-31')).toEqual({ total: 1305, rows: [['Б', 1000, 0, 0, 1000], ['А', 305, 0, 0, 305]] });
  expect((await on('2025-02-09')).rows[0]).toEqual(['Б', 0, 1000, 0, 1000]);
  expect((await on('2025-02-10')).rows).toHaveLength(1);
  const march = await ask(world, listReceivables, { asOf: '2025-03-03', clientId: anna });
  const inMarch = (n: number) => march.invoices.find(({ invoiceId }) => invoiceId === invoices[n]!.id);
  expect(inMarch(1)).toMatchObject({ dueDate: '2025-03-01', daysLate: 2, bucket: 'DAYS_1_30' });
  expect(inMarch(0)).toMatchObject({ daysLate: 31, bucket: 'DAYS_31_60' });
  expect((await on('2025-03-03', { bucket: 'DAYS_31_60' })).rows)
    .toEqual([['А', expect.any(Number), expect.any(Number), 100, 305]]);
  expect((await on('2025-03-05')).rows[0]![3]).toBe(100);
  const { history, clients: [row] } = await ask(world, reportReceivables, {});
  expect(history).toHaveLength(12);
  expect(history.slice(-2)).toEqual([
    { day: '2025-01-31', days31to60: 0, total: 1305 }, { day: '2025-02-28', days31to60: 0, total: 305 }]);
  expect(row).toMatchObject({ phone: '+79001112233', lastPaymentOn: null });
  expect((await ask(world, reportReceivables, { asOf: '2025-01-01', bucket: 'OVER_90' })).clients).toEqual([]);
});

test('discounts: from list price to money, and the rows with their reasons', async () => {
  const world = await newWorld();
  const { id: benefitCategoryId } = await ask(world, createBenefitCategory, { name: 'Многодетные', discountPercent: 30 });
  const clientId = await newClient(world, { benefitCategoryId });
  const invoice = await sell(world, clientId, { Йога: 1000, Вокал: 500 });
  await ask(world, adjustPrice, { id: invoice.id, itemId: invoice.items[0]!.id, newPrice: 650, reason: REASON });
  await payInvoice(world, (await sell(world, clientId, { Хор: 100 })).id, 70);
  const period = { from: '2025-02-12', to: '2025-02-12' };
  const { steps } = await ask(world, reportDiscounts, period);
  expect(steps.map(({ kind, amount }) => [kind, amount])).toEqual([
    ['LIST', 1600], ['BENEFIT', -480], ['ADJUSTMENT', -50], ['ACCRUED', 1070], ['UNPAID', -1000], ['RECEIVED', 70]]);
  const rows = async (kind: string) => (await ask(world, listDiscounts, { ...period, kind })).rows;
  expect(await rows('ADJUSTMENT')).toMatchObject([{ name: 'Йога', amount: -50, reason: REASON }]);
  expect((await rows('BENEFIT')).map(({ name, amount, percent }) => [name, amount, percent])).toEqual([
    ['Хор', -30, 30], ['Йога', -300, 30], ['Вокал', -150, 30]]);
});

test('REP-5: the line of an account goes from event to event, and a family sees only its own', async () => {
  const world = await newWorld({ now: '2025-02-01T09:00:00Z' });
  const clientId = await newClient(world);
  const first = await sell(world, clientId, { Йога: 100 }, { dueDate: '2025-03-10' });
  await world.setClock('2025-02-02T09:00:00Z');
  const { payment } = await topUp(world, clientId, 150);
  await world.setClock('2025-02-03T09:00:00Z');
  await ask(world, adjustPrice, { id: first.id, itemId: first.items[0]!.id, newPrice: 80, reason: REASON });
  await reverse(world, payment.id);
  await ask(world, cancelInvoice, { id: (await sell(world, clientId, { Вокал: 30 })).id, reason: REASON });
  const lineOf = (options = {}, id = clientId) =>
    ask(world, reportBalance, { id, from: '2025-02-02', to: '2025-02-28' }, options);
  const { opening, closing, events, nextDue } = await lineOf();
  expect([opening, closing]).toEqual([-100, -80]);
  expect(events.map(({ kind, amount, balance }) => [kind, amount, balance])).toEqual([
    ['PAYMENT', 150, 50], ['CHANGE', 20, 70], ['REVERSAL', -150, -80], ['INVOICE', -30, -110], ['VOID', 30, -80]]);
  expect(nextDue).toEqual({ dueDate: '2025-03-10', amount: 80 });
  const actor = await world.as('CLIENT', { clientId });
  expect((await lineOf({ actor })).closing).toBe(-80);
  const other = await newClient(world);
  await expectRefused(world, () => lineOf({ actor }, other), 'NOT_FOUND');
});
