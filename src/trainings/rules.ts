import { type Day, type Instant, isBefore } from '../kernel/day.ts';
import type { Money } from '../kernel/money.ts';
import type { Policy } from '../kernel/policy.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { type PassFacts, type WhyNot, choosePass } from '../subscriptions/rules.ts';
import type { ChargeLabel, Mark, ParticipantKind } from './contract.ts';

/** A charge in force, as far as decisions need it. */
export type ActiveCharge = { id: string; label: ChargeLabel; cause: 'NIGHT' | 'ATTENDANCE' | 'CANCELLATION' | 'MANUAL' };

/** One participant as the charging routine sees him. `booked` is false for who cancelled or waits. */
export type Visitor = {
  booked: boolean;
  kind: ParticipantKind;
  charge: ActiveCharge | undefined;
  passes: readonly PassFacts[];
};
export type Visit = { groupId: string | null; day: Day; price: Money | null; trialPrice: Money | null };

export type SkipReason = 'CHARGED' | 'CANCELLED' | 'FREE' | 'RECORD_ONLY';
/** Why an invoice and not a session: what the pass lacked, or that a trial is never covered by one. */
export type InvoiceReason = WhyNot | 'TRIAL';
export type Decision =
  | { kind: 'SESSION'; pass: PassFacts }
  | { kind: 'INVOICE'; price: Money; reason: InvoiceReason }
  | { kind: 'SKIPPED'; reason: SkipReason }
  | { kind: 'ERROR'; reason: 'NO_TRAINING_PRICE' };

/**
 * CHG-1. A visit is charged once. Who cancelled or visits for free is not charged; who was charged is not charged again;
 * otherwise a pass that covers the visit gives a session, and without one the visit is invoiced at its price, or only
 * recorded where the organisation says so. A trial visit costs its own price and never a session.
 * ru: Посещение списывается один раз: отменившие и бесплатные не списываются, списанные не списываются снова; есть
 * действующий абонемент — занятие с него, нет — счёт по цене занятия или только отметка, как решила организация.
 * Пробное занятие имеет свою цену и абонементом не покрывается.
 * Source: S4-063…S4-070, S4-075…S4-082, C-39…C-43, C-51. Examples: WE-92, WE-93, WE-103, WE-104, WE-105, WE-108.
 */
export function decide(visitor: Visitor, visit: Visit, uncovered: Policy['training.uncovered']): Decision {
  if (!visitor.booked) return { kind: 'SKIPPED', reason: 'CANCELLED' };
  if (visitor.kind === 'FREE') return { kind: 'SKIPPED', reason: 'FREE' };
  if (visitor.charge) return { kind: 'SKIPPED', reason: 'CHARGED' };
  if (visitor.kind === 'TRIAL') return invoiced(visit.trialPrice ?? (0 as Money), 'TRIAL');
  const chosen = choosePass(visitor.passes, visit);
  if ('pass' in chosen) return { kind: 'SESSION', pass: chosen.pass };
  return uncovered === 'RECORD_ONLY' ? { kind: 'SKIPPED', reason: 'RECORD_ONLY' } : invoiced(visit.price, chosen.why);
}

function invoiced(price: Money | null, reason: InvoiceReason): Decision {
  if (price === null) return { kind: 'ERROR', reason: 'NO_TRAINING_PRICE' };
  return price === 0 ? { kind: 'SKIPPED', reason: 'FREE' } : { kind: 'INVOICE', price, reason };
}

/**
 * CHG-2. A training costs its own price, else the price of a single visit to its group, else that of the catalogue's
 * single-session service.
 * ru: Цена занятия — его собственная, иначе цена разового посещения группы, иначе цена услуги «Разовое занятие».
 * Source: C-51.
 */
export const priceOfVisit = (own: Money | null, group: Money | null, catalogue: Money | null): Money | null =>
  own ?? group ?? catalogue;

