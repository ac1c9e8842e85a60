/** What a reversal tells of itself (REV-4): the example of S4 to the kopeck, before anything is done and after. */
import { expect, test } from 'vitest';
import { correctPayment } from '../../src/payments/correct-payment.ts';
import { getPayment } from '../../src/payments/read-payments.ts';
import { registerPayment } from '../../src/payments/register-payment.ts';
import { reversePayment } from '../../src/payments/reverse-payment.ts';
import {
  ask, balanceOf, expectProof, expectRefused, newClient, newInvoice, refund, topUp,
} from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';

const REASON = 'Ошибка кассира';

/** WE-81: a payment of 5000, credit of 2000, and paid invoices of 2000, 2000 and 500, which an older payment holds. */
async function paidByTheOlder(world: World) {
  const clientId = await newClient(world);
  const oldest = await newInvoice(world, clientId, [500]);
  const middle = await newInvoice(world, clientId, [2000]);
  const newest = await newInvoice(world, clientId, [2000]);
  const older = await topUp(world, clientId, 4500);
  const wrong = await topUp(world, clientId, 5000);
  await refund(world, { clientId, amount: 3000 });
  return { clientId, oldest, middle, newest, older: older.payment, wrong: wrong.payment };
}

test('WE-81: each step with what it covers and what is left, and who paid the invoices', async () => {
  const world = await newWorld({ template: 'SPORT' });
  const { oldest, middle, newest, older, wrong } = await paidByTheOlder(world);
  const by = [{ paymentId: older.id, onDate: older.onDate, amount: 2000, isThis: false }];
  const { effect } = await ask(world, reversePayment, { id: wrong.id, reason: REASON }, { dryRun: true });
  expect(effect).toMatchObject({
    before: { credit: 2000, due: 0, toPay: 0 }, after: { credit: 1000, due: 4000, toPay: 3000 }, change: -5000,
    steps: [
      { invoice: null, given: 2000, covered: 2000, left: 3000 },
      { invoice: { id: newest.id, number: newest.invoiceNumber, statusBefore: 'PAID', statusAfter: 'PENDING', paidBy: by },
        given: 2000, covered: 2000, left: 1000 },
      { invoice: { id: middle.id, statusBefore: 'PAID', statusAfter: 'PENDING', paidBy: by }, given: 2000, covered: 1000, left: 0 },
    ],
    untouched: [{ id: oldest.id, number: oldest.invoiceNumber, amount: 500 }], settled: [], passes: [],
  });
  expect((await ask(world, getPayment, { id: wrong.id })).payment).toMatchObject({ status: 'COMPLETED', reversedBy: null });
  const done = await ask(world, reversePayment, { id: wrong.id, reason: REASON });
  expect(done.effect).toEqual(effect);
  expect((await ask(world, getPayment, { id: wrong.id })).payment).toMatchObject({ status: 'REVERSED', creditLeft: 0 });
  await expectProof(world);
});

test('credit that is enough is the only step, and what this payment itself paid is marked as its own', async () => {
  const world = await newWorld({ template: 'SPORT' });
  const clientId = await newClient(world);
  const invoice = await newInvoice(world, clientId, [700]);
  const { payment } = await topUp(world, clientId, 1000);
  const own = await ask(world, reversePayment, { id: payment.id, reason: REASON }, { dryRun: true });
  expect(own.effect).toMatchObject({
    before: { credit: 300, due: 0, toPay: 0 }, after: { credit: 0, due: 700, toPay: 700 }, change: -1000,
    steps: [{ invoice: null, covered: 300, left: 700 },
      { invoice: { id: invoice.id, paidBy: [{ isThis: true, amount: 700 }] }, covered: 700, left: 0 }],
  });
  await topUp(world, clientId, 5000);
  const { effect } = await ask(world, reversePayment, { id: payment.id, reason: REASON });
  expect(effect).toMatchObject({ steps: [{ invoice: null, given: 1000, covered: 1000, left: 0 }], change: -1000 });
  await expectProof(world);
});

test('where payments name their invoices, what this one paid comes back first', async () => {
  const world = await newWorld({ template: 'STUDIO' });
  const clientId = await newClient(world);
  const invoice = await newInvoice(world, clientId, [600]);
  await topUp(world, clientId, 250);
  const { payment } = await ask(world, registerPayment,
    { invoiceId: invoice.id, amount: 600, paymentMethod: 'CARD' });
  const { effect } = await ask(world, reversePayment, { id: payment.id, reason: REASON });
  expect(effect).toMatchObject({
    before: { credit: 250, due: 0 }, after: { credit: 250, due: 600, toPay: 350 }, change: -600,
    steps: [{ invoice: { id: invoice.id, statusAfter: 'PENDING' }, given: 600, covered: 600, left: 0 }],
  });
  await expectProof(world);
});

test('a preview looked at before the reason is chosen holds with any reason, and not when the facts changed', async () => {
  const world = await newWorld({ template: 'SPORT' });
  const { clientId, wrong } = await paidByTheOlder(world);
  const look = async () => {
    const { preview } = await world.outcome(reversePayment, { id: wrong.id, reason: 'Предпросмотр' }, { dryRun: true });
    return preview!.previewHash;
  };
  const old = await look();
  await topUp(world, clientId, 1);
  await expect(ask(world, reversePayment, { id: wrong.id, reason: REASON }, { previewHash: old }))
    .rejects.toMatchObject({ code: 'PREVIEW_STALE' });
  await ask(world, reversePayment, { id: wrong.id, reason: REASON }, { previewHash: await look() });
  await expectProof(world);
});

test('a wrong payment is corrected in one step: the reversal and the right payment, both or neither', async () => {
  const world = await newWorld({ template: 'SPORT' });
  const { clientId, wrong } = await paidByTheOlder(world);
  const right = { id: wrong.id, reason: REASON, amount: 3000, paymentMethod: 'CARD' };
  const shown = await ask(world, correctPayment, right, { dryRun: true });
  // WE-86: after the reversal the credit is 1000, with 3000 both invoices of 2000 are paid again.
  expect(shown).toMatchObject({ reversal: { effect: { change: -5000 } }, taken: { balance: 0, payment: { amount: 3000, method: 'CARD' } } });
  expect(shown.taken.allocations.map(({ amount }) => amount)).toEqual([2000, 2000]);
  await ask(world, correctPayment, right);
  expect(await balanceOf(world, clientId)).toBe(0);
  await expectRefused(world, () => ask(world, correctPayment, right), 'PAYMENT_ALREADY_REVERSED');
  const other = await newClient(world);
  const { payment } = await topUp(world, clientId, 800);
  await ask(world, correctPayment, { ...right, id: payment.id, amount: 800, clientId: other });
  expect([await balanceOf(world, clientId), await balanceOf(world, other)]).toEqual([0, 800]);
  await expectProof(world);
});
