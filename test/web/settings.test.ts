/** Settings: policies with their consequences, the catalogue, people and keys, each refusal beside its success. */
import { describe, expect, test } from 'vitest';
import { PASSWORD, type Site, type Tab, axeProblems, openPage, site } from './harness/index.ts';

const sheet = (tab: Tab) => tab.page.getByRole('dialog');
const save = (tab: Tab) => sheet(tab).getByRole('button', { name: 'Сохранить' }).first();
const choose = async (tab: Tab, label: string, option: string): Promise<void> => {
  await tab.page.getByRole('combobox', { name: label }).click();
  await tab.page.getByRole('option', { name: option, exact: true }).click();
};
const policyOf = async (at: Site): Promise<Record<string, unknown>> =>
  (await at.database.owner.query<{ settings: Record<string, unknown> }>('select settings from organisations')).rows[0]!.settings;

describe('policies', () => {
  test('a change shows what the server says of it, and is applied', async () => {
    const centre = await site({ world: 'year' });
    const tab = await openPage(centre, { role: 'ADMIN', path: '/settings' });
    await tab.page.getByLabel('За сколько дней до конца абонемента').fill('3');
    const shown = tab.page.locator('[data-consequence="renewal.leadDays"]');
    await shown.waitFor();
    const dry = await centre.request('ADMIN', 'PATCH', '/api/settings', { 'renewal.leadDays': 3, dryRun: true });
    const { consequences } = dry.body as { consequences: { setting: string; sentence: string }[] };
    expect(consequences.length).toBeGreaterThan(0);
    for (const { setting, sentence } of consequences) {
      expect(await tab.page.locator(`[data-consequence="${setting}"]`).innerText()).toContain(sentence);
    }
    expect((await policyOf(centre))['renewal.leadDays']).toBe(7);
    await tab.page.getByRole('button', { name: 'Применить изменения' }).click();
    await expect.poll(async () => (await policyOf(centre))['renewal.leadDays']).toBe(3);
    await tab.page.getByText('Измените правило').waitFor();
  });

  test('policies that contradict each other are refused in the words of the server', async () => {
    const centre = await site({ world: 'fresh' });
    const tab = await openPage(centre, { role: 'ADMIN', path: '/settings' });
    tab.allow(/answered 422: PATCH .*\/api\/settings/);
    await tab.page.getByRole('switch', { name: 'Счёт можно оплатить частично' }).click();
    await tab.page.locator('[data-problem="SETTINGS_INVALID"]').getByText('противоречат друг другу').waitFor();
    expect(await tab.page.getByRole('button', { name: 'Применить изменения' }).getAttribute('aria-disabled')).toBe('true');
    await choose(tab, 'Как деньги закрывают счета', 'Платёж на выбранный счёт');
    await tab.page.locator('[data-problem]').waitFor({ state: 'detached' });
    await tab.page.getByRole('button', { name: 'Применить изменения' }).click();
    await expect.poll(async () => (await policyOf(centre))['settlement.mode']).toBe('DIRECTED');
  });

  test('leaving with changes asks first: staying keeps them, leaving applies nothing', async () => {
    const centre = await site({ world: 'fresh' });
    const tab = await openPage(centre, { role: 'ADMIN', path: '/settings' });
    await tab.page.getByLabel('За сколько дней до конца абонемента').fill('5');
    const rooms = tab.page.getByRole('navigation', { name: 'Разделы настроек' }).getByRole('link', { name: 'Залы' });
    await rooms.click();
    await sheet(tab).getByRole('button', { name: 'Остаться' }).click();
    await expect.poll(() => tab.page.getByLabel('За сколько дней до конца абонемента').inputValue()).toBe('5');
    await rooms.click();
    await sheet(tab).getByRole('button', { name: 'Уйти без изменений' }).click();
    await tab.ready('rooms');
    expect((await policyOf(centre))['renewal.leadDays']).toBe(7);
  });
});

