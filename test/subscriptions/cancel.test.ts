import { describe, expect, test } from 'vitest';
import { cancelInvoice } from '../../src/invoices/cancel-invoice.ts';
import { cancelSubscription } from '../../src/subscriptions/cancel-pass.ts';
import { invoiceSubscription } from '../../src/subscriptions/invoice-pass.ts';
import { listUnpaidInvoices } from '../../src/subscriptions/read-passes.ts';
import { renewSubscription } from '../../src/subscriptions/renew-passes.ts';
import { ask, balanceOf, expectProof, expectRefused, invoiceOf, payInvoice, refund, reverse, topUp } from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';
import { movementsOf, newPupil, newType, passOf, sell, sellPaid } from './fixtures.ts';

const NOW = '2025-01-15T10:00:00Z';
const cancel = (world: World, id: string, reason = 'Переезд') => ask(world, cancelSubscription, { id, reason });

describe('cancelling a pass (C-38)', () => {
  test('S2-198: an unpaid invoice is voided with it', async () => {
    const world = await newWorld({ now: NOW });
    const { subscription: { id }, invoice } = await sell(world, await newPupil(world));
    await expectRefused(world, () => cancel(world, id, ' '), 'REASON_REQUIRED');
    expect(await cancel(world, id)).toMatchObject({
      subscription: { status: 'CANCELLED', cancelReason: 'Переезд', sessionsLeft: 0 },
      voided: [{ invoiceId: invoice.id, returned: 0 }], refundNeeded: [],
    });
    expect(await invoiceOf(world, invoice.id)).toMatchObject({ status: 'CANCELLED', items: [{ writeOffStatus: 'CANCELLED' }] });
    await expectRefused(world, () => cancel(world, id), 'SUBSCRIPTION_CANCELLED');
    await expectRefused(world, () => ask(world, renewSubscription, { id }), 'SUBSCRIPTION_CANCELLED');
    await expectProof(world);
  });

  test('a partly paid one gives its money back to the balance first', async () => {
    const world = await newWorld({ now: NOW });
    const pupil = await newPupil(world);
    const { subscription: { id }, invoice } = await sell(world, pupil);
    await payInvoice(world, invoice.id, 2000);
    expect(await cancel(world, id)).toMatchObject({ voided: [{ returned: 2000 }], refundNeeded: [] });
    expect(await balanceOf(world, pupil.clientId)).toBe(2000);
    await expectProof(world);
  });

  test('a paid one stays paid and needs a refund; what was left is gone, with its value written down', async () => {
    const world = await newWorld({ now: NOW });
    const { id, invoiceId } = await sellPaid(world, await newPupil(world));
    await ask(world, renewSubscription, { id });
    const { voided, refundNeeded } = await cancel(world, id);
    expect(voided).toHaveLength(1);
    expect(refundNeeded).toMatchObject([{ invoiceId, amount: 5000 }]);
    expect(await passOf(world, id)).toMatchObject({
      status: 'CANCELLED', sessionsLeft: 0, valueLeft: 0, invoices: [{ status: 'PAID' }, { status: 'CANCELLED' }],
    });
    expect((await passOf(world, id)).events.at(-1)).toMatchObject({ kind: 'CANCELLED', sessionsLeft: 12, value: 5000 });
    expect((await movementsOf(world, id)).map(({ kind, left }) => [kind, left])).toEqual([['GRANT', 12], ['EXPIRE', 0]]);
    await refund(world, { invoiceId, amount: 5000 });
    await expectProof(world);
  });

  test('what the voided invoice held pays the next in the queue (FIFO)', async () => {
    const world = await newWorld({ template: 'SPORT', now: NOW });
    const pupil = await newPupil(world);
    const { subscription: { id } } = await sell(world, pupil);
    const second = await sell(world, { ...pupil, subscriptionTypeId: (await newType(world, { price: 3000 })).id });
    await topUp(world, pupil.clientId, 3000);
    await cancel(world, id);
    expect((await invoiceOf(world, second.invoice.id)).status).toBe('PAID');
    expect(await balanceOf(world, pupil.clientId)).toBe(0);
    await expectProof(world);
  });
});

describe('refunding a pass (special case 3, S2-235)', () => {
  test('a full refund cancels it and takes its sessions; the invoice stays paid', async () => {
    const world = await newWorld({ now: NOW });
    const { id, invoiceId } = await sellPaid(world, await newPupil(world));
    await refund(world, { invoiceId, amount: 5000 });
    expect(await passOf(world, id)).toMatchObject({ status: 'CANCELLED', sessionsLeft: 0, invoices: [{ status: 'PAID' }] });
    await expectProof(world);
  });

  test('a part of it does not', async () => {
    const world = await newWorld({ now: NOW });
    const { id, invoiceId } = await sellPaid(world, await newPupil(world));
    await refund(world, { invoiceId, amount: 1000 });
    expect(await passOf(world, id)).toMatchObject({ status: 'ACTIVE', sessionsLeft: 12 });
    await refund(world, { invoiceId, amount: 4000 });
    expect(await passOf(world, id)).toMatchObject({ status: 'CANCELLED', sessionsLeft: 0 });
    await expectProof(world);
  });
});

describe('the invoice of a pass', () => {
  test('S2-170: is made again only after the first was cancelled, and activates as the first would have', async () => {
    const world = await newWorld({ now: NOW });
    const { subscription: { id: subscriptionId }, invoice } = await sell(world, await newPupil(world));
    await expectRefused(world, () => ask(world, invoiceSubscription, { subscriptionId }), 'SUBSCRIPTION_INVOICE_EXISTS');
    await ask(world, cancelInvoice, { id: invoice.id, reason: 'Ошибка' });
    const again = await ask(world, invoiceSubscription, { subscriptionId });
    expect(again.invoice).toMatchObject({ purpose: 'INITIAL', totalAmount: 5000, status: 'PENDING' });
    await payInvoice(world, again.invoice.id, 5000);
    expect(await passOf(world, subscriptionId)).toMatchObject({ status: 'ACTIVE', sessionsLeft: 12 });
    await expectProof(world);
  });

  test('I-24: a pass that had its sessions gets none for another invoice', async () => {
    const world = await newWorld({ now: NOW });
    const { subscription: { id }, invoice } = await sell(world, await newPupil(world));
    const { payment } = await payInvoice(world, invoice.id, 5000);
    await reverse(world, payment.id);
    expect((await passOf(world, id)).status).toBe('PENDING');
    await ask(world, cancelInvoice, { id: invoice.id, reason: 'Ошибка' });
    const again = await ask(world, invoiceSubscription, { subscriptionId: id });
    await payInvoice(world, again.invoice.id, 5000);
    expect(await passOf(world, id)).toMatchObject({ status: 'ACTIVE', sessionsLeft: 12 });
    await expectProof(world);
  });

  test('C-37: the unpaid ones, also those paid in part', async () => {
    const world = await newWorld({ now: NOW });
    const { clientId, studentId } = await newPupil(world);
    const { subscription: { id }, invoice } = await sell(world, { clientId, studentId });
    const unpaid = async (options = {}) =>
      (await ask(world, listUnpaidInvoices, { id }, options)).invoices.map((one) => one.status);
    expect(await unpaid()).toEqual(['PENDING']);
    await payInvoice(world, invoice.id, 100);
    expect(await unpaid({ actor: await world.as('CLIENT', { clientId }) })).toEqual(['PARTIALLY_PAID']);
    await payInvoice(world, invoice.id, 4900);
    expect(await unpaid()).toEqual([]);
  });
});
