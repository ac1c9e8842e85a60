import { MEMBER_STATUSES, type MemberStatus } from './contract.ts';
import { bookable, visibleRow } from './own-store.ts';
import type { Context } from '../kernel/operation.ts';
import { type Row, type Sql, bool, instant, int, join, oneOf, sql, text, uuid } from '../kernel/sql.ts';

/** A student in a group. */
export type Membership = Readonly<{ groupId: string; studentId: string }>;

const MemberColumns = {
  studentId: uuid, studentName: text, clientId: uuid, status: oneOf(...MEMBER_STATUSES), since: instant,
};
export type MemberRow = Row<typeof MemberColumns>;

const members: Sql = sql`
  select m.student_id, btrim(s.first_name || ' ' || s.last_name) as student_name, s.client_id, m.status, m.since
    from group_members m join students s on s.org_id = m.org_id and s.id = m.student_id`;

export const loadMember = ({ tx, orgId }: Context, groupId: string, studentId: string): Promise<MemberRow | undefined> =>
  tx.maybe(MemberColumns, sql`
    ${members} where m.org_id = ${orgId} and m.group_id = ${groupId} and m.student_id = ${studentId}`);

export type MemberQuery = { statuses: readonly MemberStatus[]; page: number; limit: number };

/** The members of the given statuses, longest first; a family sees only its own. */
export async function findMembers(
  context: Context, groupId: string, { statuses, page, limit }: MemberQuery,
): Promise<{ total: number; members: MemberRow[] }> {
  const { tx, orgId } = context;
  const where = join([
    sql`m.org_id = ${orgId}`, sql`m.group_id = ${groupId}`, sql`m.status = any(${[...statuses]}::text[])`,
    visibleRow(context, sql`m.student_id`),
  ], ' and ');
  const [{ total }, found] = await Promise.all([
    tx.one({ total: int }, sql`select count(*) as total from group_members m where ${where}`),
    tx.rows(MemberColumns, sql`${members}
      where ${where} order by m.status, m.since, m.student_id limit ${limit} offset ${(page - 1) * limit}`),
  ]);
  return { total, members: found };
}

export const countActive = async ({ tx, orgId }: Context, groupId: string): Promise<number> =>
  (await tx.one({ count: int }, sql`
    select count(*) as count from group_members
     where org_id = ${orgId} and group_id = ${groupId} and status = 'ACTIVE'`)).count;

/** Puts the student into the status, from now on. */
export const putMember = (
  { tx, orgId, now }: Context, { groupId, studentId }: Membership, status: MemberStatus,
): Promise<number> =>
  tx.run(sql`
    insert into group_members (org_id, group_id, student_id, status, since)
    values (${orgId}, ${groupId}, ${studentId}, ${status}, ${now})
        on conflict (org_id, group_id, student_id) do update set status = excluded.status, since = excluded.since`);

const columnsOf = (memberships: readonly Membership[]): Sql => sql`
  unnest(${memberships.map((m) => m.groupId)}::uuid[], ${memberships.map((m) => m.studentId)}::uuid[])
    as gone (group_id, student_id)`;

/** Ends memberships that are active or waiting; others stay as they are. */
export const endMemberships = (
  { tx, orgId, now }: Context, memberships: readonly Membership[], status: 'LEFT' | 'EXPELLED',
): Promise<number> =>
  tx.run(sql`
    update group_members m set status = ${status}, since = ${now}
      from ${columnsOf(memberships)}
     where m.org_id = ${orgId} and m.group_id = gone.group_id and m.student_id = gone.student_id
       and m.status in ('ACTIVE', 'WAITING')`);

/** Takes the students off the trainings of the group that have not begun, except those that were charged already. */
export const removeFromFuture = ({ tx, orgId, now }: Context, memberships: readonly Membership[]): Promise<number> =>
  tx.run(sql`
    delete from training_participants p
     using ${columnsOf(memberships)}, trainings t
     where p.org_id = ${orgId} and p.student_id = gone.student_id and p.status in ('BOOKED', 'WAITING')
       and t.org_id = ${orgId} and t.id = p.training_id and t.group_id = gone.group_id
       and t.status = 'PLANNED' and t.starts_at > ${now}
       and not exists (select from training_charges c
                        where c.org_id = ${orgId} and c.training_id = p.training_id and c.student_id = p.student_id
                          and c.state = 'ACTIVE')`);

const PromotedColumns = {
  groupId: uuid, title: text, studentId: uuid, studentName: text, clientId: uuid, status: oneOf(...MEMBER_STATUSES),
  since: instant,
};
export type PromotedMember = Row<typeof PromotedColumns>;

/** Gives the free places of the groups to those who have waited longest and are not switched off. */
export const promoteMembers = ({ tx, orgId, now }: Context, groupIds: readonly string[]): Promise<PromotedMember[]> =>
  tx.rows(PromotedColumns, sql`
    with free as (
      select g.id, g.name, g.capacity - count(m.student_id) filter (where m.status = 'ACTIVE') as places
        from groups g left join group_members m on m.org_id = g.org_id and m.group_id = g.id
       where g.org_id = ${orgId} and g.id = any(${groupIds}::uuid[]) and g.is_active
       group by g.id, g.name, g.capacity),
    next as (
      select w.group_id, w.student_id, row_number() over (partition by w.group_id order by w.since, w.student_id) as n
        from group_members w join students s on s.org_id = w.org_id and s.id = w.student_id
       where w.org_id = ${orgId} and w.group_id = any(${groupIds}::uuid[]) and w.status = 'WAITING' and s.is_active),
    promoted as (
      update group_members m set status = 'ACTIVE', since = ${now}
        from next join free on free.id = next.group_id
       where m.org_id = ${orgId} and m.group_id = next.group_id and m.student_id = next.student_id
         and (free.places is null or next.n <= free.places)
      returning m.group_id, free.name, m.student_id, m.status, m.since)
    select p.group_id, p.name as title, p.student_id, btrim(s.first_name || ' ' || s.last_name) as student_name,
           s.client_id, p.status, p.since
      from promoted p join students s on s.org_id = ${orgId} and s.id = p.student_id
     order by p.group_id, p.student_id`);

const StudentColumns = { id: uuid, name: text, clientId: uuid, isActive: bool };
export type StudentRow = Row<typeof StudentColumns>;

const students: Sql = sql`
  select s.id, btrim(s.first_name || ' ' || s.last_name) as name, s.client_id, s.is_active from students s`;

export const loadStudents = ({ tx, orgId }: Context, ids: readonly string[]): Promise<StudentRow[]> =>
  tx.rows(StudentColumns, sql`${students} where s.org_id = ${orgId} and s.id = any(${[...ids]}::uuid[])`);

/** Those of the students whom the actor may book. */
export const loadBookable = (context: Context, ids: readonly string[]): Promise<StudentRow[]> =>
  context.tx.rows(StudentColumns, sql`${students}
    where s.org_id = ${context.orgId} and s.id = any(${[...ids]}::uuid[]) and ${bookable(context)}`);
