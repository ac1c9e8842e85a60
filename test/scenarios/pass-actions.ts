/** Passes: kinds, groups, sale, freezing, renewal, cancellation, and the old ones that are brought in. */
import { type Stage, type Who, idOf, remember, send } from './stage.ts';
import { passOf, passName } from './passes.ts';
import { action, roubles } from './words.ts';
import { createGroup } from '../../src/schedule/groups.ts';
import { cancelSubscription } from '../../src/subscriptions/cancel-pass.ts';
import { freezeSubscription, unfreezeSubscription } from '../../src/subscriptions/freeze-pass.ts';
import { importSubscriptions } from '../../src/subscriptions/import-passes.ts';
import { migrateSubscriptions } from '../../src/subscriptions/migrate-passes.ts';
import { renewSubscription } from '../../src/subscriptions/renew-passes.ts';
import { sellSubscription } from '../../src/subscriptions/sell-pass.ts';
import { createType } from '../../src/subscriptions/types.ts';

async function enterKind(stage: Stage, name: string, kopecks: number, sessions: number | null): Promise<void> {
  const { id } = await send(stage, createType, { name, price: roubles(kopecks), sessionsPerPeriod: sessions });
  remember(stage, 'kind', name, id);
}

async function enterGroup(stage: Stage, name: string, more: Record<string, unknown> = {}): Promise<void> {
  remember(stage, 'group', name, (await send(stage, createGroup, { name, ...more })).id);
}

type Sale = { student: string; kind: string; invoice: string; group?: string; startDate?: string };

async function sell(stage: Stage, who: Who, { student, kind, invoice, group, startDate }: Sale): Promise<void> {
  const sold = await send(stage, sellSubscription, {
    studentId: idOf(stage, 'student', student), subscriptionTypeId: idOf(stage, 'kind', kind),
    ...(group !== undefined && { groupId: idOf(stage, 'group', group) }), ...(startDate !== undefined && { startDate }),
  }, who);
  remember(stage, 'pass', passName(kind, student), sold.subscription.id);
  remember(stage, 'invoice', invoice, sold.invoice.id);
}

const kinds = [
  action('вид абонемента {name}: {sum} за месяц, занятий {count}', (stage, name, price, sessions) =>
    enterKind(stage, name, price, sessions)),
  action('вид абонемента {name}: {sum} за месяц, занятия без ограничения', (stage, name, price) =>
    enterKind(stage, name, price, null)),
  action('группа {name}', (stage, name) => enterGroup(stage, name)),
  action('группа {name}, разовое занятие {sum}', (stage, name, price) =>
    enterGroup(stage, name, { singlePrice: roubles(price) })),
  action('группа {name}, мест {count}', (stage, name, capacity) => enterGroup(stage, name, { capacity })),
];

const sales = [
  action('{who} продаёт ученику {name} абонемент {name}, счёт {name}', (stage, who, student, kind, invoice) =>
    sell(stage, who, { student, kind, invoice })),
  action('{who} продаёт ученику {name} абонемент {name} с {day}, счёт {name}', (stage, who, student, kind, startDate, invoice) =>
    sell(stage, who, { student, kind, startDate, invoice })),
  action('{who} продаёт ученику {name} абонемент {name} в группу {name}, счёт {name}',
    (stage, who, student, kind, group, invoice) => sell(stage, who, { student, kind, group, invoice })),
  action('{who} продаёт ученику {name} абонемент {name} в группу {name} с {day}, счёт {name}',
    (stage, who, student, kind, group, startDate, invoice) =>
      sell(stage, who, { student, kind, group, startDate, invoice })),
];

const changes = [
  action('{who} замораживает абонемент {name} с {day} по {day}', async (stage, who, name, freezeStart, freezeEnd) => {
    stage.answers.freeze = await send(stage, freezeSubscription, { id: passOf(stage, name), freezeStart, freezeEnd }, who);
  }),
  action('{who} замораживает абонемент {name} с {day} по {day} и снимает записи',
    async (stage, who, name, freezeStart, freezeEnd) => {
      const fields = { id: passOf(stage, name), freezeStart, freezeEnd, releaseBookings: true };
      stage.answers.freeze = await send(stage, freezeSubscription, fields, who);
    }),
  action('{who} замораживает абонемент {name} с {day} без даты окончания', async (stage, who, name, freezeStart) => {
    stage.answers.freeze = await send(stage, freezeSubscription, { id: passOf(stage, name), freezeStart }, who);
  }),
  action('{who} размораживает абонемент {name} с {day}', async (stage, who, name, date) => {
    await send(stage, unfreezeSubscription, { id: passOf(stage, name), date }, who);
  }),
  action('{who} продлевает абонемент {name}, счёт {name}', async (stage, who, name, invoice) => {
    const renewed = await send(stage, renewSubscription, { id: passOf(stage, name) }, who);
    remember(stage, 'invoice', invoice, renewed.invoice.id);
  }),
  action('{who} отменяет абонемент {name} по причине {name}', async (stage, who, name, reason) => {
    await send(stage, cancelSubscription, { id: passOf(stage, name), reason }, who);
  }),
];

const old = [
  action('{who} вносит старый абонемент {name} ученика {name}: куплен {day} за {sum} при цене {sum}, {day}–{day}, занятий {count}',
    async (stage, who, kind, student, purchaseDate, paid, price, startDate, endDate, remainingVisits) => {
      const { subscriptions: [pass] } = await send(stage, importSubscriptions, { subscriptions: [{
        studentId: idOf(stage, 'student', student), subscriptionTypeId: idOf(stage, 'kind', kind), purchaseDate, startDate,
        endDate, remainingVisits, originalPrice: roubles(price), paidPrice: roubles(paid),
      }] }, who);
      remember(stage, 'pass', passName(kind, student), pass!.id);
    }),
  action('{who} переносит старые абонементы', async (stage, who) => {
    stage.answers.migration = await send(stage, migrateSubscriptions, {}, who);
  }),
];

export const passActions = [...kinds, ...sales, ...changes, ...old];
