import { closeBrowser, openTab } from '../test/web/harness/browser.ts';
import { devtools } from '../test/web/harness/keys.ts';
import { openSite } from '../test/web/harness/site.ts';
import { startRun } from '../test/web/harness/run.ts';
process.env.SALDO_KEEP_YEAR = '1';
const run = await startRun();
const site = await openSite(run, { world: 'year' });
for (let i = 0; i < 5; i++) {
  const tab = await openTab(site, { role: 'MANAGER' });
  if (i >= 3) await tab.open('/desk');
  await (await devtools(tab.page)).send('Emulation.setCPUThrottlingRate', { rate: Number(process.argv[2] ?? 4) });
  await tab.open('/desk');
  const at = await tab.page.evaluate<number>('saldoProbe.readyAt()');
  const res = await tab.page.evaluate<string>(`performance.getEntriesByType('resource').map((e) => Math.round(e.startTime) + '..' + Math.round(e.responseEnd) + ' ' + e.name.replace(/^.*\\/\\/[^/]+/, '')).join('\\n')`);
  console.log('READY', at.toFixed(0)); if (i === 2 || i === 4) console.log(res);
  await tab.close();
}
await closeBrowser(); await site.close(); await run.stop(); process.exit(0);
