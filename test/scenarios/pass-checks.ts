/** Passes: their state, their sessions, where their student stands, and what came of bringing in the old ones. */
import { expect } from 'vitest';
import { type Fields, STATE, compareList, yesNo } from './lists.ts';
import { passOf } from './passes.ts';
import { type Stage, answerOf, idOf, send } from './stage.ts';
import { MEMBER_STATES, MOVEMENTS, PASS_STATES, check, dayText, moneyText } from './words.ts';
import type { Result } from '../../src/kernel/contract.ts';
import { MEMBER_STATUSES } from '../../src/schedule/contract.ts';
import { listMembers } from '../../src/schedule/members.ts';
import type { subscriptionEndpoints } from '../../src/subscriptions/contract.ts';
import { getSubscription, listMovements } from '../../src/subscriptions/read-passes.ts';

type Pass = Result<typeof subscriptionEndpoints.get>;
type Freeze = Result<typeof subscriptionEndpoints.freeze>;

const spanText = (from: Temporal.PlainDate | null, through: Temporal.PlainDate | null): string =>
  from === null || through === null ? 'нет' : `${dayText(from)}–${dayText(through)}`;

const passFields: Fields<Pass> = {
  [STATE]: ({ status }) => PASS_STATES[status],
  'занятий': ({ sessionsLeft }) => (sessionsLeft === null ? 'без ограничения' : String(sessionsLeft)),
  'с': ({ startDate }) => dayText(startDate),
  'по': ({ endDate }) => dayText(endDate),
  'цена': ({ originalPrice }) => moneyText(originalPrice),
  'оплачено': ({ paidPrice }) => moneyText(paidPrice),
  'куплен': ({ purchaseDate }) => dayText(purchaseDate),
  'заморозка': ({ freezeStart, freezeEnd }) => spanText(freezeStart, freezeEnd),
  'сегодня заморожен': ({ isFrozen }) => yesNo(isFrozen),
  'следующий период': ({ nextPeriod }) => spanText(nextPeriod.startDate, nextPeriod.endDate),
};

const freezeFields: Fields<Freeze> = {
  'окончание было': ({ endDateBefore }) => dayText(endDateBefore),
  'стало': ({ endDateAfter }) => dayText(endDateAfter),
  'записей': ({ bookings }) => String(bookings.length),
  'снято': ({ bookings }) => String(bookings.filter(({ isReleased }) => isReleased).length),
};

async function comparePass(stage: Stage, id: string, list: string): Promise<void> {
  compareList(stage, await send(stage, getSubscription, { id }), passFields, Object.values(PASS_STATES), list);
}

/** "начислено 8; списано 1; возвращено 1": the history of sessions, oldest first. */
async function movementsText(stage: Stage, id: string): Promise<string> {
  const { movements, sessionsLeft } = await send(stage, listMovements, { id });
  const total = movements.reduce((left, { delta }) => left + delta, 0);
  if (sessionsLeft !== null) expect(total, 'движения дают остаток').toBe(sessionsLeft);
  return movements.map(({ kind, delta }) => `${MOVEMENTS[kind]} ${kind === 'CORRECT' ? delta : Math.abs(delta)}`)
    .join('; ').replaceAll('-', '−');
}

export const passChecks = [
  check('абонемент {name}: {rest}', (stage, kind, list) => comparePass(stage, passOf(stage, kind), list)),
  check('абонемент {name} ученика {name}: {rest}', (stage, kind, student, list) =>
    comparePass(stage, passOf(stage, kind, student), list)),
  check('движения занятий абонемента {name}: {rest}', async (stage, kind, list) =>
    expect(await movementsText(stage, passOf(stage, kind))).toBe(list)),
  check('счетов по абонементу {name}: {count}', async (stage, kind, count) => {
    const { invoices } = await send(stage, getSubscription, { id: passOf(stage, kind) });
    expect(invoices.length).toBe(count);
  }),
  check('заморозка: {rest}', async (stage, list) =>
    compareList(stage, answerOf(stage, 'freeze'), freezeFields, [], list)),
  check('ученик {name} в группе {name}: {rest}', async (stage, student, group, state) => {
    const [id, studentId] = [idOf(stage, 'group', group), idOf(stage, 'student', student)];
    const found = await Promise.all(MEMBER_STATUSES.map((status) => send(stage, listMembers, { id, status, limit: 100 })));
    const states = found.flatMap(({ members }) => members).filter((member) => member.studentId === studentId);
    expect(states.map(({ status }) => MEMBER_STATES[status]).join('; ')).toBe(state);
  }),
  check('перенос создал счетов {count} на {sum}', async (stage, count, sum) => {
    const { created, totalAmount, invoices } = answerOf(stage, 'migration');
    expect([created, invoices.length, moneyText(totalAmount)]).toEqual([count, count, moneyText(sum)]);
  }),
];
