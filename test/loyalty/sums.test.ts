/** What the database sums up for everybody at once is what the rules say of each. */
import fc from 'fast-check';
import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { referenceData } from '../../fakes/onec/server.ts';
import type { Row } from '../../fakes/onec/filter.ts';
import { type Money, type Quantity } from '../../src/kernel/money.ts';
import { loadTerms } from '../../src/loyalty/store.ts';
import { type PointsRecord, type PurchaseFacts, balancesOf, totalsOf } from '../../src/loyalty/rules.ts';
import { inTransaction } from '../../src/kernel/db.ts';
import { NOW, baseWith, customers, newShop, sync } from './shop.ts';

const CARDS = 6;
const document = (index: number) => `0000000e-0000-4000-8000-${String(index).padStart(12, '0')}`;

/** Few moments and lines, so that many records tie. */
const line = fc.record({
  card: fc.nat(CARDS - 1), daysAgo: fc.constantFrom(-3, 0, 1, 10, 364, 366), number: fc.integer({ min: 1, max: 3 }),
  active: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  a: fc.integer({ min: -500, max: 5000 }), b: fc.integer({ min: 0, max: 5000 }), opening: fc.boolean(), product: fc.nat(5),
});

test('LOY-8, LOY-9: sums of random registers agree with the rules, run after run', async () => {
  const shop = await newShop();
  const local = (daysAgo: number) =>
    Temporal.PlainDateTime.from('2025-02-12T12:00:00').subtract({ days: daysAgo }).toString({ smallestUnit: 'second' });
  await fc.assert(fc.asyncProperty(fc.array(line, { minLength: 60, maxLength: 120 }), async (lines) => {
    const base = lines.map((one, index): Row => ({
      Period: local(one.daysAgo), Recorder: document(index), LineNumber: String(one.number), Active: one.active,
      Recorder_Type: `StandardODATA.Document_${one.opening ? 'ВводНачальныхОстатков' : 'ЧекККМ'}`,
    }));
    shop.onec.setData(baseWith({
      purchases: () => base.map((row, index) => ({
        ...row, ДисконтнаяКарта_Key: cardKey(lines[index]!.card), Сумма: lines[index]!.a / 100, Количество: 1,
        Номенклатура_Key: `0000000c-0000-4000-8000-00000000000${lines[index]!.product}`,
      })),
      points: () => base.map((row, index) => ({
        ...row, RecordType: 'Receipt', БонуснаяКарта_Key: cardKey(lines[index]!.card), Начислено: lines[index]!.a / 100,
        КСписанию: lines[index]!.b / 100,
      })),
    }));
    expect((await sync(shop)).status).toBe('DONE');
    const { orgId, database } = shop.world;
    const { since } = await inTransaction(database, orgId, 'read', (tx) => loadTerms({ tx, orgId }));
    const stored = await database.owner.query<{ name: string; packaging: boolean; recorder: string }>(
      `select c.name, p.packaging, p.recorder from purchases p join clients c on c.org_id = p.org_id and c.id = p.client_id
        where p.org_id = $1`, [orgId]);
    for (const customer of await customers(shop)) {
      const index = ['Царькова', 'Иванов', 'Орлова', 'Без', '-', 'Ничья'].findIndex((word) => customer.name.startsWith(word));
      if (index < 0) continue;
      const mine = lines.map((one, place) => ({ ...one, place })).filter((one) => one.card === index && one.active);
      const at = (daysAgo: number) => Temporal.Instant.from(NOW).subtract({ hours: 24 * daysAgo });
      const records = mine.map(({ daysAgo, number, place, a, b }): PointsRecord =>
        ({ at: at(daysAgo), line: number, document: document(place), accrued: a as Quantity, spent: b as Quantity }));
      const purchases = mine.map(({ daysAgo, place, a, opening }): PurchaseFacts => ({
        kind: opening ? 'INITIAL' : 'SALE', at: at(daysAgo), amount: a as Money, cardIsActive: true,
        packaging: stored.rows.find(({ recorder }) => recorder === document(place))?.packaging ?? false,
      }));
      const { last, sum } = balancesOf(records, Temporal.Instant.from(NOW));
      expect(customer.points, customer.name).toMatchObject({ last, sum });
      expect(customer, customer.name).toMatchObject(totalsOf(purchases, since!));
    }
  }), { numRuns: 6 });
});

test('a page of any size is the same number of statements', async () => {
  const shop = await newShop({}, { settings: { pageSize: 1000 } });
  const statementsWith = async (more: number): Promise<number> => {
    shop.onec.setData(referenceData({ more }));
    const query = vi.spyOn(pg.Client.prototype, 'query');
    try {
      expect(await sync(shop, { limit: 10_000 })).toMatchObject({ status: 'DONE', counts: { cards: 14 + more } });
      const texts = query.mock.calls.map(([said]: readonly unknown[]) => (typeof said === 'string' ? said : (said as { text: string }).text));
      return texts.filter((text) => text.includes('discount_cards') || text.includes('purchases') || text.includes('clients')).length;
    } finally {
      query.mockRestore();
    }
  };
  await statementsWith(5);
  expect(await statementsWith(400)).toBe(await statementsWith(401));
  expect(await statementsWith(402)).toBe(await statementsWith(409));
  expect(await statementsWith(409)).toBeLessThan(40);
});

const cardKey = (index: number): string => `0000000a-0000-4000-8000-00000000000${index}`;
