/** Server-sent events through real servers: what one desk does, another one sees within a second. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { createClient } from '../../src/clients/write-clients.ts';
import { uuidv7 } from '../../src/kernel/uuid.ts';
import { type Door, ask, newClient, openDoor, topUp } from '../money-fixtures.ts';
import { type World, neighbourOf, newWorld } from '../world.ts';
import { type Heard, listen } from './listening.ts';

let world: World;
let other: World;
let a: FastifyInstance;
let b: FastifyInstance;
let door: Door;
/** What the servers complained of. */
const said: string[] = [];
beforeAll(async () => {
  world = await newWorld();
  other = await neighbourOf(world);
  [a, b] = await Promise.all([open(), open()]);
  door = await openDoor(world);
});
afterAll(async () => {
  await Promise.all([a.close(), b.close(), door.close()]);
  expect(said).toEqual([]);
  await world.close();
});

/** A server of its own on the database of the world; `pace` as for a test in a hurry. */
async function open(pace: { heartbeatMs?: number; recheckMs?: number } = {}): Promise<FastifyInstance> {
  const logger = pino({ level: 'warn' }, { write: (line) => void said.push(line) });
  const app = await buildApp({ database: world.database, logger, pace: { recheckMs: 200, ...pace } });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return app;
}

const rename = async (key: string, name: string, at = a): Promise<void> => {
  const sent = await at.inject({
    method: 'POST', url: '/api/branches', headers: { authorization: `Bearer ${key}` }, payload: { name },
  });
  expect(sent.statusCode).toBe(201);
};
const operations = (heard: readonly Heard[]): unknown[] => heard.map(({ data }) => data['operation'] ?? 'tick');

