/** Archives that are broken, forged or meant to harm: refused with the place and the reason, and nothing half-imported. */
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createOrganisation } from '../../src/access/create-organisation.ts';
import { createUser } from '../../src/access/users.ts';
import type { Manifest } from '../../src/archive/archive-rules.ts';
import { exportOrganisation } from '../../src/archive/export-organisation.ts';
import { importOrganisation } from '../../src/archive/import-organisation.ts';
import { sealAudit } from '../../src/audit/seal.ts';
import { Refusal } from '../../src/kernel/refusal.ts';
import { type TestDatabase, freshDatabase } from '../database.ts';
import { digestOfAllTables } from '../digest.ts';
import { ask, newClient, newInvoice, payInvoice } from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';

let world: World;
let there: TestDatabase;
let folder: string;
let archive: string;
let count = 0;

beforeAll(async () => {
  world = await newWorld();
  there = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), 'saldo-hostile-'));
  const clientId = await newClient(world, { notes: 'Первая строка\nвторая' });
  const invoice = await newInvoice(world, clientId, [500]);
  await payInvoice(world, invoice.id, 500);
  await ask(world, createUser, { email: 'anna@example.org', password: 'Correct-horse-7', firstName: 'Анна', role: 'MANAGER' });
  await sealAudit(world.database, world.orgId);
  await createOrganisation(there.database, { name: 'Соседи', template: 'STUDIO' });
  await exportOrganisation(world.database, world.orgId, { to: join(folder, 'good') });
  await exportOrganisation(world.database, world.orgId, { to: join(folder, 'good.zip'), zip: true });
});
afterAll(async () => {
  await Promise.all([world.close(), there.close()]);
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  archive = join(folder, `bad-${count += 1}`);
  await cp(join(folder, 'good'), archive, { recursive: true });
});

async function refused(path = archive): Promise<{ code: string; detail: Record<string, unknown> }> {
  const before = await digestOfAllTables(there.database);
  const error: unknown = await importOrganisation(there.database, path).catch((failure: unknown) => failure);
  expect(await digestOfAllTables(there.database)).toEqual(before);
  expect(error, String(error)).toBeInstanceOf(Refusal);
  return error as Refusal;
}
const damagedAt = (place: RegExp, why: RegExp) => ({
  code: 'ARCHIVE_DAMAGED',
  detail: { place: expect.stringMatching(place) as string, why: expect.stringMatching(why) as string },
});

