/** Job 1 and what may go wrong with it: money is taken once, and what was promised is what happened. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Site, type Tab, openPage, site } from './harness/index.ts';
import { keyAt } from './harness/keys.ts';

const amountField = '#desk-amount';

/** The client's name and debt as the database knows them. */
async function debtorOf(centre: Site): Promise<{ name: string; surname: string; toPay: number }> {
  const { rows: [row] } = await centre.database.owner.query<{ name: string; surname: string; due: string; balance: string }>(
    `select c.name, c.last_name as surname, c.balance,
            (select sum(i.total_amount - i.paid_amount) from invoices i
              where i.client_id = c.id and i.status in ('PENDING', 'OVERDUE', 'PARTIALLY_PAID')) as due
       from clients c where c.id = $1`, [centre.facts.debtor]);
  return { name: row!.name, surname: row!.surname, toPay: (Number(row!.due) - Number(row!.balance)) / 100 };
}

async function paymentsOf(centre: Site, clientId: string): Promise<{ id: string; amount: number; method: string }[]> {
  const { rows } = await centre.database.owner.query<{ id: string; amount: string; method: string }>(
    `select p.id, p.amount, p.method from payments p, organisations o
      where p.client_id = $1 and p.created_at >= o.sandbox_now order by p.id`, [clientId]);
  return rows.map(({ id, amount, method }) => ({ id, amount: Number(amount) / 100, method }));
}

const focused = (tab: Tab, selector: string): Promise<void> => tab.page.locator(`${selector}:focus`).waitFor();
const promised = (tab: Tab): Promise<void> => tab.page.locator('[data-closes] .line').last().waitFor();

