/** Families come in without a password: by a link of the office, or by a code from their mailbox. */
import { randomInt, timingSafeEqual } from 'node:crypto';
import { familySignInEndpoints } from './family-contract.ts';
import { CODE_ATTEMPTS, CODE_LIMITS, FAMILY_SESSION_HOURS, familiesOf } from './family-rules.ts';
import { beginCodeAttempt, consumeCode, consumeLink, findPlainLogin, upsertCode } from './family-store.ts';
import { type Membership, findMembership } from './login-store.ts';
import { readSession } from './rules.ts';
import { letIn, memberships, openSession } from './session.ts';
import { type Database, inTransaction } from '../kernel/db.ts';
import { publicRoute } from '../kernel/http.ts';
import { Refusal, refuseUnless } from '../kernel/refusal.ts';
import { openText, sealText } from '../kernel/sealed.ts';
import { hashToken } from '../kernel/token.ts';

const hours = FAMILY_SESSION_HOURS;

/** The link is used up with the session that it opens, or not at all. */
export const signInByLink = publicRoute(familySignInEndpoints.byLink, async (call, { token: given }) => {
  const { database, request: { id: requestId } } = call;
  const token = readSession(given.trim()); // a link's token looks as a session's does, and is kept elsewhere
  refuseUnless(token, 'LINK_INVALID');
  const { orgId } = token;
  return letIn(call, await inTransaction(database, orgId, 'write', async (tx) => {
    const link = await consumeLink(tx, orgId, hashToken(token.token));
    const membership = link && await findMembership(tx, orgId, link.userId);
    refuseUnless(membership, 'LINK_INVALID');
    return openSession(tx, membership, { requestId, hours, reason: 'link' });
  }));
});

/**
 * Writes down that a code was asked for, whoever's e-mail it is: whether somebody is known by it is looked up when the
 * letter is sent, so that neither the answer nor its time tells.
 */
export const sendCode = publicRoute(familySignInEndpoints.sendCode, async ({ database, language, mail }, { email }) => {
  refuseUnless(mail, 'MAIL_OFF');
  const codeSealed = sealText(database.secret, String(randomInt(0, 1_000_000)).padStart(6, '0'));
  await inTransaction(database, undefined, 'write', (tx) => upsertCode(tx, { email, codeSealed, language }, CODE_LIMITS));
  return { ok: true as const };
});

export const signInByCode = publicRoute(familySignInEndpoints.byCode, async (call, { email, code, organisationId }) => {
  const { database, request: { id: requestId } } = call;
  const sealed = await inTransaction(database, undefined, 'write', (tx) => beginCodeAttempt(tx, email, CODE_ATTEMPTS));
  refuseUnless(sealed && isSame(openText(database.secret, sealed.codeSealed), code), 'CODE_WRONG');
  const membership = choose(await familiesBehind(database, email), organisationId);
  const used = await inTransaction(database, undefined, 'write', (tx) => consumeCode(tx, email, sealed.codeSealed));
  refuseUnless(used, 'CODE_WRONG');
  return letIn(call, await inTransaction(database, membership.orgId, 'write', (tx) =>
    openSession(tx, membership, { requestId, hours, reason: 'code' })));
});

function isSame(wanted: string, typed: string): boolean {
  const [a, b] = [Buffer.from(wanted), Buffer.from(typed.replace(/\D/g, ''))];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The families that the mailbox may enter. */
export async function familiesBehind(database: Database, email: string): Promise<Membership[]> {
  const login = await inTransaction(database, undefined, 'read', (tx) => findPlainLogin(tx, email));
  return login === undefined ? [] : familiesOf(await memberships(database, login.id));
}

function choose(families: readonly Membership[], wanted: string | undefined): Membership {
  const open = families.filter(({ orgId }) => wanted === undefined || orgId === wanted);
  const [first, second] = open;
  refuseUnless(first, 'CODE_WRONG');
  if (second === undefined) return first;
  throw new Refusal('CHOOSE_ORGANISATION', {}, { organisations: open.map(({ orgId: id, name }) => ({ id, name })) });
}
