/** Business dates are local dates of the organisation; instants are UTC (C-58). */
export type Day = Temporal.PlainDate;
export type Instant = Temporal.Instant;

export const parseDay = (text: string): Day => Temporal.PlainDate.from(text);
export const parseInstant = (text: string): Instant => Temporal.Instant.from(text);

/** The local date at an instant. */
export const dayOf = (at: Instant, timeZone: string): Day => at.toZonedDateTimeISO(timeZone).toPlainDate();

/** The first instant of a local date. */
export const startOfDay = (day: Day, timeZone: string): Instant =>
  day.toZonedDateTime({ timeZone, plainTime: '00:00' }).toInstant();

export const addDays = (day: Day, days: number): Day => day.add({ days });
export const isBefore = (a: Day, b: Day): boolean => Temporal.PlainDate.compare(a, b) < 0;
export const isEarlier = (a: Instant, b: Instant): boolean => Temporal.Instant.compare(a, b) < 0;
export const later = (a: Instant, b: Instant): Instant => (isEarlier(a, b) ? b : a);

/** Whole years of age on a day. */
export const ageOn = (birthDate: Day, day: Day): number => birthDate.until(day, { largestUnit: 'years' }).years;

/** "31.01.2025": a date as people read it. */
export const displayDay = (day: Day, language: 'ru' | 'en'): string =>
  language === 'ru'
    ? `${String(day.day).padStart(2, '0')}.${String(day.month).padStart(2, '0')}.${day.year}`
    : day.toLocaleString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** True when the runtime knows the IANA name. */
export function isTimeZone(name: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(name);
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
}
