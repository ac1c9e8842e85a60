import { discountRows, discounts, moneyReport, moneyRows, revenue, revenueRows } from './contract.ts';
import { loadMoney, pageOfMoney } from './money-store.ts';
import { loadRevenue, loadWaterfall, pageOfRevenue, pageOfStep } from './revenue-store.ts';
import { checkDays, checkMonths, firstOf, lastOf } from './rules.ts';
import { type Money, sum } from '../kernel/money.ts';
import { reading } from '../kernel/operation.ts';

/** Revenue of each month and service, and of each month. */
export const reportRevenue = reading(revenue, async (context, { from, to, basis }) => {
  const months = checkMonths({ from, to });
  const rows = await loadRevenue(context, { from: firstOf(from), to: lastOf(to) }, basis);
  const segments = rows.map((row) => ({ ...row, service: `${row.serviceType}:${row.serviceName}` }));
  const amountOf = (month: string) => sum(rows.filter((row) => row.month === month).map(({ amount }) => amount));
  return {
    segments, months: months.map((month) => ({ month, amount: amountOf(month) })),
    total: sum(rows.map(({ amount }) => amount)),
  };
});

export const listRevenue = reading(revenueRows, (context, { month, service, except, basis, ...page }) =>
  pageOfRevenue(
    context, { from: firstOf(month), to: lastOf(month) }, basis, { service, except: except?.split('\n') }, page,
  ));

type Moved = { received: Money; reversed: Money; refunded: Money };
/** Money that came in, was reversed and was refunded, of each month and method. What went out is negative. */
export const reportMoney = reading(moneyReport, async (context, period) => {
  checkDays(period);
  const rows = await loadMoney(context, period);
  const netOf = <R extends Moved>(row: R) => ({ ...row, net: sum([row.received, row.reversed, row.refunded]) });
  const total = (key: keyof Moved) => sum(rows.map((row) => row[key]));
  return {
    lines: rows.map(netOf),
    totals: netOf({ received: total('received'), reversed: total('reversed'), refunded: total('refunded') }),
  };
});

export const listMoney = reading(moneyRows, (context, { from, to, method, kind, ...page }) => {
  checkDays({ from, to });
  return pageOfMoney(context, { from, to }, { method, kind }, page);
});

/** From list price to money, of the invoices issued on the days. */
export const reportDiscounts = reading(discounts, async (context, period) => {
  checkDays(period);
  return { steps: await loadWaterfall(context, period) };
});

export const listDiscounts = reading(discountRows, (context, { from, to, kind, ...page }) => {
  checkDays({ from, to });
  return pageOfStep(context, { from, to }, kind, page);
});
