/** What 1C writes, read as it is meant: without a network. */
import { describe, expect, test } from 'vitest';
import { addressOf, filterText, rootOf } from '../../src/integrations/onec/address.ts';
import { rowsOf } from '../../src/integrations/onec/ask.ts';
import {
  type Filter, boolOf, guidOf, instantOf, kopecksOf, localTimeOf, rowKey, textOf, wholeOf,
} from '../../src/integrations/onec/client.ts';
import { passes, sorted } from '../../src/integrations/onec/filters.ts';
import { readMetadata } from '../../src/integrations/onec/metadata.ts';
import { tidied } from '../../src/integrations/onec/reply.ts';
import { seenRows } from '../../src/integrations/onec/seen.ts';

describe('values', () => {
  test.each([
    [1290.5, 129_050], [0, 0], [-290, -29_000], [1290.1 + 0.2, 129_030], [0.1 + 0.2, 30], [232_360, 23_236_000],
    [0.005, 1], [-0.005, -1], [0.0049, 0], [1.005, 101], [1e-7, 0], ['1290.50', 129_050], [99_999_999.99, 9_999_999_999],
    [1e21, undefined], [NaN, undefined], [Infinity, undefined], ['много', undefined],
    [null, undefined], [undefined, undefined], [{}, undefined], ['', undefined],
  ])('%s roubles are %s kopecks', (value, kopecks) => expect(kopecksOf(value)).toBe(kopecks));
  test.each([
    ['2025-09-14T12:40:11', 'Europe/Simferopol', '2025-09-14T09:40:11Z'],
    ['2025-09-14T12:40:11', 'Asia/Vladivostok', '2025-09-14T02:40:11Z'],
    ['2010-03-28T02:30:00', 'Europe/Moscow', '2010-03-27T23:30:00Z'], // an hour that the clocks passed over
    ['0001-01-01T00:00:00', 'Europe/Moscow', undefined], ['2025-02-30T00:00:00', 'Europe/Moscow', undefined],
    ['', 'Europe/Moscow', undefined], [5, 'Europe/Moscow', undefined], [undefined, 'Europe/Moscow', undefined],
  ])('the moment %s in %s is %s', (value, zone, at) => expect(instantOf(value, zone)?.toString()).toBe(at));
  test('a moment goes into a filter in the time of the base', () => {
    const at = localTimeOf(Temporal.Instant.from('2025-02-12T09:00:00Z'), 'Asia/Vladivostok');
    expect(filterText({ field: 'Period', is: 'ge', value: { at } })).toBe("Period ge datetime'2025-02-12T19:00:00'");
  });
  test('empty references, texts and numbers in texts', () => {
    expect(guidOf('0B9C1A5E-1111-11EE-8A01-00155D000001')).toBe('0b9c1a5e-1111-11ee-8a01-00155d000001');
    for (const nothing of ['00000000-0000-0000-0000-000000000000', 'x', null]) expect(guidOf(nothing)).toBeUndefined();
    expect([textOf('  а '), textOf('  '), textOf(5)]).toEqual(['а', undefined, undefined]);
    expect(['12', 12, 4806, '1.5', ''].map(wholeOf)).toEqual([12, 12, 4806, undefined, undefined]);
    expect([boolOf(true), boolOf('true')]).toEqual([true, undefined]);
  });
  test('a row is known by its document, the kind of it and the line', () => {
    const row = { Recorder: 'a', Recorder_Type: 'StandardODATA.Document_X', LineNumber: '2', Сумма: 1 };
    expect(rowKey({ ...row, Сумма: 2 })).toBe(rowKey(row));
    expect(rowKey({ ...row, LineNumber: '3' })).not.toBe(rowKey(row));
    expect(rowKey({ Ref_Key: 'a' })).not.toBe(rowKey({ Ref_Key: 'b' }));
    expect(rowKey({ Измерение: 'a' })).not.toBe(rowKey({ Измерение: 'b' }));
  });
  test('a set is taken apart; a register of one kind of document names it all the same', () => {
    const head = { Recorder: 'a', Recorder_Type: 't' };
    expect(rowsOf({ ...head, RecordSet: [{ LineNumber: '1' }, { LineNumber: '2' }, null] }))
      .toEqual([{ ...head, LineNumber: '1' }, { ...head, LineNumber: '2' }]);
    expect(rowsOf({ Recorder_Key: 'a', LineNumber: '1' })).toEqual([{ Recorder_Key: 'a', Recorder: 'a', LineNumber: '1' }]);
  });
});

