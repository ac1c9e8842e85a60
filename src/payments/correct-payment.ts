import { lockClients } from '../clients/store.ts';
import { operation } from '../kernel/operation.ts';
import { scopeOf } from '../kernel/permissions.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { correctPayment as endpoint } from './contract.ts';
import { reverse, tellShortfall } from './reversing-steps.ts';
import { loadPayment } from './store.ts';
import { takePayment } from './taking-steps.ts';

/** Reverses a wrong payment and takes the right one, both or neither. */
export const correctPayment = operation(endpoint, async (context, { id, reason, ...right }) => {
  refuseUnless(scopeOf('payment.register', context.actor.role, false), 'FORBIDDEN');
  const { clientId: wrongly } = await loadPayment(context, id);
  const clientId = right.clientId ?? wrongly;
  await lockClients(context, [...new Set([wrongly, clientId])].toSorted());
  const reversal = await reverse(context, { id, reason });
  const taken = await takePayment(context, { ...right, clientId });
  return {
    result: { reversal: reversal.result, taken: taken.result },
    audit: {
      ...reversal.audit,
      after: {
        reversal: reversal.audit.after, taken: taken.result.balance, amount: right.amount, method: right.paymentMethod,
      },
    },
  };
}, { refused: tellShortfall });
