/** Who is at the door: an API key or a session cookie, looked up in the tenant that the token itself names. */
import type { FastifyRequest } from 'fastify';
import { type ActorRow, findActor } from './login-store.ts';
import { type Token, readApiKey, readSession } from './rules.ts';
import { type Database, inTransaction } from '../kernel/db.ts';
import type { Authenticate, Principal } from '../kernel/http.ts';
import type { Actor } from '../kernel/operation.ts';
import { hashToken } from '../kernel/token.ts';

export const SESSION_COOKIE = 'saldo_session';

/** What was found is believed for a second: other processes learn of a revoked key no later than that. */
const BELIEVED_MS = 1000;
const MAX_REMEMBERED = 10_000;

type Remembered = { principal: Principal; until: number };
const remembered = new Map<string, Remembered>();
/** Grows with every change of access, so that a look-up that began before the change is not remembered after it. */
let changes = 0;

/** Forgets everybody of the organisation: their access has changed. */
export function forgetPrincipals(orgId: string): void {
  changes += 1;
  for (const [hash, entry] of remembered) if (entry.principal.orgId === orgId) remembered.delete(hash);
}

export function authenticator(database: Database): Authenticate {
  return async (request) => {
    const token = tokenOf(request);
    if (token === undefined) return undefined;
    const hash = hashToken(token.token);
    const known = remembered.get(hash);
    if (known !== undefined && known.until > performance.now()) return known.principal;
    const before = changes;
    const actor = await inTransaction(database, token.orgId, 'read', (tx) => findActor(tx, token, hash));
    if (actor === undefined) return undefined;
    const principal = { orgId: token.orgId, actor: actorOf(actor), byCookie: token.kind === 'session' };
    if (before === changes) remember(hash, { principal, until: performance.now() + BELIEVED_MS });
    return principal;
  };
}

/** A key given in the open wins over a cookie; a wrong key is refused even beside a good cookie. */
function tokenOf(request: FastifyRequest): Token | undefined {
  const { authorization } = request.headers;
  if (authorization !== undefined) return readApiKey(authorization);
  return sessionTokenOf(request);
}

export function sessionTokenOf(request: FastifyRequest): Token | undefined {
  const cookie = request.cookies[SESSION_COOKIE];
  return cookie === undefined ? undefined : readSession(cookie);
}

function remember(hash: string, entry: Remembered): void {
  remembered.delete(hash);
  remembered.set(hash, entry);
  if (remembered.size <= MAX_REMEMBERED) return;
  const [oldest] = remembered.keys();
  if (oldest !== undefined) remembered.delete(oldest);
}

function actorOf({ userId, role, clientId, studentId }: ActorRow): Actor {
  const actor: Actor = { userId, role };
  if (clientId !== null) actor.clientId = clientId;
  if (studentId !== null) actor.studentId = studentId;
  return actor;
}
