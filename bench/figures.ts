/** What one measurement gives, and the small statistics of the table. */

export type Measured = {
  /** Payments a second. */
  rate: number;
  /** Milliseconds that half of the payments, and 99 of 100, took at most. */
  p50: number;
  p99: number;
};

/** The figures of one measurement from the milliseconds that each payment took. */
export function measuredOf(seconds: number, milliseconds: number[]): Measured {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return { rate: sorted.length / seconds, p50: at(0.5), p99: at(0.99) };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/** The median of each figure over the rounds. */
export function medians(rounds: readonly Measured[]): Measured {
  const of = (pick: (round: Measured) => number): number => median(rounds.map(pick));
  return { rate: of((r) => r.rate), p50: of((r) => r.p50), p99: of((r) => r.p99) };
}
