import {
  type Day, type Instant, addDays, dayOf, displayDay, isBefore, isEarlier,
} from '../kernel/day.ts';
import { type Language, refuseUnless } from '../kernel/refusal.ts';

/**
 * SCH-1. Whatever is put into the schedule ends after it starts.
 * ru: Всё, что стоит в расписании, заканчивается позже, чем начинается.
 * Source: I-40, issue 3.
 */
export function checkTimes({ startsAt, endsAt }: { startsAt: Instant; endsAt: Instant }): void {
  refuseUnless(isEarlier(startsAt, endsAt), 'TIME_REVERSED');
}

/**
 * SCH-2. A place is given while fewer are taken than there are places; after that only the waiting list is open. Without
 * a capacity there is always a place.
 * ru: Место даётся, пока занято меньше, чем есть; дальше — только лист ожидания. Без ограничения место есть всегда.
 * Source: issue 3.
 */
export function placeFor<const A extends string>(
  { places, taken, waitingList }: { places: number | null; taken: number; waitingList: boolean },
  admitted: A, full: 'GROUP_FULL' | 'TRAINING_FULL',
): A | 'WAITING' {
  if (places === null || taken < places) return admitted;
  refuseUnless(waitingList, full);
  return 'WAITING';
}

/** A line of the weekly schedule, as far as its days and hours go. */
export type WeeklyLine = Readonly<{
  weekday: number; startTime: string; durationMinutes: number; validFrom: Day; validUntil: Day | null;
  skippedDates: readonly Day[];
}>;

/**
 * SCH-3. A weekly line has a training on its weekday in every week of its validity, except on days whose training was
 * deleted.
 * ru: Строка расписания даёт занятие в свой день каждой недели срока, кроме дней, занятие которых удалили.
 * Source: issue 3.
 */
export function daysOfLine(line: WeeklyLine, from: Day, until: Day): Day[] {
  const skipped = new Set(line.skippedDates.map(String));
  const first = isBefore(from, line.validFrom) ? line.validFrom : from;
  const last = line.validUntil !== null && isBefore(line.validUntil, until) ? line.validUntil : until;
  const days: Day[] = [];
  for (let day = addDays(first, (line.weekday - first.dayOfWeek + 7) % 7); !isBefore(last, day); day = addDays(day, 7)) {
    if (!skipped.has(day.toString())) days.push(day);
  }
  return days;
}

/**
 * SCH-4. A weekly line keeps the local hour all the year; its length is real minutes. An hour that the change to summer
 * time leaves out is that much later, one that happens twice is the first.
 * ru: Занятие по расписанию начинается в один и тот же местный час круглый год; длительность — в настоящих минутах.
 * Source: C-58, issue 3.
 */
export function timesOn(
  day: Day, { startTime, durationMinutes }: Pick<WeeklyLine, 'startTime' | 'durationMinutes'>, timeZone: string,
): { startsAt: Instant; endsAt: Instant; onDate: Day } {
  const local = day.toPlainDateTime(Temporal.PlainTime.from(startTime));
  const startsAt = local.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).toInstant();
  return { startsAt, endsAt: startsAt.add({ minutes: durationMinutes }), onDate: dayOf(startsAt, timeZone) };
}

/**
 * SCH-5. When a weekly line moves to another weekday, each of its trainings moves inside its own week.
 * ru: Когда строка расписания переходит на другой день, занятие переносится внутри своей недели.
 * Source: issue 3.
 */
export const movedTo = (slotDate: Day, weekday: number): Day => addDays(slotDate, weekday - slotDate.dayOfWeek);

/**
 * SCH-6. The schedule is made four weeks ahead unless another day is given, and at most a year ahead.
 * ru: Расписание создаётся на четыре недели вперёд, если не указана другая дата, и не дальше чем на год.
 * Source: issue 3.
 */
export function horizonOf(today: Day, until?: Day): Day {
  const horizon = until ?? addDays(today, 28);
  refuseUnless(!isBefore(today.add({ years: 1 }), horizon), 'HORIZON_TOO_FAR');
  return horizon;
}

/** A weekly line does not end before it begins. */
export function checkValidity({ validFrom, validUntil }: { validFrom: Day; validUntil: Day | null }): void {
  refuseUnless(validUntil === null || !isBefore(validUntil, validFrom), 'DATES_REVERSED');
}

/** The last day of a weekly line that stops before the given one; a line may be left without a day. */
export function lastDayBefore(day: Day, { validFrom, validUntil }: Pick<WeeklyLine, 'validFrom' | 'validUntil'>): Day {
  const wanted = addDays(isBefore(day, validFrom) ? validFrom : day, -1);
  return validUntil !== null && isBefore(validUntil, wanted) ? validUntil : wanted;
}

/** Who has a room: «Йога, 16.01.2024 10:00–11:00». */
export function busyText(
  busy: { title: string | null; startsAt: Instant; endsAt: Instant }, timeZone: string, language: Language,
): string {
  const time = (at: Instant): string =>
    at.toZonedDateTimeISO(timeZone).toPlainTime().toString({ smallestUnit: 'minute' });
  const title = busy.title ?? (language === 'ru' ? 'Аренда' : 'Rental');
  const day = displayDay(dayOf(busy.startsAt, timeZone), language);
  return `${title}, ${day} ${time(busy.startsAt)}–${time(busy.endsAt)}`;
}

/** Hours are what people say, whole minutes what is kept. */
export const minutesOf = (hours: number | null | undefined): number | null => (hours == null ? null : hours * 60);
export const hoursOf = (minutes: number | null): number | null => (minutes === null ? null : minutes / 60);
