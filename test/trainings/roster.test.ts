/** The roster as the trainer, the desk and a family see it: cover, attention, and what a cancellation would cost. */
import { describe, expect, test } from 'vitest';
import { createBenefitCategory } from '../../src/clients/benefit-categories.ts';
import { createStudent } from '../../src/clients/students.ts';
import { changeClient } from '../../src/clients/write-clients.ts';
import { cancelParticipation } from '../../src/trainings/cancel-participation.ts';
import { listCharges } from '../../src/trainings/read-charges.ts';
import { getTraining, listTrainings } from '../../src/trainings/read-trainings.ts';
import { ask, newClient, newInvoice, openDoor, topUp } from '../money-fixtures.ts';
import type { CallOptions, World } from '../world.ts';
import { type Person, NIGHT, book, cancelVisit, clubWorld, mark, pass, person, runNight, training } from './club.ts';

const roster = (world: World, id: string, options?: CallOptions) => ask(world, getTraining, { id }, options);
const lineOf = async (world: World, id: string, { studentId }: Person, options?: CallOptions) =>
  (await roster(world, id, options)).participants.find((row) => row.studentId === studentId);

describe('ROS-1: what covers the visit', () => {
  test('a pass before and after it was charged, an invoice, a trial, a free visit, nothing', async () => {
    const world = await clubWorld({ now: NIGHT });
    const [anna, boris, vera, gleb, dina] = [
      await person(world, 'Анна'), await person(world, 'Борис'), await person(world, 'Вера'), await person(world, 'Глеб'),
      await person(world, 'Дина'),
    ];
    await topUp(world, anna.clientId, 5000);
    const passId = await pass(world, anna, { sessions: 8 });
    const id = await training(world, '2024-01-16T10:00', [anna, boris]);
    await book(world, id, vera, { kind: 'TRIAL' });
    await book(world, id, gleb, { kind: 'FREE' });
    const cover = async (who: Person) => (await lineOf(world, id, who))?.cover;
    expect(await cover(anna)).toMatchObject({ kind: 'PASS', isCharged: false, subscriptionId: passId, sessionsLeft: 8 });
    expect(await cover(boris)).toMatchObject({ kind: 'NONE', isCharged: false });
    expect([(await cover(vera))?.kind, (await cover(gleb))?.kind]).toEqual(['TRIAL', 'FREE']);
    await runNight(world);
    expect(await cover(anna)).toMatchObject({ kind: 'PASS', isCharged: true, sessionsLeft: 7, name: expect.any(String) as string });
    expect(await cover(boris)).toMatchObject({
      kind: 'SINGLE', isCharged: true, invoiceNumber: 'INV-2024-00002', invoiceStatus: 'PENDING',
    });
    await book(world, id, dina);
    expect(await cover(dina)).toMatchObject({ kind: 'NONE' });
  });

  test('age, marks, and how and when somebody cancelled', async () => {
    const world = await clubWorld();
    const clientId = await newClient(world);
    const { id: studentId } = await ask(world, createStudent, { clientId, firstName: 'Петя', birthDate: '2017-01-16' });
    const [petya, boris] = [{ clientId, studentId }, await person(world)];
    const today = await training(world, '2024-01-15T10:00', [petya, boris]);
    await mark(world, today, petya);
    expect(await roster(world, today)).toMatchObject({ came: 1, unmarked: 1, safeUntil: '2024-01-14T19:00:00Z' });
    expect(await lineOf(world, today, petya)).toMatchObject({ age: 6, mark: 'PRESENT', cancelledAt: null });
    const next = await training(world, '2024-01-16T10:00', [petya]);
    expect((await roster(world, next)).unmarked).toBe(0);
    await cancelVisit(world, next, petya);
    expect(await lineOf(world, next, petya)).toMatchObject({
      age: 7, cancelLabel: 'SAFE', cancelledAt: '2024-01-15T09:00:00Z', cancelling: null,
    });
  });
});

describe('ROS-2: what a cancellation would be', () => {
  test('free until the deadline to the second, then its price, then closed', async () => {
    const world = await clubWorld();
    const [anna, boris] = [await person(world), await person(world)];
    await topUp(world, anna.clientId, 5000);
    await pass(world, anna);
    const { id: benefitCategoryId } = await ask(world, createBenefitCategory, { name: 'Льгота', discountPercent: 30 });
    await ask(world, changeClient, { id: boris.clientId, benefitCategoryId });
    const id = await training(world, '2024-01-16T10:00', [anna, boris]);
    const zone = async (iso: string) => {
      await world.setClock(iso);
      return (await lineOf(world, id, boris))?.cancelling?.zone;
    };
    expect(await zone('2024-01-15T19:00:00Z')).toBe('SAFE');
    expect(await zone('2024-01-16T07:00:00Z')).toBe('CLOSED');
    expect(await zone('2024-01-15T19:00:01Z')).toBe('FINE');
    expect((await lineOf(world, id, anna))?.cancelling).toMatchObject({
      safeUntil: '2024-01-15T19:00:00Z', late: { kind: 'SESSION', amount: null },
    });
    expect((await lineOf(world, id, boris))?.cancelling?.late).toEqual({ kind: 'INVOICE', amount: 1400 });
    const done = await ask(world, cancelParticipation, { id, studentId: boris.studentId });
    expect(done).toMatchObject({ label: 'FINE', fineAmount: 1400 });
  });

  test('what is charged stays; who waits goes free; a cancelled training cannot be cancelled from', async () => {
    const world = await clubWorld({ now: NIGHT });
    const [anna, boris] = [await person(world), await person(world)];
    const id = await training(world, '2024-01-16T01:00', [anna], { capacity: 1 });
    await book(world, id, boris, { waitingList: true });
    await runNight(world);
    expect((await lineOf(world, id, anna))?.cancelling).toMatchObject({ zone: 'FINE', late: { kind: 'KEPT', amount: 2000 } });
    expect((await lineOf(world, id, boris))?.cancelling).toMatchObject({ zone: 'SAFE', late: { kind: 'NOTHING' } });
  });
});

