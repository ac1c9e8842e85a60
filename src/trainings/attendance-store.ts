import type { Day } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import { type Row, bool, instant, oneOf, select, sql, text, uuid } from '../kernel/sql.ts';
import { Mark } from './contract.ts';

const MarkColumns = {
  id: uuid, trainingId: uuid, studentId: uuid, status: oneOf(...Mark.options), markedBy: uuid, markedAt: instant,
};
export type MarkRow = Row<typeof MarkColumns>;

export const hasMarks = async ({ tx, orgId }: Context, trainingId: string): Promise<boolean> =>
  (await tx.one({ found: bool }, sql`
    select exists (select from attendance where org_id = ${orgId} and training_id = ${trainingId}) as found`)).found;

export type NewMark = { id: string; studentId: string; status: Mark };
/** Writes marks, or corrects those that are there: one mark for each student and training (C-52). */
export const putMarks = ({ tx, orgId, now, actor }: Context, trainingId: string, marks: readonly NewMark[]) =>
  tx.rows(MarkColumns, sql`
    insert into attendance as a (org_id, id, training_id, student_id, status, marked_by, marked_at)
    select ${orgId}, r.id, ${trainingId}, r."studentId", r.status, ${actor.userId}, ${now}
      from jsonb_to_recordset(${JSON.stringify(marks)}::jsonb) as r (id uuid, "studentId" uuid, status text)
    on conflict (org_id, training_id, student_id) do update
       set status = excluded.status, marked_by = excluded.marked_by, marked_at = excluded.marked_at
    returning ${select(MarkColumns)}`);

export const loadMarks = ({ tx, orgId }: Context, trainingId: string) => tx.rows(MarkColumns, sql`
  select ${select(MarkColumns)} from attendance where org_id = ${orgId} and training_id = ${trainingId}`);

/** The mark of one student, with the role of whoever made it. */
export const findMark = ({ tx, orgId }: Context, trainingId: string, studentId: string) =>
  tx.maybe({ ...MarkColumns, role: text }, sql`
    select ${select(MarkColumns, 'a')}, u.role
      from attendance a join users u on u.org_id = a.org_id and u.id = a.marked_by
     where a.org_id = ${orgId} and a.training_id = ${trainingId} and a.student_id = ${studentId}`);

export const removeMark = ({ tx, orgId }: Context, trainingId: string, studentId: string): Promise<number> =>
  tx.run(sql`
    delete from attendance where org_id = ${orgId} and training_id = ${trainingId} and student_id = ${studentId}`);

const FoundColumns = { trainingId: uuid };
/** The training that a mark means: its own id, or the line of the schedule and a day. */
export const findTraining = ({ tx, orgId }: Context, id: string, date: Day | undefined) => tx.maybe(FoundColumns, sql`
  select id as training_id from trainings
   where org_id = ${orgId}
     and (id = ${id} or slot_id = ${id} and slot_date = ${date ?? null}::date) limit 1`);

const StudentColumns = { id: uuid, clientId: uuid, booked: bool };
/** The students of a client, and whether each is on the list of a training. */
export const studentsOf = ({ tx, orgId }: Context, clientId: string, trainingId: string) => tx.rows(StudentColumns, sql`
  select s.id, s.client_id, exists (select from training_participants p
           where p.org_id = s.org_id and p.training_id = ${trainingId} and p.student_id = s.id) as booked
    from students s where s.org_id = ${orgId} and s.client_id = ${clientId} and s.is_active order by s.id`);

const PayerColumns = { clientId: uuid };
export const payerOf = ({ tx, orgId }: Context, studentId: string) => tx.maybe(PayerColumns, sql`
  select client_id from students where org_id = ${orgId} and id = ${studentId}`);
