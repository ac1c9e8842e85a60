/**
 * What the database allows here: one training of the night as hand-written set-based SQL, two prepared statements between
 * BEGIN and COMMIT in one packet. It runs as the application's role under row-level security and writes the same rows,
 * but knows the policy beforehand, prices by one number, and reads nothing that this club does not have.
 */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type Club, PRICE, trainingId } from './night-books.ts';
import type { Side } from './night-turns.ts';

const now = 'clock_timestamp()';

/** Charges: the locks, who is covered, sessions and invoices with everything that belongs to them. */
const charge = `
with training as materialized (
  select id, title, on_date, group_id from trainings where org_id = $1 and id = $2 and status = 'PLANNED' for no key update),
payers as materialized (
  select id from clients where org_id = $1 and id in (
    select s.client_id from training_participants p join students s on s.org_id = p.org_id and s.id = p.student_id
     where p.org_id = $1 and p.training_id = $2) order by id for update),
people as materialized (
  select p.student_id, s.client_id, coalesce(b.discount_percent, 0) as benefit, u.id as pass, u.sessions_left, u.name,
         u.end_date, item.id as item, uuidv7() as charge, uuidv7() as invoice
    from training t
    join training_participants p on p.org_id = $1 and p.training_id = t.id and p.status = 'BOOKED'
    join students s on s.org_id = p.org_id and s.id = p.student_id
    join payers y on y.id = s.client_id
    join clients c on c.org_id = $1 and c.id = y.id
    left join benefit_categories b on b.org_id = c.org_id and b.id = c.benefit_category_id
    left join lateral (
      select u.id, u.sessions_left, u.name, u.end_date from subscriptions u
       where u.org_id = $1 and u.student_id = p.student_id and u.status = 'ACTIVE'
         and t.on_date between u.start_date and u.end_date
         and (u.sessions_left is null or u.sessions_left > 0)
         and not coalesce(t.on_date between u.freeze_start and u.freeze_end, false)
         and (u.group_ids is null or t.group_id = any(u.group_ids))
       order by u.end_date, u.created_at limit 1) u on true
    left join lateral (
      select it.id from invoices i join invoice_items it on it.org_id = i.org_id and it.invoice_id = i.id
         and it.service_type = 'SUBSCRIPTION' and it.write_off_timing = 'ON_USE' and it.remaining_quantity >= 100
       where i.org_id = $1 and i.subscription_id = u.id and i.effects_applied_at is not null
       order by i.issued_at, i.sequence limit 1) item on true
   where p.kind = 'REGULAR' and not exists (
     select from training_charges h
      where h.org_id = $1 and h.training_id = t.id and h.student_id = p.student_id and h.state = 'ACTIVE')),
billed as materialized (
  select p.*, row_number() over () as n, ${PRICE} - round(${PRICE} * p.benefit / 10000.0)::bigint as total,
         round(${PRICE} * p.benefit / 10000.0)::bigint as discount from people p where pass is null),
counter as (
  insert into document_counters as d (org_id, kind, year, last_number)
  select $1, 'INV', extract(year from current_date)::int, (select count(*) from billed)
  on conflict (org_id, kind, year) do update set last_number = d.last_number + excluded.last_number
  returning last_number),
numbered as materialized (
  select b.*, s.sequence, 'INV-' || extract(year from current_date)::int || '-'
           || lpad(s.sequence::text, greatest(5, length(s.sequence::text)), '0') as number
    from billed b, counter c,
         lateral (select c.last_number - (select count(*) from billed) + b.n as sequence) s),
made as (
  insert into invoices (org_id, id, invoice_number, sequence, client_id, student_id, training_id, purpose, status, subtotal,
    discount_amount, total_amount, due_date, created_by, created_at, updated_at, issued_at, sent_at)
  select $1, invoice, number, sequence, client_id, student_id, $2, 'TRAINING', 'PENDING', ${PRICE}, discount, total,
         t.on_date, $1, ${now}, ${now}, ${now}, ${now} from numbered, training t order by n),
lines as (
  insert into invoice_items (org_id, id, invoice_id, position, service_type, service_name, quantity, unit_price, line_gross,
    base_price, discount_percent, discount_amount, total_price, write_off_timing, created_at, updated_at)
  select $1, uuidv7(), invoice, 1, 'SINGLE_SESSION', t.title, 100, ${PRICE}, ${PRICE}, ${PRICE}, benefit, discount,
         total, 'ON_SALE', ${now}, ${now} from numbered, training t),
logged as (
  insert into invoice_audit_logs (org_id, invoice_id, action, field_name, new_value, user_id, created_at)
  select $1, invoice, 'CREATED', 'invoice', jsonb_build_object('totalAmount', total / 100)::text, $1, ${now}
    from numbered order by n),
posted as (
  insert into ledger_transfers (org_id, operation_id, debit, credit, amount, client_id, invoice_id, on_date, created_at)
  select $1, $4, 'RECEIVABLE', 'REVENUE', total, client_id, invoice, current_date, ${now} from numbered order by n),
charged as (
  insert into training_charges (org_id, id, training_id, student_id, client_id, kind, label, cause, subscription_id,
    item_id, invoice_id, state, operation_id, charged_at)
  select $1, charge, $2, student_id, client_id, case when pass is null then 'INVOICE' else 'SESSION' end, 'NORMAL',
         'NIGHT', pass, item, case when pass is null then invoice end, 'ACTIVE', $4, ${now} from people),
moved as (
  insert into session_movements (org_id, subscription_id, item_id, training_id, student_id, kind, delta, reason,
    operation_id, created_by, created_at)
  select $1, pass, item, $2, student_id, 'CHARGE', -1, 'Занятие «' || t.title || '», ' || t.on_date, $4, $1, ${now}
    from people, training t where pass is not null),
used as (
  update invoice_items i set remaining_quantity = remaining_quantity - 100, updated_at = ${now},
         write_off_status = case when remaining_quantity = 100 then 'COMPLETED' else 'IN_PROGRESS' end
    from people p where i.org_id = $1 and i.id = p.item),
counted as (
  update subscriptions s set sessions_left = s.sessions_left - 1
    from people p where s.org_id = $1 and s.id = p.pass and s.sessions_left is not null),
decided as (
  insert into night_decisions (org_id, run_id, training_id, student_id, decision, reason, details, created_at)
  select $1, $3, $2, p.student_id, case when p.pass is null then 'INVOICE' else 'SESSION' end,
         case when p.pass is null then 'NO_PASS' else 'COVERED' end,
         jsonb_build_object('sessionsLeft', p.sessions_left - 1, 'invoiceNumber', n.number, 'message', null), ${now}
    from people p left join numbered n on n.student_id = p.student_id),
told as (
  insert into notices (org_id, id, kind, level, audience, client_id, params, entity_type, entity_id, created_at)
  select $1, uuidv7(), 'invoice-issued', 'INFO', 'CLIENT', client_id,
         jsonb_build_object('invoiceNumber', number, 'totalAmount', total, 'dueDate', t.on_date), 'invoice', invoice,
         ${now} from numbered, training t
  returning id),
waiting as (insert into notices_unplanned (org_id, notice_id) select $1, id from told),
recorded as (
  insert into audit_log (org_id, id, operation, entity_type, entity_id, actor_id, request_id, input, after, at)
  select $1, $4, 'training.charge-at-night', 'training', $2, $1, $4::text, jsonb_build_object('id', $2, 'runId', $3),
         jsonb_build_object('title', t.title, 'status', 'PLANNED', 'outcomes', (select jsonb_agg(jsonb_build_object(
           'studentId', student_id, 'decision', case when pass is null then 'INVOICE' else 'SESSION' end, 'reason',
           case when pass is null then 'NO_PASS' else 'COVERED' end, 'subscriptionId', pass, 'sessionsLeft',
           sessions_left - 1, 'amount', null, 'isPaid', null)) from people)), ${now} from training t)
insert into audit_unsealed (org_id, audit_id) select $1, $4`;

