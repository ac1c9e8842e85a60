/** What the numbers and texts of a table mean to whoever opens the files of an archive without this program. */
export type Unit = 'kopecks' | 'hundredths' | 'hundredths of a percent';

const MONEY = new RegExp(`(^|_)(${[
  'amount', 'price', 'balance', 'gross', 'subtotal', 'total', 'turnover', 'cash', 'expected', 'counted', 'difference',
  'debt', 'credit', 'sum', 'rate', 'value', 'they_say',
].join('|')})$`);
const PERCENT = ['discount_percent', 'vat_rate'];
const QUANTITY = ['quantity', 'remaining_quantity', 'points', 'accrued', 'spent'];
/** Points of loyalty are no money, whatever their columns are called (C-28). */
const POINTS = ['loyalty_points', 'loyalty_records'];
/** Whole numbers that are only counted. */
const COUNTED = /(^|_)(id|sequence|last_number|last_step|size|rows|count|number|line|step|skip)$/;

/**
 * ARC-1. In an archive, as in the database, money is whole kopecks, and quantities and percents are whole hundredths; the
 * schema says so for every column.
 * ru: В выгрузке деньги — целые копейки, количества и проценты — целые сотые; схема говорит это о каждой колонке.
 * Source: issue 5. Examples: 350000 in `amount` is 3 500,00 ₽; 1000 in `discount_percent` is 10 %.
 */
export function unitOf(column: string, type: string, table = ''): Unit | undefined {
  if (type !== 'bigint' && type !== 'integer' && type !== 'numeric') return undefined;
  if (PERCENT.includes(column)) return 'hundredths of a percent';
  if (QUANTITY.includes(column) || POINTS.includes(table) && type === 'bigint') return 'hundredths';
  return type !== 'integer' && MONEY.test(column) ? 'kopecks' : undefined;
}

/** Whether a whole number of the type that holds money is known to be something else. */
export const isCounted = (column: string): boolean => COUNTED.test(column);

const FORMS: readonly (readonly [RegExp, string])[] = [
  [/^uuid$/, 'идентификатор / id'],
  [/^bigint|^integer|^smallint/, 'целое число / whole number'],
  [/^boolean$/, 'true или false'],
  [/^date$/, 'дата ГГГГ-ММ-ДД, местная / local day'],
  [/^timestamp with time zone$/, 'момент UTC, ISO 8601 с микросекундами / instant'],
  [/^jsonb?$/, 'JSON'],
  [/^bytea$/, 'base64'],
  [/\[\]$/, 'массив JSON / JSON array'],
  [/^text|^character/, 'текст; начинающийся с = + - @ записан после апострофа / text, escaped for spreadsheets'],
];

/** One sentence about a column: its form, its unit, the table that it points into. */
export function meaningOf(column: string, type: string, unit: Unit | undefined, refersTo: string | null): string {
  if (column === 'org_id') return 'организация / the organisation';
  const units = { kopecks: 'копейки / kopecks', hundredths: 'сотые доли / hundredths',
    'hundredths of a percent': 'сотые доли процента / hundredths of a percent' };
  const form = FORMS.find(([pattern]) => pattern.test(type))?.[1] ?? type;
  const parts = [unit === undefined ? form : units[unit], ...(refersTo === null ? [] : [`→ ${refersTo}.csv`])];
  return parts.join('; ');
}
