/** What a base that fails ends in: a clear code, nothing half read, no secret told. Each beside the success it spoils. */
import { describe, expect, test } from 'vitest';
import { type Quirks, rawData, startOneC } from '../../fakes/onec/server.ts';
import { type FailureCode, OneCFailure, openOneC } from '../../src/integrations/onec/client.ts';
import { CARDS, OPENING, POINTS, PURCHASES, bench, codeOf, failureOf, readAll } from './reading.ts';

/** Only who is never answered is short of patience: a machine under load is slow to answer too. */
const patience = ({ hang }: Quirks) => (hang === undefined ? {} : { timeoutMs: 300 });

const ENDS: readonly [quirks: Quirks, code: FailureCode][] = [
  [{ 'wrong-password': true }, 'UNAUTHORISED'],
  [{ 'no-rights': true }, 'NO_RIGHTS'],
  [{ html: true }, 'NOT_JSON'],
  [{ 'html-500': true }, 'SERVER'],
  [{ 'error-500': true }, 'SERVER'],
  [{ redirect: true }, 'MOVED'],
  [{ hang: true }, 'TIMEOUT'],
  [{ reset: true }, 'BROKEN_OFF'],
  [{ truncated: true }, 'BROKEN_OFF'],
  [{ 'not-published': CARDS }, 'NOT_PUBLISHED'],
];

describe('a base that fails', () => {
  test.each(ENDS)('%j is said to be %s, at first and in the middle; without it the rows come', async (quirks, code) => {
    const { onec, fake } = await bench({ quirks }, patience(quirks));
    expect(await codeOf(readAll(onec, CARDS))).toBe(code);
    fake.setQuirks({});
    expect((await readAll(onec, CARDS)).rows).toHaveLength(15);
    const middle = await failureOf(readAll(onec, CARDS, { pageSize: 4 }, () => fake.setQuirks(quirks)));
    expect(middle.code).toBe(code);
    expect(`${middle.message} ${JSON.stringify(middle)} ${middle.stack ?? ''}`).not.toContain(fake.password);
  });
  test('repeats 5xx, silence and broken connections three times, and nothing that was refused', async () => {
    for (const [quirks, times] of [[{ 'error-500': true }, 4], [{ 'no-rights': true }, 1], [{ html: true }, 1]] as const) {
      const { onec, fake } = await bench({ quirks });
      await failureOf(onec.probe(CARDS));
      expect(fake.requests, JSON.stringify(quirks)).toHaveLength(times);
    }
  });
  test('what fails three times and then does not is not noticed', async () => {
    for (const quirks of [{ 'error-500': 3 }, { reset: 3 }, { truncated: 3 }, { hang: 2 }] satisfies Quirks[]) {
      const { onec, fake } = await bench({}, patience(quirks));
      const { rows, can } = await readAll(onec, CARDS, { pageSize: 5 }, ({ skip }) => {
        if (skip === 0) fake.setQuirks(quirks);
      });
      expect(rows, JSON.stringify(quirks)).toHaveLength(15);
      expect(can, JSON.stringify(quirks)).toMatchObject({ orderBy: true, count: true });
    }
  });
  test('what breaks off once while it is tried out is tried again, not given up', async () => {
    for (const quirks of [{ reset: 1 }, { truncated: 1 }, { 'error-500': 1 }]) {
      const { onec } = await bench({ quirks: { ...quirks, only: `${CARDS}/$count` } });
      expect(await onec.probe(CARDS), JSON.stringify(quirks)).toMatchObject({ count: true, orderBy: true });
    }
  });
  test('nobody at the address, no OData there, no address at all', async () => {
    const { fake } = await bench();
    const gone = await startOneC();
    await gone.close();
    const at = (baseUrl: string) => openOneC({ baseUrl, username: 'a', password: 'b', pauseMs: 1 }).metadata();
    expect(await codeOf(at(gone.url))).toBe('UNREACHABLE');
    expect(await codeOf(at(`${fake.url}-other`))).toBe('NOT_FOUND');
    expect(await codeOf(at(fake.url))).toBe('UNAUTHORISED');
    for (const address of ['1c.example.ru/base', 'ftp://host/base', 'https://u:p@host/base', 'https://host/base?x=1', '']) {
      expect(() => openOneC({ baseUrl: address, username: 'a', password: 'b' }), address).toThrow(OneCFailure);
    }
    const { username, password } = fake;
    const slash = openOneC({ baseUrl: `${fake.url}/odata/standard.odata/`, username, password });
    expect((await slash.metadata()).names.length).toBeGreaterThan(5);
  });
  test('a user of whom rows are hidden gets those that are his', async () => {
    const { onec } = await bench({ quirks: { rls: true } });
    expect((await readAll(onec, CARDS)).rows).toHaveLength(8);
  });
  test('the one who asked can end it, also in a pause and while nobody answers', async () => {
    for (const quirks of [{ 'error-500': true }, { hang: true }]) {
      const ending = new AbortController();
      const { onec } = await bench({ quirks }, { signal: ending.signal, pauseMs: 60_000 });
      const reading = codeOf(onec.metadata());
      setImmediate(() => ending.abort());
      expect(await reading, JSON.stringify(quirks)).toBe('CANCELLED');
    }
  });
});

