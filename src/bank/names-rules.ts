import { normaliseSearch } from '../kernel/search.ts';

export type Person = {
  clientId: string; kind: 'PERSON' | 'LEGAL'; name: string; firstName: string | null; lastName: string | null;
  middleName: string | null; isActive: boolean;
  students: { firstName: string; lastName: string }[];
};
/** How much one name speaks for a person, from 1 to 100, and where it stood. */
export type Likeness = { clientId: string; code: 'NAME' | 'INITIALS' | 'CHILD'; score: number; values: { name: string } };

export const wordsOf = (text: string): string[] =>
  normaliseSearch(text).split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');

/** How many letters at the end of a surname may be another in another case. */
export const ENDING = 2;
/** The part of a name by which it is looked up: its letters without the ending, two at least. */
const keyOf = (name: string): string => name.slice(0, Math.max(2, name.length - ENDING));
/** Every beginning of the words of a line that could be such a part, and the words themselves. */
export function beginningsOf(payerName: string, purpose: string): { words: string[]; beginnings: string[] } {
  const words = [...new Set(wordsOf(`${payerName} ${purpose}`))].filter((word) => word.length > 1 && !/\d/.test(word));
  const starts = words.flatMap((word) => Array.from({ length: word.length - 1 }, (_, at) => word.slice(0, at + 2)));
  return { words, beginnings: [...new Set(starts)] };
}

/** Finds the people whose surname, child or firm the words of a line could name: built once, asked for each line. */
export function nameIndex(people: readonly Person[]): (payerName: string, purpose: string) => string[] {
  const byKey = new Map<string, Map<string, string[]>>(); // the part looked up → whole surnames → clients
  const firms = new Map<string, string[]>();
  for (const person of people) {
    const { last, children, firm } = tokensOf(person);
    for (const name of new Set([...last === undefined ? [] : [last], ...children.map((child) => child.last)])) {
      const names = byKey.get(keyOf(name)) ?? new Map<string, string[]>();
      byKey.set(keyOf(name), names.set(name, [...names.get(name) ?? [], person.clientId]));
    }
    const [word] = firm.toSorted((a, b) => b.length - a.length);
    if (word !== undefined) firms.set(word, [...firms.get(word) ?? [], person.clientId]);
  }
  return (payerName, purpose) => {
    const { words, beginnings } = beginningsOf(payerName, purpose);
    const named = beginnings.flatMap((key) => [...byKey.get(key) ?? []])
      .flatMap(([name, clients]) => (words.some((word) => isCaseOf(word, name)) ? clients : []));
    return [...new Set([...named, ...words.flatMap((word) => firms.get(word) ?? [])])];
  };
}

type Tokens = {
  last: string | undefined; first: string | undefined; middle: string | undefined; firm: string[];
  children: { first: string; last: string; name: string }[];
};
const tokens = new WeakMap<Person, Tokens>();
/** The words of the names of a person; a person is asked about many lines. */
function tokensOf(person: Person): Tokens {
  const known = tokens.get(person);
  if (known) return known;
  const [last, first, middle] = [person.lastName, person.firstName, person.middleName].map((name) => wordsOf(name ?? '')[0]);
  const made: Tokens = {
    last, first, middle, firm: person.kind === 'LEGAL' ? wordsOf(person.name).filter((word) => !FORMS.has(word)) : [],
    children: person.students.flatMap(({ firstName, lastName }) => {
      const [own] = wordsOf(firstName);
      const [family = last] = wordsOf(lastName);
      return own === undefined || family === undefined
        ? [] : [{ first: own, last: family, name: `${firstName} ${lastName}`.trim() }];
    }),
  };
  tokens.set(person, made);
  return made;
}

