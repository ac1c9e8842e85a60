import { describe, expect, test } from 'vitest';
import { parseDay } from '../../src/kernel/day.ts';
import { type Money, ZERO, kopecks } from '../../src/kernel/money.ts';
import { type Policy, templatePolicy } from '../../src/kernel/policy.ts';
import type { PassFacts } from '../../src/subscriptions/rules.ts';
import {
  type ActiveCharge, type Visitor, chargesAtNight, decide, effectOfMark, isSafe, priceOfVisit, purposeOf, refuseEarlyMark,
  safeMinutesOf, safeUntil, undoneWithMark,
} from '../../src/trainings/rules.ts';
import { cancellationSentence, sentenceOf } from '../../src/trainings/words-rules.ts';

const refusal = (code: string) => expect.objectContaining({ code }) as Error;
const PRICE = kopecks(200_000);
const visit = { groupId: null, day: parseDay('2024-01-16'), price: PRICE, trialPrice: null };
const pass = (facts: Partial<PassFacts> = {}): PassFacts => ({
  id: 'a', status: 'ACTIVE', groupIds: null, startDate: parseDay('2024-01-01'), endDate: parseDay('2024-01-31'),
  freezeStart: null, freezeEnd: null, sessionsLeft: 8, createdAt: Temporal.Instant.from('2024-01-01T09:00:00Z'), ...facts,
});
const charge = (facts: Partial<ActiveCharge> = {}): ActiveCharge => ({ id: 'c', label: 'NORMAL', cause: 'NIGHT', ...facts });
const visitor = (facts: Partial<Visitor> = {}): Visitor =>
  ({ booked: true, kind: 'REGULAR', charge: undefined, passes: [], ...facts });

describe('CHG-1: a visit is charged once', () => {
  test('the order of the checks: cancelled, free, charged, then the pass, then the invoice (C-43)', () => {
    const all = { booked: false, kind: 'FREE', charge: charge(), passes: [pass()] } as const;
    expect(decide(visitor(all), visit, 'INVOICE')).toEqual({ kind: 'SKIPPED', reason: 'CANCELLED' });
    expect(decide(visitor({ ...all, booked: true }), visit, 'INVOICE')).toEqual({ kind: 'SKIPPED', reason: 'FREE' });
    expect(decide(visitor({ charge: charge(), passes: [pass()] }), visit, 'INVOICE'))
      .toEqual({ kind: 'SKIPPED', reason: 'CHARGED' });
    expect(decide(visitor({ passes: [pass()] }), visit, 'INVOICE')).toMatchObject({ kind: 'SESSION', pass: { id: 'a' } });
    expect(decide(visitor(), visit, 'INVOICE')).toEqual({ kind: 'INVOICE', price: PRICE, reason: 'NO_PASS' });
  });

  test.each([
    ['frozen on that day (WE-103)', { freezeStart: parseDay('2024-01-10'), freezeEnd: parseDay('2024-01-20') }, 'FROZEN'],
    ['no session left', { sessionsLeft: 0 }, 'NO_SESSIONS'],
    ['ended the day before (WE-105)', { endDate: parseDay('2024-01-15') }, 'ENDED'],
    ['begins the day after', { startDate: parseDay('2024-01-17') }, 'NOT_STARTED'],
    ['not paid', { status: 'PENDING' }, 'PENDING'],
    ['for another group', { groupIds: ['g'] }, 'OTHER_GROUP'],
  ] as [string, Partial<PassFacts>, string][])('%s: an invoice that says so, or only a record', (_, facts, reason) => {
    const one = visitor({ passes: [pass(facts)] });
    expect(decide(one, visit, 'INVOICE')).toEqual({ kind: 'INVOICE', price: PRICE, reason });
    expect(decide(one, visit, 'RECORD_ONLY')).toEqual({ kind: 'SKIPPED', reason: 'RECORD_ONLY' });
  });

  test.each([
    ['the last day of the pass (WE-105)', { endDate: visit.day }],
    ['its first day', { startDate: visit.day }],
    ['the day after the freeze (WE-104)', { freezeStart: parseDay('2024-01-10'), freezeEnd: parseDay('2024-01-15') }],
    ['one session left', { sessionsLeft: 1 }],
    ['an unlimited pass', { sessionsLeft: null }],
  ] as [string, Partial<PassFacts>][])('%s is covered, also where the rest is only recorded', (_, facts) => {
    expect(decide(visitor({ passes: [pass(facts)] }), visit, 'RECORD_ONLY')).toMatchObject({ kind: 'SESSION' });
  });

  test('no price is an error of that participant, a price of zero is free', () => {
    expect(decide(visitor(), { ...visit, price: null }, 'INVOICE')).toEqual({ kind: 'ERROR', reason: 'NO_TRAINING_PRICE' });
    expect(decide(visitor(), { ...visit, price: null }, 'RECORD_ONLY')).toEqual({ kind: 'SKIPPED', reason: 'RECORD_ONLY' });
    expect(decide(visitor({ passes: [pass()] }), { ...visit, price: null }, 'INVOICE')).toMatchObject({ kind: 'SESSION' });
    expect(decide(visitor(), { ...visit, price: ZERO }, 'INVOICE')).toEqual({ kind: 'SKIPPED', reason: 'FREE' });
  });

  test('a trial visit costs its own price, nothing where there is none, and never a session', () => {
    const trial = visitor({ kind: 'TRIAL', passes: [pass()] });
    const trialPrice = kopecks(50_000);
    for (const uncovered of ['INVOICE', 'RECORD_ONLY'] as const) {
      expect(decide(trial, { ...visit, trialPrice }, uncovered)).toEqual({ kind: 'INVOICE', price: trialPrice, reason: 'TRIAL' });
      expect(decide(trial, visit, uncovered)).toEqual({ kind: 'SKIPPED', reason: 'FREE' });
    }
  });
});

