import { type Money, type Quantity, decimalText } from '../kernel/money.ts';

export type CheckFacts = {
  initial: Money; purchases: Money; total: Money; points: Quantity; city: string | null;
  /** Everything of the customer was read, by a run that came to its end. */
  isComplete: boolean;
};

/** "232,360.00": thousands by commas, two decimals after a point (S1-045). */
function reportMoney(amount: Money): string {
  const [roubles = '0', rest = '00'] = decimalText(amount).split('.');
  return `${roubles.replace(/\B(?=(\d{3})+$)/g, ',')}.${rest} руб`;
}

/** "4806", and "4806.50" where 1C counts parts of a point. */
export const pointsText = (points: Quantity): string => decimalText(points).replace(/\.00$/, '');

/**
 * LOY-12. The check of one customer is printed in three blocks: purchases, points, city. What is not known has no mark:
 * a city that is missing, and everything of a customer whom no finished synchronisation has read.
 * ru: Проверка одного клиента печатается тремя блоками: сумма покупок, баллы, город. Без отметки — то, что неизвестно:
 * город, которого нет, и всё о клиенте, которого не прочитала ни одна завершённая синхронизация.
 * Source: S1-042…S1-045, C-69, WE-12.
 */
export function checkReport({ initial, purchases, total, points, city, isComplete }: CheckFacts): string {
  const mark = isComplete ? ' ✅' : '';
  return [
    '[ИТОГИ] ОБЩАЯ СУММА ПОКУПОК:',
    `   Начальный ввод (перенос): ${reportMoney(initial)}`,
    `   Покупки за год: ${reportMoney(purchases)}`,
    `   ИТОГО: ${reportMoney(total)}${mark}`,
    '',
    '[ИТОГИ] КОЛИЧЕСТВО БАЛЛОВ:',
    `   Бонусные баллы: ${pointsText(points)} баллов${mark}`,
    '',
    '[ИТОГИ] ГОРОД:',
    city === null ? '   Город: не указан' : `   Город: ${city}${mark}`,
  ].join('\n');
}
