/** Rentals: a free hour is booked with its price before, a busy one is refused; cancelling frees the room. */
import { expect, test } from 'vitest';
import { type Tab, axeProblems, openPage, reflowProblems, site } from './harness/index.ts';

async function fill({ page }: Tab, start: string, end: string): Promise<void> {
  const sheet = page.getByRole('dialog', { name: 'Забронировать зал' });
  await sheet.getByLabel('Зал', { exact: false }).first().click();
  await page.getByRole('option', { name: 'Большой зал' }).click();
  await sheet.getByLabel('Начало').fill(start);
  await sheet.getByLabel('Конец').fill(end);
  await sheet.getByText('Впервые у нас').click();
  await sheet.getByLabel('Имя или организация').fill('Хор «Рассвет»');
  await sheet.getByLabel('Телефон').fill('+7 900 555-11-22');
}

test('a busy hour is refused beside a free one that is booked for the price that was shown', async () => {
  const centre = await site({ world: 'year' });
  const desk = await openPage(centre, { role: 'MANAGER', path: '/rentals?panel=new&date=2026-04-23' });
  const booked = async (): Promise<{ total: string; start: string }[]> => (await centre.database.owner.query<{ total: string; start: string }>(
    `select r.total_price as total, r.starts_at as start from rentals r join clients c on c.org_id = r.org_id and c.id = r.client_id
      where c.name = 'Хор «Рассвет»'`)).rows;
  desk.allow(/answered 409/);
  await fill(desk, '1530', '1630');
  await desk.page.locator('[data-problem="ROOM_BUSY"]').waitFor();
  const act = desk.page.getByRole('dialog').getByRole('button', { name: 'Забронировать зал' });
  expect(await act.getAttribute('aria-disabled')).toBe('true');
  expect(await axeProblems(desk.page)).toEqual([]);
  expect(await booked()).toEqual([]);
  await desk.page.getByLabel('Начало').fill('1000');
  await desk.page.getByLabel('Конец').fill('1130');
  await desk.page.getByText(/1,5 ч × 1\s500,00\s₽ = 2\s250,00\s₽/).waitFor();
  await desk.act.click(act);
  await desk.page.getByRole('dialog', { name: 'Бронь' }).waitFor();
  expect((await booked()).map(({ total, start }) => [Number(total), String(start)])).toEqual([[225_000, '2026-04-23T07:00:00Z']]);
  await desk.page.getByRole('button', { name: 'Отменить аренду' }).click();
  await desk.page.getByText(/Зал освободится/).waitFor();
});

test('the accountant sees rentals and is told who books; the list fits a phone', async () => {
  const centre = await site({ world: 'year' });
  const books = await openPage(centre, { role: 'ACCOUNTANT', path: '/rentals' });
  const book = books.page.getByRole('button', { name: 'Забронировать зал' });
  expect(await axeProblems(books.page)).toEqual([]);
  expect(await book.getAttribute('aria-disabled')).toBe('true');
  await book.hover();
  await books.page.getByText('Бронирует и отменяет администратор').waitFor();
  const phone = await openPage(centre, { role: 'MANAGER', viewport: 'phone', path: '/rentals' });
  expect(await reflowProblems(phone.page)).toEqual([]);
});

test('before the first rental it says what will be here; nothing found repeats the question', async () => {
  const centre = await site({ world: 'fresh' });
  const desk = await openPage(centre, { role: 'ADMIN', path: '/rentals' });
  await desk.page.getByText(/Здесь будут брони залов/).waitFor();
  await desk.open('/rentals?status=CONFIRMED');
  await desk.page.getByRole('button', { name: 'Сбросить фильтры' }).click();
  await desk.page.getByText(/Здесь будут брони залов/).waitFor();
});
