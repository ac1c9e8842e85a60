/** The desk: what goes on, what waits for somebody, the shift, the proof and the night. */
import { describe, expect, test } from 'vitest';
import { getDesk } from '../../src/desk/desk.ts';
import { listInvoices } from '../../src/invoices/read-invoices.ts';
import { runJobByHand } from '../../src/jobs/run-by-hand.ts';
import { openShift } from '../../src/payments/shifts.ts';
import { listSubscriptions } from '../../src/subscriptions/read-passes.ts';
import { listTrainings } from '../../src/trainings/read-trainings.ts';
import { ask, newClient, newInvoice, openDoor, refusal, topUp } from '../money-fixtures.ts';
import { NOON, book, clubWorld, mark, pass, person, runNight, training } from '../trainings/club.ts';
import { type World, neighbourOf } from '../world.ts';

const desk = (world: World, wire: Record<string, unknown> = {}) => ask(world, getDesk, wire);

test('what runs now and what comes next today, with who came and who owes', async () => {
  const world = await clubWorld();
  const [anna, boris, vera] = [await person(world), await person(world), await person(world)];
  await newInvoice(world, anna.clientId, [900], { dueDate: '2024-01-10' });
  await newInvoice(world, boris.clientId, [900], { dueDate: '2024-01-15' });
  const running = await training(world, '2024-01-15T11:30', [anna, boris, vera], { capacity: 15 });
  const later = await training(world, '2024-01-15T19:00', [vera]);
  await training(world, '2024-01-15T09:00', [vera]);
  await training(world, '2024-01-16T09:00', [vera]);
  await mark(world, running, boris);

  const { now, next } = await desk(world);
  expect(now).toMatchObject([{ id: running, title: 'Йога', capacity: 15, booked: 3, came: 1, unmarked: 2, unpaid: 1 }]);
  expect(next).toMatchObject([{ id: later, booked: 1, came: 0, unmarked: 0, unpaid: 0 }]);
  const evening = await desk(world, { at: '2024-01-15T16:10:00Z' });
  expect([evening.now.map(({ id }) => id), evening.next]).toEqual([[later], []]);
});

describe('what waits for action', () => {
  test('each number is that of the rows behind it', async () => {
    const world = await clubWorld();
    const [anna, boris] = [await person(world), await person(world)];
    await newInvoice(world, anna.clientId, [900], { dueDate: '2024-01-10' });
    await newInvoice(world, anna.clientId, [100], { dueDate: '2024-01-15' });
    await newInvoice(world, anna.clientId, [7000], { dueDate: '2024-01-16' });
    await topUp(world, boris.clientId, 50_000);
    await pass(world, boris, { startDate: '2023-12-22' });
    await pass(world, boris, { startDate: '2024-01-10' });
    const begun = await training(world, '2024-01-12T18:00', [boris, anna]);
    await mark(world, begun, boris);
    await training(world, '2024-01-05T18:00', [boris]);
    const marked = await training(world, '2024-01-13T18:00', [boris]);
    await mark(world, marked, boris);

    const { waiting } = await desk(world);
    const invoices = await ask(world, listInvoices, { ...waiting.payToday.query, limit: '100' });
    expect(waiting.payToday).toMatchObject({ list: 'invoices', count: invoices.pagination.total, amount: invoices.totals.left });
    expect(invoices.invoices.map((one) => one.dueAmount).toSorted((a, b) => a - b).slice(0, 1)).toEqual([100]);
    expect(invoices.invoices.every((one) => String(one.dueDate) <= '2024-01-15')).toBe(true);
    const ending = await ask(world, listSubscriptions, { ...waiting.endingPasses.query });
    expect([waiting.endingPasses.count, ending.pagination.total]).toEqual([1, 1]);
    const unmarked = await ask(world, listTrainings, { ...waiting.unmarked.query });
    expect([waiting.unmarked.count, unmarked.trainings.map(({ id }) => id)]).toEqual([1, [begun]]);
    expect(waiting.renewals).toMatchObject({ count: 0, amount: 0 });
  });

  test('a place that nobody was given to is shown while somebody waits for it', async () => {
    const world = await clubWorld();
    const [anna, boris] = [await person(world), await person(world)];
    const id = await training(world, '2024-01-16T18:00', [anna], { capacity: 1 });
    await book(world, id, boris, { waitingList: true });
    expect((await desk(world)).waiting.freePlaces.count).toBe(0);
    await world.database.owner.query('update trainings set capacity = 2 where id = $1', [id]);
    const { waiting } = await desk(world);
    const { trainings } = await ask(world, listTrainings, { ...waiting.freePlaces.query });
    expect([waiting.freePlaces.count, trainings.map((one) => one.id)]).toEqual([1, [id]]);
  });
});

