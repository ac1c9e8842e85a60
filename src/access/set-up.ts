import { createOrganisation, openOrganisation } from './create-organisation.ts';
import { findMembership } from './login-store.ts';
import { SESSION_HOURS } from './rules.ts';
import { type SignedIn, letIn, openSession } from './session.ts';
import { setupEndpoints } from './setup-contract.ts';
import { beginSetup } from './setup-steps.ts';
import type { Input } from '../kernel/contract.ts';
import { inTransaction } from '../kernel/db.ts';
import { type PublicCall, publicRoute } from '../kernel/http.ts';
import { refuseUnless } from '../kernel/refusal.ts';

/** The first organisation with its administrator, who is signed in with the same answer. */
export const setUp = publicRoute(setupEndpoints.create, async (call, input) => {
  const release = await beginSetup(call, input);
  try {
    return await openFirst(call, input);
  } finally {
    await release();
  }
});

async function openFirst(call: PublicCall, input: Input<typeof setupEndpoints.create>): Promise<SignedIn> {
  const { database, request: { id: requestId } } = call;
  const { name, template, timeZone, ...administrator } = input;
  const { orgId } = await createOrganisation(database, { name, template, timeZone, loading: true });
  const userId = await openOrganisation(database, orgId, administrator);
  return letIn(call, await inTransaction(database, orgId, 'write', async (tx) => {
    const membership = await findMembership(tx, orgId, userId);
    refuseUnless(membership, 'NOT_FOUND');
    return openSession(tx, membership, { requestId, hours: SESSION_HOURS });
  }));
}
