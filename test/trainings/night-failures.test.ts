/** What happens to a night when something goes wrong in it, and what it shows before it does anything. */
import { expect, test } from 'vitest';
import { runJobByHand } from '../../src/jobs/run-by-hand.ts';
import { changeTraining } from '../../src/schedule/change-training.ts';
import { removeTraining } from '../../src/schedule/trainings.ts';
import { ask, changingNothing, expectProof, expectRefused, topUp } from '../money-fixtures.ts';
import type { World } from '../world.ts';
import {
  book, cancelVisit, cancelWhole, chargesOf, clubWorld, decisionsOf, failNoMore, failOn, group, night, pass, person, runNight,
  sessionsLeft, told, training, visitInvoices,
} from './club.ts';

test.each([
  ['a session', 'training_charges', true], ['an invoice', 'invoices', false], ['the charge of an invoice', 'training_charges', false],
] as const)('WE-106: the failure of one participant (%s) is rolled back alone, told and counted', async (_, table, covered) => {
  const world = await clubWorld();
  const [first, second, third] = [await person(world, 'Анна'), await person(world, 'Борис'), await person(world, 'Вера')];
  const [card, broken] = [await pass(world, first), covered ? await pass(world, second) : undefined];
  await topUp(world, third.clientId, 2500);
  const id = await training(world, '2024-01-16T10:00', [first, second, third]);
  await failOn(world, table, 'student_id', second.studentId);
  const run = await night(world);
  expect(run).toMatchObject({
    status: 'DONE', metrics: { trainings: 1, participants: 3, sessionsDeducted: 1, invoicesCreated: 1, errors: 1, trainingsFailed: 0 },
    errors: [{
      code: 'FAILED', message: 'the disk is on fire', entityType: 'training', entityId: id,
      context: { title: 'Йога', startsAt: '2024-01-16T07:00:00Z', student: 'Борис' },
    }],
  });
  expect(await chargesOf(world, id)).toEqual(['SESSION NORMAL NIGHT ACTIVE', 'INVOICE NORMAL NIGHT ACTIVE']);
  expect([await sessionsLeft(world, card), await visitInvoices(world, third)]).toMatchObject([7, [{ status: 'PAID' }]]);
  expect(await visitInvoices(world, second), 'the second has no trace').toEqual([]);
  if (broken) expect(await sessionsLeft(world, broken)).toBe(8);
  expect((await told(world, 'invoice-issued')).filter((one) => one.clientId === second.clientId)).toHaveLength(covered ? 1 : 0);
  expect(await decisionsOf(world, run)).toContain('ERROR FAILED: Ошибка: the disk is on fire');
  expect(await told(world, 'night-errors')).toMatchObject([
    { audience: 'ADMINS', params: { forDate: '2024-01-16', errors: 1, firstError: 'Йога: Борис: the disk is on fire' } },
  ]);
  expect(await told(world, 'night-report')).toMatchObject([
    { audience: 'ADMINS', params: { forDate: '2024-01-16', trainings: 1, sessions: 1, invoices: 1, errors: 1 } },
  ]);
  await expectProof(world);
  await failNoMore(world, table);
  expect((await night(world)).metrics).toMatchObject({ 'skipped.CHARGED': 2, errors: 0, [covered ? 'sessionsDeducted' : 'invoicesCreated']: 1 });
  expect(await told(world, 'night-errors'), 'a good night has no errors to tell').toHaveLength(1);
  await expectProof(world);
});

test('the failure of a whole training rolls it back, and the next one goes on (C-50)', async () => {
  const world = await clubWorld();
  const [one, other] = [await person(world), await person(world)];
  const card = await pass(world, one);
  const bad = await training(world, '2024-01-16T09:00', [one, other], { title: 'Бокс' });
  const good = await training(world, '2024-01-16T11:00', [one, other]);
  // What the night decided cannot be written: neither together nor one by one.
  await failOn(world, 'night_decisions', 'training_id', bad);
  const run = await night(world);
  expect(run).toMatchObject({
    status: 'DONE',
    metrics: { trainings: 1, participants: 2, sessionsDeducted: 1, invoicesCreated: 1, errors: 1, trainingsFailed: 1 },
    errors: [{ code: 'FAILED', message: 'the disk is on fire', entityId: bad, context: { title: 'Бокс' } }],
  });
  expect([await chargesOf(world, bad), await sessionsLeft(world, card)]).toEqual([[], 7]);
  expect(await chargesOf(world, good)).toHaveLength(2);
  expect(await told(world, 'night-errors')).toMatchObject([{ params: { errors: 1, firstError: 'Бокс: the disk is on fire' } }]);
  await failNoMore(world, 'night_decisions');
  expect((await night(world)).metrics).toMatchObject({ trainings: 2, 'skipped.CHARGED': 2, sessionsDeducted: 1, invoicesCreated: 1 });
  await expectProof(world);
});