test('CHG-2: the price of the training, else of its group, else of the catalogue; zero is a price', () => {
  const [own, group, catalogue] = [kopecks(1), kopecks(2), kopecks(3)];
  expect(priceOfVisit(own, group, catalogue)).toBe(own);
  expect(priceOfVisit(null, group, catalogue)).toBe(group);
  expect(priceOfVisit(null, null, catalogue)).toBe(catalogue);
  expect(priceOfVisit(null, null, null)).toBeNull();
  expect(priceOfVisit(ZERO, group, catalogue)).toBe(ZERO);
});

describe('CAN-1: a cancellation is safe up to exactly the safe time', () => {
  const start = Temporal.Instant.from('2024-01-16T07:00:00Z');
  const before = (nanoseconds: bigint) => Temporal.Instant.fromEpochNanoseconds(start.epochNanoseconds - nanoseconds);
  const hours = (n: bigint) => n * 3_600_000_000_000n;

  test.each([
    ['2024-01-15T18:59:59Z', true], ['2024-01-15T19:00:00Z', true], ['2024-01-15T19:00:01Z', false],
  ])('WE-101: at %s, twelve hours: %s', (now, safe) => {
    expect(isSafe(start, Temporal.Instant.from(now), 720)).toBe(safe);
  });
  test('it is compared to the nanosecond, not in whole hours or milliseconds', () => {
    expect(isSafe(start, before(hours(12n)), 720)).toBe(true);
    expect(isSafe(start, before(hours(12n) - 1n), 720)).toBe(false);
    expect(isSafe(start, before(hours(12n) + 1n), 720)).toBe(true);
  });
  test('any safe time, also none and with a fraction of an hour', () => {
    expect(isSafe(start, before(1n), 0)).toBe(true);
    expect(isSafe(start, before(hours(1n)), 60)).toBe(true);
    expect(isSafe(start, before(hours(1n) - 1n), 60)).toBe(false);
    // 1.1 hours are a little more than their seconds in binary, 4.1 hours a little less.
    expect(safeUntil(start, 1.1 * 60).toString()).toBe('2024-01-16T05:54:00Z');
    expect(safeUntil(start, 4.1 * 60).toString()).toBe('2024-01-16T02:54:00Z');
    expect(safeUntil(start, 720).toString()).toBe('2024-01-15T19:00:00Z');
  });
  test('from the start on nothing is cancelled', () => {
    expect(() => isSafe(start, start, 0)).toThrow(refusal('TRAINING_STARTED'));
    expect(() => isSafe(start, before(-1n), 720)).toThrow(refusal('TRAINING_STARTED'));
    expect(isSafe(start, before(1n), 720)).toBe(false);
  });
  test('the training says how long, else its group, else the organisation; none is not zero', () => {
    const policy = { ...templatePolicy.SPORT, 'cancellation.safeHours': 24 };
    expect(safeMinutesOf(0, 60, policy)).toBe(0);
    expect(safeMinutesOf(null, 0, policy)).toBe(0);
    expect(safeMinutesOf(null, 60, policy)).toBe(60);
    expect(safeMinutesOf(null, null, policy)).toBe(1440);
  });
});

