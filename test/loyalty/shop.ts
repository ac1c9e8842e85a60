/** A centre that is connected to the fake 1C, and what its customers come to. */
import { onTestFinished } from 'vitest';
import type { z } from 'zod';
import type { Row } from '../../fakes/onec/filter.ts';
import {
  type Data, type FakeOneC, type FakeOptions, SHAPES, referenceData, startOneC, tableOf,
} from '../../fakes/onec/server.ts';
import { connectOneC } from '../../src/loyalty/connection.ts';
import type { connectionEndpoints } from '../../src/loyalty/connection-contract.ts';
import type { Sync } from '../../src/loyalty/contract.ts';
import { listCustomers } from '../../src/loyalty/customers.ts';
import { type RunOptions, workOn } from '../../src/loyalty/sync-jobs.ts';
import { getSync, startSync } from '../../src/loyalty/syncs.ts';
import { type World, type WorldOptions, newWorld } from '../world.ts';

export type Shop = Readonly<{ world: World; onec: FakeOneC }>;
type Settings = Partial<z.output<typeof connectionEndpoints.set.input>>;

/** The noon at which the fake's rows end. */
export const NOW = '2025-02-12T09:00:00Z';

export async function newShop(
  fake: FakeOptions = {}, { settings = {}, ...options }: Omit<WorldOptions, 'settings'> & { settings?: Settings } = {},
): Promise<Shop> {
  const onec = await startOneC(fake);
  onTestFinished(() => onec.close());
  const world = await newWorld({ now: NOW, ...options });
  await connect(world, onec, settings);
  return { world, onec };
}

export const connect = (world: World, onec: FakeOneC, settings: Settings = {}) => world.run(connectOneC, {
  baseUrl: onec.url, username: onec.username, password: onec.password, ...settings,
});

/** Begins a run and works it to its end in this process. */
export async function sync(
  { world }: Shop, { limit = 1000, days = 365, ...options }: { limit?: number; days?: number } & RunOptions = {},
): Promise<Sync> {
  const { id } = await world.run(startSync, { limit, days });
  await workOn(world.database, world.orgId, id, { pauseMs: 1, ...options });
  return world.run(getSync, { id });
}

export async function customers({ world }: Shop, q?: string) {
  const { customers: found } = await world.run(listCustomers, { page: 1, limit: 100, sort: 'name', ...(q !== undefined && { q }) });
  return found;
}

/** Everything that the synchronisation wrote, without what differs from run to run: ids, runs, moments. */
export async function rowsOf({ world }: Shop): Promise<Record<string, unknown[]>> {
  const ask = async (query: string): Promise<unknown[]> =>
    (await world.database.owner.query<{ row: unknown }>(query, [world.orgId])).rows.map(({ row }) => row);
  return {
    clients: await ask(`
      select jsonb_build_object('name', c.name, 'last', c.last_name, 'first', c.first_name, 'middle', c.middle_name,
             'phone', c.phone, 'email', c.email, 'city', c.city, 'card', c.card_number, 'speaker', o.card_key) as row
        from clients c left join onec_customers o using (org_id) where c.org_id = $1 and (o.client_id is null or o.client_id = c.id)
       order by c.name, c.phone, c.card_number`),
    cards: await ask(`
      select jsonb_build_object('key', d.card_key, 'number', d.number, 'barcode', d.barcode, 'active', d.is_active,
             'client', c.name) as row
        from discount_cards d join clients c on c.org_id = d.org_id and c.id = d.client_id
       where d.org_id = $1 order by d.card_key`),
    purchases: await ask(`
      select to_jsonb(p) - 'org_id' - 'client_id' - 'card_id' - 'seen_sync' || jsonb_build_object('card', d.card_key) as row
        from purchases p left join discount_cards d on d.org_id = p.org_id and d.id = p.card_id
       where p.org_id = $1 order by recorder, recorder_type, line_number`),
    records: await ask(`
      select to_jsonb(r) - 'org_id' - 'client_id' - 'card_id' - 'seen_sync' || jsonb_build_object('card', d.card_key) as row
        from loyalty_records r join discount_cards d on d.org_id = r.org_id and d.id = r.card_id
       where r.org_id = $1 order by recorder, recorder_type, line_number`),
    points: await ask(`
      select jsonb_build_object('client', c.name, 'last', p.last, 'sum', p.sum) as row
        from loyalty_points p join clients c on c.org_id = p.org_id and c.id = p.client_id
       where p.org_id = $1 order by c.name, c.phone, c.card_number`),
  };
}

/** The reference base with the rows of some tables changed. */
export function baseWith(change: { [S in keyof typeof SHAPES]?: (rows: Row[]) => Row[] }, now?: Temporal.PlainDateTime): Data {
  return referenceData(now === undefined ? {} : { now }).map((table) => {
    const section = (Object.keys(SHAPES) as (keyof typeof SHAPES)[]).find((name) => SHAPES[name].name === table.name)!;
    const rows = Array.from({ length: table.length() }, (_, index) => table.row(index));
    return change[section] === undefined ? table : tableOf(SHAPES[section], change[section](rows));
  });
}
