/**
 * Money is a whole number of kopecks. The brand keeps roubles, quantities and plain numbers out of sums:
 * the type checker refuses them (C-21).
 */
declare const moneyBrand: unique symbol;
export type Money = number & { readonly [moneyBrand]: 'kopecks' };

/** A quantity in hundredths: 1.50 hours is 150. */
declare const quantityBrand: unique symbol;
export type Quantity = number & { readonly [quantityBrand]: 'hundredths' };

/** A percent in hundredths of a percent: 30 % is 3000. */
declare const percentBrand: unique symbol;
export type Percent = number & { readonly [percentBrand]: 'hundredths of a percent' };

/** The largest amount of one document, 99,999,999.99 (S2: Decimal(10,2)). */
export const MAX_MONEY = 9_999_999_999 as Money;
export const ZERO = 0 as Money;

function whole(value: number, what: string): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${what} is not a whole number: ${value}`);
  return value;
}

export const kopecks = (value: number): Money => whole(value, 'Money') as Money;
export const hundredths = (value: number): Quantity => whole(value, 'Quantity') as Quantity;
export const percentHundredths = (value: number): Percent => whole(value, 'Percent') as Percent;

export const add = (a: Money, b: Money): Money => kopecks(a + b);
export const subtract = (a: Money, b: Money): Money => kopecks(a - b);
export const negate = (a: Money): Money => kopecks(0 - a);
export const minimum = (a: Money, b: Money): Money => (a < b ? a : b);
export const sum = (amounts: Iterable<Money>): Money => {
  let total = 0;
  for (const amount of amounts) total += amount;
  return kopecks(total);
};

/** a × b / divisor rounded half away from zero, exact for any size of the product. The one rounding rule (C-21). */
export function multiplyDivide(a: number, b: number, divisor: number): number {
  const product = BigInt(a) * BigInt(b);
  const magnitude = product < 0n ? -product : product;
  const rounded = (2n * magnitude + BigInt(divisor)) / (2n * BigInt(divisor));
  return whole(Number(product < 0n ? -rounded : rounded), 'Product');
}

/** quantity × price, rounded half up to the kopeck. */
export const priceOf = (quantity: Quantity, unitPrice: Money): Money =>
  kopecks(multiplyDivide(quantity, unitPrice, 100));

/** The given percent of an amount, rounded half up to the kopeck. */
export const percentOf = (amount: Money, percent: Percent): Money =>
  kopecks(multiplyDivide(amount, percent, 10_000));

/** The VAT inside an amount that includes it: amount × rate / (100 + rate), rounded half up. */
export const vatInside = (amount: Money, rate: Percent): Money =>
  kopecks(multiplyDivide(amount, rate, 10_000 + rate));

/** "3500.00": the form of amounts in audit records (S2-175). */
export function decimalText(hundredthsOf: number): string {
  const digits = String(Math.abs(hundredthsOf)).padStart(3, '0');
  return `${hundredthsOf < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** "3 500,00 ₽" with no-break spaces and a true minus; in English "₽3,500.00". */
export function displayMoney(amount: Money, language: 'ru' | 'en'): string {
  const [roubles = '0', rest = '00'] = decimalText(Math.abs(amount)).split('.');
  const minus = amount < 0 ? '−' : '';
  const grouped = (separator: string) => roubles.replace(/\B(?=(\d{3})+$)/g, separator);
  return language === 'ru' ? `${minus}${grouped('\u00a0')},${rest}\u00a0₽` : `${minus}₽${grouped(',')}.${rest}`;
}

/**
 * The whole hundredths of a decimal number with at most two decimals: 1500.5 → 150050.
 * Undefined when it is not finite or more precise: nothing is ever rounded on the way in.
 */
export function exactHundredths(value: number): number | undefined {
  const match = /^(-?)(\d{1,13})(?:\.(\d{1,2}))?$/.exec(String(value));
  if (!match) return undefined;
  const [, sign, units = '0', decimals = ''] = match;
  const magnitude = Number(units) * 100 + Number(decimals.padEnd(2, '0'));
  return sign === '-' && magnitude > 0 ? -magnitude : magnitude;
}
