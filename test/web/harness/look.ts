/** Looks at one screen in both languages and themes, at every width, and with the keyboard alone. */
import { axeProblems } from './axe.ts';
import type { Tab } from './browser.ts';
import { reflowProblems, resize, spacingProblems, walkByTab } from './reflow.ts';
import type { ScreenCase } from './screens.ts';

/** A phone of 320 px and any phone; a desk of 1280 px enlarged twice, and a desk. */
const WIDTHS = [320, 390, 640, 1366];
const NARROW = { width: 390, height: 844 };
/**
 * Colours are looked at in both themes of both languages. Everything else that axe knows does not depend on the theme:
 * it is looked at once in each language, in a theme of its own.
 */
const LOOKS = [
  { language: 'ru', whole: 'light', colours: 'dark' }, { language: 'en', whole: 'dark', colours: 'light' },
] as const;

/** Every fault in a line of its own; an empty list is what is wanted. */
export async function problemsOf(tab: Tab, screen: Pick<ScreenCase, 'name'>, path: string): Promise<string[]> {
  const { page } = tab;
  const found: string[] = [];
  const own = page.viewportSize()!;
  for (const { language, whole, colours } of LOOKS) {
    const say = (where: string, problems: string[]): void => void found.push(...problems.map((each) => `${where}, ${language}: ${each}`));
    await page.emulateMedia({ colorScheme: whole });
    if (language === 'en') await page.evaluate("localStorage.setItem('saldo.language', 'en')");
    await tab.open(path);
    await tab.ready(screen.name);
    say('document', await documentProblems(tab, language));
    say(`axe, ${whole}`, await axeProblems(page));
    await page.emulateMedia({ colorScheme: colours });
    say(`axe, ${colours}`, await axeProblems(page, { coloursOnly: true }));
    // At its usual width in one language, as narrow as a phone in the other.
    if (language === 'en') await resize(page, NARROW);
    say('keyboard', (await walkByTab(page)).problems);
    say('spacing', await spacingProblems(page));
    await resize(page, own);
    say('reflow', await reflowProblems(page, WIDTHS));
  }
  return found;
}

async function documentProblems({ page }: Tab, language: string): Promise<string[]> {
  const headings = await page.locator('h1').count();
  const title = await page.title();
  const lang = await page.locator('html').getAttribute('lang');
  return [
    ...(headings === 1 ? [] : [`${headings} headings of the first level`]),
    ...(title.replace('Saldo', '').length > 2 ? [] : [`its title is «${title}»`]),
    ...(lang === language ? [] : [`it says that its language is ${lang}`]),
  ];
}
