/** The full life of an invoice, in the hands of the desk, the accountant and the administrator; the books hold at each step. */
import { expect, test } from 'vitest';
import { getProof } from '../../src/audit/proof.ts';
import { createService } from '../../src/catalogue/services.ts';
import { changeSettings } from '../../src/ledger/change-settings.ts';
import { type Site, type Tab, openPage, site } from './harness/index.ts';

const PATIENT = { timeout: 15_000 };
const plain = (text: string | null): string => (text ?? '').replace(/[\u00a0\u202f]/g, ' ').replace(/\s+/g, ' ').trim();
const proved = async (centre: Site): Promise<void> => expect((await centre.act('ADMIN', getProof, {})).ok).toBe(true);
const status = async (tab: Tab, word: string): Promise<void> => tab.page.locator('main .chip', { hasText: word }).first().waitFor();

test('issued at the desk, seen by the accountant, paid, reversed by the accountant, voided by the administrator', async () => {
  const centre = await site({ world: 'fresh' });
  await centre.act('ADMIN', createService, { name: 'Йога', serviceType: 'SINGLE_SESSION', basePrice: 2000, writeOffTiming: 'ON_SALE' });
  await centre.act('ADMIN', changeSettings, { 'accountant.reverse': true });
  const client = centre.logins.CLIENT.actor.clientId ?? '';

  const desk = await openPage(centre, { role: 'MANAGER', path: `/invoices/new?client=${client}` });
  await desk.page.getByRole('button', { name: /^Выставить счёт/ }).click();
  await desk.page.getByRole('alert').getByText('Позиция 1: выберите услугу или абонемент').waitFor();
  expect(await desk.page.getByRole('combobox', { name: 'Услуга или абонемент' }).evaluate((el) => el === el.ownerDocument.activeElement)).toBe(true);
  await desk.page.getByRole('combobox', { name: 'Услуга или абонемент' }).click();
  await desk.page.getByRole('option', { name: /^Йога/ }).click();
  await desk.page.getByRole('button', { name: /Выставить счёт 2.000,00/ }).click();
  await desk.ready('invoice');
  await status(desk, 'Не оплачен');
  const path = new URL(desk.page.url()).pathname;
  await proved(centre);

  const books = await openPage(centre, { role: 'ACCOUNTANT', path });
  await status(books, 'Не оплачен');
  expect(await books.page.getByRole('button', { name: 'Принять оплату' }).count()).toBe(0);
  expect(await books.page.getByRole('button', { name: 'Аннулировать…' }).count()).toBe(0);

  await desk.page.locator('main').getByRole('button', { name: 'Принять оплату' }).click();
  await desk.page.waitForURL(/\/desk\?.*pay=1.*invoice=/);
  await desk.ready('desk');
  expect(await centre.request('MANAGER', 'POST', '/api/payments', { clientId: client, amount: 2000, paymentMethod: 'CASH' }))
    .toMatchObject({ status: 201 });
  // The accountant sees it without doing anything.
  await status(books, 'Оплачен');
  await desk.open(path);
  const voiding = desk.page.getByRole('button', { name: 'Аннулировать…' });
  expect(await voiding.getAttribute('aria-disabled')).toBe('true');
  await desk.page.getByText(/Счет оплачен|оплаченн/i).first().waitFor();
  await proved(centre);

  await books.page.locator('main').getByRole('link', { name: /22\.04\.2026, 12:00/ }).first().click();
  await books.ready('payment');
  await books.page.getByRole('button', { name: 'Отменить платёж…' }).click();
  await books.page.getByLabel('Не тот клиент').click();
  await books.page.getByRole('button', { name: /Отменить платёж 2.000,00/ }).click();
  await books.page.locator('[data-result]').waitFor();
  await status(desk, 'Не оплачен');
  await proved(centre);

  const owner = await openPage(centre, { role: 'ADMIN', path });
  await owner.page.getByRole('button', { name: 'Аннулировать…' }).click();
  const dialog = owner.page.getByRole('dialog');
  await dialog.getByLabel('Причина').fill('коротко');
  expect(await dialog.getByRole('button', { name: /Аннулировать счёт/ }).getAttribute('aria-disabled')).toBe('true');
  await dialog.getByLabel('Причина').fill('Клиент отказался от занятия');
  await dialog.getByRole('button', { name: /Аннулировать счёт 2.000,00/ }).click();
  await status(owner, 'Аннулирован');
  const told = plain(await owner.page.locator('[aria-labelledby="invoice-timeline"]').textContent());
  for (const event of ['Создан', 'Оплачен', 'Оплата снята', 'Аннулирован', 'Клиент отказался от занятия']) expect(told).toContain(event);
  await proved(centre);
});

test('the accountant may not reverse unless the setting says so: the button names who may', async () => {
  const centre = await site();
  const tab = await openPage(centre, { role: 'ACCOUNTANT', path: `/payments/${centre.facts.payment}` });
  const button = tab.page.getByRole('button', { name: 'Отменить платёж…' });
  await expect.poll(() => button.getAttribute('aria-disabled'), PATIENT).toBe('true');
  await button.focus();
  await tab.page.getByRole('tooltip').getByText(/Отменить платёж может .+\(администратор\)/).waitFor();
});
