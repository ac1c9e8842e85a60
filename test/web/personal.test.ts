/** What the law gives a person: a copy of everything that is kept, and that it be erased, for good. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { axeProblems, openPage, site } from './harness/index.ts';

test('a copy is handed over; erasing asks for a ground and the phrase, letter by letter', async () => {
  const centre = await site({ world: 'fresh' });
  const made = await centre.request('ADMIN', 'POST', '/api/clients', { kind: 'PERSON', firstName: 'Вера', lastName: 'Ильина', phone: '+79780000003' });
  const { id } = made.body as { id: string };
  const owner = await openPage(centre, { role: 'ADMIN', path: `/clients/${id}` });
  const { page } = owner;
  await page.getByRole('button', { name: 'Другие действия' }).click();
  await page.getByRole('menuitem', { name: 'Личные данные…' }).click();
  const sheet = page.getByRole('dialog');
  const [file] = await Promise.all([page.waitForEvent('download'), sheet.getByRole('button', { name: 'Скачать копию' }).click()]);
  expect(file.suggestedFilename()).toBe('Личные данные — Ильина Вера.json');
  expect(await readFile(await file.path(), 'utf8')).toContain('+79780000003');
  await sheet.locator('[data-erase] table').waitFor();
  expect(await axeProblems(page)).toEqual([]);
  const erase = sheet.getByRole('button', { name: 'Удалить личные данные' });
  await sheet.getByRole('radio', { name: 'Клиент попросил' }).click();
  const phrase = sheet.getByRole('textbox', { name: /Чтобы удалить/ });
  await phrase.fill('УДАЛИТЬ ИЛЬИНА ВЕР');
  expect(await erase.getAttribute('aria-disabled'), 'one letter is missing').toBe('true');
  await phrase.fill('УДАЛИТЬ ИЛЬИНА ВЕРА');
  await erase.click();
  await page.getByRole('heading', { name: /Клиент удалён/ }).waitFor();
  const { rows } = await centre.database.owner.query<{ phone: string | null }>('select phone from clients where id = $1', [id]);
  expect(rows).toEqual([{ phone: null }]);
});

test('who owes is told to settle first, and only a director is offered it', async () => {
  const centre = await site();
  const owner = await openPage(centre, { role: 'ADMIN', path: `/clients/${centre.facts.debtor}?panel=personal` });
  owner.allow(/answered 409/);
  await owner.page.locator('[data-problem="PERSON_HAS_MONEY"]').waitFor();
  expect(await owner.page.getByRole('button', { name: 'Удалить личные данные' }).getAttribute('aria-disabled')).toBe('true');
  const desk = await openPage(centre, { role: 'MANAGER', path: `/clients/${centre.facts.debtor}?panel=personal` });
  await desk.page.getByRole('button', { name: 'Другие действия' }).click();
  await desk.page.getByRole('menuitem', { name: 'Изменить' }).first().waitFor();
  expect(await desk.page.getByRole('menuitem', { name: 'Личные данные…' }).count()).toBe(0);
});
