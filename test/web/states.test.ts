/** First use and failure: what each screen of the table says where there is nothing yet, and when the server fails. */
import { describe, expect, test } from 'vitest';
import { type Site, type Tab, openPage, site } from './harness/index.ts';
import { type ScreenCase, screens } from './harness/screens.ts';
import { MAIN, NOTHING_TO_FAIL, walkTo } from './states-helpers.ts';

const products = [['office', 'ADMIN'], ['trainer', 'TRAINER'], ['family', 'CLIENT']] as const;
type Product = (typeof products)[number][0];
const of = (app: Product): ScreenCase[] => screens.filter((screen) => screen.app === app);
const enter = (at: Site, app: Product, path: string): Promise<Tab> => openPage(at, {
  role: products.find(([name]) => name === app)![1], viewport: app === 'office' ? 'desk' : 'phone', path,
});

/** What stands there when somebody forgot a case: a word of the program instead of one for people. */
const OF_PROGRAM = /NaN|undefined|\bnull\b|Invalid|\[object|\{\w+\}|(^|[\s(])-0,00|Infinity|\b[A-Z]+_[A-Z_]+\b/;
/** Screens that are forms and cards: there is something to do at once, or it is about the person. */
const FORMS = new Set([
  'invoice-new', 'policies', 'organisation', 'templates', 'me', 'trainer-me', 'my-settings', 'proof', 'periods', 'onec-settings',
]);
/** Here somebody is from the beginning: the first client, the people who were made with the organisation, their traces. */
const PEOPLED = new Set(['clients', 'users', 'audit']);
/** Where the first thing is made; from other screens there is no way to make what they show. */
const ACTION: Readonly<Record<string, RegExp>> = {
  desk: /Открыть смену/, schedule: /Открыть группы/, groups: /Добавить/, passes: /К клиентам/, invoices: /Выставить счёт/,
  payments: /Принять оплату/, rentals: /Забронировать зал/, shift: /Открыть смену/, catalogue: /Добавить/,
  onec: /Подключить 1С/, imports: /Загрузить файл/, reconciliations: /Начать сверку/, statements: /Выбрать файл/,
  'pass-kinds': /Добавить/, rooms: /Добавить/, benefits: /Добавить/, 'api-keys': /Добавить/,
};

describe.each(products)('first use of the product %s', (app) => {
  test('every list and report says what will be here, and how to begin', async () => {
    const fresh = await site({ world: 'fresh' });
    const [first, ...others] = of(app).filter(({ isOfOneThing }) => !isOfOneThing);
    const tab = await enter(fresh, app, first!.path(fresh));
    const wrong: string[] = [];
    for (const screen of [first!, ...others]) {
      await walkTo(tab, screen.path(fresh), screen.name);
      wrong.push(...(await faultsOfFirstUse(tab, screen)).map((fault) => `${screen.name}: ${fault}`));
    }
    expect(wrong).toEqual([]);
  });
});

async function faultsOfFirstUse({ page }: Tab, { name }: ScreenCase): Promise<string[]> {
  const main = page.locator(`main[data-screen="${name}"]`);
  // Some parts come after what the screen is for.
  await expect.poll(() => main.locator('[role="status"][aria-busy]').count()).toBe(0);
  const text = await main.innerText();
  // Texts of notices are written with places for words: they are what this screen is about.
  const word = name === 'templates' ? undefined : OF_PROGRAM.exec(text)?.[0];
  const bare = await main.locator('table.list').evaluateAll((tables) => tables.filter((table) =>
    (table as unknown as { querySelector(what: string): unknown }).querySelector('tbody tr') === null).length);
  const said = await main.locator('[data-empty]').allInnerTexts();
  const isTold = FORMS.has(name) || PEOPLED.has(name) || said.some((words) => words.trim().length > 12);
  const action = ACTION[name];
  return [
    ...(word === undefined ? [] : [`says «${word}» in: ${text.slice(0, 200)}`]),
    ...(bare === 0 ? [] : [`${bare} tables without a row and a word`]),
    ...(isTold ? [] : [`no sentence of what will be here: ${text.slice(0, 200)}`]),
    ...(await main.locator('[data-problem]').count() === 0 ? [] : ['shows an error']),
    ...(action === undefined || await main.locator('button, a').filter({ hasText: action }).count() > 0
      ? [] : [`no way to begin: ${String(action)}`]),
  ];
}

describe.each(products)('a failure in the product %s', (app) => {
  test('each screen says what happened and that no money moved, and comes back', { timeout: 240_000 }, async () => {
    const year = await site();
    const tab = await enter(year, app, app === 'family' ? '/my/settings' : '/me');
    const wrong: string[] = [];
    // A roster that was seen is kept in the phone, so things of one kind go before the day that fetches them.
    const all = of(app).filter(({ name }) => !NOTHING_TO_FAIL.has(name))
      .toSorted((a, b) => Number(b.isOfOneThing) - Number(a.isOfOneThing));
    for (const screen of all) {
      wrong.push(...(await faultsOfFailure(tab, screen, year)).map((fault) => `${screen.name}: ${fault}`));
    }
    expect(wrong).toEqual([]);
  });
});

async function faultsOfFailure(tab: Tab, screen: ScreenCase, at: Site): Promise<string[]> {
  const { page } = tab;
  const address = MAIN[screen.name];
  if (address === undefined) return ['states-helpers.ts does not say what it asks for first'];
  await tab.failing(address, { detail: 'Внутренняя ошибка. Мы её записали; повторите запрос позже' });
  const box = page.locator(`main[data-screen="${screen.name}"] [data-problem="INTERNAL"]`).first();
  await page.evaluate(`history.pushState({}, '', ${JSON.stringify(screen.path(at))})`);
  const ready = page.locator(`main[data-screen="${screen.name}"][data-ready="true"]`);
  await box.or(ready).first().waitFor({ timeout: 5000 }).catch(() => undefined);
  // What another screen has asked for is still remembered; a page that is loaded anew remembers nothing.
  if (!await box.isVisible()) await page.goto(at.url + screen.path(at));
  const wrong: string[] = [];
  try {
    await box.waitFor({ timeout: 5000 });
    const text = await box.innerText();
    const missing = ['Внутренняя ошибка', 'Деньги не изменились', 'Код INTERNAL'].filter((part) => !text.includes(part));
    wrong.push(...missing.map((part) => `no «${part}» in: ${text}`));
    if (await page.locator('main h1').count() !== 1) wrong.push('its heading is gone');
  } catch {
    wrong.push(`says nothing: ${(await page.locator('body').innerText()).slice(-300)}`);
  }
  await page.unroute(address);
  if (wrong.length > 0) return wrong;
  await box.getByRole('button', { name: 'Повторить' }).click();
  try {
    await ready.waitFor({ timeout: 5000 });
    await box.waitFor({ state: 'detached', timeout: 5000 });
  } catch {
    wrong.push(`does not come back: ${(await page.locator('main').innerText()).slice(0, 300)}`);
  }
  return wrong;
}

describe('a part that failed', () => {
  const parts = [
    { screen: 'overview', address: '**/api/reports/occupancy?*', stands: 'К оплате' },
    { screen: 'client', address: '**/api/clients/*/balance-history?*', stands: 'Нужно доплатить' },
    { screen: 'revenue', address: '**/api/reports/revenue/rows?*', stands: 'Растём ли' },
    { screen: 'group', address: '**/api/groups/*/members?*', stands: 'Расписание' },
    { screen: 'pass', address: '**/api/subscriptions/*/movements*', stands: 'Осталось' },
    { screen: 'shift', address: '**/api/shifts?open=false*', stands: 'Смена открыта' },
    { screen: 'training', address: '**/api/charges?*', stands: 'Список занятия' },
    { screen: 'desk', address: '**/api/payments?*', stands: 'Сейчас' },
  ];
  test('leaves the rest where it is, and comes alone', async () => {
    const year = await site();
    const tab = await openPage(year, { role: 'ADMIN' });
    const wrong: string[] = [];
    for (const { screen, address, stands } of parts) {
      await tab.failing(address);
      const path = screens.find(({ name }) => name === screen)!.path(year);
      await tab.page.goto(year.url + path);
      const box = tab.page.locator('main [data-problem]').first();
      try {
        await box.waitFor({ timeout: 5000 });
        await tab.page.locator('main').getByText(stands).first().waitFor({ timeout: 5000 });
        await tab.page.unroute(address);
        await box.getByRole('button', { name: 'Повторить' }).click();
        await box.waitFor({ state: 'detached', timeout: 5000 });
      } catch (error) {
        const shown = await tab.page.locator('main').innerText();
        wrong.push(`${screen}: ${String(error).slice(0, 120)}: ${shown.slice(0, 300)}`);
        await tab.page.unroute(address);
      }
    }
    expect(wrong).toEqual([]);
  });
});
