/** An organisation leaves as open files and comes back the same, down to every row, the proof and the chain. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportOrganisation } from '../../src/archive/export-organisation.ts';
import { importOrganisation } from '../../src/archive/import-organisation.ts';
import { Manifest, inOrder } from '../../src/archive/archive-rules.ts';
import { loadColumns, loadReferences } from '../../src/archive/catalogue-store.ts';
import { isCounted, unitOf } from '../../src/archive/units-rules.ts';
import { getProof } from '../../src/audit/proof.ts';
import { createOrganisation } from '../../src/access/create-organisation.ts';
import { addContact } from '../../src/clients/contacts.ts';
import { createClient } from '../../src/clients/write-clients.ts';
import { type Demo, loadDemo } from '../../src/demo/load.ts';
import { runAsSystem } from '../../src/kernel/command.ts';
import { parseDay } from '../../src/kernel/day.ts';
import { inTransaction } from '../../src/kernel/db.ts';
import { BROUGHT_TABLES, bringEverything } from '../brought.ts';
import { type TestDatabase, freshDatabase } from '../database.ts';
import { worldOf } from '../world.ts';
import { PASSWORD } from '../access/house.ts';

let here: TestDatabase;
let there: TestDatabase;
let folder: string;
let demo: Demo;
let manifest: Manifest;
const HOSTILE = [
  '=cmd|/C calc!A0', '+1+1', '-2+3', '@SUM(A1)', '\'=уже с апострофом', '"кавычки", и запятая;точка', 'строка\nи ещё\r\nодна',
  '\\N', '\\', 'эмодзи 👩‍👧‍👦 и ё', `длинно ${'ы'.repeat(3000)}`, '\t=после табуляции', 'NULL', '\'просто',
];

beforeAll(async () => {
  here = await freshDatabase();
  there = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), 'saldo-archive-'));
  demo = await loadDemo(here.database, { clients: 40, seed: 3, template: 'SPORT', password: PASSWORD, days: 50 });
  const { id } = await runAsSystem(here.database, demo.orgId, createClient, { firstName: 'Хитрый', notes: HOSTILE[5] });
  for (const relation of HOSTILE) {
    // What the desk would tidy is written as a hostile program could have written it.
    const { id: contact } = await runAsSystem(here.database, demo.orgId, addContact, { id, name: 'Контакт' });
    await here.database.owner.query('update contacts set relation = $2, email = $3 where id = $1', [contact, relation, '']);
  }
  const { rows: [centre] } = await here.database.owner.query<{ day: string; branch: string }>(`
    select (sandbox_now at time zone time_zone)::date::text as day,
           (select id from branches where org_id = $1 order by id limit 1) as branch from organisations where org_id = $1`,
  [demo.orgId]);
  await bringEverything(worldOf(here, { orgId: demo.orgId, branchId: centre!.branch }), parseDay(centre!.day));
  await createOrganisation(here.database, { name: 'Соседи', template: 'STUDIO' });
  manifest = await exportOrganisation(here.database, demo.orgId, { to: at('first') });
  await importOrganisation(there.database, at('first'));
}, 240_000);
afterAll(async () => {
  await Promise.all([here.close(), there.close()]);
  await rm(folder, { recursive: true });
});
const at = (name: string): string => join(folder, name);

/** Every row of the organisation in every table, as the database writes it, without those that stay behind. */
async function rowsIn({ database }: TestDatabase): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {};
  for (const { table } of manifest.tables) {
    const where = table === 'logins' ? 'id in (select login_id from users where org_id = $1)' : 'org_id = $1';
    const { rows } = await database.owner.query<{ row: string }>(
      `select t::text as row from ${table} t where ${where} order by t::text collate "C"`, [demo.orgId]);
    all[table] = rows.map(({ row }) => row);
  }
  return all;
}

const proofIn = ({ database }: TestDatabase) => runAsSystem(database, demo.orgId, getProof, {});
const hashes = async (name: string): Promise<Record<string, string>> => {
  const files = (await readdir(at(name))).filter((file) => file.endsWith('.csv'));
  return Object.fromEntries(await Promise.all(files.map(async (file) =>
    [file, createHash('sha256').update(await readFile(join(at(name), file))).digest('hex')] as const)));
};

