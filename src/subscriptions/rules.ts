import { type Day, type Instant, addDays, isBefore } from '../kernel/day.ts';
import { type Money, ZERO, kopecks, multiplyDivide, subtract } from '../kernel/money.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import type { PASS_VIEWS } from './contract.ts';

/** What decides whether a pass covers a visit. `groupIds` null: every group; `sessionsLeft` null: unlimited. */
export type PassFacts = {
  id: string;
  status: 'PENDING' | 'ACTIVE' | 'EXPIRED' | 'CANCELLED';
  groupIds: readonly string[] | null;
  startDate: Day;
  endDate: Day;
  freezeStart: Day | null;
  freezeEnd: Day | null;
  sessionsLeft: number | null;
  createdAt: Instant;
};
export type Visit = { groupId: string | null; day: Day };

/** Why no pass covers a visit, the most telling reason first. */
export const WHY_NOT = ['FROZEN', 'NO_SESSIONS', 'ENDED', 'PENDING', 'NOT_STARTED', 'OTHER_GROUP', 'NO_PASS'] as const;
export type WhyNot = (typeof WHY_NOT)[number];

type Freeze = Pick<PassFacts, 'freezeStart' | 'freezeEnd'>;

/**
 * SUB-2. A pass is frozen from the first to the last day of its freeze, both included.
 * ru: Абонемент заморожен с первого по последний день заморозки включительно.
 * Source: C-40, S4-078. Examples: WE-103, WE-104.
 */
export const isFrozenOn = ({ freezeStart, freezeEnd }: Freeze, day: Day): boolean =>
  freezeStart !== null && freezeEnd !== null && !isBefore(day, freezeStart) && !isBefore(freezeEnd, day);

/**
 * SUB-3. A pass covers a visit to one of its groups when it is active, has begun and not ended, is not frozen on that
 * day and has a session left or is unlimited. The day is the local date of the training.
 * ru: Абонемент покрывает занятие своей группы, если он действует, начался и не кончился, в этот день не заморожен и
 * на нём осталось занятие или он безлимитный. День — местная дата занятия.
 * Source: C-39, C-40, S4-077. Examples: WE-103, WE-104, WE-105.
 */
export function whyNot(pass: PassFacts, visit: Visit): WhyNot | undefined {
  const { groupIds, status, startDate, endDate, sessionsLeft } = pass;
  if (!coversGroup(groupIds, visit.groupId)) return 'OTHER_GROUP';
  if (status === 'CANCELLED') return 'NO_PASS';
  if (status === 'PENDING') return 'PENDING';
  if (status === 'EXPIRED' || isBefore(endDate, visit.day)) return 'ENDED';
  if (isBefore(visit.day, startDate)) return 'NOT_STARTED';
  if (isFrozenOn(pass, visit.day)) return 'FROZEN';
  return sessionsLeft === 0 ? 'NO_SESSIONS' : undefined;
}
/** A training without a group is covered by a pass for every group alone. */
export const coversGroup = (groupIds: readonly string[] | null, groupId: string | null): boolean =>
  groupIds === null || (groupId !== null && groupIds.includes(groupId));
export const covers = (pass: PassFacts, visit: Visit): boolean => whyNot(pass, visit) === undefined;

const compareIds = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const firstUsed = (a: PassFacts, b: PassFacts): number =>
  Temporal.PlainDate.compare(a.endDate, b.endDate) || Temporal.Instant.compare(a.createdAt, b.createdAt)
  || compareIds(a.id, b.id);

/**
 * SUB-4. Of several passes that cover a visit, the one that ends first is used, and of those the oldest.
 * ru: Из нескольких подходящих абонементов списывается тот, что раньше кончается, а из них — самый старый.
 * Source: C-39, S2-155, S2-236, S2-237. Examples: WE-61.
 */
export function choosePass<P extends PassFacts>(passes: readonly P[], visit: Visit): { pass: P } | { why: WhyNot } {
  const [pass] = passes.filter((candidate) => covers(candidate, visit)).toSorted(firstUsed);
  if (pass) return { pass };
  const reasons = new Set(passes.map((candidate) => whyNot(candidate, visit)));
  return { why: WHY_NOT.find((why) => reasons.has(why)) ?? 'NO_PASS' };
}

