/** The laws of section 4 about passes and visits, in SQL over the tables: against their formulas, not against the model. */
import { expect } from 'vitest';
import type { Database } from '../../src/kernel/db.ts';
import { type Club, perform } from './club.ts';

/** Each finds the rows that break it. */
const LAWS: Readonly<Record<string, string>> = {
  'I-09 sessions left are the sum of the movements and not below nothing': `
    select s.id from subscriptions s where s.org_id = $1 and s.sessions_left is not null
       and (s.sessions_left < 0 or s.sessions_left <> (
         select coalesce(sum(delta), 0) from session_movements m where m.org_id = $1 and m.subscription_id = s.id))`,
  'I-09 what is left of an item is what it granted and what was taken and returned': `
    select t.id from invoice_items t join invoices i on i.org_id = $1 and i.id = t.invoice_id
       join subscriptions s on s.org_id = $1 and s.id = i.subscription_id
     where t.org_id = $1 and t.remaining_quantity is not null
       and t.remaining_quantity <> 100 * (s.sessions_per_period + (
         select coalesce(sum(delta), 0) from session_movements m where m.org_id = $1 and m.item_id = t.id
           and m.kind <> 'GRANT'))`,
  'I-09 sessions left are what is left of the granted items': `
    select s.id from subscriptions s where s.org_id = $1 and s.sessions_left is not null and s.sessions_left * 100 <> (
         select coalesce(sum(t.remaining_quantity), 0) from invoices i
           join invoice_items t on t.org_id = $1 and t.invoice_id = i.id
          where i.org_id = $1 and i.subscription_id = s.id and i.effects_applied_at is not null)`,
  'I-10 a visit has one active charge': `
    select 1 from training_charges where org_id = $1 and state = 'ACTIVE'
     group by training_id, student_id having count(*) > 1`,
  'I-10 a visit costs one invoice or one session': `
    select training_id, student_id from (
      select training_id, student_id, 1 as cost from invoices
       where org_id = $1 and training_id is not null and status <> 'CANCELLED'
      union all select training_id, student_id, -delta from session_movements where org_id = $1
        and training_id is not null) costs
     group by training_id, student_id having sum(cost) not between 0 and 1`,
  'I-11 a cancelled training costs nothing': `
    select t.id from trainings t where t.org_id = $1 and t.status = 'CANCELLED'
       and (exists (select from training_charges h where h.org_id = $1 and h.training_id = t.id and h.state = 'ACTIVE')
         or exists (select from invoices i where i.org_id = $1 and i.training_id = t.id and i.status <> 'CANCELLED'))`,
  'I-12 who cancelled in time is charged nothing': `
    select 1 from training_participants p join training_charges h on h.org_id = $1 and h.training_id = p.training_id
       and h.student_id = p.student_id and h.state = 'ACTIVE' where p.org_id = $1 and p.cancel_label = 'SAFE'`,
  'I-13 who cancelled late is fined once, if the visit has a price or a pass': `
    select p.training_id, p.student_id from training_participants p
       join trainings t on t.org_id = $1 and t.id = p.training_id
       left join groups g on g.org_id = $1 and g.id = t.group_id
     where p.org_id = $1 and p.cancel_label = 'FINE' and t.status = 'PLANNED'
       and coalesce(t.price, g.single_price) is not null
       and not exists (select from attendance a where a.org_id = $1 and a.training_id = t.id and a.student_id = p.student_id)
       and not exists (select from training_charges h where h.org_id = $1 and h.training_id = t.id
                          and h.student_id = p.student_id and h.state = 'ACTIVE' and h.label = 'FINE')`,
  'I-16 after the daily job nothing that waits is late': `
    select i.id from invoices i join organisations o on o.org_id = i.org_id
     where i.org_id = $1 and i.status = 'PENDING' and i.due_date < (o.sandbox_now at time zone 'Europe/Moscow')::date`,
  'I-23 how far an item is used up follows from what is left': `
    select t.id from invoice_items t join invoices i on i.org_id = $1 and i.id = t.invoice_id
       left join subscriptions s on s.org_id = $1 and s.id = i.subscription_id
     where t.org_id = $1 and case when i.status = 'CANCELLED' then t.write_off_status in ('PENDING', 'IN_PROGRESS')
       when t.write_off_timing = 'ON_SALE' then (t.write_off_status = 'COMPLETED') <> (i.effects_applied_at is not null)
       when t.remaining_quantity is null then false
       else t.write_off_status <> case t.remaining_quantity when 0 then 'COMPLETED'
         when 100 * s.sessions_per_period then 'PENDING' else 'IN_PROGRESS' end end`,
  'I-24 an invoice grants once': `
    select item_id from session_movements where org_id = $1 and kind = 'GRANT' group by item_id having count(*) > 1`,
  'I-25 a pass that waits for payment is not active unpaid': `
    select s.id from subscriptions s join organisations o on o.org_id = s.org_id
     where s.org_id = $1 and s.status = 'ACTIVE' and o.settings ->> 'subscription.activation' = 'ON_FULL_PAYMENT'
       and not exists (select from invoices i where i.org_id = $1 and i.subscription_id = s.id and i.status = 'PAID')`,
  'I-26 a pass ends where its periods end': `
    select s.id from subscriptions s where s.org_id = $1 and s.end_date <> (s.anchor_date
      + make_interval(months => s.period_months * (s.period_number - s.anchor_number + 1)))::date - 1 + s.shifted_days`,
  'I-27 a period has one renewal in force': `
    select 1 from invoices where org_id = $1 and purpose = 'RENEWAL' and status <> 'CANCELLED'
     group by subscription_id, period_number having count(*) > 1`,
  'I-33 a night decides about each participant once, and its numbers are its decisions': `
    select r.id from job_runs r, lateral (
        select count(*) as people, count(*) filter (where decision = 'SESSION') as sessions,
               count(*) filter (where decision = 'INVOICE') as invoices,
               count(*) filter (where decision = 'SKIPPED') as skipped,
               count(*) filter (where decision = 'ERROR') as errors, count(distinct (training_id, student_id)) as visits
          from night_decisions d where d.org_id = $1 and d.run_id = r.id) d,
      lateral (select coalesce(sum(value::integer), 0) as skipped from jsonb_each_text(r.metrics)
        where key like 'skipped.%') m
     where r.org_id = $1 and r.job = 'nightly-charges' and (r.status <> 'DONE' or d.people <> d.visits
        or jsonb_build_object('participants', d.people, 'sessionsDeducted', d.sessions, 'invoicesCreated', d.invoices,
             'errors', d.errors) <> '{"participants": 0, "sessionsDeducted": 0, "invoicesCreated": 0, "errors": 0}'
           || (select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(r.metrics)
                where key in ('participants', 'sessionsDeducted', 'invoicesCreated', 'errors'))
        or d.skipped <> m.skipped or d.people <> d.sessions + d.invoices + d.skipped + d.errors)`,
  'I-33 what the nights report is what the tables hold': `
    select nights.sessions, charges.sessions from
      (select coalesce(sum((metrics ->> 'sessionsDeducted')::integer), 0) as sessions,
              coalesce(sum((metrics ->> 'invoicesCreated')::integer), 0) as invoices
         from job_runs where org_id = $1 and job = 'nightly-charges') nights,
      (select count(*) filter (where kind = 'SESSION') as sessions, count(*) filter (where kind = 'INVOICE') as invoices
         from training_charges where org_id = $1 and cause = 'NIGHT') charges
     where (nights.sessions, nights.invoices) is distinct from (charges.sessions, charges.invoices)`,
  'I-34 the night charges the day after': `
    select h.id from training_charges h join trainings t on t.org_id = $1 and t.id = h.training_id
     where h.org_id = $1 and h.cause = 'NIGHT' and t.on_date <> (h.charged_at at time zone 'Europe/Moscow')::date + 1`,
  'every return gives back what a charge took': `
    select h.id from training_charges h where h.org_id = $1 and h.kind = 'SESSION'
     group by h.id, h.org_id, h.training_id, h.student_id, h.subscription_id, h.item_id
    having (select -sum(m.delta) from session_movements m where m.org_id = $1 and m.training_id = h.training_id
               and m.student_id = h.student_id and m.subscription_id = h.subscription_id
               and m.item_id is not distinct from h.item_id)
        <> (select count(*) from training_charges k where k.org_id = $1 and k.training_id = h.training_id
               and k.state = 'ACTIVE' and k.student_id = h.student_id and k.subscription_id = h.subscription_id
               and k.item_id is not distinct from h.item_id)`,
};

