import { receivableInvoices, receivables } from './contract.ts';
import { loadAgeing, loadDueHistory, pageOfDebtors, pageOfUnpaid } from './receivables-store.ts';
import { bucketOf, monthEnds } from './rules.ts';
import { reading, today } from '../kernel/operation.ts';

const MONTHS = 12;

/** Who owes and how old it is, on any day (REP-3). */
export const reportReceivables = reading(receivables, async (context, { asOf = today(context), bucket, page, limit }) => {
  const [all, { clients: total, ...totals }, clients, history] = await Promise.all([
    loadAgeing(context, asOf), loadAgeing(context, asOf, bucket), pageOfDebtors(context, asOf, bucket, { page, limit }),
    loadDueHistory(context, monthEnds(asOf, MONTHS)),
  ]);
  return { asOf, clients, totals, all, history, pagination: { total, page, limit } };
});

export const listReceivables = reading(receivableInvoices, async (context, input) => {
  const { asOf = today(context), page, limit, ...filter } = input;
  const { rows, ...found } = await pageOfUnpaid(context, asOf, filter, { page, limit });
  return { asOf, invoices: rows.map((row) => ({ ...row, bucket: bucketOf(row.daysLate) })), ...found };
});