/**
 * SUB-5. A pass covers the groups of its type. A type that is good for every group, sold into one group, covers that one.
 * ru: Абонемент действует в группах своего вида; вид «для любых групп», проданный в группу, действует только в ней.
 * Source: C-39, S2-236. Examples: WE-61.
 */
export function groupsOf(typeGroupIds: readonly string[] | null, groupId: string | null): string[] | null {
  refuseUnless(groupId === null || typeGroupIds === null || typeGroupIds.includes(groupId), 'GROUP_NOT_COVERED');
  if (typeGroupIds !== null) return [...typeGroupIds];
  return groupId === null ? null : [groupId];
}

/**
 * SUB-6. A session of a pass is worth the price paid for a period divided by the sessions of the period; what is left
 * is worth that many of them, rounded once. An unlimited pass has no price of a session.
 * ru: Занятие стоит столько, сколько уплачено за период, делённое на число занятий; остаток — столько раз по столько,
 * с одним округлением. У безлимитного абонемента цены занятия нет.
 * Source: C-34, C-35.
 */
export function valueOf(
  pass: { paidPrice: Money; sessionsPerPeriod: number | null }, sessions: number | null,
): Money | null {
  const { paidPrice, sessionsPerPeriod } = pass;
  if (sessions === null || sessionsPerPeriod === null) return null;
  return sessions <= 0 ? ZERO : kopecks(multiplyDivide(paidPrice, sessions, sessionsPerPeriod));
}

const daysBetween = (from: Day, to: Day): number => from.until(to, { largestUnit: 'days' }).days;

/**
 * SUB-7. An active pass is frozen from today or a later day, with both dates, inside its validity, and once at a time.
 * The freeze moves the end by its days where the organisation says so.
 * ru: Действующий абонемент замораживают с сегодняшнего или более позднего дня, с обеими датами, внутри срока и по
 * одному разу; окончание сдвигается на число дней заморозки, если так решила организация.
 * Source: C-40. Examples: WE-103, WE-104.
 */
export function checkFreeze(
  pass: Pick<PassFacts, 'status' | 'startDate' | 'endDate' | 'freezeEnd'>,
  dates: { freezeStart?: Day | null | undefined; freezeEnd?: Day | null | undefined }, today: Day,
): { freezeStart: Day; freezeEnd: Day; days: number } {
  const { freezeStart, freezeEnd } = dates;
  refuseUnless(freezeStart && freezeEnd, 'FREEZE_BOTH_DATES');
  refuseUnless(!isBefore(freezeEnd, freezeStart), 'DATES_REVERSED');
  refuseUnless(pass.status === 'ACTIVE', 'SUBSCRIPTION_NOT_ACTIVE');
  refuseUnless(!isBefore(freezeStart, today), 'FREEZE_PAST');
  refuseUnless(pass.freezeEnd === null || isBefore(pass.freezeEnd, today), 'ALREADY_FROZEN');
  refuseUnless(!isBefore(freezeStart, pass.startDate) && !isBefore(pass.endDate, freezeEnd), 'FREEZE_OUTSIDE');
  return { freezeStart, freezeEnd, days: daysBetween(freezeStart, freezeEnd) + 1 };
}

/**
 * SUB-8. A freeze is ended from a day on: it then lasts through the day before, the days not used are given back, and
 * one that has not begun vanishes.
 * ru: Разморозка с указанного дня: заморозка кончается накануне, неиспользованные дни возвращаются, не начавшаяся
 * заморозка исчезает.
 * Source: C-40.
 */
export function endFreeze(
  pass: Freeze & { shiftedDays: number }, movedBy: number, from: Day, today: Day,
): Freeze & { daysBack: number } {
  const { freezeStart, freezeEnd } = pass;
  refuseUnless(freezeStart && freezeEnd && !isBefore(freezeEnd, today), 'NOT_FROZEN');
  refuseUnless(!isBefore(from, today), 'FREEZE_PAST');
  refuseUnless(!isBefore(freezeEnd, from), 'NOT_FROZEN');
  const begun = isBefore(freezeStart, from);
  const unused = daysBetween(begun ? from : freezeStart, freezeEnd) + 1;
  return {
    freezeStart: begun ? freezeStart : null, freezeEnd: begun ? addDays(from, -1) : null,
    daysBack: Math.min(unused, movedBy, pass.shiftedDays),
  };
}

