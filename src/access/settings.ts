import { settingsEndpoints } from './contract.ts';
import { entersFifo, policyAfter } from './rules.ts';
import { countPartiallyPaid, loadSettings, updateSettings } from './store.ts';
import { changedFacts } from '../kernel/changes.ts';
import { operation, reading } from '../kernel/operation.ts';
import { Refusal } from '../kernel/refusal.ts';

export const readSettings = reading(settingsEndpoints.get, async (context) => context.policy);

/** Runs alone in the organisation: no operation under way sees one half of the old policy and one of the new. */
export const changeSettings = operation(settingsEndpoints.update, async (context, input) => {
  const before = await loadSettings(context);
  const after = policyAfter(before, input);
  if (entersFifo(before, after)) {
    const count = await countPartiallyPaid(context);
    if (count > 0) throw new Refusal('PARTIALLY_PAID_OPEN', { count });
  }
  await updateSettings(context, after);
  return {
    result: after,
    audit: { entityType: 'settings', entityId: context.orgId, ...changedFacts(before, after) },
  };
}, { exclusive: true });
