/** A booking that is cancelled, in time and late, before the night and after it: the charge is followed, never guessed. */
import { describe, expect, test } from 'vitest';
import { cancelParticipation } from '../../src/trainings/cancel-participation.ts';
import { chargeTraining } from '../../src/trainings/charge-training.ts';
import { ask, balanceOf, expectProof, expectRefused, refund, reverse, topUp } from '../money-fixtures.ts';
import type { World } from '../world.ts';
import {
  NIGHT, type Person, book, cancelVisit, cancelWhole, chargesOf, clubWorld, group, invoicesOf, movementsOf, night,
  participantsOf, pass, person, sessionsLeft, told, training, visitInvoices,
} from './club.ts';

const FIFTEEN_HOURS = '2024-01-15T16:00:00Z';
const TWO_HOURS = '2024-01-16T05:00:00Z';
const START = '2024-01-16T07:00:00Z';
const NOTHING = {
  sessionsReturned: 0, sessionsCharged: 0, invoiceCancelled: false, moneyReturned: 0, fineAmount: null, fineInvoiceId: null,
};

/** One with a pass, one without, both on a training at ten. */
async function couple(world: World, wire: Record<string, unknown> = {}) {
  const [covered, bare] = [await person(world, 'Анна'), await person(world, 'Борис')];
  const card = await pass(world, covered);
  return { covered, bare, card, id: await training(world, '2024-01-16T10:00', [covered, bare], wire) };
}
const statusOf = async (world: World, id: string, { studentId }: Person) => {
  const found = (await participantsOf(world, id)).find((one) => one.studentId === studentId);
  return found && [found.status, found.cancelLabel];
};

describe('in time', () => {
  test('before the night nothing was taken, so nothing is returned, and the night passes over (WE-97)', async () => {
    const world = await clubWorld();
    const { covered, bare, card, id } = await couple(world);
    await world.setClock(FIFTEEN_HOURS);
    for (const one of [covered, bare]) {
      expect(await cancelVisit(world, id, one)).toMatchObject({
        ...NOTHING, label: 'SAFE', charge: null, safeUntil: '2024-01-15T19:00:00Z', sentence: 'Отмена вовремя: списаний не было',
      });
      expect(await statusOf(world, id, one)).toEqual(['CANCELLED', 'SAFE']);
    }
    await world.setClock(NIGHT);
    expect((await night(world)).metrics).toMatchObject({ sessionsDeducted: 0, invoicesCreated: 0, 'skipped.CANCELLED': 2 });
    expect([await sessionsLeft(world, card), await visitInvoices(world, bare)]).toEqual([8, []]);
    await expectProof(world);
  });

  test('after the night the session, or the invoice with its money, goes back (WE-96)', async () => {
    const world = await clubWorld();
    const { covered, bare, card, id } = await couple(world);
    await topUp(world, bare.clientId, 2300);
    await world.setClock(NIGHT);
    await night(world);
    expect([await sessionsLeft(world, card), await balanceOf(world, bare.clientId)]).toEqual([7, 300]);
    expect(await cancelVisit(world, id, covered)).toMatchObject({
      ...NOTHING, label: 'SAFE', sessionsReturned: 1, charge: null, sentence: 'Отмена вовремя: занятие вернулось на абонемент',
    });
    expect(await cancelVisit(world, id, bare))
      .toMatchObject({ ...NOTHING, label: 'SAFE', invoiceCancelled: true, moneyReturned: 2000, charge: null });
    expect(await movementsOf(world, card)).toMatchObject([{ delta: 8 }, { delta: -1 }, { kind: 'RETURN', delta: 1 }]);
    expect([await sessionsLeft(world, card), await balanceOf(world, bare.clientId)]).toEqual([8, 2300]);
    expect(await visitInvoices(world, bare)).toMatchObject([{ status: 'CANCELLED' }]);
    expect(await told(world, 'participation-fine')).toEqual([]);
    await expectProof(world);
    await expectRefused(world, () => cancelVisit(world, id, bare), 'BOOKING_CANCELLED');
  });

  test('the money that goes back pays what waits, oldest first', async () => {
    const world = await clubWorld();
    const one = await person(world);
    const ids = [];
    for (const hour of ['09', '11', '13']) ids.push(await training(world, `2024-01-16T${hour}:00`, [one], { price: 1000 }));
    await topUp(world, one.clientId, 1000);
    await night(world);
    await cancelVisit(world, ids[0]!, one);
    expect((await visitInvoices(world, one)).map((invoice) => invoice.status)).toEqual(['CANCELLED', 'PAID', 'PENDING']);
    expect(await balanceOf(world, one.clientId)).toBe(0);
    await expectProof(world);
  });

  test('exactly twelve hours before is safe, a second later is a fine (WE-101)', async () => {
    const world = await clubWorld();
    const people = [await person(world), await person(world), await person(world)];
    const id = await training(world, '2024-01-16T10:00', people);
    const labels = [];
    for (const [n, second] of ['18:59:59', '19:00:00', '19:00:01'].entries()) {
      await world.setClock(`2024-01-15T${second}Z`);
      labels.push((await cancelVisit(world, id, people[n]!)).label);
    }
    expect(labels).toEqual(['SAFE', 'SAFE', 'FINE']);
  });

  test('the training says how long is safe, else its group, else the organisation', async () => {
    const world = await clubWorld({ settings: { 'cancellation.safeHours': 24 } });
    const one = await person(world);
    const strict = await group(world, { safeHours: 48 });
    const at = (wire: Record<string, unknown>) => training(world, '2024-01-17T10:00', [one], wire); // 46 hours ahead
    const ids = [await at({}), await at({ groupId: strict }), await at({ groupId: strict, safeHours: 0 })];
    const labels = [];
    for (const id of ids) labels.push((await cancelVisit(world, id, one)).label);
    expect(labels).toEqual(['SAFE', 'FINE', 'SAFE']);
  });
});

