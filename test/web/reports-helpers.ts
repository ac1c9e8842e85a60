/** What the tests of the reports read from a page. */
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { Site, Tab } from './harness/index.ts';

/** Kopecks of a sum as it is written: `−1 234,50 ₽`. */
export function kopecks(text: string): number {
  const digits = text.replace(/[^\d,−-]/g, '');
  const [roubles = '0', parts = '00'] = digits.replace(/[−-]/, '').split(',');
  const sum = Number(roubles) * 100 + Number(parts.padEnd(2, '0'));
  return /[−-]/.test(digits) ? -sum : sum;
}

export const textsOf = (locator: Locator): Promise<string[]> => locator.allInnerTexts();

/** The rows of the mark have come: their heading tells its sum. */
export async function waitForRows(tab: Tab, sum: string): Promise<void> {
  await tab.page.locator('[data-rows-title]', { hasText: sum }).waitFor();
  await tab.page.locator('[data-rows] table[aria-busy="false"]').waitFor();
}

/** What the first line of the rows says that they sum to. */
export const rowsTotal = async (tab: Tab): Promise<number> =>
  kopecks(await tab.page.locator('[data-rows] tr[data-totals] td').last().innerText());

/** The sum of the rows that are seen, where all of them are. */
export async function rowsSum(tab: Tab): Promise<number | undefined> {
  if (await tab.page.locator('[data-rows] nav, [data-rows] [aria-label^="Страница"]').count() > 0) return undefined;
  const texts = await textsOf(tab.page.locator('[data-rows] tr[data-row] td:last-child'));
  expect(texts.length).toBeGreaterThan(0);
  return texts.map(kopecks).reduce((sum, one) => sum + one, 0);
}

/** What the server answers the owner. */
export async function answerOf<T>(centre: Site, path: string): Promise<T> {
  const { status, body } = await centre.request('ADMIN', 'GET', path);
  expect(status).toBe(200);
  return body as T;
}
