/** Sessions: who may enter where, and the cookie that lets him in. */
import type { FastifyReply } from 'fastify';
import { SESSION_COOKIE } from './authenticate.ts';
import { type Membership, findMembership, insertSession, listLinks } from './login-store.ts';
import { compactId } from './rules.ts';
import type { signInEndpoints } from './sign-in-contract.ts';
import { insertAudit } from './store.ts';
import type { Result } from '../kernel/contract.ts';
import { type Database, type Tx, inTransaction } from '../kernel/db.ts';
import type { PublicCall } from '../kernel/http.ts';
import { hashToken, newToken } from '../kernel/token.ts';
import { uuidv7 } from '../kernel/uuid.ts';

export type SignedIn = Result<typeof signInEndpoints.signIn>;

/** The users behind a login, each in his organisation. */
export async function memberships(database: Database, loginId: string): Promise<Membership[]> {
  const links = await inTransaction(database, undefined, 'read', (tx) => listLinks(tx, loginId));
  const found: Membership[] = [];
  for (const { orgId, userId } of links) {
    const membership = await inTransaction(database, orgId, 'read', (tx) => findMembership(tx, orgId, userId));
    if (membership !== undefined) found.push(membership);
  }
  return found;
}

export type Opened = SignedIn & { token: string; hours: number };

/** Writes a session down; whoever called says the token to the browser once the transaction is kept. */
export async function openSession(
  tx: Tx, membership: Membership,
  { requestId, hours, reason = null }: { requestId: string; hours: number; reason?: string | null },
): Promise<Opened> {
  const { orgId, userId, role } = membership;
  const token = `${compactId(orgId)}.${newToken(32)}`;
  await recordSession(tx, membership, { requestId, operation: 'session.start', reason, after: { role } });
  const expiresAt = await insertSession(tx, { orgId, tokenHash: hashToken(token), userId, hours });
  return { token, hours, userId, organisationId: orgId, role, expiresAt };
}

/** Gives the browser its cookie, and the answer without the token. */
export function letIn({ request, reply }: PublicCall, { token, hours, ...answer }: Opened): SignedIn {
  setSessionCookie(reply, token, request.protocol === 'https', hours * 3600);
  return answer;
}

export function setSessionCookie(reply: FastifyReply, value: string, secure: boolean, maxAge: number): void {
  void reply.setCookie(SESSION_COOKIE, value, { httpOnly: true, sameSite: 'strict', path: '/', secure, maxAge });
}

type Event = { requestId: string; operation: string; reason: string | null; after: unknown };
export const recordSession = (tx: Tx, { orgId, userId, now }: Membership, event: Event): Promise<number> =>
  insertAudit(tx, { id: uuidv7(), orgId, entityType: 'user', entityId: userId, actorId: userId, at: now, ...event });
