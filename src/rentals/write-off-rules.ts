import type { Item } from '../invoices/contract.ts';
import { type Money, type Quantity, decimalText, hundredths } from '../kernel/money.ts';
import { Refusal, refuseUnless } from '../kernel/refusal.ts';
import type { z } from 'zod';

type Paid = { status: string; totalAmount: Money; refundedAmount: Money };
type Used = Pick<z.output<typeof Item>, 'serviceType' | 'writeOffTiming' | 'remainingQuantity'>;

/** Money that was given back pays for nothing any more. */
const isPaid = ({ status, totalAmount, refundedAmount }: Paid): boolean =>
  status === 'PAID' && (totalAmount === 0 || refundedAmount < totalAmount);

/** Passes that work before they are paid lift the demand for payment in the whole organisation (C-29). */
const isOwed = ({ status }: Paid, activation: string): boolean =>
  activation === 'ON_CREATION' && (status === 'PENDING' || status === 'PARTIALLY_PAID' || status === 'OVERDUE');

/** "4" or "4.50": what is left, as a refusal says it. */
const shown = (left: Quantity): string => (left % 100 === 0 ? String(left / 100) : decimalText(left));

/**
 * WOF-1. What is used up may be written off while its invoice is paid, and not more than is left; what is written off
 * when sold is not. An organisation whose passes work before payment does not ask for payment.
 * ru: Списывают только оплаченную услугу, которая расходуется, и не больше остатка.
 * Source: S2-147…S2-150, S2-243, S2-244, C-29, C-36. Examples: WE-52.
 */
export function checkWriteOff(invoice: Paid, item: Used, quantity: Quantity, activation: string): void {
  refuseUnless(isPaid(invoice) || isOwed(invoice, activation), 'WRITE_OFF_UNPAID');
  refuseUnless(item.writeOffTiming === 'ON_USE', 'WRITE_OFF_ON_SALE');
  const left = item.remainingQuantity;
  if (left === null || quantity <= left) return;
  refuseUnless(item.serviceType === 'SUBSCRIPTION', 'QUANTITY_SHORT', { left: shown(left) });
  refuseUnless(left > 0, 'SESSIONS_OVER');
  throw new Refusal('SESSIONS_SHORT', { left: shown(left) });
}

/**
 * WOF-3. Sessions of a pass that is active are written off whole, and not before the pass was given them: an unpaid
 * renewal gives none yet.
 * ru: Занятия действующего абонемента списывают целыми, и только те, что ему уже начислены.
 * Source: C-34, I-09.
 */
export function wholeSessions(
  quantity: Quantity, { status, sessionsLeft, held }: { status: string; sessionsLeft: number | null; held: number },
): number {
  refuseUnless(status === 'ACTIVE', 'SUBSCRIPTION_NOT_ACTIVE');
  const errors = [{ path: 'quantity', message: 'Целое число занятий / a whole number of sessions' }];
  refuseUnless(quantity % 100 === 0, 'VALIDATION', {}, { errors });
  const sessions = quantity / 100;
  refuseUnless(sessionsLeft === null || sessions <= held, 'WRITE_OFF_UNPAID');
  return sessions;
}

/**
 * WOF-2. A service that is used up is completed when nothing is left, and in progress before.
 * ru: Услуга списана полностью, когда остаток равен нулю, до этого — частично.
 * Source: S2-151, S2-225, I-23. Examples: WE-51.
 */
export const statusLeft = (left: Quantity | null): 'IN_PROGRESS' | 'COMPLETED' =>
  left === 0 ? 'COMPLETED' : 'IN_PROGRESS';

const ONE_DAY = hundredths(100);
export type CoworkingDays = { itemId: string; left: Quantity };

/**
 * COW-1. A visit of the coworking space takes one day of the oldest paid days that are left, once for a date however
 * often it is asked for.
 * ru: Посещение коворкинга списывает один день из самых давних оплаченных; за одну дату — один раз.
 * Source: C-55, S2-224, S2-225, S2-150. Examples: WE-51, WE-52.
 */
export function takeDay<D extends CoworkingDays & Paid>(oldestFirst: readonly D[]): D & { taken: Quantity } {
  const usable = oldestFirst.filter(isPaid);
  const days = usable.find(({ left }) => left >= ONE_DAY);
  const all = hundredths(usable.reduce((total, { left }) => total + left, 0));
  refuseUnless(days, 'QUANTITY_SHORT', { left: shown(all) });
  return { ...days, taken: ONE_DAY };
}
