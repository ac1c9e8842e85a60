/** The page of a client: why he owes, his statement, and that what stands on the screen stands in the database. */
import { describe, expect, test } from 'vitest';
import { type Site, axeProblems, openPage, site } from './harness/index.ts';

/** `7 200,00 ₽` as kopecks. */
const kopecks = (text: string): number => Number(text.replace('−', '-').replace(/[^\d,-]/g, '').replace(',', ''));

export async function figuresOf(centre: Site, id: string): Promise<{ name: string; due: number; credit: number }> {
  const { rows: [row] } = await centre.database.owner.query<{ name: string; due: string; balance: string }>(
    `select c.name, c.balance, coalesce((select sum(i.total_amount - i.paid_amount) from invoices i where i.client_id = c.id
        and i.status in ('PENDING', 'OVERDUE', 'PARTIALLY_PAID')), 0) as due from clients c where c.id = $1`, [id]);
  return { name: row!.name, due: Number(row!.due), credit: Number(row!.balance) };
}

describe('why and how much', () => {
  test('job 4: one click on the sum opens the receipt, which adds up to what the database holds', async () => {
    const centre = await site();
    const { due, credit } = await figuresOf(centre, centre.facts.debtor);
    const tab = await openPage(centre, { role: 'MANAGER', path: `/clients/${centre.facts.debtor}` });
    await tab.act.click(tab.page.locator('[data-sentence] button'));
    const receipt = tab.page.locator('[data-receipt]');
    await receipt.waitFor();
    expect(tab.act.count, tab.act.done.join(', ')).toBe(1);
    expect(kopecks(await receipt.locator('[data-receipt-total]').innerText())).toBe(due - credit);
    await receipt.locator('[data-adds-up="true"]').waitFor();
    expect(await receipt.getByText('Почему аванс не закрыл счёт').count()).toBeGreaterThan(0);
    // The address keeps it: whoever is sent the link sees the same.
    expect(new URL(tab.page.url()).searchParams.get('why')).toBe(`balance:${centre.facts.debtor}`);
    expect(await axeProblems(tab.page)).toEqual([]);
    await tab.page.keyboard.press('Escape');
    await receipt.waitFor({ state: 'detached' });
  });

  test('the list shows the sums of the database, and the debtors are exactly those with a debt', async () => {
    const centre = await site();
    const tab = await openPage(centre, { role: 'ACCOUNTANT', path: '/clients?debt=true&sort=-toPay' });
    const { rows: [{ count } = { count: '' }] } = await centre.database.owner.query<{ count: string }>(
      `select count(distinct i.client_id) from invoices i join clients c on c.id = i.client_id, organisations o
        where i.status in ('PENDING', 'OVERDUE', 'PARTIALLY_PAID') and c.is_active
          and i.due_date < (o.sandbox_now at time zone o.time_zone)::date`);
    await tab.page.getByText(`${count} строк`).first().waitFor();
    const first = tab.page.locator('tr[data-row]').first();
    const { due, credit } = await figuresOf(centre, (await first.getAttribute('data-row'))!);
    expect(kopecks(await first.locator('[data-money]').first().innerText())).toBe(due - credit);
    expect(await tab.page.getByRole('button', { name: 'Новый клиент' }).count(), 'an accountant makes no clients').toBe(0);
    await tab.open('/clients?panel=new');
    expect(await tab.page.locator('[data-form="new-client"]').count(), 'nor by address').toBe(0);
  });

  test('one timeline: money runs to the sum of the header, and the arrows of the chart walk along it', async () => {
    const centre = await site();
    const { due, credit } = await figuresOf(centre, centre.facts.debtor);
    const tab = await openPage(centre, { role: 'ADMIN', path: `/clients/${centre.facts.debtor}?show=money` });
    const rows = tab.page.locator('tr[data-event-kind="money"]');
    await rows.first().waitFor();
    expect(kopecks(await rows.first().locator('[data-money]').last().innerText())).toBe(credit - due);
    const slider = tab.page.getByRole('slider');
    await slider.focus();
    await tab.press('ArrowLeft');
    await tab.page.locator('tr[data-at]').waitFor();
    const newest = await slider.getAttribute('aria-valuenow');
    await tab.press('ArrowLeft');
    await expect.poll(() => slider.getAttribute('aria-valuenow')).not.toBe(newest);
    for (const kind of ['visits', 'passes', 'messages', 'changes']) {
      await tab.open(`/clients/${centre.facts.family}?show=${kind}`);
      await tab.page.locator(`tr[data-event-kind="${kind}"]`).first().waitFor();
      expect(await tab.page.locator('tr[data-event-kind]').count()).toBe(await tab.page.locator(`tr[data-event-kind="${kind}"]`).count());
    }
  });
});

describe('the statement', () => {
  test('job 8: a statement for the fourth quarter is printed in three movements from the client', async () => {
    const centre = await site();
    const id = centre.facts.debtor;
    const tab = await openPage(centre, { role: 'ACCOUNTANT', path: `/clients/${id}` });
    await tab.page.evaluate('window.print = () => document.body.setAttribute("data-printed", "true")');
    await tab.act.click(tab.page.getByRole('button', { name: 'Акт сверки' }));
    await tab.ready('statement');
    await tab.act.click(tab.page.locator('label', { hasText: '4 кв. 2025' }));
    await tab.page.getByText('за период с 01.10.2025 по 31.12.2025').waitFor();
    await tab.act.click(tab.page.getByRole('button', { name: 'Печать, PDF' }));
    await tab.page.locator('body[data-printed]').waitFor();
    expect(tab.act.count, tab.act.done.join(', ')).toBeLessThanOrEqual(3);

    await tab.page.locator('[data-adds-up="true"]').waitFor();
    const { rows: [row] } = await centre.database.owner.query<{ charged: string; paid: string }>(
      `select sum(case when debit = 'RECEIVABLE' then amount when credit = 'RECEIVABLE' then -amount else 0 end) as charged,
              sum(case when debit like 'MONEY:%' then amount when credit like 'MONEY:%' then -amount else 0 end) as paid
         from ledger_transfers where client_id = $1 and on_date between '2025-10-01' and '2025-12-31'
          and not ('CREDIT' in (debit, credit) and 'RECEIVABLE' in (debit, credit))`, [id]);
    const shown = async (what: string): Promise<number> => kopecks(await tab.page.locator(`[data-${what}] [data-money]`).innerText());
    expect([await shown('charged'), await shown('paid')]).toEqual([Number(row!.charged), Number(row!.paid)]);
    expect(await shown('opening') + await shown('paid') - await shown('charged')).toBe(await shown('closing'));
    expect(await tab.page.locator('[data-conclusion]').innerText()).toMatch(/рубл.* \d\d копе/);
  });

  test('the whole time ends with what the client owes now; on paper there are only the papers', async () => {
    const centre = await site();
    const { due, credit } = await figuresOf(centre, centre.facts.family);
    const tab = await openPage(centre, { role: 'ADMIN', path: `/clients/${centre.facts.family}/statement` });
    await tab.page.locator('label', { hasText: 'Всё время' }).click();
    await tab.page.getByText('за всё время по').waitFor();
    expect(kopecks(await tab.page.locator('[data-closing] [data-money]').innerText())).toBe(credit - due);
    await tab.page.emulateMedia({ media: 'print' });
    expect(await tab.page.getByRole('button', { name: 'Выгрузить' }).isVisible()).toBe(false);
    expect(await tab.page.getByText('Акт сверки взаимных расчётов').first().isVisible()).toBe(true);
    expect(await tab.page.getByText('подпись').first().isVisible()).toBe(true);
  });
});
