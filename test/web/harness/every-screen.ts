/** What must hold for every screen in both languages and themes, at every width, and with the keyboard alone. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPage, site } from './index.ts';
import { problemsOf } from './look.ts';
import { type ScreenCase, screens } from './screens.ts';
import type { Site, World } from './site.ts';

/** Makes a test of each screen of the list. The files share the work, so that it is done side by side. */
export function everyScreen(title: string, belongs: (screen: ScreenCase, index: number) => boolean): void {
  const mine = screens.filter(belongs);
  const sites = new Map<World, Site>();
  describe(title, () => {
    beforeAll(async () => {
      for (const world of new Set(mine.map((screen) => screen.world))) sites.set(world, await site({ world }));
    });
    afterAll(() => sites.clear());
    test.each(mine)('$name', async (screen) => {
      const at = sites.get(screen.world)!;
      const { role, viewport } = screen;
      const tab = await openPage(at, { viewport, theme: 'auto', ...(role !== undefined && { role }) });
      expect(await problemsOf(tab, screen, screen.path(at))).toEqual([]);
    });
  });
}
