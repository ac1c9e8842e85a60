/** Text tables: separated by comma, semicolon or tab; in UTF-8, UTF-16, windows-1251 or the encoding of MS-DOS. */
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { TableFailure, type TableRow, checkRow } from './table.ts';

const PIECE = 1024 * 1024;
/** The longest record that is still read to be counted. */
const LONGEST_RECORD = 4 * 1024 * 1024;
const SNIFFED = 64 * 1024;

function* decoded(bytes: Uint8Array, encoding: string): Generator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for (let at = 0; at < bytes.length; at += PIECE) yield decoder.decode(bytes.subarray(at, at + PIECE), { stream: true });
  yield decoder.decode();
}

function isWhole(bytes: Uint8Array, encoding: string): boolean {
  try {
    for (const _ of decoded(bytes, encoding));
    return true;
  } catch {
    return false; // a decoder that meets a wrong byte says so; which encoding it is then is found by the next
  }
}

/**
 * Whether the letters are those of MS-DOS, which Excel still offers. Most of them are where windows-1251 has signs that
 * are rare; where windows-1251 has its letters, MS-DOS has frames, which no table of clients has.
 */
function isDos(bytes: Uint8Array): boolean {
  let [dos, windows] = [0, 0];
  for (const byte of bytes) {
    if (byte >= 0x80 && byte <= 0xaf) dos += 1;
    else if ((byte >= 0xc0 && byte <= 0xdf) || byte >= 0xf2) windows += 1;
  }
  return dos > windows;
}

/** By the mark at the beginning; else UTF-8 where every byte of it is, else what Excel writes in Russia. */
export function sniffEncoding(bytes: Uint8Array): string {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (isWhole(bytes, 'utf-8')) return 'utf-8';
  return isDos(bytes) ? 'ibm866' : 'windows-1251';
}

/** The separator that the first line has most of, outside its quotes. */
export function sniffSeparator(text: string): string {
  const counts = new Map([[';', 0], [',', 0], ['\t', 0]]);
  let quoted = false;
  for (const char of text) {
    if (char === '"') quoted = !quoted;
    else if (char === '\n' && !quoted) break;
    else if (!quoted && counts.has(char)) counts.set(char, (counts.get(char) ?? 0) + 1);
  }
  return [...counts].toSorted((x, y) => y[1] - x[1])[0]?.[0] ?? ';';
}

export async function* csvRows(bytes: Uint8Array): AsyncGenerator<TableRow> {
  const encoding = sniffEncoding(bytes);
  if (!isWhole(bytes, encoding)) {
    throw new TableFailure('ENCODING', 0, {
      ru: `файл испорчен: это не ${encoding}`, en: `the file is broken: it is no ${encoding}` });
  }
  const [head = ''] = decoded(bytes.subarray(0, bytes.length), encoding);
  const parser = parse({
    delimiter: sniffSeparator(head.slice(0, SNIFFED)), bom: true, relax_column_count: true,
    // ООО "Ромашка" is written so by many programs.
    relax_quotes: true,
    max_record_size: LONGEST_RECORD, record_delimiter: ['\r\n', '\n', '\r'],
  });
  const source = Readable.from(decoded(bytes, encoding));
  // A reader that stops early must stop the source as well.
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let row = 0;
  try {
    for await (const record of parser) {
      row += 1;
      const found = { row, cells: (record as string[]).map((cell) => cell.trim()) };
      checkRow(found);
      yield found;
    }
  } catch (error) {
    throw error instanceof CsvError ? brokenRow(error, rowOf(error) ?? row + 1) : error;
  } finally {
    source.destroy();
  }
}

/** The parser is ahead of the reader: it counts the records that were whole. */
function rowOf(error: CsvError): number | undefined {
  const records: unknown = error['records'];
  return typeof records === 'number' ? records + 1 : undefined;
}

function brokenRow(error: CsvError, row: number): TableFailure {
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return new TableFailure('ROW_TOO_LONG', row, {
      ru: `строка длиннее ${LONGEST_RECORD} знаков или кавычка не закрыта`,
      en: `the row is longer than ${LONGEST_RECORD} characters, or a quote is not closed` });
  }
  return new TableFailure('QUOTES', row, {
    ru: 'кавычки расставлены неверно или файл оборван', en: 'the quotes are broken, or the file ends too early' });
}

