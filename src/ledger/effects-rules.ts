import { type Day, addDays, isBefore } from '../kernel/day.ts';

export type PassStatus = 'PENDING' | 'ACTIVE' | 'EXPIRED' | 'CANCELLED';

/** Where a pass stands in its periods. */
export type PassPeriod = {
  anchorDate: Day; anchorNumber: number; periodNumber: number; periodMonths: number; shiftedDays: number;
};
export type PassState = PassPeriod & {
  status: PassStatus; startDate: Day; endDate: Day; freezeStart: Day | null; freezeEnd: Day | null;
};

/**
 * SUB-1. Period n of a pass begins n periods after its anchor and ends on the day before the next one begins; months are
 * counted from the anchor, so that the day of the month does not drift. Days of a freeze move the end.
 * ru: Период абонемента отсчитывается месяцами от даты начала и заканчивается накануне следующего; дни заморозки
 * сдвигают окончание.
 * Source: C-31, C-40, I-26. Examples: WE-56, WE-57, WE-58.
 */
export function endOfPeriod({ anchorDate, anchorNumber, periodNumber, periodMonths, shiftedDays }: PassPeriod): Day {
  const next = anchorDate.add({ months: periodMonths * (periodNumber - anchorNumber + 1) });
  return addDays(next, shiftedDays - 1);
}

/** What a paid invoice of a pass does to it. */
export type PassEffect = { pass: PassState; event: 'ACTIVATED' | 'RENEWED' | 'RESTARTED'; grants: boolean } | undefined;

/**
 * EFF-1. A paid first invoice activates the pass and grants its sessions; a paid renewal moves it to the next period and
 * grants the sessions of that period. A first invoice paid when its period is over, or a renewal paid after the pass
 * expired, starts the pass anew on the day of payment. Each happens once, however often the invoice is paid again. A
 * cancelled pass stays cancelled.
 * ru: Оплата первого счёта активирует абонемент и даёт занятия, оплата продления открывает следующий период; если срок
 * уже прошёл, период начинается со дня оплаты. Повторная оплата только возвращает действие.
 * Source: S2-142, S2-143, C-17, C-30, C-31, C-33, I-24. Examples: WE-35, WE-56, WE-57.
 */
export function effectOnPass(
  pass: PassState, invoice: { purpose: 'INITIAL' | 'RENEWAL'; periodNumber: number | null; applied: boolean },
  today: Day, othersPaid: boolean,
): PassEffect {
  if (pass.status === 'CANCELLED') return undefined;
  const status = othersPaid ? 'ACTIVE' : pass.status;
  if (invoice.applied) {
    if (pass.status !== 'PENDING' || !othersPaid) return undefined;
    return { pass: { ...pass, status }, event: 'ACTIVATED', grants: false };
  }
  if (invoice.purpose === 'INITIAL') {
    if (isBefore(pass.endDate, today)) return startAnew(pass, pass.periodNumber, today);
    return { pass: { ...pass, status }, event: 'ACTIVATED', grants: true };
  }
  const periodNumber = Math.max(pass.periodNumber, invoice.periodNumber ?? pass.periodNumber + 1);
  if (pass.status === 'EXPIRED') return startAnew(pass, periodNumber, today);
  const moved = { ...pass, periodNumber, status };
  return { pass: { ...moved, endDate: endOfPeriod(moved) }, event: 'RENEWED', grants: true };
}

function startAnew(pass: PassState, periodNumber: number, today: Day): PassEffect {
  const anew = { ...pass, anchorDate: today, anchorNumber: periodNumber, periodNumber, shiftedDays: 0,
    freezeStart: null, freezeEnd: null, startDate: today, status: 'ACTIVE' as const };
  return { pass: { ...anew, endDate: endOfPeriod(anew) }, event: 'RESTARTED', grants: true };
}

/**
 * EFF-2. When the payment of an invoice is taken back, its pass waits for payment again where passes wait for payment at
 * all, and a rental that has not begun is planned again. Sessions, visits and dates stay.
 * ru: При отмене оплаты абонемент снова ждёт оплаты (если организация ждёт полной оплаты), будущая аренда снова
 * запланирована; занятия, посещения и сроки остаются.
 * Source: C-17.
 */
export const suspendsPass = (status: PassStatus, activation: 'ON_FULL_PAYMENT' | 'ON_CREATION'): boolean =>
  status === 'ACTIVE' && activation === 'ON_FULL_PAYMENT';
