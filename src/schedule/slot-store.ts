import type { Day } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import {
  type Column, type Row, day, int, money, nullable, select, sql, text, uuid,
} from '../kernel/sql.ts';

const days: Column<Day[]> = { oids: [1182], nullable: false };

const SlotColumns = {
  id: uuid, groupId: uuid, weekday: int, startTime: text, durationMinutes: int, roomId: nullable(uuid),
  trainerId: nullable(uuid), title: nullable(text), capacity: nullable(int), price: nullable(money),
  validFrom: day, validUntil: nullable(day), skippedDates: days,
};
export type SlotRow = Row<typeof SlotColumns>;

/** The weekly lines of the group that have a day on this one or later. */
export const findSlots = ({ tx, orgId }: Context, groupId: string, from: Day): Promise<SlotRow[]> =>
  tx.rows(SlotColumns, sql`
    select ${select(SlotColumns)} from schedule_slots
     where org_id = ${orgId} and group_id = ${groupId}
       and (valid_until is null or valid_until >= greatest(${from}::date, valid_from))
     order by weekday, start_time, valid_from, id`);

export const loadSlot = ({ tx, orgId }: Context, id: string): Promise<SlotRow | undefined> =>
  tx.maybe(SlotColumns, sql`select ${select(SlotColumns)} from schedule_slots where org_id = ${orgId} and id = ${id}`);

/** The weekly lines of every open group that have a day in the stretch. */
export const findOpenSlots = ({ tx, orgId }: Context, from: Day, until: Day): Promise<SlotRow[]> =>
  tx.rows(SlotColumns, sql`
    select ${select(SlotColumns, 's')}
      from schedule_slots s join groups g on g.org_id = s.org_id and g.id = s.group_id
     where s.org_id = ${orgId} and g.is_active and s.valid_from <= ${until}
       and (s.valid_until is null or s.valid_until >= ${from})
     order by s.id`);

export const insertSlot = ({ tx, orgId, now }: Context, row: SlotRow): Promise<number> =>
  tx.run(sql`
    insert into schedule_slots (org_id, id, group_id, weekday, start_time, duration_minutes, room_id, trainer_id, title,
                                capacity, price, valid_from, valid_until, skipped_dates, created_at)
    values (${orgId}, ${row.id}, ${row.groupId}, ${row.weekday}, ${row.startTime}, ${row.durationMinutes}, ${row.roomId},
            ${row.trainerId}, ${row.title}, ${row.capacity}, ${row.price}, ${row.validFrom}, ${row.validUntil},
            ${row.skippedDates}::date[], ${now})`);

export const updateSlot = ({ tx, orgId }: Context, row: SlotRow): Promise<number> =>
  tx.run(sql`
    update schedule_slots
       set weekday = ${row.weekday}, start_time = ${row.startTime}, duration_minutes = ${row.durationMinutes},
           room_id = ${row.roomId}, trainer_id = ${row.trainerId}, title = ${row.title}, capacity = ${row.capacity},
           price = ${row.price}, valid_from = ${row.validFrom}, valid_until = ${row.validUntil},
           skipped_dates = ${row.skippedDates}::date[]
     where org_id = ${orgId} and id = ${row.id}`);

/** A day on which the weekly line makes no training any more. */
export const skipDate = ({ tx, orgId }: Context, id: string, date: Day): Promise<number> =>
  tx.run(sql`
    update schedule_slots set skipped_dates = array_append(skipped_dates, ${date}::date)
     where org_id = ${orgId} and id = ${id}`);
