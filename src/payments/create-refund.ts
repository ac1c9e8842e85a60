import { lockClients } from '../clients/store.ts';
import { loadInvoice } from '../invoices/load-invoice.ts';
import { refuseCarriedOver } from '../invoices/rules.ts';
import { clientOfInvoice } from '../invoices/store.ts';
import { type Posting, refundVat } from '../ledger/rules.ts';
import { loadTill, moneyAccount, post } from '../ledger/store.ts';
import { cancelRefundedPass } from '../subscriptions/cancelling-steps.ts';
import { type Money, subtract } from '../kernel/money.ts';
import { type Context, operation, today } from '../kernel/operation.ts';
import { Refusal, refuseUnless, required } from '../kernel/refusal.ts';
import { uuidv7 } from '../kernel/uuid.ts';
import type { Input } from '../kernel/contract.ts';
import { createRefund as endpoint } from './contract.ts';
import { reasonOf, refuseOverBalance, refuseRefund } from './rules.ts';
import { insertDocument, insertRefund, loadBalance, loadPayment } from './store.ts';

/**
 * Returns money to the client: against a paid invoice, which stays paid with its refunded amount, or from free credit
 * (C-20). The only way money leaves the organisation besides a reversal.
 */
export const createRefund = operation(endpoint, async (context, input) => {
  const clientId = await payerOf(context, input);
  const [[client], till] = await Promise.all([lockClients(context, [clientId]), loadTill(context, input.branchId)]);
  if (!client || !till) throw new Refusal('NOT_FOUND');
  const reason = reasonOf(input.reason);
  const { amount, method } = input;
  if (input.paymentId !== undefined) {
    refuseUnless((await loadPayment(context, input.paymentId)).clientId === clientId, 'NOT_FOUND');
  }
  const id = uuidv7();
  const common = { refundId: id, shiftId: till.shiftId };
  const invoiceId = input.invoiceId ?? null;
  const postings = invoiceId === null
    ? fromCredit(amount, client.balance, method, common)
    : await fromInvoice(context, invoiceId, amount, method, common);

  const refund = await insertRefund(context, {
    id, clientId, invoiceId, paymentId: input.paymentId ?? null, amount, method, reason, onDate: today(context), ...till,
  });
  await post(context, clientId, postings);
  const document = await insertDocument(context, {
    id: uuidv7(), kind: 'REFUND', clientId, paymentId: refund.paymentId, refundId: id,
    invoiceIds: invoiceId === null ? [] : [invoiceId], amount, reason,
  }, today(context).year);
  if (invoiceId !== null) await cancelWhatWasRefunded(context, invoiceId, reason);
  const balance = await loadBalance(context, clientId);
  return {
    result: { refund, balance, document },
    audit: {
      entityType: 'refund', entityId: id, entityNumber: document.documentNumber, clientId, reason,
      before: { balance: client.balance }, after: { balance, amount, invoiceId },
    },
  };
});

type Common = Pick<Posting, 'refundId' | 'shiftId'>;
type Method = Input<typeof endpoint>['method'];

function fromCredit(amount: Money, balance: Money, method: Method, common: Common): Posting[] {
  refuseOverBalance(amount, balance);
  return [{ ...common, debit: 'CREDIT', credit: moneyAccount(method), amount }];
}

async function fromInvoice(context: Context, invoiceId: string, amount: Money, method: Method,
  common: Common): Promise<Posting[]> {
  const invoice = await loadInvoice(context, invoiceId);
  refuseUnless(invoice.status === 'PAID', 'REFUND_NOT_PAID');
  refuseCarriedOver(invoice.purpose);
  refuseRefund(amount, subtract(invoice.paidAmount, invoice.refundedAmount), context.policy['settlement.allowPartial']);
  const vat = refundVat(amount, invoice.refundedAmount, invoice.totalAmount, invoice.vatAmount);
  const line = (debit: 'REVENUE' | 'VAT', part: Money): Posting[] =>
    part === 0 ? [] : [{ ...common, debit, credit: moneyAccount(method), amount: part, invoiceId }];
  return [...line('REVENUE', subtract(amount, vat)), ...line('VAT', vat)];
}

/** A pass whose money was returned in full is no pass any more (S2-235). */
async function cancelWhatWasRefunded(context: Context, invoiceId: string, reason: string): Promise<void> {
  const { refundedAmount, totalAmount } = await loadInvoice(context, invoiceId);
  if (refundedAmount === totalAmount) await cancelRefundedPass(context, invoiceId, reason);
}

async function payerOf(context: Context, input: Input<typeof endpoint>): Promise<string> {
  if (input.invoiceId !== undefined) {
    const clientId = await clientOfInvoice(context, input.invoiceId);
    refuseUnless(input.clientId === undefined || input.clientId === clientId, 'INVOICE_NOT_FOUND');
    return clientId;
  }
  return required(input.clientId, 'clientId');
}
