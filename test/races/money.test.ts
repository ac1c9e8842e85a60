/** Real concurrency on the money of one client: whatever the interleaving, the end is that of some serial order. */
import { expect, test } from 'vitest';
import { sealAudit } from '../../src/audit/seal.ts';
import { adjustPrice } from '../../src/invoices/adjust-price.ts';
import { cancelInvoice } from '../../src/invoices/cancel-invoice.ts';
import { openShift } from '../../src/payments/shifts.ts';
import {
  ask, balanceOf, expectProof, invoiceOf, newClient, newInvoice, pay, refusal, reverse, topUp,
} from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';

const times = (n: number) => Array.from({ length: n }, (_, index) => index);

/** What succeeded and what was refused, by code; anything but a refusal is a bug. */
async function outcomes(attempts: Promise<unknown>[]): Promise<{ succeeded: number; refused: string[] }> {
  const settled = await Promise.allSettled(attempts);
  const refused = settled.flatMap((one) =>
    one.status === 'rejected' ? [String((one.reason as { code?: string }).code ?? one.reason)] : []);
  return { succeeded: settled.length - refused.length, refused };
}

async function countOf(world: World, query: string): Promise<number> {
  const { rows } = await world.database.owner.query<{ n: number }>(`select count(*)::int as n from ${query}`);
  return rows[0]!.n;
}

async function proven(world: World): Promise<void> {
  await sealAudit(world.database, world.orgId);
  await expectProof(world);
}

test('forty parallel payments of one client all count, once, and pay the queue in order', async () => {
  const world = await newWorld({ template: 'SPORT', connections: 12 });
  const client = await newClient(world);
  const invoices = [];
  for (const price of [700, 900, 1500, 2000]) invoices.push(await newInvoice(world, client, [price]));
  const { succeeded } = await outcomes(times(40).map(() => topUp(world, client, 100)));
  expect(succeeded).toBe(40);
  expect(await balanceOf(world, client)).toBe(900);
  const states = await Promise.all(invoices.map(async ({ id }) => (await invoiceOf(world, id)).status));
  expect(states).toEqual(['PAID', 'PAID', 'PAID', 'PENDING']);
  expect(await countOf(world, "audit_log where operation = 'payment.register'")).toBe(40);
  await proven(world);
});

test('forty parallel payments of ten clients do not disturb each other', async () => {
  const world = await newWorld({ template: 'SPORT', connections: 12 });
  const clients = await Promise.all(times(10).map(() => newClient(world)));
  const { succeeded } = await outcomes(times(40).map((n) => topUp(world, clients[n % 10]!, 10 + n)));
  expect(succeeded).toBe(40);
  const balances = await Promise.all(clients.map((client) => balanceOf(world, client)));
  expect(balances).toEqual(times(10).map((n) => 4 * (10 + n) + 60));
  await proven(world);
});

test('of three parallel reversals of one payment exactly one happens', async () => {
  for (const template of ['SPORT', 'STUDIO'] as const) {
    const world = await newWorld({ template });
    const client = await newClient(world);
    await newInvoice(world, client, [2000]);
    const { payment } = await topUp(world, client, 5000);
    const { succeeded, refused } = await outcomes(times(3).map(() => reverse(world, payment.id)));
    expect([succeeded, refused]).toEqual([1, ['PAYMENT_ALREADY_REVERSED', 'PAYMENT_ALREADY_REVERSED']]);
    expect(await balanceOf(world, client)).toBe(0);
    expect(await countOf(world, 'correction_documents')).toBe(1);
    await proven(world);
  }
});

test('five twins of one idempotency key are one payment with one answer and one record', async () => {
  const world = await newWorld({ template: 'SPORT' });
  const client = await newClient(world);
  const twins = await Promise.all(times(5).map(() =>
    pay(world, { clientId: client, amount: 300 }, { idempotencyKey: 'twins' })));
  expect(new Set(twins.map((twin) => JSON.stringify(twin))).size).toBe(1);
  expect(await balanceOf(world, client)).toBe(300);
  expect(await countOf(world, 'payments')).toBe(1);
  expect(await countOf(world, "audit_log where operation = 'payment.register'")).toBe(1);
  await expect(pay(world, { clientId: client, amount: 301 }, { idempotencyKey: 'twins' }))
    .rejects.toEqual(refusal('IDEMPOTENCY_KEY_REUSED'));
  await proven(world);
});

test('two sessions that saw the same price: the second is shown what changed', async () => {
  const world = await newWorld({ template: 'STUDIO' });
  const client = await newClient(world);
  const invoice = await newInvoice(world, client, [5000]);
  const change = (newPrice: number) => [adjustPrice, {
    id: invoice.id, itemId: invoice.items[0]!.id, newPrice, reason: 'Постоянный клиент студии',
  }] as const;
  const preview = async (newPrice: number) => {
    const [operation, wire] = change(newPrice);
    const input = { ...wire, newPrice: newPrice * 100 } as never;
    return (await world.outcome(operation, input, { dryRun: true })).preview!.previewHash;
  };
  const [first, second] = [await preview(4000), await preview(3000)];
  const { succeeded, refused } = await outcomes([
    ask(world, ...change(4000), { previewHash: first }), ask(world, ...change(3000), { previewHash: second }),
  ]);
  expect([succeeded, refused]).toEqual([1, ['PREVIEW_STALE']]);
  expect(await countOf(world, "invoice_audit_logs where action = 'PRICE_ADJUSTED'")).toBe(1);
  await proven(world);
});

test('a payment against the cancellation of its invoice: one of the two orders', async () => {
  for (const round of times(6)) {
    const world = await newWorld({ template: 'STUDIO' });
    const client = await newClient(world);
    const invoice = await newInvoice(world, client, [1000]);
    const payment = pay(world, { invoiceId: invoice.id, amount: 1000 });
    const cancel = ask(world, cancelInvoice, { id: invoice.id, reason: 'Передумали' });
    const { succeeded, refused } = await outcomes(round % 2 === 0 ? [payment, cancel] : [cancel, payment]);
    expect(succeeded).toBe(1);
    const { status, paidAmount } = await invoiceOf(world, invoice.id);
    expect([['PAID', 1000, 'CANCEL_PAID_INVOICE'], ['CANCELLED', 0, 'INVOICE_CANCELLED']])
      .toContainEqual([status, paidAmount, refused[0]]);
    await proven(world);
  }
});

test('two desks open one shift', async () => {
  const world = await newWorld();
  const { succeeded, refused } = await outcomes(times(2).map(() => ask(world, openShift, { openingCash: 500 })));
  expect([succeeded, refused]).toEqual([1, ['SHIFT_ALREADY_OPEN']]);
});
