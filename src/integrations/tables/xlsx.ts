/** The first sheet of an Excel workbook. */
import { readSheet } from 'read-excel-file/node';
import { guardArchive } from './archive-guard.ts';
import { TableFailure, type TableRow, checkRow } from './table.ts';
import { plainNumber } from './values.ts';

export async function* xlsxRows(bytes: Buffer): AsyncGenerator<TableRow> {
  const formulas = await guardArchive(bytes);
  const rows = await readSheet(bytes, 1, { parseNumber: (text: string) => text, trim: true }).catch(() => {
    throw new TableFailure('ARCHIVE_BROKEN', 0, {
      ru: 'в файле XLSX нет листа, который можно прочесть', en: 'the XLSX file has no sheet that can be read' });
  });
  for (const [index, values] of rows.entries()) {
    const at = formulas.get(index + 1);
    const found: TableRow = {
      row: index + 1, cells: values.map(textOf), ...(at === undefined ? {} : { formulas: at }),
    };
    checkRow(found);
    yield found;
  }
}

/** A cell as a person would have typed it; numbers are texts here, so that no digit is lost. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value) ? plainNumber(value) : value.trim();
  if (typeof value === 'boolean') return value ? 'да' : 'нет';
  if (typeof value === 'object' && 'toISOString' in value && typeof value.toISOString === 'function') {
    return String(value.toISOString()).slice(0, 10);
  }
  return String(value as number);
}
