/** What stands on an invoice and a receipt. */
import { expect, test } from 'vitest';
import { changeOrganisation } from '../../src/access/organisation.ts';
import { changeClient } from '../../src/clients/write-clients.ts';
import { printInvoice, printReceipt } from '../../src/printing/print.ts';
import { ask, newClient, newInvoice, newStudent, openDoor, payInvoice, refusal, reverse } from '../money-fixtures.ts';
import { type World, neighbourOf, newWorld } from '../world.ts';

const SELLER = { legalName: 'ООО «Ритм»', inn: '7707083893' };
const named = (world: World) => ask(world, changeOrganisation, SELLER);

test('an invoice names seller, payer, child, lines, VAT and the sum in words', async () => {
  const world = await newWorld();
  await named(world);
  const clientId = await newClient(world, { city: 'Орёл', address: 'Мира, 1' });
  await ask(world, changeClient, { id: clientId, kind: 'LEGAL', name: 'ООО «Клиент»', inn: '7707083893' });
  const studentId = await newStudent(world, clientId);
  const { id } = await newInvoice(world, clientId, [], {
    studentId, items: [
      { serviceName: 'Курс', unitPrice: 1200, vatRate: 20 }, { serviceName: 'Книга', unitPrice: 110, vatRate: 10 },
      { serviceName: 'Занятие', unitPrice: 2190.5 },
    ],
  });
  const printed = await ask(world, printInvoice, { id });
  expect(printed).toMatchObject({
    organisation: { currency: 'RUB', requisites: { ...SELLER, bik: null } },
    client: { kind: 'LEGAL', name: 'ООО «Клиент»', address: 'Орёл, Мира, 1', inn: '7707083893', kpp: null },
    studentName: 'Пётр', vat: [{ rate: 20, amount: 200 }, { rate: 10, amount: 10 }],
    totalInWords: 'Три тысячи пятьсот рублей 50 копеек', dueInWords: 'Три тысячи пятьсот рублей 50 копеек',
  });
  expect(printed.invoice.items.map(({ serviceName }) => serviceName)).toEqual(['Курс', 'Книга', 'Занятие']);
});

test('a receipt names the sum in words, what it paid and what it left; a reversed one leaves nothing', async () => {
  const world = await newWorld({ template: 'SPORT' });
  const clientId = await newClient(world);
  const invoice = await newInvoice(world, clientId, [1000, 500]);
  const { payment } = await payInvoice(world, invoice.id, 1700);
  const receipt = await ask(world, printReceipt, { id: payment.id });
  expect(receipt).toMatchObject({
    organisation: { requisites: { inn: null } }, client: { id: clientId }, payment: { amount: 1700, status: 'COMPLETED' },
    invoices: [{ invoiceNumber: invoice.invoiceNumber, firstItemName: 'Занятие', itemCount: 2, amount: 1500 }],
    credit: 200, amountInWords: 'Одна тысяча семьсот рублей 00 копеек',
  });
  expect(receipt.receivedBy).not.toBe('');
  await reverse(world, payment.id);
  expect(await ask(world, printReceipt, { id: payment.id })).toMatchObject({
    payment: { status: 'REVERSED' }, invoices: [], credit: 0,
  });
});

test('a family prints its own papers; another’s are not there', async () => {
  const world = await newWorld();
  const door = await openDoor(world);
  const [mine, theirs] = [await newClient(world), await newClient(world)];
  const invoice = await newInvoice(world, mine, [500]);
  const { payment } = await payInvoice(world, invoice.id, 500);
  const [own, foreign] = [await door.keyOf('CLIENT', { clientId: mine }), await door.keyOf('CLIENT', { clientId: theirs })];
  for (const url of [`/api/payments/${payment.id}/receipt`, `/api/invoices/${invoice.id}/print`]) {
    expect((await door.send('GET', url, { key: own })).status, url).toBe(200);
    expect((await door.send('GET', url, { key: foreign })).status, url).toBe(404);
  }
  const other = await neighbourOf(world);
  await expect(ask(other, printReceipt, { id: payment.id })).rejects.toEqual(refusal('NOT_FOUND'));
  await expect(ask(other, printInvoice, { id: invoice.id })).rejects.toEqual(refusal('INVOICE_NOT_FOUND'));
});