export async function expectLaws(club: Club, without: readonly string[] = ['I-16']): Promise<void> {
  for (const [law, query] of Object.entries(LAWS)) {
    if (without.some((id) => law.startsWith(id))) continue;
    expect((await club.database.owner.query(query, [club.orgId])).rows, law).toEqual([]);
  }
}

/** What a job may add each time that it runs: its record, its report and the trail. */
const OF_EVERY_RUN = new Set(['job_runs', 'night_decisions', 'audit_log', 'audit_unsealed', 'notices', 'notices_unplanned']);

/** The rows of the organisation in all tables, in one line for each. */
async function digestOf(database: Database, orgId: string): Promise<Record<string, string>> {
  const { rows: tables } = await database.owner.query<{ name: string }>(`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id'
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1`);
  const one = ({ name }: { name: string }): string => `select '${name}' as name, count(*) || ' '
    || coalesce(sum(hashtextextended(r::text, 0)), 0) as digest from ${name} r where org_id = $1`;
  const wanted = tables.filter(({ name }) => !OF_EVERY_RUN.has(name));
  const text = wanted.map(one).join(' union all ');
  const { rows } = await database.owner.query<{ name: string; digest: string }>(text, [orgId]);
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}

/** I-30: every job run twice has done what it did the first time. */
export async function expectIdempotence(club: Club): Promise<void> {
  for (const job of ['overdue', 'expulsion', 'renewals', 'night'] as const) {
    await perform(club, { do: job });
    const once = await digestOf(club.database, club.orgId);
    await perform(club, { do: job });
    expect(await digestOf(club.database, club.orgId), job).toEqual(once);
  }
  await perform(club, { do: 'overdue' });
  await expectLaws(club, []);
}
