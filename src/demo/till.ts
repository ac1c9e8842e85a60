/** The cash desk of every working day, and the accountant's month. */
import { CLOSING, DAYS, OPENING, dayNumber, isWorkingDay, monthStart, workingDayFrom } from './calendar.ts';
import { type Centre, deskOn, roubles } from './centre.ts';
import { randomOf } from './random.ts';
import { closePeriod } from '../payments/periods.ts';
import { closeShift, getShift, openShift } from '../payments/shifts.ts';

const OPENING_CASH = 10_000;
const CLOSING_DAY = 5;
const DIFFERENCES = [
  'Ошиблись со сдачей', 'Пересчитали дважды, причину не нашли', 'Купюру приняли за другую',
] as const;

/** Puts down every shift and every end of a month. */
export function planTill(centre: Centre): void {
  const { agenda } = centre;
  for (let day = 0; day < DAYS; day += 1) {
    if (isWorkingDay(day)) agenda.at('desk', day, OPENING, () => workDay(centre, day));
  }
  for (let month = 1; month < 12; month += 1) {
    const day = workingDayFrom(dayNumber(monthStart(month)) + CLOSING_DAY - 1);
    const closedThrough = monthStart(month).subtract({ days: 1 }).toString();
    agenda.at('accountant', day, OPENING, async () => {
      await centre.act(centre.staff.accountant, closePeriod, { closedThrough });
    });
  }
}

async function workDay(centre: Centre, day: number): Promise<void> {
  const { id } = await centre.act(deskOn(centre), openShift, { openingCash: OPENING_CASH });
  centre.agenda.at('desk', day, CLOSING, () => countCash(centre, id));
}

/** Counts the cash; one day in fifty it does not agree, and the desk says why. */
async function countCash(centre: Centre, id: string): Promise<void> {
  const random = randomOf(centre.seed, 2_000_000 + centre.agenda.day);
  const { methods } = await centre.act(deskOn(centre), getShift, { id });
  const expected = methods.find(({ method }) => method === 'CASH')?.expected ?? 0;
  const difference = random.chance(0.02) ? random.pick([-50, -10, 10, 100]) * 100 : 0;
  const counted = Math.max(0, expected + difference);
  const note = counted === expected ? {} : { note: difference === 0 ? 'Сдачу взяли из сейфа' : random.pick(DIFFERENCES) };
  await centre.act(deskOn(centre), closeShift, { id, counted: { CASH: roubles(counted) }, ...note });
}
