import { newId } from '../invoices/writing-store.ts';
import { startOfDay } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import {
  type HistoricalInvoice, type OldPassRow, bringSessions, findWithoutInvoice, recordBroughtIn, writeHistory,
} from './migration-store.ts';
import { historicalSums } from './rules.ts';
import { type NewPass, insertPasses } from './selling-store.ts';

const WORDS = {
  notes: 'Миграция существующего абонемента', itemName: 'Абонемент (мигрировано)',
  reason: 'Перенос остатка на исторический счёт',
};

/** Gives passes that never had an invoice their historical ones, paid outside (S2-248…S2-250, C-57). */
export async function giveHistory(
  context: Context, passes: readonly OldPassRow[],
): Promise<(HistoricalInvoice & { invoiceNumber: string })[]> {
  const invoices = passes.map((pass) => historyOf(context, pass));
  const numbers = invoices.length === 0 ? [] : await writeHistory(context, invoices, WORDS);
  return invoices.map((invoice, index) => ({ ...invoice, invoiceNumber: numbers[index]!.invoiceNumber }));
}

function historyOf({ timeZone }: Context, pass: OldPassRow): HistoricalInvoice {
  const { id: subscriptionId, clientId, studentId, subscriptionTypeId, purchaseDate, sessionsLeft } = pass;
  return {
    id: newId(), itemId: newId(), subscriptionId, clientId, studentId, subscriptionTypeId, sessionsLeft,
    ...historicalSums(pass), issuedAt: startOfDay(purchaseDate, timeZone),
  };
}

/** Puts in passes that were sold before, with the sessions they have left and their historical invoices. */
export async function bringInPasses(
  context: Context, passes: readonly NewPass[], sessions: ReadonlyMap<string, number>,
): Promise<void> {
  await insertPasses(context, passes);
  const brought = [...sessions].map(([id, count]) => ({ id, sessions: count })).filter((one) => one.sessions > 0);
  await bringSessions(context, brought, 'Перенос остатка');
  await recordBroughtIn(context, passes.map(({ id }) => id));
  await giveHistory(context, await findWithoutInvoice(context, passes.map(({ id }) => id)));
}
