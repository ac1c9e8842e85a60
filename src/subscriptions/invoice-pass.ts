import { loadInvoice } from '../invoices/load-invoice.ts';
import { operation, today } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { subscriptionEndpoints } from './contract.ts';
import { lockPass, showPass } from './load-passes.ts';
import { requireType } from './load-types.ts';
import { benefitOf, dueOf, issuePassInvoice, passLine } from './selling-steps.ts';
import { loadPassEvents, loadPassInvoices } from './store.ts';

/**
 * Makes the first invoice of a pass that has none, or whose first one was cancelled (S2-170). A pass that already had
 * its sessions gets none for it.
 */
export const invoiceSubscription = operation(subscriptionEndpoints.invoice, async (context, input) => {
  const { client, pass } = await lockPass(context, input.subscriptionId);
  refuseUnless(pass.status !== 'CANCELLED', 'SUBSCRIPTION_CANCELLED');
  const made = await loadPassInvoices(context, pass.id);
  const isThere = made.some(({ purpose, status }) => purpose !== 'RENEWAL' && status !== 'CANCELLED');
  refuseUnless(!isThere, 'SUBSCRIPTION_INVOICE_EXISTS');
  refuseUnless(client.isActive, 'CLIENT_INACTIVE');
  const events = await loadPassEvents(context, pass.id);
  const isDone = pass.status !== 'PENDING' || events.some(({ kind }) => kind === 'ACTIVATED');

  const type = await requireType(context, pass.subscriptionTypeId);
  const line = passLine(type, {
    name: pass.name, price: pass.originalPrice, sessions: pass.sessionsPerPeriod,
    benefit: await benefitOf(context, client.id),
  }, today(context));
  const notCounted = { ...line, writeOffStatus: 'COMPLETED', remainingQuantity: null } as const;
  const issued = await issuePassInvoice(context, {
    clientId: client.id, studentId: pass.studentId, purpose: 'INITIAL', subscriptionId: pass.id, periodNumber: 0,
    dueDate: dueOf(context), lines: [isDone ? notCounted : line],
  }, isDone);
  return {
    result: { subscription: await showPass(context, pass.id), invoice: await loadInvoice(context, issued.id) },
    audit: {
      entityType: 'subscription', entityId: pass.id, clientId: client.id,
      before: { status: pass.status }, after: { totalAmount: issued.totalAmount, isPaid: issued.isPaid },
    },
  };
});
