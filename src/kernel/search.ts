/** Four digits are enough to read a word as part of a number; fewer are a house, an age or a year's tail. */
const MIN_NUMBER_DIGITS = 4;
/** Ten digits are a whole Russian number, so words typed apart are joined into it. */
const WHOLE_NUMBER_DIGITS = 10;

/**
 * Brings text to the form in which it is stored for search and looked up: composed Unicode, lower case, `ё` as
 * `е`, spaces and control characters collapsed to one space, none at the ends.
 */
export function normaliseSearch(text: string): string {
  return text.toLowerCase().normalize('NFC').replaceAll('ё', 'е').replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

/** Returns a LIKE pattern that finds the text anywhere, with `%`, `_` and `\` taken literally. */
function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

/** Tells whether a word is only digits and the marks used in phone numbers. */
function isNumberLike(word: string): boolean {
  return /^[\d()+\-‐‑–—]+$/.test(word);
}

/** Returns the search terms of neighbouring number-like words: `8 (978) 845-13-64` → `79788451364`. */
function numberTerms(words: readonly string[]): string[] {
  const parts = words.map((word) => word.replace(/\D/g, ''));
  const digits = parts.join('');
  if (digits.length < MIN_NUMBER_DIGITS) return [...words];
  if (digits.length < WHOLE_NUMBER_DIGITS) return parts.filter((part) => part !== '');
  return [digits.length === 11 ? digits.replace(/^8/, '7') : digits];
}

/**
 * Returns LIKE patterns for a query, one for each word; a row is found when its search text matches all of them.
 * The search text has to be passed through `normaliseSearch` and to hold phones as E.164, since a number of four
 * digits or more is looked up by its digits alone. An empty query gives no patterns and so finds everything.
 */
export function searchPatterns(query: string): string[] {
  const terms: string[] = [];
  let numbers: string[] = [];
  for (const word of normaliseSearch(query).split(' ')) {
    if (isNumberLike(word)) {
      numbers.push(word);
      continue;
    }
    terms.push(...numberTerms(numbers), word);
    numbers = [];
  }
  terms.push(...numberTerms(numbers));
  return terms.filter((term) => term !== '').map(containing);
}