test('ATT-1: a training is marked on its day or later', () => {
  const today = parseDay('2024-01-16');
  expect(() => refuseEarlyMark(parseDay('2024-01-17'), today)).toThrow(refusal('MARK_IN_FUTURE'));
  for (const day of ['2024-01-16', '2024-01-15', '2023-01-16']) refuseEarlyMark(parseDay(day), today);
});

const policyOf = (timing: Policy['training.chargeTiming'], chargeAbsent: boolean): Policy =>
  ({ ...templatePolicy.SPORT, 'training.chargeTiming': timing, 'training.chargeAbsent': chargeAbsent });
const NOTHING = { kind: 'NOTHING' };
const CAUSES = ['NIGHT', 'ATTENDANCE', 'CANCELLATION', 'MANUAL'] as const;

describe('ATT-2: what a mark does, for every charge and policy', () => {
  test.each(['ON_ATTENDANCE', 'BOTH'] as const)('%s: a visit that nobody charged is charged', (timing) => {
    for (const absent of [true, false]) {
      expect(effectOfMark('PRESENT', undefined, policyOf(timing, absent))).toEqual({ kind: 'CHARGE', label: 'NORMAL' });
    }
    expect(effectOfMark('ABSENT', undefined, policyOf(timing, true))).toEqual({ kind: 'CHARGE', label: 'ABSENCE' });
    expect(effectOfMark('ABSENT', undefined, policyOf(timing, false))).toEqual(NOTHING);
  });
  test('where only the night charges, a mark charges nothing', () => {
    for (const mark of ['PRESENT', 'ABSENT'] as const) {
      for (const absent of [true, false]) expect(effectOfMark(mark, undefined, policyOf('NIGHTLY', absent))).toEqual(NOTHING);
    }
  });
  test('where absence is free, a correction of absence to presence charges again, also where only the night charges (C-52)', () => {
    for (const timing of ['NIGHTLY', 'ON_ATTENDANCE', 'BOTH'] as const) {
      expect(effectOfMark('PRESENT', undefined, policyOf(timing, false), 'ABSENT')).toEqual({ kind: 'CHARGE', label: 'NORMAL' });
      expect(effectOfMark('ABSENT', undefined, policyOf(timing, false), 'ABSENT')).toEqual(NOTHING);
    }
    expect(effectOfMark('PRESENT', undefined, policyOf('NIGHTLY', false), 'PRESENT')).toEqual(NOTHING);
    expect(effectOfMark('PRESENT', undefined, policyOf('NIGHTLY', true), 'ABSENT')).toEqual(NOTHING);
  });
  test.each(CAUSES)('charged by %s: a mark never charges again, and only its own charge takes another name', (cause) => {
    for (const timing of ['NIGHTLY', 'ON_ATTENDANCE', 'BOTH'] as const) {
      for (const absent of [true, false]) {
        const policy = policyOf(timing, absent);
        const relabelled = cause === 'ATTENDANCE' ? { kind: 'RELABEL', label: 'NORMAL' } : NOTHING;
        expect(effectOfMark('PRESENT', charge({ cause }), policy)).toEqual(NOTHING);
        expect(effectOfMark('PRESENT', charge({ cause, label: 'ABSENCE' }), policy)).toEqual(relabelled);
        expect(effectOfMark('PRESENT', charge({ cause, label: 'FINE' }), policy)).toEqual(NOTHING);
        expect(effectOfMark('ABSENT', charge({ cause, label: 'FINE' }), policy)).toEqual(NOTHING);
        const absence = cause === 'ATTENDANCE' ? { kind: 'RELABEL', label: 'ABSENCE' } : NOTHING;
        expect(effectOfMark('ABSENT', charge({ cause }), policy)).toEqual(absent ? absence : { kind: 'UNDO' });
        expect(effectOfMark('ABSENT', charge({ cause, label: 'ABSENCE' }), policy)).toEqual(absent ? NOTHING : { kind: 'UNDO' });
      }
    }
  });
});

test('ATT-3: with a mark goes only what the mark charged, and never a fine', () => {
  expect(undoneWithMark(undefined)).toBe(false);
  for (const cause of CAUSES) {
    for (const label of ['NORMAL', 'ABSENCE', 'FINE'] as const) {
      expect(undoneWithMark(charge({ cause, label }))).toBe(cause === 'ATTENDANCE' && label !== 'FINE');
    }
  }
});

test('an invoice says what it charges, and the timing whether there is a night', () => {
  expect((['NORMAL', 'ABSENCE', 'FINE'] as const).map(purposeOf)).toEqual(['TRAINING', 'ABSENCE', 'FINE']);
  expect((['NIGHTLY', 'BOTH', 'ON_ATTENDANCE'] as const).map((timing) => chargesAtNight(policyOf(timing, true))))
    .toEqual([true, true, false]);
});

