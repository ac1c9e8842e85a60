/** Passes at the desk: sold with the total before Enter, frozen with what it moves, and never by stale facts. */
import { describe, expect, test } from 'vitest';
import { createBenefitCategory } from '../../src/clients/benefit-categories.ts';
import { changeClient } from '../../src/clients/write-clients.ts';
import { cancelTraining } from '../../src/trainings/cancel-training.ts';
import { type Site, type Tab, axeProblems, openPage, site } from './harness/index.ts';

const kopecks = (text: string): number => Number(text.replace('−', '-').replace(/[^\d,-]/g, '').replace(',', ''));
type Pass = { id: string; name: string; end: string; freeze_end: string | null; client_id: string; status: string };
const passOf = async (centre: Site, id: string): Promise<Pass> => (await centre.database.owner.query<Pass>(
  'select id, name, end_date::text as end, freeze_end::text, client_id, status from subscriptions where id = $1', [id])).rows[0]!;
/** A pass in force of a client, with trainings of the coming week. */
async function passWithTrainings(centre: Site): Promise<Pass & { training: string }> {
  const { rows: [row] } = await centre.database.owner.query<Pass & { training: string }>(
    `select s.id, s.name, s.end_date::text as end, s.freeze_end::text, s.client_id, s.status,
            (array_agg(t.id order by t.starts_at))[1] as training
       from subscriptions s join training_participants p on p.student_id = s.student_id and p.status = 'BOOKED'
       join trainings t on t.id = p.training_id, organisations o
      where s.status = 'ACTIVE' and s.freeze_start is null and t.status = 'PLANNED'
        and (s.group_ids is null or t.group_id = any(s.group_ids))
        and s.end_date > (o.sandbox_now + interval '20 days')::date
        and t.starts_at between o.sandbox_now + interval '1 day' and o.sandbox_now + interval '6 days'
      group by s.org_id, s.id order by count(*) desc, s.name, s.id limit 1`);
  return row!;
}
const totalIsReady = (tab: Tab) => tab.page.locator('[data-totals-of-sale="ready"] [data-total]').waitFor();

describe('freezing', () => {
  test('from the page of the client it takes four movements, and the end moves as the preview said', async () => {
    const centre = await site();
    const pass = await passWithTrainings(centre);
    const tab = await openPage(centre, { role: 'MANAGER', path: `/clients/${pass.client_id}` });
    await tab.act.click(tab.page.getByRole('button', { name: `Действия с абонементом «${pass.name}»` }).first());
    await tab.act.click(tab.page.getByRole('menuitem', { name: 'Заморозить…' }));
    await tab.page.locator('[data-preview]').waitFor();
    const frozen = new URL(tab.page.url()).searchParams.get('freeze')!;
    await tab.act.type('01.05.2026', tab.page.getByLabel('По', { exact: true }));
    await expect.poll(() => tab.page.locator('[data-end]').getAttribute('data-end')).not.toBe((await passOf(centre, frozen)).end);
    await tab.page.getByRole('button', { name: 'Заморозить до 01.05.2026' }).waitFor();
    const promised = await tab.page.locator('[data-end]').getAttribute('data-end');
    await tab.act.press('Enter', { ctrl: true });
    await tab.page.locator('[data-preview]').waitFor({ state: 'detached' });
    expect(tab.act.count, tab.act.done.join(', ')).toBeLessThanOrEqual(4);
    expect(await passOf(centre, frozen)).toMatchObject({ freeze_end: '2026-05-01', end: promised });
    await tab.page.getByText('Заморожен до 01.05.2026').first().waitFor();
  });

  test('a preview that others have overtaken is not carried out: the new one is shown, then it is', async () => {
    const centre = await site();
    const pass = await passWithTrainings(centre);
    const tab = await openPage(centre, { role: 'MANAGER', path: `/passes/${pass.id}?panel=freeze` });
    await tab.page.locator('[data-preview] li').first().waitFor();
    const before = await tab.page.locator('[data-preview] li').count();
    expect(await axeProblems(tab.page)).toEqual([]);
    await centre.act('ADMIN', cancelTraining, { id: pass.training, reason: 'Заболел тренер' });
    tab.allow(/answered 409/);
    const confirm = tab.page.getByRole('button', { name: /^Заморозить до/ });
    await confirm.click();
    await tab.page.locator('[data-stale]').waitFor();
    await expect.poll(() => tab.page.locator('[data-preview] li').count()).toBe(before - 1);
    expect(await passOf(centre, pass.id)).toMatchObject({ freeze_end: null, end: pass.end });
    await confirm.click();
    await tab.page.locator('[data-preview]').waitFor({ state: 'detached' });
    expect((await passOf(centre, pass.id)).freeze_end).not.toBeNull();
    await tab.page.getByRole('button', { name: 'Разморозить…' }).click();
    await tab.page.getByRole('button', { name: /^Разморозить с/ }).click();
    await expect.poll(async () => (await passOf(centre, pass.id)).freeze_end).not.toBe('2026-04-28');
  });
});

