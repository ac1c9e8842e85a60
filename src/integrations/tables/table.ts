/** Tables out of files, whatever their format. Knows formats and no business. */

/** What one file may hold. A file beyond it is refused before it is unpacked. */
export const LIMITS = {
  columns: 1000, rows: 200_000, cell: 10_000,
  /** Of an archive: how many files are in it, how large they are unpacked, how many times larger than packed. */
  entries: 1000, unpacked: 256 * 1024 * 1024, ratio: 200,
  /** Of a workbook: its rows by its columns, all of which are held at once. */
  cells: 6_000_000,
} as const;

export type Words = { ru: string; en: string };
/** A file that cannot be read, from the row on where that was found; 0 where it is no row. */
export class TableFailure extends Error {
  readonly code: string;
  readonly row: number;
  readonly words: Words;
  constructor(code: string, row: number, words: Words) {
    super(`${code} at row ${row}: ${words.en}`);
    this.code = code;
    this.row = row;
    this.words = words;
  }
}

/** One row: its number as the spreadsheet shows it, its cells as text, and which of them are formulas. */
export type TableRow = { row: number; cells: readonly string[]; formulas?: ReadonlySet<number> };

/** Refuses a row that no person has made. */
export function checkRow({ row, cells }: TableRow): void {
  if (row > LIMITS.rows + 1) {
    throw new TableFailure('TOO_MANY_ROWS', row, {
      ru: `в файле больше ${LIMITS.rows} строк`, en: `the file has more than ${LIMITS.rows} rows` });
  }
  if (cells.length > LIMITS.columns) throw tooManyColumns(row);
  if (cells.some((cell) => cell.length > LIMITS.cell)) {
    throw new TableFailure('CELL_TOO_LONG', row, {
      ru: `в ячейке больше ${LIMITS.cell} знаков`, en: `a cell has more than ${LIMITS.cell} characters` });
  }
  if (cells.some((cell) => cell.includes('\0'))) {
    throw new TableFailure('NUL', row, {
      ru: 'в файле нулевые символы: сохраните таблицу как «CSV UTF-8» или .xlsx',
      en: 'NUL characters: save the table as “CSV UTF-8” or .xlsx' });
  }
}

export const tooManyColumns = (row: number): TableFailure => new TableFailure('TOO_MANY_COLUMNS', row, {
  ru: `больше ${LIMITS.columns} столбцов`, en: `more than ${LIMITS.columns} columns` });
