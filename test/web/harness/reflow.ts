/** Whether a page still works when it is narrow, enlarged, widely spaced, or used with the keyboard alone. */
import type { Page } from 'playwright-core';

/** WCAG 1.4.10, a phone, a desk at 200 %, a desk. */
export const WIDTHS = [320, 390, 640, 1366] as const;
const HEIGHT = 800;
/** A field of a date or a time has so many places inside. */
const INNER_STOPS = 8;
const SCROLLED_MS = [30, 50, 70];
/** A page with longer lists is walked as far as this. */
const STOPS = 60;

/**
 * Sideways scrolling of the page, controls outside of it or cut, at each width; the window is put back afterwards. The
 * width that the window has is looked at first, as it is.
 */
export async function reflowProblems(page: Page, widths: readonly number[] = WIDTHS): Promise<string[]> {
  const before = page.viewportSize();
  const found: string[] = [];
  for (const width of widths.toSorted((a, b) => Number(b === before?.width) - Number(a === before?.width))) {
    if (width !== before?.width) await resize(page, { width, height: HEIGHT });
    const say = (problem: string): string => `at ${width} px: ${problem}`;
    found.push(...(await narrow(page)).map(say));
  }
  if (before !== null) await resize(page, before);
  return found;
}

/** Another size of the window, waited for. What moves with it does not count as a layout shift. */
export async function resize(page: Page, size: { width: number; height: number }): Promise<void> {
  const { width, height } = page.viewportSize() ?? {};
  if (width !== size.width || height !== size.height) await onPurpose(page, () => page.setViewportSize(size));
}

async function onPurpose(page: Page, change: () => Promise<unknown>): Promise<void> {
  await page.evaluate('saldoProbe.beginResizing()');
  await change();
  await page.evaluate('saldoProbe.endResizing()');
}

/** WCAG 1.4.12: with wide lines, letters and words nothing may be cut. */
export async function spacingProblems(page: Page): Promise<string[]> {
  await onPurpose(page, () => page.evaluate('saldoProbe.spacing(true)'));
  const found = await narrow(page);
  await onPurpose(page, () => page.evaluate('saldoProbe.spacing(false)'));
  return found.map((problem) => `with wide spacing: ${problem}`);
}

/** Waits until nothing on the page moves any more. */
export const settled = (page: Page): Promise<void> => page.evaluate<void>('saldoProbe.settled()');

const narrow = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>('[...saldoProbe.overflow(), ...saldoProbe.clipped()]');

type Stop = { id: number; name: string; isVisible: boolean; isClear: boolean; coveredBy: string; hasRing: boolean };
export type Walk = { stops: string[]; problems: string[] };

/**
 * Walks through the page with Tab from its beginning. Each stop must be visible, not covered by anything (WCAG
 * 2.4.11), and have a ring of 2 px; and the walk must never be caught. With `fromMain` it begins behind the frame.
 */
export async function walkByTab(page: Page, { fromMain = false } = {}): Promise<Walk> {
  await page.evaluate('document.activeElement?.blur(); getSelection()?.removeAllRanges(); scrollTo(0, 0)');
  if (fromMain) await page.locator('main').focus();
  const stops: Stop[] = [];
  const problems: string[] = [];
  let inside = 0;
  for (let presses = 0; presses < STOPS; presses += 1) {
    await page.keyboard.press('Tab');
    const stop = await stopNow(page);
    inside = stop !== undefined && stop.id === stops.at(-1)?.id ? inside + 1 : 0;
    if (inside > INNER_STOPS) problems.push(`${stop!.name} keeps the keyboard`);
    if (stop === undefined || inside > INNER_STOPS || (inside === 0 && stop.id === stops[0]?.id)) break;
    if (inside > 0) continue;
    stops.push(stop);
    problems.push(...problemsOf(stop));
  }
  if (stops.length === 0) problems.push('nothing can be reached with Tab');
  return { stops: stops.map(({ name }) => name), problems };
}

/** What has the keyboard may still be scrolling into the window, or its ring appearing: then it is asked again. */
async function stopNow(page: Page): Promise<Stop | undefined> {
  const ask = (): Promise<Stop | undefined> => page.evaluate<Stop | undefined>('saldoProbe.focusStop()');
  let stop = await ask();
  for (const pause of SCROLLED_MS) {
    if (stop === undefined || problemsOf(stop).length === 0) return stop;
    await page.waitForTimeout(pause);
    stop = await ask();
  }
  return stop;
}

function problemsOf({ name, isVisible, isClear, coveredBy, hasRing }: Stop): string[] {
  if (!isVisible) return [`${name} has the keyboard but is not in sight`];
  return [
    ...(isClear ? [] : [`${name} has the keyboard but is covered by ${coveredBy}`]),
    ...(hasRing ? [] : [`${name} has the keyboard but no ring of 2 px`]),
  ];
}
