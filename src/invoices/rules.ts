import type { Day } from '../kernel/day.ts';
import { isBefore } from '../kernel/day.ts';
import {
  MAX_MONEY, type Money, type Percent, type Quantity, ZERO, percentOf, priceOf, subtract, sum, vatInside,
} from '../kernel/money.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import type { InvoiceStatus, LifecycleStatus, Purpose, SOURCES } from './contract.ts';

/** The figures of one line of an invoice. */
export type LineFigures = {
  quantity: Quantity;
  unitPrice: Money;
  lineGross: Money;
  basePrice: Money;
  vatRate: Percent;
  vatAmount: Money;
  discountPercent: Percent;
  discountAmount: Money;
  adjustmentAmount: Money;
  totalPrice: Money;
};

/**
 * INV-1. A line is quantity × price, less the client's benefit in percent, rounded half up to the kopeck; the VAT is
 * part of the discounted line. The base price is the line before discount without VAT.
 * ru: Строка счёта — количество × цена минус льгота в процентах, с округлением до копейки; НДС входит в сумму после скидки.
 * Source: S2-099, S2-100, S2-125, C-21, C-23. Examples: WE-30, WE-31, WE-32, WE-64, WE-65.
 */
export function lineOf(input: {
  quantity: Quantity; unitPrice: Money; vatRate: Percent; benefit: Percent; unitBasePrice?: Money;
  /** The line before discount where it does not come from the quantity shown: a rental is priced by the minute. */
  lineGross?: Money;
}): LineFigures {
  const { quantity, unitPrice, vatRate, benefit, lineGross = priceOf(quantity, unitPrice) } = input;
  refuseUnless(lineGross <= MAX_MONEY, 'AMOUNT_TOO_LARGE');
  const basePrice = input.unitBasePrice === undefined
    ? subtract(lineGross, vatInside(lineGross, vatRate))
    : priceOf(quantity, input.unitBasePrice);
  const discountAmount = percentOf(lineGross, benefit);
  const totalPrice = subtract(lineGross, discountAmount);
  return {
    quantity, unitPrice, lineGross, basePrice, vatRate, vatAmount: vatInside(totalPrice, vatRate),
    discountPercent: benefit, discountAmount, adjustmentAmount: ZERO, totalPrice,
  };
}

export type InvoiceTotals = {
  subtotal: Money; discountAmount: Money; adjustmentAmount: Money; totalAmount: Money; vatAmount: Money;
};

/**
 * INV-2. The sums of an invoice are the sums of its lines: subtotal − discount + adjustment = total.
 * ru: Суммы счёта складываются из строк: сумма до скидки − скидка + корректировка = итог.
 * Source: S2-127, C-22, I-03. Examples: WE-45, WE-54.
 */
export function totalsOf(lines: readonly LineFigures[]): InvoiceTotals {
  const of = (key: 'lineGross' | 'discountAmount' | 'adjustmentAmount' | 'totalPrice' | 'vatAmount') =>
    sum(lines.map((line) => line[key]));
  const [subtotal, totalAmount] = [of('lineGross'), of('totalPrice')];
  refuseUnless(subtotal > 0, 'SUBTOTAL_ZERO');
  refuseUnless(subtotal <= MAX_MONEY && totalAmount <= MAX_MONEY, 'AMOUNT_TOO_LARGE');
  return {
    subtotal, discountAmount: of('discountAmount'), adjustmentAmount: of('adjustmentAmount'), totalAmount,
    vatAmount: of('vatAmount'),
  };
}

/**
 * INV-3. A price may be adjusted only in a draft or a waiting invoice without payments, with a reason of at least ten
 * characters; the subtotal and the discount stay, the difference is the adjustment.
 * ru: Цену можно корректировать только в черновике или неоплаченном счёте, с причиной не короче 10 символов.
 * Source: S2-130…S2-135, C-22, C-06. Examples: WE-45, WE-46, WE-47, WE-48, WE-49.
 */
export function adjustLine(line: LineFigures, newPrice: Money): LineFigures {
  const before = subtract(line.lineGross, line.discountAmount);
  return {
    ...line,
    totalPrice: newPrice,
    adjustmentAmount: subtract(newPrice, before),
    vatAmount: vatInside(newPrice, line.vatRate),
  };
}
export const isAdjustable = (status: InvoiceStatus, paid: Money): boolean =>
  paid === 0 && (status === 'DRAFT' || status === 'PENDING');
export const isAdjustmentReason = (reason: string | undefined): reason is string =>
  reason !== undefined && reason.trim().length >= 10;

/**
 * INV-4. What the other vocabulary calls the state of an invoice: sent and viewed are facts of delivery, kept beside
 * the state of payment.
 * ru: Состояние доставки (отправлен, просмотрен) хранится рядом с состоянием оплаты.
 * Source: C-01, S3-005. Examples: WE-71, WE-72, WE-73.
 */
