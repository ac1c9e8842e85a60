import { type Money, type Percent, ZERO, add } from '../kernel/money.ts';

type Forms = readonly [one: string, few: string, many: string];
const RUBLES: Forms = ['рубль', 'рубля', 'рублей'];
const KOPECKS: Forms = ['копейка', 'копейки', 'копеек'];
const THOUSANDS: readonly Forms[] = [
  ['', '', ''], ['тысяча', 'тысячи', 'тысяч'], ['миллион', 'миллиона', 'миллионов'],
  ['миллиард', 'миллиарда', 'миллиардов'], ['триллион', 'триллиона', 'триллионов'],
];
const HUNDREDS = [
  '', 'сто', 'двести', 'триста', 'четыреста', 'пятьсот', 'шестьсот', 'семьсот', 'восемьсот', 'девятьсот',
];
const TENS = [
  '', '', 'двадцать', 'тридцать', 'сорок', 'пятьдесят', 'шестьдесят', 'семьдесят', 'восемьдесят', 'девяносто',
];
const ONES = [
  '', 'один', 'два', 'три', 'четыре', 'пять', 'шесть', 'семь', 'восемь', 'девять', 'десять', 'одиннадцать', 'двенадцать',
  'тринадцать', 'четырнадцать', 'пятнадцать', 'шестнадцать', 'семнадцать', 'восемнадцать', 'девятнадцать',
];

/** The form of a word after a number: 1 рубль, 2 рубля, 5 рублей, 11 рублей, 21 рубль. */
function formOf(count: number, [one, few, many]: Forms): string {
  const tail = count % 100;
  if (tail >= 11 && tail <= 14) return many;
  const last = count % 10;
  if (last === 1) return one;
  return last >= 2 && last <= 4 ? few : many;
}

/** Three digits in words; thousands are of the feminine gender. */
function triadInWords(triad: number, feminine: boolean): string[] {
  const tail = triad % 100;
  const small = tail < 20 ? tail : tail % 10;
  const one = feminine && small === 1 ? 'одна' : feminine && small === 2 ? 'две' : ONES[small];
  return [HUNDREDS[Math.floor(triad / 100)], tail < 20 ? '' : TENS[Math.floor(tail / 10)], one]
    .filter((word): word is string => word !== undefined && word !== '');
}

/**
 * PRN-1. On paper a sum stands in words, too: roubles in words with a capital letter, kopecks in two digits.
 * ru: В документах сумма пишется и прописью: рубли словами с большой буквы, копейки двумя цифрами.
 * Source: issue 4 (ux C6). Examples: 3 500,00 → Три тысячи пятьсот рублей 00 копеек; 21,01 → Двадцать один рубль 01 копейка.
 */
export function sumInWords(amount: Money): string {
  const whole = Math.abs(amount);
  const rubles = Math.floor(whole / 100);
  const kopecks = whole % 100;
  const words: string[] = [];
  for (let rank = THOUSANDS.length - 1, rest = rubles; rank >= 0; rank -= 1) {
    const unit = 1000 ** rank;
    const triad = Math.floor(rest / unit);
    rest %= unit;
    if (triad === 0) continue;
    words.push(...triadInWords(triad, rank === 1));
    const forms = THOUSANDS[rank];
    if (rank > 0 && forms !== undefined) words.push(formOf(triad, forms));
  }
  const text = `${amount < 0 ? 'минус ' : ''}${words.length === 0 ? 'ноль' : words.join(' ')} ${formOf(rubles, RUBLES)}`;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)} ${String(kopecks).padStart(2, '0')} ${formOf(kopecks, KOPECKS)}`;
}

/**
 * PRN-2. Under the lines of an invoice stands its VAT, summed for each rate; lines without VAT have none.
 * ru: Под строками счёта указан НДС, сложенный по каждой ставке; у строк без НДС его нет.
 * Source: S2-119, issue 4.
 */
export function vatByRate(lines: readonly { vatRate: Percent; vatAmount: Money }[]): { rate: Percent; amount: Money }[] {
  const sums = new Map<Percent, Money>();
  for (const { vatRate, vatAmount } of lines) {
    if (vatRate > 0) sums.set(vatRate, add(sums.get(vatRate) ?? ZERO, vatAmount));
  }
  return [...sums].map(([rate, amount]) => ({ rate, amount })).toSorted((a, b) => b.rate - a.rate);
}
