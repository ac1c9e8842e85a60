/** What must hold for every screen in both languages and themes, at every width, and with the keyboard alone. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeProblems } from './axe.ts';
import { type Site, openPage, reflowProblems, site, spacingProblems, walkByTab } from './index.ts';
import type { World } from './site.ts';
import { type ScreenCase, screens } from './screens.ts';

const THEMES = ['light', 'dark'] as const;
const WIDTHS = [320, 390, 1366];
const NARROW = { width: 390, height: 844 };

/** Makes a test of each screen of the list. The files share the work, so that it is done side by side. */
export function everyScreen(title: string, belongs: (screen: ScreenCase, index: number) => boolean): void {
  const mine = screens.filter(belongs);
  const sites = new Map<World, Site>();
  describe(title, () => {
    beforeAll(async () => {
      for (const world of new Set(mine.map((screen) => screen.world))) sites.set(world, await site({ world }));
    });
    afterAll(() => sites.clear());
    test.each(mine)('$name', (screen) => look(screen, sites.get(screen.world)!));
  });
}

async function look(screen: ScreenCase, at: Site): Promise<void> {
  const { role, viewport } = screen;
  const tab = await openPage(at, { viewport, theme: 'auto', ...(role !== undefined && { role }) });
  const path = screen.path(at);
  const found: string[] = [];
  const say = (where: string, problems: string[]): void => void found.push(...problems.map((problem) => `${where}: ${problem}`));
  for (const language of ['ru', 'en'] as const) {
    await tab.page.emulateMedia({ colorScheme: 'light' });
    if (language === 'en') await tab.page.evaluate("localStorage.setItem('saldo.language', 'en')");
    await tab.open(path);
    await tab.ready(screen.name);
    expect(await tab.page.locator('h1').count(), 'headings of the first level').toBe(1);
    expect((await tab.page.title()).replace('Saldo', '').length, 'the title of the document').toBeGreaterThan(2);
    expect(await tab.page.locator('html').getAttribute('lang')).toBe(language);
    for (const theme of THEMES) {
      await tab.page.emulateMedia({ colorScheme: theme });
      say(`axe, ${language}, ${theme}`, await axeProblems(tab.page));
    }
    const own = tab.page.viewportSize()!;
    // At its usual width in one language, as narrow as a phone in the other.
    if (language === 'en') await tab.page.setViewportSize(NARROW);
    say(`keyboard, ${language}`, (await walkByTab(tab.page)).problems);
    say(`spacing, ${language}`, await spacingProblems(tab.page));
    await tab.page.setViewportSize(own);
    say(`reflow, ${language}`, await reflowProblems(tab.page, WIDTHS));
  }
  expect(found).toEqual([]);
}
