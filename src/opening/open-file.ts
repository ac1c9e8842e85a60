/** A file with its columns found: what the rows will be read by. */
import type { ImportField, ImportKind } from './contract.ts';
import { columnNames, fieldsOf, guessColumns, missingFields } from './columns-rules.ts';
import type { Column } from './imports-store.ts';
import type { Cells } from './row-rules.ts';
import { readTable } from '../integrations/tables/read-table.ts';
import { TableFailure, type TableRow } from '../integrations/tables/table.ts';
import { Refusal } from '../kernel/refusal.ts';

const SAMPLE = 3;
const LOOKED_AT = 20;

export type DataRow = { row: number; cells: readonly string[]; known: Cells; formulas: ReadonlySet<ImportField> };
/** `missing`: the columns without which the rows say nothing. */
export type OpenFile = { columns: Column[]; rows: () => AsyncGenerator<DataRow>; missing: Refusal | undefined };

const isBlank = ({ cells }: TableRow): boolean => cells.every((cell) => cell === '');

/** Opens a table, takes its first row that is not blank for the headings, and finds what each column means. */
export async function openFile(
  bytes: Buffer, kind: ImportKind, said: Readonly<Record<string, ImportField>> = {},
): Promise<OpenFile> {
  const source = readTable(bytes);
  const looked: TableRow[] = [];
  for await (const row of iterate(source)) {
    if (!isBlank(row)) looked.push(row);
    if (looked.length > LOOKED_AT) break;
  }
  const [heads, ...first] = looked;
  if (heads === undefined) throw new TableFailure('EMPTY', 0, {
    ru: 'в файле нет ни одной строки', en: 'the file has no rows' });
  const names = columnNames(heads.cells);
  const fields = guessColumns(names, kind, said);
  const columns = names.map((column, index) => ({
    column, field: fields[index] ?? null,
    sample: first.map(({ cells }) => cells[index] ?? '').filter((cell) => cell !== '').slice(0, SAMPLE)
      .map((cell) => cell.slice(0, 100)),
  }));
  const unknown = Object.keys(said).filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new Refusal('VALIDATION', {}, {
      errors: unknown.map((name) => ({ path: `mapping.${name}`, message: 'Нет такого столбца / no such column' })) });
  }
  const missing = missingFields(fields, kind);
  return {
    columns, rows: () => rowsOf(first, source, fields),
    missing: missing.length === 0 ? undefined : new Refusal('IMPORT_COLUMNS', {
      missingRu: missing.map(({ ru }) => ru).join('; '), missingEn: missing.map(({ en }) => en).join('; '),
    }, { columns, fields: fieldsOf(kind) }),
  };
}

/** Goes on where it was left: leaving a loop over the generator itself would end it. */
async function* iterate(source: AsyncGenerator<TableRow>): AsyncGenerator<TableRow> {
  for (;;) {
    const { done, value } = await source.next();
    if (done) return;
    yield value;
  }
}

async function* rowsOf(
  first: readonly TableRow[], source: AsyncGenerator<TableRow>, fields: readonly (ImportField | null)[],
): AsyncGenerator<DataRow> {
  for (const row of first) yield knownIn(row, fields);
  for await (const row of iterate(source)) if (!isBlank(row)) yield knownIn(row, fields);
}

function knownIn({ row, cells, formulas }: TableRow, fields: readonly (ImportField | null)[]): DataRow {
  const known: Partial<Record<ImportField, string>> = {};
  const formulaFields = new Set<ImportField>();
  for (const [index, field] of fields.entries()) {
    if (field === null) continue;
    known[field] = cells[index] ?? '';
    if (formulas?.has(index) === true) formulaFields.add(field);
  }
  return { row, cells: cells.slice(0, fields.length), known, formulas: formulaFields };
}

/** A broken file as a refusal: the row and the reason. */
export const refusalOf = ({ code, row, words }: TableFailure): Refusal =>
  new Refusal('FILE_REFUSED', { row, reasonRu: words.ru, reasonEn: words.en }, { reason: code, row });
