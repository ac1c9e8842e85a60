/** Changes of trainings that are there already, and of the weekly line they belong to. */
import { TRAINING_STATUSES } from './training-contract.ts';
import type { NewTraining } from './training-store.ts';
import type { Day } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import { type Row, day, instant, int, money, nullable, oneOf, select, sql, text, uuid } from '../kernel/sql.ts';

const PlannedColumns = {
  id: uuid, groupId: nullable(uuid), slotDate: nullable(day), title: text, onDate: day, startsAt: instant,
  endsAt: instant, roomId: nullable(uuid), trainerId: nullable(uuid), capacity: nullable(int), price: nullable(money),
  status: oneOf(...TRAINING_STATUSES),
};
/** What a change of the schedule may touch of a training. */
export type PlannedTraining = Row<typeof PlannedColumns>;

/** The trainings that stand for days of the weekly line, from this one on. */
export const loadSeries = ({ tx, orgId }: Context, slotId: string, from: Day): Promise<PlannedTraining[]> =>
  tx.rows(PlannedColumns, sql`
    select ${select(PlannedColumns)} from trainings
     where org_id = ${orgId} and slot_id = ${slotId} and slot_date >= ${from} order by slot_date, id`);

export const loadPlanned = ({ tx, orgId }: Context, ids: readonly string[]): Promise<PlannedTraining[]> =>
  tx.rows(PlannedColumns, sql`
    select ${select(PlannedColumns)} from trainings where org_id = ${orgId} and id = any(${[...ids]}::uuid[])`);

export type ChangedTraining =
  Pick<NewTraining, 'id' | 'title' | 'onDate' | 'startsAt' | 'endsAt' | 'roomId' | 'trainerId' | 'capacity' | 'price'>;

export const updateTrainings = ({ tx, orgId }: Context, rows: readonly ChangedTraining[]): Promise<number> =>
  tx.run(sql`
    update trainings t
       set title = r.title, on_date = r."onDate", starts_at = r."startsAt", ends_at = r."endsAt", room_id = r."roomId",
           trainer_id = r."trainerId", capacity = r.capacity, price = r.price
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, title text, "onDate" date,
           "startsAt" timestamptz, "endsAt" timestamptz, "roomId" uuid, "trainerId" uuid, capacity integer, price bigint)
     where t.org_id = ${orgId} and t.id = r.id`);

/** Hands the days of a weekly line, from one on, to another line (or the same), moved by some days inside their weeks. */
export const moveSeries = (
  { tx, orgId }: Context, slotId: string, from: Day, target: { slotId: string; days: number },
): Promise<number> =>
  tx.run(sql`
    update trainings set slot_id = ${target.slotId}, slot_date = slot_date + ${target.days}::integer
     where org_id = ${orgId} and slot_id = ${slotId} and slot_date >= ${from}`);
