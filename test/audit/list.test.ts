/** The audit trail as the accountant filters it. */
import { expect, test } from 'vitest';
import { listAudit } from '../../src/audit/proof.ts';
import { ask, newClient, newInvoice, pay, reverse, topUp } from '../money-fixtures.ts';
import { newWorld } from '../world.ts';

test('by day, by person, by object and by words, with the names of who and whose', async () => {
  const world = await newWorld();
  const clientId = await newClient(world, { lastName: 'Семёнова', firstName: 'Ольга' });
  await world.setClock('2025-02-13T09:00:00Z');
  const actor = await world.as('MANAGER');
  const { payment } = await pay(world, {
    clientId, amount: 100,
  }, { actor });
  await reverse(world, payment.id, 'Ошибка оператора кассы');
  const invoice = await newInvoice(world, clientId, [500]);
  await topUp(world, await newClient(world), 5);
  const list = async (wire: Record<string, unknown>) => (await ask(world, listAudit, wire)).records;
  const operations = async (wire: Record<string, unknown>) => (await list(wire)).map(({ operation }) => operation);

  expect(await operations({ to: '2025-02-12', entityType: 'client' })).toEqual(['client.create']);
  expect(await operations({ from: '2025-02-13', entityType: 'client' })).toEqual(['client.create']);
  expect(await operations({ from: '2025-02-14' })).toEqual([]);
  expect(await list({ actorId: actor.userId })).toMatchObject([
    { operation: 'payment.register', actor: { firstName: 'Тест' }, clientName: 'Семёнова Ольга' },
  ]);
  expect(await operations({ entityType: 'invoice' })).toEqual(['invoice.create']);
  expect(await operations({ q: 'ошибка кассы' })).toEqual(['payment.reverse']);
  expect(await operations({ q: invoice.invoiceNumber })).toEqual(['invoice.create']);
  expect(await operations({ q: 'СЕМЕНОВА' })).toEqual(
    ['invoice.create', 'payment.reverse', 'payment.register', 'client.create']);
  expect(await operations({ q: 'никого' })).toEqual([]);
});