async function forgeManifest(change: (manifest: Manifest) => void): Promise<void> {
  const file = join(archive, 'saldo.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as Manifest;
  change(manifest);
  await writeFile(file, JSON.stringify(manifest));
}
/** Changes a file and makes the table of contents agree, as somebody with bad intentions would. */
async function forge(table: string, change: (text: string) => string, rows = 0): Promise<void> {
  const file = join(archive, `${table}.csv`);
  const text = change(await readFile(file, 'utf8'));
  await writeFile(file, text);
  await forgeManifest(({ tables }) => {
    const entry = tables.find((one) => one.table === table)!;
    entry.rows += rows;
    entry.bytes = Buffer.byteLength(text);
    entry.sha256 = createHash('sha256').update(text).digest('hex');
  });
}

describe('a damaged archive', () => {
  test('a file cut short', async () => {
    await truncate(join(archive, 'clients.csv'), 120);
    expect(await refused()).toMatchObject(damagedAt(/clients\.csv/, /./));
  });
  test('a changed letter', async () => {
    await writeFile(join(archive, 'clients.csv'),
      (await readFile(join(archive, 'clients.csv'), 'utf8')).replace('вторая', 'третья'));
    expect(await refused()).toMatchObject(damagedAt(/clients\.csv/, /контрольная сумма/));
  });
  test('a missing file, and no archive at all', async () => {
    await rm(join(archive, 'payments.csv'));
    expect(await refused()).toMatchObject(damagedAt(/payments\.csv/, /нет/));
    await rm(join(archive, 'saldo.json'));
    expect(await refused()).toMatchObject(damagedAt(/saldo\.json/, /не выгрузка/));
    expect(await refused(join(folder, 'nothing'))).toMatchObject(damagedAt(/nothing/, /нет такой/));
  });
  test('contents that are no JSON, or say too little', async () => {
    await writeFile(join(archive, 'saldo.json'), '{"format": ');
    expect(await refused()).toMatchObject(damagedAt(/saldo\.json/, /JSON/));
    await writeFile(join(archive, 'saldo.json'), '{"format": "saldo-archive"}');
    expect(await refused()).toMatchObject(damagedAt(/saldo\.json/, /./));
  });
  test('a zip cut short, and a file that is no zip', async () => {
    const zip = join(folder, `cut-${count}.zip`);
    await cp(join(folder, 'good.zip'), zip);
    await truncate(zip, 4000);
    expect(await refused(zip)).toMatchObject(damagedAt(/cut/, /ZIP/));
    await writeFile(zip, 'не архив');
    expect(await refused(zip)).toMatchObject(damagedAt(/cut/, /ZIP/));
  });
});

describe('a forged archive', () => {
  test('a table that does not exist, a path for a file, a file that nobody announced', async () => {
    await forgeManifest(({ tables }) => {
      tables.push({ ...tables[0]!, table: 'pg_authid', file: 'pg_authid.csv' });
    });
    expect(await refused()).toMatchObject(damagedAt(/pg_authid/, /такой таблицы/));
    await cp(join(folder, 'good', 'saldo.json'), join(archive, 'saldo.json'));
    await forgeManifest(({ tables }) => {
      tables.find(({ table }) => table === 'clients')!.file = '../../etc/passwd';
    });
    expect(await refused()).toMatchObject(damagedAt(/passwd/, /называется clients\.csv/));
    await cp(join(folder, 'good', 'saldo.json'), join(archive, 'saldo.json'));
    await writeFile(join(archive, 'secrets.csv'), 'a');
    expect(await refused()).toMatchObject(damagedAt(/secrets\.csv/, /лишний/));
  });
  test('a column that does not exist, and one left out', async () => {
    await forgeManifest(({ tables }) => {
      tables.find(({ table }) => table === 'clients')!.columns[2]!.name = 'is_superuser';
    });
    expect(await refused()).toMatchObject(damagedAt(/clients\.csv/, /is_superuser/));
    await cp(join(folder, 'good', 'saldo.json'), join(archive, 'saldo.json'));
    await forgeManifest(({ tables }) => {
      tables.find(({ table }) => table === 'clients')!.columns.pop();
    });
    expect(await refused()).toMatchObject(damagedAt(/clients\.csv/, /другие колонки/));
  });
  test('a value of another kind is named with its row', async () => {
    await forge('payments', (text) => text.replace('"50000"', '"полтысячи"'));
    expect(await refused()).toMatchObject(damagedAt(/payments\.csv, строка \/ row 1/, /amount: не bigint/));
  });
  test('a row with a column too many, and a million columns', async () => {
    await forge('clients', (text) => text.replace(/\n$/, ',"ещё"\n'));
    expect(await refused()).toMatchObject(damagedAt(/clients\.csv, строка \/ row 1/, /колонок/));
    await cp(join(folder, 'good'), archive, { recursive: true });
    await forge('clients', (text) => `${text}${'"x",'.repeat(1_000_000)}"x"\n`, 1);
    expect(await refused()).toMatchObject(damagedAt(/clients\.csv, строка \/ row 2/, /колонок 1000001/));
  });
  test('a row of another organisation', async () => {
    await forge('branches', (text) => text.replaceAll(world.orgId, '018f0000-0000-7000-8000-000000000000'));
    expect(await refused()).toMatchObject(damagedAt(/branches\.csv, строка \/ row 1/, /другая организация/));
  });
  test('what the database itself does not allow', async () => {
    await forge('payments', (text) => text.replace('"50000"', '"-5"'));
    expect(await refused()).toMatchObject(damagedAt(/payments\.csv, строка \/ row 1/, /./));
    await cp(join(folder, 'good'), archive, { recursive: true });
    await forge('contacts', (text) => `${text}${['org_id', 'id', 'client_id'].map(() => `"${world.orgId}"`).join(',')}`
      + ',"Никто",,,,"2025-01-01T00:00:00.000000Z"\n', 1);
    expect(await refused()).toMatchObject(damagedAt(/contacts\.csv/, /client_id/));
  });
  test('money that does not add up is refused by the proof', async () => {
    await forge('clients', (text) => text.replace(/"0"/, '"100"'));
    const refusal = await refused();
    expect(refusal).toMatchObject({ code: 'ARCHIVE_UNPROVEN', detail: { why: expect.stringMatching(/I-01/) as string } });
  });
  test('a changed audit record is refused by its chain', async () => {
    await forge('audit_log', (text) => text.replace('client.create', 'client.creata'));
    expect(await refused()).toMatchObject({ code: 'ARCHIVE_UNPROVEN', detail: { why: expect.stringMatching(/I-22/) as string } });
  });
});

/** A zip of one stored or packed entry, with whatever name and sizes it claims. */
function zipOf(name: string, data: Buffer, claimed = data.length): Buffer {
  const packed = deflateRawSync(data);
  const bytes = Buffer.from(name, 'utf8');
  const field = (value: number, size: 2 | 4): Buffer => {
    const buffer = Buffer.alloc(size);
    buffer.writeUIntLE(value, 0, size);
    return buffer;
  };
  const common = Buffer.concat([field(20, 2), field(0x0800, 2), field(8, 2), field(0, 4), field(0, 4),
    field(packed.length, 4), field(claimed, 4), field(bytes.length, 2), field(0, 2)]);
  const local = Buffer.concat([field(0x0403_4b50, 4), common, bytes, packed]);
  const central = Buffer.concat([field(0x0201_4b50, 4), field(20, 2), common, field(0, 2), field(0, 2), field(0, 2),
    field(0, 4), field(0, 4), bytes]);
  return Buffer.concat([local, central, field(0x0605_4b50, 4), field(0, 2), field(0, 2), field(1, 2), field(1, 2),
    field(central.length, 4), field(local.length, 4), field(0, 2)]);
}

describe('a zip that is meant to harm', () => {
  const put = async (bytes: Buffer): Promise<string> => {
    const file = join(folder, `evil-${count}.zip`);
    await writeFile(file, bytes);
    return file;
  };
  test.each(['../../evil.csv', '/etc/cron.d/evil', 'a/b.csv', '..\\evil.csv'])('the name %s', async (name) => {
    expect(await refused(await put(zipOf(name, Buffer.from('x'))))).toMatchObject(damagedAt(/./, /путь|path|invalid/i));
  });
  test('a bomb', async () => {
    const bomb = zipOf('saldo.json', Buffer.alloc(40_000_000));
    expect(bomb.length).toBeLessThan(100_000);
    expect(await refused(await put(bomb))).toMatchObject(damagedAt(/saldo\.json/, /бомб/));
  });
  test('a bomb that claims to be small', async () => {
    const bomb = zipOf('saldo.json', Buffer.alloc(40_000_000), 1000);
    expect(await refused(await put(bomb))).toMatchObject(damagedAt(/saldo\.json/, /./));
  });
  test('a link to a file of the machine instead of a file', async () => {
    await rm(join(archive, 'clients.csv'));
    await symlink(join(folder, 'good', 'clients.csv'), join(archive, 'clients.csv'));
    expect(await refused()).toMatchObject(damagedAt(/clients\.csv/, /не обычный файл/));
  });
});

describe('an archive of another version', () => {
  test('an older, a newer and a strange one say what to do', async () => {
    await forgeManifest(({ migrations }) => void migrations.pop());
    expect(await refused()).toMatchObject({ code: 'ARCHIVE_VERSION', detail: { why: expect.stringContaining('обновите её') as string } });
    await cp(join(folder, 'good', 'saldo.json'), join(archive, 'saldo.json'));
    await forgeManifest(({ migrations }) => void migrations.push({ name: '9999-later.sql', sha256: 'f'.repeat(64) }));
    expect(await refused()).toMatchObject({ code: 'ARCHIVE_VERSION', detail: { why: expect.stringContaining('более новой') as string } });
    await cp(join(folder, 'good', 'saldo.json'), join(archive, 'saldo.json'));
    await forgeManifest(({ migrations }) => {
      migrations[0]!.sha256 = 'f'.repeat(64);
    });
    expect(await refused()).toMatchObject({ code: 'ARCHIVE_VERSION', detail: { why: expect.stringContaining('другой программы') as string } });
  });
});

test('the archive that all of these were made of is accepted, beside another organisation', async () => {
  const { orgId } = await importOrganisation(there.database, join(folder, 'good.zip'));
  expect(orgId).toBe(world.orgId);
});
