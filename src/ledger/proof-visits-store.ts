import { type Sql, sql } from '../kernel/sql.ts';
import type { Check } from './proof-store.ts';

// Names are asked for row by row, after the rows that break an invariant are found: a join could be planned as a loop over
// the whole table, since the statistics do not know how large an organisation is.
const nameOf = (orgId: string, studentId: Sql): Sql => sql`(
  select btrim(first_name || ' ' || last_name) from students where org_id = ${orgId} and id = ${studentId}) as student`;
/** What a person needs to find a visit: the training and the student of a row that is called v. */
const visitOf = (orgId: string): Sql => sql`
  (select title from trainings where org_id = ${orgId} and id = v.training_id) as training,
  (select on_date from trainings where org_id = ${orgId} and id = v.training_id) as on_date,
  ${nameOf(orgId, sql`v.student_id`)}, v.training_id, v.student_id`;
/** Sessions in one period of the pass that an item t of an invoice i sells; null for any other item. */
const perPeriod = (orgId: string): Sql => sql`
  (select sessions_per_period from subscriptions
    where org_id = ${orgId} and id = i.subscription_id and subscription_type_id = t.subscription_type_id)`;
/** Invoices that charge a visit. Money that was refunded has left: such a visit may be charged again. */
const billing = sql`purpose in ('TRAINING', 'ABSENCE', 'FINE') and status <> 'CANCELLED' and refunded_amount = 0`;

/** Those who cancelled their booking so, with the charge in force and when another was taken back. */
const cancelledAs = (orgId: string, label: 'SAFE' | 'FINE'): Sql => sql`
  select training_id, student_id, max(since) as since, max(kind) as charge_kind, max(label) as label,
         max(reversed_at) as reversed_at
    from (select training_id, student_id, since, null as kind, null as label, null::timestamptz as reversed_at
            from training_participants
           where org_id = ${orgId} and status = 'CANCELLED' and cancel_label = ${label}
          union all
          select training_id, student_id, null, case state when 'ACTIVE' then kind end,
                 case state when 'ACTIVE' then label end,
                 -- A reset of the invoices took back every charge by invoice, and says nothing of this one (C-66).
                 case when reversal_reason is distinct from 'RESET' then reversed_at end
            from training_charges where org_id = ${orgId}) one
   group by training_id, student_id having count(since) > 0`;

const sessions: Check[] = [
  {
    id: 'I-09', ru: 'Остаток занятий абонемента = сумма его движений',
    en: 'Sessions left of a pass = the sum of its movements',
    offending: (orgId) => sql`
      select s.name as pass, ${nameOf(orgId, sql`s.student_id`)}, s.sessions_left, m.total as movements,
             s.id as subscription_id
        from subscriptions s,
             lateral (select coalesce(sum(delta), 0) as total from session_movements
                       where org_id = ${orgId} and subscription_id = s.id) m
       where s.org_id = ${orgId} and s.sessions_left <> m.total`,
  },
  {
    id: 'I-09-ITEM', ru: 'Остаток позиции = выданное и списанное с неё',
    en: 'What is left of an item = what was granted and used',
    offending: (orgId) => sql`
      select i.invoice_number, t.service_name as item, t.remaining_quantity, e.expected as granted_less_used,
             t.id as item_id, t.invoice_id
        from invoice_items t
        join invoices i on i.org_id = t.org_id and i.id = t.invoice_id,
             lateral (select sum(delta) * 100 as total from session_movements
                       where org_id = ${orgId} and item_id = t.id) m,
             lateral (select coalesce(sum(quantity), 0) as used from item_write_offs
                       where org_id = ${orgId} and item_id = t.id) w,
             lateral (select case when m.total is not null then m.total
                                  else t.quantity * coalesce(${perPeriod(orgId)}, 1) - w.used end as expected) e
       -- A voided item counts nothing any more, but the pass may still use up what it had granted.
       where t.org_id = ${orgId} and t.write_off_timing = 'ON_USE' and t.write_off_status <> 'CANCELLED'
         and t.remaining_quantity <> e.expected`,
  },
  {
    id: 'I-23', ru: 'Состояние списания позиции следует из остатка',
    en: 'The write-off status of an item follows from what is left',
    offending: (orgId) => sql`
      select i.invoice_number, t.service_name as item, i.status, t.write_off_status, t.remaining_quantity,
             t.id as item_id, t.invoice_id
        from invoice_items t
        join invoices i on i.org_id = t.org_id and i.id = t.invoice_id
       where t.org_id = ${orgId}
         and case
               when i.status = 'CANCELLED' then t.write_off_status in ('PENDING', 'IN_PROGRESS')
               -- An invoice written for a pass that had its sessions before counts none: its items have no remainder.
               when t.write_off_timing = 'ON_SALE' and i.status = 'PAID' and i.effects_applied_at is not null
                 then t.write_off_status <> 'COMPLETED' or coalesce(t.remaining_quantity, 0) <> 0
               when t.write_off_timing = 'ON_USE' and t.remaining_quantity is not null
                 then t.write_off_status <> case
                   when t.remaining_quantity = 0 then 'COMPLETED'
                   when i.purpose = 'MIGRATION' then 'IN_PROGRESS'
                   when t.remaining_quantity = t.quantity * coalesce(${perPeriod(orgId)}, 1) then 'PENDING'
                   else 'IN_PROGRESS' end
               else false end`,
  },
];

