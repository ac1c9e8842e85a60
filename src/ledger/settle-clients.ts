import { lockClients } from '../clients/store.ts';
import { operation, reading } from '../kernel/operation.ts';
import { findToSettle as findEndpoint, settleClients as settleEndpoint } from './settlement-contract.ts';
import { settleQueues } from './settling-steps.ts';
import { clientsToSettle } from './store.ts';

export const findToSettle = reading(findEndpoint, async (context) => ({ clientIds: await clientsToSettle(context) }));

/** Runs the settlement engine for a batch of clients, where the policy has one. */
export const settleClients = operation(settleEndpoint, async (context, { clientIds }) => {
  await lockClients(context, clientIds);
  const settled = await settleQueues(context, clientIds);
  return {
    result: { settled: settled.length },
    audit: {
      entityType: 'settlement', before: {},
      after: { clients: clientIds.length, settled: settled.map((invoice) => invoice.invoiceNumber) },
    },
  };
});
