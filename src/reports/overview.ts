import { overview as endpoint } from './contract.ts';
import { loadCredit, loadNet } from './money-store.ts';
import { loadDue } from './receivables-store.ts';
import { loadAccrued } from './revenue-store.ts';
import { comparedPeriods, filled, lastMonths } from './rules.ts';
import { loadFilling } from './visits-store.ts';
import { reading, today } from '../kernel/operation.ts';

const MONTHS = 13;

/** How the month goes: every figure beside itself a month and a year ago (REP-1). */
export const overview = reading(endpoint, async (context) => {
  const on = today(context);
  const periods = comparedPeriods(on);
  const compared = [periods.now, periods.lastMonth, periods.lastYear];
  const days = compared.map(({ to }) => to);
  const months = lastMonths(on, MONTHS);
  const all = [...compared, ...months];
  const [received, accrued, due, credit, filling] = await Promise.all([
    loadNet(context, all), loadAccrued(context, all), loadDue(context, days), loadCredit(context, days),
    loadFilling(context, compared),
  ]);
  return {
    today: on, periods, received: three(received), accrued: three(accrued), due: three(due.map((row) => row.due)),
    overdue: three(due.map((row) => row.overdue)), credit: three(credit), occupancy: three(filling.map(filled)),
    history: months.map(({ month }, index) =>
      ({ month, received: at(received, compared.length + index), accrued: at(accrued, compared.length + index) })),
  };
});

/** The figures of this month, the last one and last year's, which come first. */
const three = <T>(values: readonly T[]) => ({ now: at(values, 0), lastMonth: at(values, 1), lastYear: at(values, 2) });

function at<T>(values: readonly T[], index: number): T {
  const value = values[index];
  if (value === undefined) throw new TypeError(`There is no figure ${index}`);
  return value;
}
