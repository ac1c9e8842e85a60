import { lockClients } from '../clients/store.ts';
import { type Money, sum } from '../kernel/money.ts';
import { operation } from '../kernel/operation.ts';
import { subscriptionEndpoints } from './contract.ts';
import { giveHistory } from './migration-steps.ts';
import { findWithoutInvoice } from './migration-store.ts';

/** Gives every active pass without an invoice its historical one, paid outside (S2-248…S2-250, C-57). */
export const migrateSubscriptions = operation(subscriptionEndpoints.migrate, async (context) => {
  const clientIds = [...new Set((await findWithoutInvoice(context)).map((pass) => pass.clientId))];
  await lockClients(context, clientIds);
  const passes = (await findWithoutInvoice(context)).filter((pass) => clientIds.includes(pass.clientId));
  const invoices = await giveHistory(context, passes);
  const totalAmount: Money = sum(invoices.map((invoice) => invoice.totalAmount));
  return {
    result: {
      created: invoices.length, totalAmount,
      invoices: invoices.map(({ subscriptionId, clientId, invoiceNumber, totalAmount: amount, issuedAt }) =>
        ({ subscriptionId, clientId, invoiceNumber, totalAmount: amount, issuedAt })),
    },
    audit: {
      entityType: 'subscription',
      before: { subscriptions: invoices.map((invoice) => invoice.subscriptionId) },
      after: { created: invoices.length, totalAmount },
    },
  };
});
