/** The operator's way: out into files, in again, one person out, and nobody erased by a slip of the hand. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { changingNothing, newClient, newInvoice } from '../money-fixtures.ts';
import { root } from '../tidy/sources.ts';
import { freshDatabase } from '../database.ts';
import { type World, newWorld } from '../world.ts';

async function saldo(url: string, args: string[], input = ''): Promise<{ code: number; out: string; err: string }> {
  const env = { ...process.env, LANG: '', DATABASE_URL: url };
  const child = spawn(process.execPath, [join(root, 'src/cli.ts'), ...args], { env });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number];
  return { code, out, err };
}

async function placeFor(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'saldo-cli-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

const familyIn = (world: World) => newClient(world, {
  firstName: 'Марина', lastName: 'Берёзкина', phone: '+79788451364', notes: '=HYPERLINK("http://evil")',
});

test('an organisation is exported as a zip, and loaded into an empty installation; a second time it is refused', async () => {
  const [world, folder] = [await newWorld(), await placeFor()];
  await newInvoice(world, await familyIn(world), [500]);
  const { url, close } = await freshDatabase();
  onTestFinished(close);
  const zip = join(folder, 'studio.zip');
  const exported = await saldo(world.url, ['export', '--org', world.orgId, '--to', zip, '--zip', '--json']);
  expect(exported, exported.err).toMatchObject({ code: 0 });
  expect(JSON.parse(exported.out)).toMatchObject({ orgId: world.orgId, to: zip });
  const loaded = await saldo(url, ['import', zip]);
  expect(loaded, loaded.err).toMatchObject({ code: 0, out: expect.stringContaining('Книги сходятся') as string });
  expect(await saldo(url, ['import', zip])).toMatchObject({ code: 1, err: expect.stringContaining('уже есть') as string });
  expect(await saldo(world.url, ['export', '--org', world.orgId, '--to', zip, '--zip'])).toMatchObject({ code: 1 });
}, 60_000);

test('a person is exported by phone, in files that a spreadsheet opens without running anything', async () => {
  const [world, folder] = [await newWorld(), await placeFor()];
  const clientId = await familyIn(world);
  const to = join(folder, 'person');
  const done = await saldo(world.url, ['person', 'export', '--org', world.orgId, '--client', '8 978 845-13-64', '--to', to]);
  expect(done, done.err).toMatchObject({ code: 0, out: expect.stringContaining('Берёзкина Марина') as string });
  expect(JSON.parse(await readFile(join(to, 'person.json'), 'utf8'))).toMatchObject({ clientId });
  const card = (await readdir(to)).find((name) => name.includes('(clients)'))!;
  const text = await readFile(join(to, card), 'utf8');
  expect(text).toMatch(/Берёзкина Марина/);
  expect(text).not.toMatch(/(^|;)"?=HYPERLINK/m);
  await newClient(world, { firstName: 'Ольга', phone: '+79788451364' });
  expect(await saldo(world.url, ['person', 'export', '--org', world.orgId, '--client', '+79788451364', '--to', `${to}2`]))
    .toMatchObject({ code: 1, err: expect.stringContaining(clientId) as string });
}, 60_000);

test('one wrong letter of the phrase erases nobody, the right phrase does', async () => {
  const world = await newWorld();
  const clientId = await familyIn(world);
  const erase = (input: string, ...args: string[]) =>
    saldo(world.url, ['person', 'erase', '--org', world.orgId, '--client', clientId, ...args], input);
  await changingNothing(world, async () => {
    expect(await erase('удалить Берёзкина Марин\n')).toMatchObject({
      code: 1, err: expect.stringMatching(/наберите: удалить Берёзкина Марина[^]*ничего не удалено/) as string,
    });
    expect(await erase('', '--dry-run')).toMatchObject({ code: 0, out: expect.stringContaining('Будет') as string });
    expect(await erase('', '--reason', 'BECAUSE')).toMatchObject({ code: 2 });
  });
  const done = await erase('удалить Берёзкина Марина\n');
  expect(done, done.err).toMatchObject({ code: 0, out: expect.stringMatching(/АКТ ОБ УНИЧТОЖЕНИИ[^]*Клиент удалён № 1/) as string });
  expect(done.out).not.toContain('Берёзкина');
}, 60_000);
