/** The reversal of a payment: its preview to the kopeck (WE-81), stale, done in three clicks, refused, corrected. */
import { expect, test } from 'vitest';
import { getProof } from '../../src/audit/proof.ts';
import { createClient } from '../../src/clients/write-clients.ts';
import { createInvoice } from '../../src/sales/create-invoice.ts';
import { createRefund } from '../../src/payments/create-refund.ts';
import { registerPayment } from '../../src/payments/register-payment.ts';
import { type Site, type Tab, openPage, site } from './harness/index.ts';

const PATIENT = { timeout: 15_000 };
const MONEY = /[\u00a0\u202f]/g;
const plain = (text: string | null): string => (text ?? '').replace(MONEY, ' ').replace(/\s+/g, ' ').trim();
const textOf = async (tab: Tab, selector: string): Promise<string> => plain(await tab.page.locator(selector).first().textContent());

/** The example of S4: a payment of 5000, credit of 2000, paid invoices of 2000, 2000 and 500, which an older payment holds. */
async function example(centre: Site) {
  const { id: clientId } = await centre.act('ADMIN', createClient, { firstName: 'Анна', lastName: 'Примерова' });
  const invoice = (unitPrice: number) => centre.act('MANAGER', createInvoice, { clientId, items: [{ serviceName: 'Занятие', unitPrice }] });
  const [third, second, first] = [await invoice(500), await invoice(2000), await invoice(2000)];
  const take = (amount: number) => centre.act('MANAGER', registerPayment, { clientId, amount, paymentMethod: 'CASH' });
  await take(4500);
  const { payment } = await take(5000);
  await centre.act('ADMIN', createRefund, { clientId, amount: 3000, method: 'CASH', reason: 'Просьба клиента' });
  return { clientId, payment, first, second, third, take };
}
const books = async (centre: Site): Promise<boolean> => (await centre.act('ADMIN', getProof, {})).ok;

test('job 5: three clicks, and the preview says beforehand exactly what happens', async () => {
  const centre = await site({ world: 'fresh' });
  const { payment, first, second, third } = await example(centre);
  const tab = await openPage(centre, { role: 'ADMIN', path: `/payments/${payment.id}` });
  await tab.act.click(tab.page.getByRole('button', { name: 'Отменить платёж…' }));
  await tab.ready('reverse');
  await tab.page.locator('[data-step="3"]').waitFor();
  expect(plain(await tab.page.getByRole('heading', { level: 1 }).textContent())).toBe('Отменить платёж 5 000,00 ₽?');
  expect(await textOf(tab, '[data-step="1"]')).toBe('1Аванс: 2 000,00 ₽ → 0,00 ₽2 000,00 ₽3 000,00 ₽');
  const rule = 'был оплачен платежом от 22.04.2026 — снимается по правилу «от новых к старым»';
  expect(await textOf(tab, '[data-step="2"]')).toBe(
    `2Счёт № ${first.invoiceNumber} от 22.04.2026 Оплачен → Не оплачен${rule}2 000,00 ₽1 000,00 ₽`);
  expect(await textOf(tab, '[data-step="3"]')).toBe(
    `3Счёт № ${second.invoiceNumber} от 22.04.2026 Оплачен → Не оплачен${rule}1 000,00 ₽0,00 ₽`);
  const preview = plain(await tab.page.locator('.reversal').textContent());
  expect(preview).toContain('Разница 1 000,00 ₽ → в аванс');
  expect(preview).toContain(`Счёт № ${third.invoiceNumber} (500,00 ₽) не затронут`);
  const outcome = await textOf(tab, '.reversal-outcome');
  expect(outcome).toContain('аванс 1 000,00 ₽ · к оплате 4 000,00 ₽ · нужно доплатить 3 000,00 ₽');
  expect(outcome).toContain('было +2 000,00 ₽ → стало −3 000,00 ₽: разница ровно −5 000,00 ₽ ✓');
  await tab.act.click(tab.page.getByLabel('Ошибка в сумме'));
  await tab.act.click(tab.page.getByRole('button', { name: /Отменить платёж 5.000,00/ }));
  await tab.page.locator('[data-result]').waitFor();
  expect(tab.act.count, tab.act.done.join(', ')).toBeLessThanOrEqual(3);
  expect(await textOf(tab, '[data-document]')).toMatch(/^COR-2026-\d+$/);
  expect(plain(await tab.page.locator('.reversal').textContent())).toBe(preview);
  expect(await books(centre)).toBe(true);
  await tab.page.getByRole('button', { name: 'Внести верный платёж' }).click();
  await tab.page.waitForURL(/\/desk\?.*pay=1/);
  await tab.ready('desk');
});

