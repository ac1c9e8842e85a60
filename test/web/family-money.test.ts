/** The family's invoices and history, what it may not see, and the states of its screens. */
import { expect, test } from 'vitest';
import { clientStatement } from '../../src/audit/statement.ts';
import { cancelTraining } from '../../src/trainings/cancel-training.ts';
import { axeProblems, openPage, reflowProblems, site } from './harness/index.ts';

const PHONE = { role: 'CLIENT', viewport: 'phone' } as const;
/** Kopecks of a sum as it is shown. */
const kopecks = (text: string): number => Number(text.replace('−', '-').replace(/[^\d,-]/g, '').replace(',', ''));

test('the invoice of another family is not there', async () => {
  const centre = await site({ world: 'year' });
  const { rows: [foreign] } = await centre.database.owner.query<{ id: string }>(
    `select id from invoices where client_id <> $1 and status <> 'DRAFT' limit 1`, [centre.facts.family]);
  const phone = await openPage(centre, PHONE);
  phone.allow(/answered 404: GET .*\/api\/invoices\//);
  await phone.open(`/my/invoices/${foreign!.id}`);
  expect(await phone.page.getByRole('heading', { level: 1 }).textContent()).toBe('Такого счёта нет');
  await phone.open(`/my/invoices/${centre.facts.familyInvoice}`);
  expect(await phone.page.getByRole('heading', { level: 1 }).textContent()).toMatch(/^Счёт № INV-/);
});

test('that the family has seen its invoice is written down', async () => {
  const centre = await site({ world: 'year' });
  const viewed = async (): Promise<unknown> => (await centre.database.owner.query<{ viewed_at: unknown }>(
    'select viewed_at from invoices where id = $1', [centre.facts.familyInvoice])).rows[0]?.viewed_at;
  await centre.database.owner.query('update invoices set viewed_at = null where id = $1', [centre.facts.familyInvoice]);
  await openPage(centre, { ...PHONE, path: `/my/invoices/${centre.facts.familyInvoice}` });
  await expect.poll(viewed).not.toBeNull();
});

test('the history is the statement: every row runs on from the one before, and the sums agree', async () => {
  const centre = await site({ world: 'year' });
  const phone = await openPage(centre, { ...PHONE, path: '/my/history?period=p12' });
  const rows = phone.page.locator('[data-movement]');
  const [changes, after] = await Promise.all([
    rows.locator('[data-change]').allTextContents(), rows.locator('[data-after]').allTextContents()]);
  const sum = async (name: string): Promise<number> => kopecks(await phone.page.locator(`[data-sum="${name}"]`).textContent() ?? '');
  let balance = await sum('opening');
  for (const [index, change] of changes.toReversed().entries()) {
    balance += kopecks(change);
    expect(kopecks(after.toReversed()[index] ?? '')).toBe(balance);
  }
  expect(balance).toBe(await sum('closing'));
  const statement = await centre.act('CLIENT', clientStatement, { id: centre.facts.family, from: '2025-04-21', to: '2026-04-22' });
  expect(changes).toHaveLength(statement.movements.length);
  expect(changes.length).toBeGreaterThan(5);
  expect([await sum('closing'), await sum('charged'), await sum('paid')]).toEqual([statement.closing, statement.charged, statement.paid]);
});

test('a training that the centre cancelled is explained, with what came back', async () => {
  const centre = await site({ world: 'year' });
  const { rows: [row] } = await centre.database.owner.query<{ id: string; student: string; date: string }>(
    `select t.id, p.student_id as student, to_char(t.on_date, 'YYYY-MM-DD') as date
       from trainings t join training_participants p on p.training_id = t.id and p.status = 'BOOKED'
       join students s on s.id = p.student_id, organisations o
      where s.client_id = $1 and t.starts_at > o.sandbox_now order by t.starts_at limit 1`, [centre.facts.family]);
  await centre.request('ADMIN', 'POST', `/api/trainings/${row!.id}/charge`, {});
  await centre.act('ADMIN', cancelTraining, { id: row!.id, reason: 'Карантин' });
  const phone = await openPage(centre, { ...PHONE, path: `/my/schedule?day=${row!.date}` });
  const line = phone.page.locator(`[data-booking="${row!.id}.${row!.student}"]`);
  await line.getByText('Занятие отменено центром: Карантин').waitFor();
  await line.getByText(/1 занятие вернули|вернули в аванс/).waitFor();
  expect(await line.getByRole('button').count()).toBe(0);
});

test('the month shows who was where, and a day leads to its week', async () => {
  const centre = await site({ world: 'year' });
  const phone = await openPage(centre, { ...PHONE, path: '/my/schedule?view=month' });
  expect(await phone.page.locator('th').allTextContents()).toEqual(['пн', 'вт', 'ср', 'чт', 'пт', 'сб', 'вс']);
  await phone.page.locator('td button').first().tap();
  await phone.page.locator('[data-booking]').first().waitFor();
  expect(phone.page.url()).toMatch(/day=2026-04-\d\d/);
});

test('wishes about messages are kept', async () => {
  const centre = await site({ world: 'year' });
  const phone = await openPage(centre, { ...PHONE, path: '/my/settings' });
  await phone.page.getByRole('switch', { name: 'СМС' }).click();
  await phone.page.getByText('Сохранено').waitFor();
  const { body } = await centre.request('CLIENT', 'GET', `/api/clients/${centre.facts.family}/notice-preferences`);
  expect(body).toMatchObject({ sms: false, email: true });
});

test('states: a family that has nothing yet, a part that failed, a student who sees no money', async () => {
  const fresh = await site({ world: 'fresh' });
  const phone = await openPage(fresh, { ...PHONE, path: '/my' });
  await phone.page.getByText('Всё оплачено').waitFor();
  await phone.page.getByText('Занятий впереди нет').waitFor();
  expect(await axeProblems(phone.page)).toEqual([]);
  await phone.open('/my/invoices?show=all');
  await phone.page.getByText('Счета появятся после покупки абонемента или занятия.').waitFor();
  await phone.open('/my/history');
  await phone.page.getByRole('button', { name: 'Показать всё время' }).waitFor();
  phone.allow(/answered 500/);
  await phone.page.route('**/api/subscriptions?**', (route) => route.fulfill({
    status: 500, contentType: 'application/problem+json', body: '{"code":"INTERNAL","detail":"Ошибка сервера"}',
  }));
  await phone.open('/my');
  await phone.page.getByText('Всё оплачено').waitFor();
  await phone.page.getByRole('button', { name: 'Повторить' }).waitFor();
  const student = await openPage(fresh, { role: 'STUDENT', viewport: 'phone', path: '/my/history' });
  await student.page.getByText('Деньги видит плательщик').waitFor();
});

test.each(['/my', '/my/schedule', '/my/schedule?view=month', '/my/invoices', '/my/history'])('%s fits 320 px', async (path) => {
  const centre = await site({ world: 'year' });
  const phone = await openPage(centre, { ...PHONE, path });
  expect(await reflowProblems(phone.page, [320])).toEqual([]);
});
