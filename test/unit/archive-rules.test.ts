import { expect, test } from 'vitest';
import { actInWords, confirmationOf } from '../../src/archive/act.ts';
import { copied, escapeText, unescapeText, wrongValue } from '../../src/archive/archive-rules.ts';
import { documentsKeptThrough, fullNames, isHidden, patternsOf, shownAsErased } from '../../src/archive/personal-rules.ts';
import { meaningOf, unitOf } from '../../src/archive/units-rules.ts';
import { parseDay } from '../../src/kernel/day.ts';

test('ARC-1: money is kopecks, quantities and percents are hundredths, points are no money', () => {
  expect(unitOf('amount', 'bigint')).toBe('kopecks');
  expect(unitOf('discount_percent', 'integer')).toBe('hundredths of a percent');
  expect(unitOf('quantity', 'bigint')).toBe('hundredths');
  expect(unitOf('sum', 'bigint', 'loyalty_points')).toBe('hundredths');
  expect(unitOf('period_number', 'integer')).toBeUndefined();
  expect(meaningOf('client_id', 'uuid', undefined, 'clients')).toContain('→ clients.csv');
});

test.each([
  ['=1+1', "'=1+1"], ["'=1+1", "''=1+1"], ['+7978', "'+7978"], ['-5', "'-5"], ['@x', "'@x"], ['\t=x', "'\t=x"],
  ["'тихо", "'тихо"], ['', ''], ['обычный = текст', 'обычный = текст'],
])('ARC-2: %j is written as %j and comes back', (text, written) => {
  expect(escapeText(text)).toBe(written);
  expect(unescapeText(written)).toBe(text);
});

test('a value is written for COPY so that nothing in it means anything', () => {
  expect(copied(null, 'text')).toBe('\\N');
  expect(copied('\\N', 'text')).toBe('\\\\N');
  expect(copied('a\tb\nc\r', 'text')).toBe('a\\tb\\nc\\r');
  expect(copied('["a\\"b",null]', 'text[]')).toBe('{"a\\\\"b",NULL}');
  expect(copied('AQI=', 'bytea')).toBe('\\\\x0102');
});

test.each([
  ['abc', 'uuid'], ['1.5', 'bigint'], ['да', 'boolean'], ['2025-1-1', 'date'], ['2025-01-01', 'timestamp with time zone'],
  ['{', 'jsonb'], ['{"a":1}', 'text[]'], ['я', 'bytea'], ['a\0b', 'text'], [null, 'text'],
])('%j is no %s', (value, type) => {
  expect(wrongValue(value, { type, nullable: false })).toBeDefined();
  expect(wrongValue(null, { type, nullable: true })).toBeUndefined();
});

test('PERS-2: a person is found by full names in any case and by contacts; by a single name only in his own rows', () => {
  const { anywhere, own } = patternsOf({
    full: fullNames('Анна', 'Иванова', null), parts: ['Анна', 'Иванова'], contacts: ['+79788451364', 'anna@example.org'],
  });
  // PostgreSQL's \m, \M and [[:alpha:]] in the words of JavaScript.
  const js = (pattern: string | null) => new RegExp((pattern ?? '').replace('\\m(', '(?<![\\p{L}\\d])(').replace(/\\M$/, '(?![\\p{L}\\d])')
    .replaceAll('[[:alpha:]]', '\\p{L}').replaceAll('\\-', '-'), 'giu');
  const without = (pattern: string | null, text: string): string => text.replace(js(pattern), '…');
  expect(without(anywhere, 'вернули Ивановой Анне')).toBe('вернули …');
  expect(without(anywhere, 'тел. 8 (978) 845-13-64, почта anna@example.org')).toBe('тел. …, почта …');
  expect(without(anywhere, 'Анна Петрова и Иванова Мария')).toBe('Анна Петрова и Иванова Мария');
  expect(without(own, 'Анне сдачу, Ивановой чек')).toBe('… сдачу, … чек');
  expect(without(own, 'Аннотация')).toBe('Аннотация');
  expect(patternsOf({ full: [], parts: [], contacts: [] })).toEqual({ anywhere: null, own: null });
});

test('PERS-3: documents are kept five years after their year', () => {
  expect(documentsKeptThrough(parseDay('2025-02-12'))?.toString()).toBe('2030-12-31');
  expect(documentsKeptThrough(null)).toBeNull();
});

test('nobody takes a key of a door home, and nobody is erased by a slip of the hand', () => {
  expect(['password_hash', 'totp_secret', 'password_sealed', 'token_hash'].every(isHidden)).toBe(true);
  expect(isHidden('phone')).toBe(false);
  expect(confirmationOf('Иванова Анна')).toBe('удалить Иванова Анна');
  expect(shownAsErased(3)).toBe('Клиент удалён № 3');
});

test('the act of destruction says whose, what, why and when, and not the name', () => {
  const act = actInWords({
    clientId: 'c1', shownAs: 'Клиент удалён № 3', number: 3, reason: 'REQUEST', erasedAt: Temporal.Instant.from('2025-02-12T09:00:00Z'),
    categories: [{ table: 'contacts', title: 'Контакты', rows: 2, fate: 'DELETED' }], documentsKeptThrough: parseDay('2030-12-31'),
  }, 'ru');
  expect(act).toContain('Требование субъекта данных');
  expect(act).toContain('Контакты (contacts): 2, удалено');
  expect(act).toMatch(/хранятся по .*2030/);
});
