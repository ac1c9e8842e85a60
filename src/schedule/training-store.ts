import { TRAINING_STATUSES } from './training-contract.ts';
import { ownStudent, visibleTraining } from './own-store.ts';
import type { Day, Instant } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import {
  type Row, type Sql, bool, day, instant, int, join, money, nullable, oneOf, sql, text, uuid,
} from '../kernel/sql.ts';

export { visibleTraining };

const TrainingColumns = {
  id: uuid, title: text, groupId: nullable(uuid), groupName: nullable(text), slotId: nullable(uuid),
  slotDate: nullable(day), date: day, startsAt: instant, endsAt: instant, roomId: nullable(uuid),
  roomName: nullable(text), trainerId: nullable(uuid), trainerName: nullable(text), capacity: nullable(int),
  price: nullable(money), safeMinutes: nullable(int), status: oneOf(...TRAINING_STATUSES),
  cancelledAt: nullable(instant), cancelReason: nullable(text), places: nullable(int), booked: int, waiting: int,
  // What the group says where the training itself does not.
  groupPrice: nullable(money), groupTrialPrice: nullable(money), groupSafeMinutes: nullable(int),
};
export type TrainingRow = Row<typeof TrainingColumns>;

const trainings: Sql = sql`
  select t.id, t.title, t.group_id, g.name as group_name, t.slot_id, t.slot_date, t.on_date as date, t.starts_at,
         t.ends_at, t.room_id, r.name as room_name, t.trainer_id,
         nullif(btrim(u.first_name || ' ' || u.last_name), '') as trainer_name, t.capacity, t.price, t.safe_minutes,
         t.status, t.cancelled_at, t.cancel_reason, coalesce(t.capacity, g.capacity, r.capacity) as places,
         p.booked, p.waiting, g.single_price as group_price, g.trial_price as group_trial_price,
         g.safe_minutes as group_safe_minutes
    from trainings t
    left join groups g on g.org_id = t.org_id and g.id = t.group_id
    left join rooms r on r.org_id = t.org_id and r.id = t.room_id
    left join users u on u.org_id = t.org_id and u.id = t.trainer_id
   cross join lateral (
     select count(*) filter (where status = 'BOOKED') as booked, count(*) filter (where status = 'WAITING') as waiting
       from training_participants where org_id = t.org_id and training_id = t.id) p`;

/** One training that the actor may see. */
export const loadTraining = (context: Context, id: string): Promise<TrainingRow | undefined> =>
  context.tx.maybe(TrainingColumns, sql`
    ${trainings} where t.org_id = ${context.orgId} and t.id = ${id} and ${visibleTraining(context)}`);

/** Whether the actor may see the training. */
export const isVisibleTraining = async (context: Context, id: string): Promise<boolean> =>
  (await context.tx.one({ found: bool }, sql`
    select exists (select from trainings t
                    where t.org_id = ${context.orgId} and t.id = ${id} and ${visibleTraining(context)}) as found`)).found;

/** Locks the trainings in id order; who comes to them changes only under this lock. Reading is a statement of its own. */
export const lockTrainings = ({ tx, orgId }: Context, ids: readonly string[]): Promise<number> =>
  tx.run(sql`
    select id from trainings where org_id = ${orgId} and id = any(${[...ids]}::uuid[]) order by id for no key update`);

export type TrainingFilter = {
  from?: Day | undefined; to?: Day | undefined; groupId?: string | undefined; trainerId?: string | undefined;
  roomId?: string | undefined; studentId?: string | undefined; unmarked?: boolean | undefined;
  freePlace?: boolean | undefined;
};

