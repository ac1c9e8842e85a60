/** The list of invoices and one invoice: views, filters, keys, the lens, a price adjusted, drafts, paper, states. */
import { expect, test } from 'vitest';
import { createInvoice } from '../../src/sales/create-invoice.ts';
import { axeProblems, openPage, reflowProblems, site } from './harness/index.ts';

const PATIENT = { timeout: 15_000 };
const plain = (text: string | null): string => (text ?? '').replace(/[\u00a0\u202f]/g, ' ').replace(/\s+/g, ' ').trim();
const VIEWS = ['Все', 'К оплате', 'Просрочены', 'Оплачены', 'Черновики', 'Аннулированы', 'Выставлены ночью'];
type Invoices = { pagination: { total: number }; totals: { total: number; left: number }; invoices: { id: string; invoiceNumber: string }[] };

test('every ready list is a link; its rows and totals are the server’s; the address gives the same rows anew', async () => {
  const centre = await site();
  const tab = await openPage(centre, { role: 'ACCOUNTANT', path: '/invoices' });
  const views = tab.page.getByRole('navigation', { name: 'Готовые списки счетов' }).getByRole('link');
  expect(await views.allTextContents()).toEqual(VIEWS);
  for (const name of VIEWS.slice(1)) {
    await tab.page.getByRole('link', { name, exact: true }).first().click();
    await expect.poll(() => tab.page.locator('nav.views [aria-current="page"]').allTextContents(), PATIENT).toEqual([name]);
    const search = new URL(tab.page.url()).search;
    const { body } = await centre.request('ACCOUNTANT', 'GET', `/api/invoices${search}&limit=50`);
    const { invoices, totals } = body as Invoices;
    await expect.poll(() => tab.page.locator('tr[data-row]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row'))), PATIENT)
      .toEqual(invoices.map(({ id }) => id));
    if (invoices.length > 0) {
      const shown = plain(await tab.page.locator('tr[data-totals]').textContent());
      expect(shown).toContain(plain(new Intl.NumberFormat('ru-RU', { style: 'currency', currency: 'RUB' }).format(totals.left)));
    }
  }
});

test('J, K, X, Space and Enter walk the list; the chosen ones are reminded of; a deep link opens the peek', async () => {
  const centre = await site();
  const tab = await openPage(centre, { role: 'MANAGER', path: '/invoices?unpaid=true&sort=-due' });
  for (const code of ['KeyJ', 'KeyJ', 'KeyK', 'KeyX', 'KeyJ', 'KeyX']) await tab.press(code);
  await tab.page.getByText('Выбрано: 2').waitFor();
  await tab.press('Space');
  await tab.page.getByRole('dialog').getByText(/^Счёт INV-/).waitFor();
  const url = tab.page.url();
  expect(url).toContain('panel=');
  expect(await axeProblems(tab.page)).toEqual([]);
  await tab.press('Escape');
  await tab.page.getByRole('dialog').waitFor({ state: 'detached' });
  await tab.page.getByRole('button', { name: 'Напомнить' }).click();
  await tab.page.getByText(/Напомнили о 2 счетах/).waitFor();
  await tab.page.getByRole('button', { name: 'Снять выбор' }).click();
  await tab.press('KeyJ');
  await tab.press('Enter');
  await tab.ready('invoice');
  const other = await openPage(centre, { role: 'MANAGER', path: url.replace(centre.url, '') });
  await other.page.getByRole('dialog').getByText(/^Счёт INV-/).waitFor();
});

test('nothing found repeats what was asked and offers to loosen it; the first day says what will be here', async () => {
  const centre = await site();
  const tab = await openPage(centre, { role: 'ADMIN', path: '/invoices?overdue=true&amountFrom=900000' });
  await tab.page.getByRole('heading', { name: 'Ничего не нашлось по этим условиям' }).waitFor();
  await tab.page.getByRole('button', { name: /Убрать: Сумма: от 900.000,00/ }).first().click();
  await tab.page.locator('tr[data-row]').first().waitFor();
  expect(tab.page.url()).toContain('overdue=true');
  const fresh = await openPage(await site({ world: 'fresh' }), { role: 'ADMIN', path: '/invoices' });
  await fresh.page.getByText('Счета появятся после продажи абонемента или ночного начисления.').waitFor();
  await fresh.open('/invoices?unpaid=true');
  await fresh.page.getByRole('heading', { name: 'Неоплаченных счетов нет' }).waitFor();
});

