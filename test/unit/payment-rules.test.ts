import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Money, kopecks } from '../../src/kernel/money.ts';
import { Refusal } from '../../src/kernel/refusal.ts';
import {
  countShift, paymentTypeOf, reasonOf, refuseClosing, refuseFuture, refuseIrreversible, refuseOverBalance, refusePartial,
  refuseRefund, refuseReopening,
} from '../../src/payments/rules.ts';

const roubles = (value: number): Money => kopecks(value * 100);
const day = (text: string) => Temporal.PlainDate.from(text);
const refused = (code: string) => expect.objectContaining({ code });

/** The sentence of what was refused, with ordinary spaces. */
function sentenceOf(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    if (error instanceof Refusal) return error.sentence('ru').replaceAll('\u00a0', ' ');
    throw error;
  }
  throw new Error('Nothing was refused');
}

describe('PAY-1: money for an invoice covers what is due, unless partial payments are allowed', () => {
  test('one kopeck less is refused with the sum, the exact sum and more are taken', () => {
    const pay = (amount: number, allowPartial: boolean) => () => refusePartial(kopecks(amount), roubles(3500), allowPartial);
    expect(pay(349_999, false)).toThrow(refused('PARTIAL_NOT_ALLOWED'));
    expect(sentenceOf(pay(1, false))).toBe('Частичная оплата не разрешена: к оплате 3 500,00 ₽');
    for (const amount of [350_000, 350_001]) expect(pay(amount, false)).not.toThrow();
    expect(pay(200_000, true)).not.toThrow(); // WE-37
  });
});

describe('PAY-2: the kind of a payment follows its invoice', () => {
  const nothing = { subscriptionId: null, rentalId: null, trainingId: null };
  test.each([
    ['TOP_UP', undefined], ['OTHER', nothing], ['SUBSCRIPTION', { ...nothing, subscriptionId: 's' }],
    ['RENTAL', { ...nothing, rentalId: 'r' }], ['TRAINING', { ...nothing, trainingId: 't' }],
  ] as const)('%s (C-25)', (kind, invoice) => expect(paymentTypeOf(invoice)).toBe(kind));
});

describe('PAY-3: a payment is dated today or earlier', () => {
  test('tomorrow is refused, today and yesterday are not', () => {
    const dated = (text: string) => () => refuseFuture(day(text), day('2025-02-12'));
    expect(dated('2025-02-13')).toThrow(refused('DATE_IN_FUTURE'));
    for (const text of ['2025-02-12', '2025-02-11', '1999-12-31']) expect(dated(text)).not.toThrow();
  });
});

describe('REV-3: only a completed payment is reversed, once, with a reason', () => {
  test.each([
    ['REVERSED', 'PAYMENT_ALREADY_REVERSED'], ['PENDING', 'PAYMENT_NOT_COMPLETED'], ['CANCELLED', 'PAYMENT_NOT_COMPLETED'],
  ] as const)('%s → %s', (status, code) => {
    expect(() => refuseIrreversible(status)).toThrow(refused(code));
    expect(() => refuseIrreversible('COMPLETED')).not.toThrow();
  });

  test('a reason of blanks is none; a real one is kept without the blanks around it', () => {
    for (const blank of ['', ' ', '\n\t ', '\u00a0']) expect(() => reasonOf(blank)).toThrow(refused('REASON_REQUIRED'));
    expect(reasonOf('  Ошибка  кассира ')).toBe('Ошибка  кассира');
  });
});

