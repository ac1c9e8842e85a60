import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalisePhone } from '../../src/clients/phone.ts';

describe('normalisePhone', () => {
  test.each([
    ['8 (978) 845-13-64', '+79788451364'],
    ['79788451364', '+79788451364'],
    ['9788451364', '+79788451364'],
    ['+7 900 123-45-67', '+79001234567'],
    ['  8‑978‑845‑13‑64\u00a0', '+79788451364'],
    ['8 (978) 845-13-64 доб. 12', '+79788451364'],
    ['+375 29 491-19-11', '+375294911911'],
    ['+81 3 1234 5678', '+81312345678'],
  ])('reads %j as %s', (text, phone) => {
    expect(normalisePhone(text)).toBe(phone);
  });

  test.each([
    '', 'мама', '8451364', '8 (978) 845-13-6', '8 (978) 845-13-645', '+8 978 845-13-64', '+7 000 000-00-00',
    '89788451364, 89788451365', '89788451364 мама',
  ])('refuses %j', (text) => {
    expect(normalisePhone(text)).toBeUndefined();
  });

  test('eleven digits from 7 or 8 are Russian whatever the default country', () => {
    expect(normalisePhone('89788451364', 'BY')).toBe('+79788451364');
    expect(normalisePhone('79788451364', 'GE')).toBe('+79788451364');
    expect(normalisePhone('294911911', 'BY')).toBe('+375294911911');
    expect(normalisePhone('294911911', 'RU')).toBeUndefined();
  });

  test('eleven digits that cannot be Russian are read in the default country', () => {
    expect(normalisePhone('8 029 491-19-11', 'BY')).toBe('+375294911911');
    expect(normalisePhone('8 029 491-19-11')).toBeUndefined();
  });

  test('every way to type a mobile number gives the same answer, and the answer gives itself', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 999_999_999 }), (n) => {
      const d = `9${String(n).padStart(9, '0')}`;
      const spaced = `(${d.slice(0, 3)}) ${d.slice(3, 6)}-${d.slice(6, 8)}-${d.slice(8)}`;
      for (const text of [d, `8${d}`, `7${d}`, `+7${d}`, `8 ${spaced}`, `+7 ${spaced}`, spaced]) {
        expect(normalisePhone(text)).toBe(`+7${d}`);
      }
    }));
  });
});
