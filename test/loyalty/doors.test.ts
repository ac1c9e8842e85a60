/** The doors of the synchronisation: HTTP, the stream of progress, the command line. */
import { type ChildProcess, execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { createUser, listUsers } from '../../src/access/users.ts';
import { buildApp } from '../../src/app.ts';
import { goThrough, workOn } from '../../src/loyalty/sync-jobs.ts';
import { cancelSync, getSync, listSyncs, resumeSync, startSync } from '../../src/loyalty/syncs.ts';
import { openDoor, refusal } from '../money-fixtures.ts';
import { neighbourOf, newWorld } from '../world.ts';
import { NOW, type Shop, customers, newShop, rowsOf, sync } from './shop.ts';

const FULL = '/api/admin/onec/customers/sync/full';

test('S1-037, S1-038: a run is begun by the query alone, by an administrator alone, and one at a time', async () => {
  const { world } = await newShop();
  const door = await openDoor(world);
  const [admin, manager] = [await door.keyOf('ADMIN'), await door.keyOf('MANAGER')];
  const post = (query: string, key?: string, body?: unknown) =>
    door.send('POST', `${FULL}${query}`, { ...(key !== undefined && { key }), ...(body !== undefined && { body }) });
  expect((await post('?limit=1000&days=365')).status).toBe(401);
  expect((await post('?limit=1000&days=365', manager)).status).toBe(403);
  for (const query of ['?limit=0', '?limit=много', '?days=-1', '?limit=1000&pages=3', '?limit=1e9']) {
    expect((await post(query, admin)).status, query).toBe(422);
  }
  expect((await post('', admin, { limit: 5 })).status, 'what belongs into the query is not taken from the body').toBe(422);
  expect(await post('?limit=7&days=30', admin, { dryRun: true })).toMatchObject({ status: 200, body: { dryRun: true, limit: 7 } });
  const begun = await post('?limit=7&days=30', admin);
  expect(begun).toMatchObject({ status: 201, body: { status: 'RUNNING', percent: 0, stage: 'CARDS', limit: 7, days: 30 } });
  const second = await post('?limit=7&days=30', admin);
  expect(second).toMatchObject({ status: 409, body: { code: 'SYNC_RUNNING', syncId: begun.body['id'] } });
  expect(String(second.body['detail'])).toBe('Синхронизация с 1С уже идёт: начал(а) ADMIN, 2025-02-12 12:00');
  const spec = (await door.send('GET', '/api/openapi.json')).body as { paths?: Record<string, { post: { parameters: { name: string; in: string }[] } }> };
  expect(spec.paths?.[FULL]?.post.parameters.filter((one) => one.in === 'query').map(({ name }) => name)).toEqual(['limit', 'days']);
});

test('without a connection nothing begins', async () => {
  const world = await newWorld({ now: NOW });
  await expect(world.run(startSync, { limit: 1, days: 1 })).rejects.toEqual(refusal('ONEC_NOT_CONNECTED'));
});

test('two that begin at once are one that runs', async () => {
  const { world } = await newShop();
  const both = await Promise.allSettled([1, 2].map((days) => world.run(startSync, { limit: 1, days })));
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'SYNC_RUNNING' } });
});

/** Works until the stage is reached, where the base hangs, and cancels there. */
async function cancelledIn(shop: Shop, stage: string): Promise<string> {
  const { world, onec } = shop;
  const { id } = await world.run(startSync, { limit: 1000, days: 365 });
  let cancelled: Promise<unknown> | undefined;
  await workOn(world.database, world.orgId, id, { pauseMs: 1, onStep: (step) => {
    if (step.stage !== stage || cancelled !== undefined) return;
    onec.setQuirks({ hang: true });
    cancelled = world.run(cancelSync, { id });
  } });
  await cancelled;
  onec.setQuirks({});
  return id;
}

test.each(['INITIAL', 'POINTS'])('a run is cancelled in stage %s, even while 1C hangs; what is in stays; it is resumed', async (stage) => {
  const shop = await newShop({}, { settings: { pageSize: 3 } });
  const { world } = shop;
  const id = await cancelledIn(shop, stage);
  const stopped = await world.run(getSync, { id });
  expect(stopped).toMatchObject({ status: 'CANCELLED', stage, error: null });
  expect(stopped.counts.customers).toBe(13);
  expect((await rowsOf(shop))['cards']).toHaveLength(14);
  await expect(world.run(cancelSync, { id })).rejects.toEqual(refusal('SYNC_NOT_RUNNING'));
  await world.run(resumeSync, { id });
  const percents: number[] = [];
  await workOn(world.database, world.orgId, id, { pauseMs: 1, onStep: ({ percent }) => percents.push(percent) });
  expect(percents).toEqual(percents.toSorted((a, b) => a - b));
  expect(percents[0]).toBeGreaterThanOrEqual(stopped.percent);
  await expect(world.run(resumeSync, { id })).rejects.toEqual(refusal('SYNC_NOT_RESUMABLE'));
  const undisturbed = await newShop();
  await sync(undisturbed);
  expect(await rowsOf(shop)).toEqual(await rowsOf(undisturbed));
});

test('who lost the run to another worker writes nothing more', async () => {
  const shop = await newShop({}, { settings: { pageSize: 3 } });
  const { database, orgId } = shop.world;
  const { id } = await shop.world.run(startSync, { limit: 1000, days: 365 });
  let other: Promise<void> | undefined;
  const steps: number[] = [];
  await goThrough(database, orgId, id, { pauseMs: 1, onStep: ({ percent }) => {
    steps.push(percent);
    other ??= goThrough(database, orgId, id, { pauseMs: 1 });
  } });
  await other;
  expect(steps.at(-1)).toBeLessThan(100);
  expect(await shop.world.run(getSync, { id })).toMatchObject({ status: 'DONE', counts: { cards: 14, created: 13, initial: 5 } });
});

