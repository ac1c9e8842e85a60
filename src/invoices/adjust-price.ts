import { lockClients } from '../clients/store.ts';
import { invoicePostings } from '../ledger/rules.ts';
import { applyEffects, settleQueues } from '../ledger/settling-steps.ts';
import { post } from '../ledger/store.ts';
import { decimalText } from '../kernel/money.ts';
import { operation } from '../kernel/operation.ts';
import { Refusal, refuseUnless } from '../kernel/refusal.ts';
import { adjustItem, writeTotals } from './changing-store.ts';
import { adjustPrice as endpoint } from './contract.ts';
import { adjustLine, isAdjustable, isAdjustmentReason, refuseCarriedOver, totalsOf } from './rules.ts';
import { loadInvoice } from './load-invoice.ts';
import { clientOfInvoice, loadItems } from './store.ts';
import { loadLog } from './reading-store.ts';
import { logInvoice } from './writing-store.ts';

/** Changes the final price of one line, with a reason and a record (S2-130…S2-135, C-22). */
export const adjustPrice = operation(endpoint, async (context, input) => {
  const clientId = await clientOfInvoice(context, input.id);
  const [client] = await lockClients(context, [clientId]);
  const before = await loadInvoice(context, input.id);
  const lines = await loadItems(context, [before.id]);
  const item = lines.find((line) => line.id === input.itemId);
  if (!item) throw new Refusal('ITEM_NOT_FOUND');
  refuseCarriedOver(before.purpose);
  refuseUnless(isAdjustable(before.status, before.paidAmount), 'INVOICE_PRICE_FIXED');
  if (!isAdjustmentReason(input.reason)) throw new Refusal('ADJUSTMENT_REASON');
  const reason = input.reason.trim();

  const adjusted = adjustLine(item, input.newPrice);
  const totals = totalsOf(lines.map((line) => (line === item ? adjusted : line)));
  await adjustItem(context, item.id, adjusted, reason);
  await writeTotals(context, before.id, totals);
  await logInvoice(context, before.id, [{
    action: 'PRICE_ADJUSTED', fieldName: 'totalPrice', itemId: item.id, reason,
    oldValue: decimalText(item.totalPrice), newValue: decimalText(input.newPrice),
  }, ...(before.status === 'PENDING' && totals.totalAmount === 0 ? [{
    action: 'STATUS_CHANGED', fieldName: 'status', oldValue: 'PENDING', newValue: 'PAID',
    lifecycle: { from: before.lifecycleStatus, to: 'paid' },
  } as const] : [])]);
  if (before.status !== 'DRAFT') {
    await post(context, clientId, invoicePostings(before.id, before, totals));
    if (totals.totalAmount === 0) await applyEffects(context, [before.id]);
  }
  await settleQueues(context, [clientId]);

  const [invoice, log] = [await loadInvoice(context, before.id), await loadLog(context, before.id)];
  return {
    result: {
      invoice, item: invoice.items.find((line) => line.id === item.id)!,
      auditLog: log.findLast((entry) => entry.action === 'PRICE_ADJUSTED')!,
    },
    audit: {
      entityType: 'invoice', entityId: before.id, entityNumber: before.invoiceNumber, clientId, reason,
      before: {
        itemTotal: item.totalPrice, totalAmount: before.totalAmount, status: before.status, balance: client?.balance,
      },
      after: { itemTotal: input.newPrice, totalAmount: totals.totalAmount, status: invoice.status },
    },
  };
});