describe('an organisation that leaves and comes back', () => {
  test('has every row of every table, and no row of another', async () => {
    const rows = await rowsIn(there);
    expect(rows).toEqual(await rowsIn(here));
    const filled = Object.keys(rows).filter((table) => rows[table]!.length > 0);
    expect(BROUGHT_TABLES.filter((table) => !filled.includes(table))).toEqual([]);
    expect(filled.length).toBeGreaterThan(35 + BROUGHT_TABLES.length);
    const { rows: organisations } = await there.database.owner.query('select org_id from organisations');
    expect(organisations).toEqual([{ org_id: demo.orgId }]);
  });

  test('has the same proof and the same head of the chain', async () => {
    const [was, is] = [await proofIn(here), await proofIn(there)];
    expect(is.ok).toBe(true);
    expect({ ...is, checkedAt: '' }).toEqual({ ...was, checkedAt: '' });
    expect(is.chainHead).not.toBeNull();
  });

  test('leaves again as the same files, byte for byte, from a zip too', async () => {
    const again = await exportOrganisation(there.database, demo.orgId, { to: at('second') });
    expect(await hashes('second')).toEqual(await hashes('first'));
    expect({ ...again, madeAt: '' }).toEqual({ ...manifest, madeAt: '' });
    await exportOrganisation(here.database, demo.orgId, { to: at('first.zip'), zip: true });
    const third = await freshDatabase();
    try {
      await importOrganisation(third.database, at('first.zip'));
      expect(await rowsIn(third)).toEqual(await rowsIn(here));
    } finally {
      await third.close();
    }
  }, 120_000);

  test('goes on working: numbers continue after the last, people sign in with their passwords', async () => {
    const { id } = await runAsSystem(there.database, demo.orgId, createClient, { firstName: 'Новый' });
    expect(id).toBeTruthy();
    for (const { table, columns } of manifest.tables.filter(({ table: name }) => name === 'ledger_transfers')) {
      expect(columns.find(({ name }) => name === 'amount')).toMatchObject({ unit: 'kopecks' });
      const { rows: [next] } = await there.database.owner.query<{ next: string; last: string }>(
        `select nextval(pg_get_serial_sequence('${table}', 'id')) as next, max(id) as last from ${table}`);
      expect(Number(next!.next)).toBeGreaterThan(Number(next!.last));
    }
    const { rows } = await there.database.owner.query('select email from logins where password_hash <> $1', ['']);
    expect(rows.length).toBeGreaterThan(2);
  });

  test('is refused where it is already, and nothing changes', async () => {
    await expect(importOrganisation(there.database, at('first'))).rejects.toMatchObject({ code: 'ORGANISATION_EXISTS' });
    await expect(importOrganisation(here.database, at('first'))).rejects.toMatchObject({ code: 'ORGANISATION_EXISTS' });
  });

  test('without logins: people stay, their doors do not, and the archive fits beside the same e-mails', async () => {
    const fresh = await freshDatabase();
    try {
      const copied = await exportOrganisation(here.database, demo.orgId, { to: at('closed'), withoutLogins: true });
      expect(copied.tables.map(({ table }) => table)).not.toContain('logins');
      const { rows: [login] } = await here.database.owner.query<{ email: string }>('select email from logins limit 1');
      await fresh.database.owner.query(
        "insert into logins (id, email, password_hash, created_at) values (gen_random_uuid(), $1, 'x', now())", [login!.email]);
      await expect(importOrganisation(fresh.database, at('first'))).rejects.toMatchObject({
        code: 'LOGIN_EXISTS', detail: { emails: login!.email },
      });
      await importOrganisation(fresh.database, at('closed'));
      const { rows } = await fresh.database.owner.query(
        `select count(*)::int as people, count(login_id)::int as logins,
                count(*) filter (where is_active and role not in ('CLIENT', 'STUDENT') and kind = 'LINK')::int as open
           from users where kind <> 'SYSTEM'`);
      expect(rows).toEqual([{ people: expect.any(Number) as number, logins: 0, open: 0 }]);
    } finally {
      await fresh.close();
    }
  }, 120_000);
});

describe('the files', () => {
  test('ARC-2: no value begins a formula, and the hostile ones came back as they were', async () => {
    const { rows } = await there.database.owner.query<{ relation: string }>(
      "select relation from contacts where name = 'Контакт' order by id");
    expect(rows.map(({ relation }) => relation)).toEqual(HOSTILE);
    const contacts = await readFile(join(at('first'), 'contacts.csv'), 'utf8');
    expect(contacts).not.toMatch(/(^|,)"[=+\-@\t]/m);
    expect(contacts).toContain(`,"'=cmd|/C calc!A0",,""`);
  });

  test('say what they are: schema, units, keys, what was left out', async () => {
    expect(Manifest.parse(JSON.parse(await readFile(join(at('first'), 'saldo.json'), 'utf8')))).toEqual(manifest);
    expect(JSON.parse(await readFile(join(at('first'), 'saldo.schema.json'), 'utf8'))).toMatchObject({ type: 'object' });
    expect(manifest.leftOut.map(({ table }) => table)).toEqual(['sessions', 'uploads', 'import_progress']);
    const payments = manifest.tables.find(({ table }) => table === 'payments')!;
    expect(payments.columns.find(({ name }) => name === 'client_id')?.meaning).toContain('clients.csv');
    expect(payments.rows).toBeGreaterThan(50);
    expect(await readFile(join(at('first'), 'ПРОЧТИ-МЕНЯ.txt'), 'utf8')).toContain('целые копейки');
  });

  test('ARC-1: every whole number that could be money is called money or is known to be none', async () => {
    const columns = await inTransaction(here.database, demo.orgId, 'read', loadColumns);
    const unknown = columns.filter(({ tableName, columnName: name, type, sequence }) =>
      type === 'bigint' && sequence === null && unitOf(name, type, tableName) === undefined && !isCounted(name));
    expect(unknown.map(({ tableName, columnName }) => `${tableName}.${columnName}`)).toEqual([]);
  });

  test('nothing that stays behind is pointed into by what leaves, and the order has no circle', async () => {
    const references = await inTransaction(here.database, demo.orgId, 'read', loadReferences);
    const left = manifest.leftOut.map(({ table }) => table);
    expect(references.filter(({ refersTo, tableName }) => left.includes(refersTo) && !left.includes(tableName))).toEqual([]);
    expect(() => inOrder(['a', 'b'], [
      { tableName: 'a', refersTo: 'b', canWait: false }, { tableName: 'b', refersTo: 'a', canWait: false },
    ])).toThrow('circle');
  });

  test('an existing place is not written over, and an unknown organisation leaves no files', async () => {
    await expect(exportOrganisation(here.database, demo.orgId, { to: at('first') })).rejects.toThrow('уже есть');
    await expect(exportOrganisation(here.database, '018f0000-0000-7000-8000-000000000000', { to: at('none') }))
      .rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await readdir(folder)).filter((name) => name.startsWith('none'))).toEqual([]);
  });
});
