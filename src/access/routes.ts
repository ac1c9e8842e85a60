import { giveLink, readAccess, revokeAccess } from './family.ts';
import { sendCode, signInByCode, signInByLink } from './family-sign-in.ts';
import { createApiKey, listApiKeys, revokeApiKey } from './api-keys.ts';
import { forgetPrincipals } from './authenticate.ts';
import { changeBranch, createBranch, listBranches } from './branches.ts';
import { changePassword, confirmTotp, endSessionsEverywhere, readMe, removeTotp, startTotp } from './me.ts';
import { changeOrganisation, listWhoCan, readOrganisation } from './organisation.ts';
import { setUp } from './set-up.ts';
import { readSettings } from './settings.ts';
import { signIn, signOut } from './sign-in.ts';
import { changeUser, createUser, listUsers } from './users.ts';
import type { Endpoint } from '../kernel/contract.ts';
import type { Database } from '../kernel/db.ts';
import type { Call, Operation } from '../kernel/operation.ts';

/** The same operation; after it was committed, and not for a preview, something outside of its transaction is done. */
function followed<E extends Endpoint>(
  operation: Operation<E>, then: (database: Database, call: Call) => Promise<void>,
): Operation<E> {
  return {
    ...operation,
    run: async (database, call, input) => {
      const outcome = await operation.run(database, call, input);
      if (outcome.preview === undefined) await then(database, call);
      return outcome;
    },
  };
}

/** Whoever was let in a moment ago is looked up anew: the change of access counts from the next request on. */
const forgetting = <E extends Endpoint>(operation: Operation<E>): Operation<E> =>
  followed(operation, async (_database, call) => forgetPrincipals(call.orgId));

export const accessRoutes = [
  setUp,
  signIn,
  signInByLink,
  sendCode,
  signInByCode,
  signOut,
  readMe,
  startTotp,
  confirmTotp,
  removeTotp,
  followed(changePassword, async (database, call) => {
    for (const orgId of await endSessionsEverywhere(database, call)) forgetPrincipals(orgId);
  }),
  readOrganisation,
  changeOrganisation,
  listWhoCan,
  readSettings,
  listBranches,
  createBranch,
  changeBranch,
  listUsers,
  createUser,
  forgetting(changeUser),
  listApiKeys,
  createApiKey,
  forgetting(revokeApiKey),
  readAccess,
  forgetting(giveLink),
  forgetting(revokeAccess),
];
