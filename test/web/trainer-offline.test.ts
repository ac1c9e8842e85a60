/** The trainer's phone without a network: it opens, marks are kept over a reload, and arrive when the network is back. */
import { expect, test } from 'vitest';
import { markAttendance } from '../../src/trainings/mark-attendance.ts';
import { type Tab } from './harness/index.ts';
import { markOf, marksOf, phoneOf, rowsOf, running, stateOf, studentAt } from './trainer-club.ts';

/** The shell and today's rosters are on the phone. */
async function kept(phone: Tab): Promise<void> {
  await expect.poll(() => phone.page.evaluate<number>(
    `caches.open('saldo-shell-1').then((cache) => cache.keys()).then((keys) => keys.length)`), { timeout: 20_000 }).toBeGreaterThan(10);
  await phone.page.waitForFunction('navigator.serviceWorker.controller !== null');
}

/** Nothing is told of the network being away: that is what is tried. */
async function cut(phone: Tab): Promise<void> {
  phone.allow(/failed: /, /ERR_INTERNET_DISCONNECTED/, /Failed to fetch/);
  await phone.context.setOffline(true);
}

test('marks made without a network survive a reload and are in the books when it is back', async () => {
  const { centre, lesson } = await running();
  const phone = await phoneOf(centre);
  await kept(phone);
  await cut(phone);
  await phone.page.getByRole('button', { name: 'Отметить всех' }).tap();
  const exception = await studentAt(phone, 2);
  await rowsOf(phone).nth(2).tap();
  await phone.page.getByText('10 отметок ждут сети').waitFor();
  expect(await marksOf(centre, lesson.id)).toEqual({});

  await phone.page.reload();
  await phone.ready('today');
  expect(await phone.page.getByRole('heading', { level: 1 }).textContent()).toBe(lesson.title);
  await phone.page.getByText('10 отметок ждут сети').waitFor();
  expect(await phone.page.locator('[data-came]').textContent()).toBe('Пришли 9 из 10');
  expect(await stateOf(phone, exception).getAttribute('data-state')).toBe('ABSENT');

  await phone.context.setOffline(false);
  await expect.poll(() => marksOf(centre, lesson.id), { timeout: 10_000 }).toEqual({ PRESENT: 9, ABSENT: 1 });
  expect(await markOf(centre, lesson.id, exception)).toBe('ABSENT');
  await phone.page.getByText(/Сохранено \d\d:\d\d$/).waitFor();
});

test('a conflict that arose while the phone was away is told when it is back', async () => {
  const { centre, lesson } = await running();
  const phone = await phoneOf(centre);
  await kept(phone);
  const first = await studentAt(phone, 0);
  await cut(phone);
  phone.allow(/answered 409: POST .*\/api\/attendance$/);
  await phone.page.getByRole('button', { name: 'Отметить всех' }).tap();
  await centre.act('MANAGER', markAttendance, { trainingId: lesson.id, studentId: first, status: 'ABSENT' });
  await phone.context.setOffline(false);
  await phone.page.locator('[data-told]').getByText('Администратор уже отметил: не пришёл (15:32)').waitFor();
  await expect.poll(() => marksOf(centre, lesson.id), { timeout: 10_000 }).toEqual({ PRESENT: 9, ABSENT: 1 });
  await expect.poll(() => stateOf(phone, first).getAttribute('data-state')).toBe('ABSENT');
});

test('other sections open without a network, and what is not on the phone says so', async () => {
  const { centre } = await running();
  const phone = await phoneOf(centre);
  await kept(phone);
  const { rows: [old] } = await centre.database.owner.query<{ id: string }>(
    'select id from trainings where trainer_id = $1 order by starts_at limit 1', [centre.logins.TRAINER.actor.userId]);
  await cut(phone);
  await phone.page.goto(`${centre.url}/roster/${old!.id}`);
  await phone.ready('roster');
  await phone.page.getByText('Без сети открываются списки сегодняшних занятий.').waitFor();
  await phone.page.getByRole('link', { name: 'Я', exact: true }).tap();
  await phone.ready('trainer-me');
  expect(await phone.page.evaluate<number>(
    `caches.open('saldo-shell-1').then((cache) => cache.keys()).then((keys) => keys.filter(({ url }) => url.includes('/api/')).length)`)).toBe(0);
});

test('signing out warns of marks that are not sent, and leaves nothing on the phone', async () => {
  const { centre } = await running();
  const phone = await phoneOf(centre);
  await kept(phone);
  await cut(phone);
  await rowsOf(phone).nth(0).tap();
  await phone.page.getByText('1 отметка ждёт сети').waitFor();
  await phone.page.getByRole('link', { name: 'Я', exact: true }).tap();
  await phone.page.getByRole('button', { name: 'Выйти' }).tap();
  await phone.page.getByText('1 отметка ещё не отправлена и пропадёт').waitFor();
  await phone.page.getByRole('button', { name: 'Остаться' }).tap();
  await phone.context.setOffline(false);
  await phone.page.getByText(/Сохранено \d\d:\d\d$/).waitFor();
  phone.allow(/answered 401/);
  await phone.page.getByRole('button', { name: 'Выйти' }).tap();
  await phone.ready('sign-in');
  expect(await phone.page.evaluate<number>(`new Promise((done) => {
    const asked = indexedDB.open('saldo-trainer');
    asked.onsuccess = () => {
      const all = asked.result.transaction('kept').objectStore('kept').getAllKeys();
      all.onsuccess = () => done(all.result.length);
    };
  })`)).toBe(0);
});
