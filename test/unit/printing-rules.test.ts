import { describe, expect, test } from 'vitest';
import { kopecks, percentHundredths } from '../../src/kernel/money.ts';
import { sumInWords, vatByRate } from '../../src/printing/rules.ts';

describe('PRN-1: a sum in words', () => {
  test.each([
    [0, 'Ноль рублей 00 копеек'], [1, 'Ноль рублей 01 копейка'], [100, 'Один рубль 00 копеек'],
    [202, 'Два рубля 02 копейки'], [505, 'Пять рублей 05 копеек'], [1111, 'Одиннадцать рублей 11 копеек'],
    [2101, 'Двадцать один рубль 01 копейка'], [1_400, 'Четырнадцать рублей 00 копеек'],
    [350_000, 'Три тысячи пятьсот рублей 00 копеек'], [100_000, 'Одна тысяча рублей 00 копеек'],
    [200_024, 'Две тысячи рублей 24 копейки'], [1_100_000, 'Одиннадцать тысяч рублей 00 копеек'],
    [2_134_250, 'Двадцать одна тысяча триста сорок два рубля 50 копеек'],
    [100_000_000, 'Один миллион рублей 00 копеек'], [200_100_100, 'Два миллиона одна тысяча один рубль 00 копеек'],
    [9_999_999_999,
      'Девяносто девять миллионов девятьсот девяносто девять тысяч девятьсот девяносто девять рублей 99 копеек'],
    [100_000_000_000, 'Один миллиард рублей 00 копеек'], [-150, 'Минус один рубль 50 копеек'],
  ])('%i kopecks: %s', (amount, words) => expect(sumInWords(kopecks(amount))).toBe(words));
});

test('PRN-2: VAT is summed for each rate, the highest first; what is not taxed is not there', () => {
  const line = (rate: number, amount: number) => ({ vatRate: percentHundredths(rate), vatAmount: kopecks(amount) });
  expect(vatByRate([line(1000, 500), line(0, 0), line(2000, 700), line(1000, 40)])).toEqual([
    { rate: 2000, amount: 700 }, { rate: 1000, amount: 540 },
  ]);
  expect(vatByRate([line(0, 0)])).toEqual([]);
});
