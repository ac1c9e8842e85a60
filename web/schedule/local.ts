/** Days and hours of the organisation's own time zone, as the calendar knows them: `2026-04-22 18:00:00`. */

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    formats.set(zone, format);
  }
  return format;
}

/** The local day and hour of a moment: `2026-04-22 18:00:00`. */
export const wallOf = (iso: string, zone: string): string => formatOf(zone).format(new Date(iso));

/** The moment of a local day and hour. An hour that the clocks leave out is the hour after it. */
export function instantOf(wall: string, zone: string): string {
  const asUtc = Date.parse(`${wall.slice(0, 10)}T${wall.slice(11, 16)}:00Z`);
  const offsetAt = (at: number): number => Date.parse(`${wallOf(new Date(at).toISOString(), zone).replace(' ', 'T')}Z`) - at;
  const near = asUtc - offsetAt(asUtc);
  return new Date(asUtc - offsetAt(near)).toISOString().replace('.000Z', 'Z');
}

export function daysFrom(day: string, days: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** 1 is Monday, 7 is Sunday. */
export const weekdayOf = (day: string): number => new Date(`${day}T12:00:00Z`).getUTCDay() || 7;
export const mondayOf = (day: string): string => daysFrom(day, 1 - weekdayOf(day));

export const minutesBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 60_000;
export const hasBegun = (startsAt: string, now: string): boolean => Date.parse(startsAt) <= Date.parse(now);
/** The local hour so many minutes later, within a day or into the next: `18:00` + 90 = `19:30`. */
export function timeAfter(time: string, minutes: number): string {
  const at = (Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5)) + minutes) % 1440;
  return `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
}
