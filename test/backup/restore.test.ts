/** What restoring does: all or nothing, beside what is there, and never over a living database without being told. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openBackup } from '../../src/backup/backups-store.ts';
import { Manifest } from '../../src/backup/contract.ts';
import { addressOf, connected } from '../../src/backup/databases-store.ts';
import { placeSecret } from '../../src/backup/secret.ts';
import { loadConfig } from '../../src/kernel/config.ts';
import { migrate, migrationState } from '../../src/kernel/migrate.ts';
import { kopecks } from '../../src/kernel/money.ts';
import { registerPayment } from '../../src/payments/register-payment.ts';
import { type VisitBook, newVisitBook } from '../maintenance/visit-faults.ts';
import {
  SECRET, backUp, besides, contentOf, emptyTarget, livingTarget, nameOf, newFolder, prove, restore, withDatabase,
} from './copies.ts';

let book: VisitBook;
let file: string;
const folder = mkdtempSync(join(tmpdir(), 'saldo-backup-'));
beforeAll(async () => {
  book = await newVisitBook();
  ({ file } = await backUp(book.world.url, folder, { verify: false }));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await book.world.close();
});

/** A copy of the backup to be spoilt. */
function anotherCopy(): string {
  const copy = join(newFolder(), 'copy');
  cpSync(file, copy, { recursive: true });
  return copy;
}

/** Changes a file on purpose and puts its right sum, as whoever makes such a backup would. */
function forge(copy: string, name: string, change: (text: string) => string): void {
  writeFileSync(join(copy, name), change(readFileSync(join(copy, name), 'utf8')));
  const sum = createHash('sha256').update(readFileSync(join(copy, name))).digest('hex');
  const sums = join(copy, 'SHA256SUMS');
  const lines = readFileSync(sums, 'utf8').split('\n').map((line) => (line.endsWith(`  ${name}`) ? `${sum}  ${name}` : line));
  writeFileSync(sums, lines.join('\n'));
}

