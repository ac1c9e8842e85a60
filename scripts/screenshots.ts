/**
 * `npm run screenshots`: pictures of every screen of the year of life, at the desk and on a phone, light and dark, into
 * the folder `screenshots`, with a page that shows them all beside each other.
 *
 *   --only <names>     only these screens, by their names in web/app/screens.ts, with commas between them
 *   --language ru|en   ru unless given
 *   --states           the screens of an organisation that has only just begun as well
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './check.ts';
import { type Tab, closeBrowser, openTab } from '../test/web/harness/browser.ts';
import { screens, type ScreenCase } from '../test/web/harness/screens.ts';
import { openSite, type Site, type World } from '../test/web/harness/site.ts';
import { startRun, stopOnSignals } from '../test/web/harness/run.ts';

const AT_ONCE = 4;
const QUIET_MS = 500;
const FOLDER = join(root, 'screenshots');
const VIEWPORTS = ['desk', 'phone'] as const;
const THEMES = ['light', 'dark'] as const;

type Picture = { screen: ScreenCase; viewport: (typeof VIEWPORTS)[number]; theme: (typeof THEMES)[number]; name: string };

const { values: options } = parseArgs({
  options: { only: { type: 'string' }, language: { type: 'string', default: 'ru' }, states: { type: 'boolean' } },
});
const language = options.language === 'en' ? 'en' : 'ru';

function wanted(): Picture[] {
  const first = screens.filter(({ name }) => options.only?.split(',').includes(name) ?? true);
  const begun = options.states ? first.filter(({ world, isOfOneThing }) => world === 'year' && !isOfOneThing)
    .map((screen) => ({ ...screen, world: 'fresh' as const })) : [];
  return [...first, ...begun].flatMap((screen) => VIEWPORTS.flatMap((viewport) => THEMES.map((theme) => {
    const state = begun.includes(screen as (typeof begun)[number]) ? '-new' : '';
    return { screen, viewport, theme, name: `${screen.name}${state}-${viewport}-${theme}.png` };
  })));
}

/** Takes the pictures, some at once; gives the names of those that could not be taken, and why. */
async function takeAll(pictures: readonly Picture[], sites: ReadonlyMap<World, Site>): Promise<string[]> {
  const queue = [...pictures];
  const failed: string[] = [];
  const work = async (): Promise<void> => {
    for (let picture = queue.shift(); picture !== undefined; picture = queue.shift()) {
      const { name, screen } = picture;
      try {
        const wrong = await take(picture, sites.get(screen.world)!);
        console.log(wrong.length === 0 ? name : `${name}: ${wrong.join('; ')}`);
      } catch (error) {
        failed.push(name);
        console.log(`${name}: NOT TAKEN, ${(error instanceof Error ? error.message : String(error)).split('\n')[0]}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return failed;
}

/** Gives what the page complained of. A page that never becomes ready is shown as it is, and fails. */
async function take({ screen, viewport, theme, name }: Picture, site: Site): Promise<string[]> {
  const { role } = screen;
  const tab = await openTab(site, { viewport, theme, language, reducedMotion: true, ...(role !== undefined && { role }) });
  try {
    await tab.open(screen.path(site));
    await tab.page.evaluate('document.fonts.ready.then(() => 0)');
    await settled(tab);
    return tab.problems();
  } finally {
    await tab.page.screenshot({ path: join(FOLDER, name), animations: 'disabled', fullPage: viewport === 'phone' });
    await tab.close();
  }
}

/** Parts that come after the screen itself, such as charts: no part is busy, and nothing is drawn any more. */
async function settled({ page }: Tab): Promise<void> {
  const quiet = `new Promise((done) => {
    let timer;
    const rest = () => { clearTimeout(timer); timer = setTimeout(done, ${QUIET_MS}); };
    new MutationObserver(rest).observe(document.body, { subtree: true, childList: true, attributes: true });
    rest();
    setTimeout(done, ${10 * QUIET_MS});
  })`;
  await page.evaluate(quiet);
}

function contactSheet(): void {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.png')).toSorted();
  const figures = names.map((name) =>
    `<figure><a href="${name}"><img src="${name}" alt="" loading="lazy"></a><figcaption>${name}</figcaption></figure>`);
  writeFileSync(join(FOLDER, 'index.html'), `<!doctype html><meta charset="utf-8"><title>Screens</title>
<style>body { font: 13px sans-serif; display: flex; flex-wrap: wrap; gap: 16px } figure { margin: 0 }
img { height: 300px; border: 1px solid #ccc; object-fit: cover; object-position: top }</style>
${figures.join('\n')}\n`);
}

async function main(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const pictures = wanted();
  const run = await startRun();
  stopOnSignals(run);
  const sites = new Map<World, Site>();
  try {
    for (const world of new Set(pictures.map(({ screen }) => screen.world))) sites.set(world, await openSite(run, { world }));
    const failed = await takeAll(pictures, sites);
    contactSheet();
    console.log(`${pictures.length - failed.length} pictures in ${FOLDER}${failed.length > 0 ? `, ${failed.length} not taken` : ''}`);
    process.exitCode = failed.length > 0 ? 1 : 0;
  } finally {
    await closeBrowser();
    for (const site of sites.values()) await site.close();
    await run.stop();
  }
}

await main();
