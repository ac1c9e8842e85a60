/** Who owes, by age, on any day: the bar, the rows behind it, the file, the empty states. */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { axeProblems, openPage, site } from './harness/index.ts';

const PATIENT = { timeout: 15_000 };
const plain = (text: string | null): string => (text ?? '').replace(/[\u00a0\u202f]/g, ' ').replace(/\s+/g, ' ').trim();
type Receivables = {
  all: { days31to60: number; total: number; overdue: number }; totals: { total: number }; pagination: { total: number };
  clients: { clientId: string; clientName: string; days31to60: number; total: number }[];
};

test('job 7: debtors of 31–60 days are in a file after two clicks, and the file has their rows', async () => {
  const centre = await site();
  const tab = await openPage(centre, { role: 'ACCOUNTANT', path: '/receivables' });
  await tab.act.click(tab.page.locator('[data-bucket="DAYS_31_60"]'));
  await tab.page.waitForURL(/bucket=DAYS_31_60/);
  const { body } = await centre.request('ACCOUNTANT', 'GET', '/api/reports/receivables?bucket=DAYS_31_60&limit=1000');
  const wanted = body as Receivables;
  await expect.poll(() => tab.page.locator('tr[data-row]').count(), PATIENT).toBe(wanted.clients.length);
  const download = tab.page.waitForEvent('download');
  await tab.act.click(tab.page.getByRole('button', { name: 'Выгрузить' }));
  const file = await (await download).path();
  expect(tab.act.count).toBe(2);
  const sheet = execFileSync('unzip', ['-p', file, 'xl/worksheets/sheet1.xml'], { encoding: 'utf8' });
  const strings = execFileSync('unzip', ['-p', file, 'xl/sharedStrings.xml'], { encoding: 'utf8' });
  expect(sheet.match(/<row /g)).toHaveLength(wanted.clients.length + 1);
  for (const { clientName, days31to60 } of wanted.clients) {
    expect(strings).toContain(clientName.replaceAll('&', '&amp;'));
    expect(sheet).toContain(`<v>${String(days31to60)}</v>`);
  }
});

test('every segment is a link to rows that sum to it, on today and on an earlier day', async () => {
  const centre = await site();
  const tab = await openPage(centre, { role: 'ADMIN', path: '/receivables' });
  for (const asOf of [undefined, '2026-03-31']) {
    const day = asOf === undefined ? '' : `&asOf=${asOf}`;
    for (const bucket of ['NOT_DUE', 'DAYS_1_30', 'DAYS_31_60', 'DAYS_61_90', 'OVER_90']) {
      await tab.open(`/receivables?bucket=${bucket}${day}`);
      const said = plain(await tab.page.locator(`[data-bucket="${bucket}"] b`).textContent());
      const { body } = await centre.request('ADMIN', 'GET', `/api/reports/receivables/invoices?bucket=${bucket}&limit=1000${day}`);
      const { total, invoices } = body as { total: number; invoices: { amount: number }[] };
      expect(invoices.reduce((sum, { amount }) => sum + Math.round(amount * 100), 0)).toBe(Math.round(total * 100));
      expect(said).toBe(plain(new Intl.NumberFormat('ru-RU', { style: 'currency', currency: 'RUB' }).format(total)));
    }
  }
});

test('a client’s debt opens the invoices it is made of, on the day that is shown; they can be reminded of once a day', async () => {
  const centre = await site();
  const tab = await openPage(centre, { role: 'MANAGER', path: '/receivables?bucket=DAYS_1_30' });
  const row = tab.page.locator('tr[data-row]').first();
  const id = await row.getAttribute('data-row');
  await row.getByRole('button', { name: /Счета на эту дату/ }).click();
  const sheet = tab.page.getByRole('dialog');
  await sheet.getByRole('link', { name: /INV-/ }).first().waitFor();
  expect(tab.page.url()).toContain(`panel=${id ?? ''}`);
  expect(await axeProblems(tab.page)).toEqual([]);
  await sheet.getByRole('button', { name: 'Напомнить' }).click();
  await tab.page.getByText(/Напомнили о/).waitFor();
  await sheet.getByRole('button', { name: 'Напомнить' }).click();
  await tab.page.getByText(/Никому не напомнили/).waitFor();
});

test('no debts are good news, said with the day', async () => {
  const centre = await site({ world: 'fresh' });
  const tab = await openPage(centre, { role: 'ADMIN', path: '/receivables' });
  await tab.page.getByRole('heading', { name: 'Просрочек нет на 22.04.2026' }).waitFor();
  const year = await site();
  const earlier = await openPage(year, { role: 'ADMIN', path: '/receivables?asOf=2025-01-01' });
  await earlier.page.getByRole('heading', { name: 'Просрочек нет на 01.01.2025' }).waitFor();
});
