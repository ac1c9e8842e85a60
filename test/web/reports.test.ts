/** Every mark of a report opens the rows that it is made of, and they sum to it; the table tells the same. */
import { beforeAll, expect, test } from 'vitest';
import { type Site, type Tab, openPage, site } from './harness/index.ts';
import { answerOf, kopecks, rowsSum, rowsTotal, textsOf, waitForRows } from './reports-helpers.ts';

let centre: Site;
beforeAll(async () => {
  centre = await site();
});

const byValue = (a: number, b: number): number => a - b;
type Sum = { month: string; amount: number };
const SPAN = 'from=2025-09&to=2026-04';
const DAYS = 'from=2026-02-01&to=2026-04-22';

async function opened(path: string): Promise<Tab> {
  const tab = await openPage(centre, { role: 'ADMIN', path });
  await tab.page.getByText('Показать таблицей').click();
  return tab;
}

/** Clicks each figure of the table and compares it with the rows that come; gives how many there were. */
async function everyCell(tab: Tab, sums: (cell: string) => boolean): Promise<number> {
  const cells = await tab.page.locator('.twin [data-cell], section [data-cell]').all();
  for (const cell of cells) {
    const [name, text] = [await cell.getAttribute('data-cell'), await cell.innerText()];
    if (kopecks(text) === 0) continue;
    await tab.page.keyboard.press('Escape');
    await cell.click();
    await waitForRows(tab, text);
    if (sums(name!)) expect(await rowsTotal(tab), name!).toBe(kopecks(text));
    const sum = await rowsSum(tab);
    if (sum !== undefined) expect(sum, name!).toBe(kopecks(text));
  }
  return cells.length;
}

test('every figure of the revenue table opens invoices that sum to it, and the figures are the server’s', async () => {
  const tab = await opened(`/reports/revenue?${SPAN}`);
  const { months, total } = await answerOf<{ months: Sum[]; total: number }>(centre, `/api/reports/revenue?${SPAN}`);
  for (const { month, amount } of months) {
    expect(kopecks(await tab.page.locator(`[data-cell="${month} "]`).innerText())).toBe(Math.round(amount * 100));
  }
  expect(kopecks(await tab.page.locator('.twin tr[data-totals]').innerText())).toBe(Math.round(total * 100));
  expect(await everyCell(tab, () => true)).toBe(months.length * 6);
}, 120_000);

test('the picture of revenue reads the same sums as its table, and a segment opens its invoices', async () => {
  const tab = await openPage(centre, { role: 'ADMIN', path: `/reports/revenue?${SPAN}` });
  const told = new Map<string, string[]>();
  for (const link of await tab.page.locator('.columns-axis a').all()) {
    await link.focus();
    const reading = tab.page.locator('.reading');
    told.set((await reading.getAttribute('data-reading'))!, await textsOf(reading.locator('[data-mark]')));
  }
  await tab.page.getByText('Показать таблицей').click();
  for (const [month, [total, ...parts]] of told) {
    const row = await textsOf(tab.page.locator(`[data-cell^="${month} "]`));
    expect(row, month).toEqual([...parts, total]);
  }
  await tab.page.getByText('Показать картинкой').click();
  const segments = tab.page.locator('.columns .recharts-bar-rectangle');
  await expect.poll(() => segments.count()).toBeGreaterThan(20);
  await segments.nth(await segments.count() - 1).locator('path').click();
  await expect.poll(() => tab.page.url()).toContain('service=rest');
  const month = new URL(tab.page.url()).searchParams.get('month')!;
  await waitForRows(tab, told.get(month)!.at(-1)!);
  expect(await rowsTotal(tab)).toBe(kopecks(told.get(month)!.at(-1)!));
});

test('every figure of money by method opens its payments, reversals and refunds', async () => {
  const tab = await opened(`/reports/money?${DAYS}`);
  const { totals } = await answerOf<{ totals: { net: number } }>(centre, `/api/reports/money-in?${DAYS}`);
  expect(kopecks(await tab.page.locator('[data-cell="  "]').innerText())).toBe(Math.round(totals.net * 100));
  expect(await everyCell(tab, () => true)).toBe(4 * 7);
}, 60_000);

