/** Where the demonstration stops: an evening to be looked at by every role. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Demo, loadDemo } from '../../src/demo/load.ts';
import { type TestDatabase, freshDatabase } from '../database.ts';

let made: TestDatabase;
let demo: Demo;
beforeAll(async () => {
  made = await freshDatabase();
  demo = await loadDemo(made.database, {
    clients: 60, seed: 1, template: 'SPORT', password: 'мозаика-2025', days: 60, toEvening: true, domain: 'mosaic.example',
  });
}, 120_000);
afterAll(() => made.close());

async function ask<T>(query: string): Promise<T[]> {
  return (await made.database.owner.query(query, [demo.orgId])).rows as T[];
}
const count = async (query: string): Promise<number> => (await ask<{ count: number }>(`select count(*)::int as count ${query}`))[0]!.count;

test('the clock stands on a working weekday while a training is under way', async () => {
  const [now] = await ask<{ weekday: number; minute: string }>(
    `select extract(isodow from sandbox_now at time zone time_zone)::int as weekday,
            to_char(sandbox_now at time zone time_zone, 'HH24:MI') as minute from organisations where org_id = $1`);
  expect([1, 3]).toContain(now!.weekday);
  const under = `from trainings t join organisations o on o.org_id = t.org_id
    where t.org_id = $1 and t.status = 'PLANNED'`;
  expect(await count(`${under} and t.starts_at <= o.sandbox_now and t.ends_at > o.sandbox_now`)).toBeGreaterThan(0);
  expect(await count(`${under} and t.starts_at > o.sandbox_now and t.starts_at < o.sandbox_now + interval '6 hours'`))
    .toBeGreaterThan(0);
});

test('the till is open with money in it, and there is something to pay and something to mark', async () => {
  expect(await count('from shifts where org_id = $1 and closed_at is null')).toBe(1);
  expect(await count(`from payments p join organisations o on o.org_id = p.org_id
    where p.org_id = $1 and p.created_at > o.sandbox_now - interval '9 hours'`)).toBeGreaterThan(2);
  expect(await count("from invoices where org_id = $1 and status in ('PENDING', 'OVERDUE')")).toBeGreaterThan(0);
  const begun = `from training_participants p join trainings t on t.org_id = p.org_id and t.id = p.training_id
     join organisations o on o.org_id = t.org_id
     left join attendance a on a.org_id = p.org_id and a.training_id = p.training_id and a.student_id = p.student_id
    where p.org_id = $1 and p.status = 'BOOKED' and t.status = 'PLANNED' and t.starts_at <= o.sandbox_now
      and t.starts_at > o.sandbox_now - interval '9 hours' and`;
  expect(await count(`${begun} a.student_id is null`)).toBeGreaterThan(0);
});

test('every role has somebody to look as: trainers with trainings today, families with children and debts', async () => {
  expect(demo.people).toEqual([
    ['admin', 'ADMIN'], ['desk', 'MANAGER'], ['accountant', 'ACCOUNTANT'], ['trainer', 'TRAINER'], ['trainer2', 'TRAINER'],
    ['family', 'CLIENT'], ['family2', 'CLIENT'],
  ].map(([mailbox, role]) => ({ email: `${mailbox}@mosaic.example`, role })));
  const rows = await ask<{ email: string; role: string; today: number; unpaid: number; overdue: number; ahead: number }>(`
    select l.email, u.role,
           (select count(*)::int from trainings t where t.org_id = u.org_id and t.trainer_id = u.id
               and t.on_date = (o.sandbox_now at time zone o.time_zone)::date) as today,
           (select count(*)::int from invoices i where i.org_id = u.org_id and i.client_id = u.client_id
               and i.status in ('PENDING', 'PARTIALLY_PAID', 'OVERDUE')) as unpaid,
           (select count(*)::int from invoices i where i.org_id = u.org_id and i.client_id = u.client_id
               and i.status = 'OVERDUE') as overdue,
           (select count(*)::int from training_participants p join trainings t on t.org_id = p.org_id and t.id = p.training_id
              join students s on s.org_id = p.org_id and s.id = p.student_id
             where p.org_id = u.org_id and s.client_id = u.client_id and t.starts_at > o.sandbox_now) as ahead
      from users u join logins l on l.id = u.login_id join organisations o on o.org_id = u.org_id
     where u.org_id = $1 and l.email like '%@mosaic.example'`);
  const named = Object.fromEntries(rows.map((row) => [row.email.split('@')[0], row]));
  for (const { email, role } of demo.people) expect(named[email.split('@')[0]!]?.role, email).toBe(role);
  expect(named['trainer']!.today).toBeGreaterThan(0);
  expect(named['trainer2']!.today).toBeGreaterThan(0);
  expect(named['family']).toMatchObject({ unpaid: expect.any(Number) as number });
  expect(Math.min(named['family']!.unpaid, named['family']!.ahead, named['family2']!.overdue)).toBeGreaterThan(0);
});

test('the books hold', () => {
  expect(demo.proof.checks.filter(({ ok }) => !ok)).toEqual([]);
});
