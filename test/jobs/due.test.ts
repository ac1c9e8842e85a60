/** What the jobs of due dates do to invoices, by the examples of the requirements. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { advanceClock } from '../../src/jobs/clock.ts';
import { runJobByHand } from '../../src/jobs/run-by-hand.ts';
import { getInvoice, invoiceHistory, listInvoices } from '../../src/invoices/read-invoices.ts';
import { updateInvoice } from '../../src/invoices/edit-invoice.ts';
import { findOverdue, markOverdue } from '../../src/invoices/mark-overdue.ts';
import { markViewed } from '../../src/invoices/mark-viewed.ts';
import { ask, expectProof, newClient, newInvoice, payInvoice } from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';

const noon = (day: string) => `${day}T09:00:00Z`;
const run = (world: World, name: string) => ask(world, runJobByHand, { name });
const statusOf = async (world: World, id: string) => (await ask(world, getInvoice, { id })).status;

type Notice = { kind: string; audience: string; client: string | null; params: Record<string, unknown> };
const noticesOf = async (world: World): Promise<Notice[]> => (await world.database.owner.query<Notice>(
  `select kind, audience, client_id as client, params from notices where org_id = $1 and kind <> 'invoice-issued' order by id`,
  [world.orgId])).rows;

/** A studio on a day, with one invoice that is due on another. */
async function studio(today: string, dueDate: string, settings = {}) {
  const world = await newWorld({ template: 'STUDIO', now: noon('2025-01-15'), settings });
  const clientId = await newClient(world, { firstName: 'Анна', lastName: 'Орлова' });
  const invoice = await newInvoice(world, clientId, [5000], { dueDate });
  await world.setClock(noon(today));
  return { world, clientId, invoice };
}

describe('overdue (DUE-1)', () => {
  test('WE-62: due on 22.01 it is PENDING on 22.01 and OVERDUE on 23.01; family and office are told', async () => {
    const { world, clientId, invoice: { id, invoiceNumber } } = await studio('2025-01-22', '2025-01-22');
    expect(await run(world, 'overdue')).toMatchObject({ status: 'DONE', metrics: { marked: 0, notified: 0 } });
    expect(await statusOf(world, id)).toBe('PENDING');
    await world.setClock('2025-01-22T21:10:00Z'); // ten minutes of 23.01 in Moscow
    expect(await run(world, 'overdue')).toMatchObject({ status: 'DONE', metrics: { marked: 1, notified: 1 }, errors: [] });
    expect(await statusOf(world, id)).toBe('OVERDUE');
    const params = { invoiceNumber, leftAmount: 500_000, dueDate: '2025-01-22' };
    expect(await noticesOf(world)).toEqual([
      { kind: 'invoice-overdue', audience: 'CLIENT', client: clientId, params },
      { kind: 'invoice-overdue-office', audience: 'OFFICE', client: null, params: { ...params, client: 'Орлова Анна' } },
    ]);
    await expectProof(world);
  });

  test.each([['sent', false], ['viewed', true]] as const)(
    'WE-75: %s and due on 15.12, nothing on 15.12, overdue with its history on 16.12', async (was, viewed) => {
      const { world, invoice: { id } } = await studio('2025-12-15', '2025-12-15');
      if (viewed) await ask(world, markViewed, { id });
      await run(world, 'overdue');
      expect(await statusOf(world, id)).toBe('PENDING');
      await world.setClock(noon('2025-12-16'));
      await run(world, 'overdue');
      const { history } = await ask(world, invoiceHistory, { id });
      expect(history[0]).toMatchObject({ oldStatus: was, newStatus: 'overdue', changedBy: { firstName: 'Saldo' } });
    });

  test('I-30: twice is once, also in the audit trail', async () => {
    const { world } = await studio('2025-01-23', '2025-01-22');
    await run(world, 'overdue');
    const told = await noticesOf(world);
    expect(await run(world, 'overdue')).toMatchObject({ metrics: { marked: 0, notified: 0 } });
    expect(await noticesOf(world)).toEqual(told);
    const { rowCount } = await world.database.owner.query(`select from audit_log where operation = 'invoice.mark-overdue'`);
    expect(rowCount).toBe(1);
  });

  test('C-03: a partly paid invoice keeps its status and is told of once, and again for a later due date', async () => {
    const { world, invoice: { id } } = await studio('2025-01-23', '2025-01-22', { 'settlement.allowPartial': true });
    await payInvoice(world, id, 1000);
    expect(await run(world, 'overdue')).toMatchObject({ metrics: { marked: 0, notified: 1 } });
    expect(await run(world, 'overdue')).toMatchObject({ metrics: { marked: 0, notified: 0 } });
    expect(await ask(world, getInvoice, { id })).toMatchObject({ status: 'PARTIALLY_PAID', isOverdue: true });
    expect((await noticesOf(world)).map(({ params }) => params['leftAmount'])).toEqual([400_000, 400_000]);
    await ask(world, updateInvoice, { id, dueDate: '2025-01-31' });
    await world.setClock(noon('2025-02-01'));
    expect(await run(world, 'overdue')).toMatchObject({ metrics: { marked: 0, notified: 1 } });
    expect(await noticesOf(world)).toHaveLength(4);
  });

  test('paid, cancelled, without a due date or a draft: never', async () => {
    const { world, clientId, invoice } = await studio('2025-01-20', '2025-01-22');
    await payInvoice(world, invoice.id, 5000);
    await newInvoice(world, clientId, [100]);
    await newInvoice(world, clientId, [100], { dueDate: '2025-01-22', asDraft: true });
    await world.setClock(noon('2025-03-01'));
    expect(await run(world, 'overdue')).toMatchObject({ metrics: { marked: 0, notified: 0 } });
    expect(await noticesOf(world)).toEqual([]);
  });

  test('a preview counts, and changes nothing', async () => {
    const { world, invoice: { id } } = await studio('2025-01-23', '2025-01-22');
    const preview = await world.outcome(runJobByHand, { name: 'overdue' }, { dryRun: true });
    expect(preview).toMatchObject({ result: { status: null, run: null, metrics: { notified: 1 } }, preview: { dryRun: true } });
    expect(await statusOf(world, id)).toBe('PENDING');
    const { previewHash } = preview.preview!;
    await world.run(runJobByHand, { name: 'overdue' }, { previewHash });
    expect(await statusOf(world, id)).toBe('OVERDUE');
    await expect(world.run(runJobByHand, { name: 'overdue' }, { previewHash })).rejects.toMatchObject({ code: 'PREVIEW_STALE' });
  });

  test('any number of invoices, in transactions of a bounded size', async () => {
    const { world, clientId } = await studio('2025-01-20', '2025-01-22');
    for (let n = 0; n < 205; n += 1) await newInvoice(world, clientId, [100], { dueDate: '2025-01-21' });
    await world.setClock(noon('2025-01-23'));
    const { invoiceIds } = await ask(world, findOverdue, {});
    expect(invoiceIds).toHaveLength(200);
    expect(await ask(world, markOverdue, { invoiceIds: invoiceIds.slice(0, 3) })).toEqual({ marked: 3, notified: 3 });
    expect(await run(world, 'overdue')).toMatchObject({ metrics: { marked: 203, notified: 203 } });
    expect((await ask(world, listInvoices, { status: 'PENDING' })).pagination.total).toBe(0);
    await expectProof(world);
  });
});

