/** Nothing found, changed by somebody else, and no network: what a screen says, and how it comes back. */
import { describe, expect, test } from 'vitest';
import { changeClient } from '../../src/clients/write-clients.ts';
import { registerPayment } from '../../src/payments/register-payment.ts';
import { type Site, type Tab, openPage, site } from './harness/index.ts';
import { screens } from './harness/screens.ts';
import { walkTo } from './states-helpers.ts';

const NOBODY = 'Ыщъых';
/** A condition that nothing fulfils, and the words in which it has to come back. */
const NOTHING: readonly { screen: string; search: string; words: readonly string[] }[] = [
  { screen: 'clients', search: `q=${NOBODY}`, words: [NOBODY] },
  { screen: 'passes', search: `q=${NOBODY}`, words: [NOBODY] },
  { screen: 'invoices', search: `q=${NOBODY}`, words: [NOBODY] },
  { screen: 'invoices', search: 'status=PAID&amountFrom=9999999', words: ['Оплачены', '9 999 999,00'] },
  { screen: 'passes', search: `view=ENDING&q=${NOBODY}`, words: [NOBODY, 'Заканчиваются'] },
  { screen: 'payments', search: `q=${NOBODY}`, words: [NOBODY] },
  { screen: 'payments', search: 'fromDate=2020-01-01&toDate=2020-01-02', words: ['01.01.2020', '02.01.2020'] },
  { screen: 'rentals', search: 'from=2020-01-01&to=2020-01-02', words: ['01.01.2020', '02.01.2020'] },
  { screen: 'groups', search: `q=${NOBODY}`, words: [NOBODY] },
  { screen: 'audit', search: `q=${NOBODY}`, words: [NOBODY] },
  { screen: 'audit', search: 'from=2020-01-01&to=2020-01-02', words: ['01.01.2020'] },
];

test('where nothing matches, the conditions are repeated and can be taken off; then the rows come back', async () => {
  const year = await site();
  const tab = await openPage(year, { role: 'ADMIN', path: '/clients' });
  for (const { screen, search, words } of NOTHING) {
    const path = screens.find(({ name }) => name === screen)!.path(year);
    await walkTo(tab, `${path}?${search}`, screen);
    const empty = tab.page.locator('main [data-empty]');
    await empty.waitFor();
    const text = (await empty.innerText()).replaceAll(/\s/g, ' ');
    for (const word of words) expect(text, `${screen}?${search}`).toContain(word);
    await empty.getByRole('button', { name: 'Сбросить фильтры' }).click();
    await tab.page.locator('main tr[data-row]').first().waitFor();
    expect(new URL(tab.page.url()).search, screen).toBe('');
    const field = tab.page.locator('main').getByRole('searchbox');
    if (await field.count() > 0) await expect.poll(() => field.first().inputValue(), { message: screen }).toBe('');
  }
});

/** In which what somebody else did has to be here, by itself. */
const SOON = 2000;
const RENAMED = 'Переименованов';

async function follow(at: Site, path: string, role: 'ADMIN' | 'MANAGER'): Promise<Tab> {
  const tab = await openPage(at, { role });
  const greeted = tab.page.waitForResponse((response) => response.url().endsWith('/api/events') && response.ok());
  await tab.open(path);
  await greeted;
  return tab;
}

describe('what somebody else changed', () => {
  test('a name is the new one on every screen that shows it', async () => {
    const year = await site();
    const id = year.facts.family;
    const tab = await follow(year, '/clients', 'ADMIN');
    const { body } = await year.request('ADMIN', 'GET', `/api/clients/${id}`);
    const { lastName } = body as { lastName: string };
    const places = [
      ['clients', `/clients?q=`], ['client', `/clients/${id}`], ['statement', `/clients/${id}/statement`],
      ['pass', `/passes/${year.facts.pass}`], ['desk', `/desk?client=${id}`],
    ] as const;
    let named = lastName;
    for (const [index, [screen, path]] of places.entries()) {
      if (screen === 'pass' && !(await isHis(year, id))) continue;
      await walkTo(tab, screen === 'clients' ? `${path}${encodeURIComponent(named)}` : path, screen);
      await tab.page.getByText(named).first().waitFor();
      // The list is narrowed to the name; it keeps its beginning, so that the client stays among the found.
      const next = screen === 'clients' ? `${named}ская` : `${RENAMED}${String(index)}`;
      await year.act('MANAGER', changeClient, { id, lastName: next });
      await tab.page.getByText(next).first().waitFor({ timeout: SOON });
      named = next;
    }
  });

  test('a payment is seen in the lists of money, at the desk and in the reports', async () => {
    const year = await site();
    const tab = await follow(year, '/payments', 'ADMIN');
    const clientId = year.facts.debtor;
    let sum = 0;
    for (const [screen, path] of [
      ['payments', '/payments'], ['desk', '/desk'], ['client', `/clients/${clientId}`],
      ['money-in', '/reports/money'], ['audit', '/audit'],
    ] as const) {
      await walkTo(tab, path, screen);
      sum += 1;
      const amount = 1000.01 + sum;
      await year.act('MANAGER', registerPayment, { clientId, amount, paymentMethod: 'CARD' });
      const shown = new RegExp(`1\\s?00${String(sum)},01`);
      await expect.poll(() => tab.page.locator('main').innerText(), { timeout: SOON, message: screen }).toMatch(shown);
    }
    // A new first row moves the others down, as it has to: everything else about the page is asked here.
    expect(tab.problems()).toEqual([]);
    await tab.close();
  });
});

const isHis = async (at: Site, clientId: string): Promise<boolean> => {
  const { body } = await at.request('ADMIN', 'GET', `/api/subscriptions/${at.facts.pass}`);
  return (body as { clientId: string }).clientId === clientId;
};

describe('no network', () => {
  test.each([
    ['MANAGER', 'desk', '/desk'], ['CLIENT', 'phone', '/my'],
  ] as const)('%s is told, nothing moves, and it goes away', async (role, viewport, path) => {
    const year = await site();
    const tab = await openPage(year, { role, viewport, path });
    tab.allow(/failed: /, /ERR_INTERNET_DISCONNECTED/);
    const line = tab.page.getByRole('status').filter({ hasText: 'Нет сети' });
    expect(await line.count()).toBe(0);
    await tab.context.setOffline(true);
    await line.waitFor();
    expect(await line.innerText()).toContain('На экране то, что загрузилось раньше');
    expect((await tab.page.locator('main').innerText()).length).toBeGreaterThan(20);
    await tab.context.setOffline(false);
    await line.waitFor({ state: 'detached' });
  });
});
