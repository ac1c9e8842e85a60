/** What people type into cells: money, dates, whole numbers. Everything is exact; what is not understood is undefined. */

/** A number of a workbook without its exponent and without the tail that binary fractions leave. */
export function plainNumber(text: string): string {
  const [, sign = '', whole = '0', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const shift = Number(power);
  if (Math.abs(shift) > 30) return text;
  const digits = `${'0'.repeat(Math.max(0, -shift))}${whole}${fraction}${'0'.repeat(Math.max(0, shift))}`;
  const point = Math.max(0, -shift) + whole.length + shift;
  const [units, rest] = [digits.slice(0, point) || '0', digits.slice(point)];
  // Seven decimals are more than money has; the eighth on are noise.
  const scaled = BigInt(units + rest.slice(0, 7).padEnd(7, '0'));
  const rounded = String((scaled + 5n) / 10n).padStart(7, '0');
  const decimals = rounded.slice(-6).replace(/0+$/, '');
  return `${sign}${rounded.slice(0, -6)}${decimals === '' ? '' : `.${decimals}`}`;
}

/**
 * «1 500,50», "1500.5", "1,500.50", «-200 ₽», "(200)": whole hundredths; undefined when it is no such number, or when it
 * could be two: "1,500" is fifteen hundred in one program and one and a half in another.
 */
export function parseHundredths(text: string): number | undefined {
  if (text.length > 60) return undefined;
  const bare = text.trim().replace(/\s*(₽|руб\.?|р\.?)$/i, '').replace(/[−–]/g, '-').replace(/^([+-])\s+/, '$1')
    // Blanks only before three digits: "12 34" is two numbers.
    .replace(/(?<=\d)[\s'](?=\d{3}(?!\d))/g, '');
  const inBrackets = /^\((.+)\)$/.exec(bare)?.[1];
  const signed = inBrackets === undefined ? bare : `-${inBrackets}`;
  const grouped = /^-?\d{1,3}(,\d{3})+\.\d+$/.test(signed) ? signed.replaceAll(',', '')
    : /^-?\d{1,3}(\.\d{3})+,\d+$/.test(signed) ? signed.replaceAll('.', '') : signed;
  const [, sign, units, decimals = ''] = /^([+-]?)(\d{1,13})(?:[.,](\d{1,6}))?$/.exec(grouped) ?? [];
  if (units === undefined || /[1-9]/.test(decimals.slice(2))) return undefined;
  if (grouped === signed && /^-?[1-9]\d{0,2}[.,]\d{3}$/.test(bare.replace(/[()+]/g, ''))) return undefined;
  const magnitude = Number(units + decimals.slice(0, 2).padEnd(2, '0'));
  return sign === '-' && magnitude !== 0 ? -magnitude : magnitude;
}

const MONTH_FIRST_SERIAL = 10_000;
const LAST_SERIAL = 73_050;
const EPOCH = Temporal.PlainDate.from('1899-12-30');

/** «31.12.2024», "2024-12-31", "31/12/2024" or the serial number of Excel; a time beside the date is dropped. */
export function parseDate(text: string): Temporal.PlainDate | undefined {
  const bare = text.trim().replace(/[ T]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?Z?$/, '');
  const serial = /^\d{5}(\.\d+)?$/.test(bare) ? Number(bare.split('.')[0]) : undefined;
  if (serial !== undefined) {
    return serial >= MONTH_FIRST_SERIAL && serial <= LAST_SERIAL ? EPOCH.add({ days: serial }) : undefined;
  }
  const [, d, m, y] = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(bare) ?? [];
  const [, year = y, month = m, day = d] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(bare) ?? [];
  if (year === undefined || !/^(19|20|21)/.test(year)) return undefined;
  try {
    return Temporal.PlainDate.from({ year: Number(year), month: Number(month), day: Number(day) }, { overflow: 'reject' });
  } catch {
    return undefined; // there is no 31st of February
  }
}

/** "8", "8.0"; undefined when it is no whole number of at most six digits, or could be two: "1,000". */
export function parseWhole(text: string): number | undefined {
  const [, digits] = /^(\d{1,6})(?:[.,]0{1,2})?$/.exec(text.replace(/[\s\u00a0]/g, '')) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** A text that a spreadsheet would run as a formula when it is opened again; phones and numbers begin so by right. */
export const looksLikeFormula = (text: string): boolean =>
  /^[=+\-@]/.test(text) && !/^[+-]?[\d\s\u00a0().,-]+$/.test(text);

/** Characters that no text has. */
export const hasControls = (text: string): boolean => /(?![\t\n\r])\p{Cc}/u.test(text);
