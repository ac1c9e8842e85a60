/** What `npm run bench:web` does in the browser. */
import { type PageOptions, type Tab, openTab } from '../test/web/harness/browser.ts';
import { devtools, typeKeys } from '../test/web/harness/keys.ts';
import type { Site } from '../test/web/harness/site.ts';
import { median } from './figures.ts';
import { say } from './site.ts';

/** A measurement that could not be made has no value, and says why. */
export type Row = { name: string; value: number | undefined; unit: 'ms' | 'kB'; target: number; note: string };

const REACTION_MS = 100;
const FIRST_USE_MS = 1500;
const SLOWED = 4;
/** As quick as a trained hand. */
const BETWEEN_KEYS_MS = 70;
const SEARCHES = ['ивано', 'смирн', 'анна', 'соня', 'орлова', '9990012', 'bdfyjd', 'кузне', 'лебед', 'зайце'];
const STEPS = 20;
/** The stream of live events never lets the network be idle, so what is opened gets this time to come. */
const OPENED_MS = 500;

type Job = { name: string; page: PageOptions & { path: string }; work: (tab: Tab) => Promise<void> };

const pause = (tab: Tab): Promise<void> => tab.page.waitForTimeout(BETWEEN_KEYS_MS);
const results = (tab: Tab) => tab.page.getByRole('option');

async function search(tab: Tab, text: string): Promise<void> {
  await tab.press('F2');
  await tab.page.keyboard.press('Control+A');
  for (const letter of text) {
    await typeKeys(tab.page, letter);
    await pause(tab);
  }
  await results(tab).first().waitFor({ timeout: 5000 });
}

async function repeat(tab: Tab, codes: readonly string[], times: number): Promise<void> {
  for (let step = 0; step < times; step += 1) {
    await tab.press(codes[step % codes.length]!);
    await pause(tab);
  }
}

const desk = { role: 'MANAGER', path: '/desk' } as const;
const jobs = (site: Site): Job[] => [
  { name: 'typing in the search of the desk', page: desk, work: async (tab) => {
    for (const text of SEARCHES) await search(tab, text);
  } },
  { name: 'moving in the results', page: desk, work: async (tab) => {
    await search(tab, 'ивано');
    await repeat(tab, ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp'], STEPS);
  } },
  { name: 'opening a client', page: desk, work: async (tab) => {
    for (const text of SEARCHES) {
      await search(tab, text);
      await tab.press('Enter');
      await tab.page.waitForTimeout(OPENED_MS);
    }
  } },
  { name: 'J and K through the clients', page: { role: 'MANAGER', path: '/clients' }, work: async (tab) => {
    await repeat(tab, ['KeyJ', 'KeyJ', 'KeyJ', 'KeyK'], STEPS);
  } },
  { name: 'marks of a trainer', page: {
    role: 'TRAINER', viewport: 'phone', path: `/roster/${site.facts.training}`,
  }, work: async (tab) => {
    const children = tab.page.locator('main .phone-row');
    const count = await children.count();
    for (let mark = 0; mark < STEPS; mark += 1) {
      await children.nth(mark % count).tap();
      await pause(tab);
    }
  } },
];

/** Each job in a page of its own; what cannot be done leaves its row empty instead of ending the bench. */
export async function reactions(site: Site): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { name, page, work } of jobs(site)) {
    say(`Reactions: ${name}…`);
    const row = { name: `reaction: ${name}`, unit: 'ms', target: REACTION_MS } as const;
    const tab = await openTab(site, page);
    try {
      await work(tab);
      await tab.page.waitForTimeout(300); // reactions are reported after the paint that ends them
      const { interactions, p98, worst, slowest: [slow] } = await tab.speed();
      const where = slow === undefined ? '' : `, by ${slow.name} on ${slow.target}`;
      rows.push({ ...row, value: interactions === 0 ? undefined : p98, note: `of ${interactions}; worst ${worst} ms${where}` });
    } catch (error) {
      rows.push({ ...row, value: undefined, note: firstLine(error) });
    } finally {
      await tab.close();
    }
  }
  return rows;
}

const firstLine = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

/** The desk and a trainer's day on a slow computer: at the first visit, and with what the browser kept of the last one. */
export async function firstUse(site: Site, rounds: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (const kept of [false, true]) {
    say(`First useful screen, ${kept ? 'with' : 'without'} the browser's cache…`);
    const row = {
      name: `first useful screen: desk, ${kept ? 'seen before' : 'first visit'}`, unit: 'ms', target: FIRST_USE_MS,
    } as const;
    try {
      const times: number[] = [];
      for (let round = 0; round < rounds; round += 1) times.push(await timeToDesk(site, kept));
      const all = times.map((time) => time.toFixed(0)).join(', ');
      rows.push({ ...row, value: median(times), note: `median of ${all}; processor slowed ${SLOWED}×` });
    } catch (error) {
      rows.push({ ...row, value: undefined, note: firstLine(error) });
    }
  }
  return rows;
}

async function timeToDesk(site: Site, kept: boolean): Promise<number> {
  const tab = await openTab(site, { role: 'MANAGER' });
  try {
    if (kept) await tab.open('/desk');
    await (await devtools(tab.page)).send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
    await tab.open('/desk');
    return await tab.page.evaluate<number>('saldoProbe.readyAt()');
  } finally {
    await tab.close();
  }
}

