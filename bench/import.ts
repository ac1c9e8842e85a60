/**
 * `node bench/import.ts [--clients 100000] [--json]`: an import of so many clients with what they had and owed, beside a
 * plain COPY of the same rows into the same database in the same run; with the peak of the heap while it went on. The exit
 * code is 1 when the books do not hold afterwards.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { from as copyFrom } from 'pg-copy-streams';
import { connected } from './books.ts';
import { say, withSite } from './site.ts';
import { createOrganisation } from '../src/access/create-organisation.ts';
import { getProof } from '../src/audit/proof.ts';
import { runAsSystem, systemCall } from '../src/kernel/command.ts';
import { applyImport } from '../src/opening/apply-import.ts';
import { checked, createImport } from '../src/opening/create-import.ts';
import { getImport } from '../src/opening/imports.ts';
import { uploadFile } from '../src/uploads/upload-file.ts';

const { values } = parseArgs({ options: { clients: { type: 'string', default: '100000' }, json: { type: 'boolean' } } });
const CLIENTS = Number(values.clients);
const AS_OF = '2025-01-31';

/** Nine clients of ten have something: half of those are owed, half owe. */
const balanceOf = (n: number): string => (n % 10 === 0 ? '' : `${n % 2 === 0 ? '' : '-'}${n % 5000},50`);
const phoneOf = (n: number): string => `+7978${String(1_000_000 + n).padStart(7, '0')}`;
const lineOf = (n: number): string =>
  [`K${n}`, `Фамилия${n}`, `Имя${n % 400}`, phoneOf(n), `c${n}@example.ru`, `Город ${n % 90}`, balanceOf(n)].join(';');
const file = (): Buffer => Buffer.from(['Код;Фамилия;Имя;Телефон;Почта;Город;Баланс',
  ...Array.from({ length: CLIENTS }, (_, n) => lineOf(n))].join('\n'));

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
};

/** The same clients by COPY, with every index and key of the table: what the database can do at best. */
const copied = (url: string, orgId: string): Promise<number> => connected(url, (client) => seconds(async () => {
  const rows = function* (): Generator<string> {
    for (let n = 0; n < CLIENTS; n += 1) {
      const id = `be000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
      yield `${[orgId, id, 'PERSON', `Имя${n % 400}`, `Фамилия${n}`, `Фамилия${n} Имя${n % 400}`, phoneOf(n), `c${n}@example.ru`,
        `Город ${n % 90}`, `K${n}`, AS_OF, AS_OF].join('\t')}\n`;
    }
  };
  const target = client.query(copyFrom(`copy clients (org_id, id, kind, first_name, last_name, name, phone, email, city,
    external_id, touched_at, created_at) from stdin`));
  await pipeline(Readable.from(rows()), target);
}));

await withSite(async ({ database, url }) => {
  const org = { template: 'SPORT', sandbox: true, now: Temporal.Instant.from('2025-02-12T09:00:00Z') } as const;
  const { orgId } = await createOrganisation(database, { name: 'Загрузка', ...org });
  const { orgId: beside } = await createOrganisation(database, { name: 'Рядом', ...org });
  const bytes = file();
  say(`${CLIENTS} clients, ${Math.floor(bytes.length / 1024 / 1024)} MB of CSV`);
  const { result: { uploadId } } = await uploadFile.run(database, systemCall(orgId), { name: 'clients.csv', bytes });
  let [heap, rss] = [0, 0];
  const timer = setInterval(() => {
    const usage = process.memoryUsage();
    [heap, rss] = [Math.max(heap, usage.heapUsed), Math.max(rss, usage.rss)];
  }, 20);
  let id = '';
  const stage = await seconds(async () => {
    ({ id } = await runAsSystem(database, orgId, createImport, { uploadId, kind: 'CLIENTS', asOf: AS_OF }));
    await checked(database);
  });
  const apply = await seconds(() => runAsSystem(database, orgId, applyImport, { id }));
  clearInterval(timer);
  const { counts, totals, status } = await runAsSystem(database, orgId, getImport, { id });
  const copy = await copied(url, beside);
  const { ok, checks } = await runAsSystem(database, orgId, getProof, {});
  const megabytes = (size: number): number => Math.ceil(size / 1024 / 1024);
  const found = {
    clients: CLIENTS, status, counts, totals, stageSeconds: stage, applySeconds: apply, copySeconds: copy,
    peakHeapMb: megabytes(heap), peakRssMb: megabytes(rss), proof: ok, broken: checks.filter((check) => !check.ok).map((check) => check.id),
  };
  if (values.json === true) console.log(JSON.stringify(found));
  else {
    console.log(`checked  ${stage.toPrecision(3)} s   ${Math.floor(CLIENTS / stage)} rows/s`);
    console.log(`applied  ${apply.toPrecision(3)} s   ${Math.floor(CLIENTS / apply)} rows/s   (credit, debts, invoices, ledger)`);
    console.log(`COPY     ${copy.toPrecision(3)} s   ${Math.floor(CLIENTS / copy)} rows/s   (the bare clients)`);
    console.log(`peak heap ${found.peakHeapMb} MB, peak of the process ${found.peakRssMb} MB; proof: ${ok ? 'holds' : found.broken.join(', ')}`);
  }
  process.exitCode = ok && status === 'APPLIED' ? 0 : 1;
});
