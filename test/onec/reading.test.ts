/** The client against bases that do more or less: whatever a base does itself, the same rows come. */
import { describe, expect, test } from 'vitest';
import { type Quirks, rawData, referenceData } from '../../fakes/onec/server.ts';
import { guidOf as nthReference } from '../../fakes/onec/shapes.ts';
import { type Filter, type Query, guidOf, instantOf, kopecksOf, rowKey } from '../../src/integrations/onec/client.ts';
import { CARDS, OPENING, OWNERS, POINTS, PURCHASES, bench, readAll } from './reading.ts';

const SINCE: Filter = { field: 'Period', is: 'ge', value: { at: Temporal.PlainDateTime.from('2024-02-13T12:00:00') } };
const HER_CARD = nthReference('cards', 0);
const NOT_OPENING: Filter = { all: [SINCE, { not: { field: 'Recorder', is: 'of-type', type: OPENING } }] };
const query: Query = { filter: NOT_OPENING, orderBy: ['Period', 'Recorder', 'LineNumber'], pageSize: 3 };

describe('a base without quirks', () => {
  test('filters, sorts, selects and counts by itself', async () => {
    const { onec } = await bench();
    const can = await onec.probe(PURCHASES, { ...query, select: ['Period', 'Сумма'] });
    expect(can).toEqual({ form: 'RECORD_TYPE', filter: true, orderBy: true, select: true, count: true, inlineCount: false });
    expect(await onec.probe(CARDS)).toMatchObject({ form: 'PLAIN', orderBy: true, count: true });
  });
  test('what is probed once is not probed again', async () => {
    const { onec, fake } = await bench();
    await onec.probe(CARDS);
    const before = fake.requests.length;
    await onec.probe(CARDS);
    expect(fake.requests.length).toBe(before);
  });
  test('the purchases of the year of the reference customer are 132,694.00 with packages beside them', async () => {
    const { onec } = await bench();
    const { rows, last } = await readAll(onec, PURCHASES, query);
    const hers = rows.filter((row) => row['ДисконтнаяКарта_Key'] === HER_CARD);
    const packages = hers.filter((row) => /-00000000000[34]$/.test(String(row['Номенклатура_Key'])));
    const sum = (list: typeof rows) => list.reduce((total, row) => total + kopecksOf(row['Сумма'])!, 0);
    expect(sum(hers) - sum(packages)).toBe(13_269_400);
    expect(sum(packages)).toBe(40_050);
    expect(last).toMatchObject({ isLast: true, complete: true, total: rows.length });
  });
  test('the carry-over is found by its kind of document alone: 232,360.00', async () => {
    const { onec } = await bench();
    const { rows } = await readAll(onec, PURCHASES, { filter: { field: 'Recorder', is: 'of-type', type: OPENING } });
    const hers = rows.filter((row) => row['ДисконтнаяКарта_Key'] === HER_CARD);
    expect(hers.reduce((total, row) => total + kopecksOf(row['Сумма'])!, 0)).toBe(23_236_000);
    expect(hers.map((row) => instantOf(row['Period'], 'Europe/Simferopol')?.toString())).toContain('2020-02-14T08:55:00Z');
  });
  test('only the fields that are asked for come, and those that tell rows apart', async () => {
    const { onec } = await bench();
    const { rows } = await readAll(onec, PURCHASES, { select: ['Сумма'], pageSize: 2 });
    expect(Object.keys(rows[0]!).toSorted()).toEqual(['LineNumber', 'Recorder', 'Сумма']);
  });
  test('the address is written in UTF-8 with %20 for a blank, and allowedOnly is always there', async () => {
    const { onec, fake } = await bench();
    await readAll(onec, PURCHASES, query);
    for (const { options, path } of fake.requests) {
      expect(options, path).toMatchObject({ allowedOnly: 'true' });
      expect(options['$filter'] ?? '').not.toContain('+');
    }
    expect(fake.requests.map(({ options }) => options['$filter'])).toContain(
      "(Period ge datetime'2024-02-13T12:00:00') and (not (isof(Recorder,'Document_ВводНачальныхОстатков')))");
  });
  test('one object by its key, and none where there is none', async () => {
    const { onec } = await bench();
    const [card] = (await readAll(onec, CARDS)).rows;
    const owner = await onec.get(OWNERS, String(card!['ВладелецКарты_Key']));
    expect(owner).toMatchObject({ Description: 'Царькова Анна Андреевна' });
    expect(await onec.get(OWNERS, '11111111-0000-4000-8000-000000000000')).toBeUndefined();
    expect(await onec.get(OWNERS, "x') or 1 eq 1")).toBeUndefined();
  });
  test('requests to one base wait for each other', async () => {
    const { onec, fake } = await bench({ quirks: { delay: 5 } });
    await Promise.all([readAll(onec, CARDS), readAll(onec, POINTS), onec.metadata()]);
    expect(fake.mostAtOnce()).toBe(1);
  });
  test('$metadata names entities, fields and the fields of tabular parts', async () => {
    const { onec } = await bench();
    const metadata = await onec.metadata();
    expect(metadata.get(CARDS)?.fields).toContain('КодКартыШтрихкод');
    expect(metadata.get(OWNERS)?.parts.get('КонтактнаяИнформация')).toContain('ЗначенияПолей');
    expect(metadata.get(`${PURCHASES}_RecordType`)).toMatchObject({ keys: ['Recorder', 'Recorder_Type', 'LineNumber'] });
    expect(metadata.get(PURCHASES)?.parts.get('RecordSet')).toContain('Сумма');
  });
});