describe('selling', () => {
  test('job 2: a pass sold and paid by card takes seven movements', async () => {
    const centre = await site();
    const { rows: [client] } = await centre.database.owner.query<{ name: string; last_name: string }>(
      'select name, last_name from clients where id = $1', [centre.facts.family]);
    const tab = await openPage(centre, { role: 'MANAGER', path: '/desk' });
    await tab.page.locator('#desk-search:focus').waitFor();
    await tab.act.type(client!.name.toLowerCase());
    await tab.page.getByRole('option', { name: client!.name }).waitFor();
    await tab.act.press('Enter');
    await tab.page.locator(`[data-client="${centre.facts.family}"]`).waitFor();
    await tab.act.press('KeyS');
    await totalIsReady(tab);
    const total = kopecks(await tab.page.locator('[data-total]').innerText());
    await tab.act.press('Enter');
    await tab.page.locator('#desk-amount:focus').waitFor();
    expect(new URL(tab.page.url()).searchParams.get('pay')).toBe('1');
    const { rows: [sold] } = await centre.database.owner.query<{ id: string; total: string }>(
      `select i.id, i.total_amount as total from invoices i, organisations o
        where i.client_id = $1 and i.purpose = 'INITIAL' order by i.sequence desc limit 1`, [centre.facts.family]);
    expect(Number(sold!.total), 'what was shown is what was issued').toBe(total);
    expect(tab.act.count, tab.act.done.join(', ')).toBeLessThanOrEqual(4);
  });

  test('a benefit is taken off before anything is sold, and the invoice says the same', async () => {
    const centre = await site();
    const category = await centre.act('ADMIN', createBenefitCategory, { name: 'Проверочная', discountPercent: 25 });
    await centre.act('ADMIN', changeClient, { id: centre.facts.family, benefitCategoryId: category.id });
    const tab = await openPage(centre, { role: 'MANAGER', path: `/clients/${centre.facts.family}?sell=${centre.facts.family}` });
    await totalIsReady(tab);
    const sums = (await tab.page.locator('[data-totals-of-sale] [data-money]').allInnerTexts()).map(kopecks);
    const [price = 0, benefit = 0, total = 0] = sums;
    expect(benefit).toBe(-price / 4);
    expect(total).toBe(price + benefit);
    expect(await axeProblems(tab.page)).toEqual([]);
    await tab.page.getByRole('button', { name: 'Продать, оплатят потом' }).click();
    await tab.page.locator('[data-sale]').waitFor({ state: 'detached' });
    const { rows: [invoice] } = await centre.database.owner.query<{ total: string; discount: string }>(
      `select total_amount as total, discount_amount as discount from invoices
        where client_id = $1 and purpose = 'INITIAL' order by sequence desc limit 1`, [centre.facts.family]);
    expect([Number(invoice!.total), Number(invoice!.discount)]).toEqual([total, -benefit]);
  });

  test('a service is sold by an invoice of its own', async () => {
    const centre = await site();
    const tab = await openPage(centre, { role: 'MANAGER', path: `/clients/${centre.facts.family}?sell=${centre.facts.family}` });
    await tab.page.locator('label', { hasText: 'Разовое или услуга' }).click();
    await tab.page.getByRole('combobox', { name: 'Услуга' }).click();
    await tab.page.getByRole('option').filter({ hasNotText: 'нет цены' }).first().click();
    await totalIsReady(tab);
    const total = kopecks(await tab.page.locator('[data-total]').innerText());
    await tab.page.getByRole('button', { name: 'Продать, оплатят потом' }).click();
    await tab.page.locator('[data-sale]').waitFor({ state: 'detached' });
    const { rows: [invoice] } = await centre.database.owner.query<{ total: string }>(
      'select total_amount as total from invoices where client_id = $1 order by sequence desc limit 1', [centre.facts.family]);
    expect(Number(invoice!.total)).toBe(total);
  });
});

describe('renewing and cancelling', () => {
  test('the renewal says its sum on the button; the cancellation wants a reason and shows what it voids', async () => {
    const centre = await site();
    const pass = await passWithTrainings(centre);
    const tab = await openPage(centre, { role: 'MANAGER', path: `/passes/${pass.id}?panel=renew` });
    const confirm = tab.page.getByRole('button', { name: /^Выставить счёт на \d/ });
    await confirm.waitFor();
    const sum = kopecks(await confirm.innerText());
    await confirm.click();
    await tab.ready('invoice').catch(() => undefined);
    const { rows: [renewal] } = await centre.database.owner.query<{ id: string; total: string; number: string }>(
      `select id, total_amount as total, invoice_number as number from invoices
        where subscription_id = $1 and purpose = 'RENEWAL' order by sequence desc limit 1`, [pass.id]);
    expect(Number(renewal!.total)).toBe(sum);
    await tab.open(`/passes/${pass.id}?panel=cancel`);
    await tab.page.locator('[data-preview]').getByText(renewal!.number).waitFor();
    const cancel = tab.page.getByRole('button', { name: 'Отменить абонемент', exact: true });
    expect(await cancel.getAttribute('aria-disabled'), 'no reason yet').toBe('true');
    await tab.page.getByLabel('По просьбе клиента').check();
    await cancel.click();
    await tab.page.locator('[data-preview]').waitFor({ state: 'detached' });
    expect(await passOf(centre, pass.id)).toMatchObject({ status: 'CANCELLED' });
  });

  test('the views of the list are what they say, and an accountant changes nothing', async () => {
    const centre = await site();
    const tab = await openPage(centre, { role: 'ACCOUNTANT', path: '/passes?status=all' });
    const { rows: [{ count } = { count: '' }] } = await centre.database.owner.query<{ count: string }>('select count(*) from subscriptions');
    await tab.page.getByText(new RegExp(`^${count} строк`)).waitFor();
    for (const view of ['ENDING', 'FROZEN', 'ENDED', 'BURNING']) {
      await tab.open(`/passes?view=${view}`);
      await tab.page.locator('tr[data-row], [data-empty]').first().waitFor();
    }
    await tab.open(`/passes/${centre.facts.pass}?panel=cancel`);
    expect(await tab.page.getByRole('dialog').count()).toBe(0);
    expect(await tab.page.getByRole('button', { name: /Заморозить|Отменить/ }).count()).toBe(0);
    await tab.page.locator('.tickets [data-ticket="used"]').first().waitFor();
  });
});
