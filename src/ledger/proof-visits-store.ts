import { sql } from '../kernel/sql.ts';
import type { Check } from './proof-store.ts';

/** The invariants of passes, visits and rooms. */
export const visitChecks: readonly Check[] = [
  {
    id: 'I-09', ru: 'Остаток занятий абонемента = сумма его движений',
    en: 'Sessions left of a pass = the sum of its movements',
    offending: (orgId) => sql`
      select s.id as subscription_id, s.name, s.sessions_left, m.total as expected
        from subscriptions s,
             lateral (select coalesce(sum(delta), 0) as total from session_movements
                       where org_id = ${orgId} and subscription_id = s.id) m
       where s.org_id = ${orgId} and s.sessions_left is not null and s.sessions_left <> m.total`,
  },
  {
    id: 'I-09-ITEM', ru: 'Остаток позиции = выданное и списанное с неё',
    en: 'What is left of an item = what was granted and used',
    offending: (orgId) => sql`
      select t.id as item_id, t.invoice_id, t.remaining_quantity, e.expected
        from invoice_items t
        join invoices i on i.org_id = t.org_id and i.id = t.invoice_id
        left join subscriptions s on s.org_id = i.org_id and s.id = i.subscription_id,
             lateral (select count(*) as moves, coalesce(sum(delta), 0) * 100 as total from session_movements
                       where org_id = ${orgId} and item_id = t.id) m,
             lateral (select coalesce(sum(quantity), 0) as used from item_write_offs
                       where org_id = ${orgId} and item_id = t.id) w,
             lateral (select case when m.moves > 0 then m.total
                                  when s.sessions_per_period is not null and t.service_type = 'SUBSCRIPTION'
                                  then t.quantity * s.sessions_per_period
                                  else t.quantity - w.used end as expected) e
       where t.org_id = ${orgId} and t.write_off_timing = 'ON_USE' and t.remaining_quantity is not null
         and t.remaining_quantity <> e.expected`,
  },
  {
    id: 'I-10', ru: 'Посещение списано не больше одного раза', en: 'A visit is charged at most once',
    offending: (orgId) => sql`
      with counted as (
        select training_id, student_id, count(*) as times from (
          select training_id, student_id from invoices
           where org_id = ${orgId} and purpose in ('TRAINING', 'ABSENCE', 'FINE') and status <> 'CANCELLED'
             and refunded_amount = 0
          union all
          select training_id, student_id from session_movements
           where org_id = ${orgId} and kind in ('CHARGE', 'RETURN') and training_id is not null
           group by training_id, student_id, subscription_id having sum(delta) < 0) visits
         group by training_id, student_id)
      select training_id, student_id, times from counted where times > 1`,
  },
  {
    id: 'I-10-CHARGE', ru: 'Списание совпадает со своим счётом или занятием',
    en: 'A charge agrees with its invoice or session',
    offending: (orgId) => sql`
      select h.id as charge_id, h.training_id, h.student_id, h.kind, h.state
        from training_charges h
        left join invoices i on i.org_id = h.org_id and i.id = h.invoice_id
       where h.org_id = ${orgId} and h.kind = 'INVOICE' and h.invoice_id is not null
         -- An invoice voided by hand leaves its charge: the visit is forgiven, and never charged again.
         and h.state = 'REVERSED' and i.status <> 'CANCELLED' and i.refunded_amount = 0
       union all
      select min(h.id::text)::uuid, h.training_id, h.student_id, 'SESSION', 'ACTIVE'
        from training_charges h,
             lateral (select coalesce(sum(delta), 0) as total from session_movements m
                       where m.org_id = ${orgId} and m.subscription_id = h.subscription_id
                         and m.training_id = h.training_id and m.student_id = h.student_id) m
       where h.org_id = ${orgId} and h.kind = 'SESSION'
       group by h.training_id, h.student_id, h.subscription_id, m.total
      having count(*) filter (where h.state = 'ACTIVE') <> -m.total`,
  },
  {
    id: 'I-11', ru: 'По отменённому занятию нет ни списаний, ни счетов',
    en: 'A cancelled training has neither charges nor invoices',
    offending: (orgId) => sql`
      select t.id as training_id, t.title from trainings t
       where t.org_id = ${orgId} and t.status = 'CANCELLED'
         and (exists (select from training_charges h
                       where h.org_id = ${orgId} and h.training_id = t.id and h.state = 'ACTIVE')
           or exists (select from invoices i
                       where i.org_id = ${orgId} and i.training_id = t.id and i.status <> 'CANCELLED'
                         and i.refunded_amount = 0))`,
  },
  {
    id: 'I-12', ru: 'Отменённая вовремя запись ничего не стоит', en: 'A booking cancelled in time costs nothing',
    offending: (orgId) => sql`
      select p.training_id, p.student_id, h.id as charge_id
        from training_participants p
        join training_charges h on h.org_id = p.org_id and h.training_id = p.training_id
             and h.student_id = p.student_id and h.state = 'ACTIVE'
       where p.org_id = ${orgId} and p.status = 'CANCELLED' and p.cancel_label = 'SAFE'`,
  },
  {
    id: 'I-13', ru: 'Поздняя отмена списана как штраф', en: 'A late cancellation is charged as a fine',
    offending: (orgId) => sql`
      select p.training_id, p.student_id, h.label
        from training_participants p
        join training_charges h on h.org_id = p.org_id and h.training_id = p.training_id
             and h.student_id = p.student_id and h.state = 'ACTIVE'
       where p.org_id = ${orgId} and p.status = 'CANCELLED' and p.cancel_label = 'FINE' and h.label <> 'FINE'`,
  },
  {
    id: 'I-23', ru: 'Состояние списания позиции следует из остатка',
    en: 'The write-off status of an item follows from what is left',
    offending: (orgId) => sql`
      select t.id as item_id, t.invoice_id, t.write_off_status, t.remaining_quantity
        from invoice_items t
        join invoices i on i.org_id = t.org_id and i.id = t.invoice_id
        left join subscriptions s on s.org_id = i.org_id and s.id = i.subscription_id
       where t.org_id = ${orgId}
         and case
               when i.status = 'CANCELLED' then t.write_off_status in ('PENDING', 'IN_PROGRESS')
               when t.write_off_timing = 'ON_SALE' and i.status = 'PAID' and i.effects_applied_at is not null
                 then t.write_off_status <> 'COMPLETED' or t.remaining_quantity is distinct from 0
               when t.write_off_timing = 'ON_USE' and t.remaining_quantity is not null
                 then t.write_off_status <> case
                   when t.remaining_quantity = 0 then 'COMPLETED'
                   when i.purpose = 'MIGRATION' then 'IN_PROGRESS'
                   when t.remaining_quantity = t.quantity * case
                     when t.service_type = 'SUBSCRIPTION' then coalesce(s.sessions_per_period, 1) else 1 end then 'PENDING'
                   else 'IN_PROGRESS' end
               else false end`,
  },
  {
    id: 'I-40', ru: 'Помещение занято ровно теми, кто его занял', en: 'A room is taken by exactly those who took it',
    offending: (orgId) => sql`
      select r.id as rental_id, r.room_id, r.status, b.id as booking_id
        from rentals r
        left join room_bookings b on b.org_id = r.org_id and b.rental_id = r.id
       where r.org_id = ${orgId}
         and ((r.status = 'CANCELLED') = (b.id is not null)
           or (b.room_id, b.starts_at, b.ends_at) is distinct from (r.room_id, r.starts_at, r.ends_at) and b.id is not null)
       union all
      select t.id, t.room_id, t.status, b.id
        from trainings t
        left join room_bookings b on b.org_id = t.org_id and b.training_id = t.id
       where t.org_id = ${orgId}
         and ((t.status = 'CANCELLED' or t.room_id is null) = (b.id is not null)
           or b.id is not null
              and (b.room_id, b.starts_at, b.ends_at) is distinct from (t.room_id, t.starts_at, t.ends_at))`,
  },
];
