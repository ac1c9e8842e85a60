/** The reports as screens: who sees them, what goes into a file, how they begin, and that everybody can read them. */
import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Site, axeProblems, openPage, site } from './harness/index.ts';
import { answerOf } from './reports-helpers.ts';

let centre: Site;
let fresh: Site;
beforeAll(async () => {
  [centre, fresh] = await Promise.all([site(), site({ world: 'fresh' })]);
});

const REPORTS = {
  overview: '/overview', revenue: '/reports/revenue', 'money-in': '/reports/money', occupancy: '/reports/occupancy',
  renewals: '/reports/renewals', attendance: '/reports/attendance', unearned: '/reports/unearned', discounts: '/reports/discounts',
} as const;
const names = Object.keys(REPORTS) as (keyof typeof REPORTS)[];

describe.each(names)('%s', (name) => {
  test('is readable by everybody as a table, too', async () => { // the picture is looked at with every screen
    const tab = await openPage(centre, { role: 'ADMIN', path: REPORTS[name] });
    await tab.page.getByText('Показать таблицей').first().click();
    expect(await axeProblems(tab.page)).toEqual([]);
  });

  test('begins with a sentence in an organisation that has only just begun, on a phone, too', async () => {
    const tab = await openPage(fresh, { role: 'ADMIN', viewport: 'phone', path: REPORTS[name] });
    expect(await tab.page.locator('main h2').count()).toBeGreaterThan(0);
    const text = await tab.page.locator('main').innerText();
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
    expect(text).toMatch(/покажем после|не заканчивались|Никто ничего не должен/);
    expect(await axeProblems(tab.page)).toEqual([]);
  });
});

test.each(['ACCOUNTANT', 'MANAGER'] as const)('%s sees the reports', async (role) => {
  const tab = await openPage(centre, { role });
  for (const name of names) {
    await tab.open(REPORTS[name]);
    await tab.ready(name);
  }
});

test('a trainer does not see them, nor does the server tell him', async () => {
  const tab = await openPage(centre, { role: 'TRAINER', viewport: 'phone' });
  await tab.page.goto(`${centre.url}/reports/revenue`);
  await tab.page.locator('main').waitFor();
  expect(await tab.page.locator('[data-screen="revenue"]').count()).toBe(0);
  expect((await centre.request('TRAINER', 'GET', '/api/reports/revenue?from=2026-01&to=2026-04')).status).toBe(403);
  expect((await centre.request('ACCOUNTANT', 'GET', '/api/reports/revenue?from=2026-01&to=2026-04')).status).toBe(200);
});

test('the file of a month’s revenue has all of its rows, also those of other pages', async () => {
  const tab = await openPage(centre, { role: 'ACCOUNTANT', path: '/reports/revenue?from=2025-09&to=2026-04&month=2026-04' });
  const { rows, pagination } = await answerOf<{ rows: { clientName: string; amount: number }[]; pagination: { total: number } }>(
    centre, '/api/reports/revenue/rows?month=2026-04&limit=1000');
  expect(pagination.total).toBeGreaterThan(50);
  await tab.page.locator('[data-rows] tr[data-row]').first().waitFor();
  const download = tab.page.waitForEvent('download');
  await tab.page.getByRole('button', { name: 'Выгрузить' }).click();
  const file = await (await download).path();
  const sheet = execFileSync('unzip', ['-p', file, 'xl/worksheets/sheet1.xml'], { encoding: 'utf8' });
  expect(sheet.match(/<row /g)).toHaveLength(pagination.total + 1);
  for (const { amount } of rows) expect(sheet).toContain(`<v>${String(amount)}</v>`);
});

test('the address says what is shown: period, basis, month and service survive a reload', async () => {
  const tab = await openPage(centre, { role: 'ADMIN', path: '/reports/revenue?from=2025-09&to=2026-04&basis=RECEIVED&month=2026-02' });
  await tab.page.locator('[data-rows-title]', { hasText: 'Февраль 2026' }).waitFor();
  const before = await tab.page.locator('[data-rows-title]').innerText();
  await tab.page.reload();
  await tab.ready('revenue');
  await tab.page.locator('[data-rows-title]', { hasText: before }).waitFor();
  expect(await tab.page.getByRole('radio', { name: 'Получено' }).isChecked()).toBe(true);
});

test('a click on a mark leaves the page where it is, with the rows in sight', async () => {
  const tab = await openPage(centre, { role: 'ADMIN', path: '/reports/revenue?from=2025-09&to=2026-04' });
  await tab.page.locator('.columns-axis a').nth(2).click();
  await tab.page.locator('[data-rows-title]', { hasText: 'Ноябрь 2025' }).waitFor();
  await expect.poll(() => tab.page.locator('[data-rows-title]:focus').count()).toBe(1);
  const box = await tab.page.locator('[data-rows-title]').boundingBox();
  expect(box!.y).toBeLessThan(768);
});

test('the desk does not fetch the charts', async () => {
  const tab = await openPage(centre, { role: 'MANAGER' });
  const scripts: string[] = [];
  tab.page.on('request', (request) => void scripts.push(request.url()));
  await tab.open('/desk');
  expect(scripts.filter((url) => /columns-|spark-|chart-frame-|recharts|ComposedChart/i.test(url))).toEqual([]);
  await tab.open('/reports/revenue');
  await expect.poll(() => scripts.filter((url) => /columns-/.test(url)).length).toBeGreaterThan(0);
});
