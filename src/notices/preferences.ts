import { preferenceEndpoints } from './contract.ts';
import { loadPreferences, upsertPreferences } from './preferences-store.ts';
import { DEFAULT_PREFERENCES } from './rules.ts';
import { loadClient, lockClients } from '../clients/store.ts';
import { changedFacts } from '../kernel/changes.ts';
import { type Context, operation, reading, today } from '../kernel/operation.ts';
import { refuseUnless, required } from '../kernel/refusal.ts';

export const getPreferences = reading(preferenceEndpoints.get, async (context, { id }) => {
  await refuseForeign(context, id);
  return await loadPreferences(context, id) ?? DEFAULT_PREFERENCES;
});

export const setPreferences = operation(preferenceEndpoints.set, async (context, { id: clientId, ...after }) => {
  // Quiet hours have both ends or neither.
  if (after.quietFrom !== null) required(after.quietUntil, 'quietUntil');
  if (after.quietUntil !== null) required(after.quietFrom, 'quietFrom');
  await lockClients(context, [clientId]);
  await refuseForeign(context, clientId);
  const before = await loadPreferences(context, clientId) ?? DEFAULT_PREFERENCES;
  await upsertPreferences(context, clientId, after);
  return {
    result: after,
    audit: { entityType: 'notice-preferences', entityId: clientId, clientId, ...changedFacts(before, after) },
  };
});

/** A client that is not there, or not the actor's to see, is refused as missing. */
async function refuseForeign(context: Context, clientId: string): Promise<void> {
  refuseUnless(await loadClient(context, clientId, today(context)), 'NOT_FOUND');
}