describe('ROS-3: who is asked to come to the desk', () => {
  test('a debtor and who has nothing that covers the visit; the trainer is told no sums', async () => {
    const world = await clubWorld();
    const trainer = await world.as('TRAINER');
    const [anna, boris, vera] = [await person(world, 'Анна'), await person(world, 'Борис'), await person(world, 'Вера')];
    for (const one of [anna, boris]) {
      await topUp(world, one.clientId, 5000);
      await pass(world, one);
    }
    await newInvoice(world, boris.clientId, [900], { dueDate: '2024-01-14' });
    const id = await training(world, '2024-01-16T10:00', [anna, boris, vera], { trainerId: trainer.userId });
    const seen = (await roster(world, id, { actor: trainer })).participants;
    expect(seen.map((row) => row.attention)).toEqual([false, true, true]);
    expect(seen.map((row) => [row.overdue, row.cancelling?.late.amount])).toEqual([[null, null], [null, null], [null, null]]);
    expect(await lineOf(world, id, boris)).toMatchObject({ attention: true, overdue: 900 });
    expect((await lineOf(world, id, vera))?.cancelling?.late.amount).toBe(2000);
  });
});

describe('the list', () => {
  test('rows tell who came and who has no mark; the filter finds trainings without marks', async () => {
    const world = await clubWorld();
    const [anna, boris] = [await person(world), await person(world)];
    const [held, half] = [await training(world, '2024-01-14T10:00', [anna]), await training(world, '2024-01-14T12:00', [anna, boris])];
    const coming = await training(world, '2024-01-16T10:00', [anna]);
    await mark(world, held, anna);
    await mark(world, half, boris);
    const list = async (wire: Record<string, unknown>) => (await ask(world, listTrainings, wire)).trainings;
    expect(await list({})).toMatchObject([
      { id: held, came: 1, unmarked: 0, mine: [] }, { id: half, came: 1, unmarked: 1 }, { id: coming, came: 0, unmarked: 0 },
    ]);
    expect((await list({ unmarked: 'true' })).map(({ id }) => id)).toEqual([half]);
    expect((await list({ unmarked: 'false' })).map(({ id }) => id)).toEqual([held, coming]);
  });

  test('a family sees its own bookings with the deadline and the price, and nobody else’s', async () => {
    const world = await clubWorld({ now: NIGHT });
    const [anna, boris] = [await person(world, 'Анна'), await person(world, 'Борис')];
    const id = await training(world, '2024-01-16T01:00', [anna, boris]);
    await training(world, '2024-01-16T03:00', [boris]);
    const actor = { userId: world.orgId, role: 'CLIENT' as const, clientId: anna.clientId };
    const { trainings } = await ask(world, listTrainings, {}, { actor });
    expect(trainings).toMatchObject([{ id, booked: 2, mine: [{
      studentId: anna.studentId, studentName: 'Анна', status: 'BOOKED', cover: { kind: 'NONE' },
      cancelling: { zone: 'FINE', safeUntil: '2024-01-15T10:00:00Z', late: { kind: 'INVOICE', amount: 2000 } },
    }] }]);
    expect(trainings[0]?.mine).toHaveLength(1);
    expect((await roster(world, id, { actor })).participants.map(({ studentName }) => studentName)).toEqual(['Анна']);
    const student = { userId: world.orgId, role: 'STUDENT' as const, studentId: boris.studentId };
    expect((await ask(world, listTrainings, {}, { actor: student })).trainings.map(({ mine }) => mine.length)).toEqual([1, 1]);
    const door = await openDoor(world);
    const key = await door.keyOf('CLIENT', { clientId: await newClient(world) });
    expect((await door.send('GET', `/api/trainings/${id}`, { key })).status).toBe(404);
  });
});

test('a charge is listed with the names of whose it is, who taught, and what paid', async () => {
  const world = await clubWorld({ now: NIGHT });
  const trainer = await world.as('TRAINER');
  const anna = await person(world, 'Анна');
  await topUp(world, anna.clientId, 5000);
  await pass(world, anna);
  await training(world, '2024-01-16T10:00', [anna], { trainerId: trainer.userId });
  await runNight(world);
  const { charges } = await ask(world, listCharges, {});
  expect(charges).toMatchObject([{
    studentName: 'Анна', clientName: 'Анна', trainerName: 'Тест', subscriptionName: expect.stringMatching(/^Абонемент/) as string,
  }]);
});
