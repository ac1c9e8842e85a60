/** A whole training that is cancelled: every charge undone as it was made, then each family's queue once (C-47). */
import { expect, test } from 'vitest';
import { createBenefitCategory } from '../../src/clients/benefit-categories.ts';
import { changeClient } from '../../src/clients/write-clients.ts';
import { createRoom } from '../../src/schedule/rooms.ts';
import { freezeSubscription } from '../../src/subscriptions/freeze-pass.ts';
import { getTraining } from '../../src/trainings/read-trainings.ts';
import {
  ask, balanceOf, changingNothing, expectProof, expectRefused, payInvoice, refund, reverse, topUp,
} from '../money-fixtures.ts';
import {
  NIGHT, book, cancelVisit, cancelWhole, chargesOf, clubWorld, invoicesOf, mark, movementsOf, night, pass, person,
  sessionsLeft, told, training, visitInvoices,
} from './club.ts';

test('the session goes back, the paid invoice is cancelled and its money returned; repeated, nothing happens (WE-94)', async () => {
  const world = await clubWorld();
  const [a, b] = [await person(world, 'Анна'), await person(world, 'Борис')];
  const card = await pass(world, a);
  await topUp(world, b.clientId, 2000);
  const id = await training(world, '2024-01-16T11:00', [a, b], { title: 'Пилатес' });
  await world.setClock(NIGHT);
  await night(world);
  expect([await sessionsLeft(world, card), await balanceOf(world, b.clientId)]).toEqual([7, 0]);
  const preview = await changingNothing(world, () => cancelWhole(world, id, {}, { dryRun: true }));
  const done = await cancelWhole(world, id);
  expect(done).toEqual(preview);
  expect(done).toMatchObject({
    status: 'CANCELLED', sessionsReturned: 1, invoicesCancelled: 1, moneyReturned: 2000, repeated: false,
    participants: [
      { studentId: a.studentId, sessionsReturned: 1, subscriptionId: card, invoiceCancelled: false, returned: 0 },
      { studentId: b.studentId, sessionsReturned: 0, invoiceCancelled: true, returned: 2000 },
    ],
  });
  expect([await sessionsLeft(world, card), await balanceOf(world, b.clientId)]).toEqual([8, 2000]);
  expect(await visitInvoices(world, b)).toMatchObject([{ status: 'CANCELLED' }]);
  expect((await told(world, 'training-cancelled')).map(({ clientId, params }) => [clientId, params['reason']]))
    .toEqual([[a.clientId, 'Заболел тренер'], [b.clientId, 'Заболел тренер']]);
  expect(await ask(world, getTraining, { id })).toMatchObject({ status: 'CANCELLED', cancelReason: 'Заболел тренер' });
  await expectProof(world);

  expect(await cancelWhole(world, id)).toMatchObject({ repeated: true, sessionsReturned: 0, moneyReturned: 0, participants: [] });
  expect([await sessionsLeft(world, card), await balanceOf(world, b.clientId)]).toEqual([8, 2000]);
  expect(await told(world, 'training-cancelled')).toHaveLength(2);
  expect((await night(world)).metrics).toMatchObject({ trainings: 0, participants: 0 });
  await expectProof(world);
});

test('an unpaid invoice is cancelled and no money moves (WE-95)', async () => {
  const world = await clubWorld();
  const one = await person(world);
  const id = await training(world, '2024-01-16T11:00', [one]);
  await topUp(world, one.clientId, 300);
  await night(world);
  expect(await cancelWhole(world, id)).toMatchObject({ invoicesCancelled: 1, moneyReturned: 0, sessionsReturned: 0 });
  expect([await visitInvoices(world, one), await balanceOf(world, one.clientId)]).toMatchObject([[{ status: 'CANCELLED' }], 300]);
  await expectProof(world);
});

test('an invoice of nothing, paid at once by a benefit of 100 %, is cancelled like any other', async () => {
  const world = await clubWorld();
  const [whole, visit] = [await person(world), await person(world)];
  const benefit = await ask(world, createBenefitCategory, { name: 'Сирота', discountPercent: 100 });
  for (const { clientId } of [whole, visit]) await ask(world, changeClient, { id: clientId, benefitCategoryId: benefit.id });
  const id = await training(world, '2024-01-16T10:00', [whole, visit]);
  await night(world);
  expect(await visitInvoices(world, whole)).toMatchObject([{ status: 'PAID', totalAmount: 0 }]);
  expect(await cancelVisit(world, id, visit)).toMatchObject({ invoiceCancelled: true, moneyReturned: 0 });
  expect(await cancelWhole(world, id)).toMatchObject({ invoicesCancelled: 1, moneyReturned: 0 });
  for (const one of [whole, visit]) expect(await visitInvoices(world, one)).toMatchObject([{ status: 'CANCELLED' }]);
  await expectProof(world);
});

