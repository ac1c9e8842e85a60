import { isBefore } from '../kernel/day.ts';
import { type Context, today } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import type { LockedClient } from '../clients/store.ts';
import type { IssuedInvoice } from '../invoices/issuing-steps.ts';
import { notify } from '../notices/store.ts';
import { requireType } from './load-types.ts';
import { benefitOf, dueOf, issuePassInvoice, passLine } from './selling-steps.ts';
import type { PassRow } from './store.ts';

/**
 * Issues the renewal invoice of the next period of a pass at today's price and benefit and tells the client
 * (S2-110…S2-113). It is due on the last day of the pass; of one that has ended, as a new one would be. The client must
 * be locked, and the caller has seen that the period has no renewal yet.
 */
export async function issueRenewal(context: Context, pass: PassRow, client: LockedClient): Promise<IssuedInvoice> {
  refuseUnless(client.isActive, 'CLIENT_INACTIVE');
  const type = await requireType(context, pass.subscriptionTypeId);
  refuseUnless(type.isActive, 'SUBSCRIPTION_TYPE_INACTIVE');
  const on = today(context);
  const dueDate = isBefore(pass.endDate, on) ? dueOf(context) : pass.endDate;
  const sold = {
    name: `${type.name} (продление)`, price: type.price, sessions: pass.sessionsPerPeriod,
    benefit: await benefitOf(context, client.id),
  };
  const issued = await issuePassInvoice(context, {
    clientId: client.id, studentId: pass.studentId, purpose: 'RENEWAL', subscriptionId: pass.id,
    periodNumber: pass.periodNumber + 1, dueDate, notes: 'Автоматическое продление абонемента',
    lines: [passLine(type, sold, on)],
  }, false);
  await notify(context, [{
    kind: 'renewal-issued', audience: 'CLIENT', clientId: client.id, entityType: 'invoice', entityId: issued.id,
    params: {
      subscription: pass.name, endShortDate: pass.endDate.toString(), endDate: pass.endDate.toString(),
      invoiceNumber: issued.invoiceNumber, totalAmount: issued.totalAmount, dueDate: dueDate.toString(),
    },
  }]);
  return issued;
}

/** What an audit record says of a renewal. */
export const renewalFacts = (pass: PassRow, issued: IssuedInvoice) => ({
  before: { periodNumber: pass.periodNumber, endDate: pass.endDate },
  after: { totalAmount: issued.totalAmount, isPaid: issued.isPaid },
});
