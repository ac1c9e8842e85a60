/** What a table is read as, exactly; and what would fill the memory is refused before anything is unpacked. */
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { readTable } from '../../src/integrations/tables/read-table.ts';
import { TableFailure } from '../../src/integrations/tables/table.ts';
import { parseHundredths } from '../../src/integrations/tables/values.ts';
import { entry, sheet, workbook, zip } from '../opening/workbook.ts';

const read = async (bytes: Buffer) => Array.fromAsync(readTable(bytes));
const cellsOf = async (bytes: Buffer) => (await read(bytes)).map(({ cells }) => cells);
const failure = async (bytes: Buffer): Promise<string> => {
  try {
    return `read ${(await read(bytes)).length}`;
  } catch (error) {
    if (error instanceof TableFailure) return error.code;
    throw error;
  }
};
const rows = (xml: string): string => `<?xml version="1.0"?><worksheet><sheetData>${xml}</sheetData></worksheet>`;
const row = (xml: string): string => rows(`<row r="1"><c r="A1"><v>1</v></c></row>${xml}`);

test('a code written as text keeps its zeros and letters; a number loses what binary fractions leave', async () => {
  expect(await cellsOf(workbook(sheet([['000123', '1E5', '0770'], [5, '100.10', 'x']]))))
    .toEqual([['000123', '1E5', '0770'], ['5', '100.1', 'x']]);
});

test('formulas are those of the first sheet, not of another', async () => {
  const two = (first: string, second: string): Buffer => {
    const of = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
    return zip([
      entry('xl/workbook.xml', `<workbook xmlns:r="${of}"><sheets><sheet name="A" sheetId="1" r:id="r2"/>
        <sheet name="B" sheetId="2" r:id="r1"/></sheets></workbook>`),
      entry('xl/_rels/workbook.xml.rels', `<Relationships>
        <Relationship Id="r1" Type="${of}/worksheet" Target="worksheets/sheet1.xml"/>
        <Relationship Id="r2" Type="${of}/worksheet" Target="/xl/list.xml"/></Relationships>`),
      entry('xl/worksheets/sheet1.xml', second), entry('xl/list.xml', first),
    ]);
  };
  const formulasIn = async (bytes: Buffer) => (await read(bytes)).map(({ formulas = [] }) => [...formulas]);
  const [plain, summed] = [sheet([['a', 1]]), sheet([['a', { formula: 'SUM(A1)', value: 1 }]])];
  expect(await formulasIn(two(plain, summed))).toEqual([[]]);
  expect(await formulasIn(two(summed, plain))).toEqual([[1]]);
});

test.each([['0', '2016-01-01'], ['1', '2020-01-02'], ['false', '2016-01-01'], ['true', '2020-01-02']])(
  'years counted from 1904, as Excel and LibreOffice write it: %s', async (date1904, expected) => {
    const of = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
    expect(await cellsOf(zip([
      entry('xl/workbook.xml', `<workbook xmlns:r="${of}"><workbookPr backupFile="false" date1904="${date1904}"/>
        <sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>`),
      entry('xl/_rels/workbook.xml.rels', `<Relationships>
        <Relationship Id="r1" Type="${of}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`),
      entry('xl/styles.xml', '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'),
      entry('xl/worksheets/sheet1.xml', rows('<row r="1"><c r="A1" s="1"><v>42370</v></c></row>')),
    ]))).toEqual([[expected]]);
  });

describe('a workbook that would fill the memory or the time', () => {
  test.each<[string, string]>([
    ['a row far below', row('<row r="3000000000"></row>')],
    ['a row far below behind a bracket in quotes', row('<row s=">" r="3000000000"></row>')],
    ['a column of many letters', rows('<row r="1"><c r="AAAAAAAA1"><v>1</v></c></row>')],
    ['a column of small letters', rows('<row r="1"><c r="zzzzzz1"><v>1</v></c></row>')],
    ['an address after another', rows(`<row r="1"><c x=" r='A1'" r="AAAAAAAA1"><v>1</v></c></row>`)],
    ['an address behind a bracket in quotes', rows('<row r="1"><c s=">" r="AAAAAAAA1"><v>1</v></c></row>')],
    ['an address behind many blanks', rows(`<row r="1"><c ${' '.repeat(60_000)}r="AAAAAAAA1"><v>1</v></c></row>`)],
    ['an address behind a remark', rows('<row r="1"><c <!-- --> r="AAAAAAAA1"><v>1</v></c></row>')],
    ['tags without an end', rows('<c '.repeat(300_000))],
  ])('%s', async (_, xml) => expect(await failure(workbook(xml))).toBe('ARCHIVE_BROKEN'));

  test('more rows than a sheet has', async () =>
    expect(await failure(workbook(rows(`${'<row/>'.repeat(1_048_577)}`), 6 * 1_048_577 + 80))).toMatch(/^ARCHIVE_/));

  test('a cell far below in a sheet outside the usual folder', async () => {
    const of = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
    expect(await failure(zip([
      entry('xl/workbook.xml',
        `<workbook xmlns:r="${of}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>`),
      entry('xl/_rels/workbook.xml.rels',
        `<Relationships><Relationship Id="r1" Type="${of}/worksheet" Target="other/list.xml"/></Relationships>`),
      entry('xl/other/list.xml', rows('<row><c r="A999999"><v>1</v></c></row>')),
    ]))).toBe('TOO_MANY_ROWS');
  });

  test('a file that the list at the end of the archive does not name is not read', async () => {
    const named = workbook(sheet([['a']]));
    const hidden = zip([entry('xl/worksheets/sheet1.xml', sheet([['hidden']]))]);
    // It stands after the others, where only a reader of the stream would meet it.
    const central = Buffer.from('PK\x01\x02', 'latin1');
    const at = named.indexOf(central);
    const local = hidden.subarray(0, hidden.indexOf(central));
    const bytes = Buffer.concat([named.subarray(0, at), local, named.subarray(at)]);
    const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
    bytes.writeUInt32LE(at + local.length, end + 16);
    expect(await cellsOf(bytes)).toEqual([['a']]);
  });
});

describe('text tables', () => {
  const TEXT = 'ФИО;Примечание\nИванова Анна;«да»\n';
  test.each([['ibm866', 'cp866'], ['windows-1251', 'windows-1251'], ['utf-8', 'utf8']])('%s', async (_, encoding) =>
    expect(await cellsOf(iconv.encode(TEXT.replaceAll(/[«»]/g, encoding === 'cp866' ? '"' : '$&'), encoding)))
      .toEqual([['ФИО', 'Примечание'], ['Иванова Анна', encoding === 'cp866' ? 'да' : '«да»']]));
});

describe('sums', () => {
  test.each<[string, number | undefined]>([
    ['1 500,50', 150_050], ['1500.5', 150_050], ['1,500.50', 150_050], ['1.500,50', 150_050], ['-200 ₽', -20_000],
    ['(200)', -20_000], ['0,500', 50], ['1500.000', 150_000], ['1 500,000', 150_000],
    // Fifteen hundred or one and a half: nobody knows.
    ['1,500', undefined], ['1.500', undefined], ['-12,340', undefined], ['1,500,000', undefined],
    ['1e5', undefined], ['1,50,00', undefined], ['1.234', undefined],
  ])('%s', (text, expected) => expect(parseHundredths(text)).toBe(expected));
});
