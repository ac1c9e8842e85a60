import { lockClients } from '../clients/store.ts';
import { newId } from '../invoices/writing-store.ts';
import { startOfDay } from '../kernel/day.ts';
import { type Money, sum } from '../kernel/money.ts';
import { type Context, operation } from '../kernel/operation.ts';
import { subscriptionEndpoints } from './contract.ts';
import { type HistoricalInvoice, findWithoutInvoice, writeHistory } from './migration-store.ts';
import { historicalSums } from './rules.ts';

const WORDS = {
  notes: 'Миграция существующего абонемента', itemName: 'Абонемент (мигрировано)',
  reason: 'Перенос остатка на исторический счёт',
};

/** Gives every active pass without an invoice its historical one, paid outside (S2-248…S2-250, C-57). */
export const migrateSubscriptions = operation(subscriptionEndpoints.migrate, async (context) => {
  const clientIds = [...new Set((await findWithoutInvoice(context)).map((pass) => pass.clientId))];
  await lockClients(context, clientIds);
  const invoices = (await findWithoutInvoice(context)).filter((pass) => clientIds.includes(pass.clientId))
    .map((pass) => historyOf(context, pass));
  const numbers = invoices.length === 0 ? [] : await writeHistory(context, invoices, WORDS);
  const totalAmount: Money = sum(invoices.map((invoice) => invoice.totalAmount));
  return {
    result: {
      created: invoices.length, totalAmount,
      invoices: invoices.map(({ subscriptionId, clientId, totalAmount: amount, issuedAt }, index) =>
        ({ subscriptionId, clientId, invoiceNumber: numbers[index]!.invoiceNumber, totalAmount: amount, issuedAt })),
    },
    audit: {
      entityType: 'subscription',
      before: { subscriptions: invoices.map((invoice) => invoice.subscriptionId) },
      after: { created: invoices.length, totalAmount },
    },
  };
});

type OldPassRow = Awaited<ReturnType<typeof findWithoutInvoice>>[number];

function historyOf({ timeZone }: Context, pass: OldPassRow): HistoricalInvoice {
  const { id: subscriptionId, clientId, studentId, subscriptionTypeId, purchaseDate, sessionsLeft } = pass;
  return {
    id: newId(), itemId: newId(), subscriptionId, clientId, studentId, subscriptionTypeId, sessionsLeft,
    ...historicalSums(pass), issuedAt: startOfDay(purchaseDate, timeZone),
  };
}
