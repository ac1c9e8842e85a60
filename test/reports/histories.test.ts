/**
 * Whatever happened, the reports say what the books said on that day: a random history is photographed at the end of
 * every day that it sees, by plain sums, and the reports made long after give every photograph back.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { updateInvoice } from '../../src/invoices/edit-invoice.ts';
import { inTransaction } from '../../src/kernel/db.ts';
import type { Context } from '../../src/kernel/operation.ts';
import { reportBalance } from '../../src/reports/account.ts';
import {
  listDiscounts, listMoney, listRevenue, reportDiscounts, reportMoney, reportRevenue,
} from '../../src/reports/money.ts';
import { overview } from '../../src/reports/overview.ts';
import { listReceivables, reportReceivables } from '../../src/reports/receivables.ts';
import { loadDueHistory } from '../../src/reports/receivables-store.ts';
import { type TestDatabase, freshDatabase } from '../database.ts';
import { type Books, POLICIES, type SettlementPolicy, grow, openBooks, run } from '../properties/books.ts';
import { type Command, commands } from '../properties/commands.ts';
import { TIMEOUT, checked, histories } from '../properties/runs.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await freshDatabase({ connections: 4 });
});
afterAll(() => opened.close());

const ALL = { page: 1, limit: 1000 };
type Debt = { invoiceId: string; dueDate: string | null; amount: number; late: number };
type Photo = { day: string; debts: Debt[] };

/** What is due now on every invoice, from the invoices alone. */
async function photograph({ database, orgId }: Books): Promise<Photo> {
  const { rows } = await database.owner.query<Debt & { day: string }>(`
    select (o.sandbox_now at time zone o.time_zone)::date::text as day, i.id as "invoiceId", i.due_date::text as "dueDate",
           (i.total_amount - i.paid_amount)::float8 as amount,
           coalesce((o.sandbox_now at time zone o.time_zone)::date - i.due_date, 0) as late
      from organisations o left join invoices i on i.org_id = o.org_id and i.sent_at is not null and i.cancelled_at is null
           and i.total_amount > i.paid_amount
     where o.org_id = $1 order by i.id`, [orgId]);
  const debts = rows.filter(({ invoiceId }) => invoiceId !== null).map(({ day: _day, ...debt }) => debt);
  return { day: rows[0]!.day, debts };
}
const number = async ({ database, orgId }: Books, sum: string): Promise<number> =>
  (await database.owner.query<{ sum: number }>(`select (${sum})::float8 as sum`, [orgId])).rows[0]!.sum;
const add = (amounts: readonly number[]): number => amounts.reduce((all, amount) => all + amount, 0);
const day = (text: string) => Temporal.PlainDate.from(text);

/** Lives the history, moving a due date now and then, and gives the last photograph of every day. */
async function live(books: Books, history: readonly Command[]): Promise<Photo[]> {
  const photos = new Map<string, Photo>();
  for (const command of history) {
    await grow(books, [command]);
    const before = await photograph(books);
    if (command.pick % 3 === 0 && before.debts.length > 0) {
      const { invoiceId } = before.debts[command.pick % before.debts.length]!;
      const dueDate = command.wild ? null : day(before.day).add({ days: command.pick - 40 });
      await run(books, updateInvoice, { id: invoiceId, dueDate });
    }
    const photo = await photograph(books);
    photos.set(photo.day, photo);
  }
  return [...photos.values()];
}

/** Debts of every photographed day, by invoice, by client and by age. */
async function expectPast(books: Books, photos: readonly Photo[]): Promise<void> {
  for (const { day: text, debts } of photos) {
    const asOf = day(text);
    const { invoices, total } = await run(books, listReceivables, { ...ALL, asOf });
    const shown = invoices.map(({ invoiceId, dueDate, amount, daysLate: late }) =>
      ({ invoiceId, dueDate: dueDate?.toString() ?? null, amount, late }));
    expect(shown.toSorted((a, b) => (a.invoiceId < b.invoiceId ? -1 : 1))).toEqual(debts);
    const { all, totals, clients } = await run(books, reportReceivables, { ...ALL, asOf });
    expect([total, all.total, totals.total, add(clients.map((client) => client.total))])
      .toEqual(Array(4).fill(add(debts.map(({ amount }) => amount))));
    const old = await run(books, reportReceivables, { ...ALL, asOf, bucket: 'DAYS_31_60' });
    expect([all.days31to60, old.totals.days31to60]).toEqual(Array(2).fill(aged(debts)));
  }
  const history = await inTransaction(books.database, books.orgId, 'read', (tx) => loadDueHistory(
    { tx, orgId: books.orgId, timeZone: 'Europe/Moscow' } as Context, photos.map((photo) => day(photo.day))));
  expect(history.map(({ day: on, days31to60, total }) => ({ on: on.toString(), days31to60, total })))
    .toEqual(photos.map(({ day: on, debts }) =>
      ({ on, days31to60: aged(debts), total: add(debts.map((debt) => debt.amount)) })));
}
const aged = (debts: readonly Debt[]): number =>
  add(debts.filter(({ late }) => late > 30 && late <= 60).map(({ amount }) => amount));

