import { lockClients } from '../clients/store.ts';
import { NOTHING, invoicePostings } from '../ledger/rules.ts';
import { settleQueues, takeBack } from '../ledger/settling-steps.ts';
import { post } from '../ledger/store.ts';
import { operation } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { markCancelled } from './changing-store.ts';
import { cancelInvoice as endpoint } from './contract.ts';
import { refuseCarriedOver, refuseUncancellable } from './rules.ts';
import { loadInvoice } from './load-invoice.ts';
import { clientOfInvoice } from './store.ts';
import { logInvoice } from './writing-store.ts';

/** Voids an unpaid invoice; what was part paid returns to the client's credit (C-19). */
export const cancelInvoice = operation(endpoint, async (context, input) => {
  const clientId = await clientOfInvoice(context, input.id);
  const [client] = await lockClients(context, [clientId]);
  const before = await loadInvoice(context, input.id);
  refuseUncancellable(before.status);
  refuseCarriedOver(before.purpose);
  const reason = input.reason.trim();
  refuseUnless(reason, 'REASON_REQUIRED');

  if (before.paidAmount > 0) await takeBack(context, clientId, { invoiceIds: [before.id] }, { reason });
  const unpaid = before.paidAmount > 0 ? await loadInvoice(context, before.id) : before;
  await markCancelled(context, before.id);
  await logInvoice(context, before.id, [{
    action: 'CANCELLED', fieldName: 'status', oldValue: unpaid.status, newValue: 'CANCELLED', reason,
    lifecycle: { from: unpaid.lifecycleStatus, to: 'cancelled' },
  }]);
  if (before.status !== 'DRAFT') {
    await post(context, clientId, invoicePostings(before.id, before, NOTHING));
  }
  await settleQueues(context, [clientId]);
  return {
    result: await loadInvoice(context, before.id),
    audit: {
      entityType: 'invoice', entityId: before.id, entityNumber: before.invoiceNumber, clientId, reason,
      before: { status: before.status, paidAmount: before.paidAmount, balance: client?.balance },
      after: { status: 'CANCELLED', paidAmount: 0 },
    },
  };
});
