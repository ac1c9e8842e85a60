/** What the director decides in the course of the year. */
import { HOLIDAYS, OPENING, dayAt, dayNumber, dayOfMonth, workingDayFrom } from './calendar.ts';
import { type Centre, roubles } from './centre.ts';
import { OFFERS } from './opening.ts';
import { trainingsOn } from './teaching.ts';
import { setPrice } from '../catalogue/prices.ts';
import { runJobByHand } from '../jobs/run-by-hand.ts';
import { changeSettings } from '../ledger/change-settings.ts';
import { changeTraining } from '../schedule/change-training.ts';
import { removeTraining } from '../schedule/trainings.ts';
import { listTrainings } from '../trainings/read-trainings.ts';
import { changeType, listTypes } from '../subscriptions/types.ts';
import { parseDay } from '../kernel/day.ts';

const WHO = 'director';

export function planDecisions(centre: Centre): void {
  const at = (day: number, task: () => Promise<void>): void => centre.agenda.at(WHO, workingDayFrom(day), OPENING, task);
  at(40, () => renewByItself(centre));
  at(105, () => raisePrices(centre));
  at(dayOfMonth(4, 12), () => startLater(centre));
  at(dayOfMonth(5, 2), () => settleByHand(centre));
  for (const holiday of HOLIDAYS) {
    const day = dayNumber(parseDay(holiday));
    // The schedule is four weeks ahead, and the night has not charged the day yet.
    at(day - 20, () => closeOn(centre, day));
  }
}

/** After the first weeks, in which the desk renewed every pass, what the night charges is renewed and expelled by itself. */
async function renewByItself(centre: Centre): Promise<void> {
  if (!isFifo(centre)) return;
  centre.policy = await centre.act(centre.staff.director, changeSettings, {
    'renewal.auto': true, 'expulsion.graceDays': 14,
  });
}

/** New prices for the second half of the year, decided in December. */
async function raisePrices({ act, staff: { director }, services }: Centre): Promise<void> {
  for (const { key, price } of OFFERS.filter(({ type }) => type === 'INDIVIDUAL_LESSON' || type === 'COWORKING')) {
    const id = services[key] ?? '';
    await act(director, setPrice, { id, basePrice: raised(price), validFrom: '2026-01-01' });
  }
  const { subscriptionTypes } = await act(director, listTypes, { limit: 100 });
  for (const { id, price } of subscriptionTypes) await act(director, changeType, { id, price: raised(roubles(price)) });
}

const raised = (price: number): number => Math.ceil(price * 1.07 / 100) * 100;

/** A group starts ten minutes later from now on. */
async function startLater({ act, staff: { director }, groups, agenda }: Centre): Promise<void> {
  const [group] = groups;
  if (group === undefined) return;
  const from = dayAt(agenda.day + 7).toString();
  const { trainings } = await act(director, listTrainings, { groupId: group.id, from });
  const next = trainings.find(({ status }) => status === 'PLANNED');
  if (next) await act(director, changeTraining, { id: next.id, scope: 'FOLLOWING', startTime: '15:40' });
}

/** Where balances pay by themselves, nothing is found; the director looks all the same. */
async function settleByHand(centre: Centre): Promise<void> {
  if (isFifo(centre)) await centre.act(centre.staff.director, runJobByHand, { name: 'settlement' });
}

async function closeOn(centre: Centre, holiday: number): Promise<void> {
  for (const { id } of await trainingsOn(centre, holiday)) await centre.act(centre.staff.director, removeTraining, { id });
}

const isFifo = ({ policy }: Centre): boolean => policy['settlement.mode'] === 'FIFO_BALANCE';
