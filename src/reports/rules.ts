import { type Day, addDays, isBefore } from '../kernel/day.ts';
import { type Percent, multiplyDivide, percentHundredths } from '../kernel/money.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { BUCKET_DAYS, Bucket } from './contract.ts';
import type { RenewalState } from './passes-contract.ts';

export type Period = { from: Day; to: Day };
const earlier = (a: Day, b: Day): Day => (isBefore(b, a) ? b : a);

export const monthOf = (day: Day): string => day.toPlainYearMonth().toString();
export const firstOf = (month: string): Day => Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 });
export const lastOf = (month: string): Day => {
  const { daysInMonth } = Temporal.PlainYearMonth.from(month);
  return Temporal.PlainYearMonth.from(month).toPlainDate({ day: daysInMonth });
};
const plusMonths = (month: string, months: number): string => Temporal.PlainYearMonth.from(month).add({ months }).toString();

/** Every month from one to another, both included. */
export function monthsBetween(from: string, to: string): string[] {
  const all: string[] = [];
  for (let month = from; month <= to; month = plusMonths(month, 1)) all.push(month);
  return all;
}

/**
 * REP-1. The month so far is compared with the same days of the month before and of the same month last year; a shorter
 * month gives all its days.
 * ru: Месяц по сегодняшний день сравнивают с теми же днями прошлого месяца и того же месяца прошлого года; более
 * короткий месяц берётся целиком.
 * Source: UX D1, issue 4 (reports). Examples: 31.03 → 01.02–28.02.
 */
export function comparedPeriods(today: Day): { now: Period; lastMonth: Period; lastYear: Period } {
  const from = today.with({ day: 1 });
  const back = (by: { months?: number; years?: number }): Period =>
    ({ from: from.subtract(by), to: today.subtract(by) });
  return { now: { from, to: today }, lastMonth: back({ months: 1 }), lastYear: back({ years: 1 }) };
}

/** The months before today's and the month so far, oldest first. */
export const lastMonths = (today: Day, count: number): (Period & { month: string })[] =>
  monthsBetween(plusMonths(monthOf(today), 1 - count), monthOf(today))
    .map((month) => ({ month, from: firstOf(month), to: earlier(lastOf(month), today) }));

/** The ends of the last months that are over on the day, oldest first; the day itself when a month ends on it. */
export const monthEnds = (day: Day, count: number): Day[] =>
  lastMonths(addDays(day, 1), count + 1).slice(0, -1).map(({ to }) => to);

export const LONGEST_MONTHS = 36;
export const LONGEST_DAYS = 1100;

/**
 * REP-2. A report covers at most three years, so that its answer stays quick and readable.
 * ru: Отчёт охватывает не больше трёх лет.
 * Source: issue 4 (reports).
 */
export function checkMonths({ from, to }: { from: string; to: string }): string[] {
  refuseUnless(from <= to, 'DATES_REVERSED');
  refuseUnless(to < plusMonths(from, LONGEST_MONTHS), 'PERIOD_TOO_LONG', { limit: LONGEST_MONTHS });
  return monthsBetween(from, to);
}
export function checkDays({ from, to }: Period): void {
  refuseUnless(!isBefore(to, from), 'DATES_REVERSED');
  refuseUnless(from.until(to, { largestUnit: 'days' }).days < LONGEST_DAYS, 'PERIOD_TOO_LONG', { limit: LONGEST_DAYS });
}

/**
 * REP-3. A debt is aged by the days since its due date: not due, 1 to 30, 31 to 60, 61 to 90, over 90 days late.
 * ru: Долг делится по числу дней после срока: не просрочено, 1–30, 31–60, 61–90, больше 90.
 * Source: UX B2.7, D1, C-58.
 */
export const bucketOf = (daysLate: number): Bucket =>
  Bucket.options.find((bucket) => daysLate >= BUCKET_DAYS[bucket][0] && daysLate <= BUCKET_DAYS[bucket][1]) ?? 'OVER_90';

/**
 * REP-4. A training is filled by the booked places of those it has; one without a number of places has no percent.
 * ru: Заполняемость — занятые места к имеющимся; у занятия без ограничения мест её нет.
 * Source: UX D1.
 */
export const filled = ({ places, occupied }: { places: number; occupied: number }) =>
  ({ places, occupied, percent: places === 0 ? null : share(occupied, places) });
const share = (part: number, whole: number): Percent => percentHundredths(multiplyDivide(part, 10_000, whole));

/** The part of a movement of the client's account that is known without looking at its invoice. */
export type Moved = {
  at: Temporal.Instant; paid: number; charged: number; invoiceId: string | null; paymentId: string | null;
  refundId: string | null; isFirst: boolean; isOpening: boolean;
};

/**
 * REP-5. What moved a client's account, for the marks on its line: what was carried over, a payment, an invoice, a
 * reversal, a refund, a void invoice, or a change of an invoice.
 * ru: Что сдвинуло баланс клиента: перенос остатка, платёж, счёт, отмена платежа, возврат, аннулирование или изменение счёта.
 * Source: UX D2.
 */
export function kindOfMovement(moved: Moved, cancelledAt: Temporal.Instant | undefined) {
  if (moved.isOpening) return 'OPENING';
  if (moved.refundId !== null) return 'REFUND';
  if (moved.paymentId !== null) return moved.paid < 0 ? 'REVERSAL' : 'PAYMENT';
  if (moved.isFirst && moved.charged > 0) return 'INVOICE';
  return cancelledAt?.equals(moved.at) === true ? 'VOID' : 'CHANGE';
}

/** A pass whose period ended. `hasAnother`: the student has another of its kind or group that ends later. */
export type Ending = { paid: 'NO' | 'IN_TIME' | 'LATER'; hasAnother: boolean; isOver: boolean };

/**
 * REP-6. A pass that ended was renewed in time when its renewal was paid by its due date, later when after it; a person
 * who bought another pass of that kind or group stayed too. Without any of them he left, once the end has passed.
 * ru: Абонемент продлён в срок, если счёт на продление оплачен не позже срока; позже — если после. Купивший другой
 * абонемент того же вида или группы тоже остался. Остальные после окончания считаются ушедшими.
 * Source: UX D1.
 */
export function renewalState({ paid, hasAnother, isOver }: Ending): RenewalState {
  if (paid === 'IN_TIME') return 'PAID_IN_TIME';
  if (paid === 'LATER') return 'PAID_LATER';
  if (hasAnother) return 'BOUGHT_ANOTHER';
  return isOver ? 'LEFT' : 'WAITING';
}

const booleans = [true, false];
const ENDINGS: readonly Ending[] = (['NO', 'IN_TIME', 'LATER'] as const).flatMap((paid) =>
  booleans.flatMap((hasAnother) => booleans.map((isOver) => ({ paid, hasAnother, isOver }))));
/** Every ending that comes to the state. */
export const endingsOf = (state: RenewalState): Ending[] => ENDINGS.filter((ending) => renewalState(ending) === state);