/** Holds the first training so that the night waits there, does something, and lets the night go on. */
async function duringNight(world: World, first: string, meanwhile: () => Promise<unknown>) {
  const client = await world.database.owner.connect();
  try {
    await client.query('begin');
    await client.query('select from trainings where id = $1 for update', [first]);
    const running = night(world);
    const waits = "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
    while ((await client.query(waits)).rowCount === 0) await new Promise((resolve) => { setImmediate(resolve); });
    await meanwhile();
    await client.query('commit');
    return await running;
  } finally {
    client.release();
  }
}

test('what was deleted, cancelled or moved to another day while the night was on its way is not charged (I-34)', async () => {
  const world = await clubWorld();
  const one = await person(world);
  const at = (hour: string) => training(world, `2024-01-16T${hour}:00`, [one]);
  const [first, deleted, cancelled, moved, within, last] =
    [await at('08'), await at('09'), await at('10'), await at('11'), await at('12'), await at('13')];
  const move = (id: string, day: string) =>
    ask(world, changeTraining, { id, startsAt: `${day}T15:00:00Z`, endsAt: `${day}T16:00:00Z` });
  const run = await duringNight(world, first, async () => {
    await ask(world, removeTraining, { id: deleted });
    await cancelWhole(world, cancelled);
    await move(moved, '2024-01-18');
    await move(within, '2024-01-16');
  });
  expect(run).toMatchObject({ status: 'DONE', errors: [], metrics: { participants: 3, invoicesCreated: 3, errors: 0 } });
  for (const id of [first, within, last]) expect(await chargesOf(world, id)).toEqual(['INVOICE NORMAL NIGHT ACTIVE']);
  for (const id of [cancelled, moved]) expect(await chargesOf(world, id)).toEqual([]);
  await expectProof(world);
});

test('the preview decides what the night then does, and changes not one row', async () => {
  const world = await clubWorld();
  const [a, b, c, d] = [await person(world), await person(world), await person(world), await person(world)];
  await pass(world, a, { sessions: 1 });
  await topUp(world, b.clientId, 2500);
  const unpriced = await group(world, { singlePrice: null });
  await training(world, '2024-01-16T10:00', [a, b, c]);
  const noon = await training(world, '2024-01-16T21:30', [a, b, d]);
  await training(world, '2024-01-16T15:00', [d], { groupId: unpriced, price: null });
  await cancelVisit(world, noon, d);
  const preview = await changingNothing(world, () => runNight(world, {}, { dryRun: true }));
  expect(preview).toMatchObject({ status: null, run: null, metrics: { trainings: 3, participants: 7, sessionsDeducted: 1, errors: 1 } });
  const said = (preview.decisions ?? []).map(({ decision, reason, sentence }) => `${decision} ${reason}: ${sentence}`);
  expect(said).toHaveLength(7);
  const { status, ...run } = await night(world);
  expect(status).toBe('DONE');
  expect(await decisionsOf(world, { status, ...run })).toEqual(said);
  const { skipped = 0, ...same } = preview.metrics;
  expect(run.metrics).toMatchObject({ ...same, 'skipped.CANCELLED': skipped });
  expect((await runNight(world, {}, { dryRun: true })).metrics).toMatchObject({ sessionsDeducted: 0, invoicesCreated: 0, skipped: 6 });
});

test('a preview is confirmed by its hash: of a night that would be another the new preview is shown, and nothing is done', async () => {
  const world = await clubWorld();
  const [one, other] = [await person(world), await person(world)];
  const id = await training(world, '2024-01-16T10:00', [one]);
  const shown = async () => (await world.outcome(runJobByHand, { name: 'nightly-charges' }, { dryRun: true })).preview!.previewHash;
  const old = await shown();
  await book(world, id, other);
  await expectRefused(world, () => runNight(world, {}, { previewHash: old }), 'PREVIEW_STALE');
  expect(await runNight(world, {}, { previewHash: await shown() })).toMatchObject({ status: 'DONE', metrics: { invoicesCreated: 2 } });
});
