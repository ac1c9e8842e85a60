/** Kill -9 at any moment loses no acknowledged write, leaves nothing half done, and the next start recovers by itself. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { type Running, command, ended, failedStart, killEverything, startServer } from './server.ts';

function newDataDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'saldo-crash-'));
  chmodSync(dir, 0o755);
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

type Json = Record<string, unknown>;

class Desk {
  url: string;
  readonly key: string;
  constructor(url: string, key: string) {
    this.url = url;
    this.key = key;
  }
  async send<T = Json>(method: string, path: string, body?: Json, idempotencyKey?: string): Promise<T> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.key}`,
        ...(body && { 'content-type': 'application/json' }),
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as T;
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer;
  }
}

function openDesk(dataDir: string, server: Running): Desk {
  const { orgId } = command<{ orgId: string }>(dataDir, 'org', 'create', '--name', 'Ритм', '--template', 'SPORT');
  const { key } = command<{ key: string }>(dataDir, 'api-key', 'create', '--org', orgId, '--role', 'ADMIN');
  return new Desk(server.url, key);
}

type Payments = { payments: { id: string; amount: number }[]; pagination: { total: number } };

/** Every payment that the books hold, by id. */
async function allPayments(desk: Desk): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (let page = 1; ; page += 1) {
    const { payments } = await desk.send<Payments>('GET', `/api/payments?limit=100&page=${page}`);
    for (const { id, amount } of payments) found.set(id, amount);
    if (payments.length < 100) return found;
  }
}

test('killed under load, server and database: every acknowledged payment is there, the rest once when repeated', async () => {
  const dataDir = newDataDir();
  let server = await startServer(dataDir);
  const desk = openDesk(dataDir, server);
  const clients: string[] = [];
  for (let n = 0; n < 4; n += 1) {
    const { id } = await desk.send<{ id: string }>('POST', '/api/clients', { firstName: `Клиент ${n}` });
    clients.push(id);
  }
  const acknowledged = new Map<string, string>();
  const attempted: { key: string; body: Json }[] = [];
  for (let round = 0; round < 2; round += 1) {
    let running = true;
    const till = async (lane: number): Promise<void> => {
      for (let n = 0; running; n += 1) {
        const clientId = clients[(lane + n) % clients.length]!;
        const key = `${round}-${lane}-${n}`;
        const body = { clientId, amount: 100 + n, paymentMethod: 'CASH' };
        attempted.push({ key, body });
        try {
          if (n % 5 === 0) {
            const items = [{ serviceName: 'Занятие', unitPrice: 150 }];
            await desk.send('POST', '/api/invoices', { clientId, items });
          }
          const { payment } = await desk.send<{ payment: { id: string } }>('POST', '/api/payments', body, key);
          acknowledged.set(key, payment.id);
        } catch {
          return; // the server is gone: this one is not acknowledged
        }
      }
    };
    const lanes = [0, 1, 2, 3, 4, 5].map(till);
    // Killed at a random moment of full work, however slow the machine is.
    const enough = acknowledged.size + 20;
    while (acknowledged.size < enough) await setTimeout(5);
    await setTimeout(Math.random() * 300);
    await killEverything(server, dataDir);
    running = false;
    await Promise.all(lanes);

    server = await startServer(dataDir);
    desk.url = server.url;
    const held = await allPayments(desk);
    expect(acknowledged.size).toBeGreaterThanOrEqual(enough);
    expect([...acknowledged.values()].filter((id) => !held.has(id))).toEqual([]);
    expect(await desk.send('GET', '/api/proof')).toMatchObject({ ok: true });
  }
  // What was not acknowledged is repeated with its key: done before the crash or not, it is done once.
  const before = await allPayments(desk);
  for (const { key, body } of attempted) {
    const { payment } = await desk.send<{ payment: { id: string } }>('POST', '/api/payments', body, key);
    if (acknowledged.has(key)) expect(payment.id).toBe(acknowledged.get(key));
  }
  const after = await allPayments(desk);
  expect(after.size).toBe(attempted.length);
  expect(after.size - before.size).toBeLessThanOrEqual(12);
  expect(await desk.send('GET', '/api/proof')).toMatchObject({ ok: true });
  expect(await ended(server, 'SIGTERM')).toBe(0);
}, 120_000);

test('a second server on one data directory says so and ends; a polite end finishes what is under way', async () => {
  const dataDir = newDataDir();
  const server = await startServer(dataDir);
  const second = await failedStart(dataDir);
  expect(second.code).toBe(1);
  expect(second.said).toContain(String(server.process.pid));
  const desk = openDesk(dataDir, server);
  const { id } = await desk.send<{ id: string }>('POST', '/api/clients', { firstName: 'Анна' });
  const body = { clientId: id, amount: 10, paymentMethod: 'CARD' };
  const underWay = Array.from({ length: 10 }, (_, n) => desk.send('POST', '/api/payments', body, `k${n}`));
  await underWay[0];
  const exit = ended(server, 'SIGTERM');
  const answered = (await Promise.allSettled(underWay)).filter((one) => one.status === 'fulfilled').length;
  expect(await exit).toBe(0);
  const again = await startServer(dataDir);
  desk.url = again.url;
  const { total } = (await desk.send<Payments>('GET', '/api/payments')).pagination;
  expect(total).toBe(answered);
  expect(await ended(again, 'SIGTERM')).toBe(0);
}, 120_000);