const charges: Check[] = [
  {
    id: 'I-10', ru: 'Посещение списано не больше одного раза', en: 'A visit is charged at most once',
    offending: (orgId) => sql`
      with v as materialized (
        select training_id, student_id, greatest(sum(cost), sum(charge)) as times from (
          select training_id, student_id, 1 as cost, 0 as charge from invoices
           where org_id = ${orgId} and training_id is not null and ${billing}
          union all
          select training_id, student_id, -delta, 0 from session_movements
           where org_id = ${orgId} and training_id is not null
          union all
          select training_id, student_id, 0, 1 from training_charges
           where org_id = ${orgId} and state = 'ACTIVE') one
         group by training_id, student_id having greatest(sum(cost), sum(charge)) > 1)
      select ${visitOf(orgId)}, v.times from v`,
  },
  {
    id: 'I-10-CHARGE', ru: 'Списание совпадает со своим счётом или занятием',
    en: 'A charge agrees with its invoice or session',
    offending: (orgId) => sql`
      with v as materialized (
        -- An invoice voided by hand leaves its charge: the visit is forgiven, and never charged again.
        select i.training_id, i.student_id, i.invoice_number, null::uuid as subscription_id, 1 as cost, 0 as charge
          from invoices i
         where i.org_id = ${orgId} and i.training_id is not null and ${billing}
           and not exists (select from training_charges h
                            where h.org_id = ${orgId} and h.invoice_id = i.id and h.state = 'ACTIVE'
                              and h.training_id = i.training_id and h.student_id = i.student_id
                              and i.purpose = case h.label when 'NORMAL' then 'TRAINING' else h.label end)
        union all
        select training_id, student_id, null, subscription_id, sum(cost), sum(charge) from (
          select training_id, student_id, subscription_id, -delta as cost, 0 as charge from session_movements
           where org_id = ${orgId} and training_id is not null
          union all
          select training_id, student_id, subscription_id, 0, 1 from training_charges
           where org_id = ${orgId} and kind = 'SESSION' and state = 'ACTIVE') one
         group by training_id, student_id, subscription_id having sum(cost) <> sum(charge))
      select ${visitOf(orgId)}, (select name from subscriptions where org_id = ${orgId} and id = v.subscription_id) as pass,
             v.invoice_number, v.cost as taken_times, v.charge as charged_times from v`,
  },
  {
    id: 'I-11', ru: 'По отменённому занятию нет ни списаний, ни счетов',
    en: 'A cancelled training has neither charges nor invoices',
    offending: (orgId) => sql`
      with v as materialized (
        select training_id, student_id, max(invoice_number) as invoice_number from (
          select h.training_id, h.student_id, null as invoice_number
            from trainings c join training_charges h on h.org_id = ${orgId} and h.training_id = c.id and h.state = 'ACTIVE'
           where c.org_id = ${orgId} and c.status = 'CANCELLED'
          union all
          select i.training_id, i.student_id, i.invoice_number
            from trainings c join invoices i on i.org_id = ${orgId} and i.training_id = c.id
           where c.org_id = ${orgId} and c.status = 'CANCELLED' and i.status <> 'CANCELLED' and i.refunded_amount = 0) one
         group by training_id, student_id)
      select ${visitOf(orgId)}, v.invoice_number from v`,
  },
  {
    id: 'I-12', ru: 'Отменённая вовремя запись ничего не стоит', en: 'A booking cancelled in time costs nothing',
    offending: (orgId) => sql`
      select ${visitOf(orgId)}, v.charge_kind from (${cancelledAs(orgId, 'SAFE')}) v
       where v.charge_kind is not null`,
  },
  {
    id: 'I-13', ru: 'Поздняя отмена списана как штраф', en: 'A late cancellation is charged as a fine',
    offending: (orgId) => sql`
      select ${visitOf(orgId)}, v.charge_kind, v.label, case when v.label is null then v.reversed_at end as reversed_at
        from (${cancelledAs(orgId, 'FINE')}) v
       -- A fine taken back while the training stands. There may be none at all: a visit for free costs no fine either.
       where v.label <> 'FINE' or v.label is null and v.reversed_at >= v.since
             and exists (select from trainings where org_id = ${orgId} and id = v.training_id and status = 'PLANNED')`,
  },
];

