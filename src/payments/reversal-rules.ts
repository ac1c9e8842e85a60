import { type Money, ZERO, minimum, subtract, sum } from '../kernel/money.ts';
import type { QueuedInvoice, ReversalPlan } from '../ledger/rules.ts';

/** One place that money comes back from: what it gives, how much of the payment that covers, how much is left. */
export type Coverage = { invoiceId: string | null; given: Money; covered: Money; left: Money };

/**
 * REV-4. A reversal is told step by step: what each place gives back, what of the payment is covered by it and what is
 * left to find. Invoices that this very payment paid by name come first, then the credit, then the others in the
 * order of the plan; a step that has nothing to give is not told.
 * ru: Отмена показывается по шагам: что возвращает каждый шаг, сколько им покрыто и сколько осталось найти.
 * Source: ux B6, S4-043. Examples: WE-81.
 */
export function coverageOf(
  amount: Money, balance: Money, plan: Pick<ReversalPlan, 'released'>, own: readonly QueuedInvoice[],
): Coverage[] {
  const places = [
    ...own.map((one) => ({ invoiceId: one.invoiceId, given: one.amount })),
    { invoiceId: null, given: minimum(balance, leftAfter(amount, own)) },
    ...plan.released.map((one) => ({ invoiceId: one.invoiceId, given: one.amount })),
  ];
  let left = amount;
  return places.filter(({ given }) => given > 0).map((place) => {
    const covered = minimum(left, place.given);
    left = subtract(left, covered);
    return { ...place, covered, left };
  });
}

const leftAfter = (amount: Money, own: readonly QueuedInvoice[]): Money => {
  const given = sum(own.map((one) => one.amount));
  return given > amount ? ZERO : subtract(amount, given);
};
