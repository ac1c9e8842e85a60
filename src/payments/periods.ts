import { operation, reading, today } from '../kernel/operation.ts';
import { uuidv7 } from '../kernel/uuid.ts';
import { closePeriod as closeEndpoint, getPeriods as getEndpoint, reopenPeriod as reopenEndpoint } from './contract.ts';
import { reasonOf, refuseClosing, refuseReopening } from './rules.ts';
import { decidePeriod, loadPeriods } from './till-store.ts';

export const getPeriods = reading(getEndpoint, (context) => loadPeriods(context));

/** Closes the books through a past day; exclusive, so that no posting is on its way into the period. */
export const closePeriod = operation(closeEndpoint, async (context, { closedThrough }) => {
  const before = context.closedThrough;
  refuseClosing(closedThrough, today(context), before);
  const id = uuidv7();
  await decidePeriod(context, id, 'CLOSE', closedThrough, null);
  return {
    result: await loadPeriods(context),
    audit: { entityType: 'period', entityId: id, before: { closedThrough: before }, after: { closedThrough } },
  };
}, { exclusive: true });

/** Moves the border back, with a reason. */
export const reopenPeriod = operation(reopenEndpoint, async (context, input) => {
  const before = context.closedThrough;
  const reason = reasonOf(input.reason);
  refuseReopening(input.closedThrough, before);
  const id = uuidv7();
  await decidePeriod(context, id, 'REOPEN', input.closedThrough, reason);
  return {
    result: await loadPeriods(context),
    audit: { entityType: 'period', entityId: id, reason, before: { closedThrough: before },
      after: { closedThrough: input.closedThrough } },
  };
}, { exclusive: true });
