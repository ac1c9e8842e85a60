import { describe, expect, test } from 'vitest';
import { endOfPeriod } from '../../src/ledger/effects-rules.ts';
import { parseDay, parseInstant } from '../../src/kernel/day.ts';
import { kopecks } from '../../src/kernel/money.ts';
import {
  type PassFacts, checkFreeze, choosePass, covers, endFreeze, expelsWhenEndedBefore, groupsOf, historicalSums, isFrozenOn,
  periodBroughtIn, renewalWindow, valueOf, whyNot,
} from '../../src/subscriptions/rules.ts';

const refusal = (code: string) => expect.objectContaining({ code });
type Day = ReturnType<typeof parseDay>;
type Given = Partial<{ [K in keyof PassFacts]: Extract<PassFacts[K], Day> extends never ? PassFacts[K] : string | null }>;
const dayOrNull = (text: string | null | undefined): Day | null => (text == null ? null : parseDay(text));
const pass = ({ startDate, endDate, freezeStart, freezeEnd, ...facts }: Given = {}): PassFacts => ({
  id: 'a', status: 'ACTIVE', groupIds: ['g'], sessionsLeft: 5, createdAt: parseInstant('2024-01-01T00:00:00Z'), ...facts,
  startDate: parseDay(startDate ?? '2024-01-01'), endDate: parseDay(endDate ?? '2024-01-31'),
  freezeStart: dayOrNull(freezeStart), freezeEnd: dayOrNull(freezeEnd),
});
const visit = (day: string, groupId: string | null = 'g') => ({ day: parseDay(day), groupId });

describe('periods', () => {
  const ends = (anchorDate: string, months = 1) => [0, 1, 2].map((periodNumber) => endOfPeriod({
    anchorDate: parseDay(anchorDate), anchorNumber: 0, periodNumber, periodMonths: months, shiftedDays: 0,
  }).toString());
  test('WE-57: a month is counted from the start, not from the last end', () =>
    expect(ends('2025-01-01')).toEqual(['2025-01-31', '2025-02-28', '2025-03-31']));
  test('WE-58: from the 31st of a leap year', () =>
    expect(ends('2024-01-31')).toEqual(['2024-02-28', '2024-03-30', '2024-04-29']));
  test('SUB-12: brought in with another end', () => {
    const brought = (startDate: string, endDate?: string) =>
      periodBroughtIn({ startDate: parseDay(startDate), endDate: endDate === undefined ? undefined : parseDay(endDate) }, 1);
    expect(brought('2024-11-05')).toMatchObject({ anchorDate: parseDay('2024-11-05'), shiftedDays: 0 });
    expect(brought('2025-02-20', '2025-03-30')).toEqual({
      anchorDate: parseDay('2025-02-28'), shiftedDays: 3, endDate: parseDay('2025-03-30'),
    });
    expect(() => brought('2025-02-20', '2025-02-19')).toThrow(refusal('DATES_REVERSED'));
  });
});

describe('coverage', () => {
  test('SUB-2: frozen from the first to the last day of the freeze', () => {
    const frozen = pass({ freezeStart: '2024-01-10', freezeEnd: '2024-01-20' });
    const days = ['2024-01-09', '2024-01-10', '2024-01-20', '2024-01-21'];
    expect(days.map((day) => isFrozenOn(frozen, parseDay(day)))).toEqual([false, true, true, false]);
    expect(isFrozenOn(pass(), parseDay('2024-01-10'))).toBe(false);
  });

  test.each([
    [{}, '2024-01-01', undefined], [{}, '2024-01-31', undefined], [{ sessionsLeft: null }, '2024-01-16', undefined],
    [{ groupIds: null }, '2024-01-16', undefined], [{}, '2023-12-31', 'NOT_STARTED'], [{}, '2024-02-01', 'ENDED'],
    [{ status: 'EXPIRED' }, '2024-01-16', 'ENDED'], [{ status: 'PENDING' }, '2024-01-16', 'PENDING'],
    [{ status: 'CANCELLED' }, '2024-01-16', 'NO_PASS'], [{ sessionsLeft: 0 }, '2024-01-16', 'NO_SESSIONS'],
    [{ groupIds: ['h'] }, '2024-01-16', 'OTHER_GROUP'],
    [{ freezeStart: '2024-01-16', freezeEnd: '2024-01-16', sessionsLeft: 0 }, '2024-01-16', 'FROZEN'],
  ] as [Given, string, string | undefined][])('SUB-3: %j on %s: %s', (facts, day, why) => {
    expect(whyNot(pass(facts), visit(day))).toBe(why);
    expect(covers(pass(facts), visit(day))).toBe(why === undefined);
  });
  test('SUB-3: a training without a group is covered only by a pass for every group', () => {
    expect(whyNot(pass(), visit('2024-01-16', null))).toBe('OTHER_GROUP');
    expect(covers(pass({ groupIds: null }), visit('2024-01-16', null))).toBe(true);
  });

  test('SUB-4: the pass that ends first, then the oldest (C-39)', () => {
    const late = pass({ id: 'late', endDate: '2024-02-10' });
    const newer = pass({ id: 'newer', createdAt: parseInstant('2024-01-02T00:00:00Z') });
    const older = pass({ id: 'older' });
    expect(choosePass([late, newer, older], visit('2024-01-16'))).toEqual({ pass: older });
    expect(choosePass([late, pass({ sessionsLeft: 0 })], visit('2024-01-16'))).toEqual({ pass: late });
  });
  test('SUB-4: of several reasons the most telling', () => {
    const frozen = pass({ freezeStart: '2024-01-10', freezeEnd: '2024-01-20' });
    const all = [
      pass({ groupIds: ['h'] }), pass({ startDate: '2024-01-20' }), pass({ status: 'PENDING' }),
      pass({ endDate: '2024-01-02' }), pass({ sessionsLeft: 0 }), frozen,
    ];
    const reasons = all.map((_, index) => choosePass(all.slice(0, index + 1), visit('2024-01-16')));
    expect(reasons.map((chosen) => ('why' in chosen ? chosen.why : '')))
      .toEqual(['OTHER_GROUP', 'NOT_STARTED', 'PENDING', 'ENDED', 'NO_SESSIONS', 'FROZEN']);
    expect(choosePass([], visit('2024-01-16'))).toEqual({ why: 'NO_PASS' });
  });

  test('SUB-5: the groups of the kind, or the one it was sold into', () => {
    expect([groupsOf(null, null), groupsOf(null, 'a'), groupsOf(['a', 'b'], 'a'), groupsOf(['a'], null)])
      .toEqual([null, ['a'], ['a', 'b'], ['a']]);
    expect(() => groupsOf(['a'], 'b')).toThrow(refusal('GROUP_NOT_COVERED'));
  });
});

