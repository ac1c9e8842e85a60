import type { OpeningKind } from './contract.ts';
import type { Sums } from './row-rules.ts';
import { type Day, isBefore } from '../kernel/day.ts';
import { type Money, kopecks } from '../kernel/money.ts';
import { refuseUnless } from '../kernel/refusal.ts';

/** The latest reconciliation that is locked. */
export type Locked = { name: string; asOf: Day };

/**
 * OPN-1. What a client had or owed before the program knew is a dated document: credit raises his credit, debt is an
 * invoice that stands in the queue by its own date. Points and turnover are facts, never money. A wrong document is taken
 * back by a counter document, never changed. None is dated in the future, in a closed period, or on or before a day on
 * which the balances were agreed and locked.
 * ru: Начальный остаток клиента — датированный документ: аванс увеличивает аванс, долг становится счётом с собственной
 * датой в очереди. Баллы и оборот — сведения, а не деньги. Ошибочный документ сторнируется. Документ не бывает будущим,
 * в закрытом периоде и не позже закрытой сверки.
 * Source: issue 5 (opening balances), C-28.
 */
export function refuseDate(onDate: Day, today: Day, locked: Locked | undefined): void {
  refuseUnless(!isBefore(today, onDate), 'IMPORT_FUTURE');
  refuseUnless(!locked || isBefore(locked.asOf, onDate), 'RECONCILIATION_LOCKED',
    { day: String(locked?.asOf ?? ''), name: locked?.name ?? '' });
}

/** The documents that sums come to: a positive balance is credit, a negative one debt. */
export function documentsOf({ balance, points, turnover }: Sums): { kind: OpeningKind; amount: Money }[] {
  const of = (kind: OpeningKind, amount: number | null) => (amount ? [{ kind, amount: kopecks(Math.abs(amount)) }] : []);
  return [
    ...of((balance ?? 0) < 0 ? 'DEBT' : 'CREDIT', balance), ...of('POINTS', points), ...of('TURNOVER', turnover),
  ];
}

/**
 * REC-1. The difference is what they say less what we say; whom they do not name has nothing with them. Balances are
 * agreed when every difference is zero, and only then locked.
 * ru: Расхождение — их сумма минус наша; кого они не назвали, у того по их данным ноль. Сверка закрывается, только когда
 * все расхождения нулевые.
 * Source: issue 5 (reconciliation).
 */
export const differenceOf = (theySay: Money | null, weSay: Money): Money => kopecks((theySay ?? 0) - weSay);
