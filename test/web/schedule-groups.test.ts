/** Groups: joining, a full group and its waiting list, leaving; a line of the week by preview. */
import { expect, test } from 'vitest';
import { axeProblems, openPage, reflowProblems, site } from './harness/index.ts';

test('a full group refuses and offers its waiting list; who leaves makes place', async () => {
  const centre = await site({ world: 'year' });
  const { group } = centre.facts;
  await centre.database.owner.query(`update groups set capacity = (select count(*) from group_members where group_id = $1 and status = 'ACTIVE') where id = $1`, [group]);
  const states = async (): Promise<Record<string, number>> => Object.fromEntries((await centre.database.owner.query<{ status: string; count: string }>(
    'select status, count(*) from group_members where group_id = $1 group by status', [group])).rows.map(({ status, count }) => [status, Number(count)]));
  const before = await states();
  const desk = await openPage(centre, { role: 'MANAGER', path: `/groups/${group}` });
  expect(await axeProblems(desk.page)).toEqual([]);
  const { rows: [free] } = await centre.database.owner.query<{ last_name: string; first_name: string }>(
    `select s.last_name, s.first_name from students s where s.is_active and not exists (select from group_members m where m.student_id = s.id)
        and (select count(*) from students o where o.last_name = s.last_name and o.first_name = s.first_name) = 1 order by s.last_name limit 1`);
  desk.allow(/answered 409/);
  await desk.page.getByRole('combobox', { name: 'Записать в группу' }).fill(free!.last_name);
  await desk.page.getByRole('option', { name: `${free!.last_name} ${free!.first_name}`, exact: true }).click();
  await desk.page.getByRole('button', { name: 'Записать в группу' }).click();
  await desk.page.locator('[data-problem="GROUP_FULL"]').waitFor();
  await desk.page.getByRole('button', { name: 'Поставить в очередь' }).click();
  await expect.poll(async () => (await states())['WAITING']).toBe((before['WAITING'] ?? 0) + 1);
  await desk.page.getByRole('button', { name: /^Отчислить: / }).first().click();
  // The first who waits gets the place.
  await expect.poll(async () => (await states())['ACTIVE']).toBe(before['ACTIVE']);
});

test('a line of the week is added, and ends after it was said how many trainings go', async () => {
  const centre = await site({ world: 'year' });
  const { group } = centre.facts;
  const desk = await openPage(centre, { role: 'MANAGER', path: `/groups/${group}?panel=slot` });
  const sheet = desk.page.getByRole('dialog');
  await sheet.getByLabel('Начало').fill('09:00');
  await sheet.getByRole('button', { name: 'Сохранить' }).click();
  await desk.page.getByText('понедельник, 09:00–10:00').waitFor();
  await desk.page.getByRole('button', { name: /Закончить: понедельник/ }).click();
  await desk.page.locator('[data-preview]').waitFor();
  await desk.page.getByRole('button', { name: 'Закончить строку' }).click();
  await expect.poll(async () => Number((await centre.database.owner.query<{ count: string }>(
    `select count(*) from schedule_slots where group_id = $1 and start_time = '09:00' and (valid_until is null or valid_until > '2026-04-22')`, [group])).rows[0]!.count)).toBe(0);
});

test('the accountant reads groups; a phone shows them; the first group is asked for', async () => {
  const centre = await site({ world: 'year' });
  const books = await openPage(centre, { role: 'ACCOUNTANT', path: `/groups/${centre.facts.group}` });
  expect(await books.page.getByRole('button', { name: /Отчислить/ }).count()).toBe(0);
  const phone = await openPage(centre, { role: 'MANAGER', viewport: 'phone', path: `/groups/${centre.facts.group}` });
  expect(await reflowProblems(phone.page)).toEqual([]);
  const fresh = await site({ world: 'fresh' });
  const desk = await openPage(fresh, { role: 'ADMIN', path: '/groups' });
  await desk.page.getByText(/Создайте первую/).waitFor();
  await desk.press('KeyC');
  await desk.page.getByRole('dialog').waitFor();
});
