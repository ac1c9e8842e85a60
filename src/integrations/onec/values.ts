/** Values of a row as they are meant. Nothing here throws: what is not there or makes no sense is undefined. */
import type { Instant } from '../../kernel/day.ts';
import { type Money, kopecks, multiplyDivide } from '../../kernel/money.ts';
import type { OneCRow } from './types.ts';

const NO_GUID = '00000000-0000-0000-0000-000000000000';
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Text without the blanks around it; an empty one is none. */
export function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  return value.trim() || undefined;
}

export const boolOf = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);

/** A reference; an empty one (all zeros) is none. */
export function guidOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || !GUID.test(value) || value === NO_GUID) return undefined;
  return value.toLowerCase();
}

/** Edm.Int64 comes as text, Edm.Double as a number; here a whole number comes of both. */
export function wholeOf(value: unknown): number | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const text = String(value).trim();
  const whole = /^-?\d{1,16}(\.0+)?$/.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(whole) ? whole : undefined;
}

/** Edm.Double or its text as kopecks, rounded half up by its decimal digits: 1290.5 → 129050, 0.005 → 1. */
export function kopecksOf(value: unknown): Money | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const match = /^(-?)(\d{1,12})(?:\.(\d+))?(?:e-\d+)?$/i.exec(String(value).trim());
  if (!match) return undefined;
  const [all, sign, units = '0', decimals = ''] = match;
  if (/e-/i.test(all)) return kopecks(0); // written with a negative power: less than a thousandth of a kopeck
  // The third decimal alone decides which way to round, so nothing is lost by dropping those after it.
  const thousandths = Number(units) * 1000 + Number(decimals.slice(0, 3).padEnd(3, '0'));
  return kopecks(multiplyDivide(sign === '-' ? 0 - thousandths : thousandths, 1, 10));
}

const EMPTY_YEAR = 1;
/** A moment written without a zone in the base's own time; the empty date (0001-01-01) is none. */
export function instantOf(value: unknown, timeZone: string): Instant | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    const local = Temporal.PlainDateTime.from(value.trim());
    return local.year === EMPTY_YEAR ? undefined : local.toZonedDateTime(timeZone).toInstant();
  } catch {
    return undefined; // not a date, and a caller who needs one says so
  }
}

/** A moment as the base writes it, for a filter. */
export const localTimeOf = (at: Instant, timeZone: string): Temporal.PlainDateTime =>
  at.toZonedDateTimeISO(timeZone).toPlainDateTime();

const KEY_FIELDS = ['Ref_Key', 'Recorder', 'Recorder_Key', 'Recorder_Type', 'LineNumber'] as const;
/** What tells one row from another, however often it comes: the reference, or document, its type and the line. */
export function rowKey(row: OneCRow): string {
  const parts = KEY_FIELDS.map((field) => row[field]).filter((part) => typeof part === 'string' || typeof part === 'number');
  return parts.length > 0 ? parts.join('|') : JSON.stringify(row);
}
