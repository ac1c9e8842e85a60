/**
 * `npm run bench:web`: the web with 20,000 clients in a real Chromium: how soon it reacts to what is typed, pressed and
 * tapped, how soon a desk is of use on a slow computer, and how much JavaScript comes first. The exit code is 1 when a
 * target is missed.
 *
 *   --clients N   so many clients beside those of the year of life (20000)
 *   --rounds N    navigations of each kind; their median counts (5)
 *   --json        one line of JSON instead of the table
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { closeBrowser } from '../test/web/harness/browser.ts';
import { type Site, openSite } from '../test/web/harness/site.ts';
import { firstLoad } from '../test/web/harness/weight.ts';
import { startRun, stopOnSignals } from '../test/web/harness/run.ts';
import { say } from './site.ts';
import { addClients } from './web-books.ts';
import { type Row, firstUse, reactions } from './web-measures.ts';

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '20000' }, rounds: { type: 'string', default: '5' }, json: { type: 'boolean' },
  },
});

async function measure(site: Site): Promise<Row[]> {
  const weigh = async (name: string, role: 'MANAGER' | 'CLIENT', path: string, target: number): Promise<Row> => {
    const viewport = role === 'CLIENT' ? 'phone' : 'desk';
    const { script, style, font } = await firstLoad(site, { role, viewport, path });
    const note = `and ${(style / 1000).toFixed(0)} kB of styles, ${(font / 1000).toFixed(0)} kB of fonts`;
    return { name, value: script / 1000, unit: 'kB', target, note };
  };
  return [
    ...await reactions(site), ...await firstUse(site, Number(values.rounds)),
    await weigh('first JavaScript: desk', 'MANAGER', '/desk', 350),
    await weigh('first JavaScript: family', 'CLIENT', '/my', 180),
  ];
}

const isReached = ({ value, target }: Row): boolean => value !== undefined && value <= target;

function table(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.name, row.value === undefined ? '-' : row.value.toFixed(0), row.unit, String(row.target),
    isReached(row) ? 'ok' : 'MISSED', row.note,
  ]);
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...cells.map((row) => row[column]!.length), 6));
  const line = (row: readonly string[]): string => row.map((cell, column) =>
    (column === 0 || column > 3 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ').trimEnd();
  return [line(['measured', 'value', 'unit', 'target', '', '']), ...cells.map(line)].join('\n');
}

async function main(): Promise<void> {
  const run = await startRun();
  stopOnSignals(run);
  let site: Site | undefined;
  try {
    site = await openSite(run, { world: 'year' });
    say(`Writing ${values.clients} clients…`);
    await addClients(site.databaseUrl, site.orgId, Number(values.clients));
    const rows = await measure(site);
    const { processors, clients } = { processors: availableParallelism(), clients: Number(values.clients) };
    console.log(values.json ? JSON.stringify({ processors, clients, rows }) : `${table(rows)}

${clients} clients, ${processors} processors. Reactions are from the input to the next paint (Event Timing), at p98 of all of
them, without throttling; the first useful screen is from the navigation to its data on a processor slowed four times.`);
    process.exitCode = rows.every(isReached) ? 0 : 1;
  } finally {
    await closeBrowser();
    await site?.close();
    await run.stop();
  }
}

await main();
