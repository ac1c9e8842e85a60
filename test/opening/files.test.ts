/** Broken and hostile files are refused with the row and the reason, and nothing of them comes in. */
import iconv from 'iconv-lite';
import { describe, expect, test, beforeAll, afterAll } from 'vitest';
import { Refusal } from '../../src/kernel/refusal.ts';
import { checked, createImport } from '../../src/opening/create-import.ts';
import { discardImport } from '../../src/opening/imports.ts';
import { uploadFile } from '../../src/uploads/upload-file.ts';
import { ask, changingNothing } from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';
import { again, applied, checkedFile, report } from './importing.ts';
import { entry, sheet, workbook, zip } from './workbook.ts';

let world: World;
beforeAll(async () => {
  world = await newWorld();
});
afterAll(() => world.close());

const refusedAs = async (bytes: Buffer | string): Promise<string> => {
  const { uploadId } = await world.run(uploadFile, { name: 'f', bytes: Buffer.from(bytes) });
  return changingNothing(world, async () => {
    try {
      const { problem } = await ask(world, createImport, { uploadId, kind: 'CLIENTS', asOf: '2025-01-31' });
      return `taken ${problem?.code}`;
    } catch (error) {
      const { code, extra } = error as { code: string; extra: { row: number; reason: string } };
      return `${code} ${extra.reason} at ${extra.row}`;
    }
  });
};
const names = async (bytes: Buffer | string): Promise<string[]> => {
  const { id, columns } = await checkedFile(world, 'CLIENTS', bytes);
  expect(columns.map(({ field }) => field)).toEqual(['fullName', 'phone']);
  return report(world, id);
};

const TEXT = 'ФИО;Телефон\nИванова Анна;+79788451364\nПетров;\n';
const GOOD = ['2 CREATE', '3 CREATE'];

describe('text tables', () => {
  test.each([
    ['UTF-8', Buffer.from(TEXT)], ['UTF-8 with its mark', Buffer.from(`\uFEFF${TEXT}`)],
    ['windows-1251', iconv.encode(TEXT, 'windows-1251')], ['UTF-16', iconv.encode(TEXT, 'utf-16le', { addBOM: true })],
    ['UTF-16 the other way', iconv.encode(TEXT, 'utf-16be', { addBOM: true })],
    ['commas and quotes', 'ФИО,Телефон\r\n"Иванова Анна",+79788451364\r\n"Петров",'],
    ['tabs', TEXT.replaceAll(';', '\t')], ['an inner quote', TEXT.replace('Петров', 'ООО "Ромашка"')],
    ['a line break inside quotes', TEXT.replace('Петров', '"Петров\nПётр"')],
  ])('%s', async (_, bytes) => expect(await names(bytes)).toEqual(GOOD));

  test.each<[string, () => Buffer | string, string]>([
    ['an open quote', () => 'ФИО;Телефон\nАнна;1\n"Вера;2\n', 'FILE_REFUSED QUOTES at 3'],
    ['NUL characters', () => 'ФИО;Телефон\nАнна;1\nВе\0ра;2\n', 'FILE_REFUSED NUL at 3'],
    ['UTF-16 without its mark', () => iconv.encode(TEXT, 'utf-16le', { addBOM: false }), 'FILE_REFUSED NUL at 1'],
    ['half a character of UTF-16', () => Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00]), 'FILE_REFUSED ENCODING at 0'],
    ['a million columns', () => `ФИО;Телефон${';'.repeat(1_000_000)}\nАнна`, 'FILE_REFUSED TOO_MANY_COLUMNS at 1'],
    ['a cell of a megabyte', () => `ФИО;Телефон\nАнна;${'x'.repeat(1_000_000)}\n`, 'FILE_REFUSED CELL_TOO_LONG at 2'],
    ['a row of five megabytes', () => `ФИО;Телефон\nАнна;${'x'.repeat(5_000_000)}\n`, 'FILE_REFUSED ROW_TOO_LONG at 2'],
    ['only a heading', () => 'ФИО;Телефон\n', 'FILE_REFUSED EMPTY at 0'],
    ['blank lines', () => '\n\n;;\n', 'FILE_REFUSED EMPTY at 0'],
    ['a PDF', () => '%PDF-1.7 ФИО;Телефон', 'FILE_REFUSED NOT_A_TABLE at 0'],
    ['old Excel', () => Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), 'FILE_REFUSED OLD_EXCEL at 0'],
  ])('%s', async (_, make, expected) => expect(await refusedAs(make())).toBe(expected));

  test('control characters refuse their row; a file without the columns it needs is shown with those it has', async () => {
    const { id } = await checkedFile(world, 'CLIENTS', 'ФИО\nАн\u0007на\nВера\n');
    expect(await report(world, id)).toEqual(['2 REFUSE CONTROL', '3 CREATE']);
    const unknown = await checkedFile(world, 'CLIENTS', 'Кто;Где\nАнна;Ялта\n');
    expect(unknown).toMatchObject({
      status: 'FAILED', problem: { code: 'IMPORT_COLUMNS' }, counts: { rows: 0 },
      columns: [{ column: 'Кто', field: null, sample: ['Анна'] }, { column: 'Где', field: null, sample: ['Ялта'] }],
    });
    const told = await checkedFile(world, 'CLIENTS', 'Кто;Где\nАнна;Ялта\n', { mapping: { Кто: 'fullName', Где: 'city' } });
    expect(told).toMatchObject({ status: 'READY', counts: { create: 1 } });
  });
});