/** What a base may do less, and what that leaves of its capabilities. */
const LESS: readonly [quirks: Quirks, left: object][] = [
  [{ 'orderby-500': true }, { orderBy: false, filter: true }],
  [{ 'filter-500': true }, { filter: false, orderBy: true }],
  [{ 'filter-403': true }, { filter: false }],
  [{ 'orderby-500': true, 'filter-403': true, 'no-count': true, 'unstable-order': true }, { filter: false, orderBy: false }],
  [{ 'select-400': true }, { select: false, filter: true }],
  [{ 'bom-count': true }, { count: true }],
  [{ 'no-count': true }, { count: false, inlineCount: true }],
  [{ 'no-count': true, 'no-inline-count': true }, { count: false, inlineCount: false }],
  [{ 'no-record-type': true }, { form: 'RECORD_SET', filter: false, count: true }],
  [
    { 'no-record-type': true, 'orderby-500': true, 'no-count': true, 'no-inline-count': true },
    { form: 'RECORD_SET', orderBy: false },
  ],
  [{ 'no-record-set': true }, { form: 'RECORD_TYPE', filter: true }],
  [{ 'repeat-rows': true }, { filter: true }],
  [{ 'small-pages': 2 }, { filter: true }],
  [{ 'small-pages': 2, 'no-count': true, 'no-inline-count': true }, { count: false }],
  [{ delay: 3 }, { filter: true, orderBy: true }],
  [{ 'error-500': 2 }, { filter: true, orderBy: true, count: true }],
  [{ 'html-500': 3 }, { filter: true, orderBy: true, count: true }],
  [{ reset: 2 }, { filter: true, orderBy: true }],
  [{ truncated: 2 }, { filter: true, orderBy: true }],
];