test('every step from list price to money opens its items with their reasons', async () => {
  const tab = await opened(`/reports/discounts?${DAYS}`);
  expect(await everyCell(tab, () => true)).toBe(6);
  await tab.page.getByRole('link', { name: 'Льготы' }).click();
  await tab.page.getByRole('cell', { name: /^Льгота 30/ }).first().waitFor();
});

test('every month’s obligations and every kind of pass open the passes that sum to them', async () => {
  const tab = await opened(`/reports/unearned?${SPAN}`);
  expect(await everyCell(tab, () => true)).toBe(8);
  for (const bar of await tab.page.locator('.stay [data-mark]').all()) {
    const [sum = ''] = (await bar.locator('b').innerText()).split('·');
    await bar.click();
    await waitForRows(tab, sum.trim());
    expect(await rowsTotal(tab)).toBe(kopecks(sum));
  }
});

test('an hour of the week opens its trainings, and their places are those of the cell', async () => {
  const { cells } = await answerOf<{ cells: { weekday: number; hour: number; trainings: number; booked: number }[] }>(
    centre, `/api/reports/occupancy?${DAYS}`);
  const tab = await openPage(centre, { role: 'ADMIN', path: `/reports/occupancy?${DAYS}` });
  expect(await tab.page.locator('.heat a').count()).toBe(cells.length);
  for (const { weekday, hour, trainings, booked } of cells) {
    await tab.page.locator('.heat tr', { hasText: `${hour}:00` }).locator('td').nth(weekday - 1).locator('a').click();
    await tab.page.locator('[data-rows-title]', { hasText: `${hour}:00: ${trainings} ` }).waitFor();
    await expect.poll(() => tab.page.locator('[data-rows] tbody tr[data-row]').count()).toBe(trainings);
    const column = await textsOf(tab.page.locator('[data-rows] tbody td:nth-child(5)'));
    expect(column.map(Number).reduce((sum, one) => sum + one, 0)).toBe(booked);
  }
  await tab.page.locator('.heat a').first().focus();
  await tab.page.keyboard.press('ArrowRight');
  expect(await tab.page.locator('.heat a:focus').getAttribute('data-at'))
    .toBe(await tab.page.locator('.heat a').nth(1).getAttribute('data-at'));
});

test('each bar of the renewals opens as many people as it counts', async () => {
  const tab = await openPage(centre, { role: 'ADMIN', path: `/reports/renewals?${DAYS}` });
  for (const bar of await tab.page.locator('.stay [data-mark]').all()) {
    const count = Number((await bar.locator('b').innerText()).split('·')[0]);
    const name = await bar.locator('span').first().innerText();
    await bar.click();
    await tab.page.locator('[data-rows-title]', { hasText: new RegExp(`${name}: ${count} `) }).waitFor();
    if (count > 0 && count < 50) await expect.poll(() => tab.page.locator('[data-rows] tr[data-row]').count()).toBe(count);
  }
});

test('a day of the calendar opens its trainings with as many visits', async () => {
  const { days } = await answerOf<{ days: { day: string; came: number; trainings: number }[] }>(
    centre, `/api/reports/attendance?${DAYS}`);
  const tab = await openPage(centre, { role: 'ADMIN', path: `/reports/attendance?${DAYS}` });
  const cells = tab.page.locator('.heat a');
  expect((await textsOf(cells)).map(Number).toSorted(byValue)).toEqual(days.map(({ came }) => came).toSorted(byValue));
  const last = days.at(-2)!;
  await tab.page.locator('.heat a', { hasText: /^\d+$/ }).nth(0).waitFor();
  await tab.open(`/reports/attendance?${DAYS}&day=${last.day}`);
  expect(await tab.page.locator('[data-total="came"]').innerText()).toBe(String(last.came));
  expect(await tab.page.locator('[data-rows] tr[data-row]').count()).toBe(last.trainings);
});
