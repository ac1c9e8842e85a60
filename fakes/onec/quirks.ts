/** How real bases misbehave. Everything is off unless it is switched on. */

export const QUIRKS = {
  'orderby-500': '500 to $orderby, with the word AUTOORDER',
  'filter-500': '500 to $filter',
  'filter-403': '403 to $filter: «Операция не разрешена в предложении ГДЕ»',
  'select-400': '400 to $select',
  'unstable-order': 'without $orderby every request sees the rows in another order',
  'repeat-rows': 'each page but the first begins with the last row of the one before',
  'lose-rows': 'each page but the first lacks its first row',
  'bom-count': '$count begins with the mark of the byte order',
  'no-count': '403 to $count',
  'no-inline-count': '400 to $inlinecount',
  'no-record-type': '404, code 8, to the rows of registers',
  'no-record-set': '404, code 8, to the record sets of registers',
  rls: 'the user sees a part of the rows: 401, code 20, without allowedOnly, and fewer rows with it',
  'no-rights': '401, code 20, whatever is asked',
  'wrong-password': '401 to everybody',
  html: 'a page of the web server with status 200',
  'html-500': 'a page of the web server with status 500',
  redirect: '301 to another address',
  'error-500': '500 with text of 1C',
  delay: 'every answer comes so many milliseconds later',
  hang: 'no answer ever comes',
  'hang-over': 'no answer to a $top above this number',
  reset: 'the connection breaks in the middle of a body',
  truncated: 'the JSON ends in the middle, politely',
  'ignore-skip': '$skip is ignored',
  'small-pages': 'never more rows than this number, whatever $top says',
  'not-published': 'the entity of this name is not published',
  'missing-field': 'no entity has the field of this name',
  empty: 'there are no rows at all',
} as const;
export type QuirkName = keyof typeof QUIRKS;

/** `true`: always; a number: so many times, or the number that the quirk speaks of; a name: what it is about. */
export type Quirks = { [Q in QuirkName]?: boolean | number | string } & {
  /** Entities whose name begins so; all of them unless given. */
  only?: string;
};

/** Quirks whose number is not how often they happen. */
const MEASURES: readonly QuirkName[] = ['delay', 'hang-over', 'small-pages'];

export const isQuirkName = (name: string): name is QuirkName => Object.hasOwn(QUIRKS, name);

/** Whether the quirk happens now; one that happens only so many times is used up by asking. */
export function happens(quirks: Quirks, name: QuirkName, entity: string): boolean {
  const value = quirks[name];
  if (value === undefined || value === false || !entity.startsWith(quirks.only ?? '')) return false;
  if (typeof value !== 'number' || MEASURES.includes(name)) return true;
  if (value <= 0) return false;
  quirks[name] = value - 1;
  return true;
}

/** The number or the name that the quirk speaks of; undefined when it is off. */
export const measure = (quirks: Quirks, name: QuirkName, entity: string): number | undefined =>
  (typeof quirks[name] === 'number' && happens(quirks, name, entity) ? quirks[name] : undefined);
export const subject = (quirks: Quirks, name: QuirkName): string | undefined =>
  (typeof quirks[name] === 'string' ? quirks[name] : undefined);

/** «error-500=3», «not-published=Catalog_Номенклатура», «html» → a quirk. */
export function quirkOf(text: string): Quirks {
  const [name = '', ...rest] = text.split('=');
  const value = rest.join('=');
  if (name === 'only') return { only: value };
  if (!isQuirkName(name)) throw new TypeError(`No such quirk: ${name}. There are: ${Object.keys(QUIRKS).join(', ')}`);
  if (value === '') return { [name]: true };
  return { [name]: /^\d+$/.test(value) ? Number(value) : value };
}