/**
 * BNK-5. A name speaks for a client when the surname stands in the payer's name with the first name, in any order, or
 * with its initial; for a firm, when all words of its name do but for the form of enterprise. A child speaks for the
 * client when its first name and surname stand in the purpose, in any case. A name alone never settles whose money it is.
 * ru: Имя указывает на клиента, если в имени плательщика есть фамилия с именем в любом порядке или с инициалом; на
 * организацию — если есть все слова её названия, кроме формы собственности. Ребёнок указывает на клиента, если его имя и
 * фамилия в любом падеже стоят в назначении. Одного имени никогда не достаточно.
 * Source: integrations §4.1, issue 5.
 * Examples: «Петровна Анна Иванова» — Иванова Анна Петровна; «за Иванова Петра» — Пётр Иванов.
 */
export function likenessOf(payerName: string, purpose: string, person: Person): Likeness | undefined {
  return likenessOfWords(wordsOf(payerName), wordsOf(purpose), person);
}
export const likenessOfWords = (
  payer: readonly string[], purpose: readonly string[], person: Person,
): Likeness | undefined =>
  [...ofPayer(payer, person), ...ofChildren(purpose, person)].toSorted((a, b) => b.score - a.score)[0];

const FORMS = new Set(['ооо', 'оао', 'зао', 'пао', 'ао', 'ано', 'до', 'ип', 'нко', 'чоу', 'мбу', 'муп', 'гбу', 'с',
  'общество', 'ограниченной', 'ответственностью', 'индивидуальный', 'предприниматель', 'акционерное']);

function ofPayer(words: readonly string[], person: Person): Likeness[] {
  const { last, first, middle, firm } = tokensOf(person);
  const { clientId, kind, name } = person;
  const like = (code: Likeness['code'], score: number): Likeness[] => [{ clientId, code, score, values: { name } }];
  if (kind === 'LEGAL') return firm.length > 0 && firm.every((word) => words.includes(word)) ? like('NAME', 90) : [];
  if (last === undefined || first === undefined || !words.includes(last)) return [];
  const others = words.filter((word) => word !== last);
  if (others.includes(first)) {
    if (middle === undefined) return like('NAME', 80);
    const patronymic = others.find((word) => /(?:вич|вна|ична|оглы|кызы)$/u.test(word));
    return patronymic !== undefined && patronymic !== middle ? [] : like('NAME', patronymic === middle ? 90 : 80);
  }
  const initials = others.filter((word) => word.length === 1);
  const fits = initials[0] === first[0] && (middle === undefined || initials[1] === undefined || initials[1] === middle[0]);
  return initials.length > 0 && fits ? like('INITIALS', 60) : [];
}

function ofChildren(words: readonly string[], person: Person): Likeness[] {
  const { clientId } = person;
  return tokensOf(person).children.flatMap(({ first, last, name }): Likeness[] => {
    const at = words.findIndex((word) => isCaseOf(word, last));
    if (at < 0) return [];
    const like = (score: number): Likeness[] => [{ clientId, code: 'CHILD', score, values: { name } }];
    if (words.some((word, index) => index !== at && isCaseOf(word, first))) return like(70);
    return words[at + 1] === first[0] || words[at - 1] === first[0] ? like(50) : [];
  });
}

const ENDINGS = new Set(['', 'а', 'я', 'у', 'ю', 'е', 'и', 'ы', 'о', 'й', 'ь', 'ой', 'ей', 'ою', 'ею', 'ом', 'ем', 'ым',
  'им', 'ого', 'его', 'ому', 'ему', 'ая', 'ую', 'ий', 'ый', 'ью', 'ией']);

/** Whether a word is the name in some case: «Петра», «Пётр»; «Ивановой», «Иванова». Only the ending may differ. */
export function isCaseOf(word: string, name: string): boolean {
  let same = 0;
  while (same < name.length && word[same] === name[same]) same += 1;
  const needed = Math.max(2, name.length - (name.length <= 4 ? 1 : 2));
  return same >= needed && ENDINGS.has(word.slice(same)) && ENDINGS.has(name.slice(same));
}
