import { loadInvoice } from '../invoices/load-invoice.ts';
import { isBefore } from '../kernel/day.ts';
import { operation, reading } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { subscriptionEndpoints } from './contract.ts';
import { passJobEndpoints } from './jobs-contract.ts';
import { lockPass, showPass } from './load-passes.ts';
import { findRenewable, loadRenewals } from './renewal-store.ts';
import { issueRenewal, renewalFacts } from './renewing-steps.ts';
import { renewalWindow } from './rules.ts';

/** Issues the renewal of the next period on request, also after one was cancelled, or the pass expired (C-32, C-33). */
export const renewSubscription = operation(subscriptionEndpoints.renew, async (context, { id }) => {
  const { client, pass } = await lockPass(context, id);
  refuseUnless(pass.status !== 'CANCELLED', 'SUBSCRIPTION_CANCELLED');
  refuseUnless(pass.status !== 'PENDING', 'SUBSCRIPTION_NOT_ACTIVE');
  const [last] = await loadRenewals(context, id, pass.periodNumber + 1);
  refuseUnless(!last?.isLive, 'RENEWAL_EXISTS', { number: last?.invoiceNumber ?? '' });
  const issued = await issueRenewal(context, pass, client);
  return {
    result: { subscription: await showPass(context, id), invoice: await loadInvoice(context, issued.id) },
    audit: { entityType: 'subscription', entityId: id, clientId: client.id, ...renewalFacts(pass, issued) },
  };
});

/** Which passes the job of a day is to renew: none where the organisation does not renew by itself. */
export const listRenewable = reading(passJobEndpoints.renewable, async (context, { date }) => {
  const { policy } = context;
  if (!policy['renewal.auto']) return { ids: [] };
  return { ids: await findRenewable(context, renewalWindow(date, policy['renewal.leadDays'])) };
});

/** Renews one of them. What changed since it was found, such as a renewal by hand, is seen under the lock. */
export const renewDue = operation(passJobEndpoints.renewDue, async (context, { id, date }) => {
  const { client, pass } = await lockPass(context, id);
  const { from, through } = renewalWindow(date, context.policy['renewal.leadDays']);
  const isDue = pass.status === 'ACTIVE' && !isBefore(pass.endDate, from) && !isBefore(through, pass.endDate)
    && (await loadRenewals(context, id, pass.periodNumber + 1)).length === 0;
  const audit = { entityType: 'subscription', entityId: id, clientId: client.id };
  if (!isDue) return { result: { invoiceNumber: null, totalAmount: null }, audit };
  const issued = await issueRenewal(context, pass, client);
  const { invoiceNumber, totalAmount } = issued;
  return {
    result: { invoiceNumber, totalAmount },
    audit: { ...audit, entityNumber: invoiceNumber, ...renewalFacts(pass, issued) },
  };
});
