/** The wrapper does the whole procedure, and stops when there is no backup (S0-003, S0-026, S0-028). */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { newClient, newInvoice } from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';
import { booksOf } from './resetting.ts';
import { root } from '../../scripts/check.ts';
import { routes } from '../../src/app.ts';

/** Runs the script in a folder where `pg_dump` writes what it was asked, or fails. */
async function script(world: World, typed: string, { dump = 0, backups = 'backups', args = [] as string[] } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'saldo-script-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'not-a-folder'), '');
  writeFileSync(join(folder, 'bin', 'pg_dump'), `#!/bin/sh\necho "$1 $2 $3" > "$5"; exit ${dump}\n`);
  chmodSync(join(folder, 'bin', 'pg_dump'), 0o755);
  const child = spawn('sh', [join(root, 'scripts/reset-invoices.sh'), ...args], {
    cwd: folder,
    env: {
      ...process.env, PATH: [join(folder, 'bin'), process.env.PATH].join(delimiter), LC_ALL: 'ru_RU.UTF-8', NODE_ENV: '',
      DATABASE_URL: world.url.replace('postgresql:', 'postgresql+asyncpg:'), SALDO_DATA_DIR: folder,
      SALDO_BACKUP_FOLDER: join(folder, backups),
    },
  });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => { said[stream] += text; });
  }
  child.stdin.on('error', () => undefined).end(typed);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said, dumps: readdirSync(folder).filter((name) => name.endsWith('.dump')) };
}

const ALL = 'да\nDELETE ALL INVOICES\n';
const left = async (world: World) => (await world.database.owner.query('select count(*)::int as n from invoices')).rows;

test('backup, dump, look, question, phrase, deletion', async () => {
  const world = await newWorld();
  await newInvoice(world, await newClient(world), [100, 200]);
  const { code, stdout, stderr, dumps } = await script(world, ALL);
  expect([code, stderr.includes('Резервная копия')], stderr).toEqual([0, true]);
  expect(dumps).toEqual([expect.stringMatching(/^backup_before_reset_\d{8}_\d{6}\.dump$/)]);
  expect(stdout.indexOf('DRY-RUN (без изменений)')).toBeLessThan(stdout.indexOf('РЕАЛЬНОЕ ВЫПОЛНЕНИЕ'));
  expect(stdout).toContain('   ✓ Удалено: 1 invoices\n');
  expect(await left(world)).toEqual([{ n: 0 }]);
});

test('without a backup it stops', async () => {
  const world = await newWorld();
  await newInvoice(world, await newClient(world), [100, 200]);
  const before = await booksOf(world);
  const attempts = [
    [ALL, { backups: 'not-a-folder' }, 'Копия не сделана: сброс остановлен'],
    [ALL, { dump: 1 }, 'pg_dump не сделал копию: сброс остановлен'],
  ] as const;
  for (const [typed, options, why] of attempts) {
    const { code, stderr } = await script(world, typed, options);
    expect([code, stderr.includes(why)], stderr).toEqual([1, true]);
  }
  expect((await script(world, ALL, { args: ['--yes'] })).code).toBe(2);
  expect(await booksOf(world)).toEqual(before);
}, 60_000);

test('the phrase alone is enough, and is handed on to the letter; no argument of pg_dump holds the password', () => {
  const folder = mkdtempSync(join(tmpdir(), 'saldo-script-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const program = (name: string, text: string): void =>
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  // What the commands were asked, and what was typed into the last of them.
  program('node', `case "$1" in -p) exec '${process.execPath}' "$@";; esac
    shift 2; echo "$@" >> '${folder}/log'; case "$*" in *--confirm*) cat >> '${folder}/log';; esac`);
  program('pg_dump', `echo "$1 | $PGPASSWORD" >> '${folder}/log'`);
  const asked = (typed: string): [number | null, string] => {
    rmSync(join(folder, 'log'), { force: true });
    const { status } = spawnSync('sh', [join(root, 'scripts/reset-invoices.sh')], {
      cwd: folder, input: typed,
      env: { PATH: [folder, process.env.PATH].join(delimiter), DATABASE_URL: 'postgresql+asyncpg://a:b%20c@host/d' },
    });
    return [status, readFileSync(join(folder, 'log'), 'utf8')];
  };
  const before = 'reset-invoices --dry-run\nbackup\npostgresql://a@host/d | b c\nreset-invoices --dry-run\n';
  const all = `${before}reset-invoices --confirm\nDELETE ALL INVOICES\n`;
  expect(asked('DELETE ALL INVOICES\n')).toEqual([0, all]);
  expect(asked(ALL)).toEqual([0, all]);
  for (const typed of [' DELETE ALL INVOICES\n', 'DELETE ALL INVOICES \n', 'delete all invoices\n', 'нет\n', '']) {
    expect(asked(typed), typed).toEqual([1, before]);
  }
});

test('no address leads to a reset', () => {
  const addresses = routes.map(({ endpoint: { name, path } }) => `${name} ${path}`);
  expect(addresses.filter((address) => /^maintenance\.|reset-invoices|undo/.test(address))).toEqual([]);
});
