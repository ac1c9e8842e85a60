/** Connecting and checking as the operator does it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { startOneC } from '../../fakes/onec/server.ts';
import { newWorld } from '../world.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

async function saldo(args: string[], env: Record<string, string>, input = '') {
  const program = [`${root}/src/cli.ts`, 'onec', ...args];
  const child = spawn(process.execPath, program, { env: { ...process.env, LANG: '', ...env } });
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

test('saldo onec connect and check-connection: what is there, what is missing, and the exit code', async () => {
  const fake = await startOneC();
  onTestFinished(() => fake.close());
  const { url: DATABASE_URL, orgId } = await newWorld();
  const env = { DATABASE_URL, SALDO_SECRET: 'a secret of the test, long enough' };
  const connect = ['connect', '--org', orgId, '--url', `${fake.url}/odata/standard.odata`, '--user', fake.username];
  expect(await saldo(connect, env, `${fake.password}\n`)).toEqual({ code: 0, out: `1С подключена: ${fake.url}\n`, err: '' });
  const checked = await saldo(['check-connection', '--org', orgId], env);
  expect(checked).toMatchObject({ code: 0, err: '' });
  expect(checked.out).toContain('✓ Справочник.ДисконтныеКарты: всё на месте (записей: 15)');
  expect(checked.out).toContain('Синхронизация возможна');
  fake.setQuirks({ 'not-published': 'Catalog_ДисконтныеКарты' });
  const missing = await saldo(['check-connection', '--org', orgId, '--json'], { ...env, ONEC_PASSWORD: 'unused' });
  expect(missing).toMatchObject({ code: 1, err: '' });
  const cards = { purpose: 'cards', status: 'NOT_PUBLISHED' };
  expect(JSON.parse(missing.out)).toMatchObject({ ok: false, entities: [cards, {}, {}, {}, {}] });
});

test('ONEC_BASE_URL sends every connection to the fake of development', async () => {
  const fake = await startOneC();
  onTestFinished(() => fake.close());
  const { url: DATABASE_URL, orgId } = await newWorld();
  const env = { DATABASE_URL, SALDO_SECRET: 'a secret of the test, long enough', ONEC_PASSWORD: fake.password };
  await saldo(['connect', '--org', orgId, '--url', 'http://127.0.0.1:1/base', '--user', fake.username], env);
  expect(await saldo(['check-connection', '--org', orgId], { ...env, ONEC_BASE_URL: fake.url })).toMatchObject({ code: 0 });
});
