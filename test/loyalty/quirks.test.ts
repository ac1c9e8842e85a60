/** Every way in which a base misbehaves, on and off: what comes in is the same, however often it is read. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeOneC, type Quirks, referenceData, startOneC } from '../../fakes/onec/server.ts';
import { getSync, resumeSync } from '../../src/loyalty/syncs.ts';
import { workOn } from '../../src/loyalty/sync-jobs.ts';
import { type World, neighbourOf, newWorld } from '../world.ts';
import { NOW, type Shop, connect, customers, rowsOf, sync } from './shop.ts';

const PAGE = 4;
let world: World;
let onec: FakeOneC;
let calm: Awaited<ReturnType<typeof rowsOf>>;

beforeAll(async () => {
  onec = await startOneC({ data: referenceData({ more: 9 }) });
  world = await newWorld({ now: NOW });
  const shop = { world, onec };
  await connect(world, onec, { pageSize: PAGE });
  expect((await sync(shop)).status).toBe('DONE');
  calm = await rowsOf(shop);
});
afterAll(async () => {
  await onec.close();
  await world.close();
});

/** Another organisation that reads the same base. */
async function another(quirks: Quirks): Promise<Shop> {
  onec.setQuirks({});
  const neighbour = await neighbourOf(world, { now: NOW });
  await connect(neighbour, onec, { pageSize: PAGE });
  onec.setQuirks(quirks);
  return { world: neighbour, onec };
}

test('the calm base gives the customer of the requirements (WE-10)', async () => {
  const [her] = await customers({ world, onec }, '79788451364');
  expect(her).toMatchObject({ total: 36_505_400, initial: 23_236_000, purchases: 13_269_400 });
});

const HARMLESS: Quirks[] = [
  { 'orderby-500': true }, { 'filter-500': true }, { 'filter-403': true }, { 'select-400': true }, { 'repeat-rows': true },
  { 'bom-count': true }, { 'no-count': true }, { 'no-count': true, 'no-inline-count': true }, { 'no-record-type': true },
  { 'no-record-set': true }, { delay: 1 }, { 'error-500': 2 }, { 'html-500': 2 }, { reset: 2 }, { truncated: 1 },
  { 'small-pages': 3 }, { 'lose-rows': true, 'no-count': true, 'no-inline-count': true, only: 'Catalog_Номенклатура' }, { 'unstable-order': true }, { 'unstable-order': true, 'orderby-500': true },
  { 'unstable-order': true, 'orderby-500': true, 'repeat-rows': true, 'filter-500': true, 'select-400': true, 'bom-count': true },
  { 'no-record-type': true, 'orderby-500': true, 'filter-403': true, 'repeat-rows': true, 'bom-count': true },
];
test.each(HARMLESS)('with %j the same rows come in, and a second run changes nothing', async (quirks) => {
  const shop = await another(quirks);
  const first = await sync(shop);
  expect(first, JSON.stringify(first)).toMatchObject({ status: 'DONE', percent: 100 });
  expect(await rowsOf(shop)).toEqual(calm);
  const second = await sync(shop);
  expect(second).toMatchObject({ status: 'DONE', counts: { created: 0, changed: 0, removed: 0 } });
  expect(await rowsOf(shop)).toEqual(calm);
});

const FATAL: [Quirks, string][] = [
  [{ html: true }, 'ONEC_NOT_JSON'], [{ 'html-500': true }, 'ONEC_SERVER'], [{ 'error-500': true }, 'ONEC_SERVER'],
  [{ 'wrong-password': true }, 'ONEC_UNAUTHORISED'], [{ 'no-rights': true }, 'ONEC_NO_RIGHTS'],
  [{ redirect: true }, 'ONEC_MOVED'], [{ truncated: true }, 'ONEC_BROKEN_OFF'], [{ reset: true }, 'ONEC_BROKEN_OFF'],
  [{ 'not-published': 'AccumulationRegister_БонусныеБаллы' }, 'ONEC_NOT_PUBLISHED'],
];
test.each(FATAL)('with %j the run ends with %s, keeps what is in, and is resumed to the same rows', async (quirks, code) => {
  const shop = await another(quirks);
  const failed = await sync(shop);
  expect(failed).toMatchObject({ status: 'FAILED', error: { code } });
  expect(failed.percent).toBeLessThan(100);
  onec.setQuirks({});
  await shop.world.run(resumeSync, { id: failed.id });
  await workOn(shop.world.database, shop.world.orgId, failed.id, { pauseMs: 1 });
  expect(await shop.world.run(getSync, { id: failed.id })).toMatchObject({ status: 'DONE', percent: 100, error: null });
  expect(await rowsOf(shop)).toEqual(calm);
});

test('with {"lose-rows":true} nothing that is in is removed, and the log says that rows are missing', async () => {
  const shop = await another({});
  await sync(shop);
  onec.setQuirks({ 'lose-rows': true });
  const run = await sync(shop);
  expect(run.status).toBe('DONE');
  expect(await rowsOf(shop)).toEqual(calm);
});