describe('addresses', () => {
  test('are percent-encoded UTF-8, and a blank is never a plus', () => {
    const options = { $format: 'json', $top: '500', $filter: "Period ge datetime'2025-08-08T00:00:00'" };
    expect(addressOf('https://h/base/odata/standard.odata', 'AccumulationRegister_БонусныеБаллы_RecordType', options)).toBe(
      'https://h/base/odata/standard.odata/AccumulationRegister_%D0%91%D0%BE%D0%BD%D1%83%D1%81%D0%BD%D1%8B%D0%B5'
      + '%D0%91%D0%B0%D0%BB%D0%BB%D1%8B_RecordType?$format=json&$top=500&$filter=Period%20ge%20datetime'
      + "'2025-08-08T00%3A00%3A00'");
    expect(addressOf('https://h', 'Catalog_X/$count', {})).toBe('https://h/Catalog_X/$count');
  });
  test('of a base may end in any way', () => {
    for (const end of ['', '/', '/odata', '/odata/standard.odata', '/odata/standard.odata/']) {
      expect(rootOf(`https://h:8443/база${end}`)).toBe('https://h:8443/%D0%B1%D0%B0%D0%B7%D0%B0/odata/standard.odata');
    }
  });
});

const ROW = {
  Period: '2025-09-14T12:40:11', Recorder: '4E2A', Recorder_Type: 'StandardODATA.Document_ЧекККМ', LineNumber: '10',
  Active: true, Имя: "О'Нил",
};
const FILTERS: readonly [filter: Filter, text: string, isPassed: boolean][] = [
  [{ field: 'Имя', is: 'eq', value: "О'Нил" }, "Имя eq 'О''Нил'", true],
  [{ field: 'Active', is: 'eq', value: false }, 'Active eq false', false],
  [{ field: 'LineNumber', is: 'gt', value: 9 }, 'LineNumber gt 9', true],
  [{ field: 'LineNumber', is: 'le', value: 9 }, 'LineNumber le 9', false],
  [{ field: 'Owner', is: 'ne', value: 'x' }, "Owner ne 'x'", true],
  [{ field: 'Recorder', is: 'eq', value: { guid: '4e2a' } }, "Recorder eq guid'4e2a'", true],
  [{ field: 'Recorder', is: 'of-type', type: 'Document_ЧекККМ' }, "isof(Recorder,'Document_ЧекККМ')", true],
  [{ field: 'Recorder', is: 'ref', type: 'Document_X', guid: '4e2a' }, "Recorder eq cast(guid'4e2a','Document_X')", false],
  [{ field: 'Имя', is: 'contains', text: 'Нил' }, "substringof('Нил',Имя)", true],
  [
    { field: 'Period', is: 'lt', value: { at: Temporal.PlainDateTime.from('2025-09-14T12:40:11') } },
    "Period lt datetime'2025-09-14T12:40:11'", false,
  ],
  [
    { all: [{ field: 'Active', is: 'eq', value: true }, { not: { any: [{ field: 'Имя', is: 'eq', value: 'А' }] } }] },
    "(Active eq true) and (not (Имя eq 'А'))", true,
  ],
];
describe('filters', () => {
  test.each(FILTERS)('%j says %s to the base and means the same here', (filter, text, isPassed) => {
    expect(filterText(filter)).toBe(text);
    expect(passes(ROW, filter)).toBe(isPassed);
  });
  test('rows are sorted by several fields, numbers in texts as numbers', () => {
    const rows = [{ a: '2025', n: '10' }, { a: '2026', n: '1' }, { a: '2025', n: '9' }];
    expect(sorted(rows, ['a desc', 'n'])).toEqual([rows[1], rows[2], rows[0]]);
  });
});

describe('metadata', () => {
  test.each([
    '', 'no XML', '<html><body>login</body></html>', '<edmx:Edmx',
    '<!DOCTYPE x [<!ENTITY a "b">]><edmx:Edmx><edmx:DataServices><Schema/></edmx:DataServices></edmx:Edmx>',
    '<Edmx><DataServices><Schema Namespace="x"></Schema></DataServices></Edmx>',
  ])('%j is refused', (text) => expect(() => readMetadata(text)).toThrow('NOT_METADATA'));
  test('with any prefix is read', () => {
    const text = '<e:Edmx><e:DataServices><Schema><EntityType Name="Catalog_А"><Key><PropertyRef Name="Ref_Key"/></Key>'
      + '<Property Name="Ref_Key" Type="Edm.Guid"/></EntityType></Schema></e:DataServices></e:Edmx>';
    const found = { fields: new Set(['Ref_Key']), keys: ['Ref_Key'], parts: new Map() };
    expect(readMetadata(text).get('Catalog_А')).toEqual(found);
  });
});

test('rows that came are counted once each, however many there are', () => {
  const seen = seenRows();
  for (let turn = 0; turn < 2; turn += 1) for (let row = 0; row < 5000; row += 1) seen.add(`row|${row}`);
  expect(seen.size()).toBe(5000);
  seen.clear();
  expect(seen.size()).toBe(0);
});

test('what a base said is one short line without our password', () => {
  expect(tidied('<b>Ошибка</b>\n\tдля пароль-1С', ['пароль-1С'])).toBe('Ошибка для ***');
  expect(tidied('x'.repeat(1000), []).length).toBe(300);
});
