/** Why: every number is the sum of lines that name their source and their rule. */
import { describe, expect, test } from 'vitest';
import { explainBalance, explainInvoice, explainPayment } from '../../src/audit/explain.ts';
import { clientStatement, clientTimeline } from '../../src/audit/statement.ts';
import { createBenefitCategory } from '../../src/clients/benefit-categories.ts';
import { getClient } from '../../src/clients/read-clients.ts';
import { adjustPrice } from '../../src/invoices/adjust-price.ts';
import { cancelInvoice } from '../../src/invoices/cancel-invoice.ts';
import { addItem } from '../../src/invoices/edit-invoice.ts';
import { listInvoices } from '../../src/invoices/read-invoices.ts';
import { settleFromBalance } from '../../src/invoices/settle-from-balance.ts';
import { listPayments } from '../../src/payments/read-payments.ts';
import {
  ask, expectProof, expectRefused, newClient, newDraft, newInvoice, payInvoice, refund, reverse, topUp,
} from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';

const kopecks = (roubles: number): number => Math.round(roubles * 100);
const sumOf = (amounts: number[]): number => amounts.reduce((total, amount) => total + kopecks(amount), 0);
const cancel = (world: World, id: string) => ask(world, cancelInvoice, { id, reason: 'Ошибка' });
const adjust = (world: World, invoice: { id: string; items: { id: string }[] }, newPrice: number) =>
  ask(world, adjustPrice, { id: invoice.id, itemId: invoice.items[0]!.id, newPrice, reason: 'Скидка директора' });

/** A client to whom everything has happened; in DIRECTED mode also half-paid invoices. */
async function busyClient(world: World, directed: boolean): Promise<string> {
  const category = await ask(world, createBenefitCategory, { name: 'Многодетная семья', discountPercent: 30 });
  const id = await newClient(world, { benefitCategoryId: category.id });
  const make = (price: number, wire: Record<string, unknown> = {}) => newInvoice(world, id, [price], wire);
  await newDraft(world, id, [111]);
  await cancel(world, (await newDraft(world, id, [112])).id);
  const [one, two, three] = [await make(333.33), await make(5000), await make(700)];
  await adjust(world, two, 3000);
  await payInvoice(world, one.id, 233.33);
  const wrong = await payInvoice(world, two.id, 3000 + 50);
  await payInvoice(world, three.id, 490);
  await refund(world, { invoiceId: three.id, amount: 490 });
  await reverse(world, wrong.payment.id);
  await cancel(world, (await make(800)).id);
  await topUp(world, id, 1234.56);
  await refund(world, { clientId: id, amount: 34.56 });
  await newInvoice(world, id, [0], { items: [{ serviceName: 'Подарок', unitPrice: 10 }, { serviceName: 'Ещё', unitPrice: 20, vatRate: 22 }] });
  if (!directed) return id;
  const half = await make(1000);
  await payInvoice(world, half.id, 100);
  await ask(world, settleFromBalance, { id: half.id });
  const dropped = await make(1000);
  await payInvoice(world, dropped.id, 300);
  await cancel(world, dropped.id);
  return id;
}

const RULES = /^(SET-1|SET-2|REV-1|REF-1|INV-1|INV-3|INV-7)$/;
type Explained = { total: number; sentence: string; lines: { amount: number; rule: string; sentence: string; source: { id: string } }[] };
function expectToAddUp(explained: Explained, total: number, what: string): void {
  expect(explained.total, what).toBe(total);
  expect(sumOf(explained.lines.map(({ amount }) => amount)), `${what}: ${JSON.stringify(explained.lines)}`).toBe(kopecks(total));
  for (const line of explained.lines) {
    expect(line.amount, what).not.toBe(0);
    expect(line.rule).toMatch(RULES);
    expect(line.sentence).toMatch(/[а-яё]{3}/i);
    expect(line.source.id).toMatch(/^[0-9a-f-]{36}$/);
  }
  expect(explained.sentence).toMatch(/[а-яё]{3}/i);
}