test('what is done through one server is heard at the other within a second, in order, with ids and no sums', async () => {
  const key = await door.keyOf('MANAGER');
  const stream = await listen(b, key);
  const clientId = await newClient(world);
  const started = performance.now();
  await topUp(world, clientId, 4321);
  const heard = await stream.heard((all) => operations(all).includes('payment.register'));
  expect(performance.now() - started).toBeLessThan(1000);
  expect(operations(heard)).toEqual(['client.create', 'payment.register']);
  const { data, id } = heard[1]!;
  expect(Object.keys(data).toSorted()).toEqual(['actorId', 'at', 'clientId', 'entityId', 'entityType', 'operation']);
  expect(data).toMatchObject({ clientId, entityType: 'payment', actorId: world.orgId });
  expect(id).toMatch(/^[\w-]+\.\d+$/);
  expect(stream.text()).not.toMatch(/[":]4321/); // the random part of an id may hold it
});

test('a hundred changes at once are all heard, each once, in one order by everybody', async () => {
  const admin = await door.keyOf('ADMIN');
  const [one, two] = await Promise.all([listen(a, admin), listen(a, admin)]);
  await Promise.all(Array.from({ length: 100 }, (_, index) => ask(world, createClient, { firstName: `Анна ${index}` })));
  const [first, second] = await Promise.all([one, two].map((stream) => stream.heard((all) => all.length >= 100)));
  expect(new Set(first!.map(({ data }) => data['entityId'])).size).toBe(100);
  expect(second!.map(({ id }) => id)).toEqual(first!.map(({ id }) => id));
  await sleep(400);
  expect(one.all().length).toBe(100);
});

test('a change that is committed late is not lost behind those that overtook it', async () => {
  const stream = await listen(a, await door.keyOf('ADMIN'));
  const client = await world.database.owner.connect();
  await client.query('begin');
  const id = uuidv7();
  await client.query(`insert into audit_log (org_id, id, operation, entity_type, actor_id, request_id, at)
    values ($1, $2, 'late.one', 'test', $1, 'r', now())`, [world.orgId, id]);
  await ask(world, createClient, { firstName: 'Быстрая' });
  await stream.heard((all) => operations(all).includes('client.create'));
  await client.query('commit');
  client.release();
  await stream.heard((all) => operations(all).includes('late.one'));
  expect(operations(stream.all())).toEqual(['client.create', 'late.one']);
});

describe('a lost connection', () => {
  test('comes back to what it missed, each once', async () => {
    const key = await door.keyOf('ADMIN');
    const first = await listen(a, key);
    await rename(key, 'Юг');
    const [before] = await first.heard((all) => all.length === 1);
    first.close();
    await rename(key, 'Север');
    await rename(key, 'Запад');
    const again = await listen(a, key, before!.id);
    expect(operations(await again.heard((all) => all.length >= 2))).toEqual(['branch.create', 'branch.create']);
    expect(again.resets()).toBe(0);
  });

  test('to a server that does not know the place begins with a reset, and hears what comes then', async () => {
    const key = await door.keyOf('ADMIN');
    const first = await listen(a, key);
    await rename(key, 'Восток');
    const [before] = await first.heard((all) => all.length === 1);
    for (const place of [before!.id, 'nonsense', `${before!.id}9999`]) {
      const stream = await listen(place === before!.id ? b : a, key, place);
      expect(stream.resets(), place).toBe(1);
      await rename(key, 'Центр');
      await stream.heard((all) => all.length === 1);
    }
  });

  test('after more than can be told one by one begins with a reset', async () => {
    const key = await door.keyOf('ADMIN');
    const first = await listen(a, key);
    await rename(key, 'Горы');
    const [before] = await first.heard((all) => all.length === 1);
    first.close();
    await world.database.owner.query(`
      insert into audit_log (org_id, id, operation, entity_type, actor_id, request_id, at)
      select $1, gen_random_uuid(), 'many', 'test', $1, 'r', now() from generate_series(1, 600)`, [world.orgId]);
    const again = await listen(a, key, before!.id);
    expect([again.resets(), again.all().length]).toEqual([1, 0]);
  });
});

describe('who hears what', () => {
  test('nothing is heard of another organisation', async () => {
    const [mine, theirs] = await Promise.all([listen(a, await door.keyOf('ADMIN')), listen(a, await neighbourKey())]);
    const clientId = await newClient(other);
    await theirs.heard((all) => all.length === 1);
    const own = await newClient(world);
    await mine.heard((all) => all.length === 1);
    expect(mine.text()).toContain(own);
    expect(mine.text()).not.toContain(clientId);
    expect(theirs.text()).not.toContain(own);
  });

  test('a family hears of itself alone, a trainer that something changed, and neither an id of others', async () => {
    const [mineId, theirsId] = [await newClient(world), await newClient(world)];
    const keys = [await door.keyOf('CLIENT', { clientId: mineId }), await door.keyOf('TRAINER')] as const;
    const [family, trainer] = await Promise.all([listen(a, keys[0]), listen(a, keys[1])]);
    await topUp(world, theirsId, 100);
    await trainer.heard((all) => all.length >= 1);
    await topUp(world, mineId, 100);
    const [heard] = await family.heard((all) => all.length >= 1);
    expect(heard!.data).toMatchObject({ operation: 'payment.register', clientId: mineId, actorId: null });
    await trainer.heard((all) => all.length >= 2);
    for (const { data } of trainer.all()) expect(data).toEqual({});
    expect(family.text()).not.toContain(theirsId);
    expect(family.text()).not.toContain(world.orgId);
    expect(family.all().length).toBe(1);
  });

  test('nobody without a key', async () => {
    const address = `http://127.0.0.1:${(a.addresses()[0] as { port: number }).port}/api/events`;
    for (const headers of [{}, { authorization: 'Bearer saldo_nonsense' }]) {
      expect(await (await fetch(address, { headers })).json()).toMatchObject({ code: 'UNAUTHENTICATED' });
    }
  });

  async function neighbourKey(): Promise<string> {
    const there = await openDoor(other);
    onTestFinished(() => there.close());
    return there.keyOf('ADMIN');
  }
});

describe('an end', () => {
  test('comes to the stream of whoever may not listen any more', async () => {
    const key = await door.keyOf('MANAGER');
    const stream = await listen(a, key);
    const { rows } = await world.database.owner.query<{ id: string }>(
      `select id from api_keys where org_id = $1 order by id desc limit 1`, [world.orgId]);
    await world.database.owner.query('update api_keys set revoked_at = now() where id = $1', [rows[0]!.id]);
    expect(await stream.end()).toBe('end');
  });

  test('comes at once when the server closes, and a silent stream is kept awake until then', async () => {
    const app = await open({ heartbeatMs: 50 });
    const stream = await listen(app, await door.keyOf('ADMIN'));
    while (!stream.text().includes(': still here')) await sleep(20);
    const started = performance.now();
    await app.close();
    expect(performance.now() - started).toBeLessThan(1000);
    expect(await stream.end()).toBe('');
  });

  test('is the answer to the twenty-first window of one person', async () => {
    const key = await door.keyOf('ADMIN');
    const streams = [];
    for (let window = 0; window < 20; window += 1) streams.push(await listen(b, key));
    await expect(listen(b, key)).rejects.toThrow('TOO_MANY_STREAMS');
    await listen(b, await door.keyOf('ADMIN'));
    streams[0]!.close();
    while (await listen(b, key).then(() => false, () => true)) await sleep(20);
  });
});

test('while nobody listens the database is not asked', async () => {
  const key = await door.keyOf('ADMIN');
  const app = await open();
  onTestFinished(() => app.close());
  let asked = 0;
  const count = (): number => (asked += 1);
  const stream = await listen(app, key);
  world.database.app.on('acquire', count);
  onTestFinished(() => void world.database.app.off('acquire', count));
  while (asked < 3) await sleep(20);
  stream.close();
  await sleep(600); // the other streams of this file are over, and what was under way is answered
  asked = 0;
  await sleep(600);
  expect(asked).toBe(0);
});
