/** Money, dates and times as people read them, in the language chosen and in the organisation's time zone. */
import { useMemo } from 'react';
import { type Money, displayMoney, exactHundredths } from '../../src/kernel/money.ts';
import { type Language, useChoice } from './choices.ts';
import { useTimeZone } from './session.ts';

const NBSP = '\u00a0';
const locale = (language: Language): string => (language === 'ru' ? 'ru-RU' : 'en-GB');

/** Whole kopecks of a sum on the wire; sums of sums are made in kopecks. */
export const kopecksOf = (roubles: number): number => exactHundredths(roubles) ?? Math.round(roubles * 100);
/** The sum of sums, exact to the kopeck. */
export const sumOf = (roubles: readonly number[]): number =>
  roubles.reduce((total, value) => total + kopecksOf(value), 0) / 100;

/** `3 500,00 ₽` or `₽3,500.00`, with a true minus; `sign` shows a plus, too. */
export function moneyText(roubles: number, language: Language, sign = false): string {
  const text = displayMoney(kopecksOf(roubles) as Money, language);
  return sign && roubles > 0 ? `+${text}` : text;
}

/** For axes and tiles only: `45 тыс. ₽`. */
export const shortMoney = (roubles: number, language: Language): string =>
  new Intl.NumberFormat(locale(language), {
    style: 'currency', currency: 'RUB', currencyDisplay: 'narrowSymbol', notation: 'compact', maximumFractionDigits: 1,
  }).format(roubles).replace('-', '−');

/** The Date that formatters need; a day is taken at noon, so that no time zone moves it. */
const dateOf = (iso: string): Date => new Date(iso.length === 10 ? `${iso}T12:00:00Z` : iso);

export type Format = {
  language: Language;
  money: (roubles: number, sign?: boolean) => string;
  shortMoney: (roubles: number) => string;
  /** `05.03.2026` of a day or of a moment. */
  day: (iso: string) => string;
  /** `чт, 5 марта`. */
  weekday: (iso: string) => string;
  /** `5 мар.` */
  shortDay: (iso: string) => string;
  /** `Март 2026`, of a day or of `2026-03`. */
  month: (iso: string) => string;
  /** `18:42`. */
  time: (iso: string) => string;
  /** `05.03.2026, 18:42`. */
  moment: (iso: string) => string;
  number: (value: number, digits?: number) => string;
  percent: (value: number) => string;
  /** The local day of a moment: `2026-03-05`. */
  dayOf: (iso: string) => string;
};

function formatOf(language: Language, timeZone: string): Format {
  const of = (options: Intl.DateTimeFormatOptions) => {
    const moment = new Intl.DateTimeFormat(locale(language), { ...options, timeZone });
    const day = new Intl.DateTimeFormat(locale(language), { ...options, timeZone: 'UTC' });
    return (iso: string): string => (iso.length === 10 ? day : moment).format(dateOf(iso));
  };
  const monthOf = of({ month: 'long', year: 'numeric' });
  const iso = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const capital = (text: string): string => text.charAt(0).toLocaleUpperCase(locale(language)) + text.slice(1);
  return {
    language,
    money: (roubles, sign) => moneyText(roubles, language, sign),
    shortMoney: (roubles) => shortMoney(roubles, language),
    day: of({ day: '2-digit', month: '2-digit', year: 'numeric' }),
    weekday: of({ weekday: 'short', day: 'numeric', month: 'long' }),
    shortDay: of({ day: 'numeric', month: 'short' }),
    month: (text) => capital(monthOf(text.length === 7 ? `${text}-15` : text).replace(/ г\.$/, '')),
    time: of({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    moment: of({ day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    number: (value, digits = 2) => new Intl.NumberFormat(locale(language), { maximumFractionDigits: digits })
      .format(value).replace('-', '−'),
    percent: (value) => `${new Intl.NumberFormat(locale(language), { maximumFractionDigits: 1 })
      .format(value).replace('-', '−')}${NBSP}%`,
    dayOf: (text) => (text.length === 10 ? text : iso.format(dateOf(text))),
  };
}

/** All of it, bound to the language and the organisation's time zone. */
export function useFormat(): Format {
  const language = useChoice('language');
  const timeZone = useTimeZone();
  return useMemo(() => formatOf(language, timeZone), [language, timeZone]);
}
