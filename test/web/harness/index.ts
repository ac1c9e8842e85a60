/** What a test of the web imports: sites and pages that end with the test, and the checks. */
import { afterAll, inject, onTestFinished } from 'vitest';
import { type PageOptions, type Tab, closeBrowser, openTab } from './browser.ts';
import type { Run } from './run.ts';
import { type Site, type SiteOptions, openSite } from './site.ts';

export { axeProblems } from './axe.ts';
export { MAX_SHIFT, type Act, type PageOptions, type Speed, type Tab, VIEWPORTS } from './browser.ts';
export type { FactName, Facts } from './facts.ts';
export { type Modifiers, pressCode, typeKeys } from './keys.ts';
export { WIDTHS, reflowProblems, spacingProblems, walkByTab } from './reflow.ts';
export type { Login, Site, SiteOptions, World } from './site.ts';
export { NOON, PASSWORD } from './year.ts';

declare module 'vitest' {
  interface ProvidedContext {
    webRun: Run;
  }
}

const opened: Site[] = [];

// The browser and the sites that were opened outside of a test last as long as the file.
afterAll(async () => {
  await closeBrowser();
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

/** Opens a site. One opened in a test ends with it; one opened in `beforeAll` lasts for the file. */
export async function site(options: SiteOptions = {}): Promise<Site> {
  const made = await openSite(inject('webRun'), options);
  if (!endsWithTest(() => made.close())) opened.push(made);
  return made;
}

/**
 * Opens a page of the site. At the end of the test it is checked and closed: no console error, no failed request, no
 * layout shift above 0.02, which is also told of a test that has failed already. What is expected is told to `tab.allow`.
 */
export async function openPage(at: Pick<Site, 'url' | 'cookie'>, options: PageOptions = {}): Promise<Tab> {
  const tab = await openTab(at, options);
  endsWithTest(async () => {
    try {
      if (!tab.page.isClosed()) await tab.check();
    } finally {
      await tab.close();
    }
  });
  return tab;
}

/** Whether we are inside a test, which will then do this at its end. */
function endsWithTest(finish: () => Promise<void>): boolean {
  try {
    onTestFinished(finish);
    return true;
  } catch {
    return false;
  }
}