describe('a base with quirks gives the same rows', () => {
  const keysOf = (rows: readonly object[]) => rows.map((row) => rowKey(row as Record<string, unknown>)).toSorted();
  test.each(LESS)('%j', async (quirks, left) => {
    const plain = await bench();
    const select = ['Period', 'Recorder', 'Recorder_Type', 'LineNumber', 'ДисконтнаяКарта_Key', 'Сумма'];
    const expected = await readAll(plain.onec, PURCHASES, { ...query, select });
    const { onec, fake } = await bench({ quirks });
    const { rows, can, last } = await readAll(onec, PURCHASES, { ...query, select });
    expect(keysOf(rows)).toEqual(keysOf(expected.rows));
    expect(can).toMatchObject(left);
    expect(last.isLast).toBe(true);
    fake.setQuirks({});
    expect((await readAll(onec, CARDS, { pageSize: 4 })).rows).toHaveLength(referenceData()[0]!.length());
  });
  test('record sets are taken apart into rows that know their document', async () => {
    const { onec } = await bench({ quirks: { 'no-record-type': true } });
    const { rows, pages } = await readAll(onec, POINTS, { pageSize: 2 });
    expect(rows).toHaveLength(7);
    expect(rows[0]).toMatchObject({ LineNumber: '1', Recorder_Type: 'StandardODATA.Document_ЧекККМ' });
    expect(pages[0]).toMatchObject({ skip: 0, nextSkip: 2, total: 7 });
  });
  test('where the base does not sort, each page is sorted', async () => {
    const { onec } = await bench({ quirks: { 'orderby-500': true } });
    const { pages } = await readAll(onec, POINTS, { orderBy: ['Period desc'], pageSize: 4 });
    for (const { rows } of pages) {
      const periods = rows.map((row) => String(row['Period']));
      expect(periods).toEqual(periods.toSorted().toReversed());
    }
  });
});

describe('rows that are lost between pages', () => {
  test('are looked for again until the count is reached', async () => {
    const { onec } = await bench({ quirks: { 'orderby-500': true, 'lose-rows': 3 } });
    const { rows, last } = await readAll(onec, CARDS, { pageSize: 4 });
    expect(rows).toHaveLength(15);
    expect(last).toMatchObject({ pass: 2, complete: true });
  });
  test('an order that changes with every request gives all rows in the end', async () => {
    const { onec } = await bench({ quirks: { 'orderby-500': true, 'unstable-order': true } });
    const { rows, last } = await readAll(onec, CARDS, { pageSize: 5 });
    expect(new Set(rows.map((row) => guidOf(row['Ref_Key']))).size).toBe(15);
    expect(last.complete).toBe(true);
  });
  test('are reported when they stay lost, and are not when the base does not count', async () => {
    const { onec, fake } = await bench({ quirks: { 'lose-rows': true } });
    const counted = await readAll(onec, CARDS, { pageSize: 4 });
    expect(counted.last).toMatchObject({ isLast: true, complete: false, total: 15, pass: 3 });
    fake.setQuirks({ 'lose-rows': true, 'no-count': true, 'no-inline-count': true });
    const uncounted = await readAll((await bench({ quirks: { 'no-count': true, 'no-inline-count': true } })).onec, CARDS);
    expect(uncounted.last.complete).toBeUndefined();
    expect(uncounted.rows).toHaveLength(15);
  });
  test('rows that come while the table is read are read too', async () => {
    const { onec, fake } = await bench();
    const grown = referenceData({ more: 3 });
    const { rows, last } = await readAll(onec, CARDS, { pageSize: 8 }, ({ pass, skip }) => {
      if (pass === 1 && skip === 0) fake.setData(grown);
    });
    expect(rows).toHaveLength(18);
    expect(last).toMatchObject({ complete: true, total: 18 });
  });
});

describe('a reading goes on', () => {
  test('from the page where it stopped', async () => {
    const { onec } = await bench({ data: rawData({ customers: 50, purchases: 0 }) });
    const can = await onec.probe(CARDS);
    const first = (await onec.pages(CARDS, { pageSize: 20 }, can).next()).value!;
    const { rows, last } = await readAll(onec, CARDS, { pageSize: 20, skip: first.nextSkip });
    expect(rows).toHaveLength(30);
    expect(last).toMatchObject({ isLast: true, total: 50 });
    expect(last.complete).toBeUndefined();
  });
});
