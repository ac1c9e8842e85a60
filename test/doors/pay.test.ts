/** A link to one invoice: whoever has it sees that invoice, how to pay it, and nothing else. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeOrganisation } from '../../src/access/organisation.ts';
import { cancelInvoice } from '../../src/invoices/cancel-invoice.ts';
import { payToken } from '../../src/invoices/pay-link.ts';
import { type Door, ask, changingNothing, newClient, newDraft, newInvoice, openDoor, pay } from '../money-fixtures.ts';
import { type World, neighbourOf, newWorld } from '../world.ts';

let world: World;
let door: Door;
let office: string;
beforeAll(async () => {
  world = await newWorld({ settings: { 'settlement.allowPartial': true } });
  door = await openDoor(world);
  office = await door.keyOf('MANAGER');
});
afterAll(async () => {
  await door.close();
  await world.close();
});

const linkOf = (id: string, key = office) => door.send('GET', `/api/invoices/${id}/pay-link`, { key });
const show = (token: string) => door.send('GET', `/api/pay/${token}`);
const tokenOf = async (id: string): Promise<string> => String((await linkOf(id)).body['token']);

const REQUISITES = {
  legalName: 'ООО «Мозаика»', inn: '7707083893', kpp: '773601001', bankName: 'ПАО СБЕРБАНК', bik: '044525225',
  bankAccount: '40702810938000000001', correspondentAccount: '30101810400000000225', phone: '+7 495 120-45-67',
};

test('the link shows what for, how much is left and when, without a word about who', async () => {
  const clientId = await newClient(world, { firstName: 'Секретная', lastName: 'Фамилия', phone: '+79161234567' });
  const invoice = await newInvoice(world, clientId, [1500, 2000.5], { dueDate: '2025-02-20', notes: 'внутреннее' });
  await pay(world, { invoiceId: invoice.id, amount: 1000 });
  const answer = await show(await tokenOf(invoice.id));
  expect(answer).toMatchObject({
    status: 200,
    body: {
      invoiceNumber: invoice.invoiceNumber, status: 'PARTIALLY_PAID', issuedOn: '2025-02-12', dueDate: '2025-02-20',
      isOverdue: false, totalAmount: 3500.5, paidAmount: 1000, leftAmount: 2500.5, transfer: null,
      items: [{ name: 'Занятие', quantity: 1, totalPrice: 1500 }, { name: 'Занятие', totalPrice: 2000.5 }],
      organisation: { name: 'Песочница' },
    },
  });
  expect(JSON.stringify(answer.body)).not.toMatch(/Секретная|Фамилия|внутреннее|916|[0-9a-f]{8}-[0-9a-f]{4}/);
  await world.setClock('2025-02-22T09:00:00Z');
  expect((await show(await tokenOf(invoice.id))).body).toMatchObject({ isOverdue: true });
  await world.setClock('2025-02-12T09:00:00Z');
});

test('with requisites there is a transfer with its purpose and QR text; paid or void there is nothing to scan', async () => {
  const neighbour = await neighbourOf(world);
  await ask(neighbour, changeOrganisation, REQUISITES);
  const there = await openDoor(neighbour);
  const key = await there.keyOf('ADMIN');
  const clientId = await newClient(neighbour);
  const [invoice, paid, voided] = [
    await newInvoice(neighbour, clientId, [3500]), await newInvoice(neighbour, clientId, [10]),
    await newInvoice(neighbour, clientId, [20]),
  ];
  await pay(neighbour, { invoiceId: paid.id, amount: 10 });
  await ask(neighbour, cancelInvoice, { id: voided.id, reason: 'Ошибка в счёте' });
  const purpose = `Оплата по счёту № ${invoice.invoiceNumber} от 12.02.2025. Без НДС`;
  const body = async (id: string) => (await show(String((await linkOf(id, key)).body['token']))).body;
  expect(await body(invoice.id)).toMatchObject({
    leftAmount: 3500, organisation: { phone: REQUISITES.phone },
    transfer: {
      recipient: REQUISITES.legalName, bik: REQUISITES.bik, purpose,
      qr: 'ST00012|Name=ООО «Мозаика»|PersonalAcc=40702810938000000001|BankName=ПАО СБЕРБАНК|BIC=044525225'
        + `|CorrespAcc=30101810400000000225|Sum=350000|Purpose=${purpose}|PayeeINN=7707083893|KPP=773601001`,
    },
  });
  for (const [id, status] of [[paid.id, 'PAID'], [voided.id, 'CANCELLED']] as const) {
    expect(await body(id)).toMatchObject({ status, leftAmount: 0, transfer: { qr: null } });
  }
});

test('no other invoice can be reached: not by a changed token, another secret or another organisation', async () => {
  const clientId = await newClient(world);
  const [one, two] = [await newInvoice(world, clientId, [500]), await newInvoice(world, clientId, [700])];
  const [token, other] = [await tokenOf(one.id), await tokenOf(two.id)];
  const neighbour = await neighbourOf(world);
  const forged = [
    '', 'x', token.slice(0, 42) + other.slice(42), other.slice(0, 42) + token.slice(42), token.slice(0, -1), `${token}A`,
    payToken('another secret of thirty-two letters', world.orgId, one.id), payToken(world.database.secret, neighbour.orgId, one.id),
    one.id,
  ];
  await changingNothing(world, async () => {
    for (const wrong of forged) expect((await show(wrong)).status, wrong).toBe(404);
  });
  expect((await show(token)).body).toMatchObject({ leftAmount: 500 });
});

test('the link is given by the office, for what is issued', async () => {
  const clientId = await newClient(world);
  const [invoice, draft] = [await newInvoice(world, clientId, [500]), await newDraft(world, clientId, [500])];
  expect((await linkOf(invoice.id)).status).toBe(200);
  expect(await linkOf(draft.id)).toMatchObject({ status: 409, body: { code: 'INVOICE_IS_DRAFT' } });
  expect((await show(payToken(world.database.secret, world.orgId, draft.id))).status).toBe(404);
  for (const key of [await door.keyOf('CLIENT', { clientId }), await door.keyOf('ACCOUNTANT')]) {
    expect((await linkOf(invoice.id, key)).status).toBe(403);
  }
});
