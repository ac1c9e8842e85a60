/** One training: the whole cancelled as previewed, marks and their undo, who may not and why. */
import { expect, test } from 'vitest';
import { type Site, axeProblems, openPage, site } from './harness/index.ts';

const markOf = async (centre: Site, training: string, student: string): Promise<string | undefined> => {
  const { rows: [row] } = await centre.database.owner.query<{ status: string }>(
    'select status from attendance where training_id = $1 and student_id = $2', [training, student]);
  return row?.status;
};

test('cancelling the whole training does exactly what its preview said', async () => {
  const centre = await site({ world: 'year' });
  const { training } = centre.facts;
  const active = async (): Promise<{ sessions: number; invoices: number }> => {
    const { rows: [row] } = await centre.database.owner.query<{ sessions: string; invoices: string }>(
      `select count(*) filter (where c.kind = 'SESSION') as sessions,
              count(*) filter (where c.kind = 'INVOICE' and i.status <> 'CANCELLED') as invoices
         from training_charges c left join invoices i on i.id = c.invoice_id where c.training_id = $1 and c.state = 'ACTIVE'`, [training]);
    return { sessions: Number(row!.sessions), invoices: Number(row!.invoices) };
  };
  const before = await active();
  const desk = await openPage(centre, { role: 'MANAGER', path: `/trainings/${training}` });
  await desk.act.click(desk.page.getByRole('button', { name: 'Отменить занятие' }));
  const preview = desk.page.locator('[data-preview]');
  await preview.getByText(/^Вернётся/).waitFor();
  const said = await preview.getByText(/^Вернётся/).innerText();
  expect(said).toMatch(/аннулируется 1 счёт/);
  expect(before.invoices).toBe(1);
  expect(await axeProblems(desk.page)).toEqual([]);
  const dialog = desk.page.getByRole('dialog');
  expect(await dialog.getByRole('button', { name: 'Отменить занятие' }).getAttribute('aria-disabled')).toBe('true');
  await desk.act.click(dialog.getByLabel('Болезнь тренера'));
  await desk.act.click(dialog.getByRole('button', { name: 'Отменить занятие' }));
  await desk.page.getByText(/Отменено .*Болезнь тренера/).waitFor();
  expect(desk.act.count).toBeLessThanOrEqual(3);
  expect(await active()).toEqual({ sessions: 0, invoices: 0 });
  const { rows: [back] } = await centre.database.owner.query<{ sessions: string }>(
    'select coalesce(sum(delta) filter (where delta > 0), 0) as sessions from session_movements where training_id = $1', [training]);
  expect(said).toContain(`Вернётся ${String(back!.sessions)} заняти`);
  expect(Number(back!.sessions)).toBeGreaterThan(0);
  expect(await desk.page.getByRole('button', { name: 'Отметить всех' }).getAttribute('aria-disabled')).toBe('true');
});

test('a mark is written at once and taken back by its toast; all others are marked by one key', async () => {
  const centre = await site({ world: 'year' });
  const { training } = centre.facts;
  const desk = await openPage(centre, { role: 'MANAGER', path: `/trainings/${training}` });
  const row = desk.page.locator('tr[data-student][data-state="BOOKED"]').first();
  const student = (await row.getAttribute('data-student'))!;
  await desk.act.click(row.getByRole('button', { name: /: не пришёл/ }));
  await expect.poll(() => markOf(centre, training, student)).toBe('ABSENT');
  await desk.act.click(desk.page.getByRole('button', { name: 'Вернуть', exact: true }));
  await expect.poll(() => markOf(centre, training, student)).toBeUndefined();
  await row.getByRole('button', { name: /снять отметку/, pressed: true }).waitFor();
  await desk.act.click(row.getByRole('button', { name: /: не пришёл/ }));
  await expect.poll(() => markOf(centre, training, student)).toBe('ABSENT');
  await desk.press('KeyA');
  await expect.poll(async () => Number((await centre.database.owner.query<{ count: string }>(
    `select count(*) from training_participants p where p.training_id = $1 and p.status = 'BOOKED'
        and not exists (select from attendance a where a.training_id = $1 and a.student_id = p.student_id)`, [training])).rows[0]!.count)).toBe(0);
  expect(await markOf(centre, training, student)).toBe('ABSENT');
});

test('one participation is cancelled after its price was shown; the charge explains itself', async () => {
  const centre = await site({ world: 'year' });
  const desk = await openPage(centre, { role: 'MANAGER', path: `/trainings/${centre.facts.training}` });
  const row = desk.page.locator('tr[data-student][data-state="BOOKED"]').first();
  const student = (await row.getAttribute('data-student'))!;
  await desk.act.click(row.getByRole('button', { name: /^Почему\?/ }));
  await desk.page.getByRole('dialog').first().waitFor();
  await desk.page.keyboard.press('Escape');
  await desk.act.click(row.getByRole('button', { name: /Отменить участие/ }));
  await desk.page.locator('[data-preview][data-zone="FINE"]').waitFor();
  await desk.act.click(desk.page.getByRole('dialog').getByRole('button', { name: 'Отменить участие' }));
  await desk.page.locator(`tr[data-student="${student}"][data-state="CANCELLED"]`).waitFor();
  const { rows: [one] } = await centre.database.owner.query<{ status: string; cancel_label: string }>(
    'select status, cancel_label from training_participants where training_id = $1 and student_id = $2', [centre.facts.training, student]);
  expect(one).toEqual({ status: 'CANCELLED', cancel_label: 'FINE' });
});

test('the accountant sees the roster and is told who acts', async () => {
  const centre = await site({ world: 'year' });
  const books = await openPage(centre, { role: 'ACCOUNTANT', path: `/trainings/${centre.facts.training}` });
  expect(await axeProblems(books.page)).toEqual([]);
  for (const [name, why] of [
    ['Отметить всех', 'Отмечают тренер и администратор'], ['Перенести…', 'Расписание меняет администратор'],
    ['Начислить сейчас', 'Начислить может директор'], ['Отменить занятие', 'Отменяет администратор или тренер'],
  ] as const) {
    const button = books.page.getByRole('button', { name });
    expect(await button.getAttribute('aria-disabled'), name).toBe('true');
    await button.hover();
    await books.page.getByText(why).first().waitFor();
  }
  expect(await books.page.getByRole('button', { name: /^Отменить участие/ }).count()).toBe(0);
});
