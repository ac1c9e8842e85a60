import { describe, expect, test } from 'vitest';
import { nightState, proofState } from '../../src/desk/rules.ts';
import { otherLayout, readQuery } from '../../src/desk/search-rules.ts';

const today = Temporal.PlainDate.from('2025-02-12');
const at = (iso: string) => Temporal.Instant.from(iso);

describe('SRC-1: the other keyboard layout', () => {
  test.each([
    ['bdfyjd', 'иванов'], ['шмфтщм', 'ivanov'], ['BDFYJD', 'иванов'], ['gtnhjd` fyyf', 'петрове анна'],
    ['ujkjdby', 'головин'], [';erjd', 'жуков'], ['1024', '1024'],
  ])('%s is %s', (typed, meant) => expect(otherLayout(typed)).toBe(meant));
});

describe('SRC-2: what a query may mean', () => {
  test.each([
    ['3500', 350_000], ['3 500,00', 350_000], ['3\u00a0500,5', 350_050], ['3500.50 ₽', 350_050], ['100 руб', 10_000],
    ['1 2', undefined], ['0', undefined], ['3500,001', undefined], ['иванов', undefined], ['12.02.2025', undefined],
  ])('the sum of "%s" is %s kopecks', (query, kopecks) => expect(readQuery(query, today).amount).toBe(kopecks));

  test.each([
    ['12.02.2025', '2025-02-12'], ['1.2.2025', '2025-02-01'], ['12.02.25', '2025-02-12'], ['2025-02-12', '2025-02-12'],
    ['31.02.2025', undefined], ['12.02', undefined], ['12 февраля', undefined],
  ])('the day of "%s" is %s', (query, day) => expect(readQuery(query, today).day?.toString()).toBe(day));

  test.each([
    ['1024', ['INV-2025-01024', 'INV-2024-01024', 'INV-2023-01024', 'INV-2022-01024']],
    ['№ 7', ['INV-2025-00007', 'INV-2024-00007', 'INV-2023-00007', 'INV-2022-00007']],
    ['INV-2024-00042', ['INV-2024-00042']], ['2024-42', ['INV-2024-00042']], ['счёт 2024-42', ['INV-2024-00042']],
    ['inv', []], ['12345678', []],
  ])('the number of "%s" is one of %s', (query, numbers) => expect(readQuery(query, today).invoiceNumbers).toEqual(numbers));
});

describe('DSK-1: the last night', () => {
  const expected = { date: today, at: at('2025-02-12T18:00:00Z') };
  const done = { status: 'DONE', errors: 0 } as const;
  test.each([
    ['where nights charge nothing', 'OFF', false, expected, done, '2025-02-12T20:00:00Z'],
    ['of a new organisation', 'WAITING', true, undefined, undefined, '2025-02-12T20:00:00Z'],
    ['that ended', 'DONE', true, expected, done, '2025-02-12T20:00:00Z'],
    ['that could not charge somebody', 'PARTIAL', true, expected, { ...done, errors: 2 }, '2025-02-12T20:00:00Z'],
    ['that failed', 'FAILED', true, expected, { status: 'FAILED', errors: 1 }, '2025-02-12T20:00:00Z'],
    ['that was missed', 'MISSED', true, expected, { status: 'MISSED', errors: 0 }, '2025-02-12T20:00:00Z'],
    ['half an hour late', 'WAITING', true, expected, undefined, '2025-02-12T18:30:00Z'],
    ['later than that', 'NOT_STARTED', true, expected, undefined, '2025-02-12T18:30:01Z'],
  ] as const)('a night %s is %s', (_, state, applies, due, run, now) =>
    expect(nightState(applies, due, run, at(now))).toBe(state));
});

test('DSK-2: the books are proven by the last proof that ended and found nothing', () => {
  expect(proofState(undefined)).toBe('NEVER');
  expect(proofState({ status: 'RUNNING', errors: 0, broken: 0 })).toBe('RUNNING');
  expect(proofState({ status: 'FAILED', errors: 1, broken: 0 })).toBe('FAILED');
  expect(proofState({ status: 'DONE', errors: 1, broken: 1 })).toBe('BROKEN');
  expect(proofState({ status: 'DONE', errors: 0, broken: 0 })).toBe('OK');
});
