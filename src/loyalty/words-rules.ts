import type { LINE_LEVELS } from './contract.ts';
import { type Language, Refusal, type RefusalDetail, say } from '../kernel/refusal.ts';
import { type RefusalCode, refusals } from '../kernel/refusals.ts';

type Words = Readonly<Record<Language, string>>;

/** What a run tells, by its code. */
const LINES = {
  BEGUN: {
    ru: 'Начата синхронизация: покупателей не больше {limit}, покупки за '
      + '{days, plural, one {# день} few {# дня} other {# дней}}',
    en: 'The synchronisation has begun: up to {limit} customers, purchases of {days, plural, one {# day} other {# days}}',
  },
  RESUMED: { ru: 'Продолжена с места остановки', en: 'Resumed from where it stopped' },
  CARDS: {
    ru: 'Дисконтные карты: {cards}, покупателей {customers}, из них новых {created}',
    en: 'Discount cards: {cards}, customers {customers}, new ones {created}',
  },
  INITIAL: { ru: 'Перенос остатков, строк: {rows}', en: 'Opening balances, rows: {rows}' },
  PURCHASES: {
    ru: 'Покупки, строк: {rows}, из них упаковка: {packaging}',
    en: 'Purchases, rows: {rows}, packaging among them: {packaging}',
  },
  POINTS: { ru: 'Баллы, записей: {rows}', en: 'Points, records: {rows}' },
  REMOVED: {
    ru: 'Удалено строк, которых в 1С больше нет: {rows} ({entity})',
    en: 'Rows that 1C does not have any more were removed: {rows} ({entity})',
  },
  UNVERIFIED: {
    ru: '1С не подтвердила, что отданы все строки ({entity}): исчезнувшие строки не удалены',
    en: '1C did not confirm that all rows were given ({entity}): rows that vanished were not removed',
  },
  EMPTY: {
    ru: '1С не отдала ни одной записи ({entity}): проверьте права пользователя 1С; загруженное раньше не удалено',
    en: '1C gave no record at all ({entity}): check the rights of the 1C user; what came before was not removed',
  },
  LIMIT: { ru: 'Достигнут предел: покупателей не больше {limit}', en: 'The limit of {limit} customers is reached' },
  NOT_READ: { ru: 'Не прочитано: {entity}. {why}', en: 'Not read: {entity}. {why}' },
  ROW: {
    ru: 'Запись пропущена ({entity}, {key}):'
      + ' {why, select, NO_KEY {нет ссылки} NO_DOCUMENT {нет документа} NO_LINE {нет номера строки}'
      + ' NO_MOMENT {нет даты} NO_AMOUNT {нет суммы} NO_NAME {нет имени} NO_CARD {нет карты} other {ошибка в данных}}',
    en: 'A record was left out ({entity}, {key}):'
      + ' {why, select, NO_KEY {it has no reference} NO_DOCUMENT {it has no document} NO_LINE {it has no line number}'
      + ' NO_MOMENT {it has no date} NO_AMOUNT {it has no amount} NO_NAME {it has no name}'
      + ' NO_CARD {it has no card} other {its data are wrong}}',
  },
  MORE: {
    ru: 'Других пропущенных записей в журнале нет: их слишком много',
    en: 'More records were left out than the log holds',
  },
  CANCELLED: { ru: 'Остановлена: всё загруженное сохранено', en: 'Cancelled: what is in stays' },
  FAILED: { ru: 'Прервана: {sentence}', en: 'Broken off: {sentence}' },
  DONE: { ru: 'Готово', en: 'Done' },
} as const satisfies Record<string, Words>;
export type LineCode = keyof typeof LINES;

/** Of one code, each subject is told once. */
export type NewLine = { code: string; subject: string; level: (typeof LINE_LEVELS)[number]; params: RefusalDetail };

/** A line of the log. What is told once of a run needs no subject. */
export const lineOf = (
  level: NewLine['level'], code: LineCode, params: RefusalDetail = {}, subject = '',
): NewLine => ({ code, subject, level, params });

const isCode = (code: string): code is RefusalCode => Object.hasOwn(refusals, code);

/** Why a run was broken off, in the reader's language; a bug says it itself. */
export function failureSentence(code: string, detail: RefusalDetail | null, language: Language): string {
  return isCode(code) ? new Refusal(code, detail ?? {}).sentence(language) : String(detail?.['message'] ?? code);
}

/** What to do next, where the refusal says it. */
export const failureAdvice = (code: string, detail: RefusalDetail | null, language: Language): string | null =>
  (isCode(code) ? new Refusal(code, detail ?? {}).hint(language) ?? null : null);

export function sentenceOf({ code, params }: Pick<NewLine, 'code' | 'params'>, language: Language): string {
  const words = (LINES as Readonly<Record<string, Words>>)[code];
  if (words === undefined) return code;
  const why = params['why'];
  const said = {
    ...params, sentence: failureSentence(String(params['failure'] ?? ''), params, language),
    ...(typeof why === 'string' && isCode(why) ? { why: failureSentence(why, params, language) } : {}),
  };
  return say(words[language], said, language);
}
