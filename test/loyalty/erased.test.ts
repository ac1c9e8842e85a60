/** Whoever was erased on request stays so, whatever 1C goes on to say. */
import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { erasePerson } from '../../src/archive/erase-person.ts';
import { type Shop, baseWith, customers, newShop, sync } from './shop.ts';

const PHONE = '79788451364';

/** Everything personal that is kept of the client: nothing, when the person was erased. */
async function saidOf({ world }: Shop, id: string): Promise<unknown[]> {
  const { rows } = await world.database.owner.query(`
    select c.first_name, c.last_name, c.phone, c.email, c.city, c.card_number, o.name, o.phone as said, o.email as mail,
           o.city as town, d.number, d.barcode, d.description
      from clients c left join onec_customers o on o.client_id = c.id left join discount_cards d on d.client_id = c.id
     where c.id = $1`, [id]);
  return rows.flatMap((row: object) => Object.values(row)).filter((value) => value !== null);
}

/** Records of the audit trail and lines of the log that name her. */
const trailOf = async ({ world }: Shop): Promise<number> => (await world.database.owner.query<{ n: number }>(`
  select ((select count(*) from audit_log a where a::text ~ 'Царьков|8451364')
        + (select count(*) from onec_sync_lines l where l::text ~ 'Царьков|8451364'))::int as n`)).rows[0]!.n;

test('a reading after the erasure writes nothing personal again, nor makes the person anew', async () => {
  const shop = await newShop();
  await sync(shop);
  const { id } = (await customers(shop, PHONE))[0]!;
  expect((await saidOf(shop, id)).length).toBeGreaterThan(8);
  // What 1C changes of her is written down in the audit trail with her name and phone.
  shop.onec.setData(baseWith({ owners: (rows) => rows.map((row) =>
    ({ ...row, ОсновныеСведения: String(row['ОсновныеСведения']).replace('Симферополь', 'Керчь') })) }));
  expect((await sync(shop)).counts).toMatchObject({ changed: 1 });
  expect(await trailOf(shop)).toBeGreaterThan(0);
  await shop.world.run(erasePerson, { id, reason: 'REQUEST' });
  expect(await saidOf(shop, id)).toEqual([]);
  for (const run of [1, 2]) {
    expect(await sync(shop), `run ${run}`).toMatchObject({ status: 'DONE', counts: { created: 0, changed: 0 } });
    expect(await saidOf(shop, id)).toEqual([]);
    expect(await trailOf(shop)).toBe(0);
  }
  expect(await customers(shop, PHONE)).toEqual([]);
});

test('a page that waits for an erasure under way brings nothing of the person back', async () => {
  const shop = await newShop();
  await sync(shop);
  const { id } = (await customers(shop, PHONE))[0]!;
  const erasing = new pg.Client({ connectionString: shop.world.url });
  await erasing.connect();
  await erasing.query(`
    begin;
    update clients set name = 'Клиент удалён № 1', first_name = null, last_name = null, middle_name = null, phone = null,
           email = null, city = null, card_number = null, erased_at = now(), erased_number = 1 where id = '${id}';
    update onec_customers set name = null, phone = null, email = null, city = null where client_id = '${id}';
    update discount_cards set number = null, barcode = null, description = null where client_id = '${id}'`);
  const running = sync(shop);
  const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  try {
    await vi.waitFor(async () => expect((await shop.world.database.owner.query(waiting)).rowCount).toBe(1), 30_000);
    await erasing.query('commit');
  } finally {
    await erasing.end();
  }
  expect(await running).toMatchObject({ status: 'DONE', counts: { created: 0, changed: 0 } });
  expect(await saidOf(shop, id)).toEqual([]);
});
