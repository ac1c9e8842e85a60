import type { VatKind } from './contract.ts';
import { type Day, isBefore, parseDay } from '../kernel/day.ts';
import { type Money, type Percent, kopecks, multiplyDivide, percentHundredths, subtract } from '../kernel/money.ts';
import { refuseUnless } from '../kernel/refusal.ts';

/** The standard rate by the day it came into force, newest first (article 164 of the Tax Code). */
const STANDARD_RATES: readonly { from: Day; rate: Percent }[] = [
  { from: parseDay('2026-01-01'), rate: percentHundredths(2200) },
  { from: parseDay('2019-01-01'), rate: percentHundredths(2000) },
  { from: parseDay('2004-01-01'), rate: percentHundredths(1800) },
];
const FIXED_RATES = { VAT_10: 1000, VAT_7: 700, VAT_5: 500, VAT_0: 0, NONE: 0 } as const;

/**
 * VAT-1. The standard VAT rate depends on the day: 22 % from 1 January 2026, 20 % from 1 January 2019, 18 % before
 * that; 10, 7, 5 and 0 % do not change, and a service without VAT has rate 0.
 * ru: Основная ставка НДС зависит от даты: 22 % с 01.01.2026, 20 % с 01.01.2019, до этого 18 %; ставки 10, 7, 5
 * и 0 % постоянны, без НДС — 0.
 * Source: C-23.
 */
export function vatRateOn(kind: VatKind, day: Day): Percent {
  if (kind !== 'STANDARD') return percentHundredths(FIXED_RATES[kind]);
  const inForce = STANDARD_RATES.find(({ from }) => !isBefore(day, from)) ?? STANDARD_RATES.at(-1);
  return inForce?.rate ?? percentHundredths(0);
}

/**
 * VAT-2. The price with VAT is the base price plus the rate's percent of it, rounded half up to the kopeck.
 * ru: Цена с НДС — это цена без НДС, увеличенная на процент ставки и округлённая до копейки.
 * Source: C-23, C-21.
 */
export const priceWithVat = (basePrice: Money, rate: Percent): Money =>
  kopecks(multiplyDivide(basePrice, 10_000 + rate, 10_000));

/** The VAT part of the price: what VAT-2 added to the base price. */
export const vatOf = (basePrice: Money, rate: Percent): Money => subtract(priceWithVat(basePrice, rate), basePrice);

/**
 * TERM-1. A school period ends on the day it starts or later.
 * ru: Учебный период заканчивается не раньше, чем начинается.
 * Source: C-10.
 */
export function checkTerm({ startDate, endDate }: { startDate: Day; endDate: Day }): void {
  refuseUnless(!isBefore(endDate, startDate), 'DATES_REVERSED');
}

/** One line of composed text without control characters; a name that has nothing else is refused. */
export function tidyName(text: string): string {
  const name = text.normalize('NFC').replace(/[\s\p{Cc}]+/gu, ' ').trim();
  refuseUnless(name, 'NAME_REQUIRED');
  return name;
}
