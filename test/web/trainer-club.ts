/** A training that the trainer of the year is leading at this moment. */
import { bookParticipant } from '../../src/schedule/participants.ts';
import { type Site, type Tab, openPage, site } from './harness/index.ts';

export type Lesson = { id: string; title: string; startsAt: Temporal.Instant };

/** The first training of the day that this trainer leads, two minutes after it began. */
export async function running({ booked = 10 } = {}): Promise<{ centre: Site; lesson: Lesson }> {
  const centre = await site({ world: 'year' });
  const { rows: [lesson] } = await centre.database.owner.query<{ id: string; title: string; starts_at: Temporal.Instant }>(
    `select t.id, t.title, t.starts_at from trainings t join organisations o on o.org_id = t.org_id
      where t.trainer_id = $1 and t.starts_at > o.sandbox_now and t.status = 'PLANNED'
      order by t.starts_at limit 1`, [centre.logins.TRAINER.actor.userId]);
  if (!lesson) throw new Error('The trainer leads nothing');
  await fill(centre, lesson.id, booked);
  await centre.moveClock(lesson.starts_at.add({ minutes: 2 }).toString());
  return { centre, lesson: { id: lesson.id, title: lesson.title, startsAt: lesson.starts_at } };
}

/** Books students until so many come. */
async function fill(centre: Site, id: string, booked: number): Promise<void> {
  const { rows } = await centre.database.owner.query<{ id: string }>(
    `select s.id from students s where s.is_active and not exists (
       select from training_participants p where p.training_id = $1 and p.student_id = s.id) order by s.last_name, s.id limit $2`,
    [id, Math.max(0, booked - await countBooked(centre, id))]);
  await centre.database.owner.query('update trainings set capacity = 50 where id = $1', [id]);
  for (const student of rows) await centre.act('ADMIN', bookParticipant, { id, studentId: student.id });
}

async function countBooked(centre: Site, id: string): Promise<number> {
  const { rows: [row] } = await centre.database.owner.query<{ count: number }>(
    `select count(*)::int as count from training_participants where training_id = $1 and status = 'BOOKED'`, [id]);
  return row?.count ?? 0;
}

export const phoneOf = (centre: Site, path = '/'): Promise<Tab> => openPage(centre, { role: 'TRAINER', viewport: 'phone', path });

/** How many marks of each kind the books have. */
export async function marksOf(centre: Site, id: string): Promise<Record<string, number>> {
  const { rows } = await centre.database.owner.query<{ status: string; count: number }>(
    'select status, count(*)::int as count from attendance where training_id = $1 group by status', [id]);
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

export async function markOf(centre: Site, id: string, studentId: string): Promise<string | undefined> {
  const { rows: [row] } = await centre.database.owner.query<{ status: string }>(
    'select status from attendance where training_id = $1 and student_id = $2', [id, studentId]);
  return row?.status;
}

/** The rows that can be marked, in their order, and the ids of their children. */
export const rowsOf = ({ page }: Tab) => page.locator('li[data-student]:not([data-state="CANCELLED"]) > button:first-child');
export const studentAt = async ({ page }: Tab, index: number): Promise<string> =>
  await page.locator('li[data-student]:not([data-state="CANCELLED"])').nth(index).getAttribute('data-student') ?? '';
export const stateOf = ({ page }: Tab, studentId: string) => page.locator(`li[data-student="${studentId}"]`);
