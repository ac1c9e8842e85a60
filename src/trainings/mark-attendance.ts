import { settleQueues } from '../ledger/settling-steps.ts';
import { type Context, operation, today } from '../kernel/operation.ts';
import { Refusal, refuseUnless, required } from '../kernel/refusal.ts';
import type { Input } from '../kernel/contract.ts';
import { uuidv7 } from '../kernel/uuid.ts';
import { loadBookable } from '../schedule/member-store.ts';
import { putParticipants } from '../schedule/participant-store.ts';
import {
  type MarkRow, findMark, findTraining, loadMarks, payerOf, putMarks, removeMark, studentsOf,
} from './attendance-store.ts';
import { chargeVisits, undoCharges } from './charging-steps.ts';
import { type ChargedTraining, type ParticipantRow, loadParticipants, relabel } from './charging-store.ts';
import {
  type Mark, type Outcome, type Undone, deleteMark as deleteEndpoint, markAll as allEndpoint, markAttendance as endpoint,
} from './contract.ts';
import { type LockedTraining, loadLocked, lockVisit, visitAhead } from './load-locked.ts';
import { type ActiveCharge, effectOfMark, purposeOf, refuseEarlyMark, undoneWithMark } from './rules.ts';

type Given = { studentId: string; status: Mark };
type Marked = { attendance: MarkRow[]; outcomes: Outcome[]; undone: Undone[] };

/** Marks one student. Who is not on the list came without booking, and is put on it first (C-49). */
export const markAttendance = operation(endpoint, async (context, input) => {
  const found = await findTraining(context, required(input.scheduleId ?? input.trainingId, 'scheduleId'), input.date);
  refuseUnless(found, 'NOT_FOUND');
  const studentId = await studentOf(context, input, found.trainingId);
  const ahead = await lockVisit(context, found.trainingId, studentId);
  const training = await loadLocked(context, found.trainingId, ahead);
  const named = (input.scheduleId ?? input.trainingId) === training.id;
  const mismatch = named && input.date !== undefined && !input.date.equals(training.onDate);
  refuseUnless(!mismatch, 'VALIDATION', {}, { errors: [{ path: 'date', message: training.onDate.toString() }] });
  refuseUnmarkable(context, training);
  await refuseUnseen(context, training.id, studentId, input);
  await admit(context, training, studentId, input.status);
  const { attendance: [attendance], outcomes: [outcome = null], undone: [undone = null] } =
    await mark(context, training, [{ studentId, status: input.status }]);
  if (!attendance) throw new TypeError('A mark that was written is missing');
  return {
    result: { attendance, outcome, undone },
    audit: auditOf(training, [{ studentId, status: input.status }], outcome ? [outcome] : [], undone ? [undone] : []),
  };
});

/** Marks everybody booked, then the exceptions named (the trainer's way: all present, but for these). */
export const markAll = operation(allEndpoint, async (context, { id, all, marks, unmarkedOnly }, ahead) => {
  const training = await loadLocked(context, id, ahead);
  refuseUnmarkable(context, training);
  const people = await loadParticipants(context, id, null);
  const booked = new Set(people.filter((person) => person.status === 'BOOKED').map((person) => person.studentId));
  for (const { studentId } of marks) refuseUnless(booked.has(studentId), 'NOT_BOOKED');
  const exceptions = new Map(marks.map((one) => [one.studentId, one.status]));
  const marked = new Set(unmarkedOnly ? (await loadMarks(context, id)).map((one) => one.studentId) : []);
  const given = [...booked].flatMap((studentId): Given[] => {
    if (marked.has(studentId)) return [];
    const status = exceptions.get(studentId) ?? all;
    return status === undefined ? [] : [{ studentId, status }];
  });
  const done = await mark(context, training, given);
  return { result: done, audit: auditOf(training, given, done.outcomes, done.undone) };
}, { ahead: visitAhead });

/** Takes a mark away; only what it charged itself goes back (C-52). */
export const deleteMark = operation(deleteEndpoint, async (context, { id, studentId }, ahead) => {
  const training = await loadLocked(context, id, ahead);
  const before = (await loadMarks(context, id)).find((one) => one.studentId === studentId);
  refuseUnless(before, 'NOT_MARKED');
  const [person] = await loadParticipants(context, id, [studentId]);
  await removeMark(context, id, studentId);
  const undone = person && undoneWithMark(chargeOf(person))
    ? await undoCharges(context, id, [studentId], 'Отметка о посещении снята') : [];
  await settleQueues(context, undone.map((one) => one.clientId));
  return {
    result: { deleted: true as const, undone: undone[0] ?? null },
    audit: { ...auditOf(training, [], [], undone), before: { studentId, status: before.status } },
  };
}, { ahead: visitAhead });

function refuseUnmarkable(context: Context, training: ChargedTraining): void {
  refuseUnless(training.status === 'PLANNED', 'TRAINING_CANCELLED');
  refuseEarlyMark(training.onDate, today(context));
}

