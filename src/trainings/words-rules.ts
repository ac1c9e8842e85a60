import { type Money, displayMoney } from '../kernel/money.ts';
import { type Language, say as fill } from '../kernel/refusal.ts';

/** A decision of the charging routine as it is stored. */
export type StoredDecision = {
  decision: string; reason: string; details: Record<string, string | number | null> | null;
};

const left = {
  ru: '{sessionsLeft, select, null {} other {, {sessionsLeft, plural, one {осталось # занятие} '
    + 'few {осталось # занятия} other {осталось # занятий}}}}',
  en: '{sessionsLeft, select, null {} other {, {sessionsLeft, plural, one {# session left} other {# sessions left}}}}',
};

const reasons: Record<Language, Record<string, string>> = {
  ru: {
    COVERED: 'списано занятие с абонемента',
    NO_PASS: 'нет абонемента', NO_SESSIONS: 'на абонементе не осталось занятий', ENDED: 'срок абонемента истёк',
    FROZEN: 'абонемент заморожен', PENDING: 'абонемент ещё не оплачен', NOT_STARTED: 'абонемент ещё не начался',
    OTHER_GROUP: 'абонемент действует в другой группе', TRIAL: 'пробное занятие',
    CHARGED: 'уже списано раньше', CANCELLED: 'запись отменена или ждёт места', FREE: 'бесплатное посещение',
    RECORD_ONLY: 'без абонемента только отмечается', NO_TRAINING_PRICE: 'не задана цена разового занятия',
  },
  en: {
    COVERED: 'a session of the pass was charged',
    NO_PASS: 'no pass', NO_SESSIONS: 'no sessions left on the pass', ENDED: 'the pass has ended',
    FROZEN: 'the pass is frozen', PENDING: 'the pass is not paid yet', NOT_STARTED: 'the pass has not begun',
    OTHER_GROUP: 'the pass covers another group', TRIAL: 'a trial visit',
    CHARGED: 'charged before', CANCELLED: 'the booking is cancelled or waits for a place', FREE: 'a free visit',
    RECORD_ONLY: 'without a pass it is only recorded', NO_TRAINING_PRICE: 'the price of a single visit is not set',
  },
};

/**
 * CHG-3. Every decision is said in words: what was done and why.
 * ru: Каждое решение объяснено словами: что сделано и почему.
 * Source: S4-101, S4-119.
 */
export function sentenceOf({ decision, reason, details }: StoredDecision, language: Language): string {
  const why = reasons[language][reason] ?? reason;
  switch (decision) {
    case 'SESSION': {
      const sessionsLeft = details?.['sessionsLeft'] ?? 'null';
      return capital(why) + fill(left[language], { sessionsLeft }, language);
    }
    case 'INVOICE': {
      const number = details?.['invoiceNumber'] ?? '';
      return language === 'ru' ? `Выставлен счёт ${number}: ${why}` : `Invoice ${number}: ${why}`;
    }
    case 'SKIPPED': return language === 'ru' ? `Пропущено: ${why}` : `Skipped: ${why}`;
    default: {
      const what = details?.['message'] ?? why;
      return language === 'ru' ? `Ошибка: ${what}` : `Error: ${what}`;
    }
  }
}
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * CAN-2. The consequence of a cancellation is said before it is confirmed and after it is done, in the same words.
 * ru: Последствие отмены называется одними и теми же словами до подтверждения и после.
 * Source: S4-088, S4-089, S4-120.
 */
export function cancellationSentence(
  facts: {
    label: 'SAFE' | 'FINE'; kept: 'SESSION' | 'INVOICE' | null; sessionsReturned: number; sessionsCharged: number;
    invoiceCancelled: boolean; moneyReturned: Money; fineAmount: Money | null;
  }, language: Language,
): string {
  const { label, kept, sessionsReturned, sessionsCharged, invoiceCancelled, moneyReturned, fineAmount } = facts;
  const say = (ru: string, en: string): string => (language === 'ru' ? ru : en);
  const sum = (amount: Money) => displayMoney(amount, language);
  if (label === 'SAFE') {
    if (sessionsReturned > 0) {
      return say('Отмена вовремя: занятие вернулось на абонемент', 'In time: the session went back to the pass');
    }
    if (moneyReturned > 0) {
      return say(`Отмена вовремя: счёт отменён, ${sum(moneyReturned)} вернулись в аванс`,
        `In time: the invoice is cancelled, ${sum(moneyReturned)} went back to the credit`);
    }
    return invoiceCancelled ? say('Отмена вовремя: счёт отменён', 'In time: the invoice is cancelled')
      : say('Отмена вовремя: списаний не было', 'In time: nothing was charged');
  }
  if (sessionsCharged > 0) {
    return say('Поздняя отмена: занятие списано с абонемента', 'Late: a session of the pass is charged');
  }
  if (fineAmount !== null) {
    return say(`Поздняя отмена: выставлен счёт ${sum(fineAmount)}`, `Late: invoiced ${sum(fineAmount)}`);
  }
  if (kept === 'SESSION') {
    return say('Поздняя отмена: списанное занятие не возвращается', 'Late: the charged session stays charged');
  }
  return kept === 'INVOICE' ? say('Поздняя отмена: счёт за занятие остаётся', 'Late: the invoice of the training stays')
    : say('Поздняя отмена: списывать нечего', 'Late: there was nothing to charge');
}