const rooms: Check[] = [
  {
    id: 'I-40', ru: 'Помещение занято ровно теми, кто его занял, и аренда выставлена один раз',
    en: 'A room is taken by exactly those who took it, and a rental is billed once',
    offending: (orgId) => sql`
      with held as (
        select r.id as rental_id, null::uuid as training_id, r.on_date, r.status, r.starts_at, r.ends_at, b.id as booking_id,
               case when r.status <> 'CANCELLED' then r.room_id end as room_id,
               b.room_id as booked_room, b.starts_at as booked_from, b.ends_at as booked_till
          from rentals r left join lateral (
            select * from room_bookings where org_id = ${orgId} and rental_id = r.id limit 1) b on true
         where r.org_id = ${orgId}
        union all
        select null, t.id, t.on_date, t.status, t.starts_at, t.ends_at, b.id,
               case when t.status <> 'CANCELLED' then t.room_id end, b.room_id, b.starts_at, b.ends_at
          from trainings t left join lateral (
            select * from room_bookings where org_id = ${orgId} and training_id = t.id limit 1) b on true
         where t.org_id = ${orgId}),
      wrong as (
        select rental_id, training_id, coalesce(room_id, booked_room) as room_id, on_date, status,
               case when booking_id is null then 'the room is not booked'
                    when room_id is null then 'the room is still booked'
                    else 'another room or time is booked' end as problem
          from held
         where (booking_id is null) <> (room_id is null)
            or booking_id is not null
               and (booked_room, booked_from, booked_till) is distinct from (room_id, starts_at, ends_at)
        union all
        select rental_id, training_id, room_id, null, null, 'the room is booked twice' from (
          select rental_id, training_id, room_id, ends_at,
                 lead(starts_at) over (partition by room_id order by starts_at, id) as next_at
            from room_bookings where org_id = ${orgId}) b
         where next_at < ends_at
        union all
        select rental_id, null, null, null, null, 'the rental is billed twice' from invoices
         where org_id = ${orgId} and purpose = 'RENTAL' and rental_id is not null and status <> 'CANCELLED'
         group by rental_id having count(*) > 1)
      select w.problem, c.name as renter, t.title as training, m.name as room, w.status,
             coalesce(w.on_date, t.on_date, r.on_date) as on_date, w.rental_id, w.training_id
        from wrong w
        left join rentals r on r.org_id = ${orgId} and r.id = w.rental_id
        left join clients c on c.org_id = ${orgId} and c.id = r.client_id
        left join trainings t on t.org_id = ${orgId} and t.id = w.training_id
        left join rooms m on m.org_id = ${orgId} and m.id = coalesce(w.room_id, r.room_id)`,
  },
];

/** The invariants of passes, visits and rooms. */
export const visitChecks: readonly Check[] = [...sessions, ...charges, ...rooms];
