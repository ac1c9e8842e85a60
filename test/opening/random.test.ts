/** Whatever a file brings: the documents sum to it, the books hold, and the same file again changes nothing. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectProof, newClient, newInvoice, topUp } from '../money-fixtures.ts';
import { type World, neighbourOf, newWorld } from '../world.ts';
import { applied, checkedFile } from './importing.ts';

let home: World;
beforeAll(async () => {
  home = await newWorld();
});
afterAll(() => home.close());

const kopecks = fc.integer({ min: -500_000, max: 500_000 });
const rows = fc.uniqueArray(fc.record({
  n: fc.integer({ min: 0, max: 30 }), balance: kopecks, points: fc.integer({ min: 0, max: 9999 }),
  /** What the client has to do with the centre before the import. */
  before: fc.constantFrom('nobody', 'known', 'owes', 'credit', 'paid'),
}), { selector: ({ n }) => n, minLength: 1, maxLength: 12 });

const phoneOf = (n: number): string => `+797884513${String(n).padStart(2, '0')}`;
const roubles = (amount: number): string => `${amount < 0 ? '-' : ''}${Math.floor(Math.abs(amount) / 100)},${String(Math.abs(amount) % 100).padStart(2, '0')}`;

test('OPN-1: Σ of the documents is what the file says, the proof holds, applying twice changes nothing', async () => {
  await fc.assert(fc.asyncProperty(rows, fc.constantFrom('SPORT', 'STUDIO'), async (people, template) => {
    const world = await neighbourOf(home, { template: template as 'SPORT' });
    for (const { n, before } of people) {
      if (before === 'nobody') continue;
      const clientId = await newClient(world, { firstName: `Клиент ${n}`, phone: phoneOf(n) });
      if (before === 'owes') await newInvoice(world, clientId, [300, 500]);
      if (before === 'credit') await topUp(world, clientId, 250);
      if (before === 'paid') {
        await newInvoice(world, clientId, [300]);
        await topUp(world, clientId, 300);
      }
    }
    const file = ['ФИО;Телефон;Баланс;Баллы', ...people.map(({ n, balance, points }) =>
      `Клиент ${n};${phoneOf(n)};${roubles(balance)};${roubles(points)}`)].join('\n');
    const { id, totals } = await checkedFile(world, 'CLIENTS', file);
    await applied(world, id);
    const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
    const expected = {
      CREDIT: sum(people.map(({ balance }) => Math.max(0, balance))), DEBT: sum(people.map(({ balance }) => Math.max(0, -balance))),
      POINTS: sum(people.map(({ points }) => points)),
    };
    const { rows: found } = await world.database.owner.query<{ kind: 'DEBT'; total: number }>(
      'select kind, sum(amount)::int as total from opening_documents where org_id = $1 group by 1', [world.orgId]);
    const brought = { CREDIT: 0, DEBT: 0, POINTS: 0, ...Object.fromEntries(found.map(({ kind, total }) => [kind, total])) };
    expect(brought).toEqual(expected);
    expect([totals.credit * 100, totals.debt * 100].map((value) => Math.trunc(value + 0.5))).toEqual([expected.CREDIT, expected.DEBT]);
    await expectProof(world);
    const second = await checkedFile(world, 'CLIENTS', file);
    expect(second.counts).toEqual({ rows: people.length, create: 0, update: 0, match: people.length, refuse: 0 });
    await applied(world, second.id);
    await expectProof(world);
    const { rows: clients } = await world.database.owner.query(
      'select count(*)::int as clients from clients where org_id = $1', [world.orgId]);
    expect(clients).toEqual([{ clients: people.length }]);
  }), { numRuns: 8 });
});
