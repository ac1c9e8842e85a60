/** Requests about 1C: synchronisations, customers, what they bought. Nothing here asks a base. */
import { connectOneC } from '../../src/loyalty/connection.ts';
import { cancelSync, startSync } from '../../src/loyalty/syncs.ts';
import { uuidv7 } from '../../src/kernel/uuid.ts';
import type { World } from '../world.ts';
import type { Family, Make, Request } from './requests.ts';

const connect = ({ world }: { world: World }) =>
  world.run(connectOneC, { baseUrl: 'https://1c.example.ru/base', username: 'Обмен', password: 'секрет' });

async function free(world: World): Promise<void> {
  await connect({ world });
  const { rows } = await world.database.owner.query<{ id: string }>(
    `select id from onec_syncs where org_id = $1 and status = 'RUNNING'`, [world.orgId]);
  for (const { id } of rows) await world.run(cancelSync, { id });
}
async function begun(world: World): Promise<string> {
  await free(world);
  return (await world.run(startSync, { limit: 10, days: 1 })).id;
}
async function stopped(world: World): Promise<string> {
  const id = await begun(world);
  await world.run(cancelSync, { id });
  return id;
}

/** A customer as a run leaves him: a card, a purchase, a record of points, a balance. */
async function customer({ world, clientId }: Family): Promise<void> {
  const syncId = await stopped(world);
  const [card, key, recorder] = [uuidv7(), uuidv7(), uuidv7()];
  const run = (query: string, ...values: unknown[]) => world.database.owner.query(query, [world.orgId, ...values]);
  await run(`insert into onec_customers (org_id, client_id, card_key, name, seen_sync, synced_at)
             values ($1, $2, $3, 'Анна', $4, now()) on conflict do nothing`, clientId, key, syncId);
  await run(`insert into discount_cards (org_id, id, client_id, card_key, number, is_active, seen_sync, created_at)
             values ($1, $2, $3, $4, '0001', true, $5, now())`, card, clientId, key, syncId);
  await run(`insert into purchases (org_id, client_id, card_id, kind, recorder, recorder_type, line_number, at, amount, packaging)
             values ($1, $2, $3, 'SALE', $4, 'Document_ЧекККМ', 1, now(), 100, false)`, clientId, card, recorder);
  await run(`insert into loyalty_records (org_id, recorder, recorder_type, line_number, client_id, card_id, at, accrued, spent,
                                          seen_sync)
             values ($1, $2, 'Document_ЧекККМ', 1, $3, $4, now(), 100, 0, $5)`, recorder, clientId, card, syncId);
  await run('insert into loyalty_points (org_id, client_id, last, sum, counted_at) values ($1, $2, 0, 100, now()) on conflict do nothing', clientId);
}
const at = async (id: Promise<string>): Promise<Request> => ({ at: { id: await id } });
const atClient: Make = ({ clientId }) => ({ at: { id: clientId } });

export const loyaltyRequests: Record<string, Make> = {
  'GET /api/onec/customers': async (family) => {
    await customer(family);
    return {};
  },
  'GET /api/clients/{id}/loyalty': atClient,
  'GET /api/clients/{id}/purchases': atClient,
  'POST /api/admin/onec/customers/sync/full': async ({ world }) => {
    await free(world);
    return { query: { limit: '1000', days: '365' } };
  },
  'GET /api/admin/onec/customers/sync': () => ({}),
  'GET /api/admin/onec/customers/sync/{id}': ({ world }) => at(begun(world)),
  'POST /api/admin/onec/customers/sync/{id}/cancel': ({ world }) => at(begun(world)),
  'POST /api/admin/onec/customers/sync/{id}/resume': ({ world }) => at(stopped(world)),
};