/**
 * CAN-1. A cancellation is safe when the training begins not sooner than the safe time after it, compared as instants;
 * exactly the safe time is safe. After the start nothing is cancelled any more.
 * ru: Отмена безопасна, если до начала не меньше установленного срока (ровно 12 часов — безопасно); после начала
 * отменить запись нельзя.
 * Source: S4-088, S4-089, C-44. Examples: WE-96, WE-98, WE-101.
 */
export function isSafe(startsAt: Instant, now: Instant, safeMinutes: number): boolean {
  refuseUnless(Temporal.Instant.compare(now, startsAt) < 0, 'TRAINING_STARTED');
  return Temporal.Instant.compare(now, safeUntil(startsAt, safeMinutes)) <= 0;
}
/** The last moment at which a cancellation is safe, to the second: hours may be given with a fraction. */
export const safeUntil = (startsAt: Instant, safeMinutes: number): Instant =>
  startsAt.subtract({ seconds: Math.floor(safeMinutes * 60 + 0.5) });
export const safeMinutesOf = (training: number | null, group: number | null, policy: Policy): number =>
  training ?? group ?? policy['cancellation.safeHours'] * 60;

/**
 * ATT-1. A training is marked on its day or later.
 * ru: Посещение отмечают в день занятия или позже.
 * Source: issue 3 (a mark in the future).
 */
export const refuseEarlyMark = (onDate: Day, today: Day): void => refuseUnless(!isBefore(today, onDate), 'MARK_IN_FUTURE');

export type MarkEffect =
  | { kind: 'CHARGE' | 'RELABEL'; label: 'NORMAL' | 'ABSENCE' } | { kind: 'UNDO' } | { kind: 'NOTHING' };

/**
 * ATT-2. A mark of presence charges a visit that nobody charged; a mark of absence charges it where the organisation
 * charges absence, and otherwise gives back what was charged, unless it is a fine. Where only the night charges, a mark
 * charges nothing, but where absence is free a correction of absence to presence charges again. A corrected mark follows
 * the same rule, and its own charge takes the new name.
 * ru: «Был» списывает посещение, если его ещё не списали; «не был» списывает там, где пропуски платные, а иначе
 * возвращает списанное, кроме штрафа. Если списывает только ночь, отметка ничего не списывает.
 * Source: S4-006…S4-012, C-41, C-42, C-49, C-52. Examples: WE-36, WE-102.
 */
export function effectOfMark(mark: Mark, charge: ActiveCharge | undefined, policy: Policy, before?: Mark): MarkEffect {
  const label = mark === 'PRESENT' ? 'NORMAL' : 'ABSENCE';
  if (mark === 'ABSENT' && !policy['training.chargeAbsent']) {
    return charge && charge.label !== 'FINE' ? { kind: 'UNDO' } : { kind: 'NOTHING' };
  }
  const restores = before === 'ABSENT' && !policy['training.chargeAbsent'];
  const atNightOnly = policy['training.chargeTiming'] === 'NIGHTLY' && !restores;
  if (!charge) return atNightOnly ? { kind: 'NOTHING' } : { kind: 'CHARGE', label };
  const own = charge.cause === 'ATTENDANCE' && charge.label !== 'FINE' && charge.label !== label;
  return own ? { kind: 'RELABEL', label } : { kind: 'NOTHING' };
}

/**
 * ATT-3. Taking a mark away gives back only what that mark charged.
 * ru: Удаление отметки возвращает только то, что списала сама отметка.
 * Source: C-52.
 */
export const undoneWithMark = (charge: ActiveCharge | undefined): boolean =>
  charge?.cause === 'ATTENDANCE' && charge.label !== 'FINE';

/** The purpose of an invoice by what it charges. */
export const purposeOf = (label: ChargeLabel): 'TRAINING' | 'ABSENCE' | 'FINE' =>
  label === 'NORMAL' ? 'TRAINING' : label;

/** Whether the night charges at all (C-41, C-49). */
export const chargesAtNight = (policy: Policy): boolean => policy['training.chargeTiming'] !== 'ON_ATTENDANCE';
