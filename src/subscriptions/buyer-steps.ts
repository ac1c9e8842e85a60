import type { LockedClient } from '../clients/store.ts';
import { insertStudent } from '../clients/students-store.ts';
import type { Context } from '../kernel/operation.ts';
import { Refusal, refuseUnless, required } from '../kernel/refusal.ts';
import { uuidv7 } from '../kernel/uuid.ts';
import { type Buyer, loadActiveStudents, loadBuyers, loadPersonName } from './selling-store.ts';

export type Named = { clientId?: string | undefined; studentId?: string | undefined };

async function studentsNamed(context: Context, named: readonly Named[]): Promise<Map<string, Buyer>> {
  const ids = named.flatMap(({ studentId }) => studentId ?? []);
  const found = ids.length === 0 ? [] : await loadBuyers(context, ids);
  return new Map(found.map((student) => [student.id, student]));
}

/** Who pays for each pass: the client named, or the payer of the student named. */
export async function payersOf(context: Context, named: readonly Named[]): Promise<string[]> {
  const students = await studentsNamed(context, named);
  return named.map(({ clientId, studentId }) => {
    if (studentId === undefined) return required(clientId, 'clientId');
    const student = students.get(studentId);
    if (!student) throw new Refusal('FOREIGN_STUDENT');
    refuseUnless(clientId === undefined || clientId === student.clientId, 'PARENT_MISMATCH');
    return student.clientId;
  });
}

/**
 * Whose each pass is to be: the student named, or the only active student of the client. A person without students is
 * his own student. The clients, one for each pass, must be locked.
 */
export async function studentsFor(
  context: Context, named: readonly Named[], clients: readonly LockedClient[],
): Promise<string[]> {
  const students = await studentsNamed(context, named);
  const found: string[] = [];
  for (const [index, { studentId }] of named.entries()) {
    const client = clients[index];
    refuseUnless(client, 'NOT_FOUND');
    refuseUnless(client.isActive, 'CLIENT_INACTIVE');
    found.push(studentId === undefined ? await onlyStudent(context, client) : checked(students.get(studentId), client));
  }
  return found;
}

function checked(student: Buyer | undefined, client: LockedClient): string {
  refuseUnless(student?.clientId === client.id, 'PARENT_MISMATCH');
  refuseUnless(student.isActive, 'STUDENT_INACTIVE');
  return student.id;
}

async function onlyStudent(context: Context, client: LockedClient): Promise<string> {
  const [only, another] = await loadActiveStudents(context, client.id);
  refuseUnless(another === undefined, 'STUDENT_REQUIRED');
  if (only) return only.id;
  refuseUnless(client.kind === 'PERSON', 'STUDENT_REQUIRED');
  const { name, firstName, lastName } = await loadPersonName(context, client.id);
  const id = uuidv7();
  await insertStudent(context, {
    id, clientId: client.id, firstName: firstName ?? name, lastName: firstName === null ? '' : lastName ?? '',
    birthDate: null, paysSelf: true, isActive: true, createdAt: context.now,
  });
  return id;
}