test('what was paid in part goes back in part, and stays free where payments name their invoice (DIRECTED)', async () => {
  const world = await clubWorld({ settings: { 'settlement.mode': 'DIRECTED', 'settlement.allowPartial': true } });
  const one = await person(world);
  const [off, on] = [await training(world, '2024-01-16T11:00', [one]), await training(world, '2024-01-16T13:00', [one])];
  await night(world);
  const [invoice, other] = await invoicesOf(world, one);
  await payInvoice(world, invoice!.id, 700);
  expect(await cancelWhole(world, off)).toMatchObject({ invoicesCancelled: 1, moneyReturned: 700 });
  expect(await balanceOf(world, one.clientId)).toBe(700);
  expect((await invoicesOf(world, one)).map(({ status, paidAmount }) => [status, paidAmount])).toEqual([['CANCELLED', 0], ['PENDING', 0]]);
  expect([other!.status, await chargesOf(world, on)]).toEqual(['PENDING', ['INVOICE NORMAL NIGHT ACTIVE']]);
  await expectProof(world);
});

test('the session goes back to the very pass it came from, expired or frozen since, whatever is bought meanwhile', async () => {
  const world = await clubWorld();
  const [expired, frozen, late] = [await person(world), await person(world), await person(world)];
  const old = await pass(world, expired, { startDate: '2023-12-17' });
  const cold = await pass(world, frozen);
  const id = await training(world, '2024-01-16T10:00', [expired, frozen, late]);
  await world.setClock(NIGHT);
  await night(world);
  await world.database.owner.query("update subscriptions set status = 'EXPIRED' where id = $1", [old]);
  await ask(world, freezeSubscription, { id: cold, freezeStart: '2024-01-16', freezeEnd: '2024-01-20' });
  const bought = [await pass(world, expired), await pass(world, late)];
  expect(await cancelWhole(world, id)).toMatchObject({ sessionsReturned: 2, invoicesCancelled: 1 });
  expect(await Promise.all([old, cold, ...bought].map((card) => sessionsLeft(world, card)))).toEqual([8, 8, 8, 8]);
  expect((await movementsOf(world, old)).map(({ kind, delta, reason }) => [kind, delta, reason]))
    .toEqual([['GRANT', 8, expect.anything()], ['CHARGE', -1, 'Занятие «Йога», 2024-01-16'], ['RETURN', 1, 'Заболел тренер']]);
  await expectProof(world);
});

test('fines are undone, too, but not what was cancelled before in time', async () => {
  const world = await clubWorld({ settings: { 'cancellation.safeHours': 24 } });
  const [fined, paid] = [await person(world), await person(world)];
  const card = await pass(world, fined);
  await topUp(world, paid.clientId, 2000);
  const id = await training(world, '2024-01-16T09:00', [fined, paid]);
  await cancelVisit(world, id, fined);
  await cancelVisit(world, id, paid);
  expect([await sessionsLeft(world, card), await balanceOf(world, paid.clientId)]).toEqual([7, 0]);
  expect(await cancelWhole(world, id)).toMatchObject({ sessionsReturned: 1, invoicesCancelled: 1, moneyReturned: 2000 });
  expect([await sessionsLeft(world, card), await balanceOf(world, paid.clientId)]).toEqual([8, 2000]);
  expect(await chargesOf(world, id)).toEqual(['SESSION FINE CANCELLATION REVERSED', 'INVOICE FINE CANCELLATION REVERSED']);
  await expectProof(world);
});

test("siblings' money goes back together before their queue is run once: the oldest is paid, not what comes by the way", async () => {
  const world = await clubWorld();
  const first = await person(world);
  const second = await person(world, 'Младшая', first.clientId);
  const off = await training(world, '2024-01-16T09:00', [first, second], { price: 1000 });
  const dear = await training(world, '2024-01-16T11:00', [first], { price: 1800 });
  const cheap = await training(world, '2024-01-16T13:00', [second], { price: 900 });
  await topUp(world, first.clientId, 2000);
  await night(world);
  expect(await cancelWhole(world, off)).toMatchObject({ invoicesCancelled: 2, moneyReturned: 2000 });
  expect((await visitInvoices(world, first)).map(({ status, totalAmount }) => `${status} ${totalAmount}`))
    .toEqual(['CANCELLED 1000', 'CANCELLED 1000', 'PAID 1800', 'PENDING 900']);
  expect(await balanceOf(world, first.clientId)).toBe(200);
  expect([await chargesOf(world, dear), await chargesOf(world, cheap)]).toHaveLength(2);
  await expectProof(world);
});

