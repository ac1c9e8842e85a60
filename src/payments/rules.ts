import type { Day } from '../kernel/day.ts';
import { isBefore } from '../kernel/day.ts';
import { type Money, ZERO, subtract } from '../kernel/money.ts';
import { Refusal, refuseUnless } from '../kernel/refusal.ts';

/**
 * PAY-1. Money that names an invoice must cover what is due, unless the organisation allows partial payments.
 * ru: Платёж по счёту должен покрывать сумму к оплате, если организация не разрешает частичную оплату.
 * Source: C-12, S4-057. Examples: WE-37.
 */
export function refusePartial(amount: Money, due: Money, allowPartial: boolean): void {
  refuseUnless(allowPartial || amount >= due, 'PARTIAL_NOT_ALLOWED', { dueAmount: due });
}

/**
 * PAY-2. The kind of a payment follows what its invoice sells; a payment without an invoice is a top-up.
 * ru: Вид платежа определяется счётом; платёж без счёта — пополнение аванса.
 * Source: C-25.
 */
export function paymentTypeOf(
  invoice: { subscriptionId: string | null; rentalId: string | null; trainingId: string | null } | undefined,
): 'SUBSCRIPTION' | 'RENTAL' | 'TRAINING' | 'OTHER' | 'TOP_UP' {
  if (!invoice) return 'TOP_UP';
  if (invoice.subscriptionId !== null) return 'SUBSCRIPTION';
  if (invoice.rentalId !== null) return 'RENTAL';
  return invoice.trainingId === null ? 'OTHER' : 'TRAINING';
}

/**
 * PAY-3. A payment may be dated today or earlier, never in the future.
 * ru: Платёж датируют сегодняшним или прошедшим днём, не будущим.
 * Source: issue 1 (closed periods).
 */
export const refuseFuture = (onDate: Day, today: Day): void => refuseUnless(!isBefore(today, onDate), 'DATE_IN_FUTURE');

/**
 * PAY-4. What a payment did not spend on invoices it left to the client as credit; settling with it may have spent
 * earlier credit, too.
 * ru: Что платёж не погасил, осталось авансом клиента; вместе с платежом мог быть потрачен и прежний аванс.
 * Source: C-12, issue 4 (ux B2.7).
 */
export const creditOf = (amount: Money, allocated: Money): Money =>
  (amount > allocated ? subtract(amount, allocated) : ZERO);

/**
 * REV-3. Only a completed payment is reversed, once, with a reason.
 * ru: Отменить можно только проведённый платёж, один раз и с указанием причины.
 * Source: S4-036…S4-038, C-17.
 */
export function refuseIrreversible(status: 'PENDING' | 'COMPLETED' | 'CANCELLED' | 'REVERSED'): void {
  refuseUnless(status !== 'REVERSED', 'PAYMENT_ALREADY_REVERSED');
  refuseUnless(status === 'COMPLETED', 'PAYMENT_NOT_COMPLETED');
}

/** A reason is mandatory where money is corrected: not empty after trimming. */
export function reasonOf(text: string): string {
  const reason = text.trim();
  refuseUnless(reason, 'REASON_REQUIRED');
  return reason;
}

/**
 * REF-1. A refund against a paid invoice is at most what was paid and not yet refunded, and the whole of it unless
 * partial payments are allowed; a refund of free credit is at most the credit.
 * ru: Возврат по счёту — не больше оплаченного и ещё не возвращённого, без права частичной оплаты — только
 * целиком; возврат аванса — не больше аванса.
 * Source: C-20.
 */
export function refuseRefund(amount: Money, left: Money, allowPartial: boolean): void {
  const shown = { leftAmount: left };
  refuseUnless(amount <= left, 'REFUND_TOO_LARGE', shown);
  refuseUnless(allowPartial || amount === left, 'REFUND_FULL_ONLY', shown);
}
export function refuseOverBalance(amount: Money, balance: Money): void {
  refuseUnless(amount <= balance, 'BALANCE_TOO_LOW', { balanceAmount: balance });
}

type Method = 'CASH' | 'CARD' | 'BANK_TRANSFER' | 'ONLINE';
export type ShiftCount = { method: Method; expected: Money; counted: Money; difference: Money };

/**
 * SHI-1. A shift closes with what was counted beside what the books expect by each method; a difference needs a note.
 * ru: При закрытии смены рядом с ожидаемым стоит посчитанное; расхождение требует примечания.
 * Source: issue 1 (cash shifts).
 */
export function countShift(
  expected: Record<ShiftCount['method'], Money>, counted: Partial<Record<ShiftCount['method'], Money | undefined>>,
  note: string | undefined,
): ShiftCount[] {
  const counts = (Object.keys(expected) as ShiftCount['method'][]).map((method) => {
    const found = counted[method] ?? expected[method];
    return { method, expected: expected[method], counted: found, difference: subtract(found, expected[method]) };
  });
  if (counts.some((count) => count.difference !== 0) && !note?.trim()) throw new Refusal('SHIFT_DIFFERENCE_NOTE');
  return counts;
}

/**
 * PER-2. Only past days are closed, and closing moves forward; going back is reopening, by an administrator with a reason.
 * ru: Закрывают только прошедшие дни и только вперёд; открыть период заново может администратор с указанием причины.
 * Source: issue 1 (closed periods).
 */
export function refuseClosing(through: Day, today: Day, closedThrough: Day | null): void {
  refuseUnless(isBefore(through, today), 'PERIOD_NOT_PAST');
  refuseUnless(closedThrough === null || isBefore(closedThrough, through), 'PERIOD_NOT_FORWARD');
}
export function refuseReopening(through: Day | null, closedThrough: Day | null): void {
  refuseUnless(closedThrough !== null && (through === null || isBefore(through, closedThrough)), 'PERIOD_NOT_FORWARD');
}
