/** What a backup is: one moment of every table, verified by restoring it, or else said to be no good. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { beforeAll, afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { lastBackup, lastVerifiedBackup, listBackups, openBackup } from '../../src/backup/backups-store.ts';
import { connected } from '../../src/backup/databases-store.ts';
import type { MadeBackup } from '../../src/backup/make-backup.ts';
import { tryBackupLock } from '../../src/backup/tables-store.ts';
import { createClient } from '../../src/clients/write-clients.ts';
import { sealText } from '../../src/kernel/sealed.ts';
import { parseDay } from '../../src/kernel/day.ts';
import { uuidv7 } from '../../src/kernel/uuid.ts';
import { BROUGHT_TABLES, bringEverything } from '../brought.ts';
import { type VisitBook, newVisitBook } from '../maintenance/visit-faults.ts';
import type { Digest } from '../digest.ts';
import { ask } from '../money-fixtures.ts';
import { newWorld } from '../world.ts';
import { SECRET, backUp, besides, contentOf, namesIn, newFolder } from './copies.ts';

let book: VisitBook;
/** A verified backup of the book, what the book held before it, and the stages that its making told of. */
let verified: MadeBackup;
let before: Digest;
const stages: string[] = [];
const place = mkdtempSync(join(tmpdir(), 'saldo-backup-'));
beforeAll(async () => {
  book = await newVisitBook();
  await bringEverything(book.world, parseDay('2024-01-16'));
  before = await contentOf(book.world.url);
  verified = await backUp(book.world.url, place, { onProgress: (stage) => stages.push(stage) });
});
afterAll(async () => {
  rmSync(place, { recursive: true });
  await book.world.close();
});

const hiddenPart = (folder: string): string => join(folder, namesIn(folder).find((name) => name.startsWith('.'))!);

describe('a backup', () => {
  test('holds every table of one moment, is verified, and leaves nothing beside it', async () => {
    const { url } = book.world;
    const { file, manifest } = verified;
    expect(manifest.verification).toMatchObject({ verdict: 'VERIFIED', reason: null, broken: [] });
    expect(manifest.tables.map(({ name }) => name).sort()).toEqual(Object.keys(before).sort());
    for (const { name, rows } of manifest.tables) expect(before[name], name).toMatch(new RegExp(`^${rows} rows`));
    expect(manifest.tables.filter(({ name, rows }) => BROUGHT_TABLES.includes(name) && rows === 0)).toEqual([]);
    expect(await contentOf(url)).toEqual(before);
    expect([...new Set(stages)]).toEqual(['COPY', 'RESTORE', 'COMPARE', 'PROVE']);
    expect(await besides(url)).toEqual([]);
    expect(namesIn(place)).toEqual([expect.stringMatching(/^saldo-\d{8}T\d{6}Z$/)]);
    expect(await openBackup(file)).toEqual(manifest);
  });

  test('can be checked and read without this program: sums of sha256sum, rows as COPY writes them', async () => {
    const { file, manifest } = await backUp(book.world.url, newFolder(), { verify: false });
    execFileSync('sha256sum', ['--check', '--strict', '--quiet', 'SHA256SUMS'], { cwd: file });
    const names = zstdDecompressSync(readFileSync(join(file, 'tables', 'students.copy.zst'))).toString();
    expect(names.split('\n').filter((line) => line.includes('\tАнна\t'))).toHaveLength(1);
    for (const name of ['.', 'manifest.json', 'secret', 'tables', 'tables/students.copy.zst']) {
      expect(statSync(join(file, name)).mode & 0o077, name).toBe(0);
    }
    expect(manifest.verification).toMatchObject({ verdict: 'UNVERIFIED', reason: expect.stringContaining('просьбе') });
  });

  test('is one moment while others write', async () => {
    const world = await newWorld();
    const folder = newFolder();
    let running = true;
    const writing = (async () => {
      for (let n = 0; running; n += 1) await ask(world, createClient, { firstName: `Клиент ${n}` });
    })();
    const { manifest } = await backUp(world.url, folder, { verify: false });
    running = false;
    await writing;
    const rowsOf = (table: string) => manifest.tables.find(({ name }) => name === table)!.rows;
    // Each client has a record of his making: a copy of two moments would have more of the one than of the other.
    expect(rowsOf('audit_log') - rowsOf('clients')).toBe(1);
  });

  test('says which secret it needs: the one of the program travels in it, one that was given does not', async () => {
    const world = await newWorld();
    const folder = newFolder();
    await world.database.owner.query(
      `insert into logins (id, email, password_hash, totp_secret, created_at) values ($1, 'a@b.example', 'x', $2, now())`,
      [uuidv7(), sealText(SECRET, 'KEY')]);
    const own = await backUp(world.url, folder, { verify: false });
    expect(readFileSync(join(own.file, 'secret'), 'utf8')).toBe(`${SECRET}\n`);
    expect(own.manifest.secret).toEqual({ fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/), carried: true, opens: true, logins: 1 });
    const given = await backUp(world.url, folder, { verify: false, secret: { text: `${SECRET}, but another`, carried: false } });
    expect(namesIn(given.file)).not.toContain('secret');
    expect(given.manifest.secret).toMatchObject({ carried: false, opens: false });
    expect(given.manifest.secret.fingerprint).not.toBe(own.manifest.secret.fingerprint);
    const unknown = await backUp(world.url, folder, { verify: false, secret: undefined });
    expect(unknown.manifest.secret).toEqual({ fingerprint: null, carried: false, opens: false, logins: 1 });
  });
});

