/** One's own profile and the texts of the notices. */
import { TOTP } from 'otpauth';
import { describe, expect, test } from 'vitest';
import { PASSWORD, openPage, site } from './harness/index.ts';

const NEW_PASSWORD = 'Quiet-harbour-42';

describe('the profile', () => {
  test('the second factor is switched on by a right code and off by the password', async () => {
    const centre = await site({ world: 'fresh' });
    const tab = await openPage(centre, { role: 'ACCOUNTANT', path: '/me' });
    tab.allow(/answered 401: (POST|DELETE) .*\/api\/me\/totp/);
    await tab.page.getByRole('button', { name: 'Включить', exact: true }).click();
    await tab.page.getByRole('img', { name: 'Второй фактор' }).waitFor();
    const secret = /:\s*([A-Z2-7]{16,})/.exec(await tab.page.getByText('Или введите ключ').innerText())![1]!;
    await tab.page.getByLabel('Код').fill('000000');
    await tab.page.getByRole('button', { name: 'Подтвердить' }).click();
    await tab.page.locator('[data-problem="TOTP_WRONG"]').waitFor();
    await tab.page.getByLabel('Код').fill(new TOTP({ secret }).generate());
    await tab.page.getByRole('button', { name: 'Подтвердить' }).click();
    await tab.page.getByText('Включён: при входе').waitFor();
    const off = tab.page.getByRole('button', { name: 'Выключить' });
    const password = tab.page.getByRole('region', { name: 'Второй фактор' }).locator('input');
    await password.fill('Wrong-horse-7');
    await off.click();
    await tab.page.locator('[data-problem="WRONG_CREDENTIALS"]').waitFor();
    await password.fill(PASSWORD);
    await off.click();
    await tab.page.getByRole('button', { name: 'Включить', exact: true }).waitFor();
    expect(await tab.page.getByRole('img', { name: 'Второй фактор' }).count()).toBe(0);
  });

  test('a new password ends all sessions, and a wrong old one ends none', async () => {
    const centre = await site({ world: 'fresh' });
    const tab = await openPage(centre, { role: 'ACCOUNTANT', path: '/me' });
    tab.allow(/answered 401: /);
    await tab.page.locator('input[name="password"]').fill('Wrong-horse-7');
    await tab.page.locator('input[name="newPassword"]').fill(NEW_PASSWORD);
    await tab.page.getByRole('button', { name: 'Сменить пароль' }).click();
    await tab.page.locator('[data-problem="WRONG_CREDENTIALS"]').waitFor();
    await tab.page.locator('input[name="password"]').fill(PASSWORD);
    await tab.page.getByRole('button', { name: 'Сменить пароль' }).click();
    await tab.ready('sign-in');
    await tab.page.getByLabel('Почта').fill(centre.logins.ACCOUNTANT.email);
    await tab.page.locator('input[name="password"]').fill(NEW_PASSWORD);
    await tab.page.getByRole('button', { name: 'Войти', exact: true }).click();
    await tab.page.locator('main[data-screen]:not([data-screen="sign-in"])').waitFor();
  });

  test('switched off letters are silent, F-keys go on', async () => {
    const centre = await site({ world: 'year' });
    const tab = await openPage(centre, { role: 'ADMIN', path: '/settings/users' });
    await tab.press('KeyJ');
    await tab.page.locator('tr[data-current]').waitFor();
    await tab.open('/me');
    await tab.page.getByRole('switch', { name: 'Клавиши-буквы' }).click();
    await tab.open('/settings/users');
    await tab.press('KeyJ');
    await tab.press('KeyC');
    await tab.press('F2');
    await tab.page.getByRole('dialog').waitFor();
    expect(await tab.page.locator('tr[data-current]').count()).toBe(0);
    expect(tab.page.url()).not.toContain('panel');
  });
});

describe('texts of notices', () => {
  test('a text is shown while it is typed, a wrong one is refused with the reason, and the default comes back', async () => {
    const centre = await site({ world: 'fresh' });
    const tab = await openPage(centre, { role: 'ADMIN', path: '/settings/templates?kind=invoice-issued' });
    tab.allow(/answered 422: /);
    const looks = tab.page.getByRole('region', { name: 'Так это прочтут' });
    const textOf = async () => (await centre.database.owner.query<{ subject: string }>('select subject from notice_templates')).rows.map(({ subject }) => subject);
    await tab.page.getByLabel('Тема').fill('Новый счёт {invoiceNumber}');
    await looks.getByText(/^Новый счёт INV-/).waitFor();
    await tab.page.getByLabel('Тема').fill('Новый счёт {неизвестно}');
    await looks.getByRole('alert').waitFor();
    await tab.page.getByRole('button', { name: 'Сохранить', exact: true }).click();
    await expect.poll(() => tab.page.getByRole('alert').count()).toBeGreaterThan(1);
    expect(await textOf()).toEqual([]);
    // What is typed is kept while another text is looked at.
    await tab.page.getByRole('navigation', { name: 'Тексты уведомлений' }).getByRole('button').nth(2).click();
    await tab.page.getByRole('navigation', { name: 'Тексты уведомлений' }).getByText('Не сохранено').click();
    await expect.poll(() => tab.page.getByLabel('Тема').inputValue()).toBe('Новый счёт {неизвестно}');
    await tab.page.getByLabel('Тема').fill('Новый счёт {invoiceNumber}');
    await tab.page.getByRole('button', { name: 'Сохранить', exact: true }).click();
    await tab.page.getByRole('heading', { name: 'Свой текст' }).waitFor();
    expect(await textOf()).toEqual(['Новый счёт {invoiceNumber}']);
    await tab.page.getByRole('button', { name: 'Вернуть обычный текст' }).click();
    await tab.page.getByRole('heading', { name: 'Обычный текст' }).waitFor();
    expect(await textOf()).toEqual([]);
  });
});
