/** The day so many days later, as text; noon in UTC is the same day everywhere. */
export function daysFrom(day: string, days: number): string {
  const at = new Date(`${day}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}
