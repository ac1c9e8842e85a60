/** What the night decides about each participant, by the examples of the requirements and the gaps between them. */
import { expect, test } from 'vitest';
import { createBenefitCategory } from '../../src/clients/benefit-categories.ts';
import { changeClient } from '../../src/clients/write-clients.ts';
import { createService } from '../../src/catalogue/services.ts';
import { cancelSubscription } from '../../src/subscriptions/cancel-pass.ts';
import { freezeSubscription } from '../../src/subscriptions/freeze-pass.ts';
import { chargeTraining } from '../../src/trainings/charge-training.ts';
import { ask, balanceOf, expectProof, expectRefused, payInvoice, topUp } from '../money-fixtures.ts';
import {
  NIGHT, book, cancelVisit, cancelWhole, chargesOf, clubWorld, decisionsOf, group, invoicesOf, movementsOf, night, pass,
  person, runNight, sessionsLeft, told, training, visitInvoices,
} from './club.ts';

const UNPAID = { purpose: 'TRAINING', status: 'PENDING', totalAmount: 2000, dueDate: '2024-01-16' };

test('CHG-1: the night takes a session or makes an invoice, once (WE-92, WE-93)', async () => {
  const world = await clubWorld();
  const [a, b, c] = [await person(world), await person(world), await person(world)];
  const active = await pass(world, a, { sessions: 8 });
  await pass(world, c, { sessions: 8, startDate: '2023-11-01' });
  const yoga = await training(world, '2024-01-16T10:00', [a, b, c]);
  await world.setClock(NIGHT);
  const first = await night(world);
  expect(first).toMatchObject({
    status: 'DONE', date: '2024-01-15', errors: [],
    metrics: { trainings: 1, participants: 3, sessionsDeducted: 1, invoicesCreated: 2, sessionsReturned: 0, invoicesCancelled: 0, errors: 0 },
  });
  expect(await sessionsLeft(world, active)).toBe(7);
  for (const one of [b, c]) expect(await visitInvoices(world, one)).toEqual([UNPAID]);
  expect(await movementsOf(world, active)).toMatchObject([{ kind: 'GRANT', delta: 8 }, { kind: 'CHARGE', delta: -1 }]);
  expect(await decisionsOf(world, first)).toEqual([
    'SESSION COVERED: Списано занятие с абонемента, осталось 7 занятий',
    expect.stringMatching(/^INVOICE NO_PASS: Выставлен счёт INV-2024-\d{5}: нет абонемента$/),
    expect.stringMatching(/^INVOICE ENDED: Выставлен счёт INV-2024-\d{5}: срок абонемента истёк$/),
  ]);
  const again = await night(world);
  expect(again.metrics).toMatchObject({ sessionsDeducted: 0, invoicesCreated: 0, 'skipped.CHARGED': 3, errors: 0 });
  expect(await decisionsOf(world, again)).toEqual(Array(3).fill('SKIPPED CHARGED: Пропущено: уже списано раньше'));
  expect(await sessionsLeft(world, active)).toBe(7);
  expect(await chargesOf(world, yoga)).toHaveLength(3);
  await expectProof(world);
});

test('in the order of their start: the morning takes the last session, noon is invoiced, and the family is told (WE-108)', async () => {
  const world = await clubWorld();
  const one = await person(world, 'Вера');
  const card = await pass(world, one, { sessions: 1 });
  const noon = await training(world, '2024-01-16T11:00', [one]);
  const morning = await training(world, '2024-01-16T09:00', [one]);
  await night(world);
  expect(await chargesOf(world, morning)).toEqual(['SESSION NORMAL NIGHT ACTIVE']);
  expect(await chargesOf(world, noon)).toEqual(['INVOICE NORMAL NIGHT ACTIVE']);
  expect(await sessionsLeft(world, card)).toBe(0);
  expect(await told(world, 'sessions-over')).toMatchObject([
    { audience: 'CLIENT', clientId: one.clientId, params: { student: 'Вера', endDate: '2024-01-31' } },
  ]);
  await expectProof(world);
});