const filesOf = (copy: string): string[] => readdirSync(copy, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();

describe('a restored database', () => {
  test('is the same, row by row, counts on where the other stopped, and holds', async () => {
    const target = await emptyTarget();
    const stages: string[] = [];
    const { kept, broken, database } = await restore(target, file, { onProgress: (stage) => stages.push(stage) });
    expect({ kept, broken, database }).toEqual({ kept: null, broken: [], database: nameOf(target) });
    expect([...new Set(stages)]).toEqual(['CHECK', 'RESTORE', 'COMPARE', 'PROVE']);
    expect(await contentOf(target)).toEqual(await contentOf(book.world.url));
    expect(await besides(target)).toEqual([]);
    const { orgId, call } = book.world;
    await withDatabase(target, async (database_) => {
      const { clientId } = book.gleb;
      await registerPayment.run(database_, call(), { clientId, amount: kopecks(10_000), paymentMethod: 'CASH' });
      expect((await prove(database_, orgId)).checks.filter(({ ok }) => !ok)).toEqual([]);
    });
    expect(await shapeOf(target)).toEqual(await shapeOf(book.world.url));
  });

  test('of an older program is brought up to date', async () => {
    const { url, owner } = await oldDatabase();
    await owner(`insert into organisations (org_id, name, template, time_zone, settings, created_at)
      values ('01900000-0000-7000-8000-000000000001', 'Прежняя', 'STUDIO', 'Europe/Moscow', '{}', now())`);
    const old = await backUp(url, newFolder(), { verify: false });
    expect(old.manifest.migrations).toHaveLength(3);
    const target = await emptyTarget();
    const { manifest } = await restore(target, old.file, { prove: async () => ({ checks: [] }) });
    expect(manifest.organisations).toEqual(['Прежняя']);
    await withDatabase(target, async (database) => {
      expect(await migrationState(database)).toMatchObject({ missing: [], problem: undefined });
    });
    expect((await contentOf(target))['organisations']).toMatch(/^1 rows/);
  });
});

const run = (address: string, text: string): Promise<unknown> =>
  withDatabase(address, async ({ owner }) => (await owner.query(text)).rows);

/** A database in which nothing was ever made, and the address of another one beside it. */
async function bareDatabase(owner?: string): Promise<{ url: string; base: string; name: string }> {
  const base = await emptyTarget();
  const name = `${nameOf(base)}_bare`;
  await run(base, `create database ${name}${owner === undefined ? '' : ` owner ${owner}`}`);
  onTestFinished(async () => {
    await run(base, `drop database ${name} with (force)`);
  });
  return { url: addressOf(base, name), base, name };
}

/** A database as version three of its shape left it. */
async function oldDatabase(): Promise<{ url: string; owner: (text: string) => Promise<unknown> }> {
  const { url } = await bareDatabase();
  await withDatabase(url, (database) => migrate(database, undefined, '0003-web.sql'));
  return { url, owner: (text) => run(url, text) };
}

test('a role that may not make a database restores into an empty one, all or nothing, and into no other', async () => {
  const role = `owner_${process.pid}`;
  await run(book.world.url, `create role ${role} login password 'plain'; grant saldo_app to ${role}; grant ${role} to current_user`);
  onTestFinished(async () => {
    await run(book.world.url, `drop role ${role}`);
  });
  const { url } = await bareDatabase(role);
  const plain = new URL(url);
  plain.username = role;
  plain.password = 'plain';
  const wrong = anotherCopy();
  forge(wrong, 'manifest.json', (text) => text.replace(/"rows": [1-9]\d*/, '"rows": 999999'));
  await expect(restore(plain.href, wrong)).rejects.toMatchObject({ code: 'RESTORE_DIFFERS' });
  expect((await contentOf(plain.href))['organisations']).toMatch(/^0 rows/);
  expect(await restore(plain.href, file)).toMatchObject({ kept: null, broken: [] });
  expect(await contentOf(plain.href)).toEqual(await contentOf(book.world.url));
  await expect(restore(plain.href, file, { overwrite: true, askName: async (name) => name }))
    .rejects.toMatchObject({ code: 'RESTORE_NO_RIGHT' });
});

/** Constraints and indexes by their definitions, and where the counters stand. */
const shapeOf = (url: string): Promise<unknown> => withDatabase(url, async ({ owner }) => (await owner.query(`
  select pg_get_constraintdef(oid) as def, conrelid::regclass::text as of, conname::text as name, convalidated::text as more
    from pg_constraint where connamespace = 'public'::regnamespace
  union all
  select indexdef, tablename, indexname, '' from pg_indexes where schemaname = 'public'
  union all
  select sequencename, '', '', '' from pg_sequences where schemaname = 'public'
  order by 2, 3, 1`)).rows);

describe('a living database', () => {
  test('is replaced only with --overwrite and its name; it lives on under another name', async () => {
    const target = await livingTarget('Живая');
    const before = await contentOf(target);
    const refused = await restore(target, file).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'RESTORE_DATABASE_NOT_EMPTY', detail: { database: nameOf(target), organisations: '«Живая»' },
    });
    expect(String((refused as { detail: { changed: string } }).detail.changed)).toMatch(/^\d\d\.\d\d\.\d{4} \d\d:\d\d UTC$/);
    for (const typed of ['', nameOf(target).slice(0, -1), nameOf(target).toUpperCase()]) {
      await expect(restore(target, file, { overwrite: true, askName: async () => typed }))
        .rejects.toMatchObject({ code: 'RESTORE_NAME_WRONG' });
    }
    expect(await contentOf(target)).toEqual(before);
    expect(await besides(target)).toEqual([]);

    const { kept } = await restore(target, file, { overwrite: true, askName: async (name) => name });
    expect(await besides(target)).toEqual([kept]);
    expect(await contentOf(target)).toEqual(await contentOf(book.world.url));
    expect(await contentOf(addressOf(target, kept!))).toEqual(before);
  });

  test('in use is left alone, also by one who comes late', async () => {
    const target = await emptyTarget();
    const stages: string[] = [];
    await connected(target, async () => {
      await expect(restore(target, file, { onProgress: (stage) => stages.push(stage) }))
        .rejects.toMatchObject({ code: 'RESTORE_SERVER_RUNNING' });
    });
    expect(stages, 'nothing was begun').toEqual(['CHECK']);
    let late: Promise<void> | undefined;
    let leave = (): void => undefined;
    const stay = new Promise<void>((done) => { leave = done; });
    const restoring = restore(target, file, { onProgress: (stage) => {
      if (stage === 'PROVE') late ??= connected(target, () => stay);
    } });
    await expect(restoring).rejects.toMatchObject({ code: 'RESTORE_SERVER_RUNNING' });
    leave();
    await late;
    expect(await besides(target)).toEqual([]);
    expect((await contentOf(target))['clients']).toMatch(/^0 rows/);
  });

  test('of somebody else is never replaced', async () => {
    const target = await emptyTarget();
    await withDatabase(target, async ({ owner }) => {
      await owner.query('drop schema public cascade; create schema public; create table shop (id int)');
    });
    await expect(restore(target, file, { overwrite: true, askName: async (name) => name }))
      .rejects.toMatchObject({ code: 'RESTORE_DATABASE_FOREIGN', detail: { tables: '«shop»' } });
    await expect(backUp(target, newFolder())).rejects.toMatchObject({ code: 'BACKUP_NOT_OURS' });
  });
});

