/** The trainer's phone: marks in few taps, taken back, and never over somebody else's. */
import { expect, test } from 'vitest';
import { markAttendance } from '../../src/trainings/mark-attendance.ts';
import { cancelParticipation } from '../../src/trainings/cancel-participation.ts';
import { cancelTraining } from '../../src/trainings/cancel-training.ts';
import { axeProblems, openPage, reflowProblems, site } from './harness/index.ts';
import { markOf, marksOf, phoneOf, rowsOf, running, stateOf, studentAt } from './trainer-club.ts';

test('job 3: all and two exceptions are three taps, and every mark is in the books', async () => {
  const { centre, lesson } = await running({ booked: 15 });
  const phone = await phoneOf(centre);
  expect(await phone.page.getByRole('heading', { level: 1 }).textContent()).toBe(lesson.title);
  const [one, two] = [await studentAt(phone, 1), await studentAt(phone, 3)];
  await phone.act.tap(phone.page.getByRole('button', { name: 'Отметить всех' }));
  await phone.act.tap(rowsOf(phone).nth(1));
  await phone.act.tap(rowsOf(phone).nth(3));
  expect(phone.act.count, phone.act.done.join(', ')).toBe(3);
  await expect.poll(() => marksOf(centre, lesson.id), { timeout: 10_000 }).toEqual({ PRESENT: 13, ABSENT: 2 });
  expect([await markOf(centre, lesson.id, one), await markOf(centre, lesson.id, two)]).toEqual(['ABSENT', 'ABSENT']);
  await phone.page.getByText(/Сохранено \d\d:\d\d$/).waitFor();
  expect(await phone.page.locator('[data-came]').textContent()).toBe('Пришли 13 из 15');
});

test('job 3, the worst case: fifteen children one by one are fifteen taps, and nothing to save', async () => {
  const { centre, lesson } = await running({ booked: 15 });
  const phone = await phoneOf(centre);
  for (let index = 0; index < 15; index += 1) await phone.act.tap(rowsOf(phone).nth(index));
  expect(phone.act.count).toBeLessThanOrEqual(16);
  await expect.poll(() => marksOf(centre, lesson.id), { timeout: 10_000 }).toEqual({ PRESENT: 15 });
});

test('a mark and a mark of all can be taken back', async () => {
  const { centre, lesson } = await running();
  const phone = await phoneOf(centre);
  const first = await studentAt(phone, 0);
  await rowsOf(phone).nth(0).tap();
  await expect.poll(() => markOf(centre, lesson.id, first)).toBe('PRESENT');
  await phone.page.getByRole('button', { name: 'Вернуть' }).tap();
  await expect.poll(() => marksOf(centre, lesson.id), { timeout: 10_000 }).toEqual({});
  await phone.page.getByRole('button', { name: 'Отметить всех' }).tap();
  await expect.poll(() => marksOf(centre, lesson.id), { timeout: 10_000 }).toEqual({ PRESENT: 10 });
  await phone.page.getByRole('button', { name: 'Вернуть' }).tap();
  await expect.poll(() => marksOf(centre, lesson.id), { timeout: 10_000 }).toEqual({});
  await rowsOf(phone).nth(0).tap();
  await phone.page.getByRole('button', { name: /^Ещё: / }).first().tap();
  await phone.page.getByRole('dialog').getByRole('button', { name: 'Снять отметку' }).tap();
  await expect.poll(() => marksOf(centre, lesson.id), { timeout: 10_000 }).toEqual({});
});

test('what the office has marked meanwhile stays, and the trainer is told', async () => {
  const { centre, lesson } = await running();
  const phone = await openPage(centre, { role: 'TRAINER', viewport: 'phone' });
  phone.allow(/answered 409: POST .*\/api\/attendance$/, /failed: GET .*\/api\/events/);
  // The phone does not hear of it before the tap: its stream of news is held back.
  await phone.page.route('**/api/events', (route) => route.abort());
  await phone.open('/today');
  const first = await studentAt(phone, 0);
  await centre.act('MANAGER', markAttendance, { trainingId: lesson.id, studentId: first, status: 'ABSENT' });
  await rowsOf(phone).nth(0).tap();
  await phone.page.locator('[data-told]').getByText('Администратор уже отметил: не пришёл (15:32)').waitFor();
  expect(await markOf(centre, lesson.id, first)).toBe('ABSENT');
  await expect.poll(() => stateOf(phone, first).getAttribute('data-state')).toBe('ABSENT');
});

test('who cancelled is locked, who is asked to the desk is marked without a sum, and sums are nowhere', async () => {
  const { centre, lesson } = await running();
  const phone = await phoneOf(centre);
  const last = await studentAt(phone, 9);
  const { rows: [next] } = await centre.database.owner.query<{ id: string; student: string }>(
    `select t.id, p.student_id as student from trainings t join training_participants p on p.training_id = t.id
      where t.trainer_id = $1 and t.starts_at > now() - interval '100 years' and t.on_date > $2 and p.status = 'BOOKED'
      order by t.starts_at limit 1`, [centre.logins.TRAINER.actor.userId, lesson.startsAt.toString().slice(0, 10)]);
  await centre.act('ADMIN', cancelParticipation, { id: next!.id, studentId: next!.student });
  await phone.open(`/roster/${next!.id}`);
  const locked = stateOf(phone, next!.student);
  expect(await locked.getAttribute('data-state')).toBe('CANCELLED');
  expect(await locked.textContent()).toMatch(/отменил (вовремя|поздно) \d\d:\d\d/);
  expect(await locked.locator('button.phone-row').count()).toBe(0);
  await phone.open('/today');
  expect(last).toHaveLength(36);
  expect(await phone.page.locator('main').textContent()).not.toMatch(/₽/);
});