test('job 9: a price is adjusted in four movements, and the difference is seen before', async () => {
  const centre = await site({ world: 'fresh' });
  const { clientId = '' } = centre.logins.CLIENT.actor;
  const invoice = await centre.act('MANAGER', createInvoice, { clientId, items: [{ serviceName: 'Курс', unitPrice: 5000 }] });
  const tab = await openPage(centre, { role: 'MANAGER', path: `/invoices/${invoice.id}` });
  await tab.act.click(tab.page.getByRole('button', { name: /Как получилась сумма: Курс/ }));
  await tab.act.type('4500', tab.page.getByLabel('Новая цена'));
  await expect.poll(async () => plain(await tab.page.locator('[data-diff]').first().textContent().catch(() => '')), PATIENT)
    .toBe('5 000,00 ₽ → 4 500,00 ₽ (−500,00 ₽)');
  await tab.act.type('По согласованию с руководителем', tab.page.getByLabel('Причина'));
  await tab.act.press('Enter');
  await tab.page.getByText('Цена изменена', { exact: true }).first().waitFor();
  expect(tab.act.count, tab.act.done.join(', ')).toBeLessThanOrEqual(4);
  await tab.page.getByRole('button', { name: /Как получилась сумма: Курс, 4.500,00/ }).click();
  const lens = tab.page.getByRole('dialog');
  await lens.getByText('Корректировка: «По согласованию с руководителем»').waitFor();
  expect(plain(await lens.locator('.ledger').first().textContent())).toContain('−500,00 ₽');
});

test('a draft is changed and deleted; an issued invoice cannot be deleted', async () => {
  const centre = await site({ world: 'fresh' });
  const { clientId = '' } = centre.logins.CLIENT.actor;
  const draft = await centre.act('MANAGER', createInvoice, { clientId, asDraft: true, items: [{ serviceName: 'Курс', unitPrice: 700 }] });
  const tab = await openPage(centre, { role: 'MANAGER', path: `/invoices/${draft.id}?panel=edit` });
  await tab.page.getByLabel('Цена').fill('900');
  await tab.page.getByRole('button', { name: 'Сохранить' }).click();
  await tab.page.getByRole('button', { name: /Как получилась сумма: Курс, 900,00/ }).waitFor();
  await tab.page.getByRole('button', { name: 'Ещё действия' }).click();
  await tab.page.getByRole('menuitem', { name: 'Удалить черновик' }).click();
  await tab.page.getByRole('dialog').getByRole('button', { name: 'Удалить черновик' }).click();
  await tab.ready('invoices');
  expect(await centre.request('MANAGER', 'GET', `/api/invoices/${draft.id}`)).toMatchObject({ status: 404 });
  const issued = await centre.act('MANAGER', createInvoice, { clientId, items: [{ serviceName: 'Курс', unitPrice: 700 }] });
  expect(await centre.request('MANAGER', 'DELETE', `/api/invoices/${issued.id}`)).toMatchObject({ status: 409, body: { code: 'INVOICE_NOT_DRAFT' } });
});

test('on paper stands only the invoice: requisites, lines, the sum in words, the code of the transfer', async () => {
  const centre = await site();
  const tab = await openPage(centre, { role: 'ADMIN', path: `/invoices/${centre.facts.overdueInvoice}` });
  const paper = tab.page.locator('.invoice-paper');
  expect(await paper.isVisible()).toBe(false);
  await tab.check();
  await tab.page.emulateMedia({ media: 'print' });
  expect(await paper.isVisible()).toBe(true);
  expect(await tab.page.getByRole('heading', { level: 1 }).isVisible()).toBe(false);
  const text = plain(await paper.textContent());
  for (const part of ['Счёт на оплату № INV-', 'БИК', 'Поставщик', 'Покупатель', 'Девятьсот рублей 00 копеек']) expect(text).toContain(part);
  expect(await paper.locator('svg').count()).toBe(1);
  await tab.page.close(); // what moves for the printer is no shift
});

test('the form of a new invoice and the filters fit a phone', async () => {
  const centre = await site();
  const tab = await openPage(centre, { role: 'MANAGER', viewport: 'phone', path: `/invoices/new?client=${centre.facts.family}` });
  expect((await reflowProblems(tab.page, [320, 390])).filter((problem) => !problem.includes('Найти или сделать'))).toEqual([]);
  await tab.open('/invoices');
  await tab.page.getByRole('button', { name: 'Фильтры' }).click();
  await tab.page.getByRole('dialog').getByText('Срок оплаты').waitFor();
  expect(await axeProblems(tab.page)).toEqual([]);
});