describe('late', () => {
  test('before the night it charges now, a session or the full price, and the night finds it (WE-98, C-46)', async () => {
    const world = await clubWorld({ settings: { 'cancellation.safeHours': 24 } });
    const { covered, bare, card, id } = await couple(world);
    expect(await cancelVisit(world, id, covered)).toMatchObject({
      ...NOTHING, label: 'FINE', sessionsCharged: 1, sessionsLeft: 7, charge: { kind: 'SESSION', label: 'FINE' },
      sentence: 'Поздняя отмена: занятие списано с абонемента',
    });
    const fined = await cancelVisit(world, id, bare);
    expect(fined).toMatchObject({ ...NOTHING, label: 'FINE', fineAmount: 2000, fineInvoiceId: fined.fineInvoiceId, charge: { kind: 'INVOICE' } });
    expect(await chargesOf(world, id)).toEqual(['SESSION FINE CANCELLATION ACTIVE', 'INVOICE FINE CANCELLATION ACTIVE']);
    expect((await night(world)).metrics).toMatchObject({ sessionsDeducted: 0, invoicesCreated: 0, 'skipped.CANCELLED': 2 });
    expect(await sessionsLeft(world, card)).toBe(7);
    expect(await visitInvoices(world, bare)).toMatchObject([{ purpose: 'FINE', totalAmount: 2000, status: 'PENDING' }]);
    expect(await told(world, 'participation-fine')).toMatchObject([
      { clientId: covered.clientId, params: { student: 'Анна', title: 'Йога' } }, { clientId: bare.clientId },
    ]);
    expect(await told(world, 'participation-fine-office')).toMatchObject([{ audience: 'OFFICE', params: { client: 'Анна' } }, {}]);
    await expectProof(world);
  });

  test('after the night what was charged stays and becomes a fine; paid or not, never two (WE-99, WE-100)', async () => {
    const world = await clubWorld();
    const { covered, bare, card, id } = await couple(world);
    const payer = await person(world, 'Вера');
    await topUp(world, payer.clientId, 2000);
    await book(world, id, payer);
    await world.setClock(NIGHT);
    await night(world);
    await world.setClock(TWO_HOURS);
    expect(await cancelVisit(world, id, covered)).toMatchObject({
      ...NOTHING, label: 'FINE', charge: { kind: 'SESSION', label: 'FINE' }, sentence: 'Поздняя отмена: списанное занятие не возвращается',
    });
    for (const [one, status] of [[bare, 'PENDING'], [payer, 'PAID']] as const) {
      const { fineInvoiceId, ...result } = await cancelVisit(world, id, one);
      expect(result).toMatchObject({ label: 'FINE', moneyReturned: 0, fineAmount: null, sentence: 'Поздняя отмена: счёт за занятие остаётся' });
      expect(await visitInvoices(world, one)).toEqual([{ purpose: 'FINE', status, totalAmount: 2000, dueDate: '2024-01-16' }]);
      expect((await invoicesOf(world, one))[0]!.id).toBe(fineInvoiceId);
    }
    expect(await chargesOf(world, id)).toEqual(['SESSION', 'INVOICE', 'INVOICE'].map((kind) => `${kind} FINE NIGHT ACTIVE`));
    expect([await sessionsLeft(world, card), await told(world, 'participation-fine')]).toMatchObject([7, [{}, {}, {}]]);
    await expectProof(world);
  });

  test('also where visits without a pass are only recorded (I-13)', async () => {
    const world = await clubWorld({ now: TWO_HOURS, settings: { 'training.uncovered': 'RECORD_ONLY' } });
    const one = await person(world);
    const id = await training(world, '2024-01-16T10:00', [one]);
    expect(await cancelVisit(world, id, one)).toMatchObject({ label: 'FINE', fineAmount: 2000 });
    await expectProof(world);
  });

  test('who visits for free, a trial without a price, and a training without a price cost nothing, and nobody is told of a fine', async () => {
    const world = await clubWorld({ now: TWO_HOURS });
    const [free, trial, unpriced] = [await person(world), await person(world), await person(world)];
    const bare = await group(world, { singlePrice: null });
    const id = await training(world, '2024-01-16T10:00', [unpriced], { groupId: bare, price: null });
    await book(world, id, free, { kind: 'FREE' });
    await book(world, id, trial, { kind: 'TRIAL' });
    for (const one of [free, trial, unpriced]) {
      expect(await cancelVisit(world, id, one))
        .toMatchObject({ ...NOTHING, label: 'FINE', charge: null, sentence: 'Поздняя отмена: списывать нечего' });
      expect(await statusOf(world, id, one)).toEqual(['CANCELLED', 'FINE']);
    }
    expect(await told(world, 'participation-fine')).toEqual([]);
    expect(await told(world, 'no-training-price')).toHaveLength(1);
    const paid = await training(world, '2024-01-16T11:00', [], { groupId: await group(world, { trialPrice: 500 }) });
    await book(world, paid, trial, { kind: 'TRIAL' });
    expect(await cancelVisit(world, paid, trial)).toMatchObject({ label: 'FINE', fineAmount: 500 });
    await expectProof(world);
  });

  test('booked again after a fine costs nothing more (C-48); booked again after a safe cancellation is charged again', async () => {
    const world = await clubWorld();
    const { covered, bare, card, id } = await couple(world);
    await world.setClock(NIGHT);
    await night(world);
    await cancelVisit(world, id, bare);
    await book(world, id, bare);
    await world.setClock(TWO_HOURS);
    await cancelVisit(world, id, covered);
    await book(world, id, covered);
    await ask(world, chargeTraining, { id });
    expect(await chargesOf(world, id, covered)).toEqual(['SESSION FINE NIGHT ACTIVE']);
    expect(await chargesOf(world, id, bare)).toEqual(['INVOICE NORMAL NIGHT REVERSED', 'INVOICE NORMAL MANUAL ACTIVE']);
    expect(await sessionsLeft(world, card)).toBe(7);
    expect((await visitInvoices(world, bare)).map((invoice) => invoice.status)).toEqual(['CANCELLED', 'PENDING']);
    await expectProof(world);
  });
});

