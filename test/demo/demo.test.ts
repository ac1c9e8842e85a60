import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, freshDatabase } from '../database.ts';
import { isSecondServer } from '../properties/runs.ts';
import { type Demo, type DemoOptions, loadDemo } from '../../src/demo/load.ts';

type Facts = Record<string, unknown>;

let database: TestDatabase;
let first: Demo;
beforeAll(async () => {
  database = await freshDatabase();
  first = await load({ seed: 1 });
}, 240_000);
afterAll(() => database.close());

const load = (options: Partial<DemoOptions>): Promise<Demo> =>
  loadDemo(database.database, { clients: 40, seed: 1, template: 'SPORT', password: 'мозаика-2025', ...options });

async function rows(query: string, { orgId }: Demo): Promise<unknown[]> {
  return (await database.database.owner.query(query, [orgId])).rows;
}
/** The first column of the answer. */
const values = async (query: string): Promise<unknown[]> =>
  (await rows(query, first)).map((row) => Object.values(row as object)[0]);

/** What two loads of one seed must have in common: everything but ids and the moments of the machine. */
const FACTS: Record<string, string> = {
  balances: `
    select c.name, c.phone, c.inn, c.balance, count(i) as invoices, sum(i.total_amount) as total, sum(i.paid_amount) as paid
      from clients c left join invoices i on i.org_id = c.org_id and i.client_id = c.id
     where c.org_id = $1 group by c.org_id, c.id order by c.name, c.phone`,
  months: `
    select to_char(t.on_date, 'YYYY-MM') as month, t.debit, t.credit, count(*), sum(t.amount)
      from ledger_transfers t where t.org_id = $1 group by 1, 2, 3 order by 1, 2, 3`,
  statuses: `
    select to_char(i.issued_at, 'YYYY-MM') as month, i.purpose, i.status, count(*), sum(i.total_amount)
      from invoices i where i.org_id = $1 group by 1, 2, 3 order by 1, 2, 3`,
  shifts: `
    select s.opened_at, s.closed_at, s.note, k.method, k.expected, k.counted
      from shifts s join shift_counts k on k.org_id = s.org_id and k.shift_id = s.id where s.org_id = $1 order by 1, 4`,
  passes: `
    select p.first_name, p.last_name, s.name, s.end_date, s.status, s.sessions_left, s.paid_price
      from subscriptions s join students p on p.org_id = s.org_id and p.id = s.student_id
     where s.org_id = $1 order by 1, 2, 3, 4, 5, 6, 7`,
  groups: `
    select g.name, m.status, p.first_name, p.last_name
      from group_members m join groups g on g.org_id = m.org_id and g.id = m.group_id
      join students p on p.org_id = m.org_id and p.id = m.student_id where m.org_id = $1 order by 1, 2, 3, 4`,
  visits: `
    select t.on_date, t.title, t.status, count(p), count(c.id) filter (where c.kind = 'SESSION') as sessions,
           count(a) filter (where a.status = 'ABSENT') as absent
      from trainings t
      left join training_participants p on p.org_id = t.org_id and p.training_id = t.id
      left join training_charges c on c.org_id = t.org_id and c.training_id = t.id and c.student_id = p.student_id
      left join attendance a on a.org_id = t.org_id and a.training_id = t.id and a.student_id = p.student_id
     where t.org_id = $1 group by t.org_id, t.id, 1, 2, 3 order by 1, 2`,
  rentals: 'select on_date, starts_at, minutes, total_price, status from rentals where org_id = $1 order by 1, 2, 3, 4, 5',
  jobs: `
    select job, for_date, cause, status, metrics - 'durationMs' as metrics
      from job_runs where org_id = $1 order by started_at, job`,
  notices: 'select kind, count(*) from notices where org_id = $1 group by 1 order by 1',
  operations: 'select operation, count(*) from audit_log where org_id = $1 group by 1 order by 1',
};

async function factsOf(demo: Demo): Promise<Facts> {
  const facts: Facts = { ...demo, orgId: '', login: '', people: '', proof: demo.proof.ok };
  for (const [name, query] of Object.entries(FACTS)) {
    // As text: two dates are two objects without anything to compare.
    facts[name] = (await rows(query, demo)).map((row) => JSON.stringify(row));
  }
  return facts;
}

