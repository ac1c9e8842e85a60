import type { Day } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import { bool, instant, int, nullable, sql, text, uuid } from '../kernel/sql.ts';

export type FreezeRow = {
  freezeStart: Day | null; freezeEnd: Day | null; shiftedDays: number; endDate: Day;
};
export async function writeFreeze({ tx, orgId }: Context, id: string, freeze: FreezeRow): Promise<void> {
  await tx.run(sql`
    update subscriptions
       set freeze_start = ${freeze.freezeStart}, freeze_end = ${freeze.freezeEnd}, shifted_days = ${freeze.shiftedDays},
           end_date = ${freeze.endDate}
     where org_id = ${orgId} and id = ${id}`);
}

/** By how many days the last freeze of a pass moved its end. */
export async function daysMovedByFreeze({ tx, orgId }: Context, id: string): Promise<number> {
  const found = await tx.maybe({ days: nullable(int) }, sql`
    select (details ->> 'extendedDays')::integer as days from subscription_events
     where org_id = ${orgId} and subscription_id = ${id} and kind = 'FROZEN' order by id desc limit 1`);
  return found?.days ?? 0;
}

const BookingColumns = { trainingId: uuid, title: text, startsAt: instant, groupId: nullable(uuid), isCharged: bool };
/** The bookings of a student that have not begun, on the given days, in the order of their start. */
export const loadBookings = (
  { tx, orgId, now }: Context, studentId: string, { from, through }: { from: Day; through: Day },
) => tx.rows(BookingColumns, sql`
  select t.id as training_id, t.title, t.starts_at, t.group_id,
         exists (select from training_charges c
                  where c.org_id = t.org_id and c.training_id = t.id and c.student_id = p.student_id
                    and c.state = 'ACTIVE') as is_charged
    from training_participants p
    join trainings t on t.org_id = p.org_id and t.id = p.training_id
   where p.org_id = ${orgId} and p.student_id = ${studentId} and p.status in ('BOOKED', 'WAITING')
     and t.status = 'PLANNED' and t.starts_at > ${now} and t.on_date between ${from} and ${through}
   order by t.starts_at, t.id`);
