/** Texts of the pictures: short names of months and weekdays, and one figure beside another. */
import { useMemo } from 'react';
import { useFormat } from '../lib/format.ts';
import { useWords } from '../lib/words.ts';
import { changeOf } from './months.ts';
import { reportWords } from './words.ts';

export function useShort(): {
  /** `апр`, and `янв 26` where a year begins. */
  month: (month: string) => string;
  /** `пн` of 1. */
  weekday: (weekday: number) => string;
  /** «на 8 % больше», «столько же», or nothing to compare with. */
  change: (now: number, before: number) => string | undefined;
  /** `+8 %`. */
  signed: (now: number, before: number) => string | undefined;
} {
  const { language } = useFormat();
  const t = useWords(reportWords);
  return useMemo(() => {
    const locale = language === 'ru' ? 'ru-RU' : 'en-GB';
    const of = (options: Intl.DateTimeFormatOptions) => {
      const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
      return (iso: string): string => format.format(new Date(`${iso}T12:00:00Z`)).replace('.', '');
    };
    const [short, day] = [of({ month: 'short' }), of({ weekday: 'short' })];
    const percentOf = new Intl.NumberFormat(locale, { style: 'percent', signDisplay: 'exceptZero' });
    return {
      signed: (now, before) => {
        const percent = changeOf(now, before);
        return percent === undefined ? undefined : percentOf.format(percent / 100).replace('-', '−');
      },
      month: (month) => `${short(`${month}-15`)}${month.endsWith('-01') ? ` ${month.slice(2, 4)}` : ''}`,
      weekday: (weekday) => day(`2024-01-0${weekday}`), // the first of January 2024 was a Monday
      change: (now, before) => {
        const percent = changeOf(now, before);
        if (percent === undefined) return undefined;
        return percent === 0 ? t('same') : t(percent > 0 ? 'more' : 'less', { percent: Math.abs(percent) });
      },
    };
  }, [language, t]);
}
