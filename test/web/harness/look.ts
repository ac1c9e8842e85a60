/** Looks at one screen in both languages and themes, at every width, and with the keyboard alone. */
import { axeProblems } from './axe.ts';
import type { Tab } from './browser.ts';
import { reflowProblems, resize, spacingProblems, walkByTab } from './reflow.ts';
import type { ScreenCase } from './screens.ts';

/** A phone of 320 px and any phone; a desk of 1280 px enlarged twice, and a desk. */
const WIDTHS = [320, 390, 640, 1366];
const NARROW = { width: 390, height: 844 };
/** Colours do not depend on the language, nor words on the theme: axe looks at each of them once. */
const LOOKS = [{ language: 'ru', theme: 'light' }, { language: 'en', theme: 'dark' }] as const;

/** The rail of the office has thirty stops and is the same everywhere: in its width it is walked here, once. */
const FRAME_AT = 'desk';

/** Every fault in a line of its own; an empty list is what is wanted. */
export async function problemsOf(tab: Tab, screen: Pick<ScreenCase, 'name'>, path: string): Promise<string[]> {
  const { page } = tab;
  const found: string[] = [];
  for (const { language, theme } of LOOKS) {
    const say = (where: string, problems: string[]): void => void found.push(...problems.map((each) => `${where}, ${language}: ${each}`));
    await page.emulateMedia({ colorScheme: theme });
    if (language === 'en') await page.evaluate("localStorage.setItem('saldo.language', 'en')");
    await tab.open(path);
    await tab.ready(screen.name);
    say('document', await documentProblems(tab, language));
    say(`axe, ${theme}`, await axeProblems(page));
    // At its usual width in one language, as narrow as a phone in the other, which is the last.
    if (language === 'en') await resize(page, NARROW);
    say('keyboard', (await walkByTab(page, { fromMain: language === 'ru' && screen.name !== FRAME_AT })).problems);
    say('spacing', await spacingProblems(page));
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