test('S1-025, I-37: progress is told as it goes, never backwards, and its end by an event of its own', async () => {
  const shop = await newShop({}, { settings: { pageSize: 2 } });
  const { database, orgId } = shop.world;
  const door = await openDoor(shop.world);
  const [key, trainer] = [await door.keyOf('ADMIN'), await door.keyOf('TRAINER')];
  const app = await buildApp({ database, pace: { pollMs: 1 } });
  onTestFinished(() => app.close());
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const { id } = await shop.world.run(startSync, { limit: 1000, days: 365 });
  const events = (who?: string) => fetch(`${url}/api/admin/onec/customers/sync/${id}/events`, {
    headers: who === undefined ? {} : { authorization: `Bearer ${who}` },
  });
  expect((await events()).status).toBe(401);
  expect((await events(trainer)).status).toBe(403);
  expect((await fetch(`${url}/api/admin/onec/customers/sync/x/events`, { headers: { authorization: `Bearer ${key}` } })).status).toBe(404);
  const stream = await events(key);
  expect(stream.headers.get('content-type')).toContain('text/event-stream');
  const [said] = await Promise.all([stream.text(), workOn(database, orgId, id)]);
  const told = [...said.matchAll(/^data: (\{"status.*)$/gm)].map(([, data = '']) => JSON.parse(data) as { percent: number; stage: string });
  const percents = told.map(({ percent }) => percent);
  expect(percents).toEqual(percents.toSorted((a, b) => a - b));
  expect(told.at(-1)).toMatchObject({ status: 'DONE', stage: 'DONE', percent: 100 });
  expect(said).toMatch(/event: end\ndata: \{\}\n\n$/);
});

const REPORT = `[ИТОГИ] ОБЩАЯ СУММА ПОКУПОК:
   Начальный ввод (перенос): 232,360.00 руб
   Покупки за год: 132,694.00 руб
   ИТОГО: 365,054.00 руб ✅

[ИТОГИ] КОЛИЧЕСТВО БАЛЛОВ:
   Бонусные баллы: 4806 баллов ✅

[ИТОГИ] ГОРОД:
   Город: Симферополь ✅
`;

type Said = { code: number; out: string; err: string };
const cli = (shop: Shop, ...args: string[]): Promise<Said> => started(shop, args).said;
function started({ world }: Shop, args: string[]): { child: ChildProcess; said: Promise<Said> } {
  const env = { ...process.env, DATABASE_URL: world.url, SALDO_SECRET: world.database.secret, LANG: 'ru_RU.UTF-8', LC_ALL: '' };
  const file = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
  let child: ChildProcess | undefined;
  const said = new Promise<Said>((resolve) => {
    child = execFile(process.execPath, [file, ...args], { env }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }));
  });
  return { child: child!, said };
}

test('Ctrl+C in the foreground cancels the run, even while 1C hangs, and says that what is in stays', async () => {
  const shop = await newShop({ quirks: { hang: true, only: 'AccumulationRegister_БонусныеБаллы' } });
  const { child, said } = started(shop, ['onec', 'sync']);
  await expect.poll(() => shop.onec.requests.some(({ path }) => path.startsWith('AccumulationRegister_БонусныеБаллы')), { timeout: 20_000 }).toBe(true);
  child.kill('SIGINT');
  const ended = await said;
  expect(ended, ended.err).toMatchObject({ code: 130 });
  expect(ended.out).toContain('Остановлено, загруженное сохранено');
  const { syncs } = await shop.world.run(listSyncs, { page: 1, limit: 1 });
  expect(syncs[0]).toMatchObject({ status: 'CANCELLED', stage: 'POINTS', percent: 85, counts: { customers: 13 } });
});

test('C-70, S1-014: the list of users shows the city of the client whom a user stands for', async () => {
  const shop = await newShop();
  await sync(shop);
  const [her] = await customers(shop, '79788451364');
  await shop.world.run(createUser, {
    email: 'anna@example.ru', password: 'Correct-horse-7', firstName: 'Анна', lastName: 'Царькова', role: 'CLIENT', clientId: her!.id,
  });
  const { users } = await shop.world.run(listUsers, { page: 1, limit: 20 });
  expect(users.map(({ email, city }) => [email, city])).toEqual([['anna@example.ru', 'Симферополь']]);
});

test('WE-12: `saldo onec sync` and `saldo onec check` print what the requirements say, character for character', async () => {
  const shop = await newShop();
  const synced = await cli(shop, 'onec', 'sync', '--limit', '1000', '--days', '365');
  expect(synced, synced.err).toMatchObject({ code: 0 });
  expect(synced.out).toContain('✓ Синхронизация завершена');
  const checked = await cli(shop, 'onec', 'check', '--phone', '79788451364');
  expect(checked).toMatchObject({ code: 0, out: REPORT });
  expect(checked.err).toBe('Способы расчёта баллов расходятся: последняя запись 4806, сумма 344\n');
  await neighbourOf(shop.world);
  const [nobody, several] = await Promise.all([
    cli(shop, 'onec', 'check', '--org', shop.world.orgId, '--phone', '79999999999'),
    cli(shop, 'onec', 'check', '--phone', '79788451364'),
  ]);
  expect(nobody).toMatchObject({ code: 1, out: '' });
  expect(nobody.err).toContain('Покупатель с телефоном 79999999999 не найден');
  expect(several).toMatchObject({ code: 1, out: '' });
  expect(several.err).toContain(`--org: ${shop.world.orgId} Песочница`);
});
