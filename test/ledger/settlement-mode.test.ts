/** C-12: what happens to the books when an organisation changes how money pays invoices. */
import { describe, expect, test } from 'vitest';
import { cancelInvoice } from '../../src/invoices/cancel-invoice.ts';
import { changeSettings } from '../../src/ledger/change-settings.ts';
import {
  ask, balanceOf, expectProof, expectRefused, invoiceOf, newClient, newInvoice, payInvoice, reverse, topUp,
} from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';

const toMode = (world: World, mode: 'FIFO_BALANCE' | 'DIRECTED') => ask(world, changeSettings, { 'settlement.mode': mode });
const statusOf = async (world: World, id: string) => (await invoiceOf(world, id)).status;

async function invoicesOf(world: World, clientId: string, prices: number[]): Promise<string[]> {
  const ids = [];
  for (const price of prices) ids.push((await newInvoice(world, clientId, [price])).id);
  return ids;
}

describe('from DIRECTED to FIFO_BALANCE', () => {
  test('credit that lay idle pays at once, oldest first, for every client, and is recorded', async () => {
    const world = await newWorld();
    const [anna, boris, vera] = [await newClient(world), await newClient(world), await newClient(world)];
    const hers = await invoicesOf(world, anna, [300, 500, 900]);
    const his = await invoicesOf(world, boris, [1000]);
    await topUp(world, anna, 1000);
    await topUp(world, boris, 999.99);
    await topUp(world, vera, 50);
    await expectProof(world);
    await toMode(world, 'FIFO_BALANCE');
    expect(await Promise.all([...hers, ...his].map((id) => statusOf(world, id)))).toEqual(['PAID', 'PAID', 'PENDING', 'PENDING']);
    expect(await Promise.all([anna, boris, vera].map((id) => balanceOf(world, id)))).toEqual([200, 999.99, 50]);
    await expectProof(world);
    const { rows } = await world.database.owner.query<{ after: object }>(
      `select after from audit_log where operation = 'settings.update' order by id desc limit 1`);
    expect(rows[0]!.after).toEqual({ 'settlement.mode': 'FIFO_BALANCE', 'settlement.allowPartial': false, settled: 2 });
  });

  test('what was paid out of order before stays paid, and the queue is obeyed from now on', async () => {
    const world = await newWorld();
    const clientId = await newClient(world);
    const [older, younger] = await invoicesOf(world, clientId, [500, 300]);
    const { payment } = await payInvoice(world, younger!, 300);
    await toMode(world, 'FIFO_BALANCE');
    expect([await statusOf(world, older!), await statusOf(world, younger!)]).toEqual(['PENDING', 'PAID']);
    await expectProof(world);
    await world.setClock('2025-02-13T09:00:00Z');
    await expectProof(world);
    await topUp(world, clientId, 100);
    await reverse(world, payment.id); // 100 of credit, then the younger invoice gives 300, of which 100 comes back
    expect([await statusOf(world, younger!), await balanceOf(world, clientId)]).toEqual(['PENDING', 100]);
    await topUp(world, clientId, 400);
    expect([await statusOf(world, older!), await statusOf(world, younger!)]).toEqual(['PAID', 'PENDING']);
    await expectProof(world);
  });

  test('is refused while an invoice is half paid, and nothing changes; paid up or voided it is not', async () => {
    const world = await newWorld();
    const clientId = await newClient(world);
    const [one, two] = await invoicesOf(world, clientId, [500, 400]);
    await payInvoice(world, one!, 200);
    await payInvoice(world, two!, 100);
    await expectRefused(world, () => toMode(world, 'FIFO_BALANCE'), 'PARTIALLY_PAID_OPEN');
    await expect(toMode(world, 'FIFO_BALANCE')).rejects.toMatchObject({ detail: { count: 2 } });
    await payInvoice(world, one!, 300);
    await expectRefused(world, () => toMode(world, 'FIFO_BALANCE'), 'PARTIALLY_PAID_OPEN');
    await ask(world, cancelInvoice, { id: two!, reason: 'Ошибка' });
    expect(await toMode(world, 'FIFO_BALANCE')).toMatchObject({ 'settlement.mode': 'FIFO_BALANCE', 'settlement.allowPartial': false });
    expect(await balanceOf(world, clientId)).toBe(100);
    await expectProof(world);
  });

  test('a preview of the change settles nothing', async () => {
    const world = await newWorld();
    const clientId = await newClient(world);
    const [id] = await invoicesOf(world, clientId, [100]);
    await topUp(world, clientId, 100);
    await ask(world, changeSettings, { 'settlement.mode': 'FIFO_BALANCE' }, { dryRun: true });
    expect([await statusOf(world, id!), await balanceOf(world, clientId)]).toEqual(['PENDING', 100]);
  });

  test('payments under way are before it or after it', async () => {
    const world = await newWorld();
    const clients = await Promise.all(Array.from({ length: 6 }, () => newClient(world)));
    const ids = (await Promise.all(clients.map((clientId) => invoicesOf(world, clientId, [100])))).flat();
    await Promise.all([toMode(world, 'FIFO_BALANCE'), ...clients.map((clientId) => topUp(world, clientId, 100))]);
    expect(await Promise.all(ids.map((id) => statusOf(world, id)))).toEqual(ids.map(() => 'PAID'));
    await expectProof(world);
  });
});

test('from FIFO_BALANCE to DIRECTED nothing moves, and credit waits to be asked; back again it pays', async () => {
  const world = await newWorld({ template: 'SPORT' });
  const clientId = await newClient(world);
  const [first] = await invoicesOf(world, clientId, [300]);
  await topUp(world, clientId, 200);
  await toMode(world, 'DIRECTED');
  await topUp(world, clientId, 200);
  expect([await statusOf(world, first!), await balanceOf(world, clientId)]).toEqual(['PENDING', 400]);
  await expectProof(world);
  await world.setClock('2025-02-13T09:00:00Z');
  await toMode(world, 'FIFO_BALANCE');
  expect([await statusOf(world, first!), await balanceOf(world, clientId)]).toEqual(['PAID', 100]);
  await expectProof(world);
});
