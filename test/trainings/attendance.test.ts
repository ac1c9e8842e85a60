/** Marks of attendance: who is marked, what a mark charges, and how money follows when it is corrected. */
import { describe, expect, test } from 'vitest';
import { changeStudent } from '../../src/clients/students.ts';
import { createSlot } from '../../src/schedule/slots.ts';
import { generateSchedule } from '../../src/schedule/generate.ts';
import { listTrainings } from '../../src/trainings/read-trainings.ts';
import { joinGroup } from '../../src/schedule/members.ts';
import { markAttendance } from '../../src/trainings/mark-attendance.ts';
import { ask, balanceOf, changingNothing, expectProof, expectRefused, topUp } from '../money-fixtures.ts';
import type { World } from '../world.ts';
import {
  NIGHT, book, cancelVisit, cancelWhole, chargesOf, clubWorld, group, invoicesOf, mark, markEverybody, movementsOf, night,
  participantsOf, pass, person, sessionsLeft, told, training, unmark, visitInvoices,
} from './club.ts';

const DAY = '2024-01-16T07:30:00Z';
const KIND = { invoice: 'INVOICE NORMAL ATTENDANCE ACTIVE', session: 'SESSION NORMAL ATTENDANCE ACTIVE' };
const markOf = async (world: World, id: string) => (await participantsOf(world, id)).map((one) => [one.status, one.mark]);
const studio = (settings: object = {}) => clubWorld({ now: DAY, template: 'STUDIO', settings });

