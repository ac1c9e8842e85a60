/** The rows of a file, whichever of the known formats it has; the format is seen by the bytes, never by the name. */
import { csvRows } from './csv.ts';
import { TableFailure, type TableRow } from './table.ts';
import { xlsxRows } from './xlsx.ts';

const startsWith = (bytes: Buffer, ...codes: number[]): boolean => codes.every((code, index) => bytes[index] === code);

export function readTable(bytes: Buffer): AsyncGenerator<TableRow> {
  if (startsWith(bytes, 0x50, 0x4b)) return xlsxRows(bytes);
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) {
    throw new TableFailure('OLD_EXCEL', 0, {
      ru: 'это старый формат Excel (.xls) или файл под паролем: сохраните его как .xlsx без пароля',
      en: 'this is the old Excel format (.xls) or has a password: save it as .xlsx without one' });
  }
  if (startsWith(bytes, 0x25, 0x50, 0x44, 0x46)) {
    throw new TableFailure('NOT_A_TABLE', 0, { ru: 'это PDF, а не таблица', en: 'this is a PDF, no table' });
  }
  return csvRows(bytes);
}
