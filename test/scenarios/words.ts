/** The vocabulary: how amounts, days, people and states are written in a sentence, and what a sentence pattern is. */
import type { Stage } from './stage.ts';
import { decimalText } from '../../src/kernel/money.ts';
import type { Role } from '../../src/kernel/permissions.ts';
import type { Template } from '../../src/kernel/policy.ts';

export const TEMPLATES = {
  'студия': 'STUDIO', 'спортивный клуб': 'SPORT', 'частный репетитор': 'TUTOR', 'школа': 'SCHOOL',
} as const satisfies Record<string, Template>;
export const ACTORS = {
  'администратор': 'ADMIN', 'менеджер': 'MANAGER', 'репетитор': 'TRAINER', 'родитель': 'CLIENT',
} as const satisfies Record<string, Role>;
export const METHODS = {
  'наличными': 'CASH', 'картой': 'CARD', 'переводом': 'BANK_TRANSFER', 'онлайн': 'ONLINE',
} as const;
export const STATUSES = {
  DRAFT: 'черновик', PENDING: 'ожидает оплаты', PARTIALLY_PAID: 'оплачен частично', PAID: 'оплачен',
  OVERDUE: 'просрочен', CANCELLED: 'аннулирован',
} as const;
export const LIFECYCLE = {
  draft: 'черновик', sent: 'отправлен', viewed: 'просмотрен', paid: 'оплачен', overdue: 'просрочен', cancelled: 'аннулирован',
} as const;
export const WRITE_OFF = {
  PENDING: 'не начато', IN_PROGRESS: 'идёт', COMPLETED: 'завершено', CANCELLED: 'отменено',
} as const;
export const PURPOSES = {
  INITIAL: 'абонемент', RENEWAL: 'продление', RENTAL: 'аренда', TRAINING: 'занятие', ABSENCE: 'пропуск', FINE: 'штраф',
  MANUAL: 'вручную', MIGRATION: 'перенос', OPENING: 'остаток',
} as const;
export const PASS_STATES = {
  PENDING: 'ждёт оплаты', ACTIVE: 'действует', EXPIRED: 'истёк', CANCELLED: 'отменён',
} as const;
export const RENTAL_STATES = { PLANNED: 'запланирована', CONFIRMED: 'подтверждена', CANCELLED: 'отменена' } as const;
export const MEMBER_STATES = { ACTIVE: 'состоит', WAITING: 'ждёт места', EXPELLED: 'отчислен', LEFT: 'ушёл' } as const;
export const MOVEMENTS = {
  GRANT: 'начислено', CHARGE: 'списано', RETURN: 'возвращено', EXPIRE: 'сгорело', CORRECT: 'исправлено',
} as const;
export const MARKS = { 'был': 'PRESENT', 'не был': 'ABSENT' } as const;
export const JOBS = {
  'просроченные счета': 'overdue', 'отчисление': 'expulsion', 'продления': 'renewals', 'напоминания': 'reminders',
  'ночное списание': 'nightly-charges',
} as const;
export const KINDS = {
  'абонемент': { serviceType: 'SUBSCRIPTION', writeOffTiming: 'ON_USE' },
  'абонемент вида': { serviceType: 'SUBSCRIPTION', writeOffTiming: 'ON_USE' },
  'коворкинг': { serviceType: 'COWORKING', writeOffTiming: 'ON_USE' },
  'разовое занятие': { serviceType: 'SINGLE_SESSION', writeOffTiming: 'ON_SALE' },
  'индивидуальное занятие': { serviceType: 'INDIVIDUAL_LESSON', writeOffTiming: 'ON_SALE' },
  'услуга': { serviceType: 'OTHER', writeOffTiming: 'ON_SALE' },
} as const;

/** "−1 500,00" → −150000. Kopecks, so that a sentence and the books are compared as whole numbers. */
export function kopecksOf(text: string): number {
  const digits = Number(text.replace(/[ ,−]/g, ''));
  return text.startsWith('−') ? -digits : digits;
}
export const roubles = (kopecks: number): number => kopecks / 100;
export const moneyText = (kopecks: number): string => decimalText(kopecks).replace('.', ',').replace('-', '−');

