import type { Money } from '../kernel/money.ts';
import { type Language, Refusal, refuseUnless } from '../kernel/refusal.ts';
import type { Invoice } from './contract.ts';
import { creditSuffices, isAdjustable, refuseUncancellable, refuseUnpayable } from './rules.ts';

/** The sentence of the refusal that a rule answers with; null if it lets through. */
function refusalOf(rule: () => void, language: Language): string | null {
  try {
    rule();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.sentence(language);
    throw error;
  }
}

/**
 * INV-12. What cannot be done with an invoice says why beforehand, by the same rules and in the same words as the
 * refusal of the act itself.
 * ru: О том, чего со счётом сделать нельзя, сказано заранее: теми же правилами и теми же словами, что и в отказе.
 * Source: user experience B2.3.
 */
export function blockedActs(
  invoice: Pick<Invoice, 'status' | 'paidAmount' | 'dueAmount' | 'refundedAmount'>, credit: Money,
  policy: Parameters<typeof creditSuffices>[2], language: Language,
) {
  const { status, paidAmount, dueAmount, refundedAmount } = invoice;
  const why = (rule: () => void): string | null => refusalOf(rule, language);
  const draft = why(() => refuseUnless(status === 'DRAFT', 'INVOICE_NOT_DRAFT'));
  return {
    send: draft, delete: draft,
    edit: why(() => refuseUnless(status !== 'PAID' && status !== 'CANCELLED', 'INVOICE_NOT_EDITABLE')),
    adjust: why(() => refuseUnless(isAdjustable(status, paidAmount), 'INVOICE_PRICE_FIXED')),
    cancel: why(() => refuseUncancellable(status)),
    pay: why(() => refuseUnpayable(status)),
    settle: why(() => {
      refuseUnpayable(status);
      refuseUnless(creditSuffices(credit, dueAmount, policy), 'NOTHING_TO_SETTLE');
    }),
    refund: why(() => refuseUnless(status === 'PAID' && refundedAmount < paidAmount, 'REFUND_NOT_PAID')),
  };
}
