import { settingsEndpoints } from '../access/contract.ts';
import { entersFifo, policyAfter } from '../access/rules.ts';
import { countPartiallyPaid, loadSettings, updateSettings } from '../access/store.ts';
import { lockClients } from '../clients/store.ts';
import { changedFacts } from '../kernel/changes.ts';
import { sum } from '../kernel/money.ts';
import { operation } from '../kernel/operation.ts';
import { Refusal } from '../kernel/refusal.ts';
import { consequencesOf } from './consequences-rules.ts';
import { countStanding } from './consequences-store.ts';
import { spend } from './settling-steps.ts';
import type { Settled } from './settling-store.ts';
import { clientsToSettle, markModeChange } from './store.ts';

/**
 * Changes the organisation's policy. Runs alone in the organisation: no operation under way sees half of the old
 * policy and half of the new. Where balances begin to pay by themselves, they pay at once what they cover (I-08).
 * Lives here and not in access, because a change of the settlement mode is a settlement.
 */
export const changeSettings = operation(settingsEndpoints.update, async (context, input) => {
  const before = await loadSettings(context);
  const after = policyAfter(before, input);
  if (entersFifo(before, after)) {
    const count = await countPartiallyPaid(context);
    if (count > 0) throw new Refusal('PARTIALLY_PAID_OPEN', { count });
  }
  await updateSettings(context, after);
  const { 'renewal.leadDays': leadDays, 'expulsion.graceDays': graceDays } = after;
  const standing = await countStanding(context, { leadDays, graceDays });
  let settled: Settled[] = [];
  if (entersFifo(before, after)) {
    const clients = await clientsToSettle(context);
    if (clients.length > 0) await lockClients(context, clients);
    await markModeChange(context);
    settled = await spend(context, clients, { target: 'QUEUE' });
  }
  const { before: was, after: is } = changedFacts(before, after);
  const facts = { ...standing, settled: settled.length, settledAmount: sum(settled.map(({ amount }) => amount)) };
  return {
    result: { ...after, consequences: consequencesOf(before, after, facts, context.language) },
    audit: {
      entityType: 'settings', entityId: context.orgId, before: was,
      after: settled.length === 0 ? is : { ...is, settled: settled.length },
    },
  };
}, { exclusive: true });
