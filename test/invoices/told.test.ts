/** INV-9: the client is told of every invoice that is issued to him. */
import { expect, test } from 'vitest';
import { sendInvoice } from '../../src/invoices/send-invoice.ts';
import { ask, newClient, newDraft, newInvoice, reverse, topUp, expectProof, refund, refusal } from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';

async function told(world: World) {
  const { rows } = await world.database.owner.query<{ kind: string; params: Record<string, unknown> }>(
    'select kind, params from notices where org_id = $1 order by created_at, id', [world.orgId]);
  return rows.map(({ kind, params }) => ({ kind, ...params }));
}

test('an issued invoice is told, a draft only when it is sent (INV-9)', async () => {
  const world = await newWorld();
  const clientId = await newClient(world);
  const { invoiceNumber } = await newInvoice(world, clientId, [500], { dueDate: '2025-03-01' });
  const draft = await newDraft(world, clientId, [700]);
  const first = { kind: 'invoice-issued', invoiceNumber, totalAmount: 50_000, dueDate: '2025-03-01' };
  expect(await told(world)).toEqual([first]);
  await ask(world, sendInvoice, { id: draft.id });
  expect(await told(world)).toEqual([first, { kind: 'invoice-issued', invoiceNumber: draft.invoiceNumber, totalAmount: 70_000, dueDate: null }]);
});

test('every stage of a reversal is told to administrators (S4-044, C-72)', async () => {
  const world = await newWorld({ template: 'SPORT' });
  const clientId = await newClient(world);
  const { payment } = await topUp(world, clientId, 5000);
  for (const price of [500, 2000, 2000]) await newInvoice(world, clientId, [price]);
  await topUp(world, clientId, 1500);
  await reverse(world, payment.id);
  const stages = (await told(world)).filter((one) => one.kind === 'reversal-stage').map((one) => (one as unknown as { stage: string }).stage);
  expect(stages).toEqual(['INITIATED', 'BALANCE_ZEROED', 'UNSETTLED', 'UNSETTLED', 'CREDITED', 'COMPLETED']);
  await expectProof(world);
});

test('a reversal that lacks money changes nothing, and administrators are told (C-17, C-72)', async () => {
  const world = await newWorld({ template: 'SPORT' });
  const clientId = await newClient(world);
  const { payment } = await topUp(world, clientId, 5000);
  await refund(world, { clientId, amount: 2000 });
  await expect(reverse(world, payment.id)).rejects.toEqual(refusal('REVERSAL_SHORTFALL'));
  expect(await told(world)).toEqual([{ kind: 'reversal-shortfall', client: 'Анна', paidAmount: 500_000, shortfallAmount: 200_000 }]);
  await expectProof(world);
});
