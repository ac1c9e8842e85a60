/** The schedule: moving by drag and by keyboard, what a busy room says, roles, an organisation that has only begun. */
import { expect, test } from 'vitest';
import { type Site, axeProblems, openPage, reflowProblems, site } from './harness/index.ts';

const startOf = async (centre: Site, id: string): Promise<string> => {
  const { rows: [row] } = await centre.database.owner.query<{ at: unknown }>('select starts_at as at from trainings where id = $1', [id]);
  return String(row!.at);
};
/** The demo week has «Живопись» on Wednesday at 15:30 in the room where «Английский» is on Thursday at 15:30. */
const WEDNESDAY = '2026-04-22T12:30:00Z';

test('a training is dragged to a free hour; a busy room is refused in the server’s words and it stays', async () => {
  const centre = await site({ world: 'year' });
  const { training } = centre.facts;
  const desk = await openPage(centre, { role: 'MANAGER', path: '/schedule' });
  const event = desk.page.locator(`[data-event-id="${training}"]`);
  const slot = (name: string) => desk.page.getByRole('button', { name, exact: true });
  await event.waitFor();
  expect(await startOf(centre, training)).toBe(WEDNESDAY);
  expect(await axeProblems(desk.page)).toEqual([]);

  desk.allow(/answered 409/);
  await event.dragTo(slot('Свободное время чт, 23 апреля, 15:00'), { targetPosition: { x: 20, y: 4 } });
  const dialog = desk.page.getByRole('dialog', { name: 'Перенести занятие' });
  await dialog.locator('[data-problem="ROOM_BUSY"]').getByText(/занят/i).first().waitFor();
  expect(await dialog.getByRole('button', { name: 'Перенести занятие' }).getAttribute('aria-disabled')).toBe('true');
  expect(await axeProblems(desk.page)).toEqual([]);
  await desk.act.click(dialog.getByRole('button', { name: 'Не переносить' }));
  await dialog.waitFor({ state: 'detached' });
  expect(await startOf(centre, training)).toBe(WEDNESDAY);
  expect(desk.page.url()).not.toContain('move=');

  await event.dragTo(slot('Свободное время пт, 24 апреля, 16:00'), { targetPosition: { x: 20, y: 4 } });
  await dialog.getByText(/пт, 24 апреля, 16:00–17:00/).waitFor();
  await desk.act.press('Enter', { ctrl: true });
  await dialog.waitFor({ state: 'detached' });
  expect(await startOf(centre, training)).toBe('2026-04-24T13:00:00Z');
});

test('the same by keyboard: the event, its menu, another hour, confirmed; this and the following of a weekly line', async () => {
  const centre = await site({ world: 'year' });
  const { training } = centre.facts;
  const desk = await openPage(centre, { role: 'MANAGER', path: `/schedule?panel=training:${training}` });
  const move = desk.page.getByRole('button', { name: 'Перенести…' });
  await move.waitFor();
  await move.focus();
  await desk.act.press('Enter');
  const dialog = desk.page.getByRole('dialog', { name: 'Перенести занятие' });
  await desk.act.type('1700', dialog.getByLabel('Начало'));
  await dialog.getByText(/ср, 22 апреля, 17:00–18:00/).waitFor();
  await dialog.getByText('Это и следующие', { exact: true }).click();
  const act = dialog.getByRole('button', { name: /Перенести \d+ занят/ });
  await dialog.getByText(/^Измен/).waitFor();
  const said = Number(/\d+/.exec(await act.innerText())![0]);
  await desk.act.press('Enter', { ctrl: true });
  await dialog.waitFor({ state: 'detached' });
  expect(await startOf(centre, training)).toBe('2026-04-22T14:00:00Z');
  const { rows: [moved] } = await centre.database.owner.query<{ count: string }>(
    `select count(*) from trainings where slot_id = (select slot_id from trainings where id = $1) and status = 'PLANNED'
        and (starts_at at time zone 'Europe/Moscow')::time = '17:00'`, [training]);
  expect(Number(moved!.count)).toBe(said);
  expect(said).toBeGreaterThan(1);
});

test('an empty hour becomes a training or a rental; the state is in the address', async () => {
  const centre = await site({ world: 'year' });
  const desk = await openPage(centre, { role: 'MANAGER', path: '/schedule?date=2026-04-24' });
  await desk.page.getByRole('button', { name: 'Свободное время пт, 24 апреля, 14:00', exact: true }).click();
  const sheet = desk.page.getByRole('dialog', { name: 'Новое занятие' });
  await sheet.getByLabel('Начало').waitFor();
  expect(await sheet.getByLabel('Начало').inputValue()).toBe('14:00');
  await sheet.getByRole('link', { name: 'Сдать зал в аренду' }).click();
  await desk.ready('rentals');
  expect(desk.page.url()).toContain('date=2026-04-24');
  expect(await desk.page.getByLabel('Начало').inputValue()).toBe('14:00');
  await desk.open('/schedule');
  await desk.press('KeyN');
  await expect.poll(() => desk.page.url()).toContain('date=2026-04-29');
  await desk.press('KeyT');
  await expect.poll(() => desk.page.url()).not.toContain('date=');
  await desk.press('KeyD');
  await expect.poll(() => desk.page.url()).toContain('view=day');
  await desk.page.getByText('Большой зал').first().waitFor();
  expect(await axeProblems(desk.page)).toEqual([]);
});

test('the accountant sees and is told who moves; a phone has a list of the day', async () => {
  const centre = await site({ world: 'year' });
  const books = await openPage(centre, { role: 'ACCOUNTANT', path: `/schedule?panel=training:${centre.facts.training}` });
  const move = books.page.getByRole('button', { name: 'Перенести…' });
  await move.waitFor();
  expect(await move.getAttribute('aria-disabled')).toBe('true');
  await move.hover();
  await books.page.getByText('Переносит администратор').waitFor();
  expect(await books.page.getByRole('button', { name: 'Добавить занятие' }).count()).toBe(0);
  const phone = await openPage(centre, { role: 'MANAGER', viewport: 'phone', path: '/schedule' });
  await phone.page.getByRole('button', { name: /Живопись/ }).waitFor();
  expect(await reflowProblems(phone.page)).toEqual([]);
  expect(await axeProblems(phone.page)).toEqual([]);
});

test('an organisation that has only begun is told what comes first', async () => {
  const centre = await site({ world: 'fresh' });
  const desk = await openPage(centre, { role: 'ADMIN', path: '/schedule' });
  await desk.page.getByText('На этой неделе занятий нет').waitFor();
  await desk.page.getByRole('link', { name: 'Открыть группы' }).click();
  await desk.ready('groups');
});