/**
 * ATT-4. A mark that was made without seeing what is there by now does not overwrite it: two people, one of them offline,
 * do not undo each other unknowingly. The same mark twice is no conflict.
 * ru: Отметка, сделанная по устаревшему списку, не затирает чужую: о ней говорят. Та же самая отметка — не конфликт.
 * Source: ux B2.6.
 */
async function refuseUnseen(
  context: Context, trainingId: string, studentId: string, { seen, status }: Pick<Input<typeof endpoint>, 'seen' | 'status'>,
): Promise<void> {
  if (seen === undefined) return;
  const there = await findMark(context, trainingId, studentId);
  if (!there || there.status === seen || there.status === status || there.markedBy === context.actor.userId) return;
  const time = there.markedAt.toZonedDateTimeISO(context.timeZone).toPlainTime().toString({ smallestUnit: 'minute' });
  throw new Refusal('MARKED_ALREADY', { by: there.role, mark: there.status, time });
}

/** The student named, or the only one of the client who is booked, or the only one he has. */
async function studentOf(context: Context, input: Input<typeof endpoint>, trainingId: string): Promise<string> {
  if (input.studentId !== undefined) {
    const payer = await payerOf(context, input.studentId);
    refuseUnless(payer && (input.clientId ?? payer.clientId) === payer.clientId, 'NOT_FOUND');
    return input.studentId;
  }
  const students = await studentsOf(context, required(input.clientId, 'clientId'), trainingId);
  const booked = students.filter((student) => student.booked);
  const [one, ...more] = booked.length > 0 ? booked : students;
  refuseUnless(one, 'NOT_FOUND');
  refuseUnless(more.length === 0, 'STUDENT_REQUIRED');
  return one.id;
}

/** Who comes is on the list from now on, also if he was not, waited, or had cancelled (C-48). */
async function admit(context: Context, training: LockedTraining, studentId: string, status: Mark): Promise<void> {
  const [person] = await loadParticipants(context, training.id, [studentId]);
  if (person && (person.status === 'BOOKED' || status === 'ABSENT')) return;
  if (!person) {
    const [student] = await loadBookable(context, [studentId]);
    refuseUnless(student, 'NOT_FOUND');
    refuseUnless(status === 'PRESENT', 'NOT_BOOKED');
    refuseUnless(student.isActive, 'STUDENT_INACTIVE');
  }
  await putParticipants(context, training.id, [studentId], person?.kind ?? 'REGULAR', 'BOOKED');
}

const chargeOf = ({ chargeId: id, label, cause }: ParticipantRow): ActiveCharge | undefined =>
  id === null || label === null || cause === null ? undefined : { id, label, cause };

/** Writes marks, and does what each means for the charge: one routine charges, every undo follows the charge. */
async function mark(context: Context, training: LockedTraining, given: readonly Given[]): Promise<Marked> {
  if (given.length === 0) return { attendance: [], outcomes: [], undone: [] };
  const before = new Map((await loadMarks(context, training.id)).map((one) => [one.studentId, one.status]));
  const attendance = await putMarks(context, training.id, given.map((one) => ({ ...one, id: uuidv7() })));
  const people = await loadParticipants(context, training.id, given.map((one) => one.studentId));
  const statuses = new Map(given.map((one) => [one.studentId, one.status]));
  const effects = people.map((person) => ({
    person,
    effect: effectOfMark(statuses.get(person.studentId) ?? 'PRESENT', chargeOf(person), context.policy,
      before.get(person.studentId)),
  }));
  const labels = new Map<string, 'NORMAL' | 'ABSENCE'>();
  for (const { person, effect } of effects) {
    if (effect.kind === 'CHARGE') labels.set(person.studentId, effect.label);
    if (effect.kind === 'RELABEL' && person.chargeId !== null) {
      await relabel(context, person.chargeId, effect.label, purposeOf(effect.label));
    }
  }
  const undo = effects.flatMap(({ person, effect }) => (effect.kind === 'UNDO' ? [person.studentId] : []));
  const undone = undo.length === 0 ? [] : await undoCharges(context, training.id, undo, 'Пропуски не списываются');
  const outcomes = labels.size === 0 ? [] : await chargeVisits(context, training, {
    cause: 'ATTENDANCE', students: [...labels.keys()], label: (studentId) => labels.get(studentId) ?? 'NORMAL',
  });
  await settleQueues(context, [...new Set(undone.map((one) => one.clientId))]);
  return { attendance, outcomes, undone };
}

const auditOf = (
  training: ChargedTraining, given: readonly Given[], outcomes: readonly Outcome[], undone: readonly Undone[],
) => ({
  entityType: 'attendance', entityId: training.id,
  after: {
    title: training.title, marks: given,
    outcomes: outcomes.map(({ studentId, decision, reason, amount }) => ({ studentId, decision, reason, amount })),
    undone: undone.map(({ studentId, sessionsReturned, returned }) => ({ studentId, sessionsReturned, returned })),
  },
});