describe('REF-1: a refund is at most what is left, and all of it unless parts are allowed', () => {
  test('against an invoice', () => {
    const give = (amount: number, allowPartial: boolean) => () => refuseRefund(kopecks(amount), roubles(3500), allowPartial);
    for (const allowPartial of [true, false]) {
      expect(give(350_001, allowPartial)).toThrow(refused('REFUND_TOO_LARGE'));
      expect(give(350_000, allowPartial)).not.toThrow();
    }
    expect(give(349_999, false)).toThrow(refused('REFUND_FULL_ONLY'));
    expect(give(349_999, true)).not.toThrow();
    expect(sentenceOf(give(350_001, true))).toBe('Возврат больше оплаченного: осталось 3 500,00 ₽');
    expect(sentenceOf(give(1, false))).toBe('Возврат по счету возможен только полностью: 3 500,00 ₽');
  });

  test('from free credit', () => {
    expect(() => refuseOverBalance(kopecks(50_001), roubles(500))).toThrow(refused('BALANCE_TOO_LOW'));
    expect(sentenceOf(() => refuseOverBalance(kopecks(1), kopecks(0)))).toBe('На авансе клиента меньше этой суммы: 0,00 ₽');
    for (const amount of [50_000, 1]) expect(() => refuseOverBalance(kopecks(amount), roubles(500))).not.toThrow();
  });
});

describe('SHI-1: what was counted beside what is expected; a difference needs a note', () => {
  const expected = { CASH: roubles(1500), CARD: roubles(300), BANK_TRANSFER: roubles(0), ONLINE: roubles(0) };
  const differences = (counts: ReturnType<typeof countShift>) => Object.fromEntries(counts.map((one) => [one.method, one.difference]));

  test('what agrees needs no note, and a method not counted is believed', () => {
    const counts = countShift(expected, { CASH: roubles(1500) }, undefined);
    expect(counts).toHaveLength(4);
    expect(counts).toContainEqual({ method: 'CARD', expected: roubles(300), counted: roubles(300), difference: 0 });
    expect(differences(counts)).toEqual({ CASH: 0, CARD: 0, BANK_TRANSFER: 0, ONLINE: 0 });
  });

  test('a kopeck too little or too much is refused without a note and shown with one', () => {
    for (const counted of [149_999, 150_001]) {
      for (const note of [undefined, '', '  ']) {
        expect(() => countShift(expected, { CASH: kopecks(counted) }, note)).toThrow(refused('SHIFT_DIFFERENCE_NOTE'));
      }
      expect(differences(countShift(expected, { CASH: kopecks(counted) }, 'Размен'))).toMatchObject({ CASH: counted - 150_000 });
    }
    expect(() => countShift(expected, { CASH: roubles(1500), CARD: roubles(299) }, undefined)).toThrow(refused('SHIFT_DIFFERENCE_NOTE'));
  });

  test('for any sums the difference is counted less expected, by each method', () => {
    const sums = fc.record({ CASH: fc.nat(), CARD: fc.nat(), BANK_TRANSFER: fc.nat(), ONLINE: fc.nat() })
      .map((all) => all as Record<keyof typeof expected, Money>);
    fc.assert(fc.property(sums, sums, (books, found) => {
      for (const { method, expected: of, counted, difference } of countShift(books, found, 'Пересчитано')) {
        expect([of, counted, difference]).toEqual([books[method], found[method], found[method] - books[method]]);
      }
    }));
  });
});

describe('PER-2: only past days are closed, and only forward; reopening goes back', () => {
  const today = day('2025-02-12');
  test('closing', () => {
    const close = (text: string, closed: string | null) => () => refuseClosing(day(text), today, closed === null ? null : day(closed));
    for (const text of ['2025-02-12', '2025-02-13']) expect(close(text, null)).toThrow(refused('PERIOD_NOT_PAST'));
    expect(close('2025-02-11', null)).not.toThrow();
    for (const text of ['2025-01-31', '2025-01-30']) expect(close(text, '2025-01-31')).toThrow(refused('PERIOD_NOT_FORWARD'));
    expect(close('2025-02-01', '2025-01-31')).not.toThrow();
  });

  test('reopening', () => {
    const reopen = (text: string | null, closed: string | null) => () =>
      refuseReopening(text === null ? null : day(text), closed === null ? null : day(closed));
    for (const [text, closed] of [[null, null], ['2025-01-31', null], ['2025-01-31', '2025-01-31'], ['2025-02-01', '2025-01-31']] as const) {
      expect(reopen(text, closed)).toThrow(refused('PERIOD_NOT_FORWARD'));
    }
    for (const text of [null, '2025-01-30']) expect(reopen(text, '2025-01-31')).not.toThrow();
  });
});
