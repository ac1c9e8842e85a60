/** The desk in its other states: a closed shift, named invoices, another desk, a phone, the first day, an arrival. */
import { describe, expect, test } from 'vitest';
import { closeShift } from '../../src/payments/shifts.ts';
import { registerPayment } from '../../src/payments/register-payment.ts';
import { changeSettings } from '../../src/ledger/change-settings.ts';
import {
  type Site, type Tab, axeProblems, openPage, reflowProblems, site, spacingProblems, walkByTab,
} from './harness/index.ts';

const promised = (tab: Tab): Promise<void> => tab.page.locator('[data-closes] .line').last().waitFor();
const focused = (tab: Tab, selector: string): Promise<void> => tab.page.locator(`${selector}:focus`).waitFor();

async function dueOf(centre: Site): Promise<{ id: string; due: number }[]> {
  const { rows } = await centre.database.owner.query<{ id: string; due: string }>(
    `select id, total_amount - paid_amount as due from invoices
      where client_id = $1 and status in ('PENDING', 'OVERDUE', 'PARTIALLY_PAID')`, [centre.facts.debtor]);
  return rows.map(({ id, due }) => ({ id, due: Number(due) / 100 }));
}

describe('the shift and the desk', () => {
  test('cash waits for the shift, a card does not; the shift is opened on the spot', async () => {
    const centre = await site({ world: 'year' });
    await centre.act('MANAGER', closeShift, { id: centre.facts.shift, counted: { CASH: 5000 } });
    const desk = await openPage(centre, { role: 'MANAGER', path: `/desk?client=${centre.facts.debtor}&pay=1` });
    await focused(desk, '#desk-amount');
    const take = desk.page.getByRole('button', { name: /^Принять \d/ });
    await desk.page.locator('[data-pay]').getByText('Откройте смену, чтобы принять наличные').first().waitFor();
    expect(await take.getAttribute('aria-disabled')).toBe('true');
    await desk.press('KeyC');
    await expect.poll(() => take.getAttribute('aria-disabled')).toBe('false');
    await desk.press('KeyY');
    await desk.page.locator('[data-pay]').getByRole('button', { name: 'Открыть смену' }).click();
    await desk.act.type('1000', desk.page.getByRole('dialog').getByRole('textbox'));
    await desk.press('Enter');
    await expect.poll(() => take.getAttribute('aria-disabled')).toBe('false');
    await desk.page.locator('[data-shift="open"]').getByText(/1\s000,00\s₽/).waitFor();
  });
});

describe('where a payment names its invoice', () => {
  test('the invoice is chosen, a part of it is refused in the words of the server, the whole is taken', async () => {
    const centre = await site({ world: 'year' });
    await centre.act('ADMIN', changeSettings, { 'settlement.mode': 'DIRECTED', 'settlement.allowPartial': false });
    const invoices = await dueOf(centre);
    const desk = await openPage(centre, { role: 'MANAGER' });
    desk.allow(/answered (409|422): POST .*\/api\/payments$/);
    await desk.open(`/desk?client=${centre.facts.debtor}&pay=1&invoice=${invoices[0]!.id}`);
    await promised(desk);
    await focused(desk, '#desk-amount');
    await desk.act.type('10');
    const take = desk.page.getByRole('button', { name: /^Принять 10,00/ });
    await expect.poll(() => take.getAttribute('aria-disabled')).toBe('true');
    expect(await desk.page.locator('[data-closes]').innerText()).toMatch(/част/i);
    await desk.act.type(String(invoices[0]!.due), desk.page.locator('#desk-amount'));
    await promised(desk);
    await desk.press('Enter');
    await desk.page.locator('[data-paid]').getByText('Оплачено').waitFor();
    expect((await dueOf(centre)).map(({ id }) => id)).toEqual(invoices.slice(1).map(({ id }) => id));
  });
});

