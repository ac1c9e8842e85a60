/** Live: what one does, the others see within a second, and nobody asks for what cannot have changed. */
import { describe, expect, test } from 'vitest';
import { createClient } from '../../src/clients/write-clients.ts';
import { registerPayment } from '../../src/payments/register-payment.ts';
import { type Site, type Tab, openPage, site } from './harness/index.ts';

const A_SECOND = 1000;

/** Addresses that the page asks for from now on, without the stream itself. */
function asked(tab: Tab): string[] {
  const all: string[] = [];
  tab.page.on('request', (request) => {
    if (request.url().includes('/api/') && !request.url().endsWith('/api/events')) all.push(new URL(request.url()).pathname);
  });
  return all;
}
/** The stream is there and has greeted. */
const follows = (tab: Tab) => tab.page.waitForResponse((response) => response.url().endsWith('/api/events') && response.ok());
const openLive = async (at: Site, options: Parameters<typeof openPage>[1] & { path: string }): Promise<Tab> => {
  const { path, ...rest } = options;
  const tab = await openPage(at, rest);
  const following = follows(tab);
  await tab.open(path);
  await following;
  return tab;
};
const quickly = async (what: () => Promise<unknown>): Promise<void> => {
  const began = performance.now();
  await what();
  expect(performance.now() - began).toBeLessThan(A_SECOND);
};

describe('two desks at once', () => {
  test('a new client and a payment of one are seen by the other, whatever the role', async () => {
    const centre = await site({ world: 'year' });
    const clients = await openLive(centre, { role: 'MANAGER', path: '/clients?q=Ярославцева' });
    const journal = await openLive(centre, { role: 'ACCOUNTANT', path: '/payments' });
    await centre.act('ADMIN', createClient, { kind: 'PERSON', firstName: 'Вера', lastName: 'Ярославцева' });
    await quickly(() => clients.page.getByText('Ярославцева Вера').first().waitFor({ timeout: A_SECOND }));
    await centre.act('MANAGER', registerPayment, { clientId: centre.facts.debtor, amount: 123.45, paymentMethod: 'CARD' });
    await quickly(() => journal.page.getByText(/123,45/).first().waitFor({ timeout: A_SECOND }));
  });

  test('a lost connection comes back and brings what was missed', async () => {
    const centre = await site({ world: 'year' });
    const tab = await openLive(centre, { role: 'MANAGER', path: '/clients?q=Ярославцева' });
    tab.allow(/failed: /, /ERR_INTERNET_DISCONNECTED/);
    await tab.context.setOffline(true);
    await centre.act('ADMIN', createClient, { kind: 'PERSON', firstName: 'Вера', lastName: 'Ярославцева' });
    await tab.context.setOffline(false);
    await tab.page.getByText('Ярославцева Вера').first().waitFor({ timeout: 10_000 });
  });
});

describe('no more than needed', () => {
  test('prices are not asked for after a payment, and are after a new price; many changes are one look', async () => {
    const centre = await site({ world: 'year' });
    const tab = await openLive(centre, { role: 'ADMIN', path: '/settings/catalogue' });
    const all = asked(tab);
    const pay = () => centre.act('MANAGER', registerPayment, { clientId: centre.facts.debtor, amount: 1, paymentMethod: 'CARD' });
    await pay();
    await expect.poll(() => all.includes('/api/shifts')).toBe(true);
    expect(all).not.toContain('/api/services');
    const service = await centre.request('ADMIN', 'GET', '/api/services');
    const { services } = service.body as { services: { id: string }[] };
    await centre.request('ADMIN', 'PATCH', `/api/services/${services[0]!.id}`, { name: 'Переименованная услуга' });
    await quickly(() => tab.page.getByText('Переименованная услуга').waitFor({ timeout: A_SECOND }));
    all.length = 0;
    for (let index = 0; index < 8; index += 1) await pay();
    await expect.poll(() => all.filter((path) => path === '/api/shifts').length).toBeGreaterThan(0);
    expect(all.filter((path) => path === '/api/shifts').length).toBeLessThanOrEqual(8);
    expect(all).not.toContain('/api/services');
  });

  test('whose session is ended is led to the door', async () => {
    const centre = await site({ world: 'year' });
    const tab = await openLive(centre, { role: 'MANAGER', path: '/clients' });
    tab.allow(/answered 401: /);
    await centre.database.owner.query('delete from sessions');
    // The server may know the session for a second more, so what asks anew is done until it does not.
    await expect.poll(async () => {
      await centre.act('ADMIN', createClient, { kind: 'PERSON', firstName: 'Вера', lastName: 'Ярославцева' });
      return tab.page.locator('main[data-screen="sign-in"]').count();
    }, { timeout: 20_000, interval: 500 }).toBe(1);
  });
});
