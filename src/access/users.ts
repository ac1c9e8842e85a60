import { userEndpoints } from './contract.ts';
import { claimLogin, deleteSessionsOf, isMember, linkLogin } from './login-store.ts';
import { hashPassword, isPasswordAcceptable } from './password.ts';
import { personOf } from './rules.ts';
import {
  type UserRow, countOtherAdministrators, countUsers, findUser, insertUser, listUsers as findUsers,
  lockAdministrators, personExists, updateUser,
} from './store.ts';
import { changedFacts, statedFacts } from '../kernel/changes.ts';
import { type Context, operation, reading } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { uuidv7 } from '../kernel/uuid.ts';

const factsOf = ({ id: _id, createdAt: _createdAt, ...facts }: UserRow) => facts;

async function requireUser(context: Context, id: string): Promise<UserRow> {
  const user = await findUser(context, id);
  refuseUnless(user, 'NOT_FOUND');
  return user;
}

export const listUsers = reading(userEndpoints.list, async (context, { page, limit, kind }) => {
  const [users, total] = await Promise.all([findUsers(context, { page, limit }, kind), countUsers(context, kind)]);
  return { users, pagination: { total, page, limit } };
});

/**
 * A person has one login for all organisations. One who is known elsewhere is linked and keeps his password, or any
 * administrator could take over the logins of others.
 */
export const createUser = operation(userEndpoints.create, async (context, input) => {
  const { tx, orgId, now } = context;
  const { email, password, firstName, lastName, role } = input;
  refuseUnless(isPasswordAcceptable(password), 'PASSWORD_WEAK');
  const person = personOf(role, input);
  refuseUnless(await personExists(context, person), 'NOT_FOUND');
  const passwordHash = await hashPassword(password);
  const loginId = await claimLogin(tx, {
    id: uuidv7(), email, passwordHash, createdAt: Temporal.Now.instant().round('millisecond'),
  });
  refuseUnless(!(await isMember(tx, orgId, loginId)), 'EMAIL_TAKEN');
  const id = uuidv7();
  await insertUser(tx, orgId, { id, kind: 'LOGIN', loginId, firstName, lastName, role, ...person, createdAt: now });
  await linkLogin(tx, loginId, orgId, id);
  const user = await requireUser(context, id);
  return { result: user, audit: { entityType: 'user', entityId: id, after: statedFacts(factsOf(user)) } };
});

/** Whoever is switched off or gets another role begins anew: his sessions end. */
export const changeUser = operation(userEndpoints.update, async (context, { id, ...input }) => {
  await lockAdministrators(context, id);
  const before = await requireUser(context, id);
  const role = input.role ?? before.role;
  const kept = role === before.role ? before : { clientId: null, studentId: null };
  const person = personOf(role, {
    clientId: input.clientId ?? kept.clientId ?? undefined,
    studentId: input.studentId ?? kept.studentId ?? undefined,
  });
  refuseUnless(await personExists(context, person), 'NOT_FOUND');
  const after: UserRow = {
    ...before, ...person, role,
    firstName: input.firstName ?? before.firstName,
    lastName: input.lastName ?? before.lastName,
    isActive: input.isActive ?? before.isActive,
  };
  const wasAdministrator = before.role === 'ADMIN' && before.isActive;
  const stays = after.role === 'ADMIN' && after.isActive;
  if (wasAdministrator && !stays) refuseUnless(await countOtherAdministrators(context, id), 'LAST_ADMIN');
  await updateUser(context, after);
  if (!after.isActive || after.role !== before.role) await deleteSessionsOf(context.tx, context.orgId, id);
  return {
    result: after,
    audit: { entityType: 'user', entityId: id, ...changedFacts(factsOf(before), factsOf(after)) },
  };
});
