/** C-20: the only way money leaves the organisation besides a reversal. */
import { describe, expect, test } from 'vitest';
import { createRefund } from '../../src/payments/create-refund.ts';
import { getPayment, listDocuments, listRefunds } from '../../src/payments/read-payments.ts';
import {
  ask, balanceOf, expectProof, expectRefused, invoiceOf, newClient, newInvoice, payInvoice, refund, refusal, reverse, topUp,
} from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';

const vatLine = (unitPrice: number, vatRate: number) => ({ items: [{ serviceName: 'Курс', unitPrice, vatRate }] });

/** What the ledger holds in an account, in roubles. */
async function account(world: World, name: string): Promise<number> {
  const { rows } = await world.database.owner.query<{ sum: number }>(
    `select coalesce(sum(case when debit = $2 then amount when credit = $2 then -amount else 0 end), 0)::float8 / 100 as sum
       from ledger_transfers where org_id = $1`, [world.orgId, name]);
  return rows[0]!.sum;
}

async function paidInvoice(world: World, clientId: string, price = 3240, vatRate = 20) {
  const invoice = await newInvoice(world, clientId, [], vatLine(price, vatRate));
  const { payment } = await payInvoice(world, invoice.id, price);
  return { id: invoice.id, paymentId: payment.id };
}

describe('a refund of a paid invoice', () => {
  test('leaves it PAID with the refunded amount, takes back revenue and VAT, and makes a document', async () => {
    const world = await newWorld();
    const clientId = await newClient(world);
    const { id, paymentId } = await paidInvoice(world, clientId);
    expect([await account(world, 'REVENUE'), await account(world, 'VAT')]).toEqual([-2700, -540]);
    const made = await refund(world, { invoiceId: id, paymentId, amount: 3240, reason: ' Не понравилось ' });
    expect(made).toMatchObject({
      balance: 0,
      refund: { clientId, invoiceId: id, paymentId, amount: 3240, method: 'CASH', status: 'COMPLETED', reason: 'Не понравилось', onDate: '2025-02-12' },
      document: { documentNumber: 'COR-2025-00001', kind: 'REFUND', refundId: made.refund.id, invoiceIds: [id], amount: 3240 },
    });
    expect(await invoiceOf(world, id)).toMatchObject({ status: 'PAID', paidAmount: 3240, refundedAmount: 3240, dueAmount: 0 });
    expect([await account(world, 'REVENUE'), await account(world, 'VAT'), await account(world, 'MONEY:CASH')]).toEqual([0, 0, 0]);
    expect((await ask(world, getPayment, { id: paymentId })).payment.status).toBe('COMPLETED');
    expect((await ask(world, listRefunds, { invoiceId: id })).refunds).toEqual([made.refund]);
    expect((await ask(world, listDocuments, { clientId })).documents).toEqual([made.document]);
    await expectProof(world);
  });

  test('in parts where parts are allowed: the VAT of the parts is the VAT of the invoice', async () => {
    const world = await newWorld();
    const { id } = await paidInvoice(world, await newClient(world), 100, 22);
    let refunded = 0;
    for (const amount of [25, 25, 50]) { // rounded one by one the VAT would be 18.04, not 18.03
      await refund(world, { invoiceId: id, amount });
      refunded += amount;
      expect((await invoiceOf(world, id)).refundedAmount).toBeCloseTo(refunded, 6);
      await expectProof(world);
    }
    expect([await account(world, 'REVENUE'), await account(world, 'VAT')]).toEqual([0, 0]);
    await expectRefused(world, () => refund(world, { invoiceId: id, amount: 0.01 }), 'REFUND_TOO_LARGE');
  });

  test('whole only where parts are not allowed', async () => {
    const world = await newWorld({ template: 'TUTOR' });
    const { id } = await paidInvoice(world, await newClient(world), 500, 0);
    await expectRefused(world, () => refund(world, { invoiceId: id, amount: 499.99 }), 'REFUND_FULL_ONLY');
    await refund(world, { invoiceId: id, amount: 500 });
    await expectProof(world);
  });

  test('takes from every payment that had paid it', async () => {
    const world = await newWorld();
    const clientId = await newClient(world);
    const invoice = await newInvoice(world, clientId, [900]);
    for (const amount of [100, 200, 300]) await payInvoice(world, invoice.id, amount);
    await payInvoice(world, invoice.id, 400); // 100 of it stays as credit
    for (const amount of [350, 550]) {
      await refund(world, { invoiceId: invoice.id, amount });
      await expectProof(world);
    }
    expect([await balanceOf(world, clientId), (await invoiceOf(world, invoice.id)).refundedAmount]).toEqual([100, 900]);
    await expectProof(world);
  });

  test('three at once give the money back once', async () => {
    const world = await newWorld();
    const { id } = await paidInvoice(world, await newClient(world));
    const all = await Promise.allSettled([1, 2, 3].map(() => refund(world, { invoiceId: id, amount: 3240 })));
    const refused = all.filter((one) => one.status === 'rejected').map((one) => one.reason as unknown);
    expect(refused).toEqual([refusal('REFUND_TOO_LARGE'), refusal('REFUND_TOO_LARGE')]);
    await expectProof(world);
  });
});

