/** Reminders that somebody asks for, and what an invoice says of the acts that it does not allow. */
import { expect, test } from 'vitest';
import { cancelInvoice } from '../../src/invoices/cancel-invoice.ts';
import { remindByHand } from '../../src/invoices/remind-by-hand.ts';
import { ask, expectProof, invoiceOf, newClient, newDraft, newInvoice, payInvoice } from '../money-fixtures.ts';
import { newWorld } from '../world.ts';

test('unpaid invoices are reminded of once a day; paid ones and drafts never', async () => {
  const world = await newWorld();
  const clientId = await newClient(world);
  const [unpaid, paid, draft] = [await newInvoice(world, clientId, [500]), await newInvoice(world, clientId, [300]),
    await newDraft(world, clientId, [200])];
  await payInvoice(world, paid.id, 300);
  const invoiceIds = [unpaid.id, paid.id, draft.id];
  const first = await ask(world, remindByHand, { invoiceIds });
  expect(first).toEqual({ reminded: [unpaid.invoiceNumber], skipped: [paid.invoiceNumber, draft.invoiceNumber] });
  expect((await ask(world, remindByHand, { invoiceIds })).reminded).toEqual([]);
  expect((await invoiceOf(world, unpaid.id)).reminders).toMatchObject([{ kind: 'invoice-reminder' }]);
  expect((await invoiceOf(world, paid.id)).reminders).toEqual([]);
});

test('an act that is not possible says why beforehand, in the words in which it is refused', async () => {
  const world = await newWorld();
  const clientId = await newClient(world);
  const { id } = await newInvoice(world, clientId, [500]);
  expect((await invoiceOf(world, id)).blocked).toMatchObject({
    cancel: null, pay: null, adjust: null, edit: null, send: 'Это возможно только для черновика', refund: expect.any(String) as string,
  });
  await payInvoice(world, id, 500);
  const { blocked } = await invoiceOf(world, id);
  expect(blocked).toMatchObject({ refund: null, adjust: 'Нельзя изменить цену в оплаченном счете' });
  const refusal = await ask(world, cancelInvoice, { id, reason: 'Клиент отказался' }).catch((error: unknown) => error);
  expect((refusal as { sentence: (language: 'ru') => string }).sentence('ru')).toBe(blocked.cancel);
  await expectProof(world);
});
