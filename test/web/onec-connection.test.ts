/** 1C: what the check of the connection says, what other names mean, and what the card of a client shows of purchases. */
import { expect, test } from 'vitest';
import { REFERENCE } from '../../fakes/onec/server.ts';
import { type Site, type Tab, axeProblems, openPage, site } from './harness/index.ts';
import { baseOfOneC, connect, connected } from './onec-helpers.ts';

const isFocused = (field: ReturnType<Tab['page']['getByLabel']>): Promise<boolean> =>
  field.evaluate((element) => (element as unknown as { matches(what: string): boolean }).matches(':focus'));

test('the check says why there is no connection and what to do, then that all is there', { timeout: 60_000 }, async () => {
  const onec = await baseOfOneC();
  const centre = await site({ world: 'fresh' });
  const owner = await openPage(centre, { role: 'ADMIN', path: '/settings/onec' });
  const { page } = owner;
  const check = page.getByRole('button', { name: 'Проверить соединение' });
  const save = page.getByRole('button', { name: 'Сохранить' }).first();
  const verdict = page.locator('.connection-check [role="status"]');
  expect(await check.getAttribute('aria-disabled'), 'first there must be something to check').toBe('true');
  await save.click();
  await expect.poll(() => isFocused(page.getByLabel('Адрес базы')), { message: 'what is missing is led to' }).toBe(true);
  await page.getByLabel('Адрес базы').fill(onec.url);
  await page.getByLabel('Пользователь 1С').fill(onec.username);
  await page.getByRole('textbox', { name: 'Пароль' }).fill('не тот');
  await save.click();
  await page.getByText('Сохранён и не показывается').waitFor();
  await expect.poll(() => page.getByLabel('Адрес базы').inputValue()).toBe(onec.url);
  await check.click();
  await verdict.getByText('1С не приняла имя или пароль').waitFor();
  await verdict.getByText('разрешена аутентификация 1С:Предприятия').waitFor();
  expect(await page.locator('[data-purpose]').count()).toBe(0);
  await page.getByRole('textbox', { name: 'Пароль' }).fill(onec.password);
  onec.setQuirks({ html: true });
  await save.click();
  await page.getByText('Проверка спросит у базы').waitFor();
  await check.click();
  await verdict.getByText('Вместо данных 1С прислала страницу').waitFor();
  await verdict.getByText('Откройте адрес в браузере').waitFor();
  expect(await axeProblems(page)).toEqual([]);
  onec.setQuirks({});
  await check.click();
  await page.locator('[data-check="ok"]').waitFor();
  await page.getByText('База не умеет').waitFor({ state: 'detached' });
  await verdict.getByRole('link', { name: 'Перейти к синхронизации' }).click();
  await owner.ready('onec');
  await page.getByText('Соединение проверено').waitFor();
});

test('what is missing in 1C is named with what to do; another name is given and taken back', async () => {
  const onec = await baseOfOneC({ quirks: { 'not-published': 'Catalog_ДисконтныеКарты', 'filter-500': true } });
  const owner = await openPage(await connected(onec), { role: 'ADMIN', path: '/settings/onec' });
  const { page } = owner;
  await page.getByRole('button', { name: 'Проверить соединение' }).click();
  await page.locator('[data-check="bad"]').waitFor();
  await page.getByText('База не умеет: отбирать.').waitFor();
  const cards = page.locator('[data-purpose="cards"]');
  expect(await cards.getAttribute('data-status')).toBe('NOT_PUBLISHED');
  expect(await cards.innerText()).toMatch(/Не опубликован[\s\S]*Что сделать:[\s\S]*OData/);
  expect(await axeProblems(page)).toEqual([]);
  const mapping = page.locator('[data-mapping="cards"]');
  // The check leads to the name that may be another one here.
  await cards.getByRole('link', { name: 'Указать другое имя' }).click();
  await mapping.getByText('Проверка не нашла в базе этого имени').waitFor();
  await expect.poll(() => isFocused(mapping.getByLabel('Объект: Дисконтные карты'))).toBe(true);
  await mapping.getByLabel('Телефон: Дисконтные карты').fill('Штрихкод');
  await page.getByRole('button', { name: 'Сохранить' }).last().click();
  await page.getByText('Соответствие сохранено').waitFor();
  await page.locator('[data-mapping="cards"] summary').getByText('изменено: 1').waitFor();
  await mapping.getByRole('button', { name: 'Вернуть стандартные' }).click();
  await page.locator('[data-mapping="cards"] summary').getByText('всё стандартное').waitFor();
});

async function synchronised(centre: Site): Promise<void> {
  const { status } = await centre.request('ADMIN', 'POST', '/api/admin/onec/customers/sync/full', {});
  expect(status).toBe(201);
  await expect.poll(async () => {
    const { body } = await centre.request('ADMIN', 'GET', '/api/admin/onec/customers/sync?limit=1');
    return (body as { syncs: { status: string }[] }).syncs[0]?.status;
  }, { timeout: 30_000 }).toBe('DONE');
}

test('the card of a client: both balances of points, the carry-over first, no packaging', { timeout: 60_000 }, async () => {
  const onec = await baseOfOneC();
  const centre = await connected(onec);
  await synchronised(centre);
  const { page, open, ready } = await openPage(centre, { role: 'MANAGER', path: '/onec/customers' });
  expect(await page.getByRole('link', { name: 'К синхронизации' }).count(), 'a manager begins none').toBe(0);
  await page.getByPlaceholder(/город/).fill('мурманск');
  await page.getByText('Никого не нашли: «мурманск»').waitFor();
  await page.getByRole('button', { name: 'Показать всех' }).click();
  await page.getByRole('link', { name: REFERENCE.name }).click();
  await ready('client');
  const points = page.locator('[data-loyalty="points"]');
  await points.getByText(/4\s806 баллов/).waitFor();
  await points.getByText('По последней записи 4\u00a0806, начислено минус списано 344. Показан первый способ').waitFor();
  const rows = page.locator('.purchases tr[data-row]');
  await rows.first().waitFor();
  const texts = await rows.allInnerTexts();
  expect(texts.map((text) => text.includes('Перенос остатка'))).toEqual([true, true, true, false, false, false, false]);
  expect(texts.join()).not.toMatch(/Пакет|Коробка/);
  await page.getByRole('switch', { name: 'Показать упаковку' }).click();
  await page.getByText('упаковка, в итог не входит').first().waitFor();
  expect(await page.getByText('упаковка, в итог не входит').count()).toBe(2);
  await page.getByText('Перенос остатка', { exact: true }).locator('visible=true').first().click();
  await expect.poll(() => rows.count()).toBe(3);
  const address = page.url().slice(centre.url.length);
  expect(address, 'what is shown is in the address').toMatch(/bought=INITIAL/);

  await connect(centre, onec, { pointsStrategy: 'SUM' });
  await open(address);
  await points.getByText('344 балла').waitFor();
  await points.getByText('Показан второй способ').waitFor();
  // Somebody whom 1C does not know.
  const { body } = await centre.request('ADMIN', 'GET', `/api/clients?q=${encodeURIComponent('Орлова Анна')}`);
  const { id } = (body as { clients: { id: string }[] }).clients[0]!;
  await open(`/clients/${id}`);
  expect(await page.getByRole('tab', { name: 'Покупки и баллы' }).count(), 'no tab without anything in it').toBe(0);
  await open(`/clients/${id}?tab=loyalty`);
  await page.getByText('1С не знает этого клиента').waitFor();
});
