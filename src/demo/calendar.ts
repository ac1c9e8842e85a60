/** The year of the story: one school year of a centre in Moscow, in moments that the clock is moved to. */
import { type Random, randomOf } from './random.ts';
import { type Day, addDays, parseDay } from '../kernel/day.ts';

export const TIME_ZONE = 'Europe/Moscow';
export const FIRST_DAY = parseDay('2025-09-01');
export const DAYS = 365;

/** Moments of a day: the desk opens, five times of business, the desk closes. */
export const OPENING = 0;
export const CLOSING = 6;
export const MOMENTS = 7;
/** Minutes after midnight, before the jitter. */
const USUAL_MINUTES = [545, 625, 730, 895, 1010, 1125, 1230] as const;

export const dayNumber = (day: Day): number => FIRST_DAY.until(day, { largestUnit: 'days' }).days;
export const dayAt = (number: number): Day => addDays(FIRST_DAY, number);

const HOLIDAYS = new Set([
  '2025-11-04', '2025-12-31', '2026-02-23', '2026-03-08', '2026-03-09', '2026-05-01', '2026-05-09', '2026-06-12',
]);

/** The centre is closed on Sundays, on holidays and in the first days of January. */
export function isWorkingDay(number: number): boolean {
  const day = dayAt(number);
  if (day.dayOfWeek === 7 || HOLIDAYS.has(day.toString())) return false;
  return !(day.month === 1 && day.day <= 8);
}

/** The day itself, or the first one after it on which the centre works. */
export function workingDayFrom(number: number): number {
  let day = number;
  while (!isWorkingDay(day)) day += 1;
  return day;
}

/** The number of a day of a month of the year, counted from the first day of the story. */
export const dayOfMonth = (month: number, day: number): number => dayNumber(monthStart(month).with({ day }));

/** The first day of the month: 0 is September, 11 is August. */
export const monthStart = (month: number): Day => FIRST_DAY.add({ months: month });

/** The instant of each moment of a day; no two days are alike, and moments never come out of order. */
export function clockOf(seed: number): (number: number, moment: number) => Temporal.Instant {
  return (number, moment) => {
    const random: Random = randomOf(seed, 1_000_000 + number * MOMENTS + moment);
    const seconds = (USUAL_MINUTES[moment] ?? 0) * 60 + random.whole(0, 45 * 60);
    return dayAt(number).toZonedDateTime({ timeZone: TIME_ZONE }).add({ seconds }).toInstant();
  };
}

const MONTHS = [
  'январь', 'февраль', 'март', 'апрель', 'май', 'июнь', 'июль', 'август', 'сентябрь', 'октябрь', 'ноябрь', 'декабрь',
] as const;
/** "март 2026". */
export const monthName = (day: Day): string => `${MONTHS[day.month - 1]} ${day.year}`;