describe('taking cash', () => {
  test('job 1: cash from a walk-in client with a debt takes four movements, and the database has it once', async () => {
    const centre = await site({ world: 'year' });
    const { surname, name, toPay } = await debtorOf(centre);
    const desk = await openPage(centre, { role: 'MANAGER', path: '/desk' });
    await focused(desk, '#desk-search');
    await desk.act.type(surname.slice(0, 5).toLowerCase());
    await desk.page.getByRole('option', { name }).waitFor();
    await desk.act.press('Enter');
    await desk.page.locator(`[data-client="${centre.facts.debtor}"]`).waitFor();
    await desk.act.press('F4');
    await focused(desk, amountField);
    await promised(desk);
    const promise = await desk.page.locator('[data-closes] .line').allInnerTexts();
    await desk.act.press('Enter');
    await desk.page.locator('[data-paid]').getByText('Оплачено').waitFor();
    expect(desk.act.count, desk.act.done.join(', ')).toBeLessThanOrEqual(4);
    expect(await paymentsOf(centre, centre.facts.debtor)).toMatchObject([{ amount: toPay, method: 'CASH' }]);

    // What was promised before Enter is what the receipt says: the same invoices and sums.
    const sums = (texts: string[]): string[] => texts.flatMap((text) => text.match(/INV-\d+-\d+|[\d \u00a0]+,\d\d/g) ?? []);
    const settled = await desk.page.locator('[data-paid] .line').allInnerTexts();
    expect(sums(promise).length).toBeGreaterThan(2);
    expect(sums(settled).slice(0, sums(promise).length - 1).map((text) => text.trim()))
      .toEqual(sums(promise).slice(0, -1).map((text) => text.trim()));

    await focused(desk, '#desk-next');
    await desk.press('Enter');
    await focused(desk, '#desk-search');
    expect(new URL(desk.page.url()).search).toBe('');
  });

  test('job 1b: a brand-new client takes seven movements, name and phone included', async () => {
    const centre = await site({ world: 'year' });
    const desk = await openPage(centre, { role: 'MANAGER', path: '/desk' });
    await desk.act.type('Щукина Зоя', desk.page.locator('#desk-search'));
    await desk.page.locator('[data-missed]').waitFor();
    await desk.act.press('Enter');
    const phone = desk.page.getByRole('textbox', { name: 'Телефон' });
    await expect.poll(() => phone.evaluate((field) => field.ownerDocument.activeElement === field)).toBe(true);
    await desk.act.type('8 900 111-22-33');
    await desk.act.press('Enter');
    await desk.page.getByRole('heading', { name: 'Щукина Зоя' }).waitFor();
    await desk.act.press('F4');
    await focused(desk, amountField);
    await desk.act.type('1500+500');
    await desk.page.locator('[data-closes]').getByText('Счетов не закроет').waitFor();
    await desk.act.press('Enter');
    await desk.page.locator('[data-paid]').getByText('Оплачено').waitFor();
    expect(desk.act.count, desk.act.done.join(', ')).toBeLessThanOrEqual(7);
    const { rows } = await centre.database.owner.query<{ phone: string; balance: number }>(
      "select phone, balance from clients where name = 'Щукина Зоя'");
    expect(rows).toEqual([{ phone: '+79001112233', balance: 200_000 }]);
  });

  test('two Enters are one payment', async () => {
    const centre = await site({ world: 'year' });
    const { toPay } = await debtorOf(centre);
    const desk = await openPage(centre, { role: 'MANAGER', path: `/desk?client=${centre.facts.debtor}&pay=1` });
    await focused(desk, amountField);
    await promised(desk);
    await Promise.all([desk.press('Enter'), desk.press('Enter')]);
    await desk.page.locator('[data-paid]').getByText('Оплачено').waitFor();
    await desk.press('Enter'); // a third one, of an impatient hand: the receipt stays to be read
    expect(await desk.page.locator('[data-paid]').count()).toBe(1);
    expect((await paymentsOf(centre, centre.facts.debtor)).map(({ amount }) => amount)).toEqual([toPay]);
  });

  test.each(['before', 'after'] as const)('a server lost %s it recorded the payment: repeating leaves one payment',
    async (when) => {
    const centre = await site({ world: 'year' });
    const { toPay } = await debtorOf(centre);
    const desk = await openPage(centre, { role: 'MANAGER', path: `/desk?client=${centre.facts.debtor}&pay=1` });
    desk.allow(/failed: POST .*\/api\/payments/);
    let lost = 0;
    await desk.page.route('**/api/payments', async (route) => {
      const body = route.request().postData() ?? '';
      if (route.request().method() !== 'POST' || body.includes('dryRun') || lost > 0) return route.continue();
      lost += 1;
      if (when === 'after') await route.fetch();
      return route.abort('connectionreset');
    });
    await focused(desk, amountField);
    await promised(desk);
    await desk.press('Enter');
    await desk.page.locator('[data-loose]').getByText('Деньги НЕ записаны дважды').waitFor();
    expect(await paymentsOf(centre, centre.facts.debtor)).toHaveLength(when === 'after' ? 1 : 0);
    // By now the card may show the payment; what is repeated is the one that was sent.
    await desk.page.getByRole('button', { name: 'Повторить' }).click();
    await desk.page.locator('[data-paid]').getByText('Оплачено').waitFor();
    expect((await paymentsOf(centre, centre.facts.debtor)).map(({ amount }) => amount)).toEqual([toPay]);
  });

  test('change is counted, too little cash is not taken', async () => {
    const centre = await site({ world: 'year' });
    const desk = await openPage(centre, { role: 'MANAGER', path: `/desk?client=${centre.facts.debtor}&pay=1` });
    await desk.act.type('3 500', desk.page.locator(amountField));
    await desk.page.getByRole('button', { name: '5 000' }).click();
    await expect.poll(() => desk.page.locator('[data-change]').innerText()).toMatch(/^1\s500,00\s₽$/);
    await desk.act.type('3000', desk.page.getByLabel('Дали'));
    const take = desk.page.getByRole('button', { name: /^Принять 3/ });
    await expect.poll(() => take.getAttribute('aria-disabled')).toBe('true');
    await take.click({ force: true });
    expect(await paymentsOf(centre, centre.facts.debtor)).toEqual([]);
    await desk.act.type('4000', desk.page.getByLabel('Дали'));
    await take.click();
    await desk.page.locator('[data-paid]').getByText(/^500,00\s₽$/).waitFor();
  });

  test('the letter of a method works while the sum is typed, in a Russian layout', async () => {
    const centre = await site({ world: 'year' });
    const desk = await openPage(centre, { role: 'MANAGER', path: `/desk?client=${centre.facts.debtor}&pay=1` });
    await focused(desk, amountField);
    const sum = await desk.page.locator(amountField).inputValue();
    expect(keyAt('KeyC', 'ru').key).toBe('с');
    await desk.press('KeyC');
    await expect.poll(() => desk.page.getByRole('radio', { name: 'Карта' }).isChecked()).toBe(true);
    expect(await desk.page.locator(amountField).inputValue()).toBe(sum);
    await promised(desk);
    await desk.press('Enter');
    await desk.page.locator('[data-paid]').getByText('Карта').waitFor();
    expect((await paymentsOf(centre, centre.facts.debtor)).map(({ method }) => method)).toEqual(['CARD']);
    // The way of paying used last is offered next time.
    await desk.open(`/desk?client=${centre.facts.family}`);
    expect(await desk.page.getByRole('radio', { name: 'Карта' }).isChecked()).toBe(true);
  });
});

