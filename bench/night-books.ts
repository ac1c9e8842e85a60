/**
 * Clubs with the trainings of one day and any number of clients and past days, made by bulk SQL. Their books are in
 * order: the proof holds before the night and after it.
 */
import type pg from 'pg';
import { connected } from './books.ts';

export type Club = {
  orgId: string;
  /** The day that the night charges. */
  day: string;
  trainings: number; students: number; pastDays: number;
};
export const PER_TRAINING = 10;
/** What one visit costs, in kopecks. */
export const PRICE = 150_000;
const GRANTED = 1000;
const PASS_PRICE = 500_000;
const LONG_AGO = "now() - interval '200 days'";

/** Every id follows from its kind (a hexadecimal digit), the organisation and a number: SQL can join what it makes. */
const idOf = (kind: string, n: string): string =>
  `('${kind}' || substr($1::uuid::text, 2, 23) || lpad(to_hex(${n}), 12, '0'))::uuid`;
/** The n-th training of the day that the night charges, in the order of time. */
export const trainingId = (orgId: string, n: number): string =>
  `7${orgId.slice(1, 24)}${n.toString(16).padStart(12, '0')}`;

/** One client for each student; half of those without a pass (see below) have credit for the visits of the day. */
const clients = `
  insert into clients (org_id, id, kind, first_name, name, balance, touched_at, created_at)
  select $1, ${idOf('c', 'n')}, 'PERSON', 'Клиент', 'Клиент ' || n,
         case when n % 10 = 7 or n % 20 = 8 then $3::bigint * ${PRICE} else 0 end, ${LONG_AGO}, ${LONG_AGO}
    from generate_series(1, $2::int) n`;
const students = `
  insert into students (org_id, id, client_id, first_name, last_name, created_at)
  select $1, ${idOf('5', 'n')}, ${idOf('c', 'n')}, 'Ученик', 'Номер ' || n, ${LONG_AGO}
    from generate_series(1, $2::int) n`;
const types = `
  insert into subscription_types (org_id, id, name, price, sessions_per_period, period_months, created_at)
  values ($1, $1, 'Абонемент', ${PASS_PRICE}, ${GRANTED}, 12, ${LONG_AGO})`;
/** Seven students of ten have a pass, taken over from another program with sessions for every training. */
const passes = `
  with sold as (
    insert into subscriptions (org_id, id, client_id, student_id, subscription_type_id, name, status,
      sessions_per_period, period_months, original_price, paid_price, purchased_on, start_date, end_date, anchor_date,
      sessions_left, created_by, created_at)
    select $1, ${idOf('a', 'n')}, ${idOf('c', 'n')}, ${idOf('5', 'n')}, $1, 'Абонемент', 'ACTIVE', ${GRANTED}, 12,
           ${PASS_PRICE}, ${PASS_PRICE}, first, first, (first + interval '12 months')::date - 1, first, ${GRANTED}, $1,
           ${LONG_AGO}
      from generate_series(1, $2::int) n, (select $3::date - 180 as first) f where n % 10 < 7
    returning id, client_id, student_id),
  billed as (
    insert into invoices (org_id, id, invoice_number, sequence, client_id, student_id, subscription_id, purpose,
      status, subtotal, total_amount, settled_externally, effects_applied_at, created_by, created_at, updated_at,
      issued_at, paid_at)
    select $1, overlay(id::text placing 'b' from 1)::uuid, 'INV-2000-' || lpad(n::text, 9, '0'), n, client_id,
           student_id, id, 'MIGRATION', 'PAID', ${PASS_PRICE}, ${PASS_PRICE}, true, ${LONG_AGO}, $1, ${LONG_AGO},
           ${LONG_AGO}, ${LONG_AGO}, ${LONG_AGO}
      from (select *, row_number() over () as n from sold) s
    returning id, subscription_id, student_id),
  items as (
    insert into invoice_items (org_id, id, invoice_id, position, subscription_type_id, service_type, service_name,
      quantity, unit_price, line_gross, base_price, total_price, write_off_timing, write_off_status,
      remaining_quantity, created_at, updated_at)
    select $1, id, id, 1, $1, 'SUBSCRIPTION', 'Абонемент', 100, ${PASS_PRICE}, ${PASS_PRICE}, ${PASS_PRICE},
           ${PASS_PRICE}, 'ON_USE', 'IN_PROGRESS', ${GRANTED} * 100, ${LONG_AGO}, ${LONG_AGO}
      from billed)
  insert into session_movements (org_id, subscription_id, item_id, student_id, kind, delta, reason, operation_id,
                                 created_by, created_at)
  select $1, subscription_id, id, student_id, 'CORRECT', ${GRANTED}, 'Перенос остатка', $1, $1, ${LONG_AGO}
    from billed`;