function conditionsOf(context: Context, query: TrainingFilter): Sql {
  const { orgId, now } = context;
  const conditions = [sql`t.org_id = ${orgId}`, visibleTraining(context)];
  const { from, to, groupId, trainerId, roomId, studentId, unmarked, freePlace } = query;
  if (from !== undefined) conditions.push(sql`t.on_date >= ${from}`);
  if (to !== undefined) conditions.push(sql`t.on_date <= ${to}`);
  if (groupId !== undefined) conditions.push(sql`t.group_id = ${groupId}`);
  if (trainerId !== undefined) conditions.push(sql`t.trainer_id = ${trainerId}`);
  if (roomId !== undefined) conditions.push(sql`t.room_id = ${roomId}`);
  if (studentId !== undefined) conditions.push(comesTo(context, studentId));
  if (unmarked !== undefined) conditions.push(unmarked ? unmarkedAt(now) : sql`not ${unmarkedAt(now)}`);
  if (freePlace !== undefined) conditions.push(freePlace ? freePlaceAt(now) : sql`not ${freePlaceAt(now)}`);
  return join(conditions, ' and ');
}

export const countTrainings = async (context: Context, query: TrainingFilter): Promise<number> =>
  (await context.tx.one({ total: int }, sql`
    select count(*) as total from trainings t where ${conditionsOf(context, query)}`)).total;

/** Trainings in the order of their start. */
export async function findTrainings(
  context: Context, query: TrainingFilter & { page: number; limit: number },
): Promise<{ total: number; trainings: TrainingRow[] }> {
  const [total, found] = await Promise.all([
    countTrainings(context, query),
    context.tx.rows(TrainingColumns, sql`${trainings}
      where ${conditionsOf(context, query)}
      order by t.on_date, t.starts_at, t.id limit ${query.limit} offset ${(query.page - 1) * query.limit}`),
  ]);
  return { total, trainings: found };
}

/** It has begun, and somebody who is booked has no mark. */
const unmarkedAt = (now: Instant): Sql => sql`(t.status = 'PLANNED' and t.starts_at <= ${now} and exists (
  select from training_participants p
   where p.org_id = t.org_id and p.training_id = t.id and p.status = 'BOOKED' and not exists (
     select from attendance a
      where a.org_id = p.org_id and a.training_id = p.training_id and a.student_id = p.student_id)))`;

/** It has not begun, somebody waits, and fewer are booked than there are places. */
const freePlaceAt = (now: Instant): Sql => sql`(t.status = 'PLANNED' and t.starts_at > ${now} and exists (
  select from training_participants p where p.org_id = t.org_id and p.training_id = t.id and p.status = 'WAITING')
  and coalesce(coalesce(t.capacity, (select g.capacity from groups g where g.org_id = t.org_id and g.id = t.group_id),
                        (select r.capacity from rooms r where r.org_id = t.org_id and r.id = t.room_id))
    > (select count(*) from training_participants p
        where p.org_id = t.org_id and p.training_id = t.id and p.status = 'BOOKED'), true))`;

/** Trainings of one student; a family may ask only for its own. */
function comesTo(context: Context, studentId: string): Sql {
  const { actor, scope, orgId } = context;
  const family = scope === 'own' && (actor.role === 'CLIENT' || actor.role === 'STUDENT');
  const mine = family ? ownStudent(context, sql`f.student_id`) : sql`true`;
  return sql`exists (
    select from training_participants f
     where f.org_id = ${orgId} and f.training_id = t.id and f.student_id = ${studentId} and ${mine})`;
}

export type NewTraining = Readonly<{
  id: string; groupId: string | null; slotId: string | null; slotDate: Day | null; title: string; onDate: Day;
  startsAt: Instant; endsAt: Instant; roomId: string | null; trainerId: string | null; capacity: number | null;
  price: number | null; safeMinutes: number | null;
}>;

