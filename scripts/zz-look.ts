import { appendFileSync } from 'node:fs';
import { closeBrowser, openTab } from '../test/web/harness/browser.ts';
import { problemsOf } from '../test/web/harness/look.ts';
import { screens } from '../test/web/harness/screens.ts';
import { openSite } from '../test/web/harness/site.ts';
import { startRun, stopOnSignals } from '../test/web/harness/run.ts';
process.env.SALDO_KEEP_YEAR = '1';
const only = process.argv[2] === 'all' ? undefined : process.argv[2]?.split(',');
const run = await startRun(); stopOnSignals(run);
const sites = new Map<any, any>();
for (const w of ['year', 'fresh', 'empty'] as const) sites.set(w, await openSite(run, { world: w }));
const queue = screens.filter((s) => only === undefined || only.includes(s.name));
const say = (t: string) => { console.log(t); };
await Promise.all([1, 2, 3].map(async () => {
  for (let s = queue.shift(); s; s = queue.shift()) {
    const at = sites.get(s.world); const t = performance.now();
    let tab: any;
    try {
      tab = await openTab(at, { viewport: s.viewport, theme: 'auto', ...(s.role && { role: s.role }) });
      const found = await problemsOf(tab, s, s.path(at));
      await tab.check().catch((e: any) => found.push('CHECK ' + e.message));
      say(`== ${s.name} ${((performance.now() - t) / 1000).toFixed(1)} s, ${found.length}\n${found.map((f) => '   ' + f.slice(0, 700)).join('\n')}`);
    } catch (e: any) { say(`== ${s.name} FAILED ${e.message.slice(0, 500)}`); }
    await tab?.close().catch(() => {});
  }
}));
await closeBrowser(); for (const s of sites.values()) await s.close(); await run.stop(); process.exit(0);
