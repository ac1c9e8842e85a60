/**
 * The restore drill. A year of a centre on a real server; the desk takes payments while the backup is made; then the
 * machine is gone, server, database and disk. Elsewhere the backup becomes a working centre again: beside another embedded
 * server, or, in the pass on PostgreSQL 15, on a server of one's own that is three versions older.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { Manifest } from '../../src/backup/contract.ts';
import { command, ended, killEverything, startServer } from '../crash/server.ts';
import { emptyTarget } from './copies.ts';

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const LANES = 4;

/** A folder that the user of the database can reach too. */
function newPlace(): string {
  const folder = mkdtempSync(join(tmpdir(), 'saldo-drill-'));
  chmodSync(folder, 0o755);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An installation: its folder, and the address of its database where that is a server of one's own. */
type Place = { dataDir: string; own?: string };

/** A command beside the load, which goes on meanwhile; the helper of the crash tests would hold it up. */
async function beside<T>({ dataDir, own = '' }: Place, ...args: string[]): Promise<T> {
  const env = { ...process.env, SALDO_DATA_DIR: dataDir, DATABASE_URL: own };
  const child = spawn(process.execPath, [CLI, ...args, '--json'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => { out += chunk.toString(); });
  await once(child, 'close');
  return JSON.parse(out) as T;
}

type Json = Record<string, unknown>;
type Send = <T = Json>(method: string, path: string, body?: Json) => Promise<T>;

/** The owner at the desk, signed in by password. */
async function signIn(url: string, login: { email: string; password: string }): Promise<Send> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/api/sign-in`, { method: 'POST', headers, body: JSON.stringify(login) });
  expect(answer.status).toBe(200);
  const cookie = answer.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
  return async <T>(method: string, path: string, body?: Json) => {
    const response = await fetch(`${url}${path}`, {
      method, headers: { cookie, origin: url, ...(body && headers) }, ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
    return (await response.json()) as T;
  };
}

type Payment = { id: string; amount: number };

/** Several tills that take payments until they are told to stop or the server is gone. */
function takePayments(send: Send, clients: readonly { id: string }[]) {
  const taken: string[] = [];
  let open = true;
  const till = async (lane: number): Promise<void> => {
    for (let n = lane; open; n += LANES) {
      const clientId = clients[n % clients.length]!.id;
      try {
        const { payment } = await send<{ payment: Payment }>(
          'POST', '/api/payments', { clientId, amount: 100 + n, paymentMethod: 'CARD' });
        taken.push(payment.id);
      } catch (error) {
        if (open) throw error;
      }
    }
  };
  const tills = Promise.all(Array.from({ length: LANES }, (_, lane) => till(lane)));
  const close = (): Promise<unknown> => {
    open = false;
    return tills;
  };
  return { taken, close };
}

const manifestIn = (file: string): Manifest => Manifest.parse(JSON.parse(readFileSync(join(file, 'manifest.json'), 'utf8')));
/** The tables of a backup by name, with their rows and the sum over them. */
const contentOf = ({ tables }: Manifest) => Object.fromEntries(tables.map(({ name, rows, sha256 }) => [name, [rows, sha256]]));

type Demo = { orgId: string; login: { email: string; password: string } };
type Made = { file: string; verdict: string; broken: string[] };

test('a centre is brought back elsewhere from the backup that was made while it worked', async () => {
  const [here, safe] = [newPlace(), newPlace()];
  const isOwn = process.env['SALDO_TEST_DATABASE_URL'] !== undefined;
  const months = isOwn ? '1' : '12'; // the other pass has the whole year
  const { login } = command<Demo>(here, 'demo', 'load', '--clients', '15', '--months', months);
  const server = await startServer(here);
  const desk = await signIn(server.url, login);
  const { clients } = await desk<{ clients: { id: string }[] }>('GET', '/api/clients?limit=40');
  const tills = takePayments(desk, clients);
  while (tills.taken.length < 20) await new Promise(setImmediate);
  const before = [...tills.taken];
  const made = await beside<Made>({ dataDir: here }, 'backup');
  expect(made).toMatchObject({ verdict: 'VERIFIED', broken: [] });
  expect(tills.taken.length, 'the desk went on taking payments').toBeGreaterThan(before.length);
  const closed = tills.close();
  await killEverything(server, here);
  await closed;

  // What was copied off the machine is all there is.
  const saved = join(safe, basename(made.file));
  cpSync(made.file, saved, { recursive: true });
  rmSync(here, { recursive: true, force: true });
  const there: Place = { dataDir: newPlace(), ...(isOwn && { own: await emptyTarget() }) };
  expect(await beside(there, 'restore', saved)).toMatchObject({ kept: null, proof: true, broken: [], secret: 'PLACED' });

  // Another backup, of the restored database, has the same rows in every table, byte for byte.
  const again = await beside<Made>(there, 'backup', '--no-verify');
  expect(contentOf(manifestIn(again.file))).toEqual(contentOf(manifestIn(saved)));
  expect(readFileSync(join(there.dataDir, 'secret'))).toEqual(readFileSync(join(saved, 'secret')));

  const restored = await startServer(there.dataDir, { DATABASE_URL: there.own ?? '' });
  const newDesk = await signIn(restored.url, login);
  for (const id of before) await newDesk('GET', `/api/payments/${id}`);
  await newDesk('POST', '/api/payments', { clientId: clients[0]!.id, amount: 1234.56, paymentMethod: 'CASH' });
  expect(await newDesk('GET', '/api/proof')).toMatchObject({ ok: true });
  expect(await ended(restored, 'SIGTERM')).toBe(0);
}, 600_000);
