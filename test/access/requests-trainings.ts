/** Requests for charges, marks and cancellations that succeed when they are allowed. */
import { createTraining } from '../../src/schedule/trainings.ts';
import { chargeTraining } from '../../src/trainings/charge-training.ts';
import { markAttendance } from '../../src/trainings/mark-attendance.ts';
import { ask } from '../money-fixtures.ts';
import type { Family, Make, Request } from './requests.ts';
import { newPass } from './requests-passes.ts';
import { newTraining } from './requests-schedule.ts';

/** A training of the family's trainer with its student, so many minutes from now. */
async function visitIn(minutes: number, { world, trainerId, studentId }: Family): Promise<string> {
  const { rows } = await world.database.owner.query<{ now: string }>(
    "select to_char(sandbox_now at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') as now from organisations where org_id = $1",
    [world.orgId]);
  const now = Temporal.Instant.from(rows[0]!.now);
  const startsAt = now.add({ minutes });
  const hour = { startsAt: startsAt.toString(), endsAt: startsAt.add({ hours: 1 }).toString() };
  const made = await ask(world, createTraining, { title: 'Хатха', ...hour, price: 700, trainerId, studentIds: [studentId] });
  return made.id;
}
/** One that has begun, so that it can be marked. */
const begun = (family: Family): Promise<string> => visitIn(-10, family);
/** One of tomorrow that took a session of the student's pass. */
export async function newCharge(family: Family): Promise<{ id: string; chargeId: string }> {
  await newPass(family);
  const id = await visitIn(1500, family);
  const { outcomes: [outcome] } = await ask(family.world, chargeTraining, { id });
  return { id, chargeId: outcome?.chargeId ?? '' };
}
const atVisit = async (family: Family): Promise<Request> =>
  ({ at: { id: await newTraining(family), studentId: family.studentId } });

export const trainingRequests: Record<string, Make> = {
  'POST /api/trainings/{id}/charge': async (family) => ({ at: { id: await newTraining(family) }, body: {} }),
  'POST /api/trainings/{id}/cancel': async (family) =>
    ({ at: { id: await newTraining(family) }, body: { reason: 'Заболел тренер' } }),
  'POST /api/trainings/{id}/participants/{studentId}/cancel': async (family) => ({ ...await atVisit(family), body: {} }),
  'POST /api/attendance': async (family) =>
    ({ body: { scheduleId: await begun(family), studentId: family.studentId, status: 'PRESENT' } }),
  'POST /api/trainings/{id}/attendance': async (family) => ({ at: { id: await begun(family) }, body: { all: 'PRESENT' } }),
  'DELETE /api/trainings/{id}/attendance/{studentId}': async (family) => {
    const id = await begun(family);
    await ask(family.world, markAttendance, { scheduleId: id, studentId: family.studentId });
    return { at: { id, studentId: family.studentId } };
  },
  'GET /api/charges': async (family) => {
    await newCharge(family);
    return {};
  },
  'GET /api/explain/charge/{id}': async (family) => ({ at: { id: (await newCharge(family)).chargeId } }),
};
