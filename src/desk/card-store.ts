import type { Day } from '../kernel/day.ts';
import { Method } from '../kernel/contract.ts';
import type { Context } from '../kernel/operation.ts';
import { bool, day, instant, int, money, nullable, oneOf, sql, text, uuid } from '../kernel/sql.ts';
import { PaymentStatus } from '../payments/contract.ts';

const StudentColumns = { id: uuid, name: text, birthDate: nullable(day), isActive: bool };
/** The client's students, those in use first. */
export const loadStudents = ({ tx, orgId }: Context, clientId: string) => tx.rows(StudentColumns, sql`
  select id, btrim(first_name || ' ' || last_name) as name, birth_date, is_active from students
   where org_id = ${orgId} and client_id = ${clientId} order by is_active desc, created_at, id`);

const TrainingColumns = {
  id: uuid, title: text, startsAt: instant, endsAt: instant, roomName: nullable(text), trainerName: nullable(text),
  studentId: uuid, studentName: text, status: oneOf('BOOKED', 'WAITING'), safeMinutes: nullable(int),
  groupSafeMinutes: nullable(int),
};
/** The bookings of the client's students that have not begun, until a day. */
export const loadComing = ({ tx, orgId, now }: Context, clientId: string, until: Day) => tx.rows(TrainingColumns, sql`
  select t.id, t.title, t.starts_at, t.ends_at, r.name as room_name,
         nullif(btrim(u.first_name || ' ' || u.last_name), '') as trainer_name, s.id as student_id,
         btrim(s.first_name || ' ' || s.last_name) as student_name, p.status, t.safe_minutes,
         g.safe_minutes as group_safe_minutes
    from students s
    join training_participants p on p.org_id = s.org_id and p.student_id = s.id and p.status in ('BOOKED', 'WAITING')
    join trainings t on t.org_id = p.org_id and t.id = p.training_id
    left join groups g on g.org_id = t.org_id and g.id = t.group_id
    left join rooms r on r.org_id = t.org_id and r.id = t.room_id
    left join users u on u.org_id = t.org_id and u.id = t.trainer_id
   where s.org_id = ${orgId} and s.client_id = ${clientId} and t.status = 'PLANNED' and t.starts_at > ${now}
     and t.on_date <= ${until}
   order by t.starts_at, t.id, student_name limit 50`);

const PaymentColumns = {
  id: uuid, amount: money, method: oneOf(...Method.options), status: oneOf(...PaymentStatus.options),
  paidAt: nullable(instant), receivedBy: text,
};
/** What the client paid on a day and was not reversed, the latest first. */
export const loadPaidOn = ({ tx, orgId }: Context, clientId: string, on: Day) => tx.rows(PaymentColumns, sql`
  select p.id, p.amount, p.method, p.status, p.paid_at, btrim(u.first_name || ' ' || u.last_name) as received_by
    from payments p join users u on u.org_id = p.org_id and u.id = p.created_by
   where p.org_id = ${orgId} and p.client_id = ${clientId} and p.on_date = ${on} and p.status = 'COMPLETED'
   order by p.created_at desc, p.id desc`);
