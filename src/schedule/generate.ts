import { slotEndpoints } from './contract.ts';
import { generateTrainings } from './generating-steps.ts';
import { horizonOf } from './rules.ts';
import { operation, today } from '../kernel/operation.ts';

export const generateSchedule = operation(slotEndpoints.generate, async (context, input) => {
  const until = horizonOf(today(context), input.until);
  const made = await generateTrainings(context, until);
  return { result: { until, made }, audit: { entityType: 'schedule', after: { until, made } } };
});
