import type { Day } from '../kernel/day.ts';
import { MAX_MONEY, type Money } from '../kernel/money.ts';
import { normaliseSearch } from '../kernel/search.ts';

const LATIN = '`qwertyuiop[]asdfghjkl;\'zxcvbnm,.';
const CYRILLIC = 'ёйцукенгшщзхъфывапролджэячсмитьбю';
const swapped = (from: string, to: string) =>
  new Map(Array.from(from, (letter, index) => [letter, to[index] ?? letter]));
const TO_CYRILLIC = swapped(LATIN, CYRILLIC);
const TO_LATIN = swapped(CYRILLIC, LATIN);

/**
 * SRC-1. When nothing is found, the query is tried as if the other keyboard layout had been on, both ways.
 * ru: Если ничего не нашлось, запрос читается в другой раскладке: bdfyjd — это иванов, шмфтщм — ivanov.
 * Source: issue 4 (ux A2, rule 4).
 */
export function otherLayout(query: string): string {
  const letters = query.toLowerCase().normalize('NFC');
  const map = /[а-яё]/.test(letters) ? TO_LATIN : TO_CYRILLIC;
  return normaliseSearch(Array.from(letters, (letter) => map.get(letter) ?? letter).join(''));
}

/** Which of the two readings of a query a name may be near to: people have Russian names. */
export const nameIn = (typed: string, other: string): string => (/[а-я]/.test(typed) ? typed : other);

/** What a query may mean besides a name. */
export type Meaning = Readonly<{
  text: string; amount: Money | undefined; day: Day | undefined; invoiceNumbers: readonly string[];
}>;

const AMOUNT = /^(\d{1,3}(?: \d{3})+|\d{1,8})(?:[.,](\d{1,2}))? ?(?:₽|р\.?|руб\.?)?$/;
const DATE = /^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})$/;
const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;
const NUMBER = /^(?:сч[её]т )?(?:№ ?|n ?|inv-)?(?:(\d{4})-)?(\d{1,7})$/;
/** For how many years back a number without its year is looked for. */
const YEARS_BACK = 3;

/**
 * SRC-2. A query is read as everything that it can be: a sum (3500, 3 500,00), a day (16.01.2025), the number of an
 * invoice with or without its year, and always as words of a name, phone or card.
 * ru: Запрос читается всеми способами: сумма, дата дд.мм.гггг, номер счёта с годом и без — и слова имени, телефона, карты.
 * Source: issue 4 (ux A2, rule 4; B2.1).
 */
export function readQuery(query: string, today: Day): Meaning {
  const text = normaliseSearch(query);
  return { text, amount: amountIn(text), day: dayIn(text), invoiceNumbers: numbersIn(text, today.year) };
}

function amountIn(text: string): Money | undefined {
  const match = AMOUNT.exec(text);
  if (!match) return undefined;
  const amount = Number((match[1] ?? '').replaceAll(' ', '')) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
  return amount > 0 && amount <= MAX_MONEY ? (amount as Money) : undefined;
}

function dayIn(text: string): Day | undefined {
  const [, date, month, year] = DATE.exec(text) ?? [];
  const [, isoYear, isoMonth, isoDay] = ISO.exec(text) ?? [];
  const parts = date === undefined ? [isoYear, isoMonth, isoDay] : [(year ?? '').padStart(4, '20'), month, date];
  const [y, m, d] = parts.map(Number);
  if (!y || !m || !d) return undefined;
  try {
    return Temporal.PlainDate.from({ year: y, month: m, day: d }, { overflow: 'reject' });
  } catch {
    return undefined; // 31.02.2025 is no day, so it is not meant as one
  }
}

function numbersIn(text: string, thisYear: number): string[] {
  const match = NUMBER.exec(text);
  if (!match) return [];
  const [, year, digits = ''] = match;
  const years = year === undefined ? Array.from({ length: YEARS_BACK + 1 }, (_, back) => thisYear - back) : [Number(year)];
  const number = digits.replace(/^0+(?=\d)/, '').padStart(5, '0');
  return years.map((one) => `INV-${one}-${number}`);
}
