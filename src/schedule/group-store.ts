import { visibleGroup } from './own-store.ts';
import type { Context } from '../kernel/operation.ts';
import {
  type Row, type Sql, bool, int, join, money, nullable, sql, text, uuid,
} from '../kernel/sql.ts';

const GroupColumns = {
  id: uuid, name: text, capacity: nullable(int), singlePrice: nullable(money), trialPrice: nullable(money),
  safeMinutes: nullable(int), trainerId: nullable(uuid), trainerName: nullable(text), roomId: nullable(uuid),
  roomName: nullable(text), branchId: nullable(uuid), isActive: bool, activeMembers: int, waitingMembers: int,
};
export type GroupRow = Row<typeof GroupColumns>;
export type GroupFacts = Omit<GroupRow, 'id' | 'trainerName' | 'roomName' | 'activeMembers' | 'waitingMembers'>;

const groups: Sql = sql`
  select g.id, g.name, g.capacity, g.single_price, g.trial_price, g.safe_minutes, g.trainer_id,
         nullif(btrim(u.first_name || ' ' || u.last_name), '') as trainer_name, g.room_id, r.name as room_name,
         g.branch_id, g.is_active, m.active_members, m.waiting_members
    from groups g
    left join users u on u.org_id = g.org_id and u.id = g.trainer_id
    left join rooms r on r.org_id = g.org_id and r.id = g.room_id
   cross join lateral (
     select count(*) filter (where status = 'ACTIVE') as active_members,
            count(*) filter (where status = 'WAITING') as waiting_members
       from group_members where org_id = g.org_id and group_id = g.id) m`;

/** One group that the actor may see. */
export const loadVisibleGroup = (context: Context, id: string): Promise<GroupRow | undefined> =>
  context.tx.maybe(GroupColumns, sql`
    ${groups} where g.org_id = ${context.orgId} and g.id = ${id} and ${visibleGroup(context)}`);

/** One group, whoever asks. */
export const loadGroup = ({ tx, orgId }: Context, id: string): Promise<GroupRow | undefined> =>
  tx.maybe(GroupColumns, sql`${groups} where g.org_id = ${orgId} and g.id = ${id}`);

export const loadGroups = ({ tx, orgId }: Context, ids: readonly string[]): Promise<GroupRow[]> =>
  tx.rows(GroupColumns, sql`${groups} where g.org_id = ${orgId} and g.id = any(${[...ids]}::uuid[])`);

export type GroupQuery = { patterns: readonly string[]; active?: boolean | undefined; page: number; limit: number };

/** Groups by name; every pattern must be found in it. */
export async function findGroups(context: Context, query: GroupQuery): Promise<{ total: number; groups: GroupRow[] }> {
  const { tx, orgId } = context;
  const conditions = [sql`g.org_id = ${orgId}`, visibleGroup(context)];
  if (query.active !== undefined) conditions.push(sql`g.is_active = ${query.active}`);
  for (const pattern of query.patterns) {
    conditions.push(sql`replace(lower(g.name collate "und-x-icu"), 'ё', 'е') like ${pattern}`);
  }
  const where = join(conditions, ' and ');
  const [{ total }, found] = await Promise.all([
    tx.one({ total: int }, sql`select count(*) as total from groups g where ${where}`),
    tx.rows(GroupColumns, sql`${groups}
      where ${where}
      order by g.name collate "und-x-icu", g.id limit ${query.limit} offset ${(query.page - 1) * query.limit}`),
  ]);
  return { total, groups: found };
}

/** Locks the groups in id order; their trainings and members change only under this lock. */
export const lockGroups = ({ tx, orgId }: Context, ids: readonly string[]): Promise<number> =>
  tx.run(sql`select id from groups where org_id = ${orgId} and id = any(${ids}::uuid[]) order by id for no key update`);

/** Gives 0 when another group has the name. */
export const insertGroup = ({ tx, orgId, now }: Context, id: string, row: GroupFacts): Promise<number> =>
  tx.run(sql`
    insert into groups (org_id, id, name, branch_id, room_id, trainer_id, capacity, single_price, trial_price,
                        safe_minutes, is_active, created_at)
    values (${orgId}, ${id}, ${row.name}, ${row.branchId}, ${row.roomId}, ${row.trainerId}, ${row.capacity},
            ${row.singlePrice}, ${row.trialPrice}, ${row.safeMinutes}, ${row.isActive}, ${now})
        on conflict (org_id, name) do nothing`);

export const updateGroup = ({ tx, orgId }: Context, id: string, row: GroupFacts): Promise<number> =>
  tx.run(sql`
    update groups
       set name = ${row.name}, branch_id = ${row.branchId}, room_id = ${row.roomId}, trainer_id = ${row.trainerId},
           capacity = ${row.capacity}, single_price = ${row.singlePrice}, trial_price = ${row.trialPrice},
           safe_minutes = ${row.safeMinutes}, is_active = ${row.isActive}
     where org_id = ${orgId} and id = ${id}`);

/** Whether the user may teach: staff that is not switched off; undefined when there is no such user. */
export const mayTeach = async ({ tx, orgId }: Context, userId: string): Promise<boolean | undefined> =>
  (await tx.maybe({ teaches: bool }, sql`
    select is_active and kind <> 'SYSTEM' and role in ('ADMIN', 'MANAGER', 'TRAINER') as teaches
      from users where org_id = ${orgId} and id = ${userId}`))?.teaches;

/** Trainers who are switched on, in the order of their names. */
export const listActiveTrainers = ({ tx, orgId }: Context): Promise<{ id: string; name: string }[]> =>
  tx.rows({ id: uuid, name: text }, sql`
    select id, btrim(last_name || ' ' || first_name) as name from users
     where org_id = ${orgId} and role = 'TRAINER' and is_active order by last_name, first_name, id`);
