/** Opening documents by hand: dated, reversed by a counter document, closed to everything else. */
import { expect, test } from 'vitest';
import { removeClient } from '../../src/clients/write-clients.ts';
import { adjustPrice } from '../../src/invoices/adjust-price.ts';
import { cancelInvoice } from '../../src/invoices/cancel-invoice.ts';
import { addItem, removeItem } from '../../src/invoices/edit-invoice.ts';
import { listInvoices } from '../../src/invoices/read-invoices.ts';
import { createOpeningDocument, getDocument, listDocuments, reverseOpeningDocument } from '../../src/opening/opening-documents.ts';
import { closePeriod } from '../../src/payments/periods.ts';
import {
  ask, balanceOf, expectProof, expectRefused, invoiceOf, newClient, newInvoice, payInvoice, refund, topUp,
} from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';

const bring = (world: World, clientId: string, kind: string, amount: number, onDate = '2025-01-31') =>
  ask(world, createOpeningDocument, { clientId, kind, amount, onDate });
const reverse = (world: World, id: string) => ask(world, reverseOpeningDocument, { id, reason: 'Ошибка в ведомости' });

test('OPN-1: a wrong credit is taken back; where it was spent, the newest invoice waits for payment again', async () => {
  const world = await newWorld({ template: 'SPORT' });
  const clientId = await newClient(world);
  const { id, number } = await bring(world, clientId, 'CREDIT', 1000);
  const invoice = await newInvoice(world, clientId, [800]);
  expect([(await invoiceOf(world, invoice.id)).status, await balanceOf(world, clientId)]).toEqual(['PAID', 200]);
  const reversed = await reverse(world, id);
  expect(reversed).toMatchObject({ number, reversalReason: 'Ошибка в ведомости', reversalNumber: 'ОСТ-2025-00002' });
  expect([(await invoiceOf(world, invoice.id)).status, await balanceOf(world, clientId)]).toEqual(['PENDING', 0]);
  await expectRefused(world, () => reverse(world, id), 'OPENING_REVERSED');
  await expectProof(world);
  const { documents } = await ask(world, listDocuments, { clientId, reversed: 'true' });
  expect([documents.length, (await ask(world, listDocuments, { clientId, reversed: 'false' })).documents]).toEqual([1, []]);
});

test('a credit that left as a refund cannot be taken back', async () => {
  const world = await newWorld();
  const clientId = await newClient(world);
  const { id } = await bring(world, clientId, 'CREDIT', 1000);
  await refund(world, { clientId, amount: 400 });
  await expectRefused(world, () => reverse(world, id), 'OPENING_SPENT');
  await topUp(world, clientId, 400);
  await reverse(world, id);
  expect(await balanceOf(world, clientId)).toBe(0);
  await expectProof(world);
});

test('OPN-2: a carried-over debt is paid, but not changed, voided or refunded; taken back, its payment becomes credit', async () => {
  const world = await newWorld();
  const clientId = await newClient(world);
  const { id, invoiceId } = await bring(world, clientId, 'DEBT', 700);
  const { invoices: [invoice] } = await ask(world, listInvoices, { clientId });
  expect(invoice).toMatchObject({ id: invoiceId, purpose: 'OPENING', status: 'OVERDUE', dueAmount: 700, dueDate: '2025-01-31' });
  const full = await invoiceOf(world, invoiceId!);
  const [itemId, reason] = [full.items[0]!.id, 'По просьбе клиента'];
  expect(full.items[0]).toMatchObject({ serviceName: 'Долг на 31.01.2025', totalPrice: 700 });
  const at = { id: invoiceId };
  await expectRefused(world, () => ask(world, cancelInvoice, { ...at, reason }), 'OPENING_INVOICE');
  await expectRefused(world, () => ask(world, adjustPrice, { ...at, itemId, newPrice: 1, reason }), 'OPENING_INVOICE');
  await expectRefused(world, () => ask(world, addItem, { ...at, serviceName: 'Ещё', unitPrice: 1 }), 'OPENING_INVOICE');
  await expectRefused(world, () => ask(world, removeItem, { ...at, itemId }), 'OPENING_INVOICE');
  await payInvoice(world, invoiceId!, 700);
  await expectRefused(world, () => refund(world, { invoiceId, amount: 700 }), 'OPENING_INVOICE');
  await expectProof(world);
  await reverse(world, id);
  expect([(await invoiceOf(world, invoiceId!)).status, await balanceOf(world, clientId)]).toEqual(['CANCELLED', 700]);
  await expectProof(world);
});

test('a document is not dated in the future or in a closed period, and a client with one is kept', async () => {
  const world = await newWorld();
  const clientId = await newClient(world);
  await expectRefused(world, () => bring(world, clientId, 'CREDIT', 1, '2025-02-13'), 'IMPORT_FUTURE');
  const { id } = await bring(world, clientId, 'POINTS', 5, '2025-01-15');
  await ask(world, closePeriod, { closedThrough: '2025-01-31' });
  await expectRefused(world, () => bring(world, clientId, 'CREDIT', 1, '2025-01-31'), 'PERIOD_CLOSED');
  await expectRefused(world, () => reverse(world, id), 'PERIOD_CLOSED');
  await bring(world, clientId, 'CREDIT', 1, '2025-02-01');
  expect(await ask(world, removeClient, { id: clientId })).toMatchObject({ deleted: false });
  await expectRefused(world, () => bring(world, clientId, 'CREDIT', 1, '2025-02-02'), 'CLIENT_INACTIVE');
  expect(await ask(world, getDocument, { id })).toMatchObject({ kind: 'POINTS', amount: 5, reversedAt: null });
});