describe('a base that begins to do less in the middle', () => {
  const query = { filter: { field: 'Recorder', is: 'of-type', type: OPENING }, orderBy: ['Period'], pageSize: 2 } as const;
  test.each([
    [{ 'orderby-500': true }, { orderBy: false, filter: true }],
    [{ 'filter-403': true }, { orderBy: true, filter: false }],
    [{ 'filter-500': true }, { orderBy: true, filter: false }],
    [{ 'filter-500': true, 'orderby-500': true }, { orderBy: false, filter: false }],
    [{ 'no-record-type': true, only: PURCHASES }, undefined],
  ] as const)('%j is asked without it from then on', async (quirks, left) => {
    const { onec, fake } = await bench();
    const work = readAll(onec, PURCHASES, query, ({ skip, pass }) => {
      if (skip === 2 && pass === 1) fake.setQuirks(quirks);
    });
    if (left === undefined) {
      expect(await codeOf(work)).toBe('NOT_PUBLISHED');
      return;
    }
    const { rows, can, last } = await work;
    expect(rows).toHaveLength(5);
    expect(can).toMatchObject(left);
    expect(last.complete).toBe(true);
  });
  test('nothing is remembered when even the plain question fails', async () => {
    const { onec, fake } = await bench();
    const can = await onec.probe(PURCHASES, query);
    expect(await codeOf(readAll(onec, PURCHASES, query, () => fake.setQuirks({ 'error-500': true })))).toBe('SERVER');
    expect(can).toMatchObject({ orderBy: true, filter: true, form: 'RECORD_TYPE' });
  });
});

describe('pages', () => {
  test('are made smaller when the base does not get them ready in time', async () => {
    const data = rawData({ customers: 30, purchases: 0 });
    const { onec } = await bench({ data, quirks: { 'hang-over': 5 } }, patience({ hang: true }));
    const { rows, pages } = await readAll(onec, CARDS, { pageSize: 20 });
    expect(rows).toHaveLength(30);
    expect(pages[0]?.rows).toHaveLength(5);
  });
  test('are made smaller when they are larger than what is read; one row that is too large is said to be', async () => {
    const data = rawData({ customers: 40, purchases: 0 });
    const { onec } = await bench({ data }, { maxBytes: 4000 });
    const { rows, pages } = await readAll(onec, CARDS, { pageSize: 40 });
    expect(rows).toHaveLength(40);
    expect(pages[0]?.rows.length).toBeLessThan(40);
    const narrow = await bench({ data }, { maxBytes: 200 });
    expect(await codeOf(readAll(narrow.onec, CARDS))).toBe('TOO_LARGE');
  });
  test('that are always the same end in a failure, not in an endless reading', async () => {
    const quirks = { 'ignore-skip': true, 'no-count': true, 'no-inline-count': true };
    const { onec, fake } = await bench({ quirks });
    expect(await codeOf(readAll(onec, CARDS, { pageSize: 5 }))).toBe('PAGING');
    fake.setQuirks({ 'no-count': true, 'no-inline-count': true });
    expect((await readAll(onec, CARDS, { pageSize: 5 })).rows).toHaveLength(15);
  });
  test('of an empty base are one empty page', async () => {
    const { onec } = await bench({ quirks: { empty: true } });
    const { pages } = await readAll(onec, POINTS);
    expect(pages).toMatchObject([{ rows: [], isLast: true, total: 0, complete: true }]);
  });
});

describe('fields', () => {
  test('that the base does not know are not asked for again; a filter on one is a failure, not nothing', async () => {
    const { onec } = await bench({ quirks: { 'missing-field': 'Склад_Key' } });
    const { rows, can } = await readAll(onec, PURCHASES, { select: ['Склад_Key', 'Сумма'] });
    expect(can.select).toBe(false);
    expect(rows[0]).toHaveProperty('Сумма');
    const filter = { field: 'Склад_Key', is: 'eq', value: 'x' } as const;
    expect(await codeOf(readAll(onec, PURCHASES, { filter }))).toBe('NO_FIELD');
  });
  test('of a composite type are compared with their type: a plain guid finds nothing', async () => {
    const { onec } = await bench();
    const [row] = (await readAll(onec, POINTS)).rows;
    const guid = String(row?.['Recorder']);
    const plain = await readAll(onec, POINTS, { filter: { field: 'Recorder', is: 'eq', value: { guid } } });
    expect(plain.rows).toHaveLength(0);
    const typed = await readAll(onec, POINTS, { filter: { field: 'Recorder', is: 'ref', type: 'Document_ЧекККМ', guid } });
    expect(typed.rows).toEqual([row]);
  });
});
