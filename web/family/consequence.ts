/** The words of a cancellation by its zone, the same on the button, in the sheet and afterwards (ux B7). */
import type { Format } from '../lib/format.ts';
import type { Say } from '../lib/words.ts';
import { type Booking, daysFrom } from './family.ts';
import type { FamilyWord } from './words.ts';

type T = Say<FamilyWord>;
export type Clock = { now: string; today: string };
type Cancelling = NonNullable<Booking['cancelling']>;

const LAST_MINUTES = 60;

/** «22:00 сегодня». */
export function untilText(iso: string, { today }: Clock, format: Format, t: T): string {
  const day = format.dayOf(iso);
  const time = format.time(iso);
  if (day === today) return t('untilToday', { time });
  return day === daysFrom(today, 1) ? t('untilTomorrow', { time }) : t('untilDay', { time, day: format.shortDay(day) });
}

/** What the button says before anything is asked. */
export function buttonText(booking: Booking, cancelling: Cancelling, clock: Clock, format: Format, t: T): string {
  const { zone, safeUntil, late } = cancelling;
  if (booking.status === 'WAITING') return t('leaveQueue');
  if (zone === 'SAFE') {
    const minutes = Math.ceil((Date.parse(safeUntil) - Date.parse(clock.now)) / 60_000);
    const free = t('cancelFree', { until: untilText(safeUntil, clock, format, t) });
    return minutes <= LAST_MINUTES ? `${free}, ${t('cancelLeft', { minutes: Math.max(0, minutes) })}` : free;
  }
  if (late.kind === 'SESSION') return t('cancelSession');
  if (late.kind === 'NOTHING') return t('cancel');
  if (late.amount === null) return t('cancelKept');
  const sum = format.money(late.amount);
  return booking.cover.invoiceStatus === 'PAID' ? t('cancelPaid', { sum }) : t('cancelSum', { sum });
}