test('a cancelled training and who is not booked are passed over, with their cause (S4-080, S4-081)', async () => {
  const world = await clubWorld();
  const [comes, cancelled, waits] = [await person(world), await person(world), await person(world)];
  const [free, charged] = [await person(world), await person(world)];
  const off = await training(world, '2024-01-16T09:00', [comes]);
  await cancelWhole(world, off);
  const id = await training(world, '2024-01-16T18:00', [comes, cancelled], { capacity: 3 });
  await cancelVisit(world, id, cancelled);
  await book(world, id, free, { kind: 'FREE' });
  await book(world, id, charged);
  await book(world, id, waits, { waitingList: true });
  await ask(world, chargeTraining, { id });
  const run = await night(world);
  expect(run.metrics).toMatchObject({
    trainings: 1, participants: 5, invoicesCreated: 0, 'skipped.CHARGED': 2, 'skipped.CANCELLED': 2, 'skipped.FREE': 1,
  });
  expect(await chargesOf(world, off)).toEqual([]);
  expect(await chargesOf(world, id)).toEqual(Array(2).fill('INVOICE NORMAL MANUAL ACTIVE'));
  await expectProof(world);
});

test('a trial costs its own price or nothing, and never a session', async () => {
  const world = await clubWorld();
  const [paying, free] = [await person(world), await person(world)];
  const card = await pass(world, paying);
  const [priced, unpriced] = [await group(world, { trialPrice: 500 }), await group(world)];
  await book(world, await training(world, '2024-01-16T10:00', [], { groupId: priced }), paying, { kind: 'TRIAL' });
  await book(world, await training(world, '2024-01-16T12:00', [], { groupId: unpriced }), free, { kind: 'TRIAL' });
  expect((await night(world)).metrics).toMatchObject({ sessionsDeducted: 0, invoicesCreated: 1, 'skipped.FREE': 1 });
  expect(await visitInvoices(world, paying)).toEqual([{ ...UNPAID, totalAmount: 500 }]);
  expect((await invoicesOf(world, paying)).flatMap((invoice) => invoice.items.map((item) => item.serviceName)))
    .toContain('Пробное занятие «Йога»');
  expect([await visitInvoices(world, free), await sessionsLeft(world, card)]).toEqual([[], 8]);
});

test('RECORD_ONLY: without a pass nothing is invoiced, and with one a session is taken', async () => {
  const world = await clubWorld({ settings: { 'training.uncovered': 'RECORD_ONLY' } });
  const [covered, bare] = [await person(world), await person(world)];
  const card = await pass(world, covered);
  await training(world, '2024-01-16T10:00', [covered, bare]);
  expect((await night(world)).metrics).toMatchObject({ sessionsDeducted: 1, invoicesCreated: 0, 'skipped.RECORD_ONLY': 1 });
  expect([await sessionsLeft(world, card), await visitInvoices(world, bare)]).toEqual([7, []]);
});

test('CHG-2: the price is that of the training, its group or the catalogue; without any it is an error, and others go on', async () => {
  const world = await clubWorld();
  const people = [await person(world), await person(world), await person(world), await person(world)] as const;
  const [own, ofGroup, none, covered] = people;
  await pass(world, covered);
  const [dear, unpriced] = [await group(world, { singlePrice: 1500 }), await group(world, { singlePrice: null })];
  await training(world, '2024-01-16T09:00', [own], { groupId: dear, price: 1200 });
  await training(world, '2024-01-16T10:00', [ofGroup], { groupId: dear, price: null });
  const bare = await training(world, '2024-01-16T11:00', [none, covered], { groupId: unpriced, price: null });
  const run = await night(world);
  expect(run).toMatchObject({
    status: 'DONE', metrics: { trainings: 3, invoicesCreated: 2, sessionsDeducted: 1, errors: 1, trainingsFailed: 0 },
    errors: [{ code: 'NO_TRAINING_PRICE', entityType: 'training', entityId: bare, context: { title: 'Йога' } }],
  });
  expect((await visitInvoices(world, own))[0]).toMatchObject({ totalAmount: 1200 });
  expect((await visitInvoices(world, ofGroup))[0]).toMatchObject({ totalAmount: 1500 });
  expect(await visitInvoices(world, none)).toEqual([]);
  expect(await told(world, 'no-training-price')).toMatchObject([{ audience: 'ADMINS', params: { title: 'Йога' } }]);
  await night(world);
  expect(await told(world, 'no-training-price'), 'said once, however often the night comes by').toHaveLength(1);
  await ask(world, createService, {
    name: 'Разовое занятие', serviceType: 'SINGLE_SESSION', basePrice: 1000, vat: 'STANDARD', writeOffTiming: 'ON_SALE',
    validFrom: '2024-01-01',
  });
  expect((await night(world)).metrics).toMatchObject({ invoicesCreated: 1, 'skipped.CHARGED': 3 });
  // The catalogue's price is without VAT, and VAT is added at the rate of the day.
  expect((await visitInvoices(world, none))[0]).toMatchObject({ totalAmount: 1200 });
  await expectProof(world);
});

