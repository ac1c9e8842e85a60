import type { Day, Instant } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import { type Sql, instant, int, money, nullable, sql, text, uuid } from '../kernel/sql.ts';

const OPEN: Sql = sql`('PENDING', 'PARTIALLY_PAID', 'OVERDUE')`;

const TrainingColumns = {
  id: uuid, title: text, groupId: nullable(uuid), startsAt: instant, endsAt: instant, roomName: nullable(text),
  trainerName: nullable(text), capacity: nullable(int), booked: int, came: int, unmarked: int, unpaid: int,
};
/** The trainings of a day that are not over at the moment, in the order of their start. */
export const loadToday = ({ tx, orgId }: Context, on: Day, at: Instant) => tx.rows(TrainingColumns, sql`
  select t.id, t.title, t.group_id, t.starts_at, t.ends_at, r.name as room_name,
         nullif(btrim(u.first_name || ' ' || u.last_name), '') as trainer_name,
         coalesce(t.capacity, g.capacity, r.capacity) as capacity, p.booked, p.came, p.unmarked, p.unpaid
    from trainings t
    left join groups g on g.org_id = t.org_id and g.id = t.group_id
    left join rooms r on r.org_id = t.org_id and r.id = t.room_id
    left join users u on u.org_id = t.org_id and u.id = t.trainer_id
   cross join lateral (
     select count(*) filter (where l.status = 'BOOKED') as booked,
            count(*) filter (where a.status = 'PRESENT') as came,
            count(*) filter (where l.status = 'BOOKED' and a.status is null and t.starts_at <= ${at}) as unmarked,
            count(*) filter (where l.status = 'BOOKED' and exists (
              select from invoices i
               where i.org_id = t.org_id and i.client_id = s.client_id and i.status in ${OPEN}
                 and i.due_date < ${on})) as unpaid
       from training_participants l
       join students s on s.org_id = l.org_id and s.id = l.student_id
       left join attendance a on a.org_id = l.org_id and a.training_id = l.training_id and a.student_id = l.student_id
      where l.org_id = t.org_id and l.training_id = t.id) p
   where t.org_id = ${orgId} and t.on_date = ${on} and t.ends_at > ${at} and t.status = 'PLANNED'
   order by t.starts_at, t.title, t.id`);

const CountColumns = { dueCount: int, dueAmount: money, renewalCount: int, renewalAmount: money };
/** What is due by a day, and the unpaid renewals. */
export const countOpenInvoices = ({ tx, orgId }: Context, on: Day) => tx.one(CountColumns, sql`
  select count(*) filter (where i.due_date <= ${on}) as due_count,
         coalesce(sum(i.total_amount - i.paid_amount) filter (where i.due_date <= ${on}), 0)::bigint as due_amount,
         count(*) filter (where i.purpose = 'RENEWAL') as renewal_count,
         coalesce(sum(i.total_amount - i.paid_amount) filter (where i.purpose = 'RENEWAL'), 0)::bigint as renewal_amount
    from invoices i where i.org_id = ${orgId} and i.status in ${OPEN}`);

const ShiftColumns = { openedBy: text };
/** Who opened the shift, by name. */
export const loadOpener = ({ tx, orgId }: Context, shiftId: string) => tx.one(ShiftColumns, sql`
  select btrim(u.first_name || ' ' || u.last_name) as opened_by
    from shifts s join users u on u.org_id = s.org_id and u.id = s.opened_by
   where s.org_id = ${orgId} and s.id = ${shiftId}`);
