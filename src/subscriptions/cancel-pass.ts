import { subtract } from '../kernel/money.ts';
import { operation } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { cancelPasses } from './cancelling-steps.ts';
import { loadInvoicesOfPasses } from './cancelling-store.ts';
import { subscriptionEndpoints } from './contract.ts';
import { lockPass, showPass } from './load-passes.ts';

/** Cancels a pass; whoever paid for it is to be refunded, which the answer says (C-38). */
export const cancelSubscription = operation(subscriptionEndpoints.cancel, async (context, { id, reason }) => {
  const { client, pass } = await lockPass(context, id);
  refuseUnless(pass.status !== 'CANCELLED', 'SUBSCRIPTION_CANCELLED');
  refuseUnless(reason, 'REASON_REQUIRED');
  const voided = await cancelPasses(context, [id], reason);
  const paid = (await loadInvoicesOfPasses(context, [id]))
    .map((invoice) => ({ ...invoice, amount: subtract(invoice.paidAmount, invoice.refundedAmount) }))
    .filter(({ amount }) => amount > 0);
  return {
    result: {
      subscription: await showPass(context, id),
      voided: voided.map(({ id: invoiceId, invoiceNumber, returned }) => ({ invoiceId, invoiceNumber, returned })),
      refundNeeded: paid.map(({ id: invoiceId, invoiceNumber, amount }) => ({ invoiceId, invoiceNumber, amount })),
    },
    audit: {
      entityType: 'subscription', entityId: id, clientId: pass.clientId, reason,
      before: { status: pass.status, sessionsLeft: pass.sessionsLeft, balance: client.balance },
      after: {
        status: 'CANCELLED', sessionsLeft: pass.sessionsLeft === null ? null : 0,
        voided: voided.map(({ invoiceNumber }) => invoiceNumber),
        refundNeeded: paid.map(({ invoiceNumber }) => invoiceNumber),
      },
    },
  };
});
