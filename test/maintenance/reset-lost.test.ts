/** The guard before a reset, and the reset whose answer was lost: what is deleted can always be brought back. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { type Socket, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { backUp } from '../backup/copies.ts';
import { ask, newClient, newInvoice, payInvoice } from '../money-fixtures.ts';
import { newWorld } from '../world.ts';
import { changeClient } from '../../src/clients/write-clients.ts';
import { booksOf, brokenChecks, reset, undo } from './resetting.ts';
import { root } from '../../scripts/check.ts';

const PHRASE = 'DELETE ALL INVOICES\n';

/** Stands before the database, and breaks the connection of a reset when it has handed on its commit. */
async function forgetful(url: string): Promise<string> {
  const target = new URL(url);
  const { hostname, port } = target;
  const server = createServer((client: Socket) => {
    const database = connect(Number(port), hostname);
    let said = '';
    client.on('data', (bytes: Buffer) => {
      said = (said + bytes.toString('latin1')).slice(-200_000);
      database.write(bytes);
      const isReset = said.includes('maintenance.reset-invoices');
      if (isReset && said.lastIndexOf('commit\0') > said.lastIndexOf('maintenance.reset-invoices')) client.destroy();
    });
    // The database is left to finish what it was told.
    database.on('data', (bytes) => client.destroyed || client.write(bytes)).on('error', () => undefined);
    database.on('close', () => client.destroy());
    client.on('error', () => undefined).on('close', () => setTimeout(() => database.destroy(), 200));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  target.host = `127.0.0.1:${(server.address() as { port: number }).port}`;
  return target.href;
}

async function command(url: string, folder: string, typed: string) {
  const child = spawn(process.execPath,
    ['--disable-warning=ExperimentalWarning', `${root}/src/cli.ts`, 'reset-invoices', '--confirm'], {
      cwd: folder, env: { ...process.env, DATABASE_URL: url, SALDO_DATA_DIR: folder, LC_ALL: 'ru_RU.UTF-8' },
    });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text; });
  child.stdin.on('error', () => undefined).end(typed);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stderr };
}

test('C-67: the backup of another database is none; one of this is enough, and what was lost on the way is not lost', async () => {
  const world = await newWorld();
  await newInvoice(world, await newClient(world), [100, 200]);
  const before = await booksOf(world);
  const folder = mkdtempSync(join(tmpdir(), 'saldo-lost-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const elsewhere = await newWorld();
  await backUp(elsewhere.url, join(folder, 'backups'), { verify: false });

  const guarded = await command(world.url, folder, PHRASE);
  expect(guarded.code).toBe(1);
  expect(guarded.stderr).toContain('Нет резервной копии моложе 24 часов');
  expect(guarded.stderr).toContain('Без копии первой строкой отвечают «да», второй — фразой');
  expect(await booksOf(world)).toEqual(before);

  await backUp(world.url, join(folder, 'backups'), { verify: false });
  const lost = await command(await forgetful(world.url), folder, PHRASE);
  expect(lost.stderr).not.toContain('Нет резервной копии');
  expect(lost.stderr).toContain('Счета удалены, но связь с базой прервалась');
  expect(lost.code).toBe(1);
  expect((await world.database.owner.query('select from invoices')).rows).toHaveLength(0);
  const bundle = /--undo (\S+\.gz)/.exec(lost.stderr)![1]!;
  expect(existsSync(bundle)).toBe(true);
  await undo(world, bundle);
  expect(await booksOf(world)).toEqual(before);
}, 60_000);

test('a new phone of a client since the reset contradicts nothing: it stays, and the invoices come back', async () => {
  const world = await newWorld();
  const [touched, other] = [await newClient(world), await newClient(world, { firstName: 'Вера' })];
  for (const clientId of [touched, other]) await payInvoice(world, (await newInvoice(world, clientId, [300])).id, 100);
  const clients = async () => (await world.database.owner.query<{ id: string; phone: string; touched_at: unknown }>(
    'select id, phone, balance, touched_at from clients order by id')).rows;
  const before = await clients();
  const { bundle } = await reset(world);
  await world.setClock('2025-02-14T09:00:00Z');
  await ask(world, changeClient, { id: touched, phone: '+79780000009' });
  const touchedAt = (await clients()).find(({ id }) => id === touched)?.touched_at;
  await undo(world, bundle);
  expect(await clients()).toEqual(before.map((row) =>
    (row.id === touched ? { ...row, phone: '+79780000009', touched_at: touchedAt } : row)));
  expect(await brokenChecks(world)).toEqual([]);
});
