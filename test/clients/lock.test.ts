import { expect, test } from 'vitest';
import { z } from 'zod';
import { lockClients } from '../../src/clients/store.ts';
import { createClient } from '../../src/clients/write-clients.ts';
import { endpoint } from '../../src/kernel/contract.ts';
import { operation } from '../../src/kernel/operation.ts';
import { sql } from '../../src/kernel/sql.ts';
import { uuidv7 } from '../../src/kernel/uuid.ts';
import { newWorld } from '../world.ts';
import { refusal, send } from './fixtures.ts';

const add = operation(
  endpoint({
    name: 'test.add', method: 'POST', path: '/test', summary: 'Adds a kopeck after a moment', permission: 'client.manage',
    input: z.object({ ids: z.array(z.string()) }),
    result: z.object({ names: z.array(z.string()), now: z.string() }),
  }),
  async (context, { ids }) => {
    const clients = await lockClients(context, ids);
    await context.tx.run(sql`select pg_sleep(0.01)`);
    for (const { id, balance } of clients) {
      await context.tx.run(sql`
        update clients set balance = ${balance + 1}, touched_at = ${context.now} where org_id = ${context.orgId} and id = ${id}`);
    }
    return { result: { names: clients.map(({ name }) => name), now: context.now.toString() }, audit: { entityType: 'test' } };
  },
);

test('locked clients are read after the lock, so no change is lost, in either order', async () => {
  const world = await newWorld({ connections: 10 });
  const [a, b] = [await send(world, createClient, { firstName: 'А' }), await send(world, createClient, { firstName: 'Б' })];
  await Promise.all(Array.from({ length: 20 }, (_, index) => world.run(add, { ids: index % 2 ? [a.id, b.id] : [b.id, a.id] })));
  const { rows } = await world.database.owner.query('select balance::int from clients');
  expect(rows).toEqual([{ balance: 20 }, { balance: 20 }]);
  expect(await world.run(add, { ids: [b.id, a.id] })).toMatchObject({ names: ['Б', 'А'] });
});

test('time does not run backwards for a client', async () => {
  const world = await newWorld();
  const { id } = await send(world, createClient, { firstName: 'А' });
  await world.setClock('2025-01-01T00:00:00Z');
  expect(await world.run(add, { ids: [id] })).toMatchObject({ now: '2025-02-12T09:00:00Z' });
  await world.setClock('2025-03-01T00:00:00Z');
  expect(await world.run(add, { ids: [id] })).toMatchObject({ now: '2025-03-01T00:00:00Z' });
});

test('a missing client refuses', async () => {
  const world = await newWorld();
  const { id } = await send(world, createClient, { firstName: 'А' });
  await expect(world.run(add, { ids: [id, uuidv7()] })).rejects.toEqual(refusal('NOT_FOUND'));
});