/** Settlement: the queue of every payer, oldest first. */
const settle = `
with chosen as materialized (
  select q.* from (
    select i.id, i.client_id, i.status, i.total_amount - i.paid_amount as due,
           sum(i.total_amount - i.paid_amount)
             over (partition by i.client_id order by i.issued_at, i.sequence)::bigint as needed
      from invoices i
     where i.org_id = $1 and i.status in ('PENDING', 'PARTIALLY_PAID', 'OVERDUE') and i.client_id in (
       select client_id from invoices where org_id = $1 and training_id = $2)) q
    join clients c on c.org_id = $1 and c.id = q.client_id where q.needed <= c.balance),
paid as (
  update invoices i set paid_amount = i.total_amount, status = 'PAID', paid_at = ${now}, effects_applied_at = ${now},
         updated_at = ${now}
    from chosen c where i.org_id = $1 and i.id = c.id),
written_off as (
  update invoice_items t set write_off_status = 'COMPLETED', remaining_quantity = 0, updated_at = ${now}
    from chosen c
   where t.org_id = $1 and t.invoice_id = c.id and t.write_off_timing = 'ON_SALE' and t.write_off_status = 'PENDING'),
allocated as (
  insert into credit_allocations (org_id, client_id, invoice_id, amount, created_at)
  select $1, client_id, id, due, ${now} from chosen order by needed),
posted as (
  insert into ledger_transfers (org_id, operation_id, debit, credit, amount, client_id, invoice_id, on_date, created_at)
  select $1, $3, 'CREDIT', 'RECEIVABLE', due, client_id, id, current_date, ${now} from chosen order by needed),
logged as (
  insert into invoice_audit_logs (org_id, invoice_id, action, field_name, old_value, new_value, old_lifecycle, new_lifecycle,
    user_id, created_at)
  select $1, id, 'STATUS_CHANGED', 'status', status, 'PAID', 'sent', 'paid', $1, ${now} from chosen order by needed)
update clients c
   set balance = c.balance - coalesce((select sum(due) from chosen where client_id = c.id), 0)::bigint, touched_at = ${now}
 where c.org_id = $1 and c.id in (select client_id from invoices where org_id = $1 and training_id = $2)`;

