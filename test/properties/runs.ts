/**
 * How often properties run: 300 histories in all, or 20,000 under SALDO_LONG=1; a third of that on a server of one's own,
 * which sees them a second time. SALDO_SEED and SALDO_PATH replay one.
 */
import fc from 'fast-check';
import { expect } from 'vitest';

const { SALDO_LONG, SALDO_SEED, SALDO_PATH, SALDO_TEST_DATABASE_URL } = process.env;
export const isLong = SALDO_LONG === '1';
export const isSecondServer = SALDO_TEST_DATABASE_URL !== undefined;
const ON_THIS_SERVER = isSecondServer ? 1 / 3 : 1;
/** This share of all histories. */
export const histories = (share: number): number => Math.ceil((isLong ? 20_000 : 300) * share * ON_THIS_SERVER);
/** Generous, so that only a property that hangs meets it. */
export const TIMEOUT = isLong ? 10 * 3_600_000 : 900_000;

/** Checks the property; a failure shows the seed and the path that repeat it. */
export const checked = <T>(property: fc.IAsyncPropertyWithHooks<T>, numRuns: number): Promise<void> =>
  fc.assert(property, {
    numRuns, interruptAfterTimeLimit: TIMEOUT - 30_000, markInterruptAsFailure: true,
    ...(SALDO_SEED !== undefined && { seed: Number(SALDO_SEED) }), ...(SALDO_PATH !== undefined && { path: SALDO_PATH }),
  });

/** The histories came to where it matters, more often than so: asked where all of them are run. */
export function reached(count: number, moreThan: number): void {
  if (!isSecondServer) expect(count).toBeGreaterThan(moreThan);
}
