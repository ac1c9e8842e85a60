/** What is written about a client: a twin is told, a benefit wants its paper, a link opens the door once. */
import { describe, expect, test } from 'vitest';
import { createBenefitCategory } from '../../src/clients/benefit-categories.ts';
import { createInvoice } from '../../src/sales/create-invoice.ts';
import { type Site, type Tab, axeProblems, openPage, reflowProblems, site } from './harness/index.ts';

const clientsNamed = async (centre: Site, lastName: string) => (await centre.database.owner.query<{
  id: string; phone: string; students: string[]; document: string | null;
}>(`select c.id, c.phone, c.benefit_document_number as document,
           array(select s.first_name || ' ' || s.last_name from students s where s.client_id = c.id) as students
      from clients c where c.last_name = $1`, [lastName])).rows;
const formOf = (tab: Tab, name: string) => tab.page.locator(`[data-form="${name}"]`);

describe('a new client', () => {
  test('the phone of another one is told with a way to the card; a free phone adds the client with a child', async () => {
    const centre = await site();
    const tab = await openPage(centre, { role: 'MANAGER', path: '/clients' });
    const { rows: [known] } = await centre.database.owner.query<{ id: string; phone: string; name: string }>(
      'select id, phone, name from clients where phone is not null and is_active order by name limit 1');
    await tab.press('KeyC');
    const form = formOf(tab, 'new-client');
    await form.getByLabel('Фамилия', { exact: true }).fill('Щукина');
    await form.getByLabel('Имя', { exact: true }).fill('Зоя');
    await form.getByLabel('Телефон').fill(`8${known!.phone.slice(2)}`);
    await form.locator(`[data-twin="${known!.id}"]`).waitFor();
    await form.getByText(`Похоже на: ${known!.name}`).waitFor();
    await form.getByRole('button', { name: 'Всё равно добавить' }).waitFor();
    expect(await axeProblems(tab.page)).toEqual([]);
    await form.getByLabel('Телефон').fill('8 900 111-22-33');
    await form.locator('[data-twin]').waitFor({ state: 'detached' });
    await form.getByRole('button', { name: 'Добавить ребёнка' }).click();
    await form.getByLabel('Имя ребёнка').fill('Лев');
    await form.getByRole('button', { name: 'Добавить клиента' }).click();
    await tab.ready('client');
    await tab.page.getByRole('heading', { name: 'Щукина Зоя' }).waitFor();
    expect(await clientsNamed(centre, 'Щукина')).toMatchObject([{ phone: '+79001112233', students: ['Лев Щукина'] }]);
    // Nothing has happened yet: three ways to begin.
    await tab.page.getByRole('button', { name: 'Продать абонемент' }).waitFor();
  });

  test('without a name nothing is sent: the summary says it and takes the focus', async () => {
    const centre = await site();
    const tab = await openPage(centre, { role: 'MANAGER', path: '/clients?panel=new' });
    const form = formOf(tab, 'new-client');
    await form.getByRole('button', { name: 'Добавить клиента' }).click();
    await form.getByRole('alert').getByText('Укажите имя или фамилию').waitFor();
    await expect.poll(() => form.locator('div:has(> [role="alert"])').first()
      .evaluate((element) => element.contains(element.ownerDocument.activeElement))).toBe(true);
    await form.getByLabel('Фамилия', { exact: true }).fill('Щукина');
    await form.getByRole('button', { name: 'Добавить клиента' }).click();
    await tab.ready('client');
    expect(await clientsNamed(centre, 'Щукина')).toHaveLength(1);
  });
});

describe('a benefit', () => {
  test('without its document it is refused with the server’s sentence, with it it stands; old invoices are told', async () => {
    const centre = await site({ world: 'fresh' });
    await centre.act('ADMIN', createBenefitCategory, { name: 'Многодетная', discountPercent: 30, requiresDocument: true });
    const clientId = centre.logins.CLIENT.actor.clientId!;
    const invoice = await centre.act('ADMIN', createInvoice, { clientId, items: [{ serviceName: 'Пробное', unitPrice: 1000 }] });
    const tab = await openPage(centre, { role: 'MANAGER', path: `/clients/${clientId}?panel=benefit` });
    const form = formOf(tab, 'benefit');
    await form.getByRole('combobox', { name: 'Льгота' }).click();
    await tab.page.getByRole('option', { name: /Многодетная/ }).click();
    tab.allow(/answered 4\d\d: PATCH/);
    await form.getByRole('button', { name: 'Сохранить' }).click();
    const refused = form.locator('[data-problem="BENEFIT_DOCUMENT_REQUIRED"]');
    await refused.waitFor();
    expect(await refused.innerText()).toMatch(/документ/i);
    expect((await clientsNamed(centre, 'Орлова'))[0]!.document).toBeNull();
    await form.getByLabel('Номер документа').fill('МД-17');
    await form.getByLabel('Дата документа').fill('01.04.2026');
    await form.getByRole('button', { name: 'Сохранить' }).click();
    await form.waitFor({ state: 'detached' });
    expect((await clientsNamed(centre, 'Орлова'))[0]!.document).toBe('МД-17');
    await tab.page.getByText('Многодетная −30').first().waitFor();
    const banner = tab.page.locator('[data-unbenefited="1"]');
    await banner.getByRole('link', { name: `Открыть ${invoice.invoiceNumber}` }).waitFor();
    expect(await axeProblems(tab.page)).toEqual([]);
  });
});