const isoDay = (text: string): string => text.split('.').reverse().join('-');
/** Local time of the organisation, which is in Moscow; the seconds only where they matter. */
const isoMoment = (text: string): string =>
  `${isoDay(text.slice(0, 10))}T${text.slice(11)}${text.length > 16 ? '' : ':00'}+03:00`;
export const dayText = (day: Temporal.PlainDate | null): string =>
  day === null ? 'нет' : day.toString().split('-').reverse().join('.');
export function momentText(at: Temporal.Instant | null): string {
  if (at === null) return 'нет';
  const local = at.toZonedDateTimeISO('Europe/Moscow');
  return `${dayText(local.toPlainDate())} ${local.toPlainTime().toString().slice(0, 5)}`;
}

type Value<T> = Readonly<{ pattern: string; read: (text: string) => T }>;
const value = <T>(pattern: string, read: (text: string) => T): Value<T> => ({ pattern, read });
const word = <const T extends Record<string, unknown>>(words: T): Value<keyof T & string> =>
  value(Object.keys(words).join('|'), (text) => text as keyof T & string);

/** What may stand between braces in a pattern. A sum has kopecks, a name stands in «», a rest is everything left. */
const VALUES = {
  sum: value('−?\\d[\\d ]*,\\d\\d', kopecksOf),
  name: value('«[^»]*»', (text) => text.slice(1, -1)),
  day: value('\\d\\d\\.\\d\\d\\.\\d{4}', isoDay),
  moment: value('\\d\\d\\.\\d\\d\\.\\d{4} \\d\\d:\\d\\d(?::\\d\\d)?', isoMoment),
  time: value('\\d\\d:\\d\\d', String),
  number: value('INV-\\d{4}-\\d{5}', String),
  count: value('\\d+', Number),
  percent: value('\\d+(?:,\\d+)?', (text) => Number(text.replace(',', '.'))),
  who: word(ACTORS),
  where: word(TEMPLATES),
  method: word(METHODS),
  mark: word(MARKS),
  job: word(JOBS),
  rest: value('.+', String),
};
type Values = { [K in keyof typeof VALUES]: ReturnType<(typeof VALUES)[K]['read']> };
type Arguments<P extends string> = P extends `${string}{${infer K extends keyof Values}}${infer More}`
  ? [Values[K], ...Arguments<More>] : [];

/** `action` changes something, `check` compares; the interpreter lets each stand only where it makes sense. */
export type Rule = Readonly<{
  kind: 'action' | 'check';
  text: string;
  /** The deed of a sentence, or undefined when the sentence is another. */
  match(sentence: string): ((stage: Stage) => Promise<void>) | undefined;
}>;

/** A sentence pattern with what it does; the values in its braces arrive typed and in their order. */
function rule<const P extends string>(
  kind: Rule['kind'], text: P, run: (stage: Stage, ...given: Arguments<P>) => Promise<void>,
): Rule {
  const names = [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as keyof Values);
  const literal = (part: string): string => part.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  const source = text.split(/\{\w+\}/).map((part, index) => {
    const name = names[index];
    return literal(part) + (name === undefined ? '' : `(${VALUES[name].pattern})`);
  });
  const pattern = new RegExp(`^${source.join('')}$`);
  return {
    kind, text,
    match: (sentence) => {
      const found = pattern.exec(sentence);
      if (!found) return undefined;
      const given = names.map((name, index) => VALUES[name].read(found[index + 1] ?? ''));
      return (stage) => run(stage, ...(given as Arguments<P>));
    },
  };
}
export const action = <const P extends string>(
  text: P, run: (stage: Stage, ...given: Arguments<P>) => Promise<void>,
): Rule => rule('action', text, run);
export const check = <const P extends string>(
  text: P, run: (stage: Stage, ...given: Arguments<P>) => Promise<void>,
): Rule => rule('check', text, run);
