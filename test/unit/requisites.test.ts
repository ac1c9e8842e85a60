import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isValidBankAccount, isValidBik, isValidCorrespondentAccount, isValidInn, isValidKpp, isValidOgrn,
} from '../../src/kernel/requisites.ts';

const digit = fc.integer({ min: 0, max: 9 });

/** Returns random digits of a length, not all zero. */
function digits(length: number): fc.Arbitrary<string> {
  const list = fc.array(digit, { minLength: length, maxLength: length });
  return list.map((d) => d.join('')).filter((text) => /[1-9]/.test(text));
}

/** Returns the text with the digit at the index moved by 1..9, so that it always differs. */
function changed(text: string, index: number, by: number): string {
  return text.slice(0, index) + String((Number(text[index]) + by) % 10) + text.slice(index + 1);
}

/** Finds the texts among the candidates `body + end` that pass the check. */
function endings(body: string, length: number, check: (text: string) => boolean): string[] {
  const all = Array.from({ length: 10 ** length }, (_, n) => body + String(n).padStart(length, '0'));
  return all.filter(check);
}

const by = fc.integer({ min: 1, max: 9 });

describe('INN', () => {
  test('known numbers pass and their neighbours do not', () => {
    expect(isValidInn('7707083893', 'LEGAL')).toBe(true);
    expect(isValidInn('7707083894', 'LEGAL')).toBe(false);
    expect(isValidInn('500100732259', 'PERSON')).toBe(true);
    expect(isValidInn('500100732258', 'PERSON')).toBe(false);
    expect(isValidInn('500100732269', 'PERSON')).toBe(false);
  });

  test('a sole trader is LEGAL with twelve digits, a person never has ten', () => {
    expect(isValidInn('500100732259', 'LEGAL')).toBe(true);
    expect(isValidInn('7707083893', 'PERSON')).toBe(false);
  });

  test.each([
    '', '770708389', '77070838930', '7707083893 ', '7707083893\n', '770708389З', '٧٧٠٧٠٨٣٨٩٣', '0000000000',
  ])('refuses %j', (text) => {
    expect(isValidInn(text, 'LEGAL')).toBe(false);
  });

  test('every nine digits have exactly one control digit', () => {
    fc.assert(fc.property(digits(9), (body) => {
      expect(endings(body, 1, (t) => isValidInn(t, 'LEGAL'))).toHaveLength(1);
    }));
  });

  test('every ten digits have exactly one pair of control digits', () => {
    fc.assert(fc.property(digits(10), (body) => {
      expect(endings(body, 2, (t) => isValidInn(t, 'PERSON'))).toHaveLength(1);
    }));
  });

  test('one changed digit is noticed when the control digit is not 0', () => {
    // A remainder of 10 shares the control digit 0 with a remainder of 0; every other remainder is alone.
    fc.assert(fc.property(digits(9), fc.nat(9), by, (body, index, delta) => {
      const inn = endings(body, 1, (t) => isValidInn(t, 'LEGAL'))[0] ?? '';
      fc.pre(!inn.endsWith('0'));
      expect(isValidInn(changed(inn, index, delta), 'LEGAL')).toBe(false);
    }));
  });
});

describe('KPP and BIK', () => {
  test('KPP allows Latin capitals in the fifth and sixth places only', () => {
    expect(isValidKpp('770401001')).toBe(true);
    expect(isValidKpp('7704AZ001')).toBe(true);
    expect(isValidKpp('7704az001')).toBe(false);
    expect(isValidKpp('77A401001')).toBe(false);
    expect(isValidKpp('7704010011')).toBe(false);
    expect(isValidKpp('000000000')).toBe(false);
  });

  test('BIK is nine digits', () => {
    expect(isValidBik('044525225')).toBe(true);
    expect(isValidBik('04452522')).toBe(false);
    expect(isValidBik('0445252250')).toBe(false);
    expect(isValidBik('04452522O')).toBe(false);
    expect(isValidBik('000000000')).toBe(false);
  });
});

describe('OGRN', () => {
  test('known numbers of 13 and 15 digits pass and their neighbours do not', () => {
    expect(isValidOgrn('1027700132195')).toBe(true);
    expect(isValidOgrn('1027700132196')).toBe(false);
    expect(isValidOgrn('304500116000157')).toBe(true);
    expect(isValidOgrn('304500116000158')).toBe(false);
    expect(isValidOgrn('10277001321950')).toBe(false);
  });

  test.each([[12, 11n], [14, 13n]])('after %i digits the control digit is the remainder by %s', (length, divisor) => {
    fc.assert(fc.property(digits(length), (body) => {
      expect(endings(body, 1, isValidOgrn)).toEqual([body + String((BigInt(body) % divisor) % 10n)]);
    }));
  });

  // Remainders 10 (and 11, 12 when divided by 13) share the control digits 0 (1, 2); the others are alone.
  test.each([[12, 1], [14, 3]])('one changed digit is noticed, %i digits and a control from %i', (n, from) => {
    fc.assert(fc.property(digits(n), fc.nat(n), by, (body, index, delta) => {
      const ogrn = endings(body, 1, isValidOgrn)[0] ?? '';
      fc.pre(Number(ogrn.at(-1)) >= from);
      expect(isValidOgrn(changed(ogrn, index, delta))).toBe(false);
    }));
  });
});

describe('accounts', () => {
  test('known accounts pass with their BIK and fail with another', () => {
    expect(isValidBankAccount('40602810700000000025', '049805746')).toBe(true);
    expect(isValidBankAccount('40702810200000012345', '044525225')).toBe(true);
    expect(isValidBankAccount('40702810200000012345', '044525226')).toBe(false);
    expect(isValidCorrespondentAccount('30101810400000000225', '044525225')).toBe(true);
    expect(isValidCorrespondentAccount('30101810400000000225', '044535225')).toBe(false);
  });

  test('the two kinds of account do not pass for each other', () => {
    expect(isValidBankAccount('30101810400000000225', '044525225')).toBe(false);
    expect(isValidCorrespondentAccount('40702810200000012345', '044525225')).toBe(false);
  });

  test('refuses a wrong length of the account or of the BIK', () => {
    expect(isValidBankAccount('4070281020000001234', '044525225')).toBe(false);
    expect(isValidBankAccount('407028102000000123450', '044525225')).toBe(false);
    expect(isValidBankAccount('40702810200000012345', '225')).toBe(false);
  });

  test('the ninth digit is the key the specification gives, and one changed digit is always noticed', () => {
    fc.assert(fc.property(digits(20), digits(9), fc.nat(19), by, (body, bik, index, delta) => {
      const blank = body.slice(0, 8) + '0' + body.slice(9);
      const weighted = Array.from(bik.slice(-3) + blank).map((d, i) => (Number(d) * [7, 1, 3][i % 3]!) % 10);
      const sum = weighted.reduce((total, d) => total + d, 0);
      const account = blank.slice(0, 8) + String((sum * 3) % 10) + blank.slice(9);
      fc.pre(/[1-9]/.test(account));
      expect(isValidBankAccount(account, bik)).toBe(true);
      expect(isValidBankAccount(changed(account, index, delta), bik)).toBe(false);
    }));
  });
});