describe('CHG-3: every decision in words', () => {
  const said = (decision: string, reason: string, details: Record<string, string | number | null> | null = null) =>
    (['ru', 'en'] as const).map((language) => sentenceOf({ decision, reason, details }, language));
  test('a session, with what is left where the pass has a limit', () => {
    expect(said('SESSION', 'COVERED', { sessionsLeft: 1 }))
      .toEqual(['Списано занятие с абонемента, осталось 1 занятие', 'A session of the pass was charged, 1 session left']);
    expect(said('SESSION', 'COVERED', { sessionsLeft: 3 })[0]).toBe('Списано занятие с абонемента, осталось 3 занятия');
    expect(said('SESSION', 'COVERED', { sessionsLeft: 0 }))
      .toEqual(['Списано занятие с абонемента, осталось 0 занятий', 'A session of the pass was charged, 0 sessions left']);
    expect(said('SESSION', 'COVERED', { sessionsLeft: null }))
      .toEqual(['Списано занятие с абонемента', 'A session of the pass was charged']);
    expect(said('SESSION', 'COVERED')).toEqual(['Списано занятие с абонемента', 'A session of the pass was charged']);
  });
  test('an invoice, a skip, an error', () => {
    expect(said('INVOICE', 'FROZEN', { invoiceNumber: 'INV-2024-00001' }))
      .toEqual(['Выставлен счёт INV-2024-00001: абонемент заморожен', 'Invoice INV-2024-00001: the pass is frozen']);
    expect(said('SKIPPED', 'CHARGED')).toEqual(['Пропущено: уже списано раньше', 'Skipped: charged before']);
    expect(said('ERROR', 'NO_TRAINING_PRICE'))
      .toEqual(['Ошибка: не задана цена разового занятия', 'Error: the price of a single visit is not set']);
  });
  test('every reason has its words in both languages', () => {
    const reasons = ['COVERED', 'NO_PASS', 'NO_SESSIONS', 'ENDED', 'FROZEN', 'PENDING', 'NOT_STARTED', 'OTHER_GROUP', 'TRIAL',
      'CHARGED', 'CANCELLED', 'FREE', 'RECORD_ONLY', 'NO_TRAINING_PRICE'];
    for (const reason of reasons) {
      const [ru = '', en = ''] = said('SKIPPED', reason);
      expect(ru, reason).toMatch(/^Пропущено: [а-яё ]{7,}$/);
      expect(en, reason).toMatch(/^Skipped: [a-z ]{5,}$/);
    }
  });
});

describe('CAN-2: the consequence of a cancellation in words', () => {
  const nothing = {
    kept: null, sessionsReturned: 0, sessionsCharged: 0, invoiceCancelled: false, moneyReturned: ZERO, fineAmount: null,
  };
  type Facts = Parameters<typeof cancellationSentence>[0];
  const rows: [Partial<Facts>, string, string][] = [
    [{ sessionsReturned: 1 }, 'занятие вернулось на абонемент', 'the session went back to the pass'],
    [{ invoiceCancelled: true, moneyReturned: PRICE as Money }, 'счёт отменён, 2 000,00 ₽ вернулись в аванс', 'went back to the credit'],
    [{ invoiceCancelled: true }, 'счёт отменён', 'the invoice is cancelled'],
    [{}, 'списаний не было', 'nothing was charged'],
    [{ label: 'FINE', sessionsCharged: 1 }, 'занятие списано с абонемента', 'a session of the pass is charged'],
    [{ label: 'FINE', fineAmount: PRICE as Money }, 'выставлен счёт 2 000,00 ₽', 'invoiced'],
    [{ label: 'FINE', kept: 'SESSION' }, 'списанное занятие не возвращается', 'the charged session stays charged'],
    [{ label: 'FINE', kept: 'INVOICE' }, 'счёт за занятие остаётся', 'the invoice of the training stays'],
    [{ label: 'FINE' }, 'списывать нечего', 'there was nothing to charge'],
  ];
  test.each(rows)('%j', (facts, ru, en) => {
    const all: Facts = { label: 'SAFE', ...nothing, ...facts };
    const late = all.label === 'FINE';
    expect(cancellationSentence(all, 'ru').replaceAll('\u00a0', ' ')).toBe(`${late ? 'Поздняя отмена' : 'Отмена вовремя'}: ${ru}`);
    expect(cancellationSentence(all, 'en')).toMatch(new RegExp(`^${late ? 'Late' : 'In time'}: .*${en}`));
  });
});
