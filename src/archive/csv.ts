/**
 * The CSV of an archive, read as strictly as it is written: every value in quotes, an empty field for none, a line feed
 * after each row. A general reader would have to guess, and is slower by an order.
 */
export type Row = (string | null)[];

/** A file that is not of this form. */
export class CsvProblem extends Error {}

/** The longest row, in characters: what a person or this program writes fits many times over. */
const ROW_LIMIT = 64_000_000;

/** Rows as they come. A row that is not yet whole is looked at again when twice as much of it is there. */
export async function* readCsv(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Row> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let rest = '';
  let enough = 0;
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    if (rest.length < enough) continue;
    let at = 0;
    for (let found = readRow(rest, at); found !== undefined; found = readRow(rest, at)) {
      yield found.row;
      at = found.end;
    }
    rest = rest.slice(at);
    if (rest.length > ROW_LIMIT) throw new CsvProblem('строка слишком длинная / the row is too long');
    enough = rest.length * 2;
  }
  rest += decoder.decode();
  let at = 0;
  for (let found = readRow(rest, at); found !== undefined; found = readRow(rest, at)) {
    yield found.row;
    at = found.end;
  }
  if (at < rest.length) throw new CsvProblem('файл обрезан / the file is cut short');
}

/** One row from a place in the text; undefined when its end is not there yet. */
function readRow(text: string, start: number): { row: Row; end: number } | undefined {
  const row: Row = [];
  for (let at = start; at < text.length;) {
    const field = text.charCodeAt(at) === QUOTE ? quotedField(text, at) : bareField(text, at);
    if (field === undefined) return undefined;
    row.push(field.value);
    const next = text.charCodeAt(field.end);
    at = field.end + 1;
    if (next === LINE_FEED) return { row, end: at };
    if (next !== COMMA) throw new CsvProblem('лишний знак после кавычки / a character after the quotes');
  }
  return undefined;
}

const [QUOTE, COMMA, LINE_FEED] = [0x22, 0x2c, 0x0a];
type Field = { value: string | null; end: number } | undefined;

function quotedField(text: string, start: number): Field {
  let doubled = false;
  for (let at = text.indexOf('"', start + 1); at !== -1 && at + 1 < text.length; at = text.indexOf('"', at + 2)) {
    if (text.charCodeAt(at + 1) !== QUOTE) {
      const value = text.slice(start + 1, at);
      return { value: doubled ? value.replaceAll('""', '"') : value, end: at + 1 };
    }
    doubled = true;
  }
  return undefined;
}

/** Names of columns, and nothing at all for a value that is not there. */
function bareField(text: string, start: number): Field {
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === COMMA || code === LINE_FEED) return { value: at === start ? null : text.slice(start, at), end: at };
    const isName = code >= 0x61 && code <= 0x7a || code >= 0x30 && code <= 0x39 || code === 0x5f;
    if (!isName) throw new CsvProblem('значение без кавычек / a value without quotes');
  }
  return undefined;
}
