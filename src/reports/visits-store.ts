/** SQL of trainings and visits. A cancelled training is nobody's visit. */
import type { Day } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import { type Sql, bool, day, empty, instant, int, join, json, nullable, sql, text, uuid } from '../kernel/sql.ts';

type Period = { from: Day; to: Day };
type Page = { page: number; limit: number };
export type Where = {
  groupId?: string | undefined; roomId?: string | undefined; weekday?: number | undefined; hour?: number | undefined;
};

/** Trainings that were not cancelled, of the days and by the local clock; a page of them, or all. */
function chosen({ orgId, timeZone }: Context, { from, to }: Period, where: Where, pageOf?: Page): Sql {
  const { groupId, roomId, weekday, hour } = where;
  return sql`
    select t.*, extract(isodow from l.starts)::integer as weekday, extract(hour from l.starts)::integer as hour
      from trainings t cross join lateral (select t.starts_at at time zone ${timeZone} as starts) l
     where t.org_id = ${orgId} and t.on_date between ${from} and ${to} and t.status = 'PLANNED'
       ${groupId === undefined ? empty : sql`and t.group_id = ${groupId}`}
       ${roomId === undefined ? empty : sql`and t.room_id = ${roomId}`}
       ${weekday === undefined ? empty : sql`and extract(isodow from l.starts) = ${weekday}::integer`}
       ${hour === undefined ? empty : sql`and extract(hour from l.starts) = ${hour}::integer`}
     ${pageOf === undefined ? empty
    : sql`order by t.starts_at, t.id limit ${pageOf.limit} offset ${(pageOf.page - 1) * pageOf.limit}`}`;
}

/** The same with their places, and with who was booked and came. */
const held = (context: Context, period: Period, where: Where, pageOf?: Page): Sql => sql`
  select t.id, t.title, t.group_id, t.on_date as date, t.starts_at, g.name as group_name, r.name as room_name,
         t.trainer_id, t.weekday, t.hour, coalesce(t.capacity, g.capacity, r.capacity) as places, p.booked, p.in_time,
         p.late, a.came, a.absent
    from (${chosen(context, period, where, pageOf)}) t
    left join groups g on g.org_id = t.org_id and g.id = t.group_id
    left join rooms r on r.org_id = t.org_id and r.id = t.room_id
   cross join lateral (
     select count(*) filter (where p.status = 'BOOKED') as booked,
            count(*) filter (where p.cancel_label = 'SAFE') as in_time,
            count(*) filter (where p.cancel_label = 'FINE') as late
       from training_participants p where p.org_id = t.org_id and p.training_id = t.id) p
   cross join lateral (
     select count(*) filter (where a.status = 'PRESENT') as came, count(*) filter (where a.status = 'ABSENT') as absent
       from attendance a where a.org_id = t.org_id and a.training_id = t.id) a`;

const filling = sql`
  count(*) as trainings, coalesce(sum(h.booked), 0)::bigint as booked, coalesce(sum(h.came), 0)::bigint as came,
  coalesce(sum(h.places), 0)::bigint as places,
  coalesce(sum(h.booked) filter (where h.places is not null), 0)::bigint as occupied`;
const FillingColumns = { trainings: int, booked: int, came: int, places: int, occupied: int };

export const loadOccupancy = (context: Context, period: Period, where: Where) => context.tx.rows(
  { weekday: int, hour: int, ...FillingColumns }, sql`
  select h.weekday, h.hour, ${filling} from (${held(context, period, where)}) h group by 1, 2 order by 1, 2`);

/** The whole of each of the periods, in their order. */
export const loadFilling = (context: Context, periods: readonly Period[]) => context.tx.rows(
  { n: int, ...FillingColumns }, join([...periods.entries()].map(([n, period]) => sql`
    select ${n}::integer as n, ${filling} from (${held(context, period, {})}) h`), ' union all ', '', ' order by n'));

const TrainingColumns = {
  id: uuid, title: text, groupName: nullable(text), roomName: nullable(text), trainerName: nullable(text), date: day,
  startsAt: instant, weekday: int, hour: int, places: nullable(int), booked: int, came: int,
};
export async function pageOfHeld(context: Context, period: Period, where: Where, { page, limit }: Page) {
  const { tx, orgId } = context;
  const [{ total }, trainings] = await Promise.all([
    tx.one({ total: int }, sql`select count(*) as total from (${chosen(context, period, where)}) t`),
    tx.rows(TrainingColumns, sql`
      select h.id, h.title, h.group_name, h.room_name, nullif(btrim(u.first_name || ' ' || u.last_name), '') as trainer_name,
             h.date, h.starts_at, h.weekday, h.hour, h.places, h.booked, h.came
        from (${held(context, period, where, { page, limit })}) h
        left join users u on u.org_id = ${orgId} and u.id = h.trainer_id order by h.starts_at, h.id`),
  ]);
  return { trainings, pagination: { total, page, limit } };
}

