import type { PointsStrategy } from './connection-contract.ts';
import type { SyncStage } from './contract.ts';
import { type Instant, isEarlier } from '../kernel/day.ts';
import type { Money, Quantity } from '../kernel/money.ts';
import { hundredths, kopecks } from '../kernel/money.ts';

/** The part of the way that belongs to each stage, in percent. */
const RANGES: Readonly<Record<SyncStage, readonly [from: number, to: number]>> = {
  CARDS: [10, 40], INITIAL: [42, 50], PURCHASES: [55, 85], POINTS: [90, 98], DONE: [100, 100],
};
/** A base that does not count its rows: after so many of them half of the stage is believed to be done. */
const HALF_WAY = 5000;

/**
 * LOY-1. Cards take the progress from 10 to 40 %, the carry-over from 42 to 50 %, purchases from 55 to 85 %, points from
 * 90 to 98 %, linearly by rows; the end is 100 %. Where the base does not count, the stage only nears its end.
 * ru: Карты — 10–40 %, начальный ввод — 42–50 %, покупки — 55–85 %, баллы — 90–98 %, внутри этапа — по доле строк; в
 * конце 100 %. Если база не считает строки, этап только приближается к своей границе.
 * Source: S1-019…S1-024, I-37, WE-19.
 * Examples: cards, 1 of 2 rows: 25; points, 2 of 2 rows: 98.
 */
export function progressOf(stage: SyncStage, done: number, total: number | undefined): number {
  const [from, to] = RANGES[stage];
  const all = total ?? done + HALF_WAY;
  const share = all <= 0 ? 0 : Math.min(done, all);
  return from + Math.floor(((to - from) * share) / Math.max(all, 1));
}
/** Where the stage ends; between two stages the progress stays there. */
export const endOf = (stage: SyncStage): number => RANGES[stage][1];

/**
 * LOY-2. Progress never decreases: rows that are read again do not take it back.
 * ru: Прогресс не уменьшается: повторное чтение строк не отбрасывает его назад.
 * Source: S1-024, I-37.
 */
export const furthest = (before: number, now: number): number => Math.max(before, now);

/**
 * LOY-3. The phone on a card is eleven digits that begin with 7; 8 at the beginning is 7, and ten digits lack theirs.
 * Anything else is the number of a bar code.
 * ru: Телефон карты — 11 цифр, первая 7; 8 в начале читается как 7, у десяти цифр её добавляют. Остальное — штрихкод.
 * Source: C-68, S1-049. Examples: 8 (978) 845-13-64 → +79788451364; 2000000000017 → none.
 */
export function phoneOfCard(text: string | undefined): string | undefined {
  const digits = (text ?? '').replace(/\D/g, '');
  if (/[^\d\s()+\-–.]/.test(text ?? '')) return undefined;
  if (/^[78]\d{10}$/.test(digits)) return `+7${digits.slice(1)}`;
  return /^[3-9]\d{9}$/.test(digits) ? `+7${digits}` : undefined;
}

/** What people would write of a client and 1C says, too. */
export const SAID = ['name', 'phone', 'email', 'city'] as const;
export type Said = Readonly<Record<(typeof SAID)[number], string | null>>;

/**
 * LOY-4. 1C owns the name, the phone, the e-mail and the city of a client for as long as nobody writes over them: a
 * field takes the new value when it is empty or holds what 1C said last. What the desk wrote, or emptied, stays; and what
 * 1C does not say empties nothing.
 * ru: Имя, телефон, почту и город клиента ведёт 1С, пока их не изменили у нас: поле обновляется, если оно пусто или в нём
 * то, что 1С сообщила в прошлый раз. Написанное или стёртое у нас остаётся; если 1С не сообщает поле, оно не стирается.
 * Source: C-68, S1-010, S1-012.
 */
export function fieldAfter(current: string | null, former: string | null, said: string | null): string | null {
  if (said === null || said === former) return current;
  return current === null || current === former ? said : current;
}

/**
 * LOY-5. Of a client with several cards the one with the smallest reference speaks: its owner gives the name, the phone
 * and the city, so that the order in which cards are read changes nothing.
 * ru: Если карт у клиента несколько, имя, телефон и город берутся по карте с наименьшей ссылкой: порядок чтения ничего не
 * меняет.
 * Source: C-68.
 */
export const speaksFor = (card: string, speaker: string | null): boolean => speaker === null || card <= speaker;

