/** No permission: a screen of another role says for whom it is and whom to ask, and asks the server for nothing. */
import { describe, expect, test } from 'vitest';
import { axeProblems, openPage, reflowProblems, site } from './harness/index.ts';
import { screens } from './harness/screens.ts';
import { walkTo } from './states-helpers.ts';

const office = screens.filter(({ app }) => app === 'office');

describe('a screen for other roles', () => {
  test.each(['MANAGER', 'ACCOUNTANT'] as const)('%s is told for whom it is and who can help', async (role) => {
    const year = await site();
    const tab = await openPage(year, { role, path: '/clients' });
    const closed = office.filter(({ roles }) => !roles.includes(role));
    expect(closed.map(({ name }) => name)).toContain(role === 'MANAGER' ? 'policies' : 'desk');
    const asked: string[] = [];
    tab.page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith('/api/') && !['/api/people-who-can', '/api/events'].includes(pathname)) asked.push(pathname);
    });
    for (const screen of closed) {
      await walkTo(tab, screen.path(year), 'not-yours');
      const main = tab.page.locator('main');
      await expect.poll(() => main.innerText(), { message: screen.name }).toMatch(/Помочь может \S+ \((директор|админист)/);
      const text = await main.innerText();
      expect(text).toContain('Нет доступа к этой странице');
      const isOfDesk = screen.roles.includes('MANAGER');
      expect(text).toContain(isOfDesk ? 'Её открывают администратор и директор' : 'Её открывает только директор');
      if (!isOfDesk) expect(text).not.toContain('(администратор)');
      await walkTo(tab, '/clients', 'clients');
    }
    // The list between them is kept; nothing was asked for a screen that may not be shown.
    expect(asked.filter((path) => path !== '/api/clients')).toEqual([]);
    await tab.open(closed[0]!.path(year));
    expect([...await axeProblems(tab.page), ...await reflowProblems(tab.page)]).toEqual([]);
    await tab.page.getByRole('link', { name: 'На главную' }).click();
    await tab.ready(role === 'MANAGER' ? 'desk' : 'payments');
  });

  test('it opens for whom it is made', async () => {
    const year = await site();
    const tab = await openPage(year, { role: 'ADMIN', path: '/settings' });
    await tab.ready('policies');
    await walkTo(tab, '/desk', 'desk');
  });

  test.each([
    ['TRAINER', 'today'], ['CLIENT', 'my'],
  ] as const)('%s has no page of the office, and a way home', async (role, home) => {
    const year = await site();
    const tab = await openPage(year, { role, viewport: 'phone', path: '/' });
    const asked: string[] = [];
    tab.page.on('request', (request) => request.url().includes('/api/') && asked.push(new URL(request.url()).pathname));
    // The person's own page has the same address in the office and for a trainer.
    for (const screen of office.filter(({ name }) => role !== 'TRAINER' || name !== 'me')) {
      await walkTo(tab, screen.path(year), 'not-found');
      expect(await tab.page.locator('main').innerText(), screen.name).toContain('не для вашей роли');
    }
    expect(asked.filter((path) => path !== '/api/events')).toEqual([]);
    await tab.page.getByRole('link', { name: 'На главную' }).click();
    await tab.ready(home);
  });
});
