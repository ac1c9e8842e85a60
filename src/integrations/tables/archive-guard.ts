/** Looks through an XLSX archive before anything unpacks it into memory: it is inflated in a stream and counted. */
import yauzl from 'yauzl';
import { LIMITS, TableFailure, tooManyColumns } from './table.ts';

export type Formulas = ReadonlyMap<number, ReadonlySet<number>>;
const SMALL = 1024 * 1024;

const bomb = (): TableFailure => new TableFailure('ARCHIVE_BOMB', 0, {
  ru: 'файл распаковывается в слишком большой', en: 'the file unpacks into one that is too large' });
const broken = (): TableFailure => new TableFailure('ARCHIVE_BROKEN', 0, {
  ru: 'файл XLSX повреждён или оборван', en: 'the XLSX file is damaged or cut short' });

/** The number of a column by its letters, from 0: A, B, … Z, AA. */
export const columnNumber = (letters: string): number =>
  Array.from(letters).reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** Refuses what would fill the memory; gives where the first sheet has formulas. */
export async function guardArchive(bytes: Buffer): Promise<Formulas> {
  const archive = await yauzl.fromBufferPromise(bytes).catch(() => {
    throw broken();
  });
  const formulas = new Map<number, Set<number>>();
  let [entries, unpacked] = [0, 0];
  try {
    for await (const entry of archive.eachEntry()) {
      entries += 1;
      if (entries > LIMITS.entries || unpacked + entry.uncompressedSize > LIMITS.unpacked) throw bomb();
      if (entry.uncompressedSize > SMALL && entry.uncompressedSize > entry.compressedSize * LIMITS.ratio) throw bomb();
      if (!/\.(xml|rels)$/i.test(entry.fileName)) continue;
      const isSheet = /^xl\/worksheets\/[^/]+\.xml$/i.test(entry.fileName);
      unpacked += await look(archive, entry, isSheet ? scanSheet(formulas) : scanText);
    }
  } catch (error) {
    throw error instanceof TableFailure ? error : broken();
  } finally {
    archive.close();
  }
  return formulas;
}

/** Reads one file of the archive piece by piece; the library itself refuses more bytes than were announced. */
async function look(archive: yauzl.ZipFile, entry: yauzl.Entry, scan: (text: string) => void): Promise<number> {
  const stream = await archive.openReadStreamPromise(entry);
  const decoder = new TextDecoder('utf-8');
  let [size, rest] = [0, ''];
  for await (const piece of stream) {
    const chunk = piece as Buffer;
    size += chunk.length;
    if (size > LIMITS.unpacked) throw bomb();
    const text = rest + decoder.decode(chunk, { stream: true });
    // A tag may be cut in two: what follows the last one that is whole is looked at again.
    const cell = Math.max(text.lastIndexOf('<c '), text.lastIndexOf(':c ') - 20);
    const cut = cell > 0 ? cell : Math.max(0, text.length - 200);
    scan(text.slice(0, cut));
    rest = text.slice(cut).slice(-LIMITS.cell * 2);
  }
  scan(rest);
  return size;
}

function scanText(text: string): void {
  if (text.includes('<!DOCTYPE') || text.includes('<!ENTITY')) {
    throw new TableFailure('ARCHIVE_ENTITIES', 0, {
      ru: 'в файле XLSX определения, которых в нём не бывает', en: 'the XLSX file has definitions that it never has' });
  }
}

const CELL = /<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]{1,4})(\d{1,8})["'][^>]*>(\s*<(?:\w+:)?f[\s/>])?/g;
const NO_ADDRESS = /<(?:\w+:)?c(?=[\s/>])(?![^>]*\sr=)[^>]*>/;

/** Looks at the cells of one sheet: where its formulas are, and whether all of it fits into memory. */
function scanSheet(formulas: Map<number, Set<number>>): (text: string) => void {
  let [width, height] = [0, 0];
  return (text) => {
    scanText(text);
    if (NO_ADDRESS.test(text)) throw broken();
    for (const [, letters = '', digits = '', formula] of text.matchAll(CELL)) {
      const [column, row] = [columnNumber(letters), Number(digits)];
      if (column >= LIMITS.columns) throw tooManyColumns(row);
      [width, height] = [Math.max(width, column + 1), Math.max(height, row)];
      if (row > LIMITS.rows + 1) {
        throw new TableFailure('TOO_MANY_ROWS', row, {
          ru: `в файле больше ${LIMITS.rows} строк`, en: `the file has more than ${LIMITS.rows} rows` });
      }
      if (width * height > LIMITS.cells) {
        throw new TableFailure('TOO_MANY_CELLS', row, {
          ru: `в листе больше ${LIMITS.cells} ячеек, считая пустые`,
          en: `the sheet has more than ${LIMITS.cells} cells, with the empty ones` });
      }
      if (formula !== undefined) formulas.set(row, (formulas.get(row) ?? new Set()).add(column));
    }
  };
}
