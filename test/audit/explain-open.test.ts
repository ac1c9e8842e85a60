/** Why credit has not closed an invoice, and what a statement on paper needs besides its sums. */
import { expect, test } from 'vitest';
import { changeOrganisation } from '../../src/access/organisation.ts';
import { explainBalance } from '../../src/audit/explain.ts';
import { whyOpen } from '../../src/audit/rules.ts';
import { clientStatement } from '../../src/audit/statement.ts';
import { getClient } from '../../src/clients/read-clients.ts';
import type { Money } from '../../src/kernel/money.ts';
import { ask, newClient, newInvoice, payInvoice, topUp } from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';

const unpaidOf = async (world: World, id: string) => {
  const { due, toPay, total, unpaid } = await ask(world, explainBalance, { id });
  const client = await ask(world, getClient, { id });
  expect([due, total], 'the same figures as on the card').toEqual([client.due, client.balance]);
  expect(toPay).toBe(Math.max(0, Math.round((due - total) * 100) / 100));
  return unpaid.map(({ amount, why }) => [amount, why.replaceAll('\u00a0', ' ')]);
};

test('in a queue: the first waits for the whole sum, the second for the first (WE-88, WE-89)', async () => {
  const world = await newWorld({ template: 'SPORT' });
  const id = await newClient(world);
  const first = await newInvoice(world, id, [2000]);
  await newInvoice(world, id, [500]);
  expect(await unpaidOf(world, id)).toEqual([[2000, 'Аванса нет'], [500, 'Аванса нет']]);
  await topUp(world, id, 1500);
  expect(await unpaidOf(world, id)).toEqual([
    [2000, 'Счёт закрывается только целиком: в авансе 1 500,00 ₽, а нужно 2 000,00 ₽'],
    [500, `Счета закрываются по очереди: раньше стоит ${first.invoiceNumber}`],
  ]);
  await topUp(world, id, 1000);
  expect(await unpaidOf(world, id), 'both are closed').toEqual([]);
});

test('where payments name their invoices, credit waits for a hand; a part paid is not due any more', async () => {
  const world = await newWorld({ template: 'STUDIO' });
  const id = await newClient(world);
  const invoice = await newInvoice(world, id, [1000]);
  await payInvoice(world, invoice.id, 300);
  await topUp(world, id, 5000);
  expect(await unpaidOf(world, id)).toEqual([
    [700, 'Аванс 5 000,00 ₽ не гасит счета сам: погасите счёт из аванса или примите оплату'],
  ]);
  const { unpaid } = await ask(world, explainBalance, { id }, { language: 'en' });
  expect(unpaid[0]!.why).toBe(
    'The credit of ₽5,000.00 closes no invoice by itself: settle the invoice from it or take a payment');
  expect(unpaid[0]).toMatchObject({ number: invoice.invoiceNumber, name: 'Занятие', dueDate: invoice.dueDate });
});

test('EXP-1: every reason has its case', () => {
  const open = (left: number, credit: number, isFirst = true, mode: 'FIFO_BALANCE' | 'DIRECTED' = 'FIFO_BALANCE') =>
    whyOpen({ left: left as Money, credit: credit as Money, mode, isFirst });
  expect([open(100, 0), open(100, 99), open(100, 100), open(100, 100, false), open(100, 100, true, 'DIRECTED')])
    .toEqual(['noCredit', 'whole', 'soon', 'queue', 'byHand']);
});

test('a statement names both parties and writes its closing sum in words, whichever side owes', async () => {
  const world = await newWorld({ template: 'SPORT' });
  await ask(world, changeOrganisation, { legalName: 'ООО «Движение»', inn: '7707083893' });
  const id = await newClient(world, { lastName: 'Иванова', city: 'Тула', address: 'ул. Мира, 1' });
  const statement = () => ask(world, clientStatement, { id, from: '2025-01-01', to: '2025-12-31' });
  await newInvoice(world, id, [2000.5]);
  expect(await statement()).toMatchObject({
    closing: -2000.5, closingInWords: 'Две тысячи рублей 50 копеек',
    organisation: { requisites: { legalName: 'ООО «Движение»', inn: '7707083893' } },
    client: { id, name: 'Иванова Анна', address: 'Тула, ул. Мира, 1' },
  });
  await topUp(world, id, 3000.5);
  expect(await statement()).toMatchObject({ closing: 1000, closingInWords: 'Одна тысяча рублей 00 копеек' });
});
