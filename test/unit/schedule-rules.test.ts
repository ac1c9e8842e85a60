import { describe, expect, test } from 'vitest';
import { parseDay, parseInstant } from '../../src/kernel/day.ts';
import {
  busyText, checkTimes, daysOfLine, horizonOf, lastDayBefore, movedTo, placeFor, timesOn,
} from '../../src/schedule/rules.ts';

const refusal = (code: string): unknown => expect.objectContaining({ code });

const line = {
  weekday: 1, startTime: '18:00', durationMinutes: 60, validFrom: parseDay('2025-02-05'), validUntil: null, skippedDates: [],
};

test('SCH-1: what ends when it starts, or before, is refused', () => {
  const [startsAt, endsAt] = [parseInstant('2025-02-10T10:00:00Z'), parseInstant('2025-02-10T10:00:01Z')];
  expect(() => checkTimes({ startsAt, endsAt })).not.toThrow();
  expect(() => checkTimes({ startsAt, endsAt: startsAt })).toThrow(refusal('TIME_REVERSED') as Error);
  expect(() => checkTimes({ startsAt: endsAt, endsAt: startsAt })).toThrow(refusal('TIME_REVERSED') as Error);
});

test('SCH-2: a place is given while there is one; then only the waiting list', () => {
  const place = (places: number | null, taken: number, waitingList = false) =>
    placeFor({ places, taken, waitingList }, 'BOOKED', 'TRAINING_FULL');
  expect([place(null, 1000), place(2, 1), place(2, 1, true)]).toEqual(['BOOKED', 'BOOKED', 'BOOKED']);
  expect(place(2, 2, true)).toBe('WAITING');
  expect(() => place(2, 2)).toThrow(refusal('TRAINING_FULL') as Error);
  expect(() => place(2, 3)).toThrow(refusal('TRAINING_FULL') as Error);
});

describe('SCH-3: the days of a weekly line', () => {
  const days = (from: string, until: string, more: Partial<Parameters<typeof daysOfLine>[0]> = {}) =>
    daysOfLine({ ...line, ...more }, parseDay(from), parseDay(until)).map(String);
  test('are its weekday in every week of its validity, first and last day included', () => {
    expect(days('2025-02-01', '2025-02-24')).toEqual(['2025-02-10', '2025-02-17', '2025-02-24']);
    expect(days('2025-02-10', '2025-02-23')).toEqual(['2025-02-10', '2025-02-17']);
    expect(days('2025-02-01', '2025-12-31', { validUntil: parseDay('2025-02-17') })).toEqual(['2025-02-10', '2025-02-17']);
    expect(days('2025-02-03', '2025-02-09')).toEqual([]);
  });
  test('leave out days whose training was deleted', () => {
    expect(days('2025-02-01', '2025-02-24', { skippedDates: [parseDay('2025-02-17')] })).toEqual(['2025-02-10', '2025-02-24']);
  });
});

describe('SCH-4: local hours and real minutes', () => {
  const berlin = (day: string, startTime: string, durationMinutes = 60) => {
    const { startsAt, endsAt, onDate } = timesOn(parseDay(day), { startTime, durationMinutes }, 'Europe/Berlin');
    return [startsAt, endsAt, onDate].map(String);
  };
  test('summer time changes the instant, not the hour', () => {
    expect(berlin('2025-03-29', '18:00')).toEqual(['2025-03-29T17:00:00Z', '2025-03-29T18:00:00Z', '2025-03-29']);
    expect(berlin('2025-03-30', '18:00')).toEqual(['2025-03-30T16:00:00Z', '2025-03-30T17:00:00Z', '2025-03-30']);
  });
  test('an hour that is left out is that much later, one that happens twice is the first', () => {
    expect(berlin('2025-03-30', '02:30')).toEqual(['2025-03-30T01:30:00Z', '2025-03-30T02:30:00Z', '2025-03-30']);
    expect(berlin('2025-10-26', '02:30')).toEqual(['2025-10-26T00:30:00Z', '2025-10-26T01:30:00Z', '2025-10-26']);
    expect(berlin('2025-03-30', '01:30', 120)).toEqual(['2025-03-30T00:30:00Z', '2025-03-30T02:30:00Z', '2025-03-30']);
  });
});

test('SCH-5: a training moves inside its own week', () => {
  const moved = (day: string, weekday: number) => movedTo(parseDay(day), weekday).toString();
  expect([moved('2025-02-10', 3), moved('2025-02-16', 1), moved('2025-02-12', 3)])
    .toEqual(['2025-02-12', '2025-02-10', '2025-02-12']);
});

test('SCH-6: four weeks ahead by default, a year at most', () => {
  const today = parseDay('2025-02-12');
  expect(horizonOf(today).toString()).toBe('2025-03-12');
  expect(horizonOf(today, parseDay('2026-02-12')).toString()).toBe('2026-02-12');
  expect(() => horizonOf(today, parseDay('2026-02-13'))).toThrow(refusal('HORIZON_TOO_FAR') as Error);
});

test('a line ends the day before, at the latest where it ended already, and may be left without a day', () => {
  const last = (day: string, validUntil: string | null) =>
    lastDayBefore(parseDay(day), { ...line, validUntil: validUntil === null ? null : parseDay(validUntil) }).toString();
  expect([last('2025-02-20', null), last('2025-02-20', '2025-02-10'), last('2025-02-01', null)])
    .toEqual(['2025-02-19', '2025-02-10', '2025-02-04']);
});

test('who has a room is said in local time', () => {
  const busy = { title: 'Йога', startsAt: parseInstant('2024-01-16T07:00:00Z'), endsAt: parseInstant('2024-01-16T08:00:00Z') };
  expect(busyText(busy, 'Europe/Moscow', 'ru')).toBe('Йога, 16.01.2024 10:00–11:00');
  expect(busyText({ ...busy, title: null }, 'Europe/Moscow', 'en')).toBe('Rental, 16 Jan 2024 10:00–11:00');
});
