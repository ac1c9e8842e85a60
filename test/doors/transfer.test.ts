/** What a family transfers from its bank: one invoice or all, less its credit, and only its own. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeOrganisation } from '../../src/access/organisation.ts';
import { type Door, ask, newClient, newInvoice, openDoor, topUp } from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';

let world: World;
let door: Door;
beforeAll(async () => {
  world = await newWorld();
  door = await openDoor(world);
});
afterAll(async () => {
  await door.close();
  await world.close();
});

const REQUISITES = {
  legalName: 'ООО «Мозаика»', inn: '7707083893', kpp: '773601001', bankName: 'ПАО СБЕРБАНК', bik: '044525225',
  bankAccount: '40702810938000000001', correspondentAccount: '30101810400000000225',
};

test('all open invoices less the credit, or what is left of one; without requisites nothing is offered', async () => {
  const clientId = await newClient(world, { firstName: 'Анна', lastName: 'Орлова' });
  const key = await door.keyOf('CLIENT', { clientId });
  const ofAll = (query = ''): ReturnType<Door['send']> => door.send('GET', `/api/clients/${clientId}/transfer${query}`, { key });
  expect(await ofAll()).toMatchObject({ status: 200, body: { amount: 0, credit: 0, invoices: [], transfer: null } });
  await topUp(world, clientId, 500);
  const one = await newInvoice(world, clientId, [1500]);
  const two = await newInvoice(world, clientId, [2000.5]);
  expect((await ofAll()).body).toMatchObject({ amount: 3000.5, credit: 500, transfer: null });
  await ask(world, changeOrganisation, REQUISITES);
  const { body } = await ofAll();
  expect(body).toMatchObject({
    amount: 3000.5, invoices: [{ id: one.id, dueAmount: 1500 }, { id: two.id, dueAmount: 2000.5 }],
    transfer: {
      recipient: 'ООО «Мозаика»', purpose: `Оплата по счетам № ${one.invoiceNumber}, ${two.invoiceNumber}. Орлова Анна`,
      qr: expect.stringContaining('|Sum=300050|') as string,
    },
  });
  expect((await ofAll(`?invoiceId=${two.id}`)).body).toMatchObject({
    amount: 2000.5, invoices: [{ id: two.id }], transfer: { qr: expect.stringContaining('|Sum=200050|') as string },
  });
  const stranger = await newInvoice(world, await newClient(world), [100]);
  expect(await ofAll(`?invoiceId=${stranger.id}`)).toMatchObject({ status: 404, body: { code: 'INVOICE_NOT_FOUND' } });
});
