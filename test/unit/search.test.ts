import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normaliseSearch, searchPatterns } from '../../src/kernel/search.ts';

/** Answers as LIKE does with the backslash as escape. */
function like(text: string, pattern: string): boolean {
  const special = /\\([\s\S])|%|_|[.*+?^${}()|[\]/]/g;
  const source = pattern.replace(special, (token: string, escaped: string | undefined) => {
    if (escaped !== undefined) return `\\u{${(escaped.codePointAt(0) ?? 0).toString(16)}}`;
    return token === '%' ? '[\\s\\S]*' : token === '_' ? '[\\s\\S]' : `\\${token}`;
  });
  return new RegExp(`^${source}$`, 'u').test(text);
}

/** Tells whether a row with this search text is found. */
function finds(row: string, query: string): boolean {
  return searchPatterns(query).every((pattern) => like(normaliseSearch(row), pattern));
}

describe('normaliseSearch', () => {
  test('folds case, ё, spaces and composition', () => {
    expect(normaliseSearch('  СЕМЁНОВА\u00a0\t Алёна\n')).toBe('семенова алена');
    expect(normaliseSearch('Семе\u0308нова')).toBe('семенова');
    expect(normaliseSearch('Юлии\u0306')).toBe('юлий');
    expect(normaliseSearch(' \u0000 ')).toBe('');
  });

  test('is idempotent', () => {
    const letters = fc.constantFrom(
      'Ё', 'е', 'И', 'и\u0306', 'Е\u0308', 'J\u030c', 'İ', 'Σ', '🐎', ' ', '\u00a0', '\n', '\0', '7',
    );
    fc.assert(fc.property(fc.string({ unit: letters }), (text) => {
      expect(normaliseSearch(normaliseSearch(text))).toBe(normaliseSearch(text));
    }));
  });
});

describe('searchPatterns', () => {
  test.each([
    ['', []],
    ['   ', []],
    ['Иванова  Пётр', ['%иванова%', '%петр%']],
    ['100%_\\', ['%100\\%\\_\\\\%']],
    ['8 (978) 845-13-64', ['%79788451364%']],
    ['+7(978)845-13-64 Анна', ['%79788451364%', '%анна%']],
    ['89788451364', ['%79788451364%']],
    ['8978845136', ['%8978845136%']],
    ['845-13', ['%84513%']],
    ['(978) 845', ['%978%', '%845%']],
    ['12-3', ['%12-3%']],
    ['Анна 7', ['%анна%', '%7%']],
    ['ivan1985@mail.ru', ['%ivan1985@mail.ru%']],
    ['-', ['%-%']],
  ])('%j → %j', (query, patterns) => {
    expect(searchPatterns(query)).toEqual(patterns);
  });

  test('all words have to match, in any order, as substrings', () => {
    const row = 'Семёнова Анна Симферополь +79788451364 anna_s@mail.ru';
    for (const query of ['ферополь', 'анна семенова', 'СЕМЁН 1364', '8 (978) 845-13-64', '8 978 84', 'anna_s']) {
      expect(finds(row, query), query).toBe(true);
    }
    for (const query of ['анна петрова', '89788451365', 'annaxs', 'anna%mail', 'семе_ова']) {
      expect(finds(row, query), query).toBe(false);
    }
  });

  test('any piece of a text without digits finds the text', () => {
    const text = fc.string({ unit: fc.constantFrom('а', 'Ё', 'z', '%', '_', '\\', ' ', '.', '('), maxLength: 20 });
    fc.assert(fc.property(text, fc.nat(20), fc.nat(20), (row, from, length) => {
      expect(finds(row, row.slice(from, from + length))).toBe(true);
    }));
  });
});
