/** Kill -9 in the middle of a synchronisation: the next worker goes on by itself, and the rows are those of an undisturbed run. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { type Quirks, referenceData } from '../../fakes/onec/server.ts';
import { getSync, startSync } from '../../src/loyalty/syncs.ts';
import { neighbourOf } from '../world.ts';
import { NOW, type Shop, connect, newShop, rowsOf, sync } from './shop.ts';

const worker = fileURLToPath(new URL('../../src/worker.ts', import.meta.url));

/** A worker as operators start it, on the world's database. */
function startWorker({ world }: Shop): ChildProcess {
  const dataDir = mkdtempSync(join(tmpdir(), 'saldo-worker-'));
  const env = {
    ...process.env, DATABASE_URL: world.url, SALDO_SECRET: world.database.secret, SALDO_DATA_DIR: dataDir, LOG_LEVEL: 'error',
  };
  const child = spawn(process.execPath, [worker], { env, stdio: 'ignore' });
  onTestFinished(async () => {
    await end(child, 'SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  });
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}

test.each<[string, Quirks]>([
  ['a base that sorts', {}],
  ['a base that neither sorts nor filters, in no order', { 'orderby-500': true, 'filter-500': true, 'unstable-order': true }],
])('%s: killed three times at random moments', async (_what, quirks) => {
  const data = referenceData({ more: 40 });
  const calm = await newShop({ data, quirks }, { settings: { pageSize: 4 } });
  await sync(calm);
  const asked = calm.onec.requests.length;
  const shop: Shop = { world: await neighbourOf(calm.world, { now: NOW }), onec: calm.onec };
  await connect(shop.world, shop.onec, { pageSize: 4 });
  const { id } = await shop.world.run(startSync, { limit: 1000, days: 365 });
  const moments: number[] = [];
  for (let kill = 0; kill < 3; kill += 1) {
    const moment = shop.onec.requests.length + 1 + Math.floor(Math.random() * asked * 0.6);
    moments.push(moment - asked);
    const child = startWorker(shop);
    const isOver = async () => (await shop.world.run(getSync, { id })).status !== 'RUNNING';
    while (shop.onec.requests.length < moment && !await isOver()) await setTimeout(2);
    await end(child, 'SIGKILL');
  }
  const last = startWorker(shop);
  await expect.poll(async () => (await shop.world.run(getSync, { id })).status, { timeout: 30_000 }).toBe('DONE');
  await end(last, 'SIGTERM');
  expect(await rowsOf(shop), `killed at requests ${moments.join(', ')} of ${asked}`).toEqual(await rowsOf(calm));
}, 120_000);