describe.each([['DIRECTED', 'STUDIO'], ['FIFO_BALANCE', 'SPORT']] as const)('in %s mode', (mode, template) => {
  const live = async () => {
    const world = await newWorld({ template });
    const id = await busyClient(world, mode === 'DIRECTED');
    await expectProof(world);
    return { world, id, client: await ask(world, getClient, { id }) };
  };

  test('the balance, every invoice and every payment add up', async () => {
    const { world, id, client } = await live();
    expectToAddUp(await ask(world, explainBalance, { id }), client.balance, 'balance');
    const { invoices } = await ask(world, listInvoices, { clientId: id, limit: '100' });
    expect(new Set(invoices.map(({ status }) => status)).size).toBeGreaterThanOrEqual(4);
    for (const invoice of invoices) {
      expectToAddUp(await ask(world, explainInvoice, { id: invoice.id }), invoice.dueAmount, `${invoice.status} ${invoice.totalAmount}`);
    }
    const { payments } = await ask(world, listPayments, { clientId: id, limit: '100' });
    for (const payment of payments) {
      const worth = payment.status === 'REVERSED' ? 0 : payment.amount;
      expectToAddUp(await ask(world, explainPayment, { id: payment.id }), worth, `payment ${payment.amount} ${payment.status}`);
    }
  });

  test('the timeline runs from nothing to the balance and never below zero', async () => {
    const { world, id, client } = await live();
    const { balance, events } = await ask(world, clientTimeline, { id });
    expect(balance).toBe(client.balance);
    let running = 0;
    for (const event of events) {
      running += kopecks(event.amount);
      expect(kopecks(event.balance), JSON.stringify(event)).toBe(running);
      expect(running).toBeGreaterThanOrEqual(0);
      expect(event.sentence).toMatch(/[а-яё]{3}/i);
    }
    expect(running).toBe(kopecks(balance));
    const kinds = new Set(events.map(({ type }) => type));
    expect([...kinds].toSorted()).toEqual(['PAYMENT', 'PAYMENT_REVERSAL', 'REFUND', 'RELEASE', 'SETTLEMENT']);
  });

  test('the statement ends with credit less debt, and its parts join', async () => {
    const { world, id, client } = await live();
    const between = (from: string, to: string) => ask(world, clientStatement, { id, from, to });
    const year = await between('2025-01-01', '2025-12-31');
    expect(kopecks(year.closing)).toBe(kopecks(client.balance) - kopecks(client.due));
    expect(kopecks(year.opening) + kopecks(year.paid) - kopecks(year.charged)).toBe(kopecks(year.closing));
    expect(sumOf(year.movements.map(({ paid }) => paid))).toBe(kopecks(year.paid));
    expect(sumOf(year.movements.map(({ charged }) => charged))).toBe(kopecks(year.charged));
    const [before, after] = [await between('2025-01-01', '2025-02-11'), await between('2025-02-13', '2025-12-31')];
    expect(before).toMatchObject({ opening: 0, closing: 0, movements: [] });
    expect(after).toMatchObject({ opening: year.closing, closing: year.closing, movements: [] });
    expect(new Set(year.movements.map(({ type }) => type))).toEqual(new Set([
      'INVOICE', 'INVOICE_CHANGE', 'PAYMENT', 'PAYMENT_REVERSAL', 'REFUND', 'REFUNDED_SERVICE',
    ]));
  });
});

