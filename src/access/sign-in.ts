import { checkPassword, inTurn } from './attempts.ts';
import { forgetPrincipals, sessionTokenOf } from './authenticate.ts';
import {
  type LoginRow, type Membership, clearFailures, consumeStep, deleteSession, findMembership, forgiveAttempt,
} from './login-store.ts';
import { MAX_FAILURES, SESSION_HOURS } from './rules.ts';
import { type SignedIn, letIn, memberships, openSession, recordSession, setSessionCookie } from './session.ts';
import { signInEndpoints } from './sign-in-contract.ts';
import { verifyTotp } from './totp.ts';
import type { Input } from '../kernel/contract.ts';
import { type Database, inTransaction } from '../kernel/db.ts';
import { type PublicCall, publicRoute } from '../kernel/http.ts';
import { Refusal, refuseUnless } from '../kernel/refusal.ts';
import { openText } from '../kernel/sealed.ts';
import { hashToken } from '../kernel/token.ts';

type SignIn = Input<typeof signInEndpoints.signIn>;

/**
 * Password, then second factor, then the choice of an organisation: each answer tells only what the steps before it
 * have earned. A wrong password and a wrong code count alike towards the lock.
 */
export const signIn = publicRoute(signInEndpoints.signIn, (call, input) => inTurn(input.email, () => attempt(call, input)));

async function attempt(call: PublicCall, input: SignIn): Promise<SignedIn> {
  const { database, request } = call;
  const failed = (login: LoginRow, why: string) => recordFailure(database, request.id, login, input.organisationId, why);
  const login = await checkPassword(database, input.email, input.password, (found) => failed(found, 'password'));
  const step = await checkSecondFactor(database, login, input.totp, (found) => failed(found, 'totp'));
  const membership = await choose(database, login, input.organisationId);
  await inTransaction(database, undefined, 'write', async (tx) => {
    if (step !== undefined) refuseUnless(await consumeStep(tx, login.id, step), 'TOTP_WRONG');
    await clearFailures(tx, login.id);
  });
  const { id: requestId } = call.request;
  return letIn(call, await inTransaction(database, membership.orgId, 'write', (tx) =>
    openSession(tx, membership, { requestId, hours: SESSION_HOURS })));
}

/** The time step of the right code; undefined when the login has no second factor. */
async function checkSecondFactor(
  database: Database, login: LoginRow, code: string | undefined, onWrong: (login: LoginRow) => Promise<void>,
): Promise<number | undefined> {
  if (!login.totpOn || login.totpSecret === null) return undefined;
  if (code === undefined || code.trim() === '') {
    await inTransaction(database, undefined, 'write', (tx) => forgiveAttempt(tx, login.id));
    throw new Refusal('TOTP_REQUIRED');
  }
  const step = verifyTotp(openText(database.secret, login.totpSecret), code, Date.now());
  if (step !== undefined) return step;
  await onWrong(login);
  throw new Refusal('TOTP_WRONG');
}

/** The organisation to enter: the one named, or the only one. Where the user is switched off he is unknown. */
async function choose(database: Database, login: LoginRow, wanted: string | undefined): Promise<Membership> {
  const all = await memberships(database, login.id);
  const open = all.filter(({ isActive, orgId }) => isActive && (wanted === undefined || orgId === wanted));
  const [first, second] = open;
  if (first !== undefined && second === undefined) return first;
  await inTransaction(database, undefined, 'write', (tx) => forgiveAttempt(tx, login.id));
  if (first === undefined) throw new Refusal('WRONG_CREDENTIALS');
  const organisations = open.map(({ orgId, name }) => ({ id: orgId, name }));
  throw new Refusal('CHOOSE_ORGANISATION', {}, { organisations });
}

/** Written where it is known which organisation was meant: the one named, or the only one. */
async function recordFailure(
  database: Database, requestId: string, login: LoginRow, wanted: string | undefined, why: string,
): Promise<void> {
  const all = await memberships(database, login.id);
  const meant = wanted === undefined ? (all.length === 1 ? all[0] : undefined) : all.find(({ orgId }) => orgId === wanted);
  if (meant === undefined) return;
  const after = { failedAttempts: login.failedAttempts, locked: login.failedAttempts >= MAX_FAILURES };
  await inTransaction(database, meant.orgId, 'write', (tx) =>
    recordSession(tx, meant, { requestId, operation: 'session.refused', reason: why, after }));
}

/** Ends the session of the cookie, and takes the cookie away whether it was good or not. */
export const signOut = publicRoute(signInEndpoints.signOut, async ({ database, request, reply }) => {
  const token = sessionTokenOf(request);
  if (token !== undefined) {
    await inTransaction(database, token.orgId, 'write', async (tx) => {
      const ended = await deleteSession(tx, token.orgId, hashToken(token.token));
      const membership = ended && await findMembership(tx, token.orgId, ended.userId);
      const event = { requestId: request.id, operation: 'session.end', reason: null, after: {} };
      if (membership !== undefined) await recordSession(tx, membership, event);
    });
    forgetPrincipals(token.orgId);
  }
  setSessionCookie(reply, '', request.protocol === 'https', 0);
  return { ok: true as const };
});