describe('a refund of free credit', () => {
  test('is at most the credit, and touches no invoice', async () => {
    const world = await newWorld();
    const clientId = await newClient(world);
    const invoice = await newInvoice(world, clientId, [300]);
    await topUp(world, clientId, 500);
    await expectRefused(world, () => refund(world, { clientId, amount: 500.01 }), 'BALANCE_TOO_LOW');
    expect(await refund(world, { clientId, amount: 120.5 })).toMatchObject({ balance: 379.5, document: { invoiceIds: [] } });
    expect(await refund(world, { clientId, amount: 379.5 })).toMatchObject({ balance: 0 });
    expect(await invoiceOf(world, invoice.id)).toMatchObject({ status: 'PENDING', refundedAmount: 0 });
    await expectProof(world);
  });

  test('twice under one idempotency key gives once', async () => {
    const world = await newWorld();
    const clientId = await newClient(world);
    await topUp(world, clientId, 500);
    const wire = { clientId, amount: 200, method: 'CASH', reason: 'По заявлению' };
    const twins = await Promise.all([1, 2, 3].map(() => ask(world, createRefund, wire, { idempotencyKey: 'refund-1' })));
    expect(new Set(twins.map((twin) => twin.refund.id)).size).toBe(1);
    expect(await balanceOf(world, clientId)).toBe(300);
    await expectProof(world);
  });
});

describe('after a refund', () => {
  test('the payment behind it cannot be reversed when nothing else covers it (C-17)', async () => {
    const world = await newWorld();
    const { id, paymentId } = await paidInvoice(world, await newClient(world));
    await refund(world, { invoiceId: id, amount: 3240 });
    await expectRefused(world, () => reverse(world, paymentId), 'REVERSAL_SHORTFALL');
  });

  test('a reversal leaves the refunded invoice alone and takes the money elsewhere', async () => {
    for (const template of ['STUDIO', 'SPORT'] as const) {
      const world = await newWorld({ template });
      const clientId = await newClient(world);
      const older = await newInvoice(world, clientId, [700]);
      await payInvoice(world, older.id, 700);
      const { id, paymentId } = await paidInvoice(world, clientId, 500, 0);
      await refund(world, { invoiceId: id, amount: 500 });
      const reversed = await reverse(world, paymentId);
      expect(reversed.released.map(({ invoiceId }) => invoiceId), template).toEqual([older.id]);
      expect(reversed).toMatchObject({ balance: 200, credited: 200 });
      expect(await invoiceOf(world, id)).toMatchObject({ status: 'PAID', refundedAmount: 500 });
      expect(await invoiceOf(world, older.id)).toMatchObject({ status: 'PENDING', paidAmount: 0 });
      await expectProof(world);
    }
  });
});