describe('a damaged backup', () => {
  test('is refused wherever a byte was flipped, in any file', async () => {
    const copy = anotherCopy();
    const places = filesOf(copy).flatMap((path, index) => {
      const { length } = readFileSync(path);
      const isTable = path.endsWith('.zst');
      return (isTable ? [(37 * index) % length] : [0, Math.floor(length / 2), length - 1]).map((at) => ({ path, at }));
    });
    expect(places.length).toBeGreaterThan(60);
    for (const { path, at } of places) {
      const whole = readFileSync(path);
      writeFileSync(path, whole.map((byte, index) => (index === at ? byte ^ 0x20 : byte)));
      await expect(openBackup(copy), `${path} byte ${at}`).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' });
      writeFileSync(path, whole);
    }
    await openBackup(copy);
  });

  test('is refused when a file is cut off, missing or not of it, before anything is touched', async () => {
    const target = await livingTarget('Живая');
    const before = await contentOf(target);
    for (const spoil of [
      (copy: string) => truncateSync(join(copy, 'tables', 'clients.copy.zst'), 10),
      (copy: string) => rmSync(join(copy, 'tables', 'clients.copy.zst')),
      (copy: string) => rmSync(join(copy, 'SHA256SUMS')),
      (copy: string) => truncateSync(join(copy, 'SHA256SUMS'), 400),
      (copy: string) => writeFileSync(join(copy, 'tables', 'other.copy.zst'), ''),
    ]) {
      const copy = anotherCopy();
      spoil(copy);
      await expect(restore(target, copy, { overwrite: true, askName: async (name) => name }))
        .rejects.toMatchObject({ code: 'BACKUP_DAMAGED' });
    }
    await expect(restore(target, join(folder, 'nothing'))).rejects.toMatchObject({ code: 'BACKUP_NOT_FOUND' });
    expect(await contentOf(target)).toEqual(before);
  });

  test('of a newer program, or with rows that do not agree with its own sums, is refused and leaves nothing', async () => {
    const target = await emptyTarget();
    const newer = anotherCopy();
    forge(newer, 'manifest.json', (text) => JSON.stringify({ ...Manifest.parse(JSON.parse(text)), migrations: [
      ...Manifest.parse(JSON.parse(text)).migrations, { name: '9999-later.sql', sha256: '0'.repeat(64) },
    ] }));
    await expect(restore(target, newer)).rejects.toMatchObject({ code: 'BACKUP_NEWER', detail: { migration: '9999-later.sql' } });
    const other = anotherCopy();
    forge(other, 'manifest.json', (text) => text.replace(/"rows": [1-9]\d*/, '"rows": 999999'));
    await expect(restore(target, other)).rejects.toMatchObject({ code: 'RESTORE_DIFFERS' });
    expect(await besides(target)).toEqual([]);
    expect((await contentOf(target))['organisations']).toMatch(/^0 rows/);
  });
});

describe('the secret', () => {
  const stateOf = (env: NodeJS.ProcessEnv, dataDir: string, mayPlace = true) => {
    const manifest = Manifest.parse(JSON.parse(readFileSync(join(file, 'manifest.json'), 'utf8')));
    return placeSecret(loadConfig({ SALDO_DATA_DIR: dataDir, ...env }, dataDir), file, manifest, mayPlace);
  };

  test('goes to the new installation; the former one is kept', () => {
    const dataDir = newFolder();
    const place = join(dataDir, 'secret');
    expect(stateOf({}, dataDir, false)).toEqual({ state: 'OTHER' });
    expect(existsSync(place)).toBe(false);
    expect(stateOf({}, dataDir)).toEqual({ state: 'PLACED' });
    expect(readFileSync(place, 'utf8')).toBe(`${SECRET}\n`);
    expect(stateOf({}, dataDir)).toEqual({ state: 'SAME' });
    writeFileSync(place, 'another secret of at least 32 characters');
    const { state, former } = stateOf({}, dataDir);
    expect(state).toBe('PLACED');
    expect(readFileSync(former!, 'utf8')).toBe('another secret of at least 32 characters');
  });

  test('that the operator gave is never replaced, only compared', () => {
    const dataDir = newFolder();
    expect(stateOf({ SALDO_SECRET: SECRET }, dataDir)).toEqual({ state: 'SAME' });
    expect(stateOf({ SALDO_SECRET: `${SECRET}!` }, dataDir)).toEqual({ state: 'OTHER' });
    expect(readdirSync(dataDir)).toEqual([]);
  });
});