describe('two desks', () => {
  test('what one desk takes, the other sees within a second, and does not take again', async () => {
    const centre = await site({ world: 'year' });
    const [one, two] = await Promise.all(['MANAGER', 'ADMIN'].map((role) =>
      openPage(centre, { role: role as 'ADMIN', path: `/desk?client=${centre.facts.debtor}` })));
    await two!.page.locator('[data-money-head]').getByText('Нужно доплатить').waitFor();
    await one!.press('F4');
    await focused(one!, '#desk-amount');
    await promised(one!);
    await one!.press('Enter');
    await one!.page.locator('[data-paid]').getByText('Оплачено').waitFor();
    await two!.page.locator('[data-money-head]').getByText('Доплачивать нечего').waitFor({ timeout: 1000 });
    await two!.page.locator('[data-already]').getByText('Сегодня уже оплачено').waitFor({ timeout: 1000 });
    expect(await two!.page.getByRole('button', { name: /^Принять 0/ }).getAttribute('aria-disabled')).toBe('true');
  });

  test('a payment is held to what was seen: when the invoices changed meanwhile, it asks again', async () => {
    const centre = await site({ world: 'year' });
    const desk = await openPage(centre, { role: 'MANAGER' });
    desk.allow(/answered 409: POST .*\/api\/payments$/);
    // This desk hears nothing, as with a broken line of events.
    await desk.page.route('**/api/events', (route) => route.fulfill({ status: 204 }));
    await desk.open(`/desk?client=${centre.facts.debtor}&pay=1`);
    await promised(desk);
    const [first] = await dueOf(centre);
    await centre.act('ADMIN', registerPayment, { clientId: centre.facts.debtor, amount: first!.due, paymentMethod: 'CARD' });
    await desk.press('Enter');
    await desk.page.locator('[data-stale]').waitFor();
    await promised(desk);
    await desk.press('Enter');
    await desk.page.locator('[data-paid]').getByText('Оплачено').waitFor();
    expect(await dueOf(centre)).toEqual([]);
  });
});

describe('selling at the desk', () => {
  test('job 2: a pass is sold and paid by card in at most seven movements', async () => {
    const centre = await site({ world: 'year' });
    const { rows: [family] } = await centre.database.owner.query<{ name: string; surname: string }>(
      'select name, last_name as surname from clients where id = $1', [centre.facts.family]);
    const desk = await openPage(centre, { role: 'MANAGER', path: '/desk' });
    await focused(desk, '#desk-search');
    await desk.act.type(family!.name.toLowerCase());
    await desk.page.getByRole('option', { name: family!.name }).first().waitFor();
    await desk.act.press('Enter');
    await desk.page.locator(`[data-client="${centre.facts.family}"]`).waitFor();
    await desk.act.press('KeyS');
    const sheet = desk.page.getByRole('dialog');
    await sheet.getByText('Итого').waitFor();
    await sheet.locator('input[type="radio"]:checked:focus').waitFor();
    await desk.act.press('Enter');
    await sheet.waitFor({ state: 'detached' });
    await desk.act.press('F4');
    await focused(desk, '#desk-amount');
    await desk.act.press('KeyC');
    await promised(desk);
    await desk.act.press('Enter');
    await desk.page.locator('[data-paid]').getByText('Оплачено').waitFor();
    expect(desk.act.count, desk.act.done.join(', ')).toBeLessThanOrEqual(7);
    const { rows: open } = await centre.database.owner.query(
      "select 1 from invoices where client_id = $1 and status in ('PENDING', 'OVERDUE')", [centre.facts.family]);
    expect(open).toEqual([]);
    const { rows: taken } = await centre.database.owner.query<{ method: string }>(
      'select p.method from payments p, organisations o where p.client_id = $1 and p.created_at >= o.sandbox_now',
      [centre.facts.family]);
    expect(taken).toEqual([{ method: 'CARD' }]);
  });
});