describe('the catalogue', () => {
  test('a service gets a price from a day on; a removed price can be taken back', async () => {
    const centre = await site({ world: 'fresh' });
    const tab = await openPage(centre, { role: 'ADMIN', path: '/settings/catalogue' });
    await tab.press('KeyC');
    await save(tab).click();
    await sheet(tab).getByRole('alert').getByText('Название, Цена').waitFor();
    await sheet(tab).locator('[data-field="name"]:focus').waitFor();
    await tab.act.type('Логопед', sheet(tab).getByLabel('Название'));
    await tab.act.type('2000+400', sheet(tab).getByLabel('Цена'));
    await tab.press('Enter');
    await sheet(tab).waitFor({ state: 'detached' });
    await tab.page.getByRole('button', { name: 'Логопед' }).click();
    const pricesOf = async () => (await centre.database.owner.query<{ base_price: string }>('select base_price from service_prices order by valid_from')).rows.length;
    expect(await pricesOf()).toBe(1);
    await sheet(tab).getByLabel('Действует с').fill('01.06.2026');
    await tab.act.type('2600', sheet(tab).getByLabel('Цена').last());
    await sheet(tab).getByRole('button', { name: 'Добавить' }).click();
    await sheet(tab).getByRole('button', { name: 'Убрать цену с 01.06.2026' }).click();
    await expect.poll(pricesOf).toBe(1);
    await tab.page.getByRole('button', { name: 'Вернуть' }).click();
    await expect.poll(pricesOf).toBe(2);
    await sheet(tab).getByText('2 600,00').first().waitFor();
    await tab.press('Escape');
    await tab.page.getByRole('button', { name: 'Логопед' }).and(tab.page.locator(':focus')).waitFor();
  });

  test('kinds of passes, rooms and benefits are added and changed; only what was changed is sent', async () => {
    const centre = await site({ world: 'fresh' });
    const tab = await openPage(centre, { role: 'ADMIN', path: '/settings/passes?panel=new' });
    await tab.act.type('Йога 8', sheet(tab).getByLabel('Название'));
    await tab.act.type('4000', sheet(tab).getByLabel('Цена'));
    await tab.press('Enter');
    await tab.page.getByRole('button', { name: 'Йога 8' }).waitFor();
    await tab.open('/settings/rooms?panel=new');
    await tab.act.type('Малый зал', sheet(tab).getByLabel('Название'));
    await tab.act.type('12', sheet(tab).getByLabel('Мест'));
    await tab.press('Enter');
    await tab.page.getByText('12 мест').waitFor();
    await tab.open('/settings/benefits?panel=new');
    await tab.act.type('Многодетные', sheet(tab).getByLabel('Название'));
    await tab.act.type('30', sheet(tab).getByLabel('Скидка'));
    await tab.press('Enter');
    await tab.page.getByRole('button', { name: 'Многодетные' }).click();
    const sent = tab.page.waitForRequest((request) => request.method() === 'PATCH');
    await sheet(tab).getByRole('switch', { name: 'Назначается' }).click();
    await save(tab).click();
    expect((await sent).postDataJSON()).toEqual({ isActive: false });
    await tab.page.getByText('Отключено').waitFor();
    const { rows } = await centre.database.owner.query('select name, is_active from benefit_categories');
    expect(rows).toEqual([{ name: 'Многодетные', is_active: false }]);
    await tab.open('/settings/benefits?panel=01a1fdff-0000-7000-8000-000000000000');
    await sheet(tab).getByText('Такой записи нет').waitFor();
  });

  test('wrong requisites are refused at their field, right ones are kept', async () => {
    const centre = await site({ world: 'fresh' });
    const tab = await openPage(centre, { role: 'ADMIN', path: '/settings/organisation' });
    tab.allow(/answered 422: PATCH .*\/api\/organisation/);
    const inn = tab.page.getByLabel('ИНН');
    await inn.fill('5047532459');
    await tab.page.getByRole('button', { name: 'Сохранить' }).click();
    await tab.page.getByText('Реквизит не прошёл проверку').waitFor();
    expect(await inn.getAttribute('aria-invalid')).toBe('true');
    await tab.page.locator('[data-field="inn"]:focus').waitFor();
    await inn.fill('5047532458');
    await tab.page.getByRole('button', { name: 'Сохранить' }).click();
    await expect.poll(async () => (await centre.database.owner.query('select inn from organisations')).rows).toEqual([{ inn: '5047532458' }]);
  });
});

