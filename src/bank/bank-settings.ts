import { changeBankSettings as endpoint } from './contract.ts';
import { loadOwn } from './matching-steps.ts';
import { saveSettings } from './store.ts';
import { changedFacts } from '../kernel/changes.ts';
import { operation } from '../kernel/operation.ts';

/** Says which accounts are the organisation's own and what is no payment of a client. Lines decided already stay. */
export const changeBankSettings = operation(endpoint, async (context, input) => {
  const { settings: before } = await loadOwn(context);
  const distinct = (values: readonly string[]): string[] => [...new Set(values)];
  const after = { accounts: distinct(input.accounts), words: distinct(input.words), inns: distinct(input.inns) };
  await saveSettings(context, after);
  return {
    result: after, audit: { entityType: 'bank-settings', entityId: context.orgId, ...changedFacts(before, after) },
  };
});
