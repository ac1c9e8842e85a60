import type { z } from 'zod';
import type { ERASE_REASONS, Erasure } from './contract.ts';
import { displayDay } from '../kernel/day.ts';
import type { Language } from '../kernel/refusal.ts';

type Reason = (typeof ERASE_REASONS)[number];
export const REASONS: Readonly<Record<Reason, Record<Language, string>>> = {
  REQUEST: { ru: 'Требование субъекта данных', en: 'The person asked for it' },
  CONSENT_WITHDRAWN: { ru: 'Отзыв согласия', en: 'The consent was withdrawn' },
  GOAL_REACHED: { ru: 'Цель обработки достигнута', en: 'The purpose is reached' },
  UNLAWFUL: { ru: 'Данные обрабатывались неправомерно', en: 'The data were kept unlawfully' },
};
const FATES = {
  DELETED: { ru: 'удалено', en: 'deleted' }, ANONYMISED: { ru: 'обезличено', en: 'anonymised' },
  KEPT: { ru: 'хранится', en: 'kept' },
} as const;

/** What the operator types, so that nobody is erased by a slip of the hand. */
export const confirmationOf = (name: string): string => `удалить ${name}`;

/** The act of destruction that the law wants kept for three years: whose, what, where, why and when; without the name. */
export function actInWords(erasure: z.output<typeof Erasure>, language: Language): string {
  const { shownAs, clientId, reason, erasedAt, categories, documentsKeptThrough: kept } = erasure;
  const say = (ru: string, en: string): string => (language === 'ru' ? ru : en);
  return [
    say('АКТ ОБ УНИЧТОЖЕНИИ ПЕРСОНАЛЬНЫХ ДАННЫХ', 'ACT OF DESTRUCTION OF PERSONAL DATA'),
    `${say('Субъект', 'Person')}: ${shownAs} (${clientId})`,
    `${say('Причина', 'Reason')}: ${REASONS[reason][language]}`,
    `${say('Система', 'System')}: Saldo; ${say('момент', 'at')} ${erasedAt.toString()}`,
    ...categories.map(({ title, table, rows, fate }) => `  ${title} (${table}): ${rows}, ${FATES[fate][language]}`),
    ...(kept === null ? [] : [say(
      `Документы учёта без личных данных хранятся по ${displayDay(kept, 'ru')} (402-ФЗ)`,
      `Accounting documents, without the person, are kept through ${displayDay(kept, 'en')}`,
    )]),
  ].join('\n');
}
