import type { Direction, LineFacts } from './reading-rules.ts';
import { displayDay } from '../kernel/day.ts';
import { refuseUnless } from '../kernel/refusal.ts';

/**
 * BNK-10. Only money that came in is decided about. A line that is a payment stays one until the payment is reversed;
 * then it may be matched again, unless the payment was corrected: then the money is booked already, by the other payment.
 * Only an excluded or ignored line is taken back to work.
 * ru: Решают только о поступлениях. Проведённая строка остаётся платежом, пока его не отменят; тогда её можно сопоставить
 * заново, если только платёж не исправлен другим: тогда деньги уже учтены. Вернуть в работу можно лишь исключённую строку.
 * Source: integrations §9.3, issue 5, C-17.
 */
export function refuseUndecidable(
  { direction, state }: { direction: Direction; state: string },
  fate: { isReversed: boolean; isCorrected: boolean } | undefined, action: 'MATCH' | 'IGNORE' | 'INCLUDE',
): void {
  refuseUnless(direction === 'IN', 'BANK_LINE_OUTGOING');
  refuseUnless(fate === undefined || fate.isReversed, 'BANK_LINE_POSTED');
  refuseUnless(fate === undefined || !fate.isCorrected, 'BANK_PAYMENT_CORRECTED');
  refuseUnless(action !== 'INCLUDE' || state === 'EXCLUDED' || state === 'IGNORED', 'BANK_LINE_NOT_EXCLUDED');
}

/** What a payment says of the document it was made of, as the cashier would have written it. */
export const paymentNotes = ({ kind, number, documentDate, purpose }: LineFacts): string =>
  `${kind || 'Документ банка'} № ${number} от ${displayDay(documentDate, 'ru')}. ${purpose}`.slice(0, 2000).toWellFormed();