describe('a year of life', () => {
  test('is the same story for the same seed, down to every balance, visit and run of a job', async () => {
    // The whole year is told twice on one server; on the other a part of it is.
    const story = isSecondServer ? await load({ seed: 1, days: 60 }) : first;
    const again = await load({ seed: 1, ...(isSecondServer && { days: 60 }) });
    expect(again.orgId).not.toBe(story.orgId);
    expect(await factsOf(again)).toEqual(await factsOf(story));
  }, 240_000);

  test('is another story for another seed', async () => {
    const names = async (demo: Demo) => rows('select name from clients where org_id = $1', demo);
    const other = await load({ seed: 2, days: 30 });
    expect(await names(first)).not.toEqual(expect.arrayContaining(await names(other)));
  }, 120_000);

  test('ends with books that hold, and a chain with every record', async () => {
    expect(first.proof.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(first.proof.ok).toBe(true);
    const [counts] = await rows(
      `select (select count(*) from audit_log where org_id = $1) as records,
              (select count(*) from audit_seals where org_id = $1) as seals`, first,
    ) as { records: number; seals: number }[];
    expect(counts?.records).toBe(counts?.seals);
  });

  test('has all that the desk does with clients and money', async () => {
    expect(first.clients).toBeGreaterThan(40);
    expect(await values('select distinct status from invoices where org_id = $1 order by 1'))
      .toEqual(['CANCELLED', 'DRAFT', 'OVERDUE', 'PAID', 'PENDING']);
    expect(await values('select distinct method from payments where org_id = $1 order by 1'))
      .toEqual(['BANK_TRANSFER', 'CARD', 'CASH', 'ONLINE']);
    const done = await values('select distinct operation from audit_log where org_id = $1 order by 1');
    expect(done).toEqual(expect.arrayContaining([
      'client.create', 'client.update', 'invoice.adjust-price', 'invoice.cancel', 'invoice.create', 'invoice.mark-viewed',
      'invoice.send', 'payment.register', 'payment.reverse', 'period.close', 'refund.create', 'reservation.create',
      'reservation.update', 'service.price.set', 'settings.update', 'shift.close', 'shift.open', 'student.create',
      'subscription.cancel', 'subscription.unfreeze', 'subscription-type.update', 'training.delete', 'training.update',
    ]));
    expect(await values('select distinct invoice_id is null from refunds where org_id = $1 order by 1'))
      .toEqual([false, true]);
    expect(first.shifts).toBeGreaterThan(280);
    expect(await values('select count(*) from closed_periods where org_id = $1')).toEqual([11]);
    expect(await values(
      `select distinct kind from clients
        where org_id = $1 and phone like '+7900%' and (kind = 'PERSON' or inn is not null) order by 1`,
    )).toEqual(['LEGAL', 'PERSON']);
  });

  /** What a year has, as a table and what is true of its rows. */
  const EVENTS: Record<string, readonly [table: string, where?: string]> = {
    'trainings held': ['attendance', "status = 'PRESENT'"],
    'visits missed': ['attendance', "status = 'ABSENT'"],
    'trainings cancelled': ['trainings', "status = 'CANCELLED'"],
    'trial visits': ['training_participants', "kind = 'TRIAL'"],
    'free visits': ['training_participants', "kind = 'FREE'"],
    'safe cancellations': ['training_participants', "cancel_label = 'SAFE'"],
    'sessions charged by the night': ['training_charges', "kind = 'SESSION' and cause = 'NIGHT'"],
    'sessions charged by a mark': ['training_charges', "kind = 'SESSION' and cause = 'ATTENDANCE'"],
    'sessions returned': ['session_movements', "kind = 'RETURN'"],
    'fines of a session': ['training_charges', "label = 'FINE' and kind = 'SESSION'"],
    'fines of money': ['invoices', "purpose = 'FINE'"],
    'marks put right': ['audit_log', "operation = 'attendance.mark'"],
    'single visits paid from credit': [
      'invoices', "purpose = 'TRAINING' and total_amount > 0 and paid_at < issued_at + interval '1 minute'",
    ],
    'single visits paid later': [
      'invoices', "purpose = 'TRAINING' and total_amount > 0 and paid_at > issued_at + interval '1 hour'",
    ],
    'single visits not paid': ['invoices', "purpose = 'TRAINING' and status in ('PENDING', 'OVERDUE')"],
    'renewals by the job': ['audit_log', "operation = 'subscription.renew-due' and entity_number is not null"],
    'renewals at the desk': ['audit_log', "operation = 'subscription.renew'"],
    'passes renewed': ['subscription_events', "kind = 'RENEWED'"],
    'passes frozen': ['subscription_events', "kind = 'FROZEN'"],
    'passes ended with sessions left': ['subscription_events', "kind = 'ENDED' and value > 0"],
    'passes expired': ['subscription_events', "kind = 'EXPIRED'"],
    'students expelled': ['notices', "kind = 'subscription-expelled'"],
    'places from the waiting list of a group': ['notices', "kind = 'waiting-list-place' and entity_type = 'group'"],
    'places from the waiting list of a training': [
      'notices', "kind = 'waiting-list-place' and entity_type = 'training'",
    ],
    'rentals confirmed': ['rentals', "status = 'CONFIRMED'"],
    'rentals cancelled': ['rentals', "status = 'CANCELLED'"],
    'days of coworking': ['item_write_offs', "kind = 'COWORKING'"],
    'reservations': ['reservations'],
    'notices to families': ['notices', "audience = 'CLIENT'"],
    'reports of the night': ['notices', "kind = 'night-report'"],
  };
  test.each(Object.keys(EVENTS))('has %s', async (name) => {
    const [table, where = 'true'] = EVENTS[name]!;
    const [count] = await values(`select count(*) from ${table} where org_id = $1 and ${where}`);
    expect(count).toBeGreaterThan(0);
  });

  test('has a run of every job, and none that failed', async () => {
    expect(await values('select distinct job from job_runs where org_id = $1 order by 1')).toEqual([
      'expulsion', 'housekeeping', 'nightly-charges', 'overdue', 'proof', 'reminders', 'renewals', 'schedule', 'settlement',
    ]);
    expect(await rows(
      "select job, for_date, errors from job_runs where org_id = $1 and (status <> 'DONE' or errors <> '[]')", first,
    )).toEqual([]);
    expect(await values("select count(*) from job_runs where org_id = $1 and job = 'nightly-charges'")).toEqual([365]);
  });
});