test('refunded and reversed in between: what has left is not returned a second time', async () => {
  const world = await clubWorld();
  const [refunded, reversed] = [await person(world), await person(world)];
  await topUp(world, refunded.clientId, 2000);
  const { payment } = await topUp(world, reversed.clientId, 2000);
  const id = await training(world, '2024-01-16T10:00', [refunded, reversed]);
  await night(world);
  await refund(world, { invoiceId: (await invoicesOf(world, refunded))[0]!.id, amount: 2000 });
  await reverse(world, payment.id);
  expect(await cancelWhole(world, id)).toMatchObject({ invoicesCancelled: 1, moneyReturned: 0 });
  expect([await balanceOf(world, refunded.clientId), await balanceOf(world, reversed.clientId)]).toEqual([0, 0]);
  expect([await visitInvoices(world, refunded), await visitInvoices(world, reversed)])
    .toMatchObject([[{ status: 'PAID' }], [{ status: 'CANCELLED' }]]);
  await expectProof(world);
});

test('a training that was held and marked is taken back by an administrator alone, who says why', async () => {
  const world = await clubWorld();
  const one = await person(world);
  const card = await pass(world, one);
  const [held, unmarked] = [await training(world, '2024-01-15T14:00', [one]), await training(world, '2024-01-15T15:00', [one])];
  const manager = await world.as('MANAGER');
  await mark(world, held, one);
  await world.setClock('2024-01-15T12:00:00Z'); // the first ended an hour ago, the second this moment
  await expectRefused(world, () => cancelWhole(world, held, {}, { actor: manager }), 'TRAINING_HELD');
  await expectRefused(world, () => cancelWhole(world, held, { reason: undefined }), 'REASON_REQUIRED');
  await expectRefused(world, () => cancelWhole(world, held, { reason: '  ' }), 'REASON_REQUIRED');
  expect(await cancelWhole(world, unmarked, {}, { actor: manager })).toMatchObject({ status: 'CANCELLED' });
  expect(await cancelWhole(world, held)).toMatchObject({ sessionsReturned: 1 });
  expect(await sessionsLeft(world, card)).toBe(8);
  await expectProof(world);
});

test('a manager cancels a marked training while it still goes on, and needs no reason', async () => {
  const world = await clubWorld();
  const one = await person(world);
  const id = await training(world, '2024-01-15T14:00', [one]);
  await mark(world, id, one);
  await world.setClock('2024-01-15T11:59:59Z');
  expect(await cancelWhole(world, id, { reason: undefined }, { actor: await world.as('MANAGER') })).toMatchObject({ invoicesCancelled: 1 });
});

test('the room is free for others at once', async () => {
  const world = await clubWorld();
  const { id: roomId } = await ask(world, createRoom, { name: 'Зал', hourlyRate: 500 });
  const id = await training(world, '2024-01-16T10:00', [], { roomId });
  await expectRefused(world, () => training(world, '2024-01-16T10:30', [], { roomId }), 'ROOM_BUSY');
  await cancelWhole(world, id);
  await training(world, '2024-01-16T10:30', [], { roomId });
  await expectProof(world);
});

test('a trainer cancels his own trainings, nobody else his; a family none', async () => {
  const world = await clubWorld();
  const one = await person(world);
  const [trainer, other] = [await world.as('TRAINER'), await world.as('TRAINER')];
  const id = await training(world, '2024-01-16T10:00', [one], { trainerId: trainer.userId });
  await expectRefused(world, () => cancelWhole(world, id, {}, { actor: other }), 'NOT_FOUND');
  const parent = await world.as('CLIENT', { clientId: one.clientId });
  await expectRefused(world, () => cancelWhole(world, id, {}, { actor: parent }), 'FORBIDDEN');
  expect(await cancelWhole(world, id, {}, { actor: trainer })).toMatchObject({ status: 'CANCELLED' });
  await expectRefused(world, () => book(world, id, one), 'TRAINING_CANCELLED');
});
