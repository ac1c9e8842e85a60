/**
 * `npm run bench`: payments through the real server beside what the same database allows, in one run and in turns.
 *
 *   --seconds N      length of one measurement (5)
 *   --rounds N       measurements of each kind; the table shows their medians (3)
 *   --invoices N     only payments that settle so many invoices; likewise --connections N
 *   --json           one line of JSON instead of the table
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createApiKey } from '../src/access/api-keys.ts';
import { createOrganisation } from '../src/access/create-organisation.ts';
import { getProof } from '../src/audit/proof.ts';
import { openDatabase } from '../src/kernel/db.ts';
import { startEmbedded } from '../src/kernel/embedded-postgres.ts';
import { migrate } from '../src/kernel/migrate.ts';
import type { Call } from '../src/kernel/operation.ts';
import { DUE, countBooks, makeClients } from './books.ts';
import { type Measured, medians } from './figures.ts';
import { type Place, findPgbench, measureLimit } from './limit.ts';
import { type Client, type Server, startClient, startServer } from './server.ts';

type Kind = { invoices: number; connections: number };
type Row = Kind & { saldo: Measured; limit: Measured; ratio: number };

/** The ratios that issue 2 asks for, at 8 connections. */
const TARGETS = new Map([[1, 0.5], [10, 0.6]]);
const WARM_UP = 400;

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' }, rounds: { type: 'string', default: '3' }, json: { type: 'boolean' },
    invoices: { type: 'string' }, connections: { type: 'string' },
  },
});
const seconds = Number(options.seconds);
const rounds = Number(options.rounds);
const isWanted = (given: string | undefined, value: number): boolean => given === undefined || Number(given) === value;
const KINDS: readonly Kind[] = [1, 10].flatMap((invoices) => [1, 8].map((connections) => ({ invoices, connections })))
  .filter((kind) => isWanted(options.invoices, kind.invoices) && isWanted(options.connections, kind.connections));
const say = (text: string): void => void process.stderr.write(`${text}\n`);

type Bench = { place: Place; key: string | undefined; server: Server; client: Client; pgbench: string | undefined };
/** Where the unused clients begin; every payment has a client of its own. */
let next = 1;

const throughSaldo = ({ client, server, key }: Bench, kind: Kind, count: number): Promise<Measured> =>
  client.send({ port: server.port, key, count, ...workOf(kind, count) });
const throughLimit = ({ pgbench, place }: Bench, kind: Kind, count: number): Promise<Measured> =>
  measureLimit(pgbench, place, { count, ...workOf(kind, count) });

function workOf({ invoices, connections }: Kind, count: number): { from: number; connections: number; amount: number } {
  const from = next;
  next += count;
  return { from, connections, amount: invoices * DUE };
}

const prepare = ({ place }: Bench, { invoices }: Kind, count: number): Promise<void> =>
  makeClients(place.url, place.orgId, { from: next, count, invoices });

/** Warms both sides up, so that the length of a measurement is known, and then measures them in turns. */
async function measure(bench: Bench, kind: Kind): Promise<Row> {
  await prepare(bench, kind, 2 * WARM_UP);
  const guess = [await throughSaldo(bench, kind, WARM_UP), await throughLimit(bench, kind, WARM_UP)];
  const counts = guess.map(({ rate }) => Math.ceil((rate * seconds) / kind.connections) * kind.connections);
  const [saldoCount = 0, limitCount = 0] = counts;
  await prepare(bench, kind, rounds * (saldoCount + limitCount));
  const saldo: Measured[] = [];
  const limit: Measured[] = [];
  for (let round = 0; round < rounds; round += 1) {
    saldo.push(await throughSaldo(bench, kind, saldoCount));
    limit.push(await throughLimit(bench, kind, limitCount));
  }
  const row = { ...kind, saldo: medians(saldo), limit: medians(limit) };
  return { ...row, ratio: row.saldo.rate / row.limit.rate };
}

