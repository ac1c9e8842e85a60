/** What "own" means in the schedule: what a trainer teaches, and where a family's students are. */
import type { Context } from '../kernel/operation.ts';
import { type Sql, sql } from '../kernel/sql.ts';

/** Whether the student in this column is the actor's own: of a family its children, of a student itself. */
export function ownStudent({ actor, orgId }: Context, column: Sql): Sql {
  if (actor.role === 'CLIENT') {
    return sql`${column} in (
      select id from students where org_id = ${orgId} and client_id = ${actor.clientId ?? null}::uuid)`;
  }
  return sql`${column} = ${actor.studentId ?? null}::uuid`;
}

const isFamily = ({ actor }: Context): boolean => actor.role === 'CLIENT' || actor.role === 'STUDENT';

/** Rows of students inside what is visible already: staff sees everybody there, a family only its own. */
export const visibleRow = (context: Context, column: Sql): Sql =>
  context.scope === 'own' && isFamily(context) ? ownStudent(context, column) : sql`true`;

/** The groups, under the alias g, that the actor may see. */
export function visibleGroup(context: Context): Sql {
  const { scope, actor, orgId } = context;
  if (scope === 'all') return sql`true`;
  if (isFamily(context)) {
    return sql`exists (
      select from group_members v
       where v.org_id = ${orgId} and v.group_id = g.id and v.status in ('ACTIVE', 'WAITING')
         and ${ownStudent(context, sql`v.student_id`)})`;
  }
  return sql`(g.trainer_id = ${actor.userId}
    or exists (select from trainings v where v.org_id = ${orgId} and v.group_id = g.id and v.trainer_id = ${actor.userId}))`;
}

/** The trainings, under the alias t, that the actor may see; a trainer also changes only these. */
export function visibleTraining(context: Context): Sql {
  const { scope, actor, orgId } = context;
  if (scope === 'all') return sql`true`;
  if (!isFamily(context)) return sql`t.trainer_id = ${actor.userId}`;
  return sql`exists (
    select from training_participants v
     where v.org_id = ${orgId} and v.training_id = t.id and ${ownStudent(context, sql`v.student_id`)})`;
}

/** The students, under the alias s, whom the actor may book: a trainer his own and those of the groups he teaches. */
export function bookable({ scope, actor, orgId }: Context): Sql {
  if (scope === 'all') return sql`true`;
  return sql`(s.id in (select student_id from student_trainers where org_id = ${orgId} and user_id = ${actor.userId})
    or s.id in (select v.student_id
                  from group_members v join groups g on g.org_id = v.org_id and g.id = v.group_id
                 where v.org_id = ${orgId} and g.trainer_id = ${actor.userId}))`;
}
