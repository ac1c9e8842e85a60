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
};

/**
 * Makes an organisation by its template, with its main branch and its system user, an administrator whose id is the
 * organisation's own. This is the one thing done before there is anybody to do it, so it is no operation.
 */
export async function createOrganisation(
  database: Database, input: OrganisationInput,
): Promise<{ orgId: string; branchId: string }> {
  const { template, sandbox = false, timeZone = 'Europe/Moscow' } = input;
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
      createdAt: now,
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
