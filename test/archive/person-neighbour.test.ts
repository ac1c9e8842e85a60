/** Erasing works past row-level security for some statements: nothing of another organisation may feel it. */
import { expect, test } from 'vitest';
import { createUser } from '../../src/access/users.ts';
import { erasePerson } from '../../src/archive/erase-person.ts';
import { addContact } from '../../src/clients/contacts.ts';
import { createClient } from '../../src/clients/write-clients.ts';
import { ask, expectProof, newInvoice, payInvoice } from '../money-fixtures.ts';
import { issued as told, tell } from '../notices/telling.ts';
import { type World, neighbourOf, newWorld } from '../world.ts';

/** The same family in an organisation, with the same login. */
async function settle(world: World): Promise<string> {
  const { id } = await ask(world, createClient, { firstName: 'Марина', lastName: 'Берёзкина', phone: '+79788451364' });
  await ask(world, addContact, { id, name: 'Берёзкин Олег' });
  const { id: invoiceId } = await newInvoice(world, id, [500], { notes: 'Для Берёзкиной Марины' });
  await payInvoice(world, invoiceId, 500);
  await tell(world, [told(id, 'INV-2025-00001')]);
  await ask(world, createUser, {
    email: 'marina@example.org', password: 'Correct-horse-7', firstName: 'Марина', lastName: 'Берёзкина', role: 'CLIENT',
    clientId: id,
  });
  return id;
}

async function rowsOf({ database, orgId }: World): Promise<string> {
  const { rows: tables } = await database.owner.query<{ name: string }>(`
    select quote_ident(c.relname) as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id'
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1`);
  const parts = await Promise.all(tables.map(async ({ name }) => (await database.owner.query<{ said: string }>(
    `select coalesce(string_agg(t::text, E'\n' order by t::text), '') as said from ${name} t where org_id = $1`, [orgId],
  )).rows[0]!.said));
  return parts.join('\n');
}

test('the same person in another organisation keeps every row, and the login that opens it', async () => {
  const a = await newWorld();
  const b = await neighbourOf(a);
  const clientId = await settle(a);
  await settle(b);
  const [before, logins] = [await rowsOf(b), 'select email from logins'];
  await ask(a, erasePerson, { id: clientId, reason: 'CONSENT_WITHDRAWN' });
  expect(await rowsOf(b)).toBe(before);
  expect(await rowsOf(a)).not.toMatch(/Бер[её]зкин|8451364/);
  expect((await a.database.owner.query(logins)).rows).toEqual([{ email: 'marina@example.org' }]);
  await expectProof(b);
});

test('a login that opens nothing else goes', async () => {
  const world = await newWorld();
  const clientId = await settle(world);
  await ask(world, erasePerson, { id: clientId, reason: 'REQUEST' });
  expect((await world.database.owner.query('select email from logins')).rows).toEqual([]);
});
