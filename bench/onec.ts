/**
 * A full synchronisation beside what the fake 1C gives at most, in one run: rows a second, and the memory it takes.
 *
 *   node bench/onec.ts --customers 50000 --purchases 1000000 --page 1000
 *   --json           one line of JSON instead of the table
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { PASSWORD, SHAPES, USERNAME } from '../fakes/onec/server.ts';
import { createOrganisation } from '../src/access/create-organisation.ts';
import type { Call } from '../src/kernel/operation.ts';
import { connectOneC } from '../src/loyalty/connection.ts';
import { listCustomers } from '../src/loyalty/customers.ts';
import { workOn } from '../src/loyalty/sync-jobs.ts';
import { getSync, startSync } from '../src/loyalty/syncs.ts';
import { type Site, say, withSite } from './site.ts';

const { values } = parseArgs({
  options: {
    customers: { type: 'string', default: '50000' }, purchases: { type: 'string', default: '1000000' },
    page: { type: 'string', default: '1000' }, json: { type: 'boolean', default: false },
  },
});
const [customers, purchases, page] = [values.customers, values.purchases, values.page].map(Number) as [number, number, number];

/** A process of its own, as 1C is a machine of its own. */
async function startFake(): Promise<{ url: string; child: ChildProcess }> {
  const args = ['fakes/onec/main.ts', '--port', '0', '--customers', String(customers), '--purchases', String(purchases)];
  const child = spawn(process.execPath, args, { cwd: new URL('..', import.meta.url), stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const chunk of child.stdout) {
    const url = /ONEC_BASE_URL=(\S+)/.exec(String(chunk))?.[1];
    if (url === undefined) continue;
    child.stdout.resume();
    return { url, child };
  }
  throw new Error('The fake did not start');
}

/** Everything that a run reads, read by nothing but fetch and JSON.parse, one request at a time. */
async function readRaw(url: string): Promise<number> {
  const authorization = `Basic ${Buffer.from(`${USERNAME}:${PASSWORD}`).toString('base64')}`;
  let rows = 0;
  for (const section of ['cards', 'owners', 'goods', 'purchases', 'points'] as const) {
    const { name, kind } = SHAPES[section];
    for (let skip = 0; ; skip += page) {
      const path = encodeURIComponent(`${name}${kind === 'register' ? '_RecordType' : ''}`);
      const response = await fetch(`${url}/odata/standard.odata/${path}?$format=json&$top=${page}&$skip=${skip}`, { headers: { authorization } });
      const { value } = (await response.json()) as { value: unknown[] };
      rows += value.length;
      if (value.length < page) break;
    }
  }
  return rows;
}

type Timed<T> = { result: T; seconds: number };
async function timed<T>(work: () => Promise<T>): Promise<Timed<T>> {
  const began = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - began) / 1000 };
}

/** The largest heap while something is done, in megabytes. */
async function peakOf<T>(work: () => Promise<T>): Promise<{ result: T; heap: number; rss: number }> {
  let [heap, rss] = [0, 0];
  const look = (): void => {
    const now = process.memoryUsage();
    [heap, rss] = [Math.max(heap, now.heapUsed), Math.max(rss, now.rss)];
  };
  const timer = setInterval(look, 50);
  try {
    return { result: await work(), heap: Math.ceil(heap / 1e6), rss: Math.ceil(rss / 1e6) };
  } finally {
    clearInterval(timer);
  }
}

async function synchronise({ database }: Site, call: Call) {
  const { result: { id } } = await startSync.run(database, call, { limit: customers, days: 365 });
  const { result: { seconds }, heap, rss } = await peakOf(() => timed(() => workOn(database, call.orgId, id)));
  const { result: run } = await getSync.run(database, call, { id });
  if (run.status !== 'DONE') throw new Error(JSON.stringify(run));
  const { counts } = run;
  return { seconds, heap, rss, counts, rows: counts.cards + counts.initial + counts.purchases + counts.points };
}

await withSite(async (site) => {
  const { database } = site;
  const { url, child } = await startFake();
  site.alsoStop(async () => void child.kill());
  const { orgId } = await createOrganisation(database, { name: 'Bench', template: 'SPORT', sandbox: true, now: Temporal.Now.instant() });
  const call: Call = { orgId, actor: { userId: orgId, role: 'ADMIN' }, requestId: 'bench', language: 'en' };
  await connectOneC.run(database, call, { baseUrl: url, username: USERNAME, password: PASSWORD, pageSize: page });
  say(`${customers} customers, ${purchases} purchases, ${page} rows a page. The fake alone…`);
  await readRaw(url); // warm
  const raw = await timed(() => readRaw(url));
  say('A first synchronisation…');
  const first = await synchronise(site, call);
  say('A second one, which changes nothing…');
  const second = await synchronise(site, call);
  await database.owner.query('analyze');
  const list = (sort: 'name' | '-total') => timed(() => listCustomers.run(database, call, { sort, page: 1, limit: 20 }));
  const [byName, byTotal] = [await list('name'), await list('-total')];
  const rate = (rows: number, seconds: number): number => Math.floor(rows / seconds);
  const report = {
    fake: { rows: raw.result, seconds: raw.seconds, rate: rate(raw.result, raw.seconds) },
    first: { ...first, rate: rate(first.rows, first.seconds) }, second: { ...second, rate: rate(second.rows, second.seconds) },
    listMs: { byName: Math.ceil(byName.seconds * 1000), byTotal: Math.ceil(byTotal.seconds * 1000) },
  };
  if (values.json) console.log(JSON.stringify(report));
  else {
    console.table([
      { what: 'the fake alone', rows: report.fake.rows, seconds: Math.ceil(raw.seconds), 'rows/s': report.fake.rate },
      ...[['first run', report.first], ['second run', report.second]].map(([what, run]) => {
        const { rows, seconds, rate: perSecond, heap, rss } = run as typeof report.first;
        return { what, rows, seconds: Math.ceil(seconds), 'rows/s': perSecond, 'of the fake': perSecond / report.fake.rate, 'heap, MB': heap, 'rss, MB': rss };
      }),
    ]);
    console.log(`customers by name: ${report.listMs.byName} ms, by total: ${report.listMs.byTotal} ms`);
  }
});