describe('the desk around it', () => {
  let centre: Site;
  beforeAll(async () => {
    centre = await site({ world: 'year' });
  });
  afterAll(() => centre.close());

  test('every number of what waits is a link to exactly these rows', async () => {
    const desk = await openPage(centre, { role: 'MANAGER', path: '/desk' });
    const { body } = await centre.request('MANAGER', 'GET', '/api/desk');
    const { payToday } = (body as { waiting: { payToday: { count: number; query: Record<string, string> } } }).waiting;
    const line = desk.page.locator('[data-waiting="payToday"]');
    expect(await line.innerText()).toContain(String(payToday.count));
    const query = new URLSearchParams(payToday.query).toString();
    expect(await line.getByRole('link').getAttribute('href')).toBe(`/invoices?${query}`);
    const rows = await centre.request('MANAGER', 'GET',
      `/api/invoices?${new URLSearchParams(payToday.query).toString()}&limit=1`);
    expect((rows.body as { pagination: { total: number } }).pagination.total).toBe(payToday.count);
  });

  test('a name typed in the wrong layout is found and told', async () => {
    const { surname, name } = await debtorOf(centre);
    const desk = await openPage(centre, { role: 'MANAGER', path: '/desk' });
    const latin = surname.toLowerCase().replaceAll(/./gu, keyOf);
    await desk.act.type(latin, desk.page.locator('#desk-search'));
    await desk.page.getByRole('option', { name }).first().waitFor();
    expect(await desk.page.getByText('раскладка исправлена').innerText()).toContain(surname.toLowerCase().replaceAll('ё',
      'е'));
  });

  test('Esc leads back to the search, a second one puts the client away; the address says it all', async () => {
    const desk = await openPage(centre, { role: 'MANAGER', path: `/desk?client=${centre.facts.debtor}&pay=1` });
    await focused(desk, amountField);
    await desk.press('Escape');
    await focused(desk, '#desk-search');
    await desk.press('Escape');
    await desk.page.getByText('Принято сегодня').waitFor();
    expect(new URL(desk.page.url()).search).toBe('');
  });

  test('F9 explains, S sells, N notes, and none of them is typed into a field', async () => {
    const desk = await openPage(centre, { role: 'MANAGER', path: `/desk?client=${centre.facts.debtor}` });
    await desk.page.locator('#desk-client').focus();
    await desk.press('F9');
    expect(new URL(desk.page.url()).searchParams.get('why')).toBe(`balance:${centre.facts.debtor}`);
    await desk.open(`/desk?client=${centre.facts.debtor}`);
    await desk.page.locator('#desk-client').focus();
    await desk.press('KeyS');
    expect(new URL(desk.page.url()).searchParams.get('sell')).toBe(centre.facts.debtor);
    await desk.open(`/desk?client=${centre.facts.debtor}`);
    await desk.page.locator('#desk-client').focus();
    await desk.press('KeyN');
    await desk.act.type('Звонить после шести', desk.page.getByRole('dialog').getByRole('textbox'));
    await desk.press('Enter', { ctrl: true });
    await desk.page.locator('[data-client]').getByText('Звонить после шести').waitFor();
  });

  test('who may not take money is told who may', async () => {
    const desk = await openPage(centre, { role: 'ACCOUNTANT', path: `/desk?client=${centre.facts.debtor}` });
    await desk.page.getByText('Её открывают администратор и директор').waitFor();
    expect(await desk.page.locator('[data-pay]').count()).toBe(0);
  });

  test('a client who is not there is told, with the way back', async () => {
    const desk = await openPage(centre, { role: 'MANAGER' });
    desk.allow(/answered 404: GET .*\/card/);
    await desk.open('/desk?client=019f0000-0000-7000-8000-000000000000');
    await desk.page.getByText('Такого клиента нет').waitFor();
  });
});

/** Which Latin letter is on the same key as the Russian one. */
function keyOf(letter: string): string {
  const ru = 'йцукенгшщзхъфывапролджэячсмитьбюё';
  const en = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
  return en[ru.indexOf(letter)] ?? letter;
}
