import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  MAX_MONEY, type Money, type Percent, decimalText, displayMoney, exactHundredths, kopecks, minimum, multiplyDivide,
  percentOf, priceOf, subtract, sum, vatInside, hundredths, percentHundredths,
} from '../../src/kernel/money.ts';

const whole = (limit: number) => fc.integer({ min: -limit, max: limit });
const amount = fc.integer({ min: 0, max: MAX_MONEY }).map((value) => kopecks(value));

/** Round half away from zero by long division in whole numbers: the sentence of C-21, not the formula of the code. */
function roundedQuotient(a: number, b: number, divisor: number): bigint {
  const product = BigInt(a) * BigInt(b);
  const size = product < 0n ? -product : product;
  const rest = size % BigInt(divisor);
  const up = rest * 2n >= BigInt(divisor) ? 1n : 0n;
  const magnitude = size / BigInt(divisor) + up;
  return product < 0n ? -magnitude : magnitude;
}

describe('whole kopecks', () => {
  test('a fraction, an infinity and an unsafe number are no money', () => {
    for (const value of [0.1, NaN, Infinity, 2 ** 53]) expect(() => kopecks(value), String(value)).toThrow(RangeError);
    expect(() => hundredths(0.5)).toThrow('Quantity');
    expect(() => percentHundredths(0.5)).toThrow('Percent');
    expect(kopecks(-1)).toBe(-1);
  });

  test('sums are exact', () => {
    fc.assert(fc.property(fc.array(amount, { maxLength: 50 }), (amounts) => {
      expect(BigInt(sum(amounts))).toBe(amounts.reduce((total, value) => total + BigInt(value), 0n));
    }));
    expect(subtract(kopecks(1), kopecks(3))).toBe(-2);
    expect(minimum(kopecks(1), kopecks(3))).toBe(1);
    expect(minimum(kopecks(3), kopecks(1))).toBe(1);
  });
});

describe('the one rounding', () => {
  test.each([[1, 1, 2, 1], [-1, 1, 2, -1], [1, 1, 3, 0], [2, 1, 3, 1], [5, 1, 10, 1], [-5, 1, 10, -1], [4, 1, 10, 0], [0, 7, 3, 0]])(
    '%d × %d / %d = %d', (a, b, divisor, expected) => {
      expect(multiplyDivide(a, b, divisor) + 0).toBe(expected);
    });

  test('agrees with whole-number division for every size', () => {
    fc.assert(fc.property(whole(10 ** 12), whole(10 ** 9), fc.integer({ min: 1, max: 20_000 }), (a, b, divisor) => {
      const expected = roundedQuotient(a, b, divisor);
      fc.pre(expected <= BigInt(Number.MAX_SAFE_INTEGER) && expected >= BigInt(Number.MIN_SAFE_INTEGER));
      expect(BigInt(multiplyDivide(a, b, divisor))).toBe(expected);
    }), { numRuns: 2000 });
  });

  test('what does not fit is an error, not a wrong sum', () => {
    expect(() => multiplyDivide(2 ** 53 - 1, 2 ** 53 - 1, 1)).toThrow(RangeError);
  });

  test('a percent and the rest make the whole, and VAT is inside the amount', () => {
    fc.assert(fc.property(amount, fc.integer({ min: 0, max: 10_000 }), (value, rate) => {
      const percent = rate as Percent;
      const part = percentOf(value, percent);
      expect(part).toBeGreaterThanOrEqual(0);
      expect(part).toBeLessThanOrEqual(value);
      expect(Math.abs(part + percentOf(value, (10_000 - rate) as Percent) - value)).toBeLessThanOrEqual(1);
      const vat = vatInside(value, percent);
      expect(vat).toBeGreaterThanOrEqual(0);
      expect(vat * 2).toBeLessThanOrEqual(value + 1);
      expect(BigInt(vat)).toBe(roundedQuotient(value, rate, 10_000 + rate));
    }));
    expect(percentOf(kopecks(33_333), 3000 as Percent)).toBe(10_000);
    expect(vatInside(kopecks(324_000), 2000 as Percent)).toBe(54_000);
    expect(priceOf(hundredths(150), kopecks(200_000))).toBe(300_000);
  });
});

describe('exactHundredths', () => {
  test.each([
    [0, 0], [-0, 0], [1, 100], [1500.5, 150_050], [0.01, 1], [0.1, 10], [-0.01, -1], [99_999_999.99, MAX_MONEY],
    [1_000_000_000_000, 100_000_000_000_000],
  ])('%d is %d', (value, expected) => expect(exactHundredths(value)).toBe(expected));

  test.each([0.001, 1.005, 1e-7, 1e21, 1e13, NaN, Infinity, -Infinity, 0.1 + 0.2])('%d is refused, never rounded', (value) => {
    expect(exactHundredths(value)).toBeUndefined();
  });

  test('goes there and back through JSON for every amount', () => {
    fc.assert(fc.property(whole(MAX_MONEY), (value) => {
      expect(exactHundredths(JSON.parse(JSON.stringify(value / 100)) as number)).toBe(value);
    }), { numRuns: 2000 });
  });

  test('a third decimal is refused wherever it stands', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 10 ** 9 }), fc.integer({ min: 1, max: 9 }), (units, digit) => {
      expect(exactHundredths(Number(`${units}.00${digit}`))).toBeUndefined();
    }));
  });
});

describe('as people read it', () => {
  test.each([
    [0, '0.00'], [5, '0.05'], [-5, '-0.05'], [350_000, '3500.00'], [MAX_MONEY, '99999999.99'],
  ])('%d is %s in a record', (value, text) => expect(decimalText(value)).toBe(text));

  test.each([
    [0, '0,00 ₽', '₽0.00'], [5, '0,05 ₽', '₽0.05'], [99_999, '999,99 ₽', '₽999.99'], [100_000, '1 000,00 ₽', '₽1,000.00'],
    [-350_050, '−3 500,50 ₽', '−₽3,500.50'], [MAX_MONEY, '99 999 999,99 ₽', '₽99,999,999.99'],
  ])('%d is shown as %s and %s, with no-break spaces', (value, russian, english) => {
    expect(displayMoney(value as Money, 'ru')).toBe(russian.replaceAll(' ', '\u00a0'));
    expect(displayMoney(value as Money, 'en')).toBe(english);
  });

  test('what is shown loses no kopeck', () => {
    fc.assert(fc.property(whole(MAX_MONEY), (value) => {
      for (const language of ['ru', 'en'] as const) {
        const digits = displayMoney(value as Money, language).replace(/\D/g, '');
        expect(Number(digits)).toBe(Math.abs(value));
      }
    }));
  });
});
