/** The doors: the first visit to an empty installation, the year of life, and signing in. */
import { TOTP } from 'otpauth';
import { describe, expect, test } from 'vitest';
import { startTotp, confirmTotp } from '../../src/access/me.ts';
import { createOrganisation } from '../../src/access/create-organisation.ts';
import { createUser } from '../../src/access/users.ts';
import { actOn } from '../../src/demo/centre.ts';
import { NOON, PASSWORD, type Tab, openPage, site } from './harness/index.ts';

const EMAIL = 'owner@studio.example';
const field = (tab: Tab, name: string) => tab.page.getByLabel(name, { exact: false }).first();
const signIn = async (tab: Tab, email: string, password: string): Promise<void> => {
  await tab.page.getByLabel('Почта').fill(email);
  await tab.page.locator('input[name="password"]').fill(password);
  await tab.page.getByRole('button', { name: 'Войти', exact: true }).click();
};

describe('the first visit', () => {
  test('makes an organisation and signs its owner in, and the door is closed behind him', async () => {
    const house = await site({ world: 'empty' });
    const late = await openPage(house, { path: '/' });
    const tab = await openPage(house, { path: '/' });
    await tab.ready('setup');
    tab.allow(/answered 422: POST .*\/api\/setup/);
    await field(tab, 'Название').fill('Студия «Ритм»');
    await field(tab, 'Ваше имя').fill('Анна');
    await field(tab, 'Почта').fill(EMAIL);
    await field(tab, 'Пароль').fill('short');
    await tab.page.getByRole('button', { name: 'Создать и войти' }).click();
    await tab.page.locator('[data-problem="PASSWORD_WEAK"]').waitFor();
    await field(tab, 'Пароль').fill(PASSWORD);
    await tab.page.getByRole('button', { name: 'Создать и войти' }).click();
    await tab.page.waitForURL('**/overview');
    const { rows } = await house.database.owner.query('select o.name, u.first_name, u.role from organisations o join users u using (org_id) where u.kind = \'LOGIN\'');
    expect(rows).toEqual([{ name: 'Студия «Ритм»', first_name: 'Анна', role: 'ADMIN' }]);
    // Whoever still has the page of the first visit open is refused, and led to the door.
    late.allow(/answered 409: POST .*\/api\/setup/);
    await field(late, 'Название').fill('Другая');
    await field(late, 'Ваше имя').fill('Борис');
    await field(late, 'Почта').fill('late@studio.example');
    await field(late, 'Пароль').fill(PASSWORD);
    await late.page.getByRole('button', { name: 'Создать и войти' }).click();
    await late.page.locator('[data-problem="SETUP_DONE"]').waitFor();
    await late.page.getByRole('button', { name: 'Перейти ко входу' }).click();
    await late.ready('sign-in');
  });

  test('tells the year of life, shows how far it is, and then everybody may be looked at', async () => {
    const house = await site({ world: 'empty' });
    const tab = await openPage(house, { path: '/' });
    await tab.ready('setup');
    // A full year takes a minute; a month of eight clients is told the same way.
    await tab.page.route('**/api/setup/demo', (route) => route.continue({
      postData: JSON.stringify({ ...(route.request().postDataJSON() as object), clients: 8, months: 1 }),
    }));
    await tab.page.getByText('Посмотреть пример').click();
    await field(tab, 'Почта').fill(EMAIL);
    await field(tab, 'Пароль').fill(PASSWORD);
    await tab.page.getByRole('button', { name: 'Рассказать год' }).click();
    await tab.ready('telling');
    await tab.page.getByRole('progressbar').waitFor();
    await tab.page.locator('main[data-screen="sign-in"]').waitFor({ timeout: 60_000 });
    const people = tab.page.getByRole('radio');
    const count = await people.count();
    expect(count).toBeGreaterThanOrEqual(5);
    const cookies = tab.context;
    for (let index = 0; index < count; index += 1) {
      const email = await people.nth(index).getAttribute('value');
      await cookies.clearCookies();
      await people.nth(index).check();
      // The password is known only to the page on which it was given; a reload asks for it.
      if (index > 0) await tab.page.locator('input[name="password"]').fill(PASSWORD);
      await tab.page.getByRole('button', { name: 'Войти', exact: true }).click();
      await tab.page.locator('main[data-screen]:not([data-screen="sign-in"])').waitFor();
      const me = await tab.page.evaluate<{ user: { email: string } }>("fetch('/api/me').then((answer) => answer.json())");
      expect(me.user.email).toBe(email);
      await cookies.clearCookies();
      await tab.page.goto(house.url);
      await tab.ready('sign-in');
    }
  }, 120_000);
});