/** The trainings of a day, spread over twelve hours and numbered from `$4`. */
const trainings = `
  insert into trainings (org_id, id, title, on_date, starts_at, ends_at, price, status, created_at)
  select $1, ${idOf('7', '$4::bigint + n')}, 'Занятие ' || n, $3::date, at, at + interval '1 hour', ${PRICE},
         'PLANNED', ${LONG_AGO}
    from generate_series(1, $2::int) n, lateral (
      select ($3::date + interval '9 hours' + n * interval '43200 seconds' / $2::int)
             at time zone 'Europe/Moscow' as at) t`;
/**
 * Ten students in a row to each training: the same mixture everywhere. In a large club the rows are spread over all of
 * it; in a small one everybody comes several times a day.
 */
const participants = `
  insert into training_participants (org_id, training_id, student_id, kind, status, since)
  select $1, ${idOf('7', '$3::bigint + n')}, ${idOf('5', '((n - 1) * step + k) % $4::int + 1')}, 'REGULAR', 'BOOKED',
         ${LONG_AGO}
    from generate_series(1, $2::int) n, generate_series(0, ${PER_TRAINING} - 1) k,
         (select greatest($4::int / ($2::int * ${PER_TRAINING}), 1) * ${PER_TRAINING} as step) s`;

const PAST_VISITS = `
  select p.training_id, p.student_id, s.client_id, u.id as pass, t.on_date, t.starts_at - interval '1 day' as at, t.title,
         row_number() over (order by t.starts_at, t.id, p.student_id) as n
    from trainings t
    join training_participants p on p.org_id = t.org_id and p.training_id = t.id
    join students s on s.org_id = p.org_id and s.id = p.student_id
    left join subscriptions u on u.org_id = s.org_id and u.student_id = s.id
   where t.org_id = $1 and t.on_date < $2::date`;
/** What the nights of the past left behind for those with a pass… */
const pastSessions = `
  with past as materialized (${PAST_VISITS}),
  charged as (
    insert into training_charges (org_id, id, training_id, student_id, client_id, kind, label, cause, subscription_id,
      item_id, state, operation_id, charged_at)
    select $1, uuidv7(), training_id, student_id, client_id, 'SESSION', 'NORMAL', 'NIGHT', pass,
           overlay(pass::text placing 'b' from 1)::uuid, 'ACTIVE', $1, at from past where pass is not null),
  moved as (
    insert into session_movements (org_id, subscription_id, item_id, training_id, student_id, kind, delta, reason,
                                   operation_id, created_by, created_at)
    select $1, pass, overlay(pass::text placing 'b' from 1)::uuid, training_id, student_id, 'CHARGE', -1, title, $1,
           $1, at from past where pass is not null),
  counted as (select pass, count(*)::int as times from past where pass is not null group by pass),
  used as (
    update invoice_items i set remaining_quantity = remaining_quantity - 100 * times
      from counted where i.org_id = $1 and i.id = overlay(pass::text placing 'b' from 1)::uuid)
  update subscriptions s set sessions_left = sessions_left - times from counted where s.org_id = $1 and s.id = pass`;
/** … and for those without one: invoices, all paid. */
const pastInvoices = `
  with past as materialized (select *, ${idOf('e', 'n')} as invoice from (${PAST_VISITS}) p where pass is null),
  made as (
    insert into invoices (org_id, id, invoice_number, sequence, client_id, student_id, training_id, purpose, status,
      subtotal, total_amount, paid_amount, effects_applied_at, due_date, created_by, created_at, updated_at, issued_at,
      sent_at, paid_at)
    select $1, invoice, 'INV-2001-' || lpad(n::text, 9, '0'), n, client_id, student_id, training_id, 'TRAINING', 'PAID',
           ${PRICE}, ${PRICE}, ${PRICE}, at, on_date, $1, at, at, at, at, at from past order by n),
  items as (
    insert into invoice_items (org_id, id, invoice_id, position, service_type, service_name, quantity, unit_price,
      line_gross, base_price, total_price, write_off_timing, write_off_status, remaining_quantity, created_at, updated_at)
    select $1, uuidv7(), invoice, 1, 'SINGLE_SESSION', title, 100, ${PRICE}, ${PRICE}, ${PRICE}, ${PRICE}, 'ON_SALE',
           'COMPLETED', 0, at, at from past),
  allocated as (
    insert into credit_allocations (org_id, client_id, invoice_id, amount, created_at)
    select $1, client_id, invoice, ${PRICE}, at from past order by n),
  posted as (
    insert into ledger_transfers (org_id, operation_id, debit, credit, amount, client_id, invoice_id, on_date, created_at)
    select $1, $1, debit, credit, ${PRICE}, client_id, invoice, on_date, at
      from past, (values ('RECEIVABLE', 'REVENUE'), ('CREDIT', 'RECEIVABLE')) a (debit, credit) order by n),
  logged as (
    insert into invoice_audit_logs (org_id, invoice_id, action, field_name, old_value, new_value, old_lifecycle,
                                    new_lifecycle, user_id, created_at)
    select $1, invoice, 'STATUS_CHANGED', 'status', 'PENDING', 'PAID', 'sent', 'paid', $1, at from past order by n)
  insert into training_charges (org_id, id, training_id, student_id, client_id, kind, label, cause, invoice_id, state,
                                operation_id, charged_at)
  select $1, uuidv7(), training_id, student_id, client_id, 'INVOICE', 'NORMAL', 'NIGHT', invoice, 'ACTIVE', $1, at
    from past`;