describe('a backup that is no good', () => {
  test('because the books do not hold is FAILED, names the invariant, and does not count', async () => {
    const { world: { url }, sql } = book;
    const folder = newFolder();
    const good = join(folder, basename(verified.file));
    cpSync(verified.file, good, { recursive: true });
    await sql('update clients set balance = balance + 100');
    const { manifest, file, removed } = await backUp(url, folder, { keep: 1 });
    await sql('update clients set balance = balance - 100');
    expect(manifest.verification.verdict).toBe('FAILED');
    expect(manifest.verification.reason).toContain('Книги не сходятся');
    expect(manifest.verification.broken.length).toBeGreaterThan(0);
    expect(removed).toEqual([]);
    expect(lastBackup(folder)).toMatchObject({ file, verified: false, verdict: 'FAILED' });
    expect(lastVerifiedBackup(folder)).toMatchObject({ file: good, verified: true });
    expect(await besides(url)).toEqual([]);
  });

  test.each([
    ['a row changed', (text: string) => text.replace('Анна', 'Инна'), /не совпало с копией: таблица students/],
    ['a file cut off', (text: string) => text.slice(0, text.lastIndexOf('\t')), /missing data|COPY/],
  ])('because %s on the way to the disk is FAILED', async (_, spoil, reason) => {
    const folder = newFolder();
    let spoilt = false;
    const { manifest } = await backUp(book.world.url, folder, { onProgress: (stage) => {
      if (stage !== 'RESTORE' || spoilt) return;
      spoilt = true;
      const path = join(hiddenPart(folder), 'tables', 'students.copy.zst');
      writeFileSync(path, zstdCompressSync(spoil(zstdDecompressSync(readFileSync(path)).toString())));
    } });
    expect(manifest.verification).toMatchObject({ verdict: 'FAILED', reason: expect.stringMatching(reason) });
    expect(await besides(book.world.url)).toEqual([]);
  });

  test('because the role may not make a database is UNVERIFIED and says what to grant', async () => {
    const { url, database } = book.world;
    const role = `plain_${process.pid}_${Math.floor(performance.now())}`;
    await database.owner.query(`create role ${role} login password 'plain'`);
    const all = `select on all tables in schema public`;
    const counters = `select on all sequences in schema public`;
    await database.owner.query(`grant ${all} to ${role}; grant ${counters} to ${role}`);
    onTestFinished(async () => {
      await database.owner.query(`revoke ${all} from ${role}; revoke ${counters} from ${role}; drop role ${role}`);
    });
    const plain = new URL(url);
    plain.username = role;
    plain.password = 'plain';
    const { manifest } = await backUp(plain.href, newFolder());
    expect(manifest.verification).toMatchObject({ verdict: 'UNVERIFIED', reason: expect.stringContaining('alter role … createdb') });
  });

  test.each(['COPY', 'RESTORE', 'PROVE'] as const)('because it was given up during %s leaves nothing', async (at) => {
    const folder = newFolder();
    const abort = new AbortController();
    const making = backUp(book.world.url, folder, {
      signal: abort.signal, onProgress: (stage) => stage === at && abort.abort(new Error('given up')),
    });
    await expect(making).rejects.toThrow();
    expect(namesIn(folder)).toEqual([]);
    expect(await besides(book.world.url)).toEqual([]);
  });

  test('because the disk refused leaves nothing', async () => {
    const folder = newFolder();
    let taken = false;
    await expect(backUp(book.world.url, folder, { onProgress: () => {
      if (!taken) renameSync(join(hiddenPart(folder), 'tables'), join(hiddenPart(folder), 'elsewhere'));
      taken = true;
    } })).rejects.toThrow(/ENOENT/);
    expect(namesIn(folder)).toEqual([]);
    const file = join(folder, 'file');
    writeFileSync(file, '');
    await expect(backUp(book.world.url, join(file, 'backups'))).rejects.toThrow(/ENOTDIR/);
    expect(readdirSync(folder)).toEqual(['file']);
  });
});

test('only one backup of a database at a time', async () => {
  const folder = newFolder();
  await connected(book.world.url, async (client) => {
    expect(await tryBackupLock(client)).toBe(true);
    await expect(backUp(book.world.url, folder)).rejects.toMatchObject({ code: 'BACKUP_RUNNING' });
  });
  expect(namesIn(folder)).toEqual([]);
  await backUp(book.world.url, folder, { verify: false });
});

test('removes what is outdated, and lists what cannot be read as failed', async () => {
  const folder = newFolder();
  expect(listBackups(join(folder, 'not there'))).toEqual([]);
  const files: string[] = [];
  for (let n = 0; n < 3; n += 1) files.push((await backUp(book.world.url, folder, { keep: 2, verify: false })).file);
  expect(listBackups(folder).map(({ file }) => file).sort()).toEqual(files.slice(1).sort());
  writeFileSync(join(files[2]!, 'manifest.json'), '{}');
  const spoilt = listBackups(folder).find(({ file }) => file === files[2]);
  expect(spoilt).toMatchObject({ verdict: 'FAILED', verified: false, reason: expect.stringContaining('manifest.json') });
});
