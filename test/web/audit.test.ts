/** The journal, the proof of the books and the notices. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { root } from '../../scripts/check.ts';
import { routes } from '../../src/app.ts';
import { openPage, site } from './harness/index.ts';

const web = async <T>(path: string): Promise<T> => await import(/* @vite-ignore */ pathToFileURL(join(root, 'web', path)).href) as T;
const sources = (): string[] => readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts')).map((name) => readFileSync(join(root, 'src', name), 'utf8'));

describe('words for everything that is recorded', () => {
  test('every operation of the server is known, and no other', async () => {
    const { operations } = await web<{ operations: Record<'ru' | 'en', Record<string, string>> }>('audit/operations.ts');
    const written = sources().join('\n');
    // Jobs have operations of their own, without a route; signing in and the first visit record without an operation.
    const inside = [...written.matchAll(/internal\(\{([^}]*)/g)].filter(([, head]) => head!.includes("kind: 'operation'"))
      .map(([, head]) => /name: '([a-z.-]+)'/.exec(head!)![1]!)
      .filter((name) => name !== 'training.preview-night'); // only ever tried, so never recorded
    const plain = [...written.matchAll(/operation: '([a-z]+\.[a-z.-]+)'/g)].map(([, name]) => name!);
    const served = routes.flatMap((route) => (route.kind === 'operation' ? [route.endpoint.name] : []));
    const recorded = [...new Set([...served, ...inside, ...plain])];
    expect(Object.keys(operations.ru).toSorted()).toEqual(recorded.toSorted());
  });

  test('every kind of object is named in words', async () => {
    const { entities } = await web<{ entities: Record<'ru' | 'en', Record<string, string>> }>('audit/entities.ts');
    const kinds = new Set(sources().flatMap((text) => [...text.matchAll(/entityType: '([A-Za-z-]+)'/g)].map(([, kind]) => kind!)));
    expect([...kinds].filter((kind) => !(kind in entities.ru))).toEqual([]);
    const centre = await site({ world: 'year' });
    const { rows } = await centre.database.owner.query<{ kind: string }>('select distinct entity_type as kind from audit_log');
    expect(rows.map(({ kind }) => kind).filter((kind) => !(kind in entities.ru))).toEqual([]);
  });
});

describe('the journal', () => {
  test('its filters are its address; a record opens with before and after, money as money', async () => {
    const centre = await site({ world: 'year' });
    const tab = await openPage(centre, { role: 'ACCOUNTANT', path: '/audit?operation=shift.open' });
    const { rows: [opened] } = await centre.database.owner.query<{ n: string }>("select count(*) as n from audit_log where operation = 'shift.open'");
    await tab.page.getByText(new RegExp(`^${opened!.n} стро`)).waitFor();
    await tab.page.getByRole('button', { name: 'Открыта смена' }).first().click();
    const record = tab.page.getByRole('dialog');
    await record.getByRole('row').filter({ hasText: 'Наличные при открытии' }).getByText(/\d,00\s₽/).waitFor();
    const address = tab.page.url();
    expect(address).toContain('operation=shift.open');
    expect(address).toContain('panel=');
    // The same record from a chat, where it stands on no page of the list.
    const panel = new URL(address).searchParams.get('panel');
    await tab.open(`/audit?operation=organisation.create&panel=${panel}`);
    await record.getByText('Наличные при открытии').waitFor();
    await tab.press('Escape');
    await record.waitFor({ state: 'detached' });
    await tab.open(`/audit?q=нетакого`);
    await tab.page.getByText('Ничего не нашлось').waitFor();
    expect(await tab.page.locator('main').innerText()).toContain('«нетакого»');
  });

  test('says who did what to what in words and is written out whole', async () => {
    const centre = await site({ world: 'year' });
    const tab = await openPage(centre, { role: 'ADMIN', path: '/audit?from=2026-04-01' });
    const raw = (await tab.page.locator('table.list tbody').innerText()).split(/\s+/)
      .filter((word) => /^(user|invoice|organisation|shift|training|housekeeping|schedule|rental)$/.test(word));
    expect(raw).toEqual([]);
    const download = tab.page.waitForEvent('download');
    await tab.page.getByRole('button', { name: 'Выгрузить' }).click();
    expect((await download).suggestedFilename()).toBe('journal.xlsx');
  });
});

describe('the proof of the books', () => {
  test('holds for the year, and shows the check and the row where it does not', async () => {
    const centre = await site({ world: 'year' });
    const tab = await openPage(centre, { role: 'ACCOUNTANT', path: '/proof' });
    await tab.page.getByText('Книги сходятся').waitFor();
    await centre.database.owner.query('update clients set balance = balance + 1 where id = $1', [centre.facts.debtor]);
    await tab.page.getByRole('button', { name: 'Проверить снова' }).click();
    await tab.page.getByText(/Книги не сходятся: \d+ провер/).waitFor();
    const first = tab.page.locator('table.list tbody tr').first();
    expect(await first.innerText()).toMatch(/Расходится строк: \d+/);
    expect(await first.locator('pre').innerText()).toContain(centre.facts.debtor);
  });
});

describe('notices', () => {
  test('are read one by one and all at once, and lead to what they are about', async () => {
    const centre = await site({ world: 'year' });
    const tab = await openPage(centre, { role: 'ADMIN', path: '/notices' });
    const unread = async () => {
      const { body } = await centre.request('ADMIN', 'GET', '/api/notices?unread=true&limit=1');
      return (body as { pagination: { total: number } }).pagination.total;
    };
    const before = await unread();
    await tab.page.getByRole('button', { name: /^Отметить прочитанным/ }).first().click();
    await expect.poll(unread).toBe(before - 1);
    await tab.page.getByRole('link', { name: /^Открыть: Просрочен/ }).first().click();
    await tab.ready('invoice');
    await tab.page.goBack();
    await tab.ready('notices');
    await tab.page.getByRole('button', { name: 'Прочитать все' }).click();
    await tab.page.getByText('Новых уведомлений нет').first().waitFor();
    expect(await unread()).toBe(0);
    await tab.page.getByText('Все', { exact: true }).click();
    await tab.page.locator('[data-notice="read"]').first().waitFor();
  });
});
