import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, freshDatabase } from '../database.ts';
import { type Demo, type DemoOptions, loadDemo } from '../../src/demo/load.ts';

type Facts = Record<string, unknown>;

let database: TestDatabase;
let first: Demo;
beforeAll(async () => {
  database = await freshDatabase();
  first = await load({ seed: 1 });
}, 120_000);
afterAll(() => database.close());

const load = (options: Partial<DemoOptions>): Promise<Demo> =>
  loadDemo(database.database, { clients: 30, seed: 1, template: 'STUDIO', password: 'мозаика-2025', ...options });

async function rows(query: string, orgId: string): Promise<unknown[]> {
  return (await database.database.owner.query(query, [orgId])).rows;
}

/** What two loads of one seed must have in common: everything but ids and the moments of the machine. */
async function factsOf({ orgId, clients, students, invoices, payments, reversals, refunds, shifts }: Demo): Promise<Facts> {
  return {
    counts: { clients, students, invoices, payments, reversals, refunds, shifts },
    balances: await rows(
      `select c.name, c.phone, c.inn, c.balance, count(i) as invoices, sum(i.total_amount) as total, sum(i.paid_amount) as paid
         from clients c left join invoices i on i.org_id = c.org_id and i.client_id = c.id
        where c.org_id = $1 group by c.org_id, c.id order by c.name, c.phone`, orgId),
    months: await rows(
      `select to_char(t.on_date, 'YYYY-MM') as month, t.debit, t.credit, count(*), sum(t.amount)
         from ledger_transfers t where t.org_id = $1 group by 1, 2, 3 order by 1, 2, 3`, orgId),
    statuses: await rows(
      `select to_char(i.issued_at, 'YYYY-MM') as month, i.status, count(*), sum(i.total_amount)
         from invoices i where i.org_id = $1 group by 1, 2 order by 1, 2`, orgId),
    shifts: await rows(
      `select s.opened_at, s.closed_at, s.note, k.method, k.expected, k.counted
         from shifts s join shift_counts k on k.org_id = s.org_id and k.shift_id = s.id
        where s.org_id = $1 order by 1, 4`, orgId),
    operations: await rows(
      'select operation, count(*) from audit_log where org_id = $1 group by 1 order by 1', orgId),
  };
}

describe('a year of life', () => {
  test('is the same story for the same seed, down to every balance and every month', async () => {
    const again = await load({ seed: 1 });
    expect(again.orgId).not.toBe(first.orgId);
    expect(await factsOf(again)).toEqual(await factsOf(first));
  }, 120_000);

  test('is another story for another seed', async () => {
    const other = await factsOf(await load({ seed: 2 }));
    const facts = await factsOf(first);
    expect(other['balances']).not.toEqual(facts['balances']);
    expect(other['months']).not.toEqual(facts['months']);
  }, 120_000);

  test('ends with books that hold, and a chain with every record', async () => {
    expect(first.proof.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(first.proof.ok).toBe(true);
    const [counts] = await rows(
      `select (select count(*) from audit_log where org_id = $1) as records,
              (select count(*) from audit_seals where org_id = $1) as seals`, first.orgId) as { records: number; seals: number }[];
    expect(counts?.records).toBe(counts?.seals);
  });

  test('has everything that a year has', async () => {
    expect(first).toMatchObject({ clients: 30 });
    const distinct = async (query: string) => (await rows(query, first.orgId)).map((row) => Object.values(row as object)[0]);
    expect(await distinct('select distinct status from invoices where org_id = $1 order by 1'))
      .toEqual(['CANCELLED', 'DRAFT', 'OVERDUE', 'PAID', 'PARTIALLY_PAID', 'PENDING']);
    expect(await distinct('select distinct method from payments where org_id = $1 order by 1'))
      .toEqual(['BANK_TRANSFER', 'CARD', 'CASH', 'ONLINE']);
    expect(await distinct('select distinct operation from audit_log where org_id = $1 order by 1')).toEqual(expect.arrayContaining([
      'client.create', 'client.update', 'invoice.add-item', 'invoice.adjust-price', 'invoice.cancel', 'invoice.create',
      'invoice.mark-viewed', 'invoice.send', 'invoice.settle-from-balance', 'invoice.update', 'payment.register',
      'payment.reverse', 'period.close', 'refund.create', 'service.price.set', 'shift.close', 'shift.open', 'student.create',
    ]));
    expect(await distinct('select distinct invoice_id is null from refunds where org_id = $1 order by 1')).toEqual([false, true]);
    expect(first.shifts).toBeGreaterThan(280);
    expect(await distinct('select count(*) from closed_periods where org_id = $1')).toEqual([11]);
    expect(await distinct(
      `select distinct kind from clients where org_id = $1 and phone like '+7900%' and (kind = 'PERSON' or inn is not null) order by 1`,
    )).toEqual(['LEGAL', 'PERSON']);
  });
});

test.each(['SPORT', 'SCHOOL', 'TUTOR'] as const)('by the template %s the books hold as well', async (template) => {
  const { proof, payments } = await load({ template, clients: 20, days: 75 });
  expect(proof.checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(payments).toBeGreaterThan(20);
}, 120_000);