describe('the door of the family', () => {
  test('a link is made, shown once with its code, and opens the door', async () => {
    const centre = await site();
    const tab = await openPage(centre, { role: 'MANAGER', path: `/clients/${centre.facts.debtor}?panel=link` });
    await tab.page.getByRole('button', { name: 'Сделать ссылку' }).click();
    const link = await tab.page.locator('[data-link] input').inputValue();
    expect(link).toMatch(new RegExp(`^${centre.url}/in/.{30,}$`));
    await tab.page.getByRole('img', { name: 'Код со ссылкой для входа' }).waitFor();
    expect(await axeProblems(tab.page)).toEqual([]);
    const [token] = link.split('/').slice(-1);
    const enter = async () => (await fetch(`${centre.url}/api/sign-in/link`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token }),
    })).status;
    expect([await enter(), await enter()], 'once').toEqual([200, expect.not.stringMatching(/^2/) as never]);
    await tab.open(`/clients/${centre.facts.debtor}?panel=link`);
    expect(await tab.page.locator('[data-link]').count(), 'shown once').toBe(0);
  });
});

describe('states', () => {
  test('nothing found repeats the question and lets parts of it go', async () => {
    const centre = await site();
    const tab = await openPage(centre, { role: 'MANAGER', path: '/clients?debt=true&q=нетникого' });
    await tab.page.getByRole('heading', { name: 'Нет клиентов: С долгом, «нетникого»' }).waitFor();
    await tab.page.getByRole('button', { name: 'Убрать «нетникого»' }).click();
    await tab.page.locator('tr[data-row]').first().waitFor();
    expect(new URL(tab.page.url()).search).toBe('?debt=true');
  });

  test('a chart that does not come breaks its own card only, and comes at the second try', async () => {
    const centre = await site();
    const tab = await openPage(centre, { role: 'MANAGER' });
    tab.allow(/failed: GET .*balance-history/, /console: /);
    await tab.page.route(/balance-history/, (route) => route.abort());
    await tab.open(`/clients/${centre.facts.debtor}`);
    await tab.page.locator('[data-part-failed="money"]').waitFor();
    await tab.page.locator('[data-sentence]').getByText('Нужно доплатить').waitFor();
    await tab.page.locator('tr[data-event-kind]').first().waitFor();
    await tab.page.unroute(/balance-history/);
    await tab.page.locator('[data-part-failed="money"]').getByRole('button', { name: 'Повторить' }).click();
    await tab.page.locator('[data-chart="balance"]').waitFor();
    await tab.page.locator('[data-part-failed]').waitFor({ state: 'detached' });
  });

  test('an organisation that has only begun: the client, the statement and the passes say what comes', async () => {
    const centre = await site({ world: 'fresh' });
    const id = centre.logins.CLIENT.actor.clientId!;
    const tab = await openPage(centre, { role: 'ADMIN', path: `/clients/${id}` });
    await tab.page.locator('[data-sentence]').getByText('Всё оплачено').waitFor();
    await tab.page.getByText('Событий пока нет').or(tab.page.getByText('Денежных событий за год не было')).first().waitFor();
    await tab.open(`/clients/${id}/statement`);
    await tab.page.getByText('Движений за период не было').waitFor();
    await tab.open('/passes');
    await tab.page.getByText('Абонементы появятся после первой продажи').waitFor();
    await tab.open(`/clients/${id}?sell=${id}`);
    await tab.page.getByText('Видов абонементов пока нет').waitFor();
    expect(await axeProblems(tab.page)).toEqual([]);
    await tab.open('/clients/01890000-0000-7000-8000-000000000000').catch(() => undefined);
    tab.allow(/answered 404/);
    await tab.page.locator('[data-problem="NOT_FOUND"]').waitFor();
  });

  test('a trainer sees no clients by their address', async () => {
    const centre = await site();
    const tab = await openPage(centre, { role: 'TRAINER', viewport: 'phone' });
    await tab.page.goto(`${centre.url}/clients/${centre.facts.family}`);
    await tab.page.getByRole('heading', { name: 'Такой страницы нет' }).waitFor();
    expect(await tab.page.locator('[data-money]').count()).toBe(0);
    expect((await centre.request('TRAINER', 'GET', `/api/clients/${centre.facts.family}`)).status).toBe(403);
  });

  test('every panel fits a narrow phone', async () => {
    const centre = await site();
    const tab = await openPage(centre, { role: 'MANAGER', viewport: 'phone', path: `/clients/${centre.facts.family}?panel=edit` });
    for (const panel of ['edit', 'benefit', 'child', 'link']) {
      await tab.open(`/clients/${centre.facts.family}?panel=${panel}`);
      await tab.page.getByRole('dialog').waitFor();
      // The search of the frame is cut on purpose: it says only what it is for.
      expect((await reflowProblems(tab.page, [320])).filter((line) => !line.includes('Найти или сделать')), panel).toEqual([]);
      expect(await axeProblems(tab.page), panel).toEqual([]);
    }
  });
});