/** Both sides must change the same rows, or the comparison means nothing. */
async function compareRows(bench: Bench, kind: Kind): Promise<void> {
  const { url } = bench.place;
  await prepare(bench, kind, 2 * WARM_UP);
  const before = await countBooks(url);
  await throughSaldo(bench, kind, WARM_UP);
  const between = await countBooks(url);
  await throughLimit(bench, kind, WARM_UP);
  const after = await countBooks(url);
  for (const [name, count] of Object.entries(between)) {
    const [saldo, limit] = [count - before[name]!, after[name]! - count];
    if (saldo !== limit || saldo === 0) throw new Error(`${name}: Saldo changed ${saldo}, the limit ${limit}`);
  }
}

/** Starts everything, does the work, and stops everything, also when a signal comes in between. */
async function withBench<T>(work: (bench: Bench, proof: () => Promise<boolean>) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'saldo-bench-'));
  chmodSync(folder, 0o755); // started by root, PostgreSQL runs as another user and has to get in
  const opened: (() => Promise<void>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
  const closeAll = async (): Promise<void> => {
    for (const close of opened.toReversed()) await close();
  };
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= closeAll());
  for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) {
    process.on(event, () => void close().finally(() => process.exit(1)));
  }
  process.channel?.unref(); // the launcher's line tells us that it is gone, and must not keep us alive
  try {
    const { url, stop } = await startEmbedded(folder);
    opened.push(stop);
    const database = openDatabase(url);
    opened.push(() => database.close());
    await migrate(database);
    const { orgId, branchId } = await createOrganisation(database, { name: 'Bench', template: 'SPORT' });
    const call: Call = { orgId, actor: { userId: orgId, role: 'ADMIN' }, requestId: 'bench', language: 'en' };
    const { result: { key } } = await createApiKey.run(database, call, { name: 'bench', role: 'ADMIN' });
    const server = await startServer(url, folder);
    opened.push(() => server.stop());
    const client = startClient();
    opened.push(() => client.stop());
    const bench = { place: { url, orgId, branchId }, key, server, client, pgbench: findPgbench() };
    return await work(bench, async () => (await getProof.run(database, call, {})).result.ok);
  } finally {
    await close();
  }
}

function print(rows: readonly Row[], driver: string, proven: boolean): void {
  const cells = (figures: Measured): string[] =>
    [figures.rate.toFixed(0), figures.p50.toFixed(2), figures.p99.toFixed(2)];
  const head = ['invoices', 'conns', 'saldo/s', 'p50 ms', 'p99 ms', 'limit/s', 'p50 ms', 'p99 ms', 'ratio', 'target'];
  const lines = rows.map((row) => {
    const target = row.connections === 8 ? TARGETS.get(row.invoices)?.toFixed(2) : undefined;
    const kind = [String(row.invoices), String(row.connections)];
    return [...kind, ...cells(row.saldo), ...cells(row.limit), row.ratio.toFixed(2), target ?? ''];
  });
  for (const line of [head, ...lines]) console.log(line.map((cell) => cell.padStart(8)).join(' '));
  console.log(`\nPOST /api/payments with an Idempotency-Key; server, HTTP client and database are processes of their own.
Limit: one prepared set-based transaction by ${driver}, the same rows. Medians of ${rounds} rounds of ${seconds} s in turns,
${cpus().length} processors. Proof of the books afterwards: ${proven ? 'ok' : 'BROKEN'}.`);
}

await withBench(async (bench, proof) => {
  const driver = bench.pgbench === undefined ? 'our own driver (pgbench is missing)' : 'pgbench';
  for (const invoices of [1, 10]) await compareRows(bench, { invoices, connections: 8 });
  say('Both sides change the same rows.');
  const rows: Row[] = [];
  for (const kind of KINDS) {
    say(`Measuring ${kind.invoices} invoices at ${kind.connections} connections…`);
    rows.push(await measure(bench, kind));
  }
  const proven = await proof();
  if (options.json) console.log(JSON.stringify({ driver, seconds, rounds, processors: cpus().length, proven, rows }));
  else print(rows, driver, proven);
  const reached = rows.every((row) => row.connections !== 8 || row.ratio >= (TARGETS.get(row.invoices) ?? 0));
  process.exitCode = proven && reached ? 0 : 1;
});
