/** Payments: ready lists, the proof of one payment, a refund with its preview, and the closing of a period. */
import { expect, test } from 'vitest';
import { getProof } from '../../src/audit/proof.ts';
import { registerPayment } from '../../src/payments/register-payment.ts';
import { createInvoice } from '../../src/sales/create-invoice.ts';
import { axeProblems, openPage, site } from './harness/index.ts';

const PATIENT = { timeout: 15_000 };
const plain = (text: string | null): string => (text ?? '').replace(/[\u00a0\u202f]/g, ' ').replace(/\s+/g, ' ').trim();
const money = (sum: number): string => plain(new Intl.NumberFormat('ru-RU', { style: 'currency', currency: 'RUB' }).format(sum));
type Payments = { payments: { id: string }[]; totals: { received: number } };

test('every ready list of payments shows the server’s rows and totals; refunds have a list of their own', async () => {
  const centre = await site();
  const tab = await openPage(centre, { role: 'ACCOUNTANT', path: '/payments' });
  for (const name of ['Отменённые', 'Крупные', 'Сегодня', 'Все']) {
    await tab.page.getByRole('navigation', { name: 'Готовые списки платежей' }).getByRole('link', { name, exact: true }).click();
    await expect.poll(() => tab.page.locator('nav.views [aria-current="page"]').allTextContents(), PATIENT).toEqual([name]);
    const { search } = new URL(tab.page.url());
    const { body } = await centre.request('ACCOUNTANT', 'GET', `/api/payments${search}${search === '' ? '?' : '&'}limit=50`);
    const { payments, totals } = body as Payments;
    await expect.poll(() => tab.page.locator('tr[data-row]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row'))), PATIENT)
      .toEqual(payments.map(({ id }) => id));
    if (payments.length > 0) expect(plain(await tab.page.locator('tr[data-totals]').textContent())).toContain(money(totals.received));
  }
  await tab.open('/payments?view=refunds');
  expect(await axeProblems(tab.page)).toEqual([]);
});

test('a payment proves itself: what it paid and what is left are its sum', async () => {
  const centre = await site({ world: 'fresh' });
  const { clientId = '' } = centre.logins.CLIENT.actor;
  const invoice = await centre.act('MANAGER', createInvoice, { clientId, items: [{ serviceName: 'Курс', unitPrice: 700 }] });
  const { payment } = await centre.act('MANAGER', registerPayment, { clientId, amount: 1000, paymentMethod: 'CARD' });
  const tab = await openPage(centre, { role: 'ADMIN', path: `/payments/${payment.id}` });
  const proof = plain(await tab.page.locator('[aria-labelledby="allocations"] table').textContent());
  expect(proof).toContain(invoice.invoiceNumber);
  expect(proof).toMatch(/700,00 ₽.*Осталось в авансе300,00 ₽.*Итого1 000,00 ₽/);
  await tab.page.getByRole('button', { name: 'Ещё действия' }).click();
  await tab.page.getByRole('menuitem', { name: 'Оформить возврат…' }).click();
  const sheet = tab.page.getByRole('dialog');
  expect(plain(await sheet.getByLabel('Сумма возврата').inputValue())).toBe('300,00');
  await sheet.locator('.ledger').waitFor();
  expect(plain(await sheet.locator('.ledger').textContent())).toMatch(/−300,00 ₽.*Аванс клиента0,00 ₽/);
  await sheet.getByLabel('Причина').fill('Клиент попросил вернуть аванс');
  await sheet.getByRole('button', { name: /Вернуть 300,00/ }).click();
  await tab.page.getByText(/Возврат оформлен: COR-/).waitFor();
  expect((await centre.act('ADMIN', getProof, {})).ok).toBe(true);
});

test('a period is closed by the accountant with a checklist, and reopened by the administrator with a reason', async () => {
  const centre = await site({ world: 'fresh' });
  const books = await openPage(centre, { role: 'ACCOUNTANT', path: '/periods' });
  await books.page.getByText('Все смены закрыты').waitFor();
  await books.page.getByText('Проверка книг сошлась').waitFor();
  await books.page.getByRole('button', { name: 'Закрыть по 31.03.2026' }).click();
  await books.page.getByRole('heading', { name: 'Закрыто по 31.03.2026' }).waitFor();
  const { clientId } = centre.logins.CLIENT.actor;
  const late = { clientId, amount: 100, paymentMethod: 'CASH', onDate: '2026-03-30' };
  expect(await centre.request('MANAGER', 'POST', '/api/payments', late)).toMatchObject({ status: 409, body: { code: 'PERIOD_CLOSED' } });
  expect(await books.page.getByRole('button', { name: 'Открыть заново…' }).count()).toBe(0);
  const owner = await openPage(centre, { role: 'ADMIN', path: '/periods?panel=reopen' });
  const dialog = owner.page.getByRole('dialog');
  await dialog.getByLabel('Причина').fill('Нашли непроведённый платёж');
  await dialog.getByRole('button', { name: 'Открыть период' }).click();
  await owner.page.getByRole('heading', { name: 'Ни один период не закрыт' }).waitFor();
  expect(await centre.request('MANAGER', 'POST', '/api/payments', late)).toMatchObject({ status: 201 });
  const desk = await openPage(centre, { role: 'MANAGER', path: '/periods' });
  await desk.page.getByText(/Закрыть период может .+\(/).waitFor();
});