test('a mark that is refused is put back with the server’s sentence', async () => {
  const { centre } = await running();
  const { rows: [later] } = await centre.database.owner.query<{ id: string }>(
    `select t.id from trainings t join organisations o on o.org_id = t.org_id
      where t.trainer_id = $1 and t.on_date > (o.sandbox_now at time zone o.time_zone)::date and t.status = 'PLANNED'
      order by t.starts_at limit 1`, [centre.logins.TRAINER.actor.userId]);
  const phone = await phoneOf(centre, `/roster/${later!.id}`);
  phone.allow(/answered 422: POST .*\/api\/attendance$/);
  const first = await studentAt(phone, 0);
  await rowsOf(phone).nth(0).tap();
  await phone.page.locator('[data-told]').getByText('Занятие ещё не началось: отметить посещение нельзя').waitFor();
  await expect.poll(() => stateOf(phone, first).getAttribute('data-state')).toBe('BOOKED');
  await phone.page.getByRole('button', { name: 'Понятно' }).tap();
  await expect.poll(() => phone.page.locator('[data-told]').count()).toBe(0);
});

test('who came without being listed is found, marked and on the list', async () => {
  const { centre, lesson } = await running();
  const phone = await phoneOf(centre);
  await phone.page.getByRole('button', { name: 'Пришёл не из списка' }).tap();
  const choice = phone.page.getByRole('dialog').locator('li button').first();
  const name = await choice.textContent();
  await choice.tap();
  await phone.page.locator('li[data-student]', { hasText: name ?? '?' }).getByText('пришёл', { exact: true }).waitFor();
  await expect.poll(() => marksOf(centre, lesson.id), { timeout: 10_000 }).toEqual({ PRESENT: 1 });
  await expect.poll(() => phone.page.locator('[data-came]').textContent()).toBe('Пришли 1 из 11');
});

test('another trainer’s training says who leads it', async () => {
  const centre = await site({ world: 'year' });
  const { rows: [other] } = await centre.database.owner.query<{ id: string; name: string }>(
    `select t.id, btrim(u.first_name || ' ' || u.last_name) as name from trainings t join users u on u.id = t.trainer_id
      where t.trainer_id <> $1 order by t.starts_at desc limit 1`, [centre.logins.TRAINER.actor.userId]);
  const phone = await openPage(centre, { role: 'TRAINER', viewport: 'phone' });
  phone.allow(/answered 404: GET .*\/api\/trainings\//);
  await phone.open(`/roster/${other!.id}`);
  expect(await phone.page.getByRole('heading', { level: 1 }).textContent()).toBe(`Это занятие ведёт ${other!.name}`);
  await phone.page.getByText('Заменяете? Сообщите администратору').waitFor();
});

test('states: a cancelled training, no trainings today, nothing unmarked, an error', async () => {
  const { centre, lesson } = await running();
  await centre.act('ADMIN', cancelTraining, { id: lesson.id, reason: 'Заболел тренер' });
  const phone = await phoneOf(centre, `/roster/${lesson.id}`);
  await phone.page.getByText('Причина: Заболел тренер. Отмечать никого не нужно.').waitFor();
  expect(await phone.page.getByRole('button', { name: 'Отметить всех' }).count()).toBe(0);
  const fresh = await site({ world: 'fresh' });
  const idle = await openPage(fresh, { role: 'TRAINER', viewport: 'phone', path: '/today' });
  await idle.page.getByText('Сегодня у вас нет занятий').waitFor();
  await idle.open('/unmarked');
  await idle.page.getByText('За последние 7 дней не отмеченных занятий нет.').waitFor();
  await idle.open('/my-groups');
  await idle.page.getByText('Групп пока нет').waitFor();
  expect(await axeProblems(idle.page)).toEqual([]);
  const broken = await openPage(fresh, { role: 'TRAINER', viewport: 'phone' });
  broken.allow(/answered 500/);
  await broken.page.route('**/api/groups?**', (route) => route.fulfill({
    status: 500, contentType: 'application/problem+json', body: '{"code":"INTERNAL","detail":"Ошибка сервера"}',
  }));
  await broken.open('/my-groups');
  await broken.page.getByRole('button', { name: 'Повторить' }).waitFor();
});

test('the roster at 320 px, in both themes, has nothing cut and nothing wrong', async () => {
  const { centre } = await running();
  const phone = await openPage(centre, { role: 'TRAINER', viewport: 'phone', theme: 'auto', path: '/today' });
  await rowsOf(phone).nth(0).tap();
  await phone.page.getByText(/Сохранено/).waitFor();
  expect(await reflowProblems(phone.page, [320, 360, 390])).toEqual([]);
  for (const colorScheme of ['light', 'dark'] as const) {
    await phone.page.emulateMedia({ colorScheme });
    expect(await axeProblems(phone.page)).toEqual([]);
  }
});