test('the open shift with its expected cash; none, and a branch that is not there', async () => {
  const world = await clubWorld();
  expect((await desk(world)).shift).toBeNull();
  await ask(world, openShift, { openingCash: 1000 });
  const clientId = await newClient(world);
  await topUp(world, clientId, 300);
  await topUp(world, clientId, 200, { paymentMethod: 'CARD' });
  expect((await desk(world)).shift).toMatchObject({
    branchId: world.branchId, openingCash: 1000, expectedCash: 1300, methods: [
      { method: 'CASH', expected: 1300 }, { method: 'CARD', expected: 200 }, { method: 'BANK_TRANSFER', expected: 0 },
      { method: 'ONLINE', expected: 0 },
    ],
  });
  await expect(desk(world, { branchId: world.orgId })).rejects.toEqual(refusal('NOT_FOUND'));
});

describe('the machine', () => {
  test('the books are proven, or nobody looked yet', async () => {
    const world = await clubWorld();
    expect((await desk(world)).proof).toEqual({ state: 'NEVER', at: null, broken: 0 });
    await ask(world, runJobByHand, { name: 'proof' });
    expect((await desk(world)).proof).toMatchObject({ state: 'OK', broken: 0 });
    await world.database.owner.query('update clients set balance = balance + 1');
    await newClient(world);
    await world.database.owner.query('update clients set balance = balance + 1');
    await ask(world, runJobByHand, { name: 'proof' });
    const { proof } = await desk(world);
    expect(proof.state).toBe('BROKEN');
    expect(proof.broken).toBeGreaterThan(0);
  });

  test('the night waits for its time, is late, is done', async () => {
    const world = await clubWorld();
    expect((await desk(world)).night).toMatchObject({ state: 'WAITING', date: null });
    expect((await desk(world, { at: '2024-01-15T18:20:00Z' })).night).toMatchObject({ state: 'WAITING', date: '2024-01-15' });
    expect((await desk(world, { at: '2024-01-15T18:31:00Z' })).night).toMatchObject({
      state: 'NOT_STARTED', expectedAt: '2024-01-15T18:00:00Z', runId: null,
    });
    await world.setClock('2024-01-15T18:31:00Z');
    const night = await runNight(world);
    expect((await desk(world)).night).toMatchObject({ state: 'DONE', runId: night.run?.id, errors: 0 });
    await world.database.owner.query(`update job_runs set metrics = metrics || '{"errors": 2}'`);
    expect((await desk(world)).night).toMatchObject({ state: 'PARTIAL', errors: 2 });
  });

  test('where nights charge nothing there is none to wait for', async () => {
    const world = await clubWorld({ settings: { 'training.chargeTiming': 'ON_ATTENDANCE' } });
    expect((await desk(world, { at: '2024-01-16T09:00:00Z' })).night.state).toBe('OFF');
  });
});

test('the office stands at the desk, nobody else; a neighbour sees nothing of it', async () => {
  const world = await clubWorld();
  const door = await openDoor(world);
  const anna = await person(world);
  await newInvoice(world, anna.clientId, [900], { dueDate: '2024-01-10' });
  expect((await door.send('GET', '/api/desk', { key: await door.keyOf('ACCOUNTANT') })).status).toBe(200);
  for (const [role, who] of [['TRAINER', {}], ['CLIENT', { clientId: anna.clientId }]] as const) {
    expect((await door.send('GET', '/api/desk', { key: await door.keyOf(role, who) })).status).toBe(403);
  }
  const other = await neighbourOf(world, { now: NOON });
  expect((await desk(other)).waiting.payToday.count).toBe(0);
});
