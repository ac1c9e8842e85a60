/** S3-083: what is read costs the same number of statements for one row and for many. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { forgetPrincipals } from '../src/access/authenticate.ts';
import { routes } from '../src/app.ts';
import { registerPayment } from '../src/payments/register-payment.ts';
import { reversePayment } from '../src/payments/reverse-payment.ts';
import { type Family, type Request, newFamily, requests, sendAs } from './access/requests.ts';
import { type Door, ask, newClient, newInvoice, openDoor } from './money-fixtures.ts';
import { type World, newWorld } from './world.ts';

const readings = routes.filter(({ kind }) => kind === 'reading').map(({ endpoint }) => `${endpoint.method} ${endpoint.path}`);
const writes = routes.filter(({ kind, endpoint }) => kind === 'operation' && !endpoint.path.startsWith('/api/me'))
  .map(({ endpoint }) => `${endpoint.method} ${endpoint.path}`);

/** Readings made of many: the proof, the whole desk and the whole card of a client in one request. */
const AT_MOST: Record<string, number> = {
  'GET /api/proof': 40, 'GET /api/desk': 18, 'GET /api/clients/{id}/card': 18, 'GET /api/invoices/{id}': 14,
};

/** How many statements the work sends to the database. */
async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const query = vi.spyOn(pg.Client.prototype, 'query');
  try {
    await work();
    return query.mock.calls.length;
  } finally {
    query.mockRestore();
  }
}

describe('readings', () => {
  let world: World;
  let door: Door;
  let family: Family;
  const asked = new Map<string, Request>();
  const before = new Map<string, { statements: number; size: number }>();

  async function measure(name: string) {
    forgetPrincipals(world.orgId); // so that the key is looked up every time
    let size = 0;
    const statements = await statementsOf(async () => {
      const { status, body } = await sendAs(door, name, asked.get(name)!, family.keys.ADMIN);
      expect(status, name).toBe(200);
      size = JSON.stringify(body).length;
    });
    return { statements, size };
  }
  const makeEverything = async () => {
    for (const name of writes) {
      expect((await sendAs(door, name, await requests[name]!(family), family.keys.ADMIN)).status, name).toBeLessThan(300);
    }
  };

  beforeAll(async () => {
    world = await newWorld();
    door = await openDoor(world);
    family = await newFamily(world, door);
    await makeEverything();
    for (const name of readings) {
      asked.set(name, await requests[name]!(family));
      before.set(name, await measure(name));
    }
    for (let round = 0; round < 5; round += 1) await makeEverything();
  });
  afterAll(async () => {
    await door.close();
    await world.close();
  });

  test('lists have grown', async () => {
    const grown = [];
    for (const name of readings) if ((await measure(name)).size > before.get(name)!.size * 1.5) grown.push(name);
    expect(grown).toEqual(expect.arrayContaining([
      'GET /api/invoices', 'GET /api/payments', 'GET /api/refunds', 'GET /api/correction-documents', 'GET /api/shifts',
      'GET /api/clients', 'GET /api/students', 'GET /api/services', 'GET /api/terms', 'GET /api/branches', 'GET /api/users',
      'GET /api/api-keys', 'GET /api/benefit-categories', 'GET /api/clients/{id}/invoices', 'GET /api/clients/{id}/payments',
      'GET /api/clients/{id}/timeline', 'GET /api/clients/{id}/statement', 'GET /api/explain/balance/{id}',
    ]));
  });

  test.each(readings)('%s', async (name) => {
    const { statements } = await measure(name);
    expect(statements).toBe(before.get(name)!.statements);
    expect(statements).toBeLessThanOrEqual(AT_MOST[name] ?? 12);
  });
});

describe('a payment and its reversal', () => {
  test.each([['FIFO_BALANCE', 'SPORT'], ['DIRECTED', 'STUDIO']] as const)('%s: as many statements for 30 invoices as for one', async (mode, template) => {
    const counts = [];
    for (const size of [1, 30]) {
      const world = await newWorld({ template });
      const clientId = await newClient(world);
      const invoices = [];
      for (let index = 0; index < size; index += 1) invoices.push(await newInvoice(world, clientId, [10]));
      const named = mode === 'DIRECTED' ? { invoiceId: invoices[0]!.id } : {};
      let id = '';
      const paying = await statementsOf(async () => {
        const made = await ask(world, registerPayment, { clientId, ...named, amount: 10 * size, paymentMethod: 'CASH' });
        expect(made.allocations).toHaveLength(mode === 'DIRECTED' ? 1 : size);
        id = made.payment.id;
      });
      const reversing = await statementsOf(() => ask(world, reversePayment, { id, reason: 'Ошибка' }));
      counts.push({ paying, reversing });
    }
    expect(counts[1]).toEqual(counts[0]);
    expect(counts[0]!.paying).toBeLessThanOrEqual(12);
  });
});
