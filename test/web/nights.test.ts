/** The nights: a square for each decision, each with its reason; the picture, the preview, the run by hand. */
import { expect, test } from 'vitest';
import { axeProblems, openPage, site } from './harness/index.ts';

test('a night has a square for each decision of the database, each with its reason, and leads to the charge', async () => {
  const centre = await site({ world: 'year' });
  const { night } = centre.facts;
  const { rows } = await centre.database.owner.query<{ decision: string; count: string }>(
    'select decision, count(*) from night_decisions where run_id = $1 group by decision', [night]);
  const all = rows.reduce((total, { count }) => total + Number(count), 0);
  const books = await openPage(centre, { role: 'ACCOUNTANT', path: `/nightly-runs/${night}` });
  const squares = books.page.locator('button.night-square');
  expect(await squares.count()).toBe(all);
  for (const { decision, count } of rows) {
    expect(await books.page.locator(`button.night-square[data-kind="${decision}"]`).count(), decision).toBe(Number(count));
  }
  const reasons = await books.page.locator('table tr[data-row] [data-reason]').allInnerTexts();
  expect(reasons.length).toBe(all);
  expect(reasons.filter((text) => text.trim() === '')).toEqual([]);
  expect(await axeProblems(books.page)).toEqual([]);
  await books.act.click(squares.first());
  await expect.poll(() => books.page.locator('table tr[data-row]').count()).toBe(1);
  expect(books.page.url()).toContain('person=');
  await books.act.click(books.page.getByRole('button', { name: /^Почему\?/ }));
  await expect.poll(() => books.page.url()).toContain('why=charge');
  await books.page.getByRole('dialog').waitFor();
  expect(books.act.count).toBe(2);
});

test('the picture of thirty nights has the table beside it; a director previews and runs', async () => {
  const centre = await site({ world: 'year' });
  const owner = await openPage(centre, { role: 'ADMIN', path: '/nightly-runs' });
  expect(await owner.page.locator('.nights-picture li').count()).toBe(30);
  await owner.page.getByText('Показать таблицей').click();
  await expect.poll(() => owner.page.locator('.ledger tbody tr').count()).toBe(30);
  expect(await axeProblems(owner.page)).toEqual([]);
  await owner.act.click(owner.page.getByRole('button', { name: 'Что решит ближайшая ночь' }));
  await owner.page.locator('[data-preview-night] button.night-square').first().waitFor();
  const planned = await owner.page.locator('[data-preview-night] button.night-square').count();
  const runs = async (): Promise<number> => Number((await centre.database.owner.query<{ count: string }>(
    `select count(*) from job_runs where job = 'nightly-charges'`)).rows[0]!.count);
  const before = await runs();
  await owner.page.keyboard.press('Escape');
  await owner.act.click(owner.page.getByRole('button', { name: 'Начислить сейчас' }));
  await expect.poll(runs).toBe(before + 1);
  // The run is there before its decisions are.
  await expect.poll(async () => Number((await centre.database.owner.query<{ count: string }>(
    `select count(*) from night_decisions where run_id = (select id from job_runs where job = 'nightly-charges'
      order by started_at desc, id desc limit 1)`)).rows[0]!.count)).toBe(planned);
});

test('the desk is told who runs a night; before the first night it says when it comes', async () => {
  const centre = await site({ world: 'fresh' });
  const desk = await openPage(centre, { role: 'MANAGER', path: '/nightly-runs' });
  await desk.page.getByText(/Ночей ещё не было/).waitFor();
  const run = desk.page.getByRole('button', { name: 'Начислить сейчас' });
  expect(await run.getAttribute('aria-disabled')).toBe('true');
  await run.hover();
  await desk.page.getByText('Запустить ночь может директор').waitFor();
});
