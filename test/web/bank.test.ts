/** A statement of the bank: read, its doubtful lines decided by the keyboard, posted after a preview, booked once. */
import { expect, test } from 'vitest';
import { type Paper, statementText } from './harness/papers.ts';
import { type Site, type Tab, axeProblems, openPage, reflowProblems, site } from './harness/index.ts';

const DAY = '2026-04-21';
type Owed = { number: string; left: string; name: string; id: string };

async function facts(centre: Site): Promise<{ own: string; owed: Owed[] }> {
  const { owner } = centre.database;
  const { rows: [org] } = await owner.query<{ bank_account: string }>('select bank_account from organisations');
  const { rows } = await owner.query<Owed>(`
    select distinct on (c.id) i.invoice_number as number, ((i.total_amount - i.paid_amount) / 100.0)::numeric(12, 2)::text as left, c.name, c.id
      from invoices i join clients c on c.org_id = i.org_id and c.id = i.client_id
     where i.status in ('PENDING', 'OVERDUE') and c.kind = 'PERSON' order by c.id, i.sequence limit 4`);
  return { own: org!.bank_account, owed: rows };
}

const give = ({ page }: Tab, text: string): Promise<void> =>
  page.locator('input[data-file]').setInputFiles({ name: 'kl_to_1c.txt', mimeType: 'text/plain', buffer: Buffer.from(text) });
const payments = async (centre: Site): Promise<number> => Number((await centre.database.owner.query<{ count: string }>(
  `select count(*) from payments where method = 'BANK_TRANSFER'`)).rows[0]!.count);

function papersOf([first, second, third]: readonly Owed[]): Paper[] {
  return [
    { payer: first!.name, sum: first!.left, purpose: `Оплата по счету ${first!.number}` },
    { payer: third!.name, sum: second!.left, purpose: `Оплата счета ${second!.number}` },
    { payer: 'ООО «Поставщик»', sum: '777.00', purpose: 'Возврат за материалы' },
    { payer: 'ПАО Банк', sum: '45210.55', purpose: 'Эквайринг, зачисление за вчера' },
  ];
}

test('a statement is read, decided with the keyboard, posted, and brings nothing twice', { timeout: 60_000 }, async () => {
  const centre = await site();
  const { own, owed } = await facts(centre);
  const text = statementText(own, DAY, papersOf(owed));
  const before = await payments(centre);
  const books = await openPage(centre, { role: 'ACCOUNTANT', path: '/bank' });
  const { page } = books;
  expect(await axeProblems(page)).toEqual([]);
  await give(books, text);
  await books.ready('bank-statement');
  // What waits for a person comes first, with the reason in words.
  expect(page.url()).toContain('state=DOUBTFUL');
  const panel = page.locator('[data-line]');
  await panel.locator('[data-reason]').getByText(/Назван счёт/).waitFor();
  expect(await panel.locator('[data-why]').count()).toBeGreaterThan(0);
  expect([...await axeProblems(page), ...await reflowProblems(page)]).toEqual([]);
  books.act.reset();
  await books.act.press('Digit2');
  await books.act.press('Enter');
  await page.getByText('Решать больше нечего').waitFor();
  expect(books.act.count, 'two keys for a doubtful line').toBe(2);

  await page.getByRole('link', { name: 'Не узнаны 1' }).click();
  await panel.getByText('Возврат за материалы').waitFor();
  await books.press('KeyX');
  await page.getByRole('radio', { name: 'Возврат нам от поставщика' }).click();
  await page.getByRole('button', { name: 'Пропустить строку' }).click();
  await page.getByRole('link', { name: 'Пропущены вами 1' }).waitFor();
  await page.getByRole('link', { name: 'Не платежи 1' }).click();
  await panel.getByText(/из списка исключений/).waitFor();
  await panel.getByRole('button', { name: 'Вернуть в работу' }).waitFor();

  await page.getByRole('button', { name: /^Провести 2 платежа на/ }).click();
  const sure = page.getByRole('dialog');
  await sure.locator('[data-outcome="POSTED"]').nth(1).waitFor();
  expect(await axeProblems(page)).toEqual([]);
  expect(await payments(centre), 'a preview books nothing').toBe(before);
  await books.press('Enter', { ctrl: true });
  await page.getByRole('link', { name: 'Проведены 2' }).waitFor();
  expect(await payments(centre)).toBe(before + 2);
  await panel.getByText('Ошиблись? Отмените платёж').waitFor();
  await panel.getByRole('link', { name: 'Открыть платёж' }).click();
  await books.ready('payment');

  await books.open('/bank');
  await give(books, text);
  await books.ready('bank-statement');
  await page.getByText('Эта выписка уже была').waitFor();
  expect(await payments(centre)).toBe(before + 2);
});

test('J and K go through the lines, and what is looked at is in the address', async () => {
  const centre = await site();
  const books = await openPage(centre, { role: 'ACCOUNTANT', path: `/bank/${centre.facts.bankStatement}` });
  const { page } = books;
  const current = () => page.locator('tr[data-current]').getAttribute('data-row');
  const first = await current();
  await books.act.press('KeyJ');
  await expect.poll(current).not.toBe(first);
  const second = await current();
  expect(page.url()).toContain(`line=${second}`);
  await page.reload();
  await books.ready('bank-statement');
  expect(await current()).toBe(second);
  await books.act.press('KeyK');
  await expect.poll(current).toBe(first);
});

test('the first statement of all is asked whose account it is; another one is refused with the line', async () => {
  const centre = await site({ world: 'fresh' });
  const desk = await openPage(centre, { role: 'MANAGER', path: '/bank' });
  const { page } = desk;
  desk.allow(/answered 4\d\d/);
  await page.getByText('Выписок ещё не было').waitFor();
  const paper = [{ payer: 'Орлова Анна', sum: '1500.00', purpose: 'за занятия' }];
  await give(desk, 'это не выписка');
  await page.locator('[data-problem="BANK_FILE_INVALID"]').getByText('Строка 1').waitFor();
  await page.keyboard.press('Escape');
  await give(desk, statementText('40702810200000012345', DAY, paper));
  await page.getByRole('button', { name: 'Да, счёт 40702810200000012345 наш' }).click();
  await desk.ready('bank-statement');
  await page.getByRole('link', { name: 'Все выписки' }).click();
  await desk.ready('statements');
  await give(desk, statementText('40702810500000012346', DAY, paper));
  await page.locator('[data-problem="BANK_ACCOUNT_FOREIGN"]').waitFor();
});

test('on a phone a line lies over the list while it is decided', async () => {
  const centre = await site();
  const phone = await openPage(centre, { role: 'MANAGER', viewport: 'phone', theme: 'dark', path: `/bank/${centre.facts.bankStatement}?state=DOUBTFUL` });
  const { page } = phone;
  await phone.act.tap(page.locator('tr[data-row]').first());
  await page.getByRole('dialog').getByRole('radio').first().waitFor();
  expect(await axeProblems(page)).toEqual([]);
  await phone.act.tap(page.getByRole('dialog').getByRole('button', { name: /^Это / }));
  await page.getByText('Решать больше нечего').waitFor();
});
