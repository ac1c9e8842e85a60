import { lockClients } from '../clients/store.ts';
import { planDirected } from '../ledger/rules.ts';
import { settleQueues, spend } from '../ledger/settling-steps.ts';
import { ZERO } from '../kernel/money.ts';
import { operation } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { settleFromBalance as endpoint } from './contract.ts';
import { creditSuffices, refuseUnpayable } from './rules.ts';
import { loadInvoice } from './load-invoice.ts';
import { clientOfInvoice } from './store.ts';

/** Pays an invoice from the client's credit on request (C-15). Where the queue rules, the queue is run instead. */
export const settleFromBalance = operation(endpoint, async (context, input) => {
  const clientId = await clientOfInvoice(context, input.id);
  const [client] = await lockClients(context, [clientId]);
  const before = await loadInvoice(context, input.id);
  refuseUnpayable(before.status);
  const balance = client?.balance ?? ZERO;
  const { policy } = context;
  if (policy['settlement.mode'] === 'FIFO_BALANCE') {
    const settled = await settleQueues(context, [clientId]);
    refuseUnless(settled.some((invoice) => invoice.invoiceId === before.id), 'NOTHING_TO_SETTLE');
  } else {
    const target = planDirected(balance, { invoiceId: before.id, amount: before.dueAmount });
    refuseUnless(creditSuffices(balance, before.dueAmount, policy), 'NOTHING_TO_SETTLE');
    await spend(context, [clientId], { target });
  }
  const invoice = await loadInvoice(context, before.id);
  return {
    result: invoice,
    audit: {
      entityType: 'invoice', entityId: before.id, entityNumber: before.invoiceNumber, clientId,
      before: { status: before.status, paidAmount: before.paidAmount, balance },
      after: { status: invoice.status, paidAmount: invoice.paidAmount },
    },
  };
});
