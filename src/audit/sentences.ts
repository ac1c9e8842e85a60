import { type Money, displayMoney } from '../kernel/money.ts';
import { type Language, say } from '../kernel/refusal.ts';

/** What the explanations say, in the accountant's words. */
const sentences = {
  ru: {
    balance: 'Аванс клиента {sum}', 'balance.opening': 'Перенос остатка {sum}',
    'balance.payment': 'Платёж {sum}', 'balance.refund': 'Возврат клиенту {sum}',
    'balance.invoice': 'Погашен счёт {number}', 'invoice': 'К оплате по счёту {number}: {sum}',
    'invoice.item': '{name}', 'invoice.discount': 'Льгота {percent} %: {name}',
    'invoice.adjustment': 'Корректировка цены: {reason}',
    'invoice.paid': 'Погашено', 'invoice.cancelled': 'Счёт аннулирован', 'payment': 'Платёж {sum}',
    'payment.invoice': 'Погашен счёт {number}', 'payment.rest': 'Зачислено в аванс',
    'payment.earlier': 'Добавлено из прежнего аванса',
    'payment.received': 'Получено', 'payment.reversed': 'Платёж отменён: {reason}',
    OPENING: 'Перенос остатка', OPENING_REVERSAL: 'Перенос остатка сторнирован',
    PAYMENT: 'Платёж', PAYMENT_REVERSAL: 'Отмена платежа', REFUND: 'Возврат клиенту', SETTLEMENT: 'Погашение счёта {number}',
    RELEASE: 'Снята оплата счёта {number}', INVOICE: 'Счёт {number}', INVOICE_CHANGE: 'Изменение счёта {number}',
    REFUNDED_SERVICE: 'Возврат по счёту {number}',
    'subscription': 'Абонемент «{name}»: {count, plural, one {осталось # занятие} few {осталось # занятия} '
      + 'other {осталось # занятий}}',
    'subscription.unlimited': 'Абонемент «{name}»: занятия без ограничения',
    'session.GRANT': 'Получено занятий: {reason}', 'session.CHARGE': '{name}', 'session.RETURN': 'Вернулось: {reason}',
    'session.EXPIRE': 'Сгорело: {reason}', 'session.CORRECT': '{reason}',
    'charge.bySession': '«{name}»: занятие с абонемента «{pass}»', 'charge.byInvoice': '«{name}»: счёт {number}',
    'charge.session': 'Одно занятие', 'charge.price': 'Цена занятия', 'charge.discount': 'Льгота',
    'open.noCredit': 'Аванса нет',
    'open.byHand': 'Аванс {sum} не гасит счета сам: погасите счёт из аванса или примите оплату',
    'open.whole': 'Счёт закрывается только целиком: в авансе {sum}, а нужно {left}',
    'open.queue': 'Счета закрываются по очереди: раньше стоит {number}',
    'open.soon': 'Аванса {sum} хватает: счёт закроется при ближайшем погашении',
    'charge.adjustment': 'Корректировка цены', 'charge.reversed': 'Списание отменено: {reason}',
  },
  en: {
    balance: "The client's credit is {sum}", 'balance.opening': 'Opening balance of {sum}',
    'balance.payment': 'Payment of {sum}', 'balance.refund': 'Refund of {sum}',
    'balance.invoice': 'Invoice {number} settled', 'invoice': 'Due on invoice {number}: {sum}',
    'invoice.item': '{name}', 'invoice.discount': 'Benefit {percent} %: {name}',
    'invoice.adjustment': 'Price adjustment: {reason}',
    'invoice.paid': 'Settled', 'invoice.cancelled': 'The invoice is void', 'payment': 'Payment of {sum}',
    'payment.invoice': 'Invoice {number} settled', 'payment.rest': 'Added to the credit',
    'payment.earlier': 'Added from earlier credit',
    'payment.received': 'Received', 'payment.reversed': 'The payment was reversed: {reason}',
    OPENING: 'Opening balance', OPENING_REVERSAL: 'Opening balance taken back',
    PAYMENT: 'Payment', PAYMENT_REVERSAL: 'Payment reversed', REFUND: 'Refund', SETTLEMENT: 'Invoice {number} settled',
    RELEASE: 'Payment of invoice {number} taken back', INVOICE: 'Invoice {number}',
    INVOICE_CHANGE: 'Change of invoice {number}',
    REFUNDED_SERVICE: 'Refund of invoice {number}',
    'subscription': 'Pass "{name}": {count, plural, one {# session} other {# sessions}} left',
    'subscription.unlimited': 'Pass "{name}": sessions without a limit',
    'session.GRANT': 'Sessions granted: {reason}', 'session.CHARGE': '{name}', 'session.RETURN': 'Returned: {reason}',
    'session.EXPIRE': 'Expired: {reason}', 'session.CORRECT': '{reason}',
    'charge.bySession': '"{name}": a session of the pass "{pass}"', 'charge.byInvoice': '"{name}": invoice {number}',
    'charge.session': 'One session', 'charge.price': 'Price of the training', 'charge.discount': 'Benefit',
    'open.noCredit': 'There is no credit',
    'open.byHand': 'The credit of {sum} closes no invoice by itself: settle the invoice from it or take a payment',
    'open.whole': 'An invoice is closed only as a whole: the credit is {sum}, and {left} is needed',
    'open.queue': 'Invoices are closed in turn: {number} stands before it',
    'open.soon': 'The credit of {sum} covers it: the invoice closes with the next settlement',
    'charge.adjustment': 'Price adjustment', 'charge.reversed': 'The charge was reversed: {reason}',
  },
} satisfies Record<Language, Record<string, string>>;
export type SentenceKey = keyof typeof sentences.ru;

export type Words = {
  sum?: Money; number?: string | null; name?: string; percent?: number; reason?: string | null; count?: number;
  pass?: string; left?: Money;
};

/** A sentence with its sums as people read them. */
export function sentence(key: SentenceKey, language: Language, words: Words = {}): string {
  const { sum, left, ...rest } = words;
  const values = Object.entries(rest).map(([name, value]) => [name, value ?? '']);
  const shown = sum === undefined ? {} : { sum: displayMoney(Math.abs(sum) as Money, language) };
  const open = left === undefined ? {} : { left: displayMoney(left, language) };
  return say(sentences[language][key], { ...Object.fromEntries(values), ...shown, ...open }, language);
}
