import { tidyName } from './fields.ts';
import { checkPlan, requireGroup } from './group-steps.ts';
import { type GroupRow, lockGroups } from './group-store.ts';
import { requireTraining, trainingFacts, trainingWithParticipants } from './load-training.ts';
import { type StudentRow, loadBookable } from './member-store.ts';
import { bookMembers, putParticipants } from './participant-store.ts';
import { removeTrainings } from './removing-steps.ts';
import { bookRooms } from './room-steps.ts';
import { checkTimes, minutesOf } from './rules.ts';
import { skipDate } from './slot-store.ts';
import { trainingEndpoints } from './training-contract.ts';
import { type NewTraining, type TrainingRow, insertTrainings, lockTrainings } from './training-store.ts';
import { statedFacts } from '../kernel/changes.ts';
import type { Input } from '../kernel/contract.ts';
import { dayOf } from '../kernel/day.ts';
import { type Context, operation } from '../kernel/operation.ts';
import { refuseUnless, required } from '../kernel/refusal.ts';
import { uuidv7 } from '../kernel/uuid.ts';

export const createTraining = operation(trainingEndpoints.create, async (context, input) => {
  const { groupId = null, studentIds } = input;
  checkTimes(input);
  const group = groupId === null ? null : await requireGroup(context, groupId);
  const training = await plan(context, input, group);
  const students = studentIds === undefined ? null : await requireStudents(context, studentIds);
  await insertTrainings(context, [training]);
  const { id, roomId, startsAt, endsAt } = training;
  if (roomId !== null) await bookRooms(context, [{ trainingId: id, roomId, startsAt, endsAt }]);
  const written = await requireTraining(context, id);
  if (students === null) await bookMembers(context, [id], null);
  else await bookStudents(context, written, students);
  const facts = { ...trainingFacts(written), ...(students === null ? {} : { studentIds: students.map((one) => one.id) }) };
  return {
    result: await trainingWithParticipants(context, id),
    audit: { entityType: 'training', entityId: id, after: statedFacts(facts) },
  };
});

/** The training that is wanted; what the request does not say, its group does. A trainer plans only for himself. */
async function plan(
  context: Context, input: Input<typeof trainingEndpoints.create>, group: GroupRow | null,
): Promise<NewTraining> {
  const { startsAt, endsAt, capacity = null, price = null } = input;
  refuseUnless(group?.isActive !== false, 'GROUP_INACTIVE');
  const mine = context.scope === 'own' ? context.actor.userId : undefined;
  const trainerId = input.trainerId === undefined ? mine ?? group?.trainerId ?? null : input.trainerId;
  refuseUnless(mine === undefined || trainerId === mine, 'FORBIDDEN');
  const roomId = input.roomId === undefined ? group?.roomId ?? null : input.roomId;
  await checkPlan(context, { trainerId, roomId });
  return {
    id: uuidv7(), groupId: group?.id ?? null, slotId: null, slotDate: null,
    title: input.title === undefined ? required(group?.name, 'title') : tidyName(input.title),
    onDate: dayOf(startsAt, context.timeZone), startsAt, endsAt, roomId, trainerId, capacity, price,
    safeMinutes: minutesOf(input.safeHours),
  };
}

/** The students whom the actor may book, each once. */
async function requireStudents(context: Context, studentIds: readonly string[]): Promise<StudentRow[]> {
  const wanted = [...new Set(studentIds)];
  const students = await loadBookable(context, wanted);
  refuseUnless(students.length === wanted.length, 'NOT_FOUND');
  refuseUnless(students.every(({ isActive }) => isActive), 'STUDENT_INACTIVE');
  return students.toSorted((a, b) => wanted.indexOf(a.id) - wanted.indexOf(b.id));
}

async function bookStudents(context: Context, { id, places }: TrainingRow, students: readonly StudentRow[]): Promise<void> {
  refuseUnless(places === null || students.length <= places, 'TRAINING_FULL');
  await putParticipants(context, id, students.map((student) => student.id), 'REGULAR', 'BOOKED');
}

export const removeTraining = operation(trainingEndpoints.remove, async (context, { id }) => {
  const { groupId } = await requireTraining(context, id);
  // The weekly line, which will not make this day again, belongs to the group.
  if (groupId !== null) await lockGroups(context, [groupId]);
  await lockTrainings(context, [id]);
  const training = await requireTraining(context, id);
  await removeTrainings(context, [id]);
  if (training.slotId !== null && training.slotDate !== null) await skipDate(context, training.slotId, training.slotDate);
  return {
    result: { deleted: true },
    audit: { entityType: 'training', entityId: id, before: statedFacts(trainingFacts(training)) },
  };
});
