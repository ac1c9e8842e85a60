/** Moving in: a file with bad rows is mended and brought in, balances are reconciled to zero and locked. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { root } from '../../scripts/check.ts';
import { guessColumns } from '../../src/opening/columns-rules.ts';
import { IMPORT_KINDS, type ImportKind } from '../../src/opening/contract.ts';
import { type Tab, axeProblems, openPage, site } from './harness/index.ts';

const HEAD = 'ФИО;Телефон;Город;Остаток;Любимый цвет';
const GOOD = ['Царькова Анна Андреевна;+7 978 845-13-64;Симферополь;1500,00;синий', 'Восьмёркина Ольга;+7 978 000-00-07;Ялта;-2000,00;'];
const BAD = ['Без Телефона;12345;Керчь;0;', ';+7 978 000-00-04;Саки;0;'];

async function drop({ page }: Tab, name: string, rows: readonly string[]): Promise<void> {
  await page.locator('input[data-file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${rows.join('\r\n')}`) });
}
const imported = ({ page }: Tab, status: string) => page.locator(`[data-import="${status}"]`).waitFor();

test('a file with bad rows is mended, brought in, reconciled to zero and locked', { timeout: 60_000 }, async () => {
  const centre = await site({ world: 'fresh' });
  const owner = await openPage(centre, { role: 'ADMIN', path: '/imports' });
  const { page } = owner;
  await page.getByText('Ничего ещё не переносили').waitFor();
  await owner.act.click(page.getByRole('button', { name: 'Загрузить файл' }).first());
  await page.getByRole('radio', { name: 'Клиенты' }).waitFor();
  expect(await axeProblems(page)).toEqual([]);
  await drop(owner, 'клиенты.csv', [HEAD, ...GOOD, ...BAD]);
  await owner.ready('import');
  await imported(owner, 'READY');
  await page.getByText('Файл проверен: 2 строки взять нельзя').waitFor();
  expect(await page.locator('[data-count="CREATE"]').innerText()).toBe('2');
  expect(await axeProblems(page)).toEqual([]);
  await page.getByRole('link', { name: 'Не возьмём 2' }).click();
  await expect.poll(() => page.locator('tr[data-row]').count()).toBe(2);
  expect(page.url()).toContain('verdict=REFUSE');
  expect((await page.locator('[data-reason]').allInnerTexts()).join(' ')).toMatch(/телефон[\s\S]*им/i);
  const before = await centre.database.owner.query('select 1 from clients');

  // Mended in the file, which is uploaded again.
  await page.getByRole('button', { name: 'Загрузить исправленный файл' }).click();
  await drop(owner, 'клиенты 2.csv', [HEAD, ...GOOD]);
  await page.getByText('Все строки годятся').waitFor();
  expect((await centre.database.owner.query('select 1 from clients')).rowCount, 'nothing is written yet').toBe(before.rowCount);
  await page.getByRole('button', { name: 'Перенести 2 строки' }).click();
  const sure = page.getByRole('dialog');
  await sure.getByText(/1\s500,00/).waitFor();
  expect(await axeProblems(page)).toEqual([]);
  await owner.press('Enter', { ctrl: true });
  await imported(owner, 'APPLIED');
  await page.getByRole('link', { name: /Документы переноса/ }).waitFor();
  expect((await centre.database.owner.query('select 1 from clients')).rowCount).toBe((before.rowCount ?? 0) + 2);

  await page.getByRole('main').getByRole('link', { name: 'К сверке остатков' }).click();
  await owner.ready('reconciliations');
  await page.getByRole('button', { name: 'Начать сверку' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Начать сверку' }).click();
  await owner.ready('reconciliation');
  const lock = page.getByRole('button', { name: 'Закрыть сверку' });
  expect(await lock.getAttribute('aria-disabled'), 'nobody has said anything').toBe('true');
  await page.getByRole('button', { name: 'Цифры из файла' }).click();
  await drop(owner, 'остатки.csv', ['ФИО;Телефон;Сумма', 'Царькова Анна Андреевна;79788451364;1500', 'Восьмёркина Ольга;79780000007;-2500']);
  await page.locator('[data-difference]').getByText(/500,00/).waitFor();
  await page.getByRole('link', { name: 'Только расхождения 1' }).click();
  await expect.poll(() => page.locator('tr[data-row]').count()).toBe(1);
  expect(await axeProblems(page)).toEqual([]);
  expect(await lock.getAttribute('aria-disabled')).toBe('true');
  await page.getByRole('button', { name: 'Взять их цифру: Восьмёркина Ольга' }).click();
  await page.getByRole('dialog').getByText(/Это добавит клиенту долг/).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: /Внести −500,00/ }).click();
  await page.locator('[data-even="true"]').waitFor();
  await page.getByText('Сошлось до копейки').waitFor();
  expect(await axeProblems(page)).toEqual([]);
  await lock.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Закрыть сверку' }).click();
  await page.locator('[data-sheet="LOCKED"]').waitFor();
  // What is locked is opened again with a reason only.
  await page.getByRole('button', { name: 'Открыть снова' }).click();
  const again = page.getByRole('dialog');
  expect(await again.getByRole('button', { name: 'Открыть снова' }).getAttribute('aria-disabled')).toBe('true');
  await again.getByRole('textbox', { name: 'Причина' }).fill('Нашли ещё одного клиента');
  await again.getByRole('button', { name: 'Открыть снова' }).click();
  await page.locator('[data-sheet="OPEN"]').waitFor();
});

test('a figure written in its place is compared at once; an emptied one is said by nobody', async () => {
  const centre = await site();
  const books = await openPage(centre, { role: 'ACCOUNTANT', path: `/reconciliations/${centre.facts.reconciliation}?only=different` });
  const { page } = books;
  const row = page.locator('tr[data-row]').first();
  const name = await row.getByRole('link').innerText();
  const ours = (await row.locator('td').nth(3).innerText()).replace(/[^\d,−]/g, '').replace('−', '-');
  const field = page.getByRole('textbox', { name: `Они говорят: ${name}` });
  await field.fill(ours);
  await field.press('Enter');
  await page.locator('tr[data-row]').filter({ hasText: name }).waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Все', exact: true }).click();
  await page.getByRole('searchbox').fill(name);
  await expect.poll(() => page.locator('tr[data-row]').filter({ hasText: name }).locator('td').nth(4).innerText()).toMatch(/^0,00/);
});

test('other columns are chosen by hand and checked anew; a broken file is refused in words', { timeout: 60_000 }, async () => {
  const centre = await site({ world: 'fresh' });
  const owner = await openPage(centre, { role: 'ADMIN', path: '/imports?panel=new' });
  const { page } = owner;
  await drop(owner, 'список.csv', ['ФИО;Сотовый;Откуда', 'Орлова Вера;79780000003;Севастополь']);
  await imported(owner, 'READY');
  await page.locator('[data-columns] summary').click();
  await page.getByText('взято 2 из 3').waitFor();
  await page.getByRole('combobox', { name: 'Что в столбце «Откуда»' }).click();
  await page.getByRole('option', { name: 'Город' }).click();
  const first = page.url();
  await page.getByRole('button', { name: 'Проверить заново' }).click();
  await expect.poll(() => page.url()).not.toBe(first);
  await page.getByText('взято 3 из 3').waitFor();
  await owner.open('/imports?panel=new');
  owner.allow(/answered 4\d\d/);
  await page.locator('input[data-file]').setInputFiles({ name: 'книга.xlsx', mimeType: 'application/zip', buffer: Buffer.from('PK\u0003\u0004это не книга') });
  await page.getByRole('alert').filter({ hasText: /\p{L}{4}/u }).first().waitFor();
});

test('a large file is checked while somebody waits, and brought in by the same page', { timeout: 60_000 }, async () => {
  const centre = await site({ world: 'fresh' });
  const owner = await openPage(centre, { role: 'ADMIN', path: '/imports?panel=new' });
  // Above two megabytes a file is checked in the background.
  const note = 'Ходит по вторникам. '.repeat(25);
  const many = Array.from({ length: 3000 }, (_none, index) => `Клиент Номер${index};+7978${String(1_000_000 + index)};Ялта;0;${note}`);
  await drop(owner, 'все клиенты.csv', [HEAD.replace('Любимый цвет', 'Примечание'), ...many]);
  await owner.ready('import');
  await imported(owner, 'READY'); // by itself: nobody loads the page again
  await owner.page.getByRole('button', { name: /Перенести 3/ }).click();
  await owner.press('Enter', { ctrl: true });
  await imported(owner, 'APPLYING');
  await imported(owner, 'APPLIED');
  expect((await centre.database.owner.query(`select 1 from clients where city = 'Ялта'`)).rowCount).toBe(3000);
});

test('the desk reads what came in and is told who brings it in', async () => {
  const centre = await site();
  const desk = await openPage(centre, { role: 'MANAGER', path: '/imports' });
  expect(await desk.page.getByRole('button', { name: 'Загрузить файл' }).getAttribute('aria-disabled')).toBe('true');
  await desk.page.getByRole('link', { name: 'Клиенты' }).last().click();
  await desk.ready('import');
  expect(await desk.page.getByRole('button', { name: /Перенести/ }).getAttribute('aria-disabled')).toBe('true');
});

test('every heading of a template is understood', async () => {
  const { headings } = (await import(/* @vite-ignore */ pathToFileURL(join(root, 'web/opening/headings.ts')).href)) as
    { headings: Record<'ru' | 'en', Record<ImportKind, string>> };
  const lost = (['ru', 'en'] as const).flatMap((language) => IMPORT_KINDS.flatMap((kind) => {
    const heads = headings[language][kind].split(';');
    return heads.filter((_head, index) => guessColumns(heads, kind)[index] === null).map((head) => `${kind} ${head}`);
  }));
  expect(lost).toEqual([]);
});