test('the lines of an invoice: price, benefit, adjustment and what was settled, with their rules (WE-45)', async () => {
  const world = await newWorld();
  const category = await ask(world, createBenefitCategory, { name: 'Многодетная семья', discountPercent: 30 });
  const clientId = await newClient(world, { benefitCategoryId: category.id });
  const invoice = await newInvoice(world, clientId, [5000]);
  await adjust(world, invoice, 3000);
  const { payment } = await payInvoice(world, invoice.id, 1000);
  const { total, sentence, lines } = await ask(world, explainInvoice, { id: invoice.id });
  expect([total, sentence.replaceAll('\u00a0', ' ')]).toEqual([2000, `К оплате по счёту ${invoice.invoiceNumber}: 2 000,00 ₽`]);
  expect(lines.map(({ rule, amount, sentence: words, source }) => [rule, amount, words, source.type])).toEqual([
    ['INV-1', 5000, 'Занятие', 'item'], ['INV-1', -1500, 'Льгота 30 %: Занятие', 'item'],
    ['INV-3', -500, 'Корректировка цены: Скидка директора', 'item'], ['SET-1', -1000, 'Погашено', 'payment'],
  ]);
  expect(lines[3]!.source.id).toBe(payment.id);
  const english = await ask(world, explainInvoice, { id: invoice.id }, { language: 'en' });
  expect(english.sentence).toBe(`Due on invoice ${invoice.invoiceNumber}: ₽2,000.00`);
  expect(english.lines[2]!.sentence).toBe('Price adjustment: Скидка директора');
});

test('where a payment went: its invoices, earlier credit that it took along, and what it left as credit', async () => {
  const world = await newWorld({ template: 'SPORT' });
  const clientId = await newClient(world);
  const wordsOf = async (id: string) => (await ask(world, explainPayment, { id })).lines.map(({ amount, sentence }) => [amount, sentence]);
  const [first, second] = [await newInvoice(world, clientId, [2000]), await newInvoice(world, clientId, [500])];
  const one = await topUp(world, clientId, 2400);
  const two = await topUp(world, clientId, 100);
  // What is said of a payment stays true when its rest is spent later.
  expect(await wordsOf(one.payment.id)).toEqual([[2000, `Погашен счёт ${first.invoiceNumber}`], [400, 'Зачислено в аванс']]);
  expect(await wordsOf(two.payment.id)).toEqual([[500, `Погашен счёт ${second.invoiceNumber}`], [-400, 'Добавлено из прежнего аванса']]);
  await reverse(world, two.payment.id, 'Не тот клиент');
  expect(await wordsOf(two.payment.id)).toEqual([[100, 'Получено'], [-100, 'Платёж отменён: Не тот клиент']]);
});

describe('the statement between two days', () => {
  test('opens with what was before, names what happened, and a later change of an invoice is a change', async () => {
    const world = await newWorld({ now: '2025-01-20T09:00:00Z' });
    const id = await newClient(world);
    const between = (from: string, to: string) => ask(world, clientStatement, { id, from, to });
    const invoice = await newInvoice(world, id, [500]);
    await topUp(world, id, 200, { onDate: '2025-01-10' });
    await world.setClock('2025-02-12T09:00:00Z');
    await ask(world, addItem, { id: invoice.id, serviceName: 'Ещё', unitPrice: 100 });
    const january = await between('2025-01-01', '2025-01-31');
    expect(january).toMatchObject({ opening: 0, charged: 500, paid: 200, closing: -300 });
    expect(january.movements.map(({ type, onDate, balance }) => [type, onDate, balance])).toEqual([
      ['PAYMENT', '2025-01-10', 200], ['INVOICE', '2025-01-20', -300],
    ]);
    const february = await between('2025-02-01', '2025-02-28');
    expect(february).toMatchObject({ opening: -300, closing: -400 });
    expect(february.movements).toMatchObject([
      { type: 'INVOICE_CHANGE', charged: 100, paid: 0, number: invoice.invoiceNumber, sentence: `Изменение счёта ${invoice.invoiceNumber}` },
    ]);
    expect(await between('2025-01-15', '2025-02-12')).toMatchObject({ opening: 200, charged: 600, paid: 0, closing: -400 });
  });

  test('days in the wrong order are refused, one day is enough', async () => {
    const world = await newWorld();
    const id = await newClient(world);
    await expectRefused(world, () => ask(world, clientStatement, { id, from: '2025-02-02', to: '2025-02-01' }), 'DATES_REVERSED');
    expect(await ask(world, clientStatement, { id, from: '2025-02-12', to: '2025-02-12' })).toMatchObject({ opening: 0, closing: 0 });
  });
});
