/** What a payment asks of the database does not grow with the number of invoices that it settles. */
import type pg from 'pg';
import { expect, onTestFinished, test, vi } from 'vitest';
import { newClient, newInvoice, pay, reverse } from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';

type Traffic = { statements: string[]; roundTrips: number };

/** Counts what goes over the application's connections, and how often somebody waits for an answer. */
async function trafficOf(world: World, work: () => Promise<unknown>): Promise<Traffic> {
  const traffic: Traffic = { statements: [], roundTrips: 0 };
  const { app } = world.database;
  const clients = new Set<pg.PoolClient>();
  const spies: { mockRestore(): void }[] = [];
  const connect = app.connect.bind(app) as () => Promise<pg.PoolClient>;
  const watch = (client: pg.PoolClient): void => {
    if (clients.has(client)) return;
    clients.add(client);
    const query = client.query.bind(client) as (given: string | pg.QueryConfig) => Promise<unknown>;
    let underWay = 0;
    spies.push(vi.spyOn(client, 'query').mockImplementation(((given: string | pg.QueryConfig) => {
      traffic.statements.push(typeof given === 'string' ? given : given.text);
      if (underWay === 0) traffic.roundTrips += 1;
      underWay += 1;
      return query(given).finally(() => { underWay -= 1; });
    }) as never));
  };
  spies.push(vi.spyOn(app, 'connect').mockImplementation((async () => {
    const client = await connect();
    watch(client);
    return client;
  }) as never));
  const restore = (): void => spies.forEach((spy) => spy.mockRestore());
  onTestFinished(restore);
  await work();
  restore();
  return traffic;
}

async function debtor(world: World, invoices: number): Promise<string> {
  const client = await newClient(world);
  for (let n = 0; n < invoices; n += 1) await newInvoice(world, client, [100]);
  return client;
}

test('a payment that settles 100 invoices costs no more statements than one that settles 1', async () => {
  const world = await newWorld({ template: 'SPORT' });
  const traffics: Traffic[] = [];
  for (const invoices of [1, 100]) {
    const clientId = await debtor(world, invoices);
    traffics.push(await trafficOf(world, async () => {
      const { allocations } = await pay(world, { clientId, amount: 100 * invoices }, { idempotencyKey: `k${invoices}` });
      expect(allocations).toHaveLength(invoices);
    }));
  }
  const [one, hundred] = traffics;
  expect(hundred).toEqual(one);
  expect(one!.statements.length).toBeLessThanOrEqual(9);
  expect(one!.roundTrips).toBe(3);
});

test('nor does the reversal that undoes it', async () => {
  const world = await newWorld({ template: 'SPORT' });
  const counts: number[] = [];
  for (const invoices of [1, 100]) {
    const clientId = await debtor(world, invoices);
    const { payment } = await pay(world, { clientId, amount: 100 * invoices });
    const { statements } = await trafficOf(world, () => reverse(world, payment.id));
    counts.push(statements.length);
  }
  expect(counts[1]).toBe(counts[0]);
});