/** The run of the night, under the id of the organisation, so that decisions have something to belong to. */
const runs = `
  insert into job_runs (org_id, id, job, for_date, cause, status, started_at, started_by)
  values ($1, $1, 'nightly-charges', $2::date - 1, 'HAND', 'RUNNING', now(), $1)`;
/** One payment a client, for what he spent and what he has. */
const payments = `
  with paid as (
    insert into payments (org_id, id, client_id, branch_id, amount, method, payment_type, status, on_date, created_by,
                          created_at, paid_at)
    select c.org_id, uuidv7(), c.id, b.id, c.balance + spent, 'CASH', 'TOP_UP', 'COMPLETED', c.created_at::date,
           c.org_id, c.created_at, c.created_at
      from clients c
      join branches b on b.org_id = c.org_id and b.is_main
      left join (select client_id, sum(amount)::bigint as total from credit_allocations where org_id = $1
                  group by client_id) a on a.client_id = c.id,
           lateral (select coalesce(a.total, 0) as spent) s
     where c.org_id = $1 and c.balance + spent > 0
    returning id, client_id, amount, created_at)
  insert into ledger_transfers (org_id, operation_id, debit, credit, amount, client_id, payment_id, on_date, created_at)
  select $1, $1, 'MONEY:CASH', 'CREDIT', amount, client_id, id, created_at::date, created_at from paid`;

const WORKERS = 4;
/** Makes clubs, several at once and without the checks of foreign keys; then the database learns what it holds. */
export async function makeClubs(url: string, clubs: readonly Club[]): Promise<void> {
  const waiting = [...clubs];
  await Promise.all(Array.from({ length: WORKERS }, () => connected(url, async (client) => {
    await client.query('set session_replication_role = replica');
    for (let club = waiting.shift(); club !== undefined; club = waiting.shift()) await makeClub(client, club);
  })));
  await connected(url, async (client) => {
    await client.query('vacuum analyze');
    await client.query('checkpoint');
  });
}

async function makeClub(client: pg.Client, club: Club): Promise<void> {
  const run = (text: string, ...values: (number | string)[]) => client.query(text, [club.orgId, ...values]);
  await run(clients, club.students, Math.ceil((club.trainings * PER_TRAINING) / club.students));
  await run(students, club.students);
  await run(types);
  await run(passes, club.students, club.day);
  for (let ago = 0; ago <= club.pastDays; ago += 1) {
    const day = Temporal.PlainDate.from(club.day).subtract({ days: ago }).toString();
    await run(trainings, club.trainings, day, ago * club.trainings);
    await run(participants, club.trainings, ago * club.trainings, club.students);
  }
  if (club.pastDays > 0) {
    for (const table of ['students', 'subscriptions', 'trainings', 'training_participants']) {
      await client.query(`analyze ${table}`);
    }
    await run(pastSessions, club.day);
    await run(pastInvoices, club.day);
  }
  await run(payments);
  await run(runs, club.day);
}

/** How many rows and sums there are of everything that the night writes or changes. */
export async function countNight(url: string, orgId: string): Promise<Record<string, number>> {
  const tables = ['training_charges', 'session_movements', 'invoices', 'invoice_items', 'invoice_audit_logs',
    'ledger_transfers', 'credit_allocations', 'night_decisions', 'notices', 'notices_unplanned', 'audit_log'];
  const sum = (name: string, what: string, from: string): string =>
    `(select coalesce(sum(${what}), 0)::float8 from ${from} where org_id = $1) as "${name}"`;
  const parts = [
    ...tables.map((table) => sum(table, '1', table)),
    sum('paid invoices', "(status = 'PAID')::int", 'invoices'), sum('invoiced', 'total_amount', 'invoices'),
    sum('posted', 'amount', 'ledger_transfers'), sum('balances', 'balance', 'clients'),
    sum('sessions left', 'sessions_left', 'subscriptions'),
    sum('left of items', 'remaining_quantity', 'invoice_items'),
    sum('lines written off', "(write_off_status = 'COMPLETED')::int", 'invoice_items'),
    sum('clients touched', "(touched_at > now() - interval '1 day')::int", 'clients'),
    sum('seals, made or queued', '1', '(select org_id from audit_unsealed union all select org_id from audit_seals) a'),
  ];
  return connected(url, async (client) => (await client.query(`select ${parts.join(', ')}`, [orgId])).rows[0]);
}
