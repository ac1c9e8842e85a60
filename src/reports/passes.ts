import {
  RENEWAL_STATES, type RenewalState, expiring, renewalRows, renewals, unearned, unearnedRows,
} from './passes-contract.ts';
import { type EndingFilter, countEndings, loadBurning, pageOfBurning, pageOfEndings } from './passes-store.ts';
import { checkDays, checkMonths, endingsOf, lastOf, renewalState } from './rules.ts';
import { type Point, loadUnearned, loadUnearnedTypes, pageOfUnearned } from './unearned-store.ts';
import { type Day, addDays, isBefore, startOfDay } from '../kernel/day.ts';
import { ZERO } from '../kernel/money.ts';
import { type Context, reading, today } from '../kernel/operation.ts';

/** How many stay when their pass ends (REP-6). */
export const reportRenewals = reading(renewals, async (context, period) => {
  checkDays(period);
  const on = today(context);
  const ways = await countEndings(context, period, on);
  const count = (states: readonly RenewalState[]) =>
    ways.filter((way) => states.includes(renewalState(way))).reduce((all, { passes }) => all + passes, 0);
  return {
    ended: count(RENEWAL_STATES), invoiced: ways.reduce((all, { invoiced }) => all + invoiced, 0),
    paidInTime: count(['PAID_IN_TIME']), paidLater: count(['PAID_LATER']), boughtAnother: count(['BOUGHT_ANOTHER']),
    waiting: count(['WAITING']), left: count(['LEFT']),
  };
});

export const listRenewals = reading(renewalRows, async (context, { from, to, state, ...page }) => {
  checkDays({ from, to });
  const { rows, pagination } = await pageOfEndings(context, { from, to }, today(context), filterOf(state), page);
  return {
    rows: rows.map(({ paid, hasAnother, isOver, ...row }) =>
      ({ ...row, state: renewalState({ paid, hasAnother, isOver }) })),
    pagination,
  };
});

function filterOf(state: RenewalState | 'ENDED' | 'INVOICED'): EndingFilter {
  if (state === 'ENDED') return {};
  return state === 'INVOICED' ? { isInvoiced: true } : { ways: endingsOf(state) };
}

/** What burns within the days if nobody comes. */
export const reportExpiring = reading(expiring, async (context, { days, frozen: isFrozen, page, limit }) => {
  const on = today(context);
  const period = { from: on, to: addDays(on, days) };
  const [stocks, passes] = await Promise.all([
    loadBurning(context, period), pageOfBurning(context, period, isFrozen, { page, limit }),
  ]);
  const stockOf = (frozen: boolean) => {
    const { passes: number = 0, sessions = 0, value = ZERO } = stocks.find((stock) => stock.isFrozen === frozen) ?? {};
    return { passes: number, sessions, value };
  };
  const totals = stockOf(false);
  const frozen = stockOf(true);
  const total = (isFrozen === true ? 0 : totals.passes) + (isFrozen === false ? 0 : frozen.passes);
  return { passes, totals, frozen, pagination: { total, page, limit } };
});

const pointOf = ({ timeZone }: Context, day: Day): Point => ({ day, until: startOfDay(addDays(day, 1), timeZone) });

/** Prepaid trainings still owed, at the end of every month; of the month that runs, today. */
export const reportUnearned = reading(unearned, async (context, period) => {
  const on = today(context);
  const points = checkMonths(period).map(lastOf).map((end) => (isBefore(on, end) ? on : end))
    .filter((day, index, days) => index === 0 || !days[index - 1]?.equals(day)).map((day) => pointOf(context, day));
  const last = points.at(-1) ?? pointOf(context, on);
  const [line, types] = await Promise.all([loadUnearned(context, points), loadUnearnedTypes(context, last)]);
  return { line, types };
});

export const listUnearned = reading(unearnedRows, async (context, { asOf = today(context), subscriptionTypeId, ...page }) =>
  ({ asOf, ...await pageOfUnearned(context, pointOf(context, asOf), subscriptionTypeId, page) }));
