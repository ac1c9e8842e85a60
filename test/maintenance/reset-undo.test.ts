import { readFileSync, statSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type TestDatabase, freshDatabase } from '../database.ts';
import { ask, balanceOf, newClient, newInvoice, payInvoice, topUp } from '../money-fixtures.ts';
import { TIMEOUT, checked, histories } from '../properties/runs.ts';
import { cancelVisit, chargesOf, clubWorld, person, training } from '../trainings/club.ts';
import { type Club, TEMPLATES, openClub, perform } from '../weeks/club.ts';
import { type Command, benefits, policies, resolve, templatePolicies, weeks } from '../weeks/commands.ts';
import { predict } from '../weeks/predict.ts';
import { type World, newWorld } from '../world.ts';
import {
  type Place, booksOf, brokenChecks, bundleFile, claimsOf, newInvoiceRow, reset, undo, wrongCredit,
} from './resetting.ts';
import { explainBalance } from '../../src/audit/explain.ts';
import { daysOf } from '../../src/demo/calendar.ts';
import { loadDemo } from '../../src/demo/load.ts';
import { Refusal } from '../../src/kernel/refusal.ts';
import { createOpeningDocument, reverseOpeningDocument } from '../../src/opening/opening-documents.ts';
import { closePeriod } from '../../src/payments/periods.ts';
import { createRefund } from '../../src/payments/create-refund.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await freshDatabase({ connections: 6 });
});
afterAll(() => opened.close());

const KEPT = ['students', 'users', 'terms', 'subscriptions', 'rentals', 'attendance', 'trainings', 'shifts', 'shift_counts',
  'correction_documents', 'subscription_events', 'document_counters', 'notices', 'closed_periods'];
const EMPTY = ['invoices', 'invoice_items', 'credit_allocations', 'reservations', 'reservation_items', 'invoice_audit_logs'];
const ROWS = 'select count(*)::int as rows, coalesce(sum(amount), 0)::bigint as amount from payments where org_id = $1';

/** I-38: what a reset leaves, that the books hold after it, and that undoing it gives back every row. */
async function expectResetAndBack(place: Place): Promise<Awaited<ReturnType<typeof reset>>> {
  const count = async (table: string, rest = ''): Promise<number> => (await place.database.owner.query<{ n: number }>(
    `select count(*)::int as n from ${table} where org_id = $1 ${rest}`, [place.orgId])).rows[0]!.n;
  const paid = async () => (await place.database.owner.query(ROWS, [place.orgId])).rows;
  const [before, money, records] = [await booksOf(place), await paid(), await count('audit_log')];
  const done = await reset(place);
  const after = await booksOf(place);
  expect(await paid()).toEqual(money);
  for (const table of EMPTY) expect(await count(table), table).toBe(0);
  for (const table of KEPT) expect(after[table], table).toBe(before[table]);
  expect(await count('training_charges', `and kind = 'INVOICE' and state = 'ACTIVE'`)).toBe(0);
  expect(await count('audit_log')).toBe(records + 1);
  expect(await wrongCredit(place)).toEqual([]);
  expect(await claimsOf(place)).toEqual([]);
  expect(await brokenChecks(place)).toEqual([]);
  await undo(place, done.bundle);
  expect(await booksOf(place)).toEqual(before);
  expect(await brokenChecks(place)).toEqual([]);
  expect(await count('invoices')).toBe(done.deleted.invoices);
  return done;
}

test('a reset of a centre that lived two months is undone to the last row (C-66, I-38)', async () => {
  const { orgId } = await loadDemo(opened.database, {
    clients: 12, seed: 1, template: 'SPORT', password: 'мозаика-2025', days: daysOf(2),
  });
  const place = { database: opened.database, orgId };
  const { changed, chargesReversed } = await expectResetAndBack(place);
  expect(chargesReversed).toBeGreaterThan(0);
  for (const table of ['session_movements', 'payments', 'refunds', 'training_charges']) {
    expect(changed[table], table).toBeGreaterThan(0);
  }
}, 240_000);

