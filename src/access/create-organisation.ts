import { claimLogin, linkLogin, updatePassword } from './login-store.ts';
import { hashPassword } from './password.ts';
import { markOpen } from './setup-store.ts';
import { insertAudit, insertBranch, insertOrganisation, insertUser } from './store.ts';
import { type Database, inTransaction } from '../kernel/db.ts';
import { type Instant, isTimeZone } from '../kernel/day.ts';
import { type Template, templatePolicy } from '../kernel/policy.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { uuidv7 } from '../kernel/uuid.ts';

export type OrganisationInput = {
  name: string;
  template: Template;
  timeZone?: string;
  /** A sandbox has a clock of its own, which stands still until it is moved. */
  sandbox?: boolean;
  /** Where the clock of a sandbox starts; the real time unless given. */
  now?: Instant;
  /** Its people cannot sign in before it is opened: see openOrganisation. */
  loading?: boolean;
};

/**
 * Makes an organisation by its template, with its main branch and its system user, an administrator whose id is the
 * organisation's own. This is the one thing done before there is anybody to do it, so it is no operation.
 */
export async function createOrganisation(
  database: Database, input: OrganisationInput,
): Promise<{ orgId: string; branchId: string }> {
  const { template, sandbox = false, timeZone = 'Europe/Moscow', loading: isLoading = false } = input;
  const name = input.name.trim();
  refuseUnless(name !== '' && name.length <= 200, 'NAME_REQUIRED');
  refuseUnless(isTimeZone(timeZone), 'TIME_ZONE_UNKNOWN', { timeZone });
  const orgId = uuidv7();
  const branchId = uuidv7();
  const started = Temporal.Now.instant().round('millisecond');
  const now = sandbox ? input.now ?? started : started;
  const nobody = { loginId: null, clientId: null, studentId: null };
  await inTransaction(database, orgId, 'write', async (tx) => {
    await insertOrganisation(tx, {
      id: orgId, name, template, timeZone, settings: templatePolicy[template], sandboxNow: sandbox ? now : null,
      isLoading, createdAt: now,
    });
    await insertUser(tx, orgId, {
      ...nobody, id: orgId, kind: 'SYSTEM', firstName: 'Saldo', lastName: '', role: 'ADMIN', createdAt: now,
    });
    await insertBranch(tx, orgId, {
      id: branchId, name, address: null, isMain: true, isActive: true, createdAt: now,
    });
    await insertAudit(tx, {
      id: uuidv7(), orgId, operation: 'organisation.create', entityType: 'organisation', entityId: orgId,
      actorId: orgId, requestId: uuidv7(), reason: null, after: { name, template, timeZone, sandbox }, at: now,
    });
  });
  return { orgId, branchId };
}

export type Administrator = { email: string; password: string; firstName: string; lastName: string };

/**
 * Gives the organisation its first administrator, and opens it for people with one commit. A login that an attempt
 * before this one left behind gets the password that is typed now: nobody could sign in with the old one.
 */
export async function openOrganisation(
  database: Database, orgId: string, { email, password, firstName, lastName }: Administrator,
): Promise<string> {
  const passwordHash = await hashPassword(password);
  const id = uuidv7();
  const createdAt = Temporal.Now.instant().round('millisecond');
  await inTransaction(database, orgId, 'write', async (tx) => {
    const loginId = await claimLogin(tx, { id: uuidv7(), email, passwordHash, createdAt });
    await updatePassword(tx, loginId, passwordHash);
    const nobody = { clientId: null, studentId: null };
    await insertUser(tx, orgId, { ...nobody, id, kind: 'LOGIN', loginId, firstName, lastName, role: 'ADMIN', createdAt });
    await linkLogin(tx, loginId, orgId, id);
    await markOpen(tx, orgId);
    await insertAudit(tx, {
      id: uuidv7(), orgId, operation: 'user.create', entityType: 'user', entityId: id, actorId: orgId,
      requestId: uuidv7(), reason: null, after: { email, firstName, lastName, role: 'ADMIN' }, at: createdAt,
    });
  });
  return id;
}