test('a second desk changes the facts: the first sees the new rows marked, and nothing is done by the old preview', async () => {
  const centre = await site({ world: 'fresh' });
  const { payment, take } = await example(centre);
  const tab = await openPage(centre, { role: 'ADMIN', path: `/payments/${payment.id}/reverse` });
  await tab.page.locator('[data-step="3"]').waitFor();
  await tab.page.getByLabel('Не тот клиент').click();
  // Whoever is quicker, the live event or the click: what is held to the old preview is refused.
  tab.allow(/answered 409/);
  await take(700);
  await tab.page.getByRole('button', { name: /Отменить платёж 5.000,00/ }).click();
  await tab.page.locator('[data-stale]').waitFor();
  await expect.poll(() => tab.page.locator('[data-step][data-changed]').count(), PATIENT).toBeGreaterThan(0);
  expect(await textOf(tab, '[data-step="1"]')).toContain('Аванс: 2 700,00 ₽ → 0,00 ₽');
  expect(await centre.request('ADMIN', 'GET', `/api/payments/${payment.id}`)).toMatchObject({ body: { payment: { status: 'COMPLETED' } } });
  await tab.page.keyboard.press('Control+Enter');
  await tab.page.locator('[data-result]').waitFor();
  expect(await books(centre)).toBe(true);
});

test('job 6: a wrong sum is corrected in five movements, both sides seen before', async () => {
  const centre = await site({ world: 'fresh' });
  const { payment, clientId } = await example(centre);
  const tab = await openPage(centre, { role: 'ADMIN', path: `/payments/${payment.id}` });
  await tab.act.click(tab.page.getByRole('button', { name: 'Исправить…' }));
  await tab.ready('reverse');
  await tab.act.type('3000', tab.page.getByLabel('Верная сумма'));
  await tab.page.getByText('Верный платёж: 3 000,00 ₽').waitFor();
  await tab.page.locator('[data-step="3"]').waitFor();
  await tab.act.click(tab.page.getByLabel('Ошибка в сумме'));
  await tab.act.press('Enter', { ctrl: true });
  await tab.page.locator('[data-result]').waitFor();
  expect(tab.act.count, tab.act.done.join(', ')).toBeLessThanOrEqual(5);
  expect(await centre.request('ADMIN', 'GET', `/api/clients/${clientId}`)).toMatchObject({ body: { balance: 0, due: 0 } });
  expect(await books(centre)).toBe(true);
});

test('who may not is told who may, and the server refuses him as well', async () => {
  const centre = await site();
  const { payment } = centre.facts;
  const tab = await openPage(centre, { role: 'MANAGER', path: `/payments/${payment}/reverse` });
  expect(plain(await tab.page.locator('[data-who-can]').textContent())).toMatch(/Отменить платёж может .+ \(администратор\)/);
  expect(await tab.page.getByRole('button', { name: /Отменить платёж/ }).count()).toBe(0);
  expect(await centre.request('MANAGER', 'POST', `/api/payments/${payment}/reverse`, { reason: 'Ошибка кассира' })).toMatchObject({ status: 403 });
  expect(await centre.request('ADMIN', 'POST', `/api/payments/${payment}/reverse`, { reason: 'Ошибка кассира' })).toMatchObject({ status: 200 });
  await tab.open(`/payments/${payment}`);
  expect(await tab.page.locator('[data-reversed]').textContent()).toContain('Ошибка кассира');
});

test('what nothing covers is refused in the words of the server, and «Не отменять» leads back', async () => {
  const centre = await site({ world: 'fresh' });
  const { id: clientId } = await centre.act('ADMIN', createClient, { firstName: 'Олег', lastName: 'Возвратов' });
  const invoice = await centre.act('MANAGER', createInvoice, { clientId, items: [{ serviceName: 'Курс', unitPrice: 900 }] });
  const { payment } = await centre.act('MANAGER', registerPayment, { clientId, amount: 900, paymentMethod: 'CARD' });
  await centre.act('ADMIN', createRefund, { invoiceId: invoice.id, amount: 900, method: 'CARD', reason: 'Просьба клиента' });
  const tab = await openPage(centre, { role: 'ADMIN', path: `/payments/${payment.id}` });
  tab.allow(/answered 409/);
  await tab.page.getByRole('button', { name: 'Отменить платёж…' }).click();
  await tab.page.locator('[data-problem="REVERSAL_SHORTFALL"]').waitFor();
  const confirm = tab.page.getByRole('button', { name: /Отменить платёж 900,00/ });
  expect(await confirm.getAttribute('aria-disabled')).toBe('true');
  await tab.page.getByRole('button', { name: 'Не отменять' }).click();
  await tab.ready('payment');
  expect(await books(centre)).toBe(true);
});
