/** Opening and closing the shift: counted against expected, in at most four movements. */
import { expect, test } from 'vitest';
import { registerPayment } from '../../src/payments/register-payment.ts';
import { type Site, axeProblems, openPage, site } from './harness/index.ts';

const countsOf = async (centre: Site): Promise<{ counted: number; difference: number; note: string | null }[]> => {
  const { rows } = await centre.database.owner.query<{ counted: string; difference: string; note: string | null }>(
    `select k.counted, k.difference, s.note from shift_counts k join shifts s on s.id = k.shift_id
      where k.shift_id = $1 and k.method = 'CASH'`, [centre.facts.shift]);
  return rows.map(({ counted, difference, note }) => ({ counted: Number(counted) / 100,
    difference: Number(difference) / 100, note }));
};

test('the shift is closed in at most four movements when the cash agrees, and opened again', async () => {
  const centre = await site({ world: 'year' });
  const desk = await openPage(centre, { role: 'MANAGER', path: '/desk' });
  await desk.act.click(desk.page.locator('[data-shift="open"]'));
  await desk.ready('shift');
  await desk.act.type('5000');
  await desk.page.getByText('Сошлось').waitFor();
  await desk.act.press('Enter');
  await desk.page.locator(`[data-closed="${centre.facts.shift}"]`).waitFor();
  expect(desk.act.count, desk.act.done.join(', ')).toBeLessThanOrEqual(4);
  expect(await countsOf(centre)).toEqual([{ counted: 5000, difference: 0, note: null }]);
  await desk.page.locator('[data-shift="closed"]').waitFor();
  expect(await axeProblems(desk.page)).toEqual([]);

  // What was counted is offered as the cash of the next shift.
  const opening = desk.page.getByLabel('Наличные в кассе на начало');
  expect(await opening.inputValue()).toMatch(/^5\s000,00$/);
  await opening.press('Enter');
  await desk.page.getByRole('heading', { name: 'Закрытие смены' }).waitFor();
});

test('a difference needs its reason, and payments of exactly this sum are shown', async () => {
  const centre = await site({ world: 'year' });
  await centre.act('MANAGER', registerPayment, { clientId: centre.facts.family, amount: 1500, paymentMethod: 'CASH' });
  await centre.act('MANAGER', registerPayment, { clientId: centre.facts.debtor, amount: 700, paymentMethod: 'CASH' });
  const desk = await openPage(centre, { role: 'MANAGER', path: '/shift' });
  await desk.act.type('5700', desk.page.getByLabel('Наличных пересчитано'));
  await desk.page.getByText(/Не хватает 1\s500,00\s₽/).waitFor();
  const suspects = desk.page.locator('[data-suspects]').getByRole('listitem');
  await suspects.first().waitFor();
  expect(await suspects.count()).toBe(1);
  expect(await suspects.first().innerText()).toMatch(/1\s500,00/);
  expect(await axeProblems(desk.page)).toEqual([]);
  await desk.press('Enter'); // without a reason nothing is closed, the field asks for it
  expect(await countsOf(centre)).toEqual([]);
  await desk.act.type('Карта вместо наличных', desk.page.getByLabel('Почему не сошлось'));
  await desk.press('Enter');
  await desk.page.locator('[data-closed]').waitFor();
  expect(await countsOf(centre)).toEqual([{ counted: 5700, difference: -1500, note: 'Карта вместо наличных' }]);
});

test('what another desk takes is in the running sums within a second', async () => {
  const centre = await site({ world: 'year' });
  const desk = await openPage(centre, { role: 'ACCOUNTANT', path: '/shift' });
  await desk.page.getByText('Открывает и закрывает смену администратор').waitFor();
  await desk.page.getByRole('heading', { name: /В кассе 5\s000,00\s₽/ }).waitFor();
  await centre.act('MANAGER', registerPayment, { clientId: centre.facts.family, amount: 300, paymentMethod: 'CASH' });
  await desk.page.getByRole('heading',
    { name: /В кассе 5\s300,00\s₽, всего за смену 300,00\s₽/ }).waitFor({ timeout: 1000 });
});

test('before the first shift it says what will be here', async () => {
  const centre = await site({ world: 'fresh' });
  const desk = await openPage(centre, { role: 'ADMIN', path: '/shift' });
  await desk.page.getByText('Прошлых смен ещё нет').waitFor();
  await desk.act.type('0', desk.page.getByLabel('Наличные в кассе на начало'));
  await desk.press('Enter');
  await desk.page.getByRole('heading', { name: 'Закрытие смены' }).waitFor();
});