/** Writes trainings and gives the ids of those that were not there: a weekly line has one training for a day. */
export async function insertTrainings({ tx, orgId, now }: Context, rows: readonly NewTraining[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const made = await tx.rows({ id: uuid }, sql`
    insert into trainings (org_id, id, group_id, slot_id, slot_date, title, on_date, starts_at, ends_at, room_id,
                           trainer_id, capacity, price, safe_minutes, status, created_at)
    select ${orgId}, r.id, r."groupId", r."slotId", r."slotDate", r.title, r."onDate", r."startsAt", r."endsAt",
           r."roomId", r."trainerId", r.capacity, r.price, r."safeMinutes", 'PLANNED', ${now}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, "groupId" uuid, "slotId" uuid,
           "slotDate" date, title text, "onDate" date, "startsAt" timestamptz, "endsAt" timestamptz, "roomId" uuid,
           "trainerId" uuid, capacity integer, price bigint, "safeMinutes" integer)
        on conflict (org_id, slot_id, slot_date) where slot_id is not null do nothing
    returning id`);
  return new Set(made.map(({ id }) => id));
}

/** Takes the room from trainings whose room was taken by others. */
export const clearRooms = ({ tx, orgId }: Context, ids: readonly string[]): Promise<number> =>
  tx.run(sql`update trainings set room_id = null where org_id = ${orgId} and id = any(${[...ids]}::uuid[])`);

/** The trainings of the groups that are planned and have not begun. */
export const futureTrainings = async ({ tx, orgId, now }: Context, groupIds: readonly string[]): Promise<string[]> =>
  (await tx.rows({ id: uuid }, sql`
    select id from trainings
     where org_id = ${orgId} and group_id = any(${[...groupIds]}::uuid[]) and status = 'PLANNED' and starts_at > ${now}
     order by id`)).map(({ id }) => id);

/** The planned trainings of a weekly line that have not begun, wherever they were moved. */
export const futureOfSlot = async ({ tx, orgId, now }: Context, slotId: string): Promise<string[]> =>
  (await tx.rows({ id: uuid }, sql`
    select id from trainings
     where org_id = ${orgId} and slot_id = ${slotId} and status = 'PLANNED' and starts_at > ${now} order by id`))
    .map(({ id }) => id);

export const markTrainingsCancelled = (
  { tx, orgId, now, actor }: Context, ids: readonly string[], reason: string | null,
): Promise<number> =>
  tx.run(sql`
    update trainings
       set status = 'CANCELLED', cancelled_at = ${now}, cancelled_by = ${actor.userId}, cancel_reason = ${reason}
     where org_id = ${orgId} and id = any(${[...ids]}::uuid[]) and status = 'PLANNED'`);

export const markTrainingCancelled = (context: Context, id: string, reason: string | null): Promise<number> =>
  markTrainingsCancelled(context, [id], reason);

/** Whether any of the trainings has an active charge or a mark, so that it cannot simply disappear. */
export const areCharged = async ({ tx, orgId }: Context, ids: readonly string[]): Promise<boolean> =>
  (await tx.one({ found: bool }, sql`
    select exists (select from training_charges
                    where org_id = ${orgId} and training_id = any(${[...ids]}::uuid[]) and state = 'ACTIVE')
        or exists (select from attendance
                    where org_id = ${orgId} and training_id = any(${[...ids]}::uuid[])) as found`)).found;

/** Those of the trainings that money or sessions ever spoke of: their rows stay. */
export const withHistory = async ({ tx, orgId }: Context, ids: readonly string[]): Promise<Set<string>> =>
  new Set((await tx.rows({ id: uuid }, sql`
    select id from trainings t
     where org_id = ${orgId} and id = any(${[...ids]}::uuid[])
       and (exists (select from training_charges c where c.org_id = t.org_id and c.training_id = t.id)
         or exists (select from session_movements m where m.org_id = t.org_id and m.training_id = t.id)
         or exists (select from invoices i where i.org_id = t.org_id and i.training_id = t.id))`)).map(({ id }) => id));

/** Removes trainings with their participants; their rooms must have been given back. */
export async function deleteTrainings({ tx, orgId }: Context, ids: readonly string[]): Promise<void> {
  await Promise.all([
    tx.run(sql`delete from training_participants where org_id = ${orgId} and training_id = any(${[...ids]}::uuid[])`),
    tx.run(sql`delete from trainings where org_id = ${orgId} and id = any(${[...ids]}::uuid[])`),
  ]);
}