describe('people and keys', () => {
  test('a new member of staff can sign in; the last director stays', async () => {
    const centre = await site({ world: 'fresh' });
    const tab = await openPage(centre, { role: 'ADMIN', path: '/settings/users' });
    tab.allow(/answered (409|422): P/);
    await tab.press('KeyC');
    await tab.act.type('Олег', sheet(tab).getByLabel('Имя'));
    await tab.act.type('oleg@web.example', sheet(tab).getByLabel('Почта для входа'));
    await tab.act.type('коротко', sheet(tab).locator('input[name="password"]'));
    await save(tab).click();
    await sheet(tab).locator('[data-problem="PASSWORD_WEAK"]').waitFor();
    await sheet(tab).locator('input[name="password"]').fill(PASSWORD);
    await save(tab).click();
    await tab.page.getByRole('button', { name: 'Олег' }).waitFor();
    const other = await openPage(centre, { path: '/' });
    await other.page.getByLabel('Почта').fill('oleg@web.example');
    await other.page.locator('input[name="password"]').fill(PASSWORD);
    await other.page.getByRole('button', { name: 'Войти', exact: true }).click();
    await other.page.waitForURL('**/desk');
    await tab.page.getByRole('row').filter({ hasText: 'Директор' }).getByRole('button').click();
    await sheet(tab).getByRole('switch', { name: 'Может входить' }).click();
    await save(tab).click();
    await sheet(tab).locator('[data-problem="LAST_ADMIN"]').waitFor();
    await tab.open('/settings/users?view=families');
    await tab.page.getByRole('row').filter({ hasText: 'Клиент' }).waitFor();
    expect(await tab.page.getByText('Директор', { exact: true }).count()).toBe(0);
  });

  test('an API key is shown once, works as a Bearer token, and no more once revoked', async () => {
    const centre = await site({ world: 'fresh' });
    const tab = await openPage(centre, { role: 'ADMIN', path: '/settings/api-keys' });
    await tab.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: centre.url });
    await tab.press('KeyC');
    await tab.act.type('Сайт', sheet(tab).getByLabel('Название'));
    await tab.press('Enter');
    const key = (await sheet(tab).locator('pre').innerText()).trim();
    await sheet(tab).getByRole('button', { name: 'Скопировать ключ' }).click();
    await sheet(tab).getByRole('button', { name: 'Скопировано' }).waitFor();
    expect(await tab.page.evaluate('navigator.clipboard.readText()')).toBe(key);
    expect(await axeProblems(tab.page)).toEqual([]);
    const ask = async () => (await fetch(`${centre.url}/api/me`, { headers: { authorization: `Bearer ${key}` } })).status;
    expect(await ask()).toBe(200);
    await sheet(tab).getByRole('button', { name: 'Закрыть' }).last().click();
    await tab.page.getByRole('button', { name: 'Отозвать: Сайт' }).click();
    await sheet(tab).getByRole('button', { name: 'Не отзывать' }).click();
    expect(await ask()).toBe(200);
    expect(await tab.page.locator('main').innerText()).not.toContain(key);
    await tab.page.getByRole('button', { name: 'Отозвать: Сайт' }).click();
    await sheet(tab).getByRole('button', { name: 'Отозвать', exact: true }).click();
    await tab.page.getByText(/Отозван \d\d/).waitFor();
    expect(await ask()).toBe(401);
  });
});