test('a large file is checked in the background; broken at its end it fails there, with the row, and nothing is kept', async () => {
  const large = `ФИО;Примечание\n${Array.from({ length: 3000 }, (_, n) => `Клиент ${n};${'x'.repeat(800)}`).join('\n')}\n`;
  const good = await checkedFile(world, 'CLIENTS', large);
  expect(good.status).toBe('CHECKING');
  await checked(world.database);
  expect(await again(world, good.id)).toMatchObject({ status: 'READY', percent: 100, counts: { rows: 3000, create: 3000 } });
  const broken = await checkedFile(world, 'CLIENTS', `${large}"Вера;1\n`);
  await checked(world.database);
  expect(await again(world, broken.id)).toMatchObject({
    status: 'FAILED', problem: { code: 'QUOTES', row: 3002 }, counts: { rows: 0 },
  });
  expect(await report(world, broken.id)).toEqual([]);
  await expect(applied(world, broken.id)).rejects.toMatchObject({ code: 'IMPORT_NOT_READY' });
});

test('what is discarded while it is still being checked keeps no rows', async () => {
  const large = `ФИО;Примечание\n${Array.from({ length: 5000 }, (_, n) => `Клиент ${n};${'x'.repeat(500)}`).join('\n')}\n`;
  const { id, status } = await checkedFile(world, 'CLIENTS', large);
  await ask(world, discardImport, { id });
  await checked(world.database);
  expect([status, (await again(world, id)).status, await report(world, id)]).toEqual(['CHECKING', 'DISCARDED', []]);
});

describe('workbooks', () => {
  test('texts, numbers, dates and shared strings are read as they were typed', async () => {
    const { id, totals } = await checkedFile(world, 'CLIENTS', workbook(sheet([
      ['ФИО', 'Телефон', 'Баланс'], ['Иванова Анна', 79788451364, 1500.5], ['Петров', '', '0.30000000000000004'], ['Ян', '', -1e3],
    ])));
    expect(await report(world, id)).toEqual(['2 CREATE', '3 CREATE', '4 CREATE']);
    expect(totals).toMatchObject({ credit: 1500.8, debt: 1000 });
  });

  test('a formula refuses its row, whatever it came to', async () => {
    const { id } = await checkedFile(world, 'CLIENTS', workbook(sheet([
      ['ФИО', 'Телефон', 'Баланс'], ['Анна', '', 5], ['Вера', '', { formula: 'SUM(A1:A9)', value: 7 }],
    ])));
    expect(await report(world, id)).toEqual(['2 CREATE', '3 REFUSE FORMULA']);
  });

  const good = (): Buffer => workbook(sheet([['ФИО', 'Телефон'], ['Анна', '']]));
  test.each<[string, () => Buffer, string]>([
    ['cut short', () => good().subarray(0, 700), 'FILE_REFUSED ARCHIVE_BROKEN at 0'],
    ['only the mark of an archive', () => Buffer.from('PK\x03\x04 and nothing'), 'FILE_REFUSED ARCHIVE_BROKEN at 0'],
    ['an archive of something else', () => zip([entry('readme.txt', 'hello')]), 'FILE_REFUSED ARCHIVE_BROKEN at 0'],
    ['a bomb', () => workbook(`${' '.repeat(40_000_000)}<x/>`), 'FILE_REFUSED ARCHIVE_BOMB at 0'],
    ['a bomb that lies about its size', () => workbook(' '.repeat(40_000_000), 1000), 'FILE_REFUSED ARCHIVE_BROKEN at 0'],
    ['ten thousand files', () => zip(Array.from({ length: 10_000 }, (_, n) => entry(`${n}.txt`, ''))), 'FILE_REFUSED ARCHIVE_BOMB at 0'],
    ['entities', () => workbook('<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'), 'FILE_REFUSED ARCHIVE_ENTITIES at 0'],
    ['the last column of Excel', () => workbook(
      '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="XFD2"><v>1</v></c></row></sheetData></worksheet>',
    ), 'FILE_REFUSED TOO_MANY_COLUMNS at 2'],
    ['few cells that span too many', () => workbook(
      '<worksheet><sheetData><row r="1"><c r="ALL1"><v>1</v></c></row><row r="9000"><c r="A9000"><v>1</v></c></row></sheetData></worksheet>',
    ), 'FILE_REFUSED TOO_MANY_CELLS at 9000'],
    ['cells without an address', () => workbook(
      '<worksheet><sheetData><row><c t="n"><f>1+1</f></c></row></sheetData></worksheet>',
    ), 'FILE_REFUSED ARCHIVE_BROKEN at 0'],
    ['the last row of Excel', () => workbook(
      '<worksheet><sheetData><row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData></worksheet>',
    ), 'FILE_REFUSED TOO_MANY_ROWS at 1048576'],
  ])('%s', async (_, make, expected) => expect(await refusedAs(make())).toBe(expected));
});

test('the sentence names the row and the reason in both languages', () => {
  const detail = { row: 3, reasonRu: 'кавычки', reasonEn: 'quotes' };
  expect(new Refusal('FILE_REFUSED', detail).sentence('ru')).toBe('Строка 3: кавычки');
  expect(new Refusal('FILE_REFUSED', { ...detail, row: 0 }).sentence('en')).toBe('quotes');
});