const OPTIONS = '-c role=saldo_app -c plan_cache_mode=force_generic_plan';

/** One transaction in one packet. The run of the night has the id of its organisation. */
async function chargeOne(client: pg.Client, orgId: string, id: string): Promise<void> {
  const operation = randomUUID();
  const { stream } = client.connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
  await Promise.all([
    client.query('begin'),
    client.query({ name: 'charge', text: charge, values: [orgId, id, orgId, operation] }),
    client.query({ name: 'settle', text: settle, values: [orgId, id, operation] }),
    client.query('commit'),
  ]);
}

/** Runs the nights of the clubs in the side's turns, so many at once, training by training in their order. */
export async function limitNights(url: string, clubs: readonly Club[], atOnce: number, side: Side): Promise<void> {
  const waiting = [...clubs];
  const work = async (): Promise<void> => {
    const client = new pg.Client({ connectionString: url, options: OPTIONS, pipeline: true } as pg.ClientConfig);
    client.on('error', () => undefined); // a broken connection fails the statement under way, which says so
    await client.connect();
    try {
      for (let club = waiting.shift(); club !== undefined; club = waiting.shift()) {
        const { orgId } = club;
        await client.query(`set saldo.org = '${orgId}'`);
        for (let n = 1; n <= club.trainings; n += 1) {
          await side.enter(orgId);
          await chargeOne(client, orgId, trainingId(orgId, n));
          side.finish(orgId);
        }
      }
    } finally {
      await client.end();
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, clubs.length) }, work));
}
