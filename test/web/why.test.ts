/** Every explanation adds up to the number of the database, and one that does not is told instead of hidden. */
import { expect, test } from 'vitest';
import { axeProblems, openPage, site } from './harness/index.ts';

const kopecks = (text: string): number => Number(text.replace('−', '-').replace(/[^\d,-]/g, '').replace(',', ''));

test('an invoice, a payment, a pass and a visit are explained to the kopeck', async () => {
  const centre = await site();
  const one = async (query: string, id: string): Promise<number> =>
    Number((await centre.database.owner.query<{ value: string }>(query, [id])).rows[0]!.value);
  const { overdueInvoice, paidInvoice, payment, reversedPayment, pass } = centre.facts;
  const { rows: [charge] } = await centre.database.owner.query<{ id: string }>(
    `select id from training_charges where subscription_id is not null and reversed_at is null order by charged_at desc, id limit 1`);
  const left = 'select total_amount - paid_amount as value from invoices where id = $1';
  const cases: [string, string, number][] = [
    ['invoice', overdueInvoice, await one(left, overdueInvoice)], ['invoice', paidInvoice, 0],
    ['payment', payment, await one('select amount as value from payments where id = $1', payment)], ['payment', reversedPayment, 0],
  ];
  const tab = await openPage(centre, { role: 'ACCOUNTANT' });
  for (const [kind, id, value] of cases) {
    await tab.open(`/why/${kind}/${id}`);
    await tab.page.locator('[data-adds-up="true"]').waitFor();
    expect(kopecks(await tab.page.locator('[data-receipt-total]').innerText()), `${kind} ${id}`).toBe(value);
    expect(await axeProblems(tab.page)).toEqual([]);
  }
  await tab.open(`/why/subscription/${pass}`);
  await tab.page.locator('[data-adds-up="true"]').waitFor();
  expect(Number.parseInt(await tab.page.locator('[data-receipt-total]').innerText(), 10))
    .toBe(await one('select sessions_left as value from subscriptions where id = $1', pass));
  await tab.open(`/why/charge/${charge!.id}`);
  await tab.page.locator('[data-adds-up="true"]').waitFor();
});

test('a calculation that is a kopeck off says so', async () => {
  const centre = await site();
  const id = centre.facts.overdueInvoice;
  const tab = await openPage(centre, { role: 'MANAGER' });
  await tab.page.route(`**/api/explain/invoice/${id}`, async (route) => {
    const response = await route.fetch();
    const body = (await response.json()) as { total: number };
    await route.fulfill({ response, json: { ...body, total: Math.round(body.total * 100 + 1) / 100 } });
  });
  await tab.open(`/why/invoice/${id}`);
  await tab.page.locator('[data-adds-up="false"]').getByText('Расчёт не сходится на 0,01').waitFor();
  await tab.page.unroute(`**/api/explain/invoice/${id}`);
  await tab.open(`/why/invoice/${id}`);
  await tab.page.locator('[data-adds-up="true"]').waitFor();
});

test('the text for a message is the receipt, and an unknown kind is told', async () => {
  const centre = await site();
  const tab = await openPage(centre, { role: 'MANAGER' });
  await tab.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: centre.url });
  await tab.open(`/why/balance/${centre.facts.debtor}`);
  await tab.page.getByRole('button', { name: 'Скопировать текст' }).click();
  await tab.page.getByText('Текст скопирован').waitFor();
  const text = await tab.page.evaluate<string>('navigator.clipboard.readText()');
  expect(text).toMatch(/^Нужно доплатить .*\nК оплате .* − Аванс .*\nна .*\nСчета без оплаты: /);
  expect(text).toContain('Почему аванс не закрыл счёт');
  await tab.open('/why/weather/1');
  await tab.page.getByText('Такого расчёта нет').waitFor();
});