test('the preview says what the cancellation then does', async () => {
  const world = await clubWorld({ settings: { 'cancellation.safeHours': 24 } });
  const { covered, bare, id } = await couple(world);
  for (const one of [covered, bare]) {
    const ids = { charge: expect.anything() as unknown, fineInvoiceId: expect.toSatisfy(() => true) as unknown };
    let preview: object = {};
    await expect((async () => { preview = await cancelVisit(world, id, one, { dryRun: true }); })()).resolves.toBeUndefined();
    expect(await chargesOf(world, id, one)).toEqual([]);
    expect(await cancelVisit(world, id, one)).toEqual({ ...preview, ...ids });
  }
});

test('from the start on nothing is cancelled; a moment before it is', async () => {
  const world = await clubWorld();
  const { covered, bare, id } = await couple(world);
  await world.setClock(START);
  await expectRefused(world, () => cancelVisit(world, id, covered), 'TRAINING_STARTED');
  await world.setClock('2024-01-16T06:59:59Z');
  expect(await cancelVisit(world, id, bare)).toMatchObject({ label: 'FINE' });
});

test('who is not booked, was cancelled, or whose training is off is refused', async () => {
  const world = await clubWorld();
  const { covered, bare, id } = await couple(world);
  const stranger = await person(world);
  await expectRefused(world, () => cancelVisit(world, id, stranger), 'NOT_BOOKED');
  await cancelVisit(world, id, bare);
  await expectRefused(world, () => cancelVisit(world, id, bare), 'BOOKING_CANCELLED');
  await cancelWhole(world, id);
  await expectRefused(world, () => cancelVisit(world, id, covered), 'TRAINING_CANCELLED');
});

