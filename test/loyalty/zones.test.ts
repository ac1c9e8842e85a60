/** 1C writes its moments in the local time of the base, which need not be that of the organisation. */
import { expect, test } from 'vitest';
import { listPurchases } from '../../src/loyalty/customers.ts';
import { baseWith, customers, newShop, sync } from './shop.ts';

// It is noon in Moscow, where the organisation is, and seven in the evening in Vladivostok, where the base is.
const TIME_ZONE = 'Asia/Vladivostok';
const ROWS = [
  ['2025-02-11T18:59:59', 1], // a second too early for a period of one day
  ['2025-02-11T19:00:00', 20],
  ['2025-02-11T23:30:00', 300], // still the 11th there, and the afternoon of the 11th here
  ['2025-02-12T00:30:00', 4000],
] as const;

test.each([
  ['filters', {}], ['does not filter', { 'filter-500': true }],
])('LOY-8: the period is counted in moments, whatever the zone of the base; a base that %s', async (_what, quirks) => {
  const data = baseWith({ purchases: (rows) => {
    const sale = rows.find((row) => row['Сумма'] === 32_694)!;
    return ROWS.map(([Period, Сумма], index) => ({ ...sale, Period, Сумма, LineNumber: String(index + 1) }));
  } });
  const shop = await newShop({ data, quirks }, { settings: { timeZone: TIME_ZONE } });
  await sync(shop, { days: 1 });
  const [her] = await customers(shop, '79788451364');
  expect(her).toMatchObject({ initial: 0, purchases: 4320_00 });
  const { purchases } = await shop.world.run(listPurchases, { id: her!.id, page: 1, limit: 10, packaging: false });
  expect(purchases.map(({ at, amount, inTotal }) => [String(at), amount, inTotal])).toEqual([
    ['2025-02-11T14:30:00Z', 4000_00, true], ['2025-02-11T13:30:00Z', 300_00, true], ['2025-02-11T09:00:00Z', 20_00, true],
  ]);
});
