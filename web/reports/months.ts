/** Days and months of reports as the address has them: `2026-03-05` and `2026-03`. */
import dayjs from 'dayjs';

export type Span = { from: string; to: string };

export const monthOf = (day: string): string => day.slice(0, 7);
export const plusMonths = (month: string, months: number): string => dayjs(`${month}-15`).add(months, 'month').format('YYYY-MM');
export const plusDays = (day: string, days: number): string => dayjs(day).add(days, 'day').format('YYYY-MM-DD');
export const firstDay = (month: string): string => `${month}-01`;
export const lastDay = (month: string): string => dayjs(`${month}-15`).endOf('month').format('YYYY-MM-DD');
/** Monday is 1. */
export const weekdayOf = (day: string): number => (dayjs(day).day() + 6) % 7 + 1;

export function monthsOf({ from, to }: Span): string[] {
  const all: string[] = [];
  for (let month = from; month <= to; month = plusMonths(month, 1)) all.push(month);
  return all;
}

/** The whole month, or its part that lies within the days. */
export function daysOf(month: string, { from, to }: Span): Span {
  const [first, last] = [firstDay(month), lastDay(month)];
  return { from: first < from ? from : first, to: last > to ? to : last };
}

export const yearBefore = ({ from, to }: Span): Span => ({ from: plusMonths(from, -12), to: plusMonths(to, -12) });
/** This month and the twelve before it. */
export const thirteenMonths = (today: string): Span => ({ from: plusMonths(monthOf(today), -12), to: monthOf(today) });

/** By how many percent the one is more than the other; nothing to compare with gives nothing. */
export function changeOf(now: number, before: number): number | undefined {
  return before === 0 ? undefined : Math.round(((now - before) / Math.abs(before)) * 100);
}
