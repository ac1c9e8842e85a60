import {
  type LoginRow, confirmTotpSecret, consumeStep, deleteSessionsOf, listLinks, loadMe, lockLogin, updatePassword,
  updateTotpSecret,
} from './login-store.ts';
import { hashPassword, isPasswordAcceptable, verifyPassword } from './password.ts';
import { permissionsOf } from './rules.ts';
import { meEndpoints } from './sign-in-contract.ts';
import { loadOrganisation } from './store.ts';
import { newTotpSecret, totpUri, verifyTotp } from './totp.ts';
import { type Database, inTransaction } from '../kernel/db.ts';
import { type Call, type Context, operation, reading } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { openText, sealText } from '../kernel/sealed.ts';

export const readMe = reading(meEndpoints.get, async (context) => {
  const { tx, orgId, actor, policy } = context;
  const [user, organisation] = await Promise.all([loadMe(tx, orgId, actor.userId), loadOrganisation(context)]);
  const { id, name, template, timeZone, sandbox, now } = organisation;
  const here = { id, name, template, timeZone, sandbox, now };
  return { user, organisation: here, permissions: permissionsOf(actor.role, policy) };
});

const audit = (context: Context, after: Record<string, unknown>) =>
  ({ entityType: 'user', entityId: context.actor.userId, after });

/** Only a person has a login; an API key has none to protect. */
async function requireLogin({ tx, orgId, actor }: Context): Promise<LoginRow> {
  const login = await lockLogin(tx, orgId, actor.userId);
  refuseUnless(login, 'FORBIDDEN');
  return login;
}

export const startTotp = operation(meEndpoints.startTotp, async (context) => {
  const login = await requireLogin(context);
  refuseUnless(!login.totpOn, 'TOTP_ALREADY_ON');
  const secret = newTotpSecret();
  await updateTotpSecret(context.tx, login.id, sealText(context.secret, secret));
  return { result: { secret, uri: totpUri(secret, login.email) }, audit: audit(context, { totp: 'started' }) };
});

export const confirmTotp = operation(meEndpoints.confirmTotp, async (context, { code }) => {
  const login = await requireLogin(context);
  refuseUnless(!login.totpOn, 'TOTP_ALREADY_ON');
  refuseUnless(login.totpSecret, 'TOTP_NOT_STARTED');
  const step = verifyTotp(openText(context.secret, login.totpSecret), code, Date.now());
  refuseUnless(step !== undefined && await consumeStep(context.tx, login.id, step), 'TOTP_WRONG');
  await confirmTotpSecret(context.tx, login.id, step);
  return { result: { ok: true as const }, audit: audit(context, { totp: 'on' }) };
});

export const removeTotp = operation(meEndpoints.removeTotp, async (context, { password }) => {
  const login = await requireLogin(context);
  refuseUnless(await verifyPassword(password, login.passwordHash), 'WRONG_CREDENTIALS');
  await updateTotpSecret(context.tx, login.id, null);
  return { result: { ok: true as const }, audit: audit(context, { totp: 'off' }) };
});

/** The sessions of this organisation end with the change, those of the others right after it: see endOtherSessions. */
export const changePassword = operation(meEndpoints.changePassword, async (context, { password, newPassword }) => {
  const { tx, orgId, actor } = context;
  const login = await requireLogin(context);
  refuseUnless(await verifyPassword(password, login.passwordHash), 'WRONG_CREDENTIALS');
  refuseUnless(isPasswordAcceptable(newPassword), 'PASSWORD_WEAK');
  await updatePassword(tx, login.id, await hashPassword(newPassword));
  await deleteSessionsOf(tx, orgId, actor.userId);
  return { result: { ok: true as const }, audit: audit(context, { password: 'changed' }) };
});

/** Ends the person's sessions in every organisation he belongs to; gives their ids. */
export async function endSessionsEverywhere(database: Database, call: Call): Promise<string[]> {
  const login = await inTransaction(database, call.orgId, 'write', (tx) => lockLogin(tx, call.orgId, call.actor.userId));
  if (login === undefined) return [];
  const links = await inTransaction(database, undefined, 'read', (tx) => listLinks(tx, login.id));
  for (const { orgId, userId } of links) {
    await inTransaction(database, orgId, 'write', (tx) => deleteSessionsOf(tx, orgId, userId));
  }
  return links.map(({ orgId }) => orgId);
}
