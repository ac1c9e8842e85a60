import { sandboxEndpoints } from './contract.ts';
import { loadOrganisation, updateClock } from './store.ts';
import { isEarlier } from '../kernel/day.ts';
import { operation } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';

/** Moves the clock of a sandbox forward while nothing else is under way. */
export const moveClock = operation(sandboxEndpoints.clock, async (context, { now }) => {
  refuseUnless(context.sandbox, 'NOT_A_SANDBOX');
  const { now: before } = await loadOrganisation(context);
  refuseUnless(!isEarlier(now, before), 'CLOCK_BACKWARDS');
  await updateClock(context, now);
  return {
    result: { now },
    audit: {
      entityType: 'organisation', entityId: context.orgId,
      before: { now: before.toString() }, after: { now: now.toString() },
    },
  };
}, { exclusive: true });
