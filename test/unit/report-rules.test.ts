import { describe, expect, test } from 'vitest';
import { kopecks } from '../../src/kernel/money.ts';
import { Bucket } from '../../src/reports/contract.ts';
import { RENEWAL_STATES } from '../../src/reports/passes-contract.ts';
import {
  bucketOf, checkDays, checkMonths, comparedPeriods, endingsOf, filled, kindOfMovement, lastMonths, monthEnds, renewalState,
} from '../../src/reports/rules.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
const shown = (periods: Record<string, { from: unknown; to: unknown }>) =>
  Object.fromEntries(Object.entries(periods).map(([name, { from, to }]) => [name, `${String(from)}…${String(to)}`]));
const refusal = (code: string) => expect.objectContaining({ code }) as unknown;

describe('REP-1: the month so far is compared with the same days before', () => {
  test.each([
    ['2025-03-31', '2025-02-01…2025-02-28', '2024-03-01…2024-03-31'],
    ['2024-02-29', '2024-01-01…2024-01-29', '2023-02-01…2023-02-28'],
    ['2025-01-01', '2024-12-01…2024-12-01', '2024-01-01…2024-01-01'],
  ])('on %s', (on, lastMonth, lastYear) => {
    expect(shown(comparedPeriods(day(on)))).toEqual({ now: `${on.slice(0, 8)}01…${on}`, lastMonth, lastYear });
  });
  test('the last of the months runs until today, and month ends are of months that are over', () => {
    expect(lastMonths(day('2025-02-12'), 3).map(({ month, to }) => [month, to.toString()]))
      .toEqual([['2024-12', '2024-12-31'], ['2025-01', '2025-01-31'], ['2025-02', '2025-02-12']]);
    expect(monthEnds(day('2025-02-12'), 2).map(String)).toEqual(['2024-12-31', '2025-01-31']);
    expect(monthEnds(day('2025-02-28'), 2).map(String)).toEqual(['2025-01-31', '2025-02-28']);
  });
});

test('REP-2: a report covers three years at most, forwards', () => {
  expect(checkMonths({ from: '2024-11', to: '2025-02' })).toEqual(['2024-11', '2024-12', '2025-01', '2025-02']);
  expect(checkMonths({ from: '2022-03', to: '2025-02' })).toHaveLength(36);
  expect(() => checkMonths({ from: '2022-02', to: '2025-02' })).toThrow(refusal('PERIOD_TOO_LONG') as Error);
  expect(() => checkMonths({ from: '2025-03', to: '2025-02' })).toThrow(refusal('DATES_REVERSED') as Error);
  expect(() => checkDays({ from: day('2022-03-01'), to: day('2025-02-28') })).not.toThrow();
  expect(() => checkDays({ from: day('2022-01-01'), to: day('2025-02-28') })).toThrow(refusal('PERIOD_TOO_LONG') as Error);
  expect(() => checkDays({ from: day('2025-02-28'), to: day('2025-02-27') })).toThrow(refusal('DATES_REVERSED') as Error);
});

test('REP-3: every number of days late has one bucket', () => {
  const edges = [-400, 0, 1, 30, 31, 60, 61, 90, 91, 5000].map(bucketOf);
  expect(edges).toEqual(Bucket.options.flatMap((bucket) => [bucket, bucket]));
});

test('REP-4: without places there is no percent', () => {
  expect(filled({ places: 24, occupied: 3 })).toEqual({ places: 24, occupied: 3, percent: 1250 });
  expect(filled({ places: 0, occupied: 0 }).percent).toBeNull();
});

test('REP-5: what moved an account', () => {
  const at = Temporal.Instant.from('2025-02-12T09:00:00Z');
  const none = { invoiceId: null, paymentId: null, refundId: null };
  const nothing = { at, paid: kopecks(0), charged: kopecks(0), ...none, isFirst: false, isOpening: false };
  const kind = (moved: Partial<typeof nothing | Record<string, unknown>>, cancelledAt?: Temporal.Instant) =>
    kindOfMovement({ ...nothing, ...moved }, cancelledAt);
  expect(kind({ invoiceId: 'i', charged: 1, isFirst: true, isOpening: true })).toBe('OPENING');
  expect(kind({ paymentId: 'p', paid: 1 })).toBe('PAYMENT');
  expect(kind({ paymentId: 'p', paid: -1 })).toBe('REVERSAL');
  expect(kind({ refundId: 'r', paymentId: 'p', paid: -1 })).toBe('REFUND');
  expect(kind({ invoiceId: 'i', charged: 1, isFirst: true })).toBe('INVOICE');
  expect(kind({ invoiceId: 'i', charged: 1 })).toBe('CHANGE');
  expect(kind({ invoiceId: 'i', charged: -1 }, at)).toBe('VOID');
  expect(kind({ invoiceId: 'i', charged: -1 }, at.add({ seconds: 1 }))).toBe('CHANGE');
});

describe('REP-6: what became of a pass that ended', () => {
  test.each([
    ['PAID_IN_TIME', { paid: 'IN_TIME', hasAnother: true, isOver: true }],
    ['PAID_LATER', { paid: 'LATER', hasAnother: false, isOver: true }],
    ['BOUGHT_ANOTHER', { paid: 'NO', hasAnother: true, isOver: false }],
    ['LEFT', { paid: 'NO', hasAnother: false, isOver: true }],
    ['WAITING', { paid: 'NO', hasAnother: false, isOver: false }],
  ] as const)('%s', (state, ending) => {
    expect(renewalState(ending)).toBe(state);
  });
  test('every ending has one state', () => {
    expect(RENEWAL_STATES.flatMap(endingsOf)).toHaveLength(12);
  });
});