/**
 * SUB-9. A pass is renewed ahead when it is active and ends within the lead days, today included; one that has ended
 * is not renewed by itself.
 * ru: Счёт на продление выставляется действующему абонементу, который кончается в ближайшие дни (сегодня включительно).
 * Source: C-32, S2-108. Examples: WE-55, WE-60.
 */
export const renewalWindow = (today: Day, leadDays: number): { from: Day; through: Day } =>
  ({ from: today, through: addDays(today, leadDays) });

/**
 * SUB-10. After the grace days, counted from the day after the end, a pass that was not renewed expires and its student
 * is expelled from the group, unless another pass of the student is good for that group.
 * ru: По истечении отсрочки непродлённый абонемент закрывается, ученика отчисляют из группы, если в ней не действует
 * другой его абонемент.
 * Source: C-33, S2-217. Examples: WE-59.
 */
export const expelsWhenEndedBefore = (today: Day, graceDays: number): Day => addDays(today, -graceDays);

/**
 * SUB-11. A pass that was sold before the program was there gets an invoice of its full price, with what it was sold
 * for less as the discount; it was paid outside, so that it is neither a payment nor a claim.
 * ru: Абонемент, проданный до программы, получает исторический счёт на полную цену, разница с уплаченным — скидка; он
 * оплачен вне программы, поэтому ни платежа, ни долга не создаёт.
 * Source: S2-248, S2-249, C-57. Examples: WE-63.
 */
export function historicalSums({ originalPrice, paidPrice }: { originalPrice: Money; paidPrice: Money }) {
  const more = paidPrice > originalPrice;
  return {
    subtotal: originalPrice, totalAmount: paidPrice,
    discountAmount: more ? ZERO : subtract(originalPrice, paidPrice),
    adjustmentAmount: more ? subtract(paidPrice, originalPrice) : ZERO,
  };
}

/**
 * SUB-12. The period of a pass put in from outside is counted from its start; where its end says something else, from
 * the day that gives this end, so that the periods after it follow without a gap.
 * ru: Период перенесённого абонемента считается от его начала, а если указано другое окончание — так, чтобы он кончался
 * в этот день и следующие периоды шли без разрыва.
 * Source: C-31, C-57, I-26.
 */
export function periodBroughtIn(
  { startDate, endDate }: { startDate: Day; endDate?: Day | undefined }, periodMonths: number,
): { anchorDate: Day; shiftedDays: number; endDate: Day } {
  const lastOf = (anchor: Day): Day => addDays(anchor.add({ months: periodMonths }), -1);
  const regular = lastOf(startDate);
  if (endDate === undefined || endDate.equals(regular)) return { anchorDate: startDate, shiftedDays: 0, endDate: regular };
  refuseUnless(!isBefore(endDate, startDate), 'DATES_REVERSED');
  const anchorDate = addDays(endDate, 1).subtract({ months: periodMonths });
  // A month too short for the day of the anchor leaves some days: they are kept as if they had been frozen.
  return { anchorDate, shiftedDays: daysBetween(lastOf(anchorDate), endDate), endDate };
}

/** How soon an end is soon: what the desk and the list of passes call ending. */
export const ENDING_DAYS = 7;

/**
 * SUB-13. The quick views of passes: active ones that end within seven days, of those the ones with sessions that will
 * burn, the ones frozen today, and the ones whose last day is past.
 * ru: Виды списка абонементов: заканчиваются в ближайшие 7 дней; из них сгорят занятия; заморожены сегодня; закончились.
 * Source: issue 4 (ux B2.5).
 */
export function viewOf(view: (typeof PASS_VIEWS)[number] | undefined, today: Day) {
  const ending = { statuses: ['ACTIVE'], endFrom: today, endTo: addDays(today, ENDING_DAYS) };
  switch (view) {
    case 'ENDING': return ending;
    case 'BURNING': return { ...ending, withSessions: true };
    case 'FROZEN': return { statuses: ['ACTIVE'], frozenOn: today };
    case 'ENDED': return { statuses: ['ACTIVE', 'EXPIRED'], endTo: addDays(today, -1) };
    case undefined: return {};
  }
}
