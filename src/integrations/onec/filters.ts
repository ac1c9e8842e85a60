/** What the base would have filtered and sorted, done on the rows that came. */
import { momentText } from './address.ts';
import type { Filter, Literal, OneCRow } from './types.ts';

export function passes(row: OneCRow, filter: Filter): boolean {
  if ('all' in filter) return filter.all.every((part) => passes(row, part));
  if ('any' in filter) return filter.any.some((part) => passes(row, part));
  if ('not' in filter) return !passes(row, filter.not);
  const value = row[filter.field];
  if (filter.is === 'of-type') return typeOf(row, filter.field) === filter.type;
  if (filter.is === 'ref') return typeOf(row, filter.field) === filter.type && same(value, filter.guid);
  if (filter.is === 'contains') return typeof value === 'string' && value.includes(filter.text);
  return compared(value, filter.is, filter.value);
}

/** The fields that a filter looks at, as they stand in a row. */
export function fieldsOfFilter(filter: Filter): string[] {
  if ('all' in filter) return filter.all.flatMap(fieldsOfFilter);
  if ('any' in filter) return filter.any.flatMap(fieldsOfFilter);
  return 'not' in filter ? fieldsOfFilter(filter.not) : [filter.field];
}

/** «StandardODATA.Document_ЧекККМ» of a composite field → «Document_ЧекККМ». */
function typeOf(row: OneCRow, field: string): string | undefined {
  const type = row[`${field}_Type`];
  return typeof type === 'string' ? type.replace(/^StandardODATA\./, '') : undefined;
}

const same = (value: unknown, guid: string): boolean =>
  typeof value === 'string' && value.toLowerCase() === guid.toLowerCase();

type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';

function compared(value: unknown, is: Comparison, literal: Literal): boolean {
  const order = orderOf(value, literal);
  if (order === undefined) return is === 'ne';
  switch (is) {
    case 'eq': return order === 0;
    case 'ne': return order !== 0;
    case 'gt': return order > 0;
    case 'ge': return order >= 0;
    case 'lt': return order < 0;
    case 'le': return order <= 0;
  }
}

/** Below zero when the value comes before the literal; undefined when the two cannot be compared. */
function orderOf(value: unknown, literal: Literal): number | undefined {
  if (typeof literal === 'number') {
    const given = typeof value === 'string' && value.trim() !== '' ? Number(value) : value; // Int64 comes as text
    return typeof given === 'number' && !Number.isNaN(given) ? given - literal : undefined;
  }
  if (typeof literal === 'boolean') return typeof value === 'boolean' ? Number(value) - Number(literal) : undefined;
  if (typeof value !== 'string') return undefined;
  if (typeof literal === 'string') return textOrder(value, literal);
  return 'guid' in literal
    ? textOrder(value.toLowerCase(), literal.guid.toLowerCase())
    : textOrder(value, momentText(literal.at));
}

const textOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The rows in the order of «Period desc», «LineNumber». Texts of digits are compared as numbers. */
export function sorted(rows: readonly OneCRow[], orderBy: readonly string[]): OneCRow[] {
  const keys = orderBy.map((key) => key.trim().split(/\s+/))
    .map(([field = '', way]) => ({ field, sign: way === 'desc' ? -1 : 1 }));
  return rows.toSorted((a, b) => {
    for (const { field, sign } of keys) {
      const order = sign * rank(a[field], b[field]);
      if (order !== 0) return order;
    }
    return 0;
  });
}

function rank(a: unknown, b: unknown): number {
  const [x, y] = [comparable(a), comparable(b)];
  if (typeof x === 'number' && typeof y === 'number') return x - y;
  return textOrder(String(x), String(y));
}

function comparable(value: unknown): string | number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return '';
  return /^-?\d{1,15}$/.test(value) ? Number(value) : value;
}
