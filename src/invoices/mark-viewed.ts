import { lockClients, touchClients } from '../clients/store.ts';
import { operation } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { setViewed } from './changing-store.ts';
import { markViewed as endpoint } from './contract.ts';
import { isOpen } from './rules.ts';
import { loadInvoice } from './load-invoice.ts';
import { clientOfInvoice } from './store.ts';
import { logInvoice } from './writing-store.ts';

/** The family opened the invoice. A second time changes nothing; an overdue one stays overdue (C-02). */
export const markViewed = operation(endpoint, async (context, input) => {
  const clientId = await clientOfInvoice(context, input.id);
  await lockClients(context, [clientId]);
  const before = await loadInvoice(context, input.id);
  refuseUnless(isOpen(before.status), 'INVOICE_NOT_VIEWABLE');
  if (before.viewedAt === null) {
    await setViewed(context, before.id);
    await touchClients(context, [clientId]);
    await logInvoice(context, before.id, [{
      action: 'UPDATED', fieldName: 'viewedAt', newValue: context.now.toString(),
      ...(before.lifecycleStatus === 'sent' && { lifecycle: { from: 'sent', to: 'viewed' } as const }),
    }]);
  }
  const invoice = await loadInvoice(context, before.id);
  return {
    result: invoice,
    audit: {
      entityType: 'invoice', entityId: before.id, entityNumber: before.invoiceNumber, clientId,
      before: { viewed: before.viewedAt !== null }, after: { viewed: true },
    },
  };
});