describe('reminders (DUE-2)', () => {
  test('WE-74: due on 15.12, only 12.12 sends, once', async () => {
    const { world, clientId, invoice: { invoiceNumber } } = await studio('2025-12-11', '2025-12-15');
    const sent: number[] = [];
    for (const day of ['2025-12-11', '2025-12-12', '2025-12-12', '2025-12-13']) {
      await world.setClock(noon(day));
      sent.push((await run(world, 'reminders')).metrics['reminded']!);
    }
    expect(sent).toEqual([0, 1, 0, 0]);
    expect(await noticesOf(world)).toEqual([{
      kind: 'invoice-reminder', audience: 'CLIENT', client: clientId,
      params: { invoiceNumber, leftAmount: 500_000, dueDate: '2025-12-15' },
    }]);
  });

  test('of what is partly paid the rest is named; of what is paid nothing is said', async () => {
    const { world, clientId, invoice: { id } } = await studio('2025-12-11', '2025-12-15');
    await payInvoice(world, id, 1500);
    const paid = await newInvoice(world, clientId, [100], { dueDate: '2025-12-15' });
    await payInvoice(world, paid.id, 100);
    await world.setClock(noon('2025-12-12'));
    await run(world, 'reminders');
    expect((await noticesOf(world)).map(({ params }) => params['leftAmount'])).toEqual([350_000]);
  });

  test('the organisation decides how many days before', async () => {
    const { world } = await studio('2025-12-10', '2025-12-15', { 'reminder.daysBeforeDue': 5 });
    expect(await run(world, 'reminders')).toMatchObject({ metrics: { reminded: 1 } });
  });
});

test('the clock sets both off by itself: reminded on 12.12, overdue on 16.12', async () => {
  const { world, invoice: { id } } = await studio('2025-12-11', '2025-12-15');
  const runs = await advanceClock(world.database, world.call(), Temporal.Instant.from('2025-12-16T12:00:00Z'));
  const counted = runs.filter(({ metrics }) => metrics['reminded'] === 1 || metrics['marked'] === 1);
  expect(counted.map(({ job, date }) => `${job} ${date.toString()}`)).toEqual(['reminders 2025-12-12', 'overdue 2025-12-16']);
  const { rows } = await world.database.owner.query<{ kind: string; at: Date }>(
    `select kind, created_at as at from notices where kind <> 'invoice-issued' and audience = 'CLIENT' order by id`);
  expect(z.array(z.object({ kind: z.string(), at: z.instanceof(Temporal.Instant) })).parse(rows).map(({ kind, at }) =>
    `${kind} ${at.toString()}`)).toEqual(['invoice-reminder 2025-12-12T07:00:00Z', 'invoice-overdue 2025-12-15T21:10:00Z']);
  expect(await statusOf(world, id)).toBe('OVERDUE');
});
