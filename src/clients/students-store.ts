import type { Context } from '../kernel/operation.ts';
import { searchPatterns } from '../kernel/search.ts';
import {
  type Row, type Sql, bool, day, instant, int, join, nullable, select, sql, text, uuid, uuids,
} from '../kernel/sql.ts';

const StudentColumns = {
  id: uuid, clientId: uuid, firstName: text, lastName: text, birthDate: nullable(day), paysSelf: bool, isActive: bool,
  createdAt: instant,
};
const CardColumns = { ...StudentColumns, clientName: text, trainerIds: uuids };
export type StudentRow = Row<typeof StudentColumns>;
export type StudentCard = Row<typeof CardColumns>;

/** Whose students may be seen: a trainer's own, a parent's children, a student itself. */
function visible({ scope, actor, orgId }: Context): Sql {
  if (scope === 'all') return sql`true`;
  if (actor.role === 'CLIENT') return sql`s.client_id = ${actor.clientId ?? null}::uuid`;
  if (actor.role === 'STUDENT') return sql`s.id = ${actor.studentId ?? null}::uuid`;
  return sql`s.id in (select student_id from student_trainers where org_id = ${orgId} and user_id = ${actor.userId})`;
}

const card = sql`
  select ${select(StudentColumns, 's')}, c.name as client_name,
         array(select t.user_id from student_trainers t
                where t.org_id = s.org_id and t.student_id = s.id order by t.user_id) as trainer_ids
    from students s
    join clients c on c.org_id = s.org_id and c.id = s.client_id`;

export type StudentQuery = {
  clientId?: string | undefined; q?: string | undefined; active?: boolean | undefined; page: number; limit: number;
};

/** Students by last and first name; every word of the query must be found in the name. */
export async function findStudents(
  context: Context, query: StudentQuery,
): Promise<{ total: number; students: StudentCard[] }> {
  const { tx, orgId } = context;
  const conditions = [sql`s.org_id = ${orgId}`, visible(context)];
  if (query.clientId !== undefined) conditions.push(sql`s.client_id = ${query.clientId}`);
  if (query.active !== undefined) conditions.push(sql`s.is_active = ${query.active}`);
  for (const pattern of searchPatterns(query.q ?? '')) conditions.push(sql`s.search like ${pattern}`);
  const where = join(conditions, ' and ');
  const [{ total }, students] = await Promise.all([
    tx.one({ total: int }, sql`select count(*) as total from students s where ${where}`),
    tx.rows(CardColumns, sql`${card}
      where ${where}
      order by s.last_name collate "und-x-icu", s.first_name collate "und-x-icu", s.id
      limit ${query.limit} offset ${(query.page - 1) * query.limit}`),
  ]);
  return { total, students };
}

/** One student that the actor may see. */
export const loadStudent = (context: Context, id: string): Promise<StudentCard | undefined> =>
  context.tx.maybe(CardColumns, sql`${card}
    where s.org_id = ${context.orgId} and s.id = ${id} and ${visible(context)}`);

/** Locks the student, so that two changes of it follow one another, without holding up its invoices. */
export const lockStudent = ({ tx, orgId }: Context, id: string): Promise<number> =>
  tx.run(sql`select id from students where org_id = ${orgId} and id = ${id} for no key update`);

export const insertStudent = ({ tx, orgId }: Context, row: StudentRow): Promise<number> =>
  tx.run(sql`
    insert into students (org_id, id, client_id, first_name, last_name, birth_date, pays_self, is_active, created_at)
    values (${orgId}, ${row.id}, ${row.clientId}, ${row.firstName}, ${row.lastName}, ${row.birthDate}, ${row.paysSelf},
            ${row.isActive}, ${row.createdAt})`);

export const updateStudent = ({ tx, orgId }: Context, row: StudentRow): Promise<number> =>
  tx.run(sql`
    update students
       set client_id = ${row.clientId}, first_name = ${row.firstName}, last_name = ${row.lastName},
           birth_date = ${row.birthDate}, pays_self = ${row.paysSelf}, is_active = ${row.isActive}
     where org_id = ${orgId} and id = ${row.id}`);

export const studentHasInvoices = async ({ tx, orgId }: Context, id: string): Promise<boolean> =>
  (await tx.one({ found: bool }, sql`
    select exists (select from invoices where org_id = ${orgId} and student_id = ${id}) as found`)).found;

/** Those of the users who may teach: staff that is not switched off. */
export const loadTeachers = async ({ tx, orgId }: Context, userIds: readonly string[]): Promise<string[]> =>
  (await tx.rows({ id: uuid }, sql`
    select id from users
     where org_id = ${orgId} and id = any(${userIds}::uuid[]) and is_active and kind <> 'SYSTEM'
       and role in ('ADMIN', 'MANAGER', 'TRAINER')`)).map(({ id }) => id);

/** Makes the given users, and nobody else, the student's trainers. */
export async function replaceTrainers({ tx, orgId }: Context, studentId: string, userIds: readonly string[]): Promise<void> {
  await Promise.all([
    tx.run(sql`
      delete from student_trainers
       where org_id = ${orgId} and student_id = ${studentId} and user_id <> all(${userIds}::uuid[])`),
    tx.run(sql`
      insert into student_trainers (org_id, student_id, user_id)
      select ${orgId}, ${studentId}, given.user_id from unnest(${userIds}::uuid[]) as given (user_id)
          on conflict do nothing`),
  ]);
}
