import { expect, test } from 'vitest';
import { z } from 'zod';
import { endpoint } from '../src/kernel/contract.ts';
import { inTransaction } from '../src/kernel/db.ts';
import { operation, reading } from '../src/kernel/operation.ts';
import { sql, text } from '../src/kernel/sql.ts';
import { freshDatabase } from './database.ts';
import { newWorld } from './world.ts';

const rename = operation(
  endpoint({
    name: 'test.rename', method: 'POST', path: '/test', summary: 'Names the organisation',
    permission: 'settings.manage', input: z.object({ name: z.string() }), result: z.object({ before: z.string() }),
  }),
  async ({ tx, orgId }, { name }) => {
    const before = await tx.one({ name: text }, sql`select name from organisations where org_id = ${orgId}`);
    await tx.run(sql`update organisations set name = ${name} where org_id = ${orgId}`);
    return { result: { before: before.name }, audit: { entityType: 'organisation', before, after: { name } } };
  },
);
const clock = reading(
  endpoint({
    name: 'test.clock', method: 'GET', path: '/test', summary: 'Tells the time', permission: 'signed-in',
    input: z.object({}), result: z.object({ now: z.string() }),
  }),
  async ({ now }) => ({ now: now.toString() }),
);

test('a world runs operations and readings on its own clock, and records them', async () => {
  const world = await newWorld({ template: 'SPORT' });
  expect(await world.run(clock, {})).toEqual({ now: '2025-02-12T09:00:00Z' });
  await world.setClock('2025-03-01T00:00:00Z');
  expect(await world.run(clock, {})).toEqual({ now: '2025-03-01T00:00:00Z' });

  const preview = await world.outcome(rename, { name: 'Б' }, { dryRun: true });
  expect(preview).toMatchObject({ result: { before: 'Песочница' }, preview: { dryRun: true } });
  expect(await world.run(rename, { name: 'А' })).toEqual({ before: 'Песочница' });
  const { rows } = await world.database.owner.query('select operation, actor_id from audit_log order by id');
  expect(rows).toEqual([expect.objectContaining({ operation: 'organisation.create' }), { operation: 'test.rename', actor_id: world.system.userId }]);
});

test('a user of another role is bound by the permission table', async () => {
  const world = await newWorld();
  const actor = await world.as('MANAGER');
  await expect(world.run(rename, { name: 'А' }, { actor })).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('clones are separate, and the application role sees no tenant but its own', async () => {
  const [world, other] = await Promise.all([newWorld(), newWorld()]);
  await world.run(rename, { name: 'А' });
  expect(await other.run(rename, { name: 'Б' })).toEqual({ before: 'Песочница' });
  const seen = await inTransaction(world.database, other.orgId, 'read', (tx) =>
    tx.rows({ name: text }, sql`select name from organisations`));
  expect(seen).toEqual([]);
});

test('a closed database is gone', async () => {
  const { database, url, close } = await freshDatabase();
  await close();
  await close();
  await expect(database.owner.query('select 1')).rejects.toThrow();
  expect(url).toMatch(/saldo_test_/);
});
