/** 1C: connected, checked, synchronised while somebody watches; its customers found by city, what they bought seen. */
import { expect, test } from 'vitest';
import { PASSWORD, REFERENCE } from '../../fakes/onec/server.ts';
import { axeProblems, openPage, reflowProblems, site } from './harness/index.ts';
import { baseOfOneC, connected, ended, percentOf } from './onec-helpers.ts';

test('from nothing to the purchases of a customer found by the city', { timeout: 90_000 }, async () => {
  const onec = await baseOfOneC();
  const centre = await site({ world: 'fresh', background: true });
  const owner = await openPage(centre, { role: 'ADMIN', path: '/onec' });
  const { page } = owner;
  await page.getByText('1С ещё не подключена').waitFor();
  await page.getByRole('main').getByRole('link', { name: 'Подключить 1С' }).click();
  await owner.ready('onec-settings');
  await page.getByLabel('Адрес базы').fill(onec.url);
  await page.getByLabel('Пользователь 1С').fill(onec.username);
  await page.getByRole('textbox', { name: 'Пароль' }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Сохранить' }).first().click();
  await page.getByText('Сохранён и не показывается').waitFor();
  expect(await page.getByRole('textbox', { name: 'Пароль' }).inputValue()).toBe('');
  await page.getByRole('button', { name: 'Проверить соединение' }).click();
  await page.locator('[data-check="ok"]').waitFor();
  expect(await page.locator('[data-purpose][data-status="OK"]').count()).toBe(5);
  expect(await axeProblems(page)).toEqual([]);

  await page.getByRole('main').getByRole('link', { name: 'Синхронизация с 1С' }).click();
  await owner.ready('onec');
  onec.setQuirks({ delay: 60 });
  await page.getByRole('button', { name: 'Полная синхронизация' }).click();
  const seen: number[] = [];
  await expect.poll(async () => {
    seen.push(await percentOf(owner).catch(() => 0));
    return page.locator('[data-sync="DONE"]').count();
  }, { timeout: 40_000, interval: 60 }).toBe(1);
  expect(seen, 'it never goes back').toEqual(seen.toSorted((a, b) => a - b));
  expect(seen.filter((percent) => percent > 0 && percent < 100).length, 'seen while it went').toBeGreaterThan(0);
  expect(await percentOf(owner)).toBe(100);
  expect(await page.locator('.stages li[data-state="stageDone"]').count()).toBe(4);
  expect(await axeProblems(page)).toEqual([]);

  await page.getByRole('main').getByRole('link', { name: 'Покупатели 1С' }).click();
  await owner.ready('onec-customers');
  await page.getByRole('columnheader', { name: 'Город' }).waitFor();
  const asked: string[] = [];
  page.on('request', (request) => request.url().includes('/api/onec/customers') && asked.push(request.url()));
  const search = page.getByPlaceholder(/город/);
  await search.pressSequentially('симферо');
  await expect.poll(() => page.locator('tr[data-row]').count()).toBe(1);
  expect(await search.inputValue(), 'no letter is lost').toBe('симферо');
  expect(asked.length, asked.join('\n')).toBeLessThanOrEqual(2);
  expect(await axeProblems(page)).toEqual([]);
  await page.getByRole('link', { name: REFERENCE.name }).click();
  await owner.ready('client');
  await page.locator('[data-loyalty="total"]').getByText(/365\s054,00\s₽/).waitFor();
  await page.getByText(/Перенос остатка 232\s360,00\s₽ \+ Покупки 132\s694,00\s₽/).waitFor();
  await page.locator('[data-loyalty="points"]').getByText(/4\s806 баллов/).waitFor();
  await page.getByText('Два подсчёта расходятся').waitFor();
  const purchases = page.locator('.purchases tr[data-row]');
  await purchases.first().waitFor();
  expect(await purchases.first().innerText()).toContain('Перенос остатка');
  const without = await purchases.count();
  await page.getByRole('switch', { name: 'Показать упаковку' }).click();
  await expect.poll(() => purchases.filter({ hasText: 'упаковка' }).count()).toBeGreaterThan(0);
  expect(await purchases.count()).toBeGreaterThan(without);
  expect(await axeProblems(page)).toEqual([]);
  // None of it is money of the centre.
  expect(await page.locator('[data-sentence]').innerText()).toContain('К оплате 0,00');
});

test('on a phone: a run breaks off in its middle and goes on from there', { timeout: 60_000 }, async () => {
  const onec = await baseOfOneC({ quirks: { 'wrong-password': true } });
  const owner = await openPage(await connected(onec), { role: 'ADMIN', path: '/onec', viewport: 'phone' });
  const { page } = owner;
  const resume = page.getByRole('button', { name: 'Продолжить с этого места' });
  const customers = () => page.locator('[data-count="customers"]').innerText();
  const purchases = () => page.locator('[data-count="purchases"]').innerText();
  await owner.act.tap(page.getByRole('button', { name: 'Полная синхронизация' }));
  await ended(owner, 'FAILED');
  await page.getByRole('alert').getByText('1С не приняла имя или пароль').waitFor();
  await page.getByRole('alert').getByText('Проверьте имя и пароль').waitFor();
  await page.getByRole('link', { name: 'Проверить подключение' }).waitFor();
  expect(await customers()).toBe('0');
  // The cards and the purchases come, and then the points do not.
  onec.setQuirks({ 'no-rights': true, only: 'AccumulationRegister_БонусныеБаллы' });
  await owner.act.tap(resume);
  await page.getByRole('alert').getByText('нет права на чтение').waitFor();
  await ended(owner, 'FAILED');
  expect(await percentOf(owner)).toBeGreaterThanOrEqual(85);
  expect(await page.locator('.stages li[data-state="stageDone"]').count()).toBe(3);
  await page.locator('.stages li[data-state="stageStopped"]').getByText('Бонусные баллы').waitFor();
  const before = [await customers(), await purchases()];
  expect(Number(before[0])).toBeGreaterThan(10);
  expect(await axeProblems(page)).toEqual([]);
  expect(await reflowProblems(page, [390])).toEqual([]);
  onec.setQuirks({});
  await owner.act.tap(resume);
  await ended(owner, 'DONE');
  expect([await customers(), await purchases()], 'counted once').toEqual(before);
  await page.getByRole('link', { name: 'Показать покупателей' }).waitFor();
  expect(owner.act.count).toBe(3);
});

test('where the stream of events does not come, the run is asked for until its end', { timeout: 60_000 }, async () => {
  const onec = await baseOfOneC({ quirks: { delay: 300 } });
  const owner = await openPage(await connected(onec), { role: 'ADMIN' });
  const { page } = owner;
  const told = page.getByText('Обновляется само');
  const limit = page.getByLabel('Покупателей, не больше');
  const seen: number[] = [];
  await page.route('**/sync/*/events', (route) => route.abort());
  owner.allow(/failed: GET .*\/events/);
  await owner.open('/onec');
  await limit.fill('500');
  await limit.press('Enter');
  await page.getByText('Обновляется раз в секунду').waitFor();
  await expect.poll(async () => {
    seen.push(await percentOf(owner));
    return page.locator('[data-sync="DONE"]').count();
  }, { timeout: 40_000, interval: 100 }).toBe(1);
  expect(seen.some((percent) => percent >= 50 && percent < 100), [...new Set(seen)].join(', ')).toBe(true);
  expect(await told.count()).toBe(0);
  await page.getByText('до 500 покупателей, 365 дней').waitFor();

  // With the stream it is told.
  await page.unroute('**/sync/*/events');
  onec.setQuirks({ hang: true, only: 'AccumulationRegister' });
  await limit.press('Enter');
  await told.waitFor();
  await expect.poll(() => percentOf(owner), { timeout: 20_000 }).toBeGreaterThanOrEqual(40);
  await page.getByRole('button', { name: 'Остановить' }).click();
  await ended(owner, 'CANCELLED');
});

test('stopping keeps what is in; whoever comes second is told who was first', { timeout: 60_000 }, async () => {
  const onec = await baseOfOneC({ quirks: { hang: true, only: 'AccumulationRegister' } });
  const centre = await connected(onec);
  const owner = await openPage(centre, { role: 'ADMIN', path: '/onec' });
  const { page } = owner;
  // Somebody else begins in the moment between the click and the request.
  await page.route('**/sync/full*', async (route) => {
    await centre.request('ADMIN', 'POST', '/api/admin/onec/customers/sync/full?limit=1000&days=365', {});
    await route.continue();
  }, { times: 1 });
  owner.allow(/answered 409/);
  await page.getByRole('button', { name: 'Полная синхронизация' }).click();
  await page.locator('[data-problem="SYNC_RUNNING"]').waitFor();
  await page.getByRole('link', { name: 'Показать её' }).click();
  await expect.poll(() => percentOf(owner), { timeout: 30_000 }).toBeGreaterThanOrEqual(40);
  const start = page.getByRole('button', { name: 'Полная синхронизация' });
  await expect.poll(() => start.getAttribute('aria-disabled')).toBe('true');
  await page.getByRole('button', { name: 'Остановить' }).click();
  await ended(owner, 'CANCELLED');
  await page.getByText('Всё, что успело прийти, осталось').waitFor();
  expect(Number(await page.locator('[data-count="customers"]').innerText())).toBeGreaterThan(0);
  onec.setQuirks({});
  await page.getByRole('button', { name: 'Продолжить с этого места' }).click();
  await ended(owner, 'DONE');
});
