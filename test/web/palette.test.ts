/** The palette finds, does and explains; the help of keys knows what works now. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Site, type Tab, axeProblems, openPage, site } from './harness/index.ts';

let centre: Site;
beforeAll(async () => {
  centre = await site({ world: 'year' });
});
afterAll(() => centre.close());

const surnameOf = async (clientId: string): Promise<string> => (await centre.database.owner.query<{ last_name: string }>(
  'select last_name from clients where id = $1', [clientId])).rows[0]!.last_name;

const palettesField = (tab: Tab): Promise<void> => tab.page.locator('[role="dialog"] [role="combobox"]:focus').waitFor();

test.each(['light', 'dark'] as const)('Ctrl+K by its place on a Russian keyboard; axe finds nothing in %s',
  async (theme) => {
  const desk = await openPage(centre, { role: 'MANAGER', theme, path: '/invoices' });
  await desk.press('KeyK', { ctrl: true });
  const palette = desk.page.getByRole('dialog', { name: 'Найти или сделать' });
  await palette.getByRole('option', { name: 'Принять оплату' }).waitFor();
  expect(await axeProblems(desk.page)).toEqual([]);
  await desk.act.type(await surnameOf(centre.facts.debtor));
  await palette.getByRole('group', { name: 'Клиенты' }).getByRole('option').first().waitFor();
  expect(await axeProblems(desk.page)).toEqual([]);
});

test('a client is opened with two movements after the name, a screen by its name', async () => {
  const desk = await openPage(centre, { role: 'MANAGER', path: '/invoices' });
  await desk.press('F2');
  await palettesField(desk);
  await desk.act.type(await surnameOf(centre.facts.debtor));
  await desk.act.press('Enter');
  await desk.page.locator(`[data-client="${centre.facts.debtor}"]`).waitFor();
  await desk.press('KeyK', { ctrl: true });
  await palettesField(desk);
  await desk.act.type('смена');
  await desk.page.getByRole('option', { name: 'Смена', exact: true }).click();
  await desk.ready('shift');
  await desk.press('Escape');
});

test('«почему» opens the explanation, «ночь» what the night charged', async () => {
  const { rows: [charged] } = await centre.database.owner.query<{ id: string; surname: string }>(
    `select c.id, c.last_name as surname from training_charges h join students s on s.id = h.student_id
       join clients c on c.id = s.client_id
      where h.cause = 'NIGHT' and c.kind = 'PERSON'
        and not exists (select from clients d where d.id <> c.id and d.name ilike '%' || c.last_name || '%')
        and not exists (select from students t where t.client_id <> c.id and t.last_name = c.last_name)
      group by c.id, c.last_name order by count(*) desc, c.last_name limit 1`);
  const desk = await openPage(centre, { role: 'MANAGER', path: '/invoices' });
  await desk.press('KeyK', { ctrl: true });
  await palettesField(desk);
  await desk.act.type(`почему ${charged!.surname}`);
  await desk.act.press('Enter');
  await expect.poll(() => new URL(desk.page.url()).searchParams.get('why')).toBe(`balance:${charged!.id}`);
  await desk.open('/invoices');
  await desk.press('KeyK', { ctrl: true });
  await palettesField(desk);
  await desk.act.type(`ночь ${charged!.surname}`);
  await desk.page.getByRole('option', { name: /^Ночь:/ }).first().waitFor();
  await desk.act.press('Enter');
  await expect.poll(() => new URL(desk.page.url()).searchParams.get('why')).toMatch(/^charge:/);
});

test('commands change the look and the language; what a role may not do is absent', async () => {
  const desk = await openPage(centre, { role: 'ACCOUNTANT', path: '/payments' });
  await desk.press('KeyK', { ctrl: true });
  const options = desk.page.getByRole('option');
  await options.first().waitFor();
  expect(await options.filter({ hasText: 'Принять оплату' }).count()).toBe(0);
  expect(await options.filter({ hasText: 'Правила' }).count()).toBe(0);
  await desk.act.type('тёмная');
  await desk.act.press('Enter');
  await desk.page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
  await desk.press('KeyK', { ctrl: true });
  await palettesField(desk);
  await desk.act.type('english');
  await desk.act.press('Enter');
  await desk.page.locator('html[lang="en"]').waitFor();
});

test('nothing found is said, and the earlier finds stay until the new ones come', async () => {
  const desk = await openPage(centre, { role: 'MANAGER', path: '/invoices' });
  await desk.press('KeyK', { ctrl: true });
  await palettesField(desk);
  await desk.act.type('ъъъъъъ');
  await desk.page.getByText('Ничего не нашлось').or(desk.page.getByRole('option',
    { name: /Создать клиента/ })).first().waitFor();
});

test('the help tells both letters of a key, and letters can be switched off', async () => {
  const desk = await openPage(centre, { role: 'MANAGER', path: `/desk?client=${centre.facts.debtor}` });
  await desk.page.locator('#desk-client').focus();
  await desk.press('Slash', { shift: true });
  const help = desk.page.getByRole('dialog');
  await help.getByText('S / Ы', { exact: true }).waitFor();
  await help.getByText('F8').waitFor();
  expect(await axeProblems(desk.page)).toEqual([]);
  await help.getByRole('switch').click({ force: true });
  await desk.press('Escape');
  await desk.page.locator('#desk-client').focus();
  await desk.press('KeyS');
  await desk.press('F9');
  await expect.poll(() => new URL(desk.page.url()).searchParams.get('why')).toBe(`balance:${centre.facts.debtor}`);
  expect(new URL(desk.page.url()).searchParams.get('sell')).toBeNull();
});
