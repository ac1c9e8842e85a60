/** The first sheet of an Excel workbook. */
import { readSheet } from 'read-excel-file/universal';
import { guardArchive } from './archive-guard.ts';
import { TableFailure, type TableRow, checkRow } from './table.ts';
import { plainNumber } from './values.ts';

export async function* xlsxRows(bytes: Buffer): AsyncGenerator<TableRow> {
  const { formulas, daysToMove } = await guardArchive(bytes);
  // Read by the list of files at the end of the archive, as it was guarded; a stream would see what is not in that list.
  const archive = new Uint8Array(bytes).buffer;
  const rows = await readSheet(archive, 1, { parseNumber: numberOf, trim: true }).catch(() => {
    throw new TableFailure('ARCHIVE_BROKEN', 0, {
      ru: 'в файле XLSX нет листа, который можно прочесть', en: 'the XLSX file has no sheet that can be read' });
  });
  for (const [index, values] of rows.entries()) {
    const at = formulas.get(index + 1);
    const found: TableRow = {
      row: index + 1, cells: values.map((value) => textOf(value, daysToMove)), ...(at === undefined ? {} : { formulas: at }),
    };
    checkRow(found);
    yield found;
  }
}

const numberOf = (text: string): string => (/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? plainNumber(text) : text);

/** A cell as a person would have typed it; numbers are texts here, so that no digit is lost, nor the zeros of a code. */
function textOf(value: unknown, daysToMove: number): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'boolean') return value ? 'да' : 'нет';
  if (typeof value === 'object' && 'toISOString' in value && typeof value.toISOString === 'function') {
    const day = String(value.toISOString()).slice(0, 10);
    return daysToMove === 0 ? day : Temporal.PlainDate.from(day).add({ days: daysToMove }).toString();
  }
  return String(value as number);
}
