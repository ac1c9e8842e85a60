import { studentEndpoints } from './contract.ts';
import { checkPayerChange, checkStudent, tidyLine } from './rules.ts';
import { lockClients } from './store.ts';
import {
  type StudentCard, findStudents, insertStudent, loadStudent, loadTeachers, lockStudent, replaceTrainers,
  studentHasInvoices, updateStudent,
} from './students-store.ts';
import { changedFacts, statedFacts } from '../kernel/changes.ts';
import { type Context, operation, reading, today } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { uuidv7 } from '../kernel/uuid.ts';

async function requireStudent(context: Context, id: string): Promise<StudentCard> {
  const student = await loadStudent(context, id);
  refuseUnless(student, 'NOT_FOUND');
  return student;
}

/** The users that may teach among the given ones; one that may not is refused as missing. */
async function requireTeachers(context: Context, userIds: readonly string[]): Promise<string[]> {
  const wanted = [...new Set(userIds)].sort();
  if (wanted.length === 0) return [];
  const found = await loadTeachers(context, wanted);
  refuseUnless(found.length === wanted.length, 'NOT_FOUND');
  return wanted;
}

function firstNameOf(text: string): string {
  const name = tidyLine(text);
  refuseUnless(name, 'NAME_REQUIRED');
  return name;
}

/** Locks the payers and refuses when the one who is to pay from now on is switched off. */
async function requirePayer(context: Context, clientId: string, formerId: string = clientId): Promise<void> {
  const [payer] = await lockClients(context, [clientId, formerId]);
  refuseUnless(payer?.isActive, 'CLIENT_INACTIVE');
}

const factsOf = ({ clientId, firstName, lastName, birthDate, paysSelf, trainerIds, isActive }: StudentCard) =>
  ({ clientId, firstName, lastName, birthDate, paysSelf, trainerIds, isActive });

export const listStudents = reading(studentEndpoints.list, async (context, query) => {
  const { total, students } = await findStudents(context, query);
  return { students, pagination: { total, page: query.page, limit: query.limit } };
});

export const getStudent = reading(studentEndpoints.get, (context, { id }) => requireStudent(context, id));

export const createStudent = operation(studentEndpoints.create, async (context, input) => {
  const { clientId, birthDate = null, paysSelf = false, trainerIds = [] } = input;
  await requirePayer(context, clientId);
  checkStudent({ birthDate, paysSelf }, today(context));
  const trainers = await requireTeachers(context, trainerIds);
  const id = uuidv7();
  await insertStudent(context, {
    id, clientId, firstName: firstNameOf(input.firstName), lastName: tidyLine(input.lastName ?? '') ?? '', birthDate,
    paysSelf, isActive: true, createdAt: context.now,
  });
  await replaceTrainers(context, id, trainers);
  const student = await requireStudent(context, id);
  return {
    result: student,
    audit: { entityType: 'student', entityId: id, clientId, after: statedFacts(factsOf(student)) },
  };
});

async function lockPayers(context: Context, before: StudentCard, clientId: string): Promise<void> {
  if (before.clientId === clientId) return;
  await requirePayer(context, clientId, before.clientId);
  checkPayerChange(await studentHasInvoices(context, before.id));
}

export const changeStudent = operation(studentEndpoints.update, async (context, { id, ...input }) => {
  const [, before] = await Promise.all([lockStudent(context, id), requireStudent(context, id)]);
  const clientId = input.clientId ?? before.clientId;
  await lockPayers(context, before, clientId);
  const { birthDate = before.birthDate, paysSelf = before.paysSelf, isActive = before.isActive } = input;
  checkStudent({ birthDate, paysSelf }, today(context));
  const trainers = input.trainerIds && (await requireTeachers(context, input.trainerIds));
  await updateStudent(context, {
    ...before, clientId, birthDate, paysSelf, isActive,
    firstName: input.firstName === undefined ? before.firstName : firstNameOf(input.firstName),
    lastName: input.lastName === undefined ? before.lastName : tidyLine(input.lastName ?? '') ?? '',
  });
  if (trainers) await replaceTrainers(context, id, trainers);
  const student = await requireStudent(context, id);
  return {
    result: student,
    audit: { entityType: 'student', entityId: id, clientId, ...changedFacts(factsOf(before), factsOf(student)) },
  };
});
