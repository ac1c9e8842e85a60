/** The commands as the operator runs them, and a backup that is killed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { listBackups } from '../../src/backup/backups-store.ts';
import { newWorld } from '../world.ts';
import { besides, contentOf, emptyTarget, livingTarget, nameOf, namesIn, newFolder } from './copies.ts';

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

type Ended = { code: number | null; out: string; err: string };

function start(url: string, dataDir: string, args: string[]) {
  const env = { ...process.env, DATABASE_URL: url, SALDO_DATA_DIR: dataDir, SALDO_SECRET: '', LANG: 'ru_RU.UTF-8' };
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, ...args], { env });
  onTestFinished(() => { child.kill('SIGKILL'); });
  return child;
}

async function saldo(url: string, dataDir: string, args: string[], typed = ''): Promise<Ended> {
  const child = start(url, dataDir, args);
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => { out += chunk.toString(); });
  child.stderr.on('data', (chunk: Buffer) => { err += chunk.toString(); });
  child.stdin.end(typed);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

test('backup, backups, restore and drop, in words and exit codes', async () => {
  const world = await newWorld();
  const dataDir = newFolder();
  writeFileSync(join(dataDir, 'secret'), 'x'.repeat(40));
  const made = await saldo(world.url, dataDir, ['backup']);
  expect(made).toMatchObject({ code: 0, err: '' });
  expect(made.out).toContain('✓ Восстановлена в проверочную базу, сверена построчно, книги сходятся');
  const { file } = listBackups(join(dataDir, 'backups'))[0]!;
  const listed = await saldo(world.url, dataDir, ['backups', '--json']);
  expect(JSON.parse(listed.out)).toMatchObject({ backups: [{ file, verdict: 'VERIFIED', verified: true, reason: null }] });

  const target = await livingTarget('Живая');
  const elsewhere = newFolder();
  const refused = await saldo(target, elsewhere, ['restore', file]);
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(refused.err).toContain('не пустая: «Живая»');
  const mistyped = await saldo(target, elsewhere, ['restore', file, '--overwrite'], 'saldo\n');
  expect(mistyped.code).toBe(1);
  expect(mistyped.err).toContain(`нужно «${nameOf(target)}»`);
  expect(namesIn(elsewhere)).toEqual([]);
  const done = await saldo(target, elsewhere, ['restore', file, '--overwrite'], `${nameOf(target)}\n`);
  expect(done.code).toBe(0);
  expect(done.out).toContain('✓ Книги сходятся');
  expect(done.out).toContain('Секрет установки взят из копии');
  const kept = /saldo backups --drop (\w+)/.exec(done.out)?.[1] ?? '';
  expect(await contentOf(target)).toEqual(await contentOf(world.url));
  expect(await besides(target)).toEqual([kept]);
  expect(await saldo(target, elsewhere, ['backups', '--drop', nameOf(target)])).toMatchObject({ code: 1 });
  expect(await saldo(target, elsewhere, ['backups', '--drop', kept])).toMatchObject({ code: 0 });
  expect(await besides(target)).toEqual([]);
}, 180_000);

test('a backup of another place is restored with --into, and where the secret differs it is said what will not work', async () => {
  const world = await newWorld();
  const dataDir = newFolder();
  writeFileSync(join(dataDir, 'secret'), 'x'.repeat(40));
  const folder = newFolder();
  const made = await saldo(world.url, dataDir, ['backup', '--to', folder, '--no-verify', '--json']);
  expect(made.code).toBe(0);
  const { file, verdict } = JSON.parse(made.out) as { file: string; verdict: string };
  expect(verdict).toBe('UNVERIFIED');
  const target = await emptyTarget();
  const other = newFolder();
  writeFileSync(join(other, 'secret'), 'y'.repeat(40));
  const done = await saldo(world.url, other, ['restore', file, '--into', target]);
  expect(done.code).toBe(0);
  expect(done.out).toContain('Секрет здесь другой, чем у копии. Не будут работать: вход со вторым фактором');
  expect(done.out).toContain(`${file}/secret`);
  expect(namesIn(other)).toEqual(['secret']);
});

test('a backup that was killed leaves nothing that looks like one, and the next one cleans up', async () => {
  const world = await newWorld();
  const dataDir = newFolder();
  const folder = join(dataDir, 'backups');
  mkdirSync(folder);
  const child = start(world.url, dataDir, ['backup']);
  while ((await besides(world.url)).length === 0) {
    expect(child.exitCode).toBeNull();
    await setTimeout(5);
  }
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(namesIn(folder)).toEqual([expect.stringMatching(/^\.saldo-\w+\.part-\d+$/)]);
  expect(listBackups(folder)).toEqual([]);
  expect(await besides(world.url)).toHaveLength(1);

  expect(await saldo(world.url, dataDir, ['backup'])).toMatchObject({ code: 0 });
  expect(namesIn(folder)).toEqual([expect.stringMatching(/^saldo-/)]);
  expect(await besides(world.url)).toEqual([]);
});

test('a backup that cannot be written says why and ends with 1', async () => {
  const world = await newWorld();
  const dataDir = newFolder();
  writeFileSync(join(dataDir, 'file'), '');
  const { code, err, out } = await saldo(world.url, dataDir, ['backup', '--to', join(dataDir, 'file', 'x')]);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain('Вместо папки копий стоит файл');
});