const VisitColumns = { came: int, absent: int, cancelledInTime: int, cancelledLate: int };
const visits = sql`
  count(*) as trainings, coalesce(sum(h.came), 0)::bigint as came, coalesce(sum(h.absent), 0)::bigint as absent,
  coalesce(sum(h.in_time), 0)::bigint as cancelled_in_time, coalesce(sum(h.late), 0)::bigint as cancelled_late`;

export const loadVisitDays = (context: Context, period: Period, where: Where) => context.tx.rows(
  { day, trainings: int, ...VisitColumns }, sql`
  select h.date as day, ${visits} from (${held(context, period, where)}) h group by 1 order by 1`);

const VisitTrainingColumns = {
  id: uuid, title: text, groupId: nullable(uuid), date: day, startsAt: instant, booked: int, ...VisitColumns,
};
export const pageOfVisits = (context: Context, period: Period, where: Where, pageOf: Page) => context.tx.rows(
  VisitTrainingColumns, sql`
  select h.id, h.title, h.group_id, h.date, h.starts_at, h.booked, h.came, h.absent, h.in_time as cancelled_in_time,
         h.late as cancelled_late
    from (${held(context, period, where, pageOf)}) h order by h.starts_at, h.id`);

const AbsentColumns = {
  studentId: uuid, studentName: text, clientId: uuid, clientName: text, phone: nullable(text), lastVisitOn: nullable(day),
  daysAway: int, groups: json<string[]>(), hasPass: bool,
};
/**
 * Active students with a place in a group or a pass in force on the day, who have not come since `since`; who never came
 * is away since he got his place or pass. A frozen pass explains why its student does not come.
 */
export async function pageOfAbsent(context: Context, today: Day, since: Day, { page, limit }: Page) {
  const { tx, orgId, timeZone } = context;
  // Who came lately is left out first, so that the last visit is looked up only of those who did not.
  const found = sql`
    select s.student_id, s.groups, s.has_pass, v.last_visit_on, coalesce(v.last_visit_on, s.since) as since
      from (select x.student_id, min(x.since) as since, bool_or(x.is_pass) as has_pass,
                   coalesce(jsonb_agg(distinct x.name) filter (where not x.is_pass), '[]') as groups
              from (select m.student_id, (m.since at time zone ${timeZone})::date as since, g.name, false as is_pass
                      from group_members m join groups g on g.org_id = m.org_id and g.id = m.group_id
                     where m.org_id = ${orgId} and m.status = 'ACTIVE'
                     union all
                    select p.student_id, p.start_date, p.name, true from subscriptions p
                     where p.org_id = ${orgId} and p.status = 'ACTIVE' and ${today} between p.start_date and p.end_date) x
             where x.student_id not in (
                     select a.student_id from trainings t join attendance a on a.org_id = t.org_id and a.training_id = t.id
                      where t.org_id = ${orgId} and t.on_date > ${since} and a.status = 'PRESENT')
               and x.student_id not in (
                     select f.student_id from subscriptions f
                      where f.org_id = ${orgId} and f.status = 'ACTIVE' and f.freeze_start is not null
                        and ${today} between f.freeze_start and f.freeze_end)
             group by x.student_id) s
      left join lateral (
        select max(t.on_date) as last_visit_on
          from attendance a join trainings t on t.org_id = a.org_id and t.id = a.training_id
         where a.org_id = ${orgId} and a.student_id = s.student_id and a.status = 'PRESENT') v on true
     where coalesce(v.last_visit_on, s.since) <= ${since}`;
  const [{ total }, students] = await Promise.all([
    tx.one({ total: int }, sql`
      select count(*) as total from (${found}) f join students p on p.org_id = ${orgId} and p.id = f.student_id
       where p.is_active`),
    tx.rows(AbsentColumns, sql`
      select f.student_id, btrim(p.first_name || ' ' || p.last_name) as student_name, p.client_id, c.name as client_name,
             c.phone, f.last_visit_on, ${today}::date - f.since as days_away, f.groups, f.has_pass
        from (${found}) f
        join students p on p.org_id = ${orgId} and p.id = f.student_id
        join clients c on c.org_id = p.org_id and c.id = p.client_id
       where p.is_active
       order by f.since, student_name, f.student_id limit ${limit} offset ${(page - 1) * limit}`),
  ]);
  return { students, pagination: { total, page, limit } };
}
