import { lineOf } from '../invoices/rules.ts';
import { type Instant, isEarlier } from '../kernel/day.ts';
import { type Money, type Percent, ZERO, hundredths } from '../kernel/money.ts';
import type { PassFacts } from '../subscriptions/rules.ts';
import type { RosterRow } from './roster-contract.ts';
import { type ActiveCharge, type Visit, decide, isSafe } from './rules.ts';

export type Cover = RosterRow['cover'];
export type Cancelling = NonNullable<RosterRow['cancelling']>;
type NamedPass = PassFacts & { name: string };

/** A participant as his line of the roster is decided. */
export type Row = Readonly<{
  kind: 'REGULAR' | 'TRIAL' | 'FREE'; status: 'BOOKED' | 'WAITING' | 'CANCELLED'; charge: ActiveCharge | undefined;
  subscriptionId: string | null; passName: string | null; passSessions: number | null;
  invoiceId: string | null; invoiceNumber: string | null; invoiceStatus: Cover['invoiceStatus']; invoiceTotal: Money | null;
  passes: readonly NamedPass[]; benefit: Percent; overdue: Money;
}>;

const NOTHING = {
  subscriptionId: null, name: null, sessionsLeft: null, invoiceId: null, invoiceNumber: null, invoiceStatus: null,
} as const;

/**
 * ROS-1. The roster says what pays for a visit: what was charged, and before that the pass that would be; a trial and a
 * free visit are called by their names, and a visit without a pass has no cover yet.
 * ru: В списке занятия видно, чем покрыто посещение: списанным занятием или счётом, а до списания — абонементом,
 * с которого оно спишется; пробное и бесплатное названы так, без абонемента покрытия нет.
 * Source: issue 4 (ux B2.4), C-41, C-43.
 */
export function coverOf(row: Row, visit: Visit): Cover {
  const { subscriptionId, passName, passSessions, invoiceId, invoiceNumber, invoiceStatus } = row;
  if (row.charge && subscriptionId !== null) {
    return { ...NOTHING, kind: 'PASS', isCharged: true, subscriptionId, name: passName, sessionsLeft: passSessions };
  }
  if (row.charge) return { ...NOTHING, kind: 'SINGLE', isCharged: true, invoiceId, invoiceNumber, invoiceStatus };
  const none = { ...NOTHING, isCharged: false };
  if (row.kind !== 'REGULAR') return { ...none, kind: row.kind };
  const decision = decide({ booked: true, kind: row.kind, charge: undefined, passes: row.passes }, visit, 'INVOICE');
  if (decision.kind !== 'SESSION') return { ...none, kind: 'NONE' };
  const pass = row.passes.find(({ id }) => id === decision.pass.id);
  return {
    ...none, kind: 'PASS', subscriptionId: decision.pass.id, name: pass?.name ?? null,
    sessionsLeft: decision.pass.sessionsLeft,
  };
}

/** The zone of a cancellation (CAN-1): free in time and for who only waits, charged when late, closed from the start on. */
export function zoneOf(startsAt: Instant, now: Instant, safeMinutes: number, waits: boolean): Cancelling['zone'] {
  if (!isEarlier(now, startsAt)) return 'CLOSED';
  return waits || isSafe(startsAt, now, safeMinutes) ? 'SAFE' : 'FINE';
}

/**
 * ROS-2. What a late cancellation would take is known beforehand: what is charged already stays; otherwise it is a session
 * of the pass, an invoice of the visit's price less the benefit, or nothing.
 * ru: Цена поздней отмены известна заранее: списанное остаётся списанным, иначе это занятие с абонемента, счёт на цену
 * занятия за вычетом льготы или ничего.
 * Source: C-44…C-46, issue 4 (ux B7). Examples: 2 000,00 with a benefit of 30 % → 1 400,00.
 */
export function lateCost(row: Row, visit: Visit): Cancelling['late'] {
  if (row.charge) return { kind: 'KEPT', amount: row.invoiceTotal };
  if (row.status === 'WAITING') return { kind: 'NOTHING', amount: null };
  const { kind, passes, benefit } = row;
  const decision = decide({ booked: true, kind, charge: undefined, passes }, visit, 'INVOICE');
  if (decision.kind === 'SESSION') return { kind: 'SESSION', amount: null };
  if (decision.kind !== 'INVOICE') return { kind: 'NOTHING', amount: null };
  const line = lineOf({ quantity: hundredths(100), unitPrice: decision.price, vatRate: 0 as Percent, benefit });
  return { kind: 'INVOICE', amount: line.totalPrice };
}

/**
 * ROS-3. Who owes past the due date, or comes with nothing that covers the visit, is asked to come to the desk; the
 * trainer is told that and no sums.
 * ru: Кого попросить подойти к стойке: у плательщика есть долг или посещение ничем не покрыто; сумм тренер не видит.
 * Source: issue 4 (ux B2.6).
 */
export const needsAttention = ({ status, overdue }: Row, cover: Cover): boolean =>
  status === 'BOOKED' && (overdue > ZERO || cover.kind === 'NONE');