/** The present, against sums of the tables. */
async function expectPresent(books: Books): Promise<void> {
  const now = await run(books, overview, {});
  const due = await number(books, `select coalesce(sum(total_amount - paid_amount), 0) from invoices
    where org_id = $1 and sent_at is not null and cancelled_at is null`);
  const { all } = await run(books, reportReceivables, { ...ALL, limit: 1 });
  expect([now.due.now, all.total]).toEqual([due, due]);
  expect(now.overdue.now).toBe(all.overdue);
  expect(now.credit.now).toBe(await number(books, 'select coalesce(sum(balance), 0) from clients where org_id = $1'));
  for (const clientId of books.ids.clients) {
    const { closing } = await run(books, reportBalance, { id: clientId, from: day('2025-01-01'), to: day('2027-12-31') });
    const held = await number(books, `select c.balance - coalesce((select sum(total_amount - paid_amount) from invoices i
      where i.client_id = c.id and sent_at is not null and cancelled_at is null), 0) from clients c
      where org_id = $1 and id = '${clientId}'`);
    expect(closing).toBe(held);
  }
}

const standing = 'org_id = $1 and sent_at is not null and cancelled_at is null';
/** Revenue and money: every number is the sum of its rows, and all of them that of the tables. */
async function expectSums(books: Books): Promise<void> {
  const period = { from: day('2024-12-01'), to: day('2027-11-30') };
  const months = { from: '2024-12', to: '2027-11' };
  for (const [basis, sum] of [['ACCRUED', 'total_amount'], ['RECEIVED', 'paid_amount - refunded_amount']] as const) {
    const { segments, total, months: sums } = await run(books, reportRevenue, { ...months, basis });
    expect([total, add(sums.map(({ amount }) => amount))])
      .toEqual(Array(2).fill(await number(books, `select coalesce(sum(${sum}), 0) from invoices where ${standing}`)));
    for (const { month, service, amount, invoices } of segments) {
      const { rows, total: sumOfRows } = await run(books, listRevenue, { ...ALL, month, service, basis });
      expect([rows.length, add(rows.map((row) => row.amount)), sumOfRows]).toEqual([invoices, amount, amount]);
    }
  }
  const money = await run(books, reportMoney, period);
  expect(money.totals.net).toBe(await number(books, `
    select coalesce((select sum(amount) from payments where org_id = $1 and status = 'COMPLETED'), 0)
         - coalesce((select sum(amount) from refunds where org_id = $1 and status = 'COMPLETED'), 0)`));
  expect((await run(books, listMoney, { ...ALL, ...period })).total).toBe(money.totals.net);
  for (const { month, method, net } of money.lines) {
    const from = day(`${month}-01`);
    const to = from.add({ months: 1 }).subtract({ days: 1 });
    const { rows } = await run(books, listMoney, { ...ALL, from, to, method });
    expect(add(rows.map(({ amount }) => amount))).toBe(net);
  }
  const { steps } = await run(books, reportDiscounts, period);
  const [list, benefit, adjustment, accrued, unpaid, received] = steps.map(({ amount }) => amount);
  expect([list! + benefit! + adjustment!, accrued! + unpaid!]).toEqual([accrued, received]);
  for (const { kind, amount, rows } of steps) {
    const behind = await run(books, listDiscounts, { ...ALL, ...period, kind });
    expect([behind.total, add(behind.rows.map((row) => row.amount)), behind.rows.length]).toEqual([amount, amount, rows]);
  }
}

async function property(policy: SettlementPolicy, benefits: number[], history: Command[]): Promise<void> {
  const books = await openBooks(opened.database, policy, benefits);
  const photos = await live(books, history);
  await expectPast(books, photos);
  await expectPresent(books);
  await expectSums(books);
}

const benefits = fc.array(fc.constantFrom(0, 0, 1000, 3333, 10_000), { minLength: 2, maxLength: 3 });
/** Three years at most, so that one report can see them all. */
const short = commands(10, 30).map((history) => history.map((command) =>
  ({ ...command, pause: Math.min(command.pause, 20 * 86_400) })));

describe.concurrent('REP-1…REP-5: the reports give every day back, and every number is the sum of its rows', () => {
  test.each(POLICIES)('under $name', async (policy) => {
    const law = fc.asyncProperty(benefits, short, (given, history) => property(policy, given, history));
    await checked(law, histories(1 / 15));
  }, TIMEOUT);
});