describe('signing in', () => {
  test('a wrong password is refused, five of them close the door; the right one opens it', async () => {
    const house = await site({ world: 'fresh' });
    const { email } = house.logins.ADMIN;
    const tab = await openPage(house, { path: '/' });
    tab.allow(/answered (401|429): POST .*\/api\/sign-in/);
    await signIn(tab, house.logins.ACCOUNTANT.email, PASSWORD);
    await tab.page.locator('main[data-screen]:not([data-screen="sign-in"])').waitFor();
    await tab.context.clearCookies();
    await tab.open('/');
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await signIn(tab, email, `Wrong-horse-${attempt}`);
      await expect.poll(() => tab.page.locator('[data-problem]').getAttribute('data-problem')).toMatch(/WRONG_CREDENTIALS|LOGIN_LOCKED/);
      await tab.page.getByRole('button', { name: 'Войти', exact: true }).waitFor();
    }
    await signIn(tab, email, PASSWORD);
    await tab.page.locator('[data-problem="LOGIN_LOCKED"]').waitFor();
  });

  test('the second factor is asked for and must be right', async () => {
    const house = await site({ world: 'fresh' });
    const { email } = house.logins.ADMIN;
    const { secret } = await house.act('ADMIN', startTotp, {}) as { secret: string };
    await house.act('ADMIN', confirmTotp, { code: new TOTP({ secret }).generate({ timestamp: Date.now() - 30_000 }) });
    const tab = await openPage(house, { path: '/' });
    tab.allow(/answered 401: POST .*\/api\/sign-in/);
    await signIn(tab, email, PASSWORD);
    const code = tab.page.getByLabel('Код из приложения-аутентификатора');
    await code.fill('000000');
    await tab.page.getByRole('button', { name: 'Войти', exact: true }).click();
    await tab.page.locator('[data-problem="TOTP_WRONG"]').waitFor();
    await code.fill(new TOTP({ secret }).generate());
    await tab.page.getByRole('button', { name: 'Войти', exact: true }).click();
    await tab.page.waitForURL('**/overview');
  });

  test('somebody known in two organisations chooses one', async () => {
    const house = await site({ world: 'fresh' });
    const { orgId } = await createOrganisation(house.database, { name: 'Второй центр', template: 'STUDIO', sandbox: true, now: Temporal.Instant.from(NOON) });
    await actOn(house.database, orgId)({ userId: orgId, role: 'ADMIN' }, createUser, {
      email: house.logins.ADMIN.email, password: PASSWORD, firstName: 'Вера', role: 'ADMIN',
    });
    const tab = await openPage(house, { path: '/' });
    tab.allow(/answered 409: POST .*\/api\/sign-in/);
    await signIn(tab, house.logins.ADMIN.email, PASSWORD);
    await tab.page.getByLabel('Второй центр').check();
    await tab.page.getByRole('button', { name: 'Войти', exact: true }).click();
    await tab.page.waitForURL('**/overview');
    const me = await tab.page.evaluate<{ organisation: { id: string } }>("fetch('/api/me').then((answer) => answer.json())");
    expect(me.organisation.id).toBe(orgId);
  });

  test('a family whose centre sends no letters is told what to do', async () => {
    const house = await site({ world: 'fresh' });
    const tab = await openPage(house, { path: '/', viewport: 'phone' });
    await tab.page.getByRole('button', { name: 'Я родитель или ученик' }).click();
    await tab.page.getByText('попросите у администратора ссылку').waitFor();
    await tab.page.getByRole('button', { name: 'Вход для сотрудников' }).click();
    await tab.page.locator('input[name="password"]').waitFor();
  });
});