describe('who is marked', () => {
  test('WE-36: present, with a pass: a session is taken; present without one: only the record (S2-157)', async () => {
    const world = await studio({ 'subscription.activation': 'ON_CREATION' });
    const [covered, bare] = [await person(world), await person(world)];
    const card = await pass(world, covered, { sessions: 12 });
    const id = await training(world, '2024-01-16T10:00', [covered, bare]);
    expect(await mark(world, id, covered)).toMatchObject({
      attendance: { status: 'PRESENT', trainingId: id, studentId: covered.studentId, markedBy: world.orgId },
      outcome: { decision: 'SESSION', sessionsLeft: 11, sentence: 'Списано занятие с абонемента, осталось 11 занятий' }, undone: null,
    });
    expect(await mark(world, id, bare)).toMatchObject({ outcome: { decision: 'SKIPPED', reason: 'RECORD_ONLY' } });
    expect([await sessionsLeft(world, card), await visitInvoices(world, bare)]).toEqual([11, []]);
    expect(await movementsOf(world, card)).toMatchObject([{ delta: 12 }, { delta: -1 }]);
    await expectProof(world);
  });

  test('after the night a mark only records, and marked twice is marked once (WE-102)', async () => {
    const world = await clubWorld({ now: NIGHT });
    const [a, b] = [await person(world), await person(world)];
    const card = await pass(world, a);
    const id = await training(world, '2024-01-16T10:00', [a, b]);
    await night(world);
    await world.setClock(DAY);
    for (let n = 0; n < 2; n += 1) {
      expect(await mark(world, id, a)).toMatchObject({ outcome: null, undone: null });
      expect(await mark(world, id, b, 'ABSENT')).toMatchObject({ outcome: null, undone: null });
    }
    expect(await chargesOf(world, id)).toEqual(['SESSION NORMAL NIGHT ACTIVE', 'INVOICE NORMAL NIGHT ACTIVE']);
    expect([await sessionsLeft(world, card), (await visitInvoices(world, b)).length]).toEqual([7, 1]);
    await expectProof(world);
  });

  test('a late joiner comes onto the list and is charged; one absent who was never booked is refused', async () => {
    const world = await clubWorld({ now: DAY });
    const [joiner, other] = [await person(world), await person(world)];
    await topUp(world, joiner.clientId, 2500);
    const id = await training(world, '2024-01-16T10:00', []);
    await expectRefused(world, () => mark(world, id, other, 'ABSENT'), 'NOT_BOOKED');
    expect(await mark(world, id, joiner)).toMatchObject({ outcome: { decision: 'INVOICE', amount: 2000, isPaid: true } });
    expect(await markOf(world, id)).toEqual([['BOOKED', 'PRESENT']]);
    expect(await balanceOf(world, joiner.clientId)).toBe(500);
    await ask(world, changeStudent, { id: other.studentId, isActive: false });
    await expectRefused(world, () => mark(world, id, other), 'STUDENT_INACTIVE');
    await expectProof(world);
  });

  test('who waited, or had cancelled, is booked again by coming; a fine that stands is not doubled (C-48)', async () => {
    const world = await clubWorld({ now: '2024-01-16T05:00:00Z' });
    const [comes, waits, fined] = [await person(world), await person(world), await person(world)];
    const id = await training(world, '2024-01-16T10:00', [comes, fined], { capacity: 2 });
    await cancelVisit(world, id, fined);
    await book(world, id, await person(world));
    await book(world, id, waits, { waitingList: true });
    await world.setClock(DAY);
    expect((await mark(world, id, waits)).outcome).toMatchObject({ decision: 'INVOICE' });
    expect((await mark(world, id, fined)).outcome).toBeNull();
    expect(await chargesOf(world, id, fined)).toEqual(['INVOICE FINE CANCELLATION ACTIVE']);
    expect((await markOf(world, id)).map(([status]) => status)).toEqual(Array(4).fill('BOOKED'));
    await expectProof(world);
  });

  test('ATT-1: tomorrow is refused, today is marked before the start, the past at any time; a cancelled training never', async () => {
    const world = await clubWorld();
    const one = await person(world);
    const [tomorrow, tonight] = [await training(world, '2024-01-16T00:00', [one]), await training(world, '2024-01-15T23:59', [one])];
    await expectRefused(world, () => mark(world, tomorrow, one), 'MARK_IN_FUTURE');
    await expectRefused(world, () => markEverybody(world, tomorrow), 'MARK_IN_FUTURE');
    expect(await mark(world, tonight, one)).toMatchObject({ attendance: { status: 'PRESENT' } });
    await world.setClock('2024-03-01T09:00:00Z');
    expect(await mark(world, tomorrow, one)).toMatchObject({ attendance: { status: 'PRESENT' } });
    const off = await training(world, '2024-03-01T10:00', [one]);
    await cancelWhole(world, off);
    await expectRefused(world, () => mark(world, off, one), 'TRAINING_CANCELLED');
    await expectRefused(world, () => markEverybody(world, off), 'TRAINING_CANCELLED');
  });

  test('by client: his only student, the one of several who is booked; of several booked one has to be named', async () => {
    const world = await clubWorld({ now: DAY });
    const [single, first] = [await person(world), await person(world)];
    const second = await person(world, 'Вторая', first.clientId);
    const id = await training(world, '2024-01-16T10:00', [single, second]);
    const by = (clientId: string, wire: object = {}) => ask(world, markAttendance, { clientId, scheduleId: id, ...wire });
    expect((await by(single.clientId)).attendance.studentId).toBe(single.studentId);
    expect((await by(first.clientId, { date: '2024-01-16' })).attendance.studentId).toBe(second.studentId);
    await book(world, id, first);
    await expectRefused(world, () => by(first.clientId), 'STUDENT_REQUIRED');
    expect((await by(first.clientId, { studentId: first.studentId })).attendance.studentId).toBe(first.studentId);
    await expectRefused(world, () => by(single.clientId, { studentId: first.studentId }), 'NOT_FOUND');
    await expectRefused(world, () => ask(world, markAttendance, { scheduleId: id }), 'VALIDATION');
  });

  test('by the line of the schedule and a day; a training that is on another day is refused', async () => {
    const world = await clubWorld();
    const one = await person(world);
    const id = await group(world);
    await ask(world, joinGroup, { id, studentId: one.studentId });
    const slot = await ask(world, createSlot, { id, weekday: 2, startTime: '18:00', durationMinutes: 60, validFrom: '2024-01-16' });
    await ask(world, generateSchedule, {});
    const [made] = (await ask(world, listTrainings, { groupId: id })).trainings;
    await world.setClock(DAY);
    const by = (wire: object) => ask(world, markAttendance, { studentId: one.studentId, ...wire });
    await expectRefused(world, () => by({ scheduleId: slot.id, date: '2024-01-17' }), 'NOT_FOUND');
    for (const field of ['scheduleId', 'trainingId']) {
      await expectRefused(world, () => by({ [field]: made!.id, date: '2024-01-15' }), 'VALIDATION');
    }
    expect((await by({ scheduleId: slot.id, date: '2024-01-16' })).attendance.trainingId).toBe(made!.id);
    expect((await by({ trainingId: made!.id, date: '2024-01-16' })).outcome).toBeNull();
  });

  test('a trainer marks on his own trainings, and of strangers nobody who is not booked', async () => {
    const world = await clubWorld({ now: DAY });
    const [booked, stranger] = [await person(world), await person(world)];
    const [trainer, other] = [await world.as('TRAINER'), await world.as('TRAINER')];
    const id = await training(world, '2024-01-16T10:00', [booked], { trainerId: trainer.userId });
    const own = await person(world);
    await ask(world, changeStudent, { id: own.studentId, trainerIds: [trainer.userId] });
    await expectRefused(world, () => mark(world, id, booked, 'PRESENT', { actor: other }), 'NOT_FOUND');
    await expectRefused(world, () => mark(world, id, stranger, 'PRESENT', { actor: trainer }), 'NOT_FOUND');
    for (const one of [booked, own]) {
      expect((await mark(world, id, one, 'PRESENT', { actor: trainer })).attendance.markedBy).toBe(trainer.userId);
    }
  });

  test('all present but for the exceptions; nobody is marked when one of them is not booked', async () => {
    const world = await clubWorld({ now: DAY });
    const [a, b, c, stranger] = [await person(world), await person(world), await person(world), await person(world)];
    const card = await pass(world, a);
    const id = await training(world, '2024-01-16T10:00', [a, b, c]);
    const absent = (one: typeof a) => ({ studentId: one.studentId, status: 'ABSENT' });
    await expectRefused(world, () => markEverybody(world, id, { marks: [absent(stranger)] }), 'NOT_BOOKED');
    const preview = await changingNothing(world, () => ask(world, markAttendance, { scheduleId: id, studentId: a.studentId }, { dryRun: true }));
    expect(preview).toMatchObject({ outcome: { decision: 'SESSION', sessionsLeft: 7 } });
    const { attendance, outcomes } = await markEverybody(world, id, { marks: [absent(b)] });
    expect(new Map(attendance.map((one) => [one.studentId, one.status])))
      .toEqual(new Map([[a.studentId, 'PRESENT'], [b.studentId, 'ABSENT'], [c.studentId, 'PRESENT']]));
    expect(outcomes.map((one) => one.decision).toSorted()).toEqual(['INVOICE', 'INVOICE', 'SESSION']);
    expect((await visitInvoices(world, b))[0]).toMatchObject({ purpose: 'ABSENCE' });
    expect((await visitInvoices(world, c))[0]).toMatchObject({ purpose: 'TRAINING' });
    expect(await sessionsLeft(world, card)).toBe(7);
    expect(await markEverybody(world, id, { all: undefined, marks: [absent(c)] })).toMatchObject({ attendance: [{ status: 'ABSENT' }], outcomes: [] });
    expect((await visitInvoices(world, c))[0]).toMatchObject({ purpose: 'ABSENCE' });
    await expectProof(world);
  });
});

