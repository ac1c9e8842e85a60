/** Payments through the real server beside what the same database allows, in one run and in turns. */
import { createApiKey } from '../src/access/api-keys.ts';
import { createOrganisation } from '../src/access/create-organisation.ts';
import { getProof } from '../src/audit/proof.ts';
import type { Call } from '../src/kernel/operation.ts';
import { DUE, countBooks, makeClients } from './books.ts';
import { type Measured, medians } from './figures.ts';
import { type Place, findPgbench, measureLimit } from './limit.ts';
import { type Client, type Server, startClient, startServer } from './server.ts';
import { type Site, say } from './site.ts';

type Kind = { invoices: number; connections: number };
type Row = Kind & { saldo: Measured; limit: Measured; ratio: number };
export type PaymentOptions = {
  seconds: number; rounds: number; invoices: number | undefined; connections: number | undefined;
};
export type PaymentReport = { driver: string; rows: Row[]; proven: boolean; reached: boolean };

/** The ratios that issue 2 asks for, at 8 connections. */
const TARGETS = new Map([[1, 0.5], [10, 0.6]]);
export const targetOf = ({ invoices, connections }: Kind): number | undefined =>
  (connections === 8 ? TARGETS.get(invoices) : undefined);
const WARM_UP = 400;

type Bench = {
  place: Place; key: string | undefined; server: Server; client: Client; pgbench: string | undefined;
  /** Where the unused clients begin; every payment has a client of its own. */
  next: number;
};

/** Starts the server and its client, measures every kind that is wanted, and stops them. */
export async function benchPayments(site: Site, options: PaymentOptions): Promise<PaymentReport> {
  const { database, url, folder } = site;
  const { orgId, branchId } = await createOrganisation(database, { name: 'Bench', template: 'SPORT' });
  const call: Call = { orgId, actor: { userId: orgId, role: 'ADMIN' }, requestId: 'bench', language: 'en' };
  const { result: { key } } = await createApiKey.run(database, call, { name: 'bench', role: 'ADMIN' });
  const server = await startServer(url, folder);
  site.alsoStop(() => server.stop());
  const client = startClient();
  site.alsoStop(() => client.stop());
  const bench = { place: { url, orgId, branchId }, key, server, client, pgbench: findPgbench(), next: 1 };
  for (const invoices of [1, 10]) await compareRows(bench, { invoices, connections: 8 });
  say('Both sides of the payments change the same rows.');
  const rows: Row[] = [];
  for (const kind of kindsOf(options)) {
    say(`Payments: ${kind.invoices} invoices at ${kind.connections} connections…`);
    rows.push(await measure(bench, kind, options));
  }
  // Stopped here already: the server's jobs and seals must not work beside what is measured next.
  await client.stop();
  await server.stop();
  await database.owner.query('analyze'); // the autovacuum has not seen yet what was made in these seconds
  const { result: { ok: proven } } = await getProof.run(database, call, {});
  const driver = bench.pgbench === undefined ? 'our own driver (pgbench is missing)' : 'pgbench';
  return { driver, rows, proven, reached: rows.every((row) => row.ratio >= (targetOf(row) ?? 0)) };
}

function kindsOf(options: PaymentOptions): Kind[] {
  const isWanted = (given: number | undefined, value: number): boolean => given === undefined || given === value;
  return [1, 10].flatMap((invoices) => [1, 8].map((connections) => ({ invoices, connections })))
    .filter((kind) => isWanted(options.invoices, kind.invoices) && isWanted(options.connections, kind.connections));
}

const throughSaldo = (bench: Bench, kind: Kind, count: number): Promise<Measured> =>
  bench.client.send({ port: bench.server.port, key: bench.key, count, ...workOf(bench, kind, count) });
const throughLimit = (bench: Bench, kind: Kind, count: number): Promise<Measured> =>
  measureLimit(bench.pgbench, bench.place, { count, ...workOf(bench, kind, count) });

type Work = { from: number; connections: number; amount: number };
function workOf(bench: Bench, { invoices, connections }: Kind, count: number): Work {
  const from = bench.next;
  bench.next += count;
  return { from, connections, amount: invoices * DUE };
}

const prepare = ({ place, next }: Bench, { invoices }: Kind, count: number): Promise<void> =>
  makeClients(place.url, place.orgId, { from: next, count, invoices });

/** Warms both sides up, so that the length of a measurement is known, and then measures them in turns. */
async function measure(bench: Bench, kind: Kind, { seconds, rounds }: PaymentOptions): Promise<Row> {
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