test('a frozen pass does not cover: an invoice, and a warning with what it still holds (WE-103, WE-104)', async () => {
  const world = await clubWorld({ now: '2024-01-09T09:00:00Z' });
  const one = await person(world, 'Вера');
  const other = await pass(world, one, { startDate: '2024-01-08', groupId: await group(world) });
  const card = await pass(world, one, { sessions: 5 });
  await ask(world, freezeSubscription, { id: other, freezeStart: '2024-01-09', freezeEnd: '2024-01-12' });
  await ask(world, freezeSubscription, { id: card, freezeStart: '2024-01-10', freezeEnd: '2024-01-20' });
  const [frozen, after] = [await training(world, '2024-01-16T10:00', [one]), await training(world, '2024-01-21T10:00', [one])];
  await world.setClock(NIGHT);
  await night(world);
  expect([await chargesOf(world, frozen), await sessionsLeft(world, card)]).toEqual([['INVOICE NORMAL NIGHT ACTIVE'], 5]);
  // Named is the pass that is frozen on that day, not one that was frozen before it.
  const warned = await world.database.owner.query<{ entity: string }>("select entity_id as entity from notices where kind = 'pass-frozen'");
  expect(warned.rows).toEqual([{ entity: card }]);
  expect(await told(world, 'pass-frozen')).toMatchObject([{ audience: 'ADMINS', params: { student: 'Вера', sessionsLeft: 5 } }]);
  await world.setClock('2024-01-20T18:00:00Z');
  await night(world);
  expect([await chargesOf(world, after), await sessionsLeft(world, card)]).toEqual([['SESSION NORMAL NIGHT ACTIVE'], 4]);
  await expectProof(world);
});

test('the last day of a pass is covered, the day after is invoiced (WE-105)', async () => {
  const world = await clubWorld();
  const one = await person(world);
  await pass(world, one, { startDate: '2023-12-17' });
  const [last, after] = [await training(world, '2024-01-16T10:00', [one]), await training(world, '2024-01-17T10:00', [one])];
  await night(world);
  await world.setClock('2024-01-16T18:00:00Z');
  await night(world);
  expect([await chargesOf(world, last), await chargesOf(world, after)])
    .toEqual([['SESSION NORMAL NIGHT ACTIVE'], ['INVOICE NORMAL NIGHT ACTIVE']]);
});

test('an unlimited pass covers every visit and counts none down', async () => {
  const world = await clubWorld();
  const one = await person(world);
  const card = await pass(world, one, { sessions: null });
  for (const at of ['10:00', '12:00', '14:00']) await training(world, `2024-01-16T${at}`, [one]);
  expect((await night(world)).metrics).toMatchObject({ sessionsDeducted: 3, invoicesCreated: 0 });
  expect(await sessionsLeft(world, card)).toBeNull();
  expect(await movementsOf(world, card)).toMatchObject(Array(3).fill({ kind: 'CHARGE', delta: -1 }));
  expect(await told(world, 'sessions-over')).toEqual([]);
  await expectProof(world);
});

test('of two passes the one that ends first is used; a pass of another group, or cancelled, is not (C-39)', async () => {
  const world = await clubWorld();
  const [one, other] = [await person(world), await person(world)];
  const [dance, vocal] = [await group(world), await group(world)];
  const later = await pass(world, one, { startDate: '2024-01-10' });
  const sooner = await pass(world, one, { startDate: '2024-01-01' });
  const bound = await pass(world, other, { groupId: dance });
  const gone = await pass(world, other);
  await ask(world, cancelSubscription, { id: gone, reason: 'Ошибка продажи' });
  await training(world, '2024-01-16T10:00', [one, other], { groupId: dance });
  const elsewhere = await training(world, '2024-01-16T12:00', [other], { groupId: vocal });
  const ungrouped = await training(world, '2024-01-16T14:00', [other]);
  await night(world);
  expect(await Promise.all([later, sooner, bound].map((id) => sessionsLeft(world, id)))).toEqual([8, 7, 7]);
  expect(await chargesOf(world, elsewhere)).toEqual(['INVOICE NORMAL NIGHT ACTIVE']);
  expect(await chargesOf(world, ungrouped)).toEqual(['INVOICE NORMAL NIGHT ACTIVE']);
  await expectProof(world);
});