test('SUB-6: what is left is worth its share of what was paid, rounded once', () => {
  const worth = (sessions: number | null, perPeriod: number | null = 12) =>
    valueOf({ paidPrice: kopecks(350_000), sessionsPerPeriod: perPeriod }, sessions);
  expect([worth(12), worth(5), worth(1), worth(0), worth(null, null)]).toEqual([350_000, 145_833, 29_167, 0, null]);
});

describe('freezes', () => {
  const on = parseDay('2024-01-08');
  const dates = (from: string, through: string) => ({ freezeStart: parseDay(from), freezeEnd: parseDay(through) });
  test('SUB-7: both days count', () => {
    expect(checkFreeze(pass(), dates('2024-01-10', '2024-01-20'), on).days).toBe(11);
    expect(checkFreeze(pass({ freezeEnd: '2024-01-07' }), dates('2024-01-08', '2024-01-08'), on).days).toBe(1);
    expect(() => checkFreeze(pass({ freezeEnd: '2024-01-08' }), dates('2024-01-10', '2024-01-10'), on)).toThrow(refusal('ALREADY_FROZEN'));
    expect(() => checkFreeze(pass({ status: 'EXPIRED' }), dates('2024-01-10', '2024-01-10'), on)).toThrow(refusal('SUBSCRIPTION_NOT_ACTIVE'));
    expect(() => checkFreeze(pass({ startDate: '2024-01-11' }), dates('2024-01-10', '2024-01-12'), on)).toThrow(refusal('FREEZE_OUTSIDE'));
  });
  test('SUB-8: gives back no more days than the freeze moved the end by', () => {
    const frozen = { ...dates('2024-01-10', '2024-01-20'), shiftedDays: 11 };
    const end = (from: string, movedBy = 11) => endFreeze(frozen, movedBy, parseDay(from), on);
    expect(end('2024-01-08')).toEqual({ freezeStart: null, freezeEnd: null, daysBack: 11 });
    expect(end('2024-01-10')).toEqual({ freezeStart: null, freezeEnd: null, daysBack: 11 });
    expect(end('2024-01-20')).toEqual({ ...dates('2024-01-10', '2024-01-19'), daysBack: 1 });
    expect(end('2024-01-12', 0).daysBack).toBe(0);
    expect(() => end('2024-01-21')).toThrow(refusal('NOT_FROZEN'));
  });
});

test('SUB-9, SUB-10: windows of renewal and of grace (WE-55, WE-59)', () => {
  expect(renewalWindow(parseDay('2025-01-24'), 7)).toEqual({ from: parseDay('2025-01-24'), through: parseDay('2025-01-31') });
  const ended = parseDay('2025-01-31');
  const expels = (today: string) => Temporal.PlainDate.compare(ended, expelsWhenEndedBefore(parseDay(today), 14)) < 0;
  expect([expels('2025-02-14'), expels('2025-02-15')]).toEqual([false, true]);
});

test('SUB-11: the discount of a historical invoice is what was not paid (WE-63)', () => {
  expect(historicalSums({ originalPrice: kopecks(500_000), paidPrice: kopecks(350_000) })).toMatchObject({
    subtotal: 500_000, discountAmount: 150_000, adjustmentAmount: 0, totalAmount: 350_000,
  });
});
