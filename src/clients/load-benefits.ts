import { type Context, today } from '../kernel/operation.ts';
import type { Percent } from '../kernel/money.ts';
import { benefitPercentOn } from './rules.ts';
import { loadClientBenefits } from './store.ts';

/** The percent that new lines of each client take today (S2-121, I-39). A client that does not exist is left out. */
export async function benefitsOf(context: Context, clientIds: readonly string[]): Promise<Map<string, Percent>> {
  const day = today(context);
  const benefits = await loadClientBenefits(context, clientIds);
  return new Map(benefits.map(({ clientId, category, ...benefit }) =>
    [clientId, benefitPercentOn(benefit, category, day, context.policy['benefit.onDeactivate'])]));
}