async function live(club: Club, history: readonly Command[]): Promise<void> {
  for (const command of history) {
    const step = resolve(club.model, command);
    const { next } = predict(club.model, step);
    try {
      const done = await perform(club, step);
      if (done.made !== undefined) (step.do === 'training' ? club.ids.trainings : club.ids.payments).push(done.made);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
    club.model = next;
  }
}

describe('I-38: whatever came before, a reset keeps the books and its undoing gives them back', () => {
  test.each(TEMPLATES)('under the template %s', async (template) => {
    const law = fc.asyncProperty(benefits, weeks(5, 14), async (given, history) => {
      const club = await openClub(opened.database, templatePolicies[template], given, template);
      await live(club, history);
      await expectResetAndBack(club);
    });
    await checked(law, histories(1 / 100));
  }, TIMEOUT);
  test('under any policy', async () => {
    const law = fc.asyncProperty(policies, benefits, weeks(5, 14), async (policy, given, history) => {
      const club = await openClub(opened.database, policy, given);
      await live(club, history);
      await expectResetAndBack(club);
    });
    await checked(law, histories(1 / 60));
  }, TIMEOUT);
});

test('I-13: a late cancellation that was fined by invoice is not a fine taken back after a reset', async () => {
  const world = await clubWorld();
  const late = await person(world);
  const id = await training(world, '2024-01-16T10:00', [late]);
  await world.setClock('2024-01-16T05:00:00Z');
  expect(await cancelVisit(world, id, late)).toMatchObject({ label: 'FINE', charge: { kind: 'INVOICE' } });
  await expectResetAndBack(world);
  expect((await reset(world)).chargesReversed).toBe(1);
  expect(await chargesOf(world, id)).toEqual(['INVOICE FINE CANCELLATION REVERSED']);
});

/** A paid invoice of 200 of which 50 were refunded, an open one of 300, and 100 of credit. */
async function refunded(): Promise<{ world: World; clientId: string }> {
  const world = await newWorld();
  const clientId = await newClient(world);
  const item = { serviceName: 'Занятие', unitPrice: 200, vatRate: 20 };
  const { id: invoiceId } = await newInvoice(world, clientId, [], { items: [item] });
  await payInvoice(world, invoiceId, 200);
  await ask(world, createRefund, { invoiceId, amount: 50, method: 'CASH', reason: 'Не пришёл' });
  await newInvoice(world, clientId, [300]);
  await topUp(world, clientId, 100);
  return { world, clientId };
}
const refusedUndo = async (world: World, bundle: string): Promise<string> => {
  const before = await booksOf(world);
  const refusal = await undo(world, bundle).then(() => undefined, (error: unknown) => error);
  expect(await booksOf(world)).toEqual(before);
  if (!(refusal instanceof Refusal)) throw refusal;
  const errors = (refusal.extra['errors'] ?? []) as { path: string; message: string }[];
  return [refusal.code, ...errors.map(({ path }) => path)].join('; ');
};

test('a refund of an invoice stays a refund: credit is payments less refunds, and is explained (C-66, C-67)', async () => {
  const { world, clientId } = await refunded();
  await reset(world);
  expect(await claimsOf(world)).toEqual([]);
  const { lines, total } = await ask(world, explainBalance, { id: clientId });
  expect(total).toBe(250);
  expect(lines.reduce((sum, line) => sum + line.amount, 0)).toBe(250);
  expect(await brokenChecks(world)).toEqual([]);
});

test('what was brought in stays credit; a debt that was brought in goes with its invoice (C-66, OPN-1)', async () => {
  const { world, clientId } = await refunded();
  const bring = (kind: 'CREDIT' | 'DEBT', amount: number) =>
    ask(world, createOpeningDocument, { clientId, onDate: '2025-01-31', kind, amount });
  await bring('CREDIT', 30);
  await bring('DEBT', 70);
  await ask(world, reverseOpeningDocument, { id: (await bring('DEBT', 20)).id, reason: 'Ошибка' });
  expect(await brokenChecks(world)).toEqual([]);
  const before = await booksOf(world);
  const { bundle, gone } = await reset(world);
  expect(gone['opening_documents']).toBe(3);
  expect(await balanceOf(world, clientId)).toBe(280);
  expect(await brokenChecks(world)).toEqual([]);
  await undo(world, bundle);
  expect(await booksOf(world)).toEqual(before);
});

test('a reset that would leave books that hold less well is taken back', async () => {
  const { world } = await refunded();
  await world.database.owner.query(`
    create function planted() returns trigger language plpgsql as
      $$ begin update clients set balance = balance + 1; return null; end $$;
    create trigger planted after delete on invoices for each statement execute function planted()`);
  const before = await booksOf(world);
  await expect(reset(world)).rejects.toMatchObject({ code: 'RESET_UNPROVEN', detail: { checks: 'I-01, I-02, I-21' } });
  expect(await booksOf(world)).toEqual(before);
});

test('the postings of a reset never fall into a closed period (PER-1)', async () => {
  const { world } = await refunded();
  await world.setClock('2025-02-13T09:00:00Z');
  await ask(world, closePeriod, { closedThrough: '2025-02-12' });
  const { transfers } = await reset(world);
  expect(transfers).toBeGreaterThan(0);
  expect(await brokenChecks(world)).toEqual([]);
});

describe('the undo bundle', () => {
  test('brings back books that did not hold before as they were: faults that were there are not of the reset', async () => {
    const { world } = await refunded();
    await world.database.owner.query(`update invoice_items set quantity = quantity * 2`);
    const [before, broken] = [await booksOf(world), await brokenChecks(world)];
    expect(broken).toHaveLength(1);
    const { bundle } = await reset(world);
    expect(await brokenChecks(world)).toEqual([]);
    await undo(world, bundle);
    expect(await booksOf(world)).toEqual(before);
  });

  test('is refused after one flipped byte, wherever it is, and when it is cut off; nothing changes', async () => {
    const { world } = await refunded();
    const { bundle } = await reset(world);
    expect(statSync(bundle).mode & 0o777).toBe(0o600);
    const whole = readFileSync(bundle);
    const before = await booksOf(world);
    const places = [0, 4, 9, Math.floor(whole.length / 2), whole.length - 70, whole.length - 1];
    for (const at of places) {
      const flipped = Buffer.from(whole);
      flipped[at] = whole[at]! ^ 32;
      writeFileSync(bundle, flipped);
      await expect(undo(world, bundle), `byte ${at}`).rejects.toThrow('повреждён');
    }
    for (const length of [0, 50, whole.length - 1]) {
      writeFileSync(bundle, whole.subarray(0, length));
      await expect(undo(world, bundle)).rejects.toThrow('повреждён');
    }
    expect(await booksOf(world)).toEqual(before);
    writeFileSync(bundle, whole);
    await undo(world, bundle);
  });

  test('restores once, only where it was made, and only what was deleted', async () => {
    const { world } = await refunded();
    const { bundle } = await reset(world);
    expect(await refusedUndo(await newWorld(), bundle)).toBe('UNDO_UNKNOWN');
    await undo(world, bundle);
    expect(await refusedUndo(world, bundle)).toBe('UNDO_DONE');
    await world.database.owner.query(`insert into schema_migrations (name, sha256) values ('9999-later.sql', 'x')`);
    const again = await reset(world);
    await world.database.owner.query(`delete from schema_migrations where name = '9999-later.sql'`);
    expect(await refusedUndo(world, again.bundle)).toBe('UNDO_SCHEMA');
  });

  test('says what was done since by the same clients', async () => {
    const { world, clientId } = await refunded();
    const { bundle } = await reset(world);
    await newInvoice(world, await newClient(world, { firstName: 'Вера' }), [70]);
    await newInvoice(world, clientId, [40]);
    await topUp(world, clientId, 10);
    const said = await refusedUndo(world, bundle);
    expect(said).toContain('новые счета тех же клиентов');
    expect(said).toContain('новые деньги тех же клиентов');
    expect(said).toContain('изменены после сброса / changed since the reset: clients');
  });

  test('says that a number is taken, that the period was closed', async () => {
    const { world } = await refunded();
    const { bundle } = await reset(world);
    const otherId = await newClient(world, { firstName: 'Вера' });
    await newInvoice(world, otherId, [70]);
    await world.database.owner.query(`update invoices set invoice_number = 'INV-2025-00001'`);
    expect(await refusedUndo(world, bundle)).toBe('UNDO_CONTRADICTED; invoices');
    await reset(world, bundleFile());
    await world.setClock('2025-02-14T09:00:00Z');
    await ask(world, closePeriod, { closedThrough: '2025-02-13' });
    expect(await refusedUndo(world, bundle)).toContain('период закрыт');
  });
});

test('a reset waits for what is under way in the organisation, and takes it along', async () => {
  const world = await newWorld();
  const clientId = await newClient(world);
  const desk = new pg.Client({ connectionString: world.url });
  await desk.connect();
  await desk.query(`begin; select pg_advisory_xact_lock_shared(hashtextextended('${world.orgId}', 1))`);
  const resetting = reset(world);
  const waiting = `select 1 from pg_stat_activity
    where datname = current_database() and wait_event = 'advisory' and query like '%pg_advisory_xact_lock(%'`;
  try {
    await vi.waitFor(async () => expect((await world.database.owner.query(waiting)).rowCount).toBe(1), 30_000);
    await newInvoiceRow(desk, world.orgId, clientId);
    await desk.query('commit');
  } finally {
    await desk.end();
  }
  expect((await resetting).deleted.invoices).toBe(1);
});

test('a payment that races a reset is whole: before it, after it, or refused', async () => {
  const world = await newWorld();
  const clientId = await newClient(world);
  const invoices: string[] = [];
  for (let i = 0; i < 8; i += 1) invoices.push((await newInvoice(world, clientId, [100])).id);
  const attempt = (invoiceId: string) => payInvoice(world, invoiceId, 100)
    .then(() => 'paid', (error: Refusal) => error.code);
  const first = invoices.slice(0, 4).map(attempt);
  const resetting = reset(world);
  const outcomes = await Promise.all([...first, ...invoices.slice(4).map(attempt)]);
  await resetting;
  expect(new Set(outcomes)).toEqual(new Set(outcomes.filter((outcome) => ['paid', 'INVOICE_NOT_FOUND'].includes(outcome))));
  expect(await wrongCredit(world)).toEqual([]);
  expect(await brokenChecks(world)).toEqual([]);
  const { rows } = await world.database.owner.query('select balance from clients where id = $1', [clientId]);
  expect(rows).toEqual([{ balance: 10_000 * outcomes.filter((outcome) => outcome === 'paid').length }]);
});
