/** WE-10…WE-20: what comes in from 1C, and what a second reading changes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startOneC } from '../../fakes/onec/server.ts';
import { erasePerson } from '../../src/archive/erase-person.ts';
import { changeClient, createClient, removeClient } from '../../src/clients/write-clients.ts';
import { connectOneC } from '../../src/loyalty/connection.ts';
import { listPurchases, readLoyalty } from '../../src/loyalty/customers.ts';
import { workOn } from '../../src/loyalty/sync-jobs.ts';
import { cancelSync, getSync, listSyncs, resumeSync, startSync } from '../../src/loyalty/syncs.ts';
import { newWorld } from '../world.ts';
import { NOW, type Shop, baseWith, connect, customers, newShop, rowsOf, sync } from './shop.ts';

const PHONE = '79788451364';
const her = async (shop: Shop) => (await customers(shop, PHONE))[0]!;
const minus = (days: number) => Temporal.PlainDateTime.from('2025-02-12T12:00:00').subtract({ days, minutes: 5 }).toString();

describe('totals', () => {
  test('WE-10, WE-14, I-36: the total is that of 1C, and stays so however often it is read', async () => {
    const shop = await newShop();
    const first = await sync(shop);
    expect(first).toMatchObject({
      status: 'DONE', stage: 'DONE', percent: 100, limit: 1000, days: 365,
      counts: { cards: 14, customers: 13, created: 13, changed: 0, initial: 5, packaging: 3, removed: 0, failed: 0 },
    });
    for (const run of [1, 2, 3]) {
      const found = await her(shop);
      expect(found, `run ${run}`).toMatchObject({ initial: 23_236_000, purchases: 13_269_400, total: 36_505_400, city: 'Симферополь' });
      expect(found.total - 36_505_400, 'the difference to 1C').toBe(0);
      expect((await sync(shop)).counts).toMatchObject({ created: 0, changed: 0, removed: 0 });
    }
  });

  test('WE-11: without the carry-over the total would be 132,694.00', async () => {
    const shop = await newShop({ data: baseWith({ purchases: (rows) => rows.filter((row) => !String(row['Recorder_Type']).includes('Ввод')) }) });
    await sync(shop);
    expect(await her(shop)).toMatchObject({ initial: 0, total: 13_269_400 });
  });

  test('WE-13, S1-030: a carry-over of five years ago counts in a run of one day, and purchases of one day with it', async () => {
    const shop = await newShop({ data: baseWith({ purchases: (rows) => rows.map((row) =>
      (row['Сумма'] === 32_694 ? { ...row, Period: minus(0) } : row)) }) });
    await sync(shop, { days: 1 });
    expect(await her(shop)).toMatchObject({ initial: 23_236_000, purchases: 3_269_400 });
  });

  test('S1-008, C-68: a carry-over inside the period is carried over, and no purchase besides', async () => {
    const shop = await newShop({ data: baseWith({ purchases: (rows) => rows.map((row) =>
      (String(row['Recorder_Type']).includes('Ввод') ? { ...row, Period: minus(10) } : row)) }) });
    expect((await sync(shop)).counts).toMatchObject({ initial: 5 });
    expect(await her(shop)).toMatchObject({ initial: 23_236_000, purchases: 13_269_400, total: 36_505_400 });
  });

  test('LOY-8: the period is that of the last finished run, so the number of runs changes nothing', async () => {
    const shop = await newShop();
    await sync(shop, { days: 1000 });
    expect((await her(shop)).purchases).toBe(13_269_400 + 1_800_000 + 95_025 + 77_700);
    await sync(shop);
    expect((await her(shop)).total).toBe(36_505_400);
    const { purchases } = await shop.world.run(listPurchases, { id: (await her(shop)).id, page: 1, limit: 100, packaging: false });
    expect(purchases.filter(({ inTotal }) => !inTotal).map(({ amount }) => amount)).toEqual([77_700, 1_800_000, 95_025]);
  });

  test('LOY-7: packaging is left out of list and total alike, and shown when asked for; the words can be changed', async () => {
    const shop = await newShop();
    await sync(shop);
    const { id } = await her(shop);
    const all = await shop.world.run(listPurchases, { id, page: 1, limit: 100, packaging: true });
    const without = await shop.world.run(listPurchases, { id, page: 1, limit: 100, packaging: false });
    expect(all.purchases[0]).toMatchObject({ kind: 'INITIAL', packaging: false });
    expect(all.pagination.total - without.pagination.total).toBe(2);
    expect(without.purchases.every(({ packaging }) => !packaging)).toBe(true);
    const { baseUrl, username } = { baseUrl: shop.onec.url, username: shop.onec.username };
    await shop.world.run(connectOneC, { baseUrl, username, packagingWords: ['пакет'] });
    await sync(shop);
    expect((await her(shop)).purchases).toBe(13_269_400 + 25_050);
  });
});

describe('one run', () => {
  let shop: Shop;
  beforeAll(async () => {
    const onec = await startOneC();
    const world = await newWorld({ now: NOW });
    shop = { world, onec };
    await connect(world, onec);
    await sync(shop);
  });
  afterAll(async () => {
    await shop.onec.close();
    await shop.world.close();
  });

  test('WE-15…WE-17: the city from the third line, from the address, or none', async () => {
    const cities = Object.fromEntries((await customers(shop)).map(({ name, city }) => [name, city]));
    expect(cities).toMatchObject({
      'Царькова Анна Андреевна': 'Симферополь', 'Иванов Пётр Сергеевич': 'Ялта', 'Орлова Вера Ильинична': 'Севастополь',
      'Без Сведений': null, 'Городской Адрес': 'Судак', 'Новая Библиотека': 'Алушта', 'Скобкин Илья': 'Феодосия',
    });
    expect(Object.keys(cities)).not.toContain('Удалённая Карта');
  });

  test.each([
    ['ферополь'], ['ЦАРЬКОВА'], ['8451364'], ['8 (978) 845-13-64'], ['000000001'], ['ПЕТР'],
  ])('WE-20, S1-026, S1-028: %s is found by a part of name, phone, city or card number', async (q) => {
    const names = (await customers(shop, q)).map(({ name }) => name);
    expect(names).toEqual([q === 'ПЕТР' ? 'Иванов Пётр Сергеевич' : 'Царькова Анна Андреевна']);
  });

  test('WE-18: the balance of points is the last record; both ways are shown where they differ', async () => {
    const { id } = await her(shop);
    expect((await shop.world.run(readLoyalty, { id })).points)
      .toEqual({ balance: 480_600, strategy: 'LAST', last: 480_600, sum: 34_400, differ: true });
    await connect(shop.world, shop.onec, { pointsStrategy: 'SUM' });
    expect((await shop.world.run(readLoyalty, { id })).points).toMatchObject({ balance: 34_400, strategy: 'SUM' });
  });
});

describe('customers', () => {
  test('LOY-4, LOY-11: a client of the desk is found by phone, learns what he lacked, and keeps what the desk wrote', async () => {
    const shop = await newShop();
    const { world } = shop;
    const { id } = await world.run(createClient, { kind: 'PERSON', name: 'Царькова (VIP)', phone: '+79788451364' });
    await sync(shop);
    expect(await her(shop)).toMatchObject({ id, name: 'Царькова (VIP)', city: 'Симферополь' });
    await world.run(changeClient, { id, city: 'Ялта' });
    const [orlova] = await customers(shop, 'Орлова');
    shop.onec.setData(baseWith({ owners: (rows) => rows.map((row) =>
      ({ ...row, ОсновныеСведения: String(row['ОсновныеСведения']).replace('Севастополь', 'Керчь') })) }));
    expect((await sync(shop)).counts).toMatchObject({ created: 0, changed: 1 });
    expect(await her(shop)).toMatchObject({ city: 'Ялта' });
    expect((await customers(shop, 'Орлова'))[0]).toMatchObject({ id: orlova!.id, city: 'Керчь' });
  });

  test('S1-039: at most `limit` customers; two cards with one phone are one of them', async () => {
    const shop = await newShop({}, { settings: { pageSize: 3 } });
    const run = await sync(shop, { limit: 5 });
    expect(run).toMatchObject({ status: 'DONE', percent: 100, counts: { customers: 5, created: 5 } });
    expect(await customers(shop)).toHaveLength(5);
    await sync(shop);
    const cards = (await customers(shop, 'Две Карты'))[0]!.cardNumbers;
    expect(cards).toHaveLength(2);
  });

  test('S1-034: a bad record is told with its reason and stops no other', async () => {
    const shop = await newShop({ data: baseWith({
      purchases: (rows) => [
        ...rows, { ...rows.at(-1)!, LineNumber: 'нет' }, { ...rows.at(-1)!, LineNumber: '77', Сумма: 'много' },
      ],
      cards: (rows) => [{ ...rows[0]!, Ref_Key: 'не ссылка' }, ...rows],
    }) });
    const run = await sync(shop);
    expect(run).toMatchObject({ status: 'DONE', counts: { failed: 3 } });
    const { log } = await shop.world.run(getSync, { id: run.id });
    expect(log.filter(({ code }) => code === 'ROW').map(({ message }) => message.replace(/.*\): /, '')).toSorted())
      .toEqual(['нет номера строки', 'нет ссылки', 'нет суммы']);
    expect((await her(shop)).total).toBe(36_505_400);
  });

  test('a person who was erased on request does not come back with the next reading', async () => {
    const shop = await newShop();
    await sync(shop);
    const { id } = await her(shop);
    await shop.world.run(erasePerson, { id, reason: 'REQUEST' });
    const forgotten = await rowsOf(shop);
    expect(await sync(shop)).toMatchObject({ status: 'DONE', counts: { cards: 13, created: 0, changed: 0 } });
    expect(await customers(shop, PHONE)).toEqual([]);
    expect(await customers(shop, 'Царькова')).toEqual([]);
    expect((await rowsOf(shop))['clients']).toEqual(forgotten['clients']);
  });

  test('a client whom 1C knows is not deleted by the desk: he is switched off', async () => {
    const shop = await newShop();
    await sync(shop);
    const { deleted } = await shop.world.run(removeClient, { id: (await her(shop)).id });
    expect(deleted).toBe(false);
  });
});

test('a run that is resumed after 1C has changed loses no row to the places that moved', async () => {
  const shop = await newShop({}, { settings: { pageSize: 3 } });
  const { world, onec } = shop;
  const { id } = await world.run(startSync, { limit: 1000, days: 365 });
  let stopped: Promise<unknown> | undefined;
  await workOn(world.database, world.orgId, id, { pauseMs: 1, onStep: ({ stage, cursor }) => {
    if (stage === 'PURCHASES' && cursor.skip === 9) stopped ??= world.run(cancelSync, { id });
  } });
  await stopped;
  // The first three rows of the period are gone, so that all others stand three places earlier.
  const gone = [32_694, 150, 64_999.95];
  const changed = baseWith({ purchases: (rows) => rows.filter((row) => !gone.includes(Number(row['Сумма']))) });
  onec.setData(changed);
  await world.run(resumeSync, { id });
  await workOn(world.database, world.orgId, id, { pauseMs: 1 });
  const calm = await newShop({ data: changed });
  await sync(calm);
  const expected = await rowsOf(calm);
  expect((await rowsOf(shop))['purchases']).toEqual(expect.arrayContaining(expected['purchases']!));
  // What went away in the middle of that run is gone with the next.
  await sync(shop);
  expect(await rowsOf(shop)).toEqual(expected);
});

describe('what 1C does not have any more', () => {
  const shorter = baseWith({ purchases: (rows) => rows.filter((row) => row['Сумма'] !== 64_999.95 && row['Сумма'] !== 2359.5) });

  test.each([
    ['counts', {}], ['does not count', { 'no-count': true, 'no-inline-count': true }],
    ['gives sets only', { 'no-record-type': true, 'no-count': true, 'no-inline-count': true }],
  ])('a document that was posted anew with fewer lines leaves none behind: a base that %s', async (_what, quirks) => {
    const shop = await newShop({ quirks });
    await sync(shop);
    shop.onec.setData(shorter);
    const run = await sync(shop);
    expect(run.counts.removed).toBe(2);
    expect((await her(shop)).total).toBe(36_505_400 - 6_499_995 - 235_950);
  });

  test('a card that is marked for deletion, or gone, takes its purchases out of the total, and brings them back', async () => {
    const shop = await newShop();
    await sync(shop);
    const before = await rowsOf(shop);
    shop.onec.setData(baseWith({ cards: (rows) => rows.slice(1).map((row, index) => (index === 0 ? { ...row, DeletionMark: true } : row)) }));
    expect((await sync(shop)).counts).toMatchObject({ removed: 2 });
    expect(await her(shop)).toMatchObject({ total: 0, points: { last: 0, sum: 0 } });
    expect((await customers(shop, 'Иванов'))[0]).toMatchObject({ total: 0 });
    shop.onec.setData(baseWith({}));
    await sync(shop);
    expect(await rowsOf(shop)).toEqual(before);
  });
});

test('the runs are listed, the newest first', async () => {
  const shop = await newShop();
  const ids = [(await sync(shop, { days: 1 })).id, (await sync(shop, { days: 2 })).id];
  const { syncs } = await shop.world.run(listSyncs, { page: 1, limit: 20 });
  expect(syncs.map(({ id }) => id)).toEqual(ids.toReversed());
});