describe('what is charged and corrected', () => {
  test('absence is charged under its own name, and a correction gives the charge the other (S4-006…S4-009)', async () => {
    const world = await clubWorld({ now: DAY });
    const [covered, bare] = [await person(world), await person(world)];
    const card = await pass(world, covered);
    const id = await training(world, '2024-01-16T10:00', [covered, bare]);
    expect((await mark(world, id, bare, 'ABSENT')).outcome).toMatchObject({ decision: 'INVOICE', amount: 2000 });
    expect((await mark(world, id, covered, 'ABSENT')).outcome).toMatchObject({ decision: 'SESSION', sessionsLeft: 7 });
    expect(await visitInvoices(world, bare)).toMatchObject([{ purpose: 'ABSENCE' }]);
    for (const [status, label, purpose] of [['PRESENT', 'NORMAL', 'TRAINING'], ['ABSENT', 'ABSENCE', 'ABSENCE']] as const) {
      for (const one of [bare, covered]) expect(await mark(world, id, one, status)).toMatchObject({ outcome: null, undone: null });
      expect(await chargesOf(world, id)).toEqual([`INVOICE ${label} ATTENDANCE ACTIVE`, `SESSION ${label} ATTENDANCE ACTIVE`]);
      expect(await visitInvoices(world, bare)).toMatchObject([{ purpose, status: 'PENDING' }]);
    }
    expect(await sessionsLeft(world, card)).toBe(7);
    await expectProof(world);
  });

  test('where absence is free, money follows the correction both ways (C-52)', async () => {
    const world = await clubWorld({ now: NIGHT, settings: { 'training.chargeAbsent': false } });
    const [covered, bare] = [await person(world), await person(world)];
    const card = await pass(world, covered);
    await topUp(world, bare.clientId, 2000);
    const id = await training(world, '2024-01-16T10:00', [covered, bare]);
    await night(world);
    await world.setClock(DAY);
    const standing = async () => [await sessionsLeft(world, card), await balanceOf(world, bare.clientId)];
    for (let n = 0; n < 2; n += 1) {
      expect(await standing()).toEqual([7, 0]);
      expect(await mark(world, id, covered, 'ABSENT')).toMatchObject({ outcome: null, undone: { sessionsReturned: 1 } });
      expect(await mark(world, id, bare, 'ABSENT')).toMatchObject({ outcome: null, undone: { invoiceCancelled: true, returned: 2000 } });
      expect(await mark(world, id, bare, 'ABSENT')).toMatchObject({ outcome: null, undone: null });
      expect(await standing()).toEqual([8, 2000]);
      await expectProof(world);
      expect(await mark(world, id, covered)).toMatchObject({ outcome: { decision: 'SESSION' } });
      expect(await mark(world, id, bare)).toMatchObject({ outcome: { decision: 'INVOICE', isPaid: true } });
    }
    expect(await standing()).toEqual([7, 0]);
    await expectProof(world);
  });

  test('a fine is not given back by marking absence', async () => {
    const world = await clubWorld({ now: '2024-01-16T05:00:00Z', settings: { 'training.chargeAbsent': false } });
    const one = await person(world);
    const id = await training(world, '2024-01-16T10:00', [one]);
    await cancelVisit(world, id, one);
    await world.setClock(DAY);
    expect(await mark(world, id, one, 'ABSENT')).toMatchObject({ outcome: null, undone: null });
    expect(await unmark(world, id, one)).toMatchObject({ deleted: true, undone: null });
    expect(await chargesOf(world, id)).toEqual(['INVOICE FINE CANCELLATION ACTIVE']);
  });

  test('ATT-3: with a mark goes what it charged itself, and nothing of the night', async () => {
    const world = await clubWorld({ now: NIGHT });
    const [nightly, own] = [await person(world), await person(world)];
    const id = await training(world, '2024-01-16T10:00', [nightly]);
    await night(world);
    await world.setClock(DAY);
    await expectRefused(world, () => unmark(world, id, nightly), 'NOT_MARKED');
    await topUp(world, own.clientId, 2000);
    for (const one of [nightly, own]) await mark(world, id, one);
    expect(await unmark(world, id, nightly)).toEqual({ deleted: true, undone: null });
    expect(await unmark(world, id, own)).toMatchObject({ deleted: true, undone: { invoiceCancelled: true, returned: 2000 } });
    expect(await chargesOf(world, id)).toEqual(['INVOICE NORMAL NIGHT ACTIVE', 'INVOICE NORMAL ATTENDANCE REVERSED']);
    expect(await balanceOf(world, own.clientId)).toBe(2000);
    expect((await mark(world, id, own)).outcome).toMatchObject({ decision: 'INVOICE', isPaid: true });
    await expectProof(world);
  });

  test('where only the night charges, a mark charges nothing, present or absent', async () => {
    const world = await clubWorld({ now: DAY, settings: { 'training.chargeTiming': 'NIGHTLY' } });
    const [one, joiner] = [await person(world), await person(world)];
    const id = await training(world, '2024-01-16T10:00', [one]);
    for (const status of ['PRESENT', 'ABSENT'] as const) expect((await mark(world, id, one, status)).outcome).toBeNull();
    expect((await mark(world, id, joiner)).outcome).toBeNull();
    expect([await chargesOf(world, id), await markOf(world, id)]).toEqual([[], [['BOOKED', 'ABSENT'], ['BOOKED', 'PRESENT']]]);
  });

  test('where only the night charges and absence is free, a wrong absence that is corrected charges again (C-52)', async () => {
    const world = await clubWorld({ now: NIGHT, settings: { 'training.chargeTiming': 'NIGHTLY', 'training.chargeAbsent': false } });
    const one = await person(world);
    const card = await pass(world, one);
    const id = await training(world, '2024-01-16T10:00', [one]);
    await night(world);
    await world.setClock(DAY);
    expect(await mark(world, id, one, 'ABSENT')).toMatchObject({ undone: { sessionsReturned: 1 } });
    expect(await mark(world, id, one)).toMatchObject({ outcome: { decision: 'SESSION', sessionsLeft: 7 } });
    expect([await sessionsLeft(world, card), await chargesOf(world, id)])
      .toEqual([7, ['SESSION NORMAL NIGHT REVERSED', KIND.session]]);
    await expectProof(world);
  });

  test('the last session of a pass is told to the family, and the next visit is invoiced; the trial and the free are not charged', async () => {
    const world = await clubWorld({ now: DAY });
    const [one, free] = [await person(world), await person(world)];
    const card = await pass(world, one, { sessions: 1 });
    const [first, next] = [await training(world, '2024-01-16T10:00', [one]), await training(world, '2024-01-16T12:00', [one])];
    await book(world, next, free, { kind: 'FREE' });
    expect((await mark(world, first, one)).outcome).toMatchObject({ decision: 'SESSION', sessionsLeft: 0 });
    expect(await told(world, 'sessions-over')).toMatchObject([{ clientId: one.clientId }]);
    expect((await mark(world, next, one)).outcome).toMatchObject({ decision: 'INVOICE', reason: 'NO_SESSIONS' });
    expect((await mark(world, next, free)).outcome).toMatchObject({ decision: 'SKIPPED', reason: 'FREE' });
    expect([await sessionsLeft(world, card), (await invoicesOf(world, one)).length]).toEqual([0, 1]);
    expect([await chargesOf(world, first), await chargesOf(world, next)]).toEqual([[KIND.session], [KIND.invoice]]);
    await expectProof(world);
  });
});