test('a place that becomes free goes to who waits longest, who is told; who waits cancels safely at any time', async () => {
  const world = await clubWorld({ now: TWO_HOURS });
  const people = [await person(world), await person(world), await person(world, 'Вера'), await person(world)] as const;
  const [first, impatient, waits, last] = people;
  const id = await training(world, '2024-01-16T10:00', [first], { capacity: 1 });
  for (const one of [impatient, waits, last]) {
    await book(world, id, one, { waitingList: true });
    await world.setClock(`2024-01-16T05:0${people.indexOf(one)}:00Z`);
  }
  expect(await cancelVisit(world, id, impatient)).toMatchObject({ ...NOTHING, label: 'SAFE' });
  expect(await cancelVisit(world, id, first)).toMatchObject({ label: 'FINE' });
  const states = await Promise.all([first, impatient, waits, last].map((one) => statusOf(world, id, one)));
  expect(states).toEqual([['CANCELLED', 'FINE'], ['CANCELLED', 'SAFE'], ['BOOKED', null], ['WAITING', null]]);
  expect(await told(world, 'waiting-list-place')).toMatchObject([{ clientId: waits.clientId, params: { student: 'Вера' } }]);
  expect(await chargesOf(world, id)).toHaveLength(1);
});

test('a family cancels for its own children alone, a trainer on his own trainings', async () => {
  const world = await clubWorld();
  const { covered, bare, id } = await couple(world);
  const sibling = await person(world, 'Сестра', covered.clientId);
  await book(world, id, sibling);
  const elsewhere = await training(world, '2024-01-16T12:00', [bare]);
  const [parent, pupil] = [await world.as('CLIENT', { clientId: covered.clientId }), await world.as('STUDENT', { studentId: sibling.studentId })];
  const [trainer, stranger] = [await world.as('TRAINER'), await world.as('TRAINER')];
  const taught = await training(world, '2024-01-16T14:00', [covered, bare], { trainerId: trainer.userId });
  const by = (actor: typeof parent, training: string, one: Person) => cancelVisit(world, training, one, { actor });
  await expectRefused(world, () => by(parent, id, bare), 'NOT_FOUND');
  await expectRefused(world, () => by(parent, elsewhere, bare), 'NOT_FOUND');
  await expectRefused(world, () => by(pupil, id, covered), 'NOT_FOUND');
  await expectRefused(world, () => by(trainer, id, covered), 'NOT_FOUND');
  await expectRefused(world, () => by(stranger, taught, covered), 'NOT_FOUND');
  const accountant = await world.as('ACCOUNTANT');
  await expectRefused(world, () => by(accountant, id, covered), 'FORBIDDEN');
  expect(await by(parent, id, covered)).toMatchObject({ label: 'SAFE' });
  expect(await by(pupil, id, sibling)).toMatchObject({ label: 'SAFE' });
  expect(await by(trainer, taught, bare)).toMatchObject({ label: 'SAFE' });
});

test('a refunded invoice stays, since its money has left; booked again, the visit is charged again', async () => {
  const world = await clubWorld();
  const one = await person(world);
  const id = await training(world, '2024-01-16T10:00', [one]);
  await topUp(world, one.clientId, 2000);
  await night(world);
  const [invoice] = await invoicesOf(world, one);
  await refund(world, { invoiceId: invoice!.id, amount: 2000 });
  expect(await cancelVisit(world, id, one)).toMatchObject({ label: 'SAFE', invoiceCancelled: false, moneyReturned: 0 });
  expect([await balanceOf(world, one.clientId), await visitInvoices(world, one)]).toMatchObject([0, [{ status: 'PAID' }]]);
  await expectProof(world);
  await book(world, id, one);
  expect((await night(world)).metrics).toMatchObject({ invoicesCreated: 1, errors: 0 });
  await expectProof(world);
});

test('a payment that was reversed before leaves nothing to return', async () => {
  const world = await clubWorld();
  const one = await person(world);
  const id = await training(world, '2024-01-16T10:00', [one]);
  const { payment } = await topUp(world, one.clientId, 2000);
  await night(world);
  await reverse(world, payment.id);
  expect(await visitInvoices(world, one)).toMatchObject([{ status: 'PENDING' }]);
  expect(await ask(world, cancelParticipation, { id, studentId: one.studentId, reason: '  Болезнь ' }))
    .toMatchObject({ invoiceCancelled: true, moneyReturned: 0 });
  expect((await participantsOf(world, id))[0]).toMatchObject({ cancelReason: 'Болезнь' });
  expect([await balanceOf(world, one.clientId), await visitInvoices(world, one)]).toMatchObject([0, [{ status: 'CANCELLED' }]]);
  await expectProof(world);
});
