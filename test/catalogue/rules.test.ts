import { describe, expect, test } from 'vitest';
import { checkTerm, priceWithVat, tidyName, vatOf, vatRateOn } from '../../src/catalogue/rules.ts';
import { parseDay } from '../../src/kernel/day.ts';
import { kopecks, percentHundredths } from '../../src/kernel/money.ts';

const refusal = (code: string) => expect.objectContaining({ code });

describe('VAT-1: the rate of a day', () => {
  test.each([
    ['2004-01-01', 1800], ['2018-12-31', 1800], ['2019-01-01', 2000], ['2025-12-31', 2000], ['2026-01-01', 2200],
    ['2030-06-15', 2200],
  ])('STANDARD on %s is %i', (on, rate) => {
    expect(vatRateOn('STANDARD', parseDay(on))).toBe(rate);
  });

  test.each([['VAT_10', 1000], ['VAT_7', 700], ['VAT_5', 500], ['VAT_0', 0], ['NONE', 0]] as const)('%s is %i on any day', (kind, rate) => {
    expect([vatRateOn(kind, parseDay('2019-01-01')), vatRateOn(kind, parseDay('2026-01-01'))]).toEqual([rate, rate]);
  });
});

describe('VAT-2: the price with VAT', () => {
  test.each([
    [500000, 0, 500000], [500000, 2000, 600000], [500000, 2200, 610000], [33333, 2000, 40000], [1, 2200, 1], [3, 2000, 4],
    [25, 1000, 28], [9_999_999_999, 2200, 12_199_999_999],
  ])('%i at %i is %i', (base, rate, price) => {
    expect(priceWithVat(kopecks(base), percentHundredths(rate))).toBe(price);
    expect(vatOf(kopecks(base), percentHundredths(rate))).toBe(price - base);
  });
});

test('TERM-1: a term may last one day but not run backwards', () => {
  const startDate = parseDay('2025-09-01');
  expect(() => checkTerm({ startDate, endDate: startDate })).not.toThrow();
  expect(() => checkTerm({ startDate, endDate: parseDay('2025-08-31') })).toThrow(refusal('DATES_REVERSED'));
});

test('a name is one line with something in it', () => {
  expect(tidyName(' Йога\n утро ')).toBe('Йога утро');
  expect(() => tidyName('\u0000')).toThrow(refusal('NAME_REQUIRED'));
});