/**
 * LOY-6. A row belongs to the carry-over when the type of its document contains the name of the opening document; then it
 * is never an ordinary purchase as well.
 * ru: Строка относится к начальному вводу, если тип её документа содержит имя документа ввода остатков; обычной покупкой
 * она тогда не считается.
 * Source: S1-002, S1-008, C-68.
 */
export const isOpening = (documentType: string, openingDocument: string): boolean =>
  documentType.includes(openingDocument.replace(/^Document_/, ''));

/** Lower case, «ё» as «е», one space between words and nothing else between them. */
const wordsOf = (text: string): string =>
  ` ${text.normalize('NFC').toLowerCase().replaceAll('ё', 'е').replace(/[^\p{L}\p{N}]+/gu, ' ').trim()}`;

/**
 * LOY-7. Goods are packaging when a word of their name begins with a word of the list; packaging is left out of the
 * purchases and of the totals.
 * ru: Товар — упаковка, если слово в его названии начинается со слова из списка; упаковка не входит ни в покупки, ни в
 * итоги.
 * Source: S1-047, C-68. Examples: «Пакеты, крафт» with the word «пакет» is packaging, «Рюкзак backpack» with «pack» is not.
 */
export function isPackaging(product: string | null, words: readonly string[]): boolean {
  if (product === null) return false;
  const name = wordsOf(product);
  return words.some((word) => word.trim() !== '' && name.includes(wordsOf(word)));
}

export type PurchaseFacts = {
  kind: 'INITIAL' | 'SALE'; at: Instant; amount: Money; packaging: boolean; cardIsActive: boolean;
};
export type Totals = { initial: Money; purchases: Money; total: Money };

/**
 * LOY-8. What a client has bought is the carry-over, whenever it was, and the purchases of the period of the last finished
 * synchronisation, without packaging and without cards that are marked for deletion. Returns are negative.
 * ru: Сумма покупок клиента — начальный ввод за любое время и покупки за период последней завершённой синхронизации, без
 * упаковки и без карт, помеченных на удаление. Возвраты уменьшают сумму.
 * Source: S1-004, S1-006, S1-030, I-36, C-68. Example: 232 360,00 + 132 694,00 = 365 054,00.
 */
export function totalsOf(purchases: readonly PurchaseFacts[], since: Instant): Totals {
  let [initial, sales] = [0, 0];
  for (const { kind, at, amount, packaging, cardIsActive } of purchases) {
    if (!cardIsActive) continue;
    if (kind === 'INITIAL') initial += amount;
    else if (!packaging && !isEarlier(at, since)) sales += amount;
  }
  return { initial: kopecks(initial), purchases: kopecks(sales), total: kopecks(initial + sales) };
}

export type PointsRecord = {
  at: Instant; line: number; document: string; accrued: Quantity; spent: Quantity;
};
export type Balances = { last: Quantity; sum: Quantity };

/**
 * LOY-9. By the strategy LAST the balance of points is the field КСписанию of the last record in force: the greatest
 * moment, then the greatest line, then the greatest document. By SUM it is what was accrued less what was spent up to
 * now, and never less than nothing. Without a record both are 0.
 * ru: По способу «последняя запись» баланс — поле КСписанию последней действующей записи: по времени, затем по номеру
 * строки, затем по документу. По способу «сумма» — начислено минус списано по настоящий момент, но не меньше нуля. Без
 * записей — 0.
 * Source: S1-017, S1-018, C-68, WE-18.
 */
export function balancesOf(records: readonly PointsRecord[], now: Instant): Balances {
  const [newest] = records.toSorted(newestFirst);
  let sum = 0;
  for (const { at, accrued, spent } of records) if (!isEarlier(now, at)) sum += accrued - spent;
  return { last: newest?.spent ?? hundredths(0), sum: hundredths(Math.max(0, sum)) };
}

function newestFirst(a: PointsRecord, b: PointsRecord): number {
  return Temporal.Instant.compare(b.at, a.at) || b.line - a.line || (a.document < b.document ? 1 : -1);
}

/** The balance in force. */
export const balanceBy = (strategy: PointsStrategy, { last, sum }: Balances): Quantity => (strategy === 'LAST' ? last : sum);

/** "79788451364", "+7 978 …": as the phone of a client is kept. */
export const phoneToFind = (text: string): string => phoneOfCard(text) ?? text.trim();