describe('everybody', () => {
  test.each(['ru', 'en'] as const)('the client and the payment are accessible in both themes, %s', async (language) => {
    const centre = await site({ world: 'year' });
    const path = `/desk?client=${centre.facts.debtor}`;
    const desk = await openPage(centre, { role: 'MANAGER', theme: 'auto', language, path });
    for (const colorScheme of ['light', 'dark'] as const) {
      await desk.page.emulateMedia({ colorScheme });
      await desk.page.locator('[data-closes] .line').last().waitFor();
      expect(await axeProblems(desk.page)).toEqual([]);
    }
    expect((await walkByTab(desk.page)).problems).toEqual([]);
    expect(await spacingProblems(desk.page)).toEqual([]);
    expect(await reflowProblems(desk.page, [320, 683, 1366])).toEqual([]);
  });

  test('it fits 1366×768: the page itself does not scroll', async () => {
    const centre = await site({ world: 'year' });
    const desk = await openPage(centre, { role: 'MANAGER', path: `/desk?client=${centre.facts.debtor}` });
    expect(await desk.page.evaluate<number>('document.documentElement.scrollHeight - innerHeight')).toBeLessThanOrEqual(0);
  });
});

describe('other desks', () => {
  test('on a phone it is one column, and money is taken in a sheet from below', async () => {
    const centre = await site({ world: 'year' });
    const phone = await openPage(centre,
      { role: 'MANAGER', viewport: 'phone', path: `/desk?client=${centre.facts.debtor}` });
    expect(await phone.page.locator('[data-pay]').count()).toBe(0);
    await phone.page.getByRole('main').getByRole('button', { name: 'Принять оплату' }).tap();
    const sheet = phone.page.getByRole('dialog');
    await sheet.getByRole('button', { name: /^Принять \d/ }).waitFor();
    await promised(phone);
    expect(await axeProblems(phone.page)).toEqual([]);
    await sheet.getByRole('button', { name: /^Принять \d/ }).tap();
    await phone.page.locator('[data-paid]').getByText('Оплачено').waitFor();
  });

  test('on the first day of an organisation everything says what will be there', async () => {
    const centre = await site({ world: 'fresh' });
    const desk = await openPage(centre, { role: 'ADMIN', path: '/desk' });
    for (const text of ['Сегодня занятий нет', 'Сегодня платежей ещё не было', 'Ничего не ждёт']) {
      await desk.page.getByText(text).first().waitFor();
    }
    await desk.act.type('Орлова', desk.page.locator('#desk-search'));
    await desk.press('Enter');
    await desk.page.getByText('Неоплаченных счетов нет').waitFor();
    expect(await axeProblems(desk.page)).toEqual([]);
  });

  test('F8 marks a student of the client who has come, and it can be taken back', async () => {
    const centre = await site({ world: 'year' });
    type Booked = { client: string; student: string; training: string; starts: string };
    const { rows: [row] } = await centre.database.owner.query<Booked>(
      `select s.client_id as client, p.student_id as student, p.training_id as training, t.starts_at::text as starts
         from training_participants p join students s on s.id = p.student_id join trainings t on t.id = p.training_id
        where p.training_id = $1 and p.status = 'BOOKED' order by s.last_name limit 1`, [centre.facts.training]);
    await centre.moveClock(new Date(Date.parse(row!.starts) + 600_000).toISOString());
    const desk = await openPage(centre, { role: 'MANAGER', path: `/desk?client=${row!.client}` });
    await desk.press('F8');
    await desk.page.getByRole('dialog').getByRole('button', { name: 'Пришёл' }).first().waitFor();
    expect(await axeProblems(desk.page)).toEqual([]);
    await desk.page.getByRole('dialog').getByRole('button', { name: 'Пришёл' }).first().click();
    const marks = async (): Promise<number> => (await centre.database.owner.query(
      'select 1 from attendance where training_id = $1 and student_id = $2', [row!.training, row!.student])).rows.length;
    await desk.page.getByText('Отмечен приход').waitFor();
    expect(await marks()).toBe(1);
    await desk.page.getByRole('button', { name: 'Вернуть' }).click();
    await expect.poll(marks).toBe(0);
  });
});
