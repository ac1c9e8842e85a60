/** The owner's home: job 12, «how is the month», takes nothing; the rows behind any of its numbers are one click away. */
import { beforeAll, expect, test } from 'vitest';
import { type Site, axeProblems, openPage, site } from './harness/index.ts';
import { answerOf, kopecks } from './reports-helpers.ts';

let centre: Site;
beforeAll(async () => {
  centre = await site();
});

type Figure = { now: number; lastMonth: number };
type Overview = Record<'received' | 'accrued' | 'due' | 'overdue' | 'credit', Figure> & { occupancy: { now: { percent: number } } };
const TILES = ['received', 'accrued', 'due', 'credit'] as const;

test('job 12: the owner sees how the month is without a movement, and the figures are the server’s', async () => {
  const tab = await openPage(centre, { role: 'ADMIN', path: '/' });
  await tab.ready('overview');
  const said = await answerOf<Overview>(centre, '/api/reports/overview');
  for (const tile of TILES) {
    expect(kopecks(await tab.page.locator(`[data-figure="${tile}"]`).innerText()), tile).toBe(Math.round(said[tile].now * 100));
  }
  expect(kopecks(await tab.page.locator('[data-figure="due-second"]').innerText())).toBe(Math.round(said.overdue.now * 100));
  expect(await tab.page.locator('[data-figure="occupancy"]').innerText()).toBe(`${said.occupancy.now.percent.toLocaleString('ru-RU', { maximumFractionDigits: 1 })}\u00a0%`);
  expect(await tab.page.locator('[data-tile="received"]').innerText()).toContain('к прошлому месяцу');
  await tab.page.getByText('Книги сходятся').waitFor();
  expect(tab.act.count).toBe(0);
});

test('job 12: one click from each figure to rows that sum to it', async () => {
  const tab = await openPage(centre, { role: 'ADMIN', path: '/overview' });
  const said = await answerOf<Overview>(centre, '/api/reports/overview');
  for (const [tile, screen] of [['received', 'money-in'], ['accrued', 'revenue']] as const) {
    await tab.open('/overview');
    await tab.act.click(`[data-figure="${tile}"]`);
    await tab.ready(screen);
    const total = tab.page.locator('[data-rows] tr[data-totals] td').last();
    await total.waitFor();
    expect(kopecks(await total.innerText()), tile).toBe(Math.round(said[tile].now * 100));
  }
  await tab.open('/overview');
  await tab.act.click('[data-figure="due"]');
  await tab.ready('receivables');
  const sums = await tab.page.locator('tr[data-totals]').first().innerText();
  expect(sums.replace(/\s/g, '')).toContain(said.due.now.toLocaleString('ru-RU', { minimumFractionDigits: 2 }).replace(/\s/g, ''));
  expect(tab.act.count).toBe(3);
});

test('a segment of debts, an hour of the week and a night each lead to their rows', async () => {
  const tab = await openPage(centre, { role: 'ADMIN', path: '/overview' });
  await tab.page.locator('.heat a').first().waitFor();
  expect(await tab.page.locator('.heat a').first().getAttribute('href')).toMatch(/^\/reports\/occupancy\?.*weekday=\d&hour=\d+/);
  expect(await tab.page.locator('.ageing a').first().getAttribute('href')).toContain('/receivables?bucket=');
  await tab.page.locator('[href^="/nightly-runs/"]').last().click();
  await tab.ready('night');
});

test('an organisation without payments sees axes and one sentence, never figures that are not there', async () => {
  const fresh = await site({ world: 'fresh' });
  const tab = await openPage(fresh, { role: 'ADMIN', path: '/overview' });
  await tab.page.getByText('Первый месяц: покажем после первых платежей. Сейчас 0').waitFor();
  await tab.page.getByText('Никто ничего не должен').waitFor();
  expect(await tab.page.locator('.columns-axis a').count()).toBeGreaterThanOrEqual(13);
  expect(kopecks(await tab.page.locator('[data-figure="received"]').innerText())).toBe(0);
  const text = await tab.page.locator('main').innerText();
  expect(text).not.toMatch(/NaN|undefined|Infinity/);
  expect(await axeProblems(tab.page)).toEqual([]);
});

test('a part that fails says so, and the rest of the page stays', async () => {
  const tab = await openPage(centre, { role: 'ADMIN' });
  await tab.failing('**/api/reports/expiring*');
  await tab.open('/overview');
  await tab.page.getByRole('button', { name: 'Повторить' }).waitFor();
  expect(await tab.page.locator('[data-problem]').count()).toBe(1);
  await tab.page.locator('.ageing a').first().waitFor();
});