export function lifecycleOf(status: InvoiceStatus, isViewed: boolean): LifecycleStatus {
  switch (status) {
    case 'DRAFT': return 'draft';
    case 'PAID': return 'paid';
    case 'CANCELLED': return 'cancelled';
    case 'OVERDUE': return 'overdue';
    case 'PENDING':
    case 'PARTIALLY_PAID': return isViewed ? 'viewed' : 'sent';
  }
}

export const isOpen = (status: InvoiceStatus): boolean =>
  status === 'PENDING' || status === 'PARTIALLY_PAID' || status === 'OVERDUE';

/**
 * INV-5. An unpaid invoice is overdue from the day after its due date.
 * ru: Неоплаченный счёт просрочен со дня, следующего за сроком оплаты.
 * Source: C-03, C-58, S3-032. Examples: WE-62, WE-75.
 */
export const isOverdue = (status: InvoiceStatus, dueDate: Day | null, today: Day): boolean =>
  isOpen(status) && dueDate !== null && isBefore(dueDate, today);

export const daysOverdue = (dueDate: Day, today: Day): number =>
  Math.max(0, dueDate.until(today, { largestUnit: 'days' }).days);

/**
 * OPN-2. A debt that was carried over is not sold here: its invoice is paid, but neither changed, voided by hand nor
 * refunded; a wrong one is taken back with its opening document.
 * ru: Перенесённый долг только оплачивают: его счёт не меняют, не аннулируют вручную и не возвращают, а ошибочный
 * сторнируют документом переноса.
 * Source: issue 5 (opening balances).
 */
export function refuseCarriedOver(purpose: Purpose): void {
  refuseUnless(purpose !== 'OPENING', 'OPENING_INVOICE');
}

export type Source = (typeof SOURCES)[number];
const SOLD: readonly Purpose[] = ['INITIAL', 'RENEWAL'];
const VISITED: readonly Purpose[] = ['TRAINING', 'ABSENCE', 'FINE'];

/**
 * INV-10. Where an invoice comes from: a pass was sold or renewed, the night charged a visit, a mark or a late
 * cancellation charged it, a room was rented, or somebody wrote it by hand.
 * ru: Источник счёта: продажа или продление абонемента, ночное начисление, отметка или поздняя отмена, аренда, вручную.
 * Source: issue 4 (ux B2.3).
 */
export function sourceOf(purpose: Purpose, byNight: boolean): Source {
  if (SOLD.includes(purpose)) return 'sale';
  if (VISITED.includes(purpose)) return byNight ? 'night' : 'visit';
  return purpose === 'RENTAL' ? 'rental' : 'manual';
}
/** The same the other way round, for a filter. */
export function purposesOf(source: Source): { purposes: readonly Purpose[]; byNight?: boolean } {
  if (source === 'sale') return { purposes: SOLD };
  if (source === 'night' || source === 'visit') return { purposes: VISITED, byNight: source === 'night' };
  return { purposes: source === 'rental' ? ['RENTAL'] : ['MANUAL', 'MIGRATION', 'OPENING'] };
}

/**
 * INV-6. Money is taken only for an issued invoice that is not yet paid.
 * ru: Оплатить можно только выставленный и ещё не оплаченный счёт.
 * Source: S2-137, C-16.
 */
export function refuseUnpayable(status: InvoiceStatus): void {
  refuseUnless(status !== 'PAID', 'INVOICE_ALREADY_PAID');
  refuseUnless(status !== 'DRAFT', 'INVOICE_IS_DRAFT');
  refuseUnless(status !== 'CANCELLED', 'INVOICE_CANCELLED');
}

/**
 * INV-7. A paid invoice is not voided, it is refunded; a voided one stays voided.
 * ru: Оплаченный счёт не аннулируют, по нему оформляют возврат; аннулированный не возвращается.
 * Source: S2-159, S2-233, C-02, C-19, C-63.
 */
export function refuseUncancellable(status: InvoiceStatus): void {
  refuseUnless(status !== 'PAID', 'CANCEL_PAID_INVOICE');
  refuseUnless(status !== 'CANCELLED', 'INVOICE_CANCELLED');
}

/**
 * INV-8. Lines change only in a draft or in a waiting invoice without payments, and an issued invoice keeps at least one.
 * ru: Позиции меняют только в черновике или в неоплаченном счёте; в выставленном остаётся хотя бы одна.
 * Source: S2-192, C-24.
 */
export const isEditable = isAdjustable;

/**
 * INV-11. Credit pays an invoice on request where payments name their invoices: all of it, or any part if parts are
 * allowed. Where the queue rules, the credit has already paid what it can.
 * ru: По просьбе аванс гасит счёт целиком, а если разрешена частичная оплата, то и частью; где правит очередь, аванс уже
 * погасил всё, что мог.
 * Source: C-15.
 */
export const creditSuffices = (
  balance: Money, due: Money, policy: { 'settlement.mode': string; 'settlement.allowPartial': boolean },
): boolean => policy['settlement.mode'] !== 'FIFO_BALANCE'
  && (policy['settlement.allowPartial'] ? balance > 0 : balance >= due);