test('siblings on one account: the credit pays the oldest invoice first and never a younger, cheaper one (WE-89)', async () => {
  const world = await clubWorld();
  const first = await person(world);
  const second = await person(world, 'Младшая', first.clientId);
  await topUp(world, first.clientId, 2500);
  await training(world, '2024-01-16T09:00', [first, second], { price: 2000 });
  await training(world, '2024-01-16T11:00', [first, second], { price: 200 });
  await night(world);
  expect((await visitInvoices(world, first)).map(({ status, totalAmount }) => `${status} ${totalAmount}`))
    .toEqual(['PAID 2000', 'PENDING 2000', 'PENDING 200', 'PENDING 200']);
  expect(await balanceOf(world, first.clientId)).toBe(500);
  await expectProof(world);
});

test("the client's benefit lowers the invoice; of 100 % remains an invoice of nothing that is paid at once (C-51)", async () => {
  const world = await clubWorld();
  for (const [discountPercent, status, totalAmount] of [[30, 'PENDING', 1400], [100, 'PAID', 0]] as const) {
    const one = await person(world);
    const benefit = await ask(world, createBenefitCategory, { name: `Льгота ${discountPercent}`, discountPercent });
    await ask(world, changeClient, { id: one.clientId, benefitCategoryId: benefit.id });
    const id = await training(world, '2024-01-16T10:00', [one]);
    await night(world);
    expect(await visitInvoices(world, one)).toEqual([{ ...UNPAID, status, totalAmount }]);
    expect(await chargesOf(world, id)).toEqual(['INVOICE NORMAL NIGHT ACTIVE']);
  }
  await expectProof(world);
});

test('where payments name their invoice, credit lies still and the invoice waits (DIRECTED)', async () => {
  const world = await clubWorld({ settings: { 'settlement.mode': 'DIRECTED', 'settlement.allowPartial': true, 'invoice.dueDays.training': 3 } });
  const one = await person(world);
  await topUp(world, one.clientId, 5000);
  await training(world, '2024-01-16T10:00', [one]);
  await night(world);
  expect(await visitInvoices(world, one)).toEqual([{ ...UNPAID, dueDate: '2024-01-19' }]);
  expect(await balanceOf(world, one.clientId)).toBe(5000);
  const [invoice] = await invoicesOf(world, one);
  await payInvoice(world, invoice!.id, 500);
  expect((await night(world)).metrics).toMatchObject({ invoicesCreated: 0, 'skipped.CHARGED': 1 });
  await expectProof(world);
});

test('where only marks charge, a night by hand and its preview find nothing to do (C-41)', async () => {
  const world = await clubWorld({ settings: { 'training.chargeTiming': 'ON_ATTENDANCE' } });
  const one = await person(world);
  await pass(world, one);
  const id = await training(world, '2024-01-16T10:00', [one]);
  expect((await runNight(world, {}, { dryRun: true })).metrics).toMatchObject({ trainings: 0, participants: 0, errors: 0 });
  expect(await night(world)).toMatchObject({ status: 'DONE', metrics: expect.objectContaining({ trainings: 0, participants: 0 }) as object });
  expect(await chargesOf(world, id)).toEqual([]);
});

test('charging one training by hand does what the night does; a cancelled one is refused', async () => {
  const world = await clubWorld();
  const [covered, bare] = [await person(world), await person(world)];
  await pass(world, covered);
  const id = await training(world, '2024-01-15T20:00', [covered, bare]);
  const { outcomes } = await ask(world, chargeTraining, { id });
  expect(outcomes).toMatchObject([{ decision: 'SESSION', sessionsLeft: 7 }, { decision: 'INVOICE', amount: 2000, isPaid: false }]);
  expect((await ask(world, chargeTraining, { id })).outcomes).toMatchObject(Array(2).fill({ decision: 'SKIPPED', reason: 'CHARGED' }));
  await cancelWhole(world, id);
  await expectRefused(world, () => ask(world, chargeTraining, { id }), 'TRAINING_CANCELLED');
  await expectProof(world);
});
