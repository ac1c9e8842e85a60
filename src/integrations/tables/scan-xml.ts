/** Looks at the tags of a workbook's XML, piece by piece, for what would fill the memory of whoever reads it whole. */
import { LIMITS, TableFailure, tooManyColumns } from './table.ts';

/** Where the formulas of a sheet are: the row → the columns, from 0. */
export type Formulas = ReadonlyMap<number, ReadonlySet<number>>;

/** The longest tag that is still read; those of spreadsheets are far shorter. */
const LONGEST_TAG = 20_000;
/** Rows that a sheet of Excel has at most, the empty ones with it. */
const SHEET_ROWS = 1_048_576;
/** How many there may be of what is kept one by one. */
const MOST: Readonly<Record<string, number>> = { row: SHEET_ROWS, si: LIMITS.cells, xf: 100_000 };

export const brokenArchive = (): TableFailure => new TableFailure('ARCHIVE_BROKEN', 0, {
  ru: 'файл XLSX повреждён или оборван: откройте его в Excel и сохраните заново',
  en: 'the XLSX file is damaged or cut short: open it in Excel and save it again' });
export const archiveBomb = (): TableFailure => new TableFailure('ARCHIVE_BOMB', 0, {
  ru: 'файл распаковывается в слишком большой', en: 'the file unpacks into one that is too large' });

/** The number of a column by its letters, from 0: A, B, … Z, AA. */
export const columnNumber = (letters: string): number =>
  Array.from(letters).reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0) - 1;

// Nothing here looks beyond the next bracket, so that the time grows with the length of the text and not faster.
const TAG = /<(?:[\w.-]+:)?(c|row|f|si|xf)(?=[\s/>])([^<>]*)>/g;
const UNCLOSED = /<(?:[\w.-]+:)?(?:c|row|si|xf)(?=\s)[^<>]*</;
/** How nearly every cell is written. */
const PLAIN_CELL = /^ r="([A-Z]{1,3})(\d{1,7})"(?: s="\d{1,6}")?(?: t="\w{1,10}")? ?\/?$/;
const ATTRIBUTE = /\s+([\w:.-]{1,100})\s*=\s*(?:"([^"]*)"|'([^']*)')/y;

/** The attribute r of a tag; a tag whose attributes are not written as they must be is read by each program otherwise. */
function addressIn(attributes: string): string | undefined {
  let [address, at]: [string | undefined, number] = [undefined, 0];
  ATTRIBUTE.lastIndex = 0;
  for (let found = ATTRIBUTE.exec(attributes); found !== null; found = ATTRIBUTE.exec(attributes)) {
    at = ATTRIBUTE.lastIndex;
    const [, name = '', double, single] = found;
    if (name !== 'r' && !name.endsWith(':r')) continue;
    if (address !== undefined) throw brokenArchive();
    address = double ?? single ?? '';
  }
  if (!/^\s*\/?$/.test(attributes.slice(at))) throw brokenArchive();
  return address;
}

/** Looks at one file of the archive; `formulas` is filled with where its formulas are. */
export class XmlScan {
  readonly formulas = new Map<number, Set<number>>();
  #rest = '';
  #width = 0;
  #height = 0;
  #cell: { row: number; column: number } | undefined;
  readonly #counts = new Map<string, number>();

  /** The next piece of the text. A tag that is cut in two waits for its other half. */
  next(piece: string): void {
    const text = this.#rest + piece;
    if (text.includes('<!DOCTYPE') || text.includes('<!ENTITY')) {
      throw new TableFailure('ARCHIVE_ENTITIES', 0, {
        ru: 'в файле XLSX определения, которых в нём не бывает', en: 'the XLSX file has definitions that it never has' });
    }
    if (UNCLOSED.test(text)) throw brokenArchive();
    for (const [, name = '', attributes = ''] of text.matchAll(TAG)) this.#look(name, attributes);
    const last = text.lastIndexOf('<');
    this.#rest = last > text.lastIndexOf('>') ? text.slice(last) : '';
    if (this.#rest.length > LONGEST_TAG) throw brokenArchive();
  }

  #look(name: string, attributes: string): void {
    if (name === 'c') return this.#lookAtCell(attributes);
    if (name === 'f') {
      if (this.#cell === undefined) return;
      const { row, column } = this.#cell;
      this.formulas.set(row, (this.formulas.get(row) ?? new Set()).add(column));
      return;
    }
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    if (count > MOST[name]!) throw archiveBomb();
    const number = name === 'row' ? addressIn(attributes) : undefined;
    if (number !== undefined && !(/^\d{1,7}$/.test(number) && Number(number) <= SHEET_ROWS)) throw brokenArchive();
  }

  #lookAtCell(attributes: string): void {
    const [, letters, digits] = PLAIN_CELL.exec(attributes)
      ?? /^([A-Z]{1,3})(\d{1,7})$/.exec(addressIn(attributes) ?? '') ?? [];
    if (letters === undefined || digits === undefined) throw brokenArchive();
    const [column, row] = [columnNumber(letters), Number(digits)];
    this.#cell = { row, column };
    if (column >= LIMITS.columns) throw tooManyColumns(row);
    [this.#width, this.#height] = [Math.max(this.#width, column + 1), Math.max(this.#height, row)];
    if (row > LIMITS.rows + 1) {
      throw new TableFailure('TOO_MANY_ROWS', row, {
        ru: `в файле больше ${LIMITS.rows} строк`, en: `the file has more than ${LIMITS.rows} rows` });
    }
    if (this.#width * this.#height > LIMITS.cells) {
      throw new TableFailure('TOO_MANY_CELLS', row, {
        ru: `в листе больше ${LIMITS.cells} ячеек, считая пустые`,
        en: `the sheet has more than ${LIMITS.cells} cells, with the empty ones` });
    }
  }
}

/**
 * How many days dates in numbers are to be moved: LibreOffice writes "true" for the years counted from 1904, and the reader
 * knows only the "1" of Excel.
 */
export const daysToMove = (workbook: string): number =>
  (/<(?:[\w.-]+:)?workbookPr\s(?:[^<>]*\s)?date1904\s*=\s*["']true["']/i.test(workbook) ? 1462 : 0);

/** Which file of the archive the first sheet is, as the workbook and its relations say. */
export function firstSheetOf(workbook: string, relations: string): string | undefined {
  const sheet = /<(?:[\w.-]+:)?sheet\s[^<>]*>/.exec(workbook)?.[0] ?? '';
  const id = /\s(?:[\w.-]+:)?id="([^"]*)"/.exec(sheet)?.[1];
  const relation = (relations.match(/<(?:[\w.-]+:)?Relationship\s[^<>]*>/g) ?? [])
    .find((tag) => id !== undefined && tag.includes(` Id="${id}"`));
  const target = / Target="([^"]*)"/.exec(relation ?? '')?.[1];
  if (target === undefined) return undefined;
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}
