/** The year of the story: one school year of a centre in Moscow, in moments that the clock is moved to. */
import { type Random, randomOf } from './random.ts';
import { type Day, addDays, parseDay } from '../kernel/day.ts';

export const TIME_ZONE = 'Europe/Moscow';
export const FIRST_DAY = parseDay('2025-09-01');
export const DAYS = 365;

/** Moments of a day: the desk opens, three times of business, trainers mark who came, the desk closes before the night. */
export const OPENING = 0;
export const EVENING = 4;
export const CLOSING = 5;
export const MOMENTS = 6;
const LAST_BUSINESS = EVENING - 1;
/** Minutes after midnight, and by how many a day may be later. */
const USUAL_MINUTES = [
  { from: 545, jitter: 45 }, { from: 640, jitter: 45 }, { from: 840, jitter: 45 }, { from: 1030, jitter: 45 },
  { from: 1190, jitter: 25 }, { from: 1230, jitter: 25 },
] as const;

/** One of the times of business. */
export const anyTime = (random: Random): number => random.whole(1, LAST_BUSINESS);
export const isBusiness = (moment: number): boolean => moment > OPENING && moment <= LAST_BUSINESS;

export const dayNumber = (day: Day): number => FIRST_DAY.until(day, { largestUnit: 'days' }).days;
export const dayAt = (number: number): Day => addDays(FIRST_DAY, number);

/** Days besides Sundays on which the centre is closed. */
export const HOLIDAYS: readonly string[] = [
  '2025-11-04', '2025-12-31', '2026-01-01', '2026-01-02', '2026-01-03', '2026-01-05', '2026-01-06', '2026-01-07',
  '2026-01-08', '2026-02-23', '2026-03-09', '2026-05-01', '2026-05-09', '2026-06-12',
];

export function isWorkingDay(number: number): boolean {
  const day = dayAt(number);
  return day.dayOfWeek !== 7 && !HOLIDAYS.includes(day.toString());
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

/** How many days the first months of the year have. */
export const daysOf = (months: number): number => dayNumber(monthStart(months));

/** The instant of each moment of a day; no two days are alike, and moments never come out of order. */
export function clockOf(seed: number): (number: number, moment: number) => Temporal.Instant {
  return (number, moment) => {
    const random: Random = randomOf(seed, 1_000_000 + number * MOMENTS + moment);
    const { from, jitter } = USUAL_MINUTES[moment] ?? { from: 0, jitter: 0 };
    const seconds = from * 60 + random.whole(0, jitter * 60);
    return dayAt(number).toZonedDateTime({ timeZone: TIME_ZONE }).add({ seconds }).toInstant();
  };
}

const MONTHS = [
  'январь', 'февраль', 'март', 'апрель', 'май', 'июнь', 'июль', 'август', 'сентябрь', 'октябрь', 'ноябрь', 'декабрь',
] as const;
/** "март 2026". */
export const monthName = (day: Day): string => `${MONTHS[day.month - 1]} ${day.year}`;
