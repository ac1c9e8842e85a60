import { Email } from './contract.ts';
import { familyEndpoints } from './family-contract.ts';
import { LINK_DAYS } from './family-rules.ts';
import {
  countSessions, deleteSessionsOfAll, findLastLink, giveLogin, insertLink, listFamilyUsers, lockFamily, revokeLinks,
  switchUsers,
} from './family-store.ts';
import { claimLogin, isMember, linkLogin } from './login-store.ts';
import { hashPassword } from './password.ts';
import { compactId } from './rules.ts';
import { insertUser, personExists } from './store.ts';
import { type Context, operation, reading } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { hashToken, newToken } from '../kernel/token.ts';
import { uuidv7 } from '../kernel/uuid.ts';

export const readAccess = reading(familyEndpoints.get, async (context, { id }) => {
  refuseUnless(await personExists(context, { clientId: id, studentId: null }), 'NOT_FOUND');
  const users = await listFamilyUsers(context, id);
  const ids = users.map((user) => user.id);
  const [link, sessions] = await Promise.all([findLastLink(context, ids), countSessions(context, ids)]);
  const user = users.find(({ isActive }) => isActive) ?? users[0];
  return {
    user: user === undefined ? null : { id: user.id, email: user.email, isActive: user.isActive },
    link: link ?? null, sessions,
  };
});

/** A new link takes the place of those that wait; whoever was switched off may enter again. */
export const giveLink = operation(familyEndpoints.giveLink, async (context, { id }) => {
  const client = await lockFamily(context, id);
  refuseUnless(client, 'NOT_FOUND');
  refuseUnless(client.isActive, 'CLIENT_INACTIVE');
  const users = await listFamilyUsers(context, id);
  const user = users.find(({ isActive }) => isActive) ?? users[0];
  const enters = user === undefined ? await addFamilyUser(context, client) : await mailboxFor(context, user, client.email);
  await switchUsers(context, [enters.userId], true);
  await revokeLinks(context, users.map((one) => one.id));
  const token = `${compactId(context.orgId)}.${newToken(24)}`;
  const expiresAt = await insertLink(context, {
    id: uuidv7(), userId: enters.userId, tokenHash: hashToken(token), days: LINK_DAYS,
  });
  return {
    result: { token, expiresAt, email: enters.email },
    audit: {
      entityType: 'client', entityId: id, clientId: id,
      after: { access: 'link', days: LINK_DAYS, email: enters.email },
    },
  };
});

type Family = { id: string; firstName: string; lastName: string; email: string | null };
type Enters = { userId: string; email: string | null };

async function addFamilyUser(context: Context, { id: clientId, firstName, lastName, email }: Family): Promise<Enters> {
  const { tx, orgId, now } = context;
  const userId = uuidv7();
  const login = await claimMailbox(context, email);
  await insertUser(tx, orgId, {
    id: userId, kind: login === undefined ? 'LINK' : 'LOGIN', loginId: login?.id ?? null, firstName, lastName,
    role: 'CLIENT', clientId, studentId: null, createdAt: now,
  });
  if (login !== undefined) await linkLogin(tx, login.id, orgId, userId);
  return { userId, email: login?.email ?? null };
}

/** A client whose e-mail became known since the last link can come by code from now on. */
async function mailboxFor(
  context: Context, user: { id: string; kind: 'LOGIN' | 'LINK'; email: string | null }, email: string | null,
): Promise<Enters> {
  const login = user.kind === 'LINK' ? await claimMailbox(context, email) : undefined;
  if (login !== undefined) {
    await giveLogin(context, user.id, login.id);
    await linkLogin(context.tx, login.id, context.orgId, user.id);
  }
  return { userId: user.id, email: login?.email ?? user.email };
}

/**
 * The login of the mailbox, with a password that nobody knows until one is set; none for a mailbox that cannot be read,
 * or whose owner is somebody else here already.
 */
async function claimMailbox(
  { tx, orgId }: Context, mailbox: string | null,
): Promise<{ id: string; email: string } | undefined> {
  const read = Email.safeParse(mailbox);
  if (!read.success) return undefined;
  const email = read.data;
  const id = await claimLogin(tx, {
    id: uuidv7(), email, passwordHash: await hashPassword(newToken(32)),
    createdAt: Temporal.Now.instant().round('millisecond'),
  });
  return await isMember(tx, orgId, id) ? undefined : { id, email };
}

/** Links, sessions and codes end together. */
export const revokeAccess = operation(familyEndpoints.revoke, async (context, { id }) => {
  refuseUnless(await lockFamily(context, id), 'NOT_FOUND');
  const ids = (await listFamilyUsers(context, id)).map((user) => user.id);
  const links = await revokeLinks(context, ids);
  const sessions = await deleteSessionsOfAll(context, ids);
  await switchUsers(context, ids, false);
  return {
    result: { links, sessions },
    audit: { entityType: 'client', entityId: id, clientId: id, after: { access: 'revoked', links, sessions } },
  };
});
