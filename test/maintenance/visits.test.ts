/** The doctor in books of passes, visits and rooms. */
import { describe, expect, test } from 'vitest';
import { VISIT_FAULTS, newVisitBook } from './visit-faults.ts';
import { brokenOf, expectSeen, look } from './looking.ts';
import { cancelInvoice } from '../../src/invoices/cancel-invoice.ts';
import { cancelSubscription } from '../../src/subscriptions/cancel-pass.ts';
import { invoiceSubscription } from '../../src/subscriptions/invoice-pass.ts';
import { getSubscription } from '../../src/subscriptions/read-passes.ts';
import { sellSubscription } from '../../src/subscriptions/sell-pass.ts';
import { createType } from '../../src/subscriptions/types.ts';
import { chargeTraining } from '../../src/trainings/charge-training.ts';
import { ask, expectProof, payInvoice, refund, topUp } from '../money-fixtures.ts';
import { cancelWhole, clubWorld, invoicesOf, pass, person, training } from '../trainings/club.ts';
import type { World } from '../world.ts';

/** Voids the invoice of a pass by hand; the pass stays, where passes work before they are paid. */
async function voidInvoiceOf(world: World, passId: string): Promise<void> {
  const [invoice] = (await ask(world, getSubscription, { id: passId })).invoices;
  await ask(world, cancelInvoice, { id: invoice!.id, reason: 'Ошибка' });
}

describe('the doctor of visits', () => {
  test('finds nothing in books that hold, nor where a fine was forgiven by hand', async () => {
    const book = await newVisitBook();
    expect(brokenOf(await look(book))).toEqual([]);
    await ask(book.world, cancelInvoice, { id: book.fineId, reason: 'Простили' });
    expect(brokenOf(await look(book))).toEqual([]);
  });

  test.each(VISIT_FAULTS)('%s: sees %s, and nothing else', async (...fault) => expectSeen(await newVisitBook(), fault));
});

describe('what only looks like a fault', () => {
  test('a pass that expires after its invoice was voided', async () => {
    const world = await clubWorld();
    const id = await pass(world, await person(world));
    await voidInvoiceOf(world, id);
    await expectProof(world);
    await ask(world, cancelSubscription, { id, reason: 'Переезд' });
    await expectProof(world);
  });

  test('an invoice written again for a pass that had its sessions', async () => {
    const world = await clubWorld();
    const type = await ask(world, createType, {
      name: 'Разом', price: 100, sessionsPerPeriod: 8, writeOffTiming: 'ON_SALE',
    });
    const { subscription } = await ask(world, sellSubscription, { ...await person(world), subscriptionTypeId: type.id });
    await voidInvoiceOf(world, subscription.id);
    const { invoice } = await ask(world, invoiceSubscription, { subscriptionId: subscription.id });
    await payInvoice(world, invoice.id, 100);
    await expectProof(world);
  });

  test('a visit whose money was refunded, before and after its training was cancelled', async () => {
    const world = await clubWorld();
    const anna = await person(world);
    await topUp(world, anna.clientId, 2000);
    const id = await training(world, '2024-01-16T10:00', [anna]);
    await ask(world, chargeTraining, { id });
    const [invoice] = await invoicesOf(world, anna);
    await refund(world, { invoiceId: invoice!.id, amount: 2000 });
    await expectProof(world);
    await cancelWhole(world, id);
    await expectProof(world);
  });
});
