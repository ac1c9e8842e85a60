/** Every check of the harness is shown a page with the fault that it has to find, and one without. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PageOptions, type Tab, axeProblems, openPage, reflowProblems, site, spacingProblems, walkByTab } from './harness/index.ts';

const page = (body: string, head = ''): string => `<!doctype html><html lang="ru"><head><meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1"><title>Проба</title>
  <style>:focus-visible { outline: 2px solid #1d4ed8 } body { background: #fff; color: #0f172a }</style>${head}</head>
  <body><main data-screen="probe" data-ready="true"><h1>Проба</h1>${body}</main></body></html>`;
const BUTTONS = '<button style="padding: 12px">Первая</button> <button style="padding: 12px">Вторая</button>';

const PAGES: Record<string, string> = {
  '/clean': page(BUTTONS),
  '/framed': page(BUTTONS).replace('<main', '<nav><a href="#x">Меню</a></nav><main tabindex="-1"'),
  '/time': page(`<input type="time" aria-label="Время"> ${BUTTONS}`),
  '/console': page('<script>console.error("Что-то не так")</script>'),
  '/uncaught': page('<script>setTimeout(() => { throw new Error("Упало") })</script>'),
  '/missing': page('<img alt="" src="/nowhere.png">'),
  '/shift': page(`<div id="late"></div><p style="font-size: 60px">Текст, который уедет вниз, такой большой, что это видно всем</p>
    <script>setTimeout(() => { late.style.height = '400px'; }, 300); setTimeout(() => { document.title = 'Сдвинуто'; }, 500)</script>`),
  '/contrast': page('<p style="color: #bbb">Бледный текст</p>'),
  '/wide': page('<div style="width: 900px">Широкое</div>'),
  '/cut': page('<button style="width: 60px; overflow: hidden; white-space: nowrap; padding: 12px">Провести оплату сейчас</button>'),
  '/tight': page(`<button style="height: 24px; width: 130px; overflow: hidden; white-space: nowrap; font: 12px sans-serif">
    Провести оплату</button>`),
  '/covered': page(`${BUTTONS}<div style="position: fixed; inset: 0; background: #fff">Полотно</div>`),
  '/tall': page(`<p style="height: 500px">Выше</p><div tabindex="0" role="region" aria-label="Список" style="height: 3000px">Строки</div>`),
  '/tall-covered': page(`<p style="height: 500px">Выше</p><div tabindex="0" role="region" aria-label="Список" style="height: 3000px">Строки</div>
    <div style="position: fixed; inset: 0; background: #fff">Полотно</div>`),
  '/late-resize': page(`<div id="late"></div><p style="font-size: 60px">Текст, который уедет вниз, такой большой, что это видно всем</p>
    <script>addEventListener('resize', () => {
      const end = performance.now() + 600; while (performance.now() < end); late.style.height = innerWidth === 400 ? '300px' : 0; })</script>`),
  '/bare': page(BUTTONS, '<style>:focus-visible { outline: none }</style>'),
  '/trap': page(`${BUTTONS}<script>
    addEventListener('keydown', (event) => { if (document.activeElement.tagName === 'BUTTON') event.preventDefault(); })</script>`),
  '/aside': page(`<a href="#x" style="position: absolute; left: -500px">Мимо</a> ${BUTTONS}`),
  '/slow': page(`<button id="slow">Думать</button><script>
    slow.onclick = () => { const end = performance.now() + 150; while (performance.now() < end); slow.textContent = 'Готово'; }</script>`),
  '/keys': page(`<p id="said">ничего</p><input id="field" aria-label="Поиск"><script>
    addEventListener('keydown', (event) => {
      if (event.ctrlKey && event.code === 'KeyK') said.textContent = event.key + ' ' + event.code;
      if (event.ctrlKey && event.key === 'k') said.textContent = 'по букве';
      if (event.code === 'F4') said.textContent = 'F4';
    })</script>`),
};

const server = createServer((request, reply) => {
  const found = PAGES[request.url ?? ''];
  const icon = request.url === '/favicon.ico';
  reply.writeHead(found !== undefined ? 200 : icon ? 204 : 404, { 'content-type': 'text/html' }).end(found);
});
const planted = { url: '', cookie: () => Promise.reject(new Error('Nobody signs in here')) };
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  planted.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const show = (path: string, options: PageOptions = {}): Promise<Tab> => openPage(planted, { path, ...options });
/** What check() said; the tab is closed so that the end of the test does not fail as well. */
async function complaint(tab: Tab): Promise<string> {
  try {
    await tab.check();
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await tab.close();
  }
}

test('a clean page passes every check', async () => {
  const tab = await show('/clean');
  expect(await axeProblems(tab.page)).toEqual([]);
  expect(await reflowProblems(tab.page)).toEqual([]);
  expect(await spacingProblems(tab.page)).toEqual([]);
  expect(await walkByTab(tab.page)).toEqual({ stops: ['button «Первая»', 'button «Вторая»'], problems: [] });
  expect(await complaint(tab)).toBe('');
});

test('a walk that begins behind the frame leaves the frame out, and still finds what is wrong there', async () => {
  const { page: framed } = await show('/framed');
  expect((await walkByTab(framed)).stops).toEqual(['a «Меню»', 'button «Первая»', 'button «Вторая»']);
  expect((await walkByTab(framed, { fromMain: true })).stops).toEqual(['button «Первая»', 'button «Вторая»']);
  expect((await walkByTab((await show('/bare')).page, { fromMain: true })).problems.join()).toContain('no ring of 2 px');
});

test('the places inside a field of time are no trap', async () => {
  const { stops, problems } = await walkByTab((await show('/time')).page);
  expect(stops).toHaveLength(3);
  expect(problems).toEqual([]);
});

test.each([
  ['/console', 'console: Что-то не так'], ['/uncaught', 'uncaught: Упало'], ['/missing', 'answered 404: GET'],
])('%s is a fault unless it is allowed: %s', async (path, sentence) => {
  const tab = await show(path);
  await expect.poll(() => tab.problems()).toHaveLength(1);
  expect(await complaint(tab)).toContain(sentence);
  tab.allow(/не так/, /Упало/, /answered 404/);
  expect(tab.problems()).toEqual([]);
});

test('a layout shift without input is a fault, and is told with its place', async () => {
  const tab = await show('/shift');
  await expect.poll(() => tab.page.title()).toBe('Сдвинуто');
  expect((await tab.shifts()).unexpected).toBeGreaterThan(0.02);
  expect(await complaint(tab)).toMatch(/layout shift 0\.\d+ .*Текст, который уедет/);
});

test('what a document has seen is remembered when another one is opened', async () => {
  const tab = await show('/shift');
  await expect.poll(() => tab.page.title()).toBe('Сдвинуто');
  await tab.open('/clean');
  expect(await complaint(tab)).toContain('layout shift');
});

test('what moves late because the window is resized is no shift of the page; what moves by itself still is', async () => {
  const resized = await show('/late-resize');
  expect(await reflowProblems(resized.page, [400])).toEqual([]);
  expect(await resized.page.locator('#late').evaluate((late) => late.style.height)).toBe('0px');
  expect(await complaint(resized)).toBe('');
  const shifted = await show('/shift');
  await expect.poll(() => shifted.page.title()).toBe('Сдвинуто');
  await reflowProblems(shifted.page, [400]);
  expect(await complaint(shifted)).toContain('layout shift');
});

test('axe finds too little contrast, in Russian', async () => {
  expect(await axeProblems((await show('/contrast')).page)).toEqual([expect.stringMatching(/^color-contrast .*[а-я]+/)]);
});

test('a region taller than the window is in sight when its part in the window is', async () => {
  expect((await walkByTab((await show('/tall')).page)).problems).toEqual([]);
  expect((await walkByTab((await show('/tall-covered')).page)).problems.join()).toContain('is covered by div');
});

test('reflow finds a page that is too wide and a control that is cut', async () => {
  const wide = await reflowProblems((await show('/wide')).page);
  expect(wide).toHaveLength(3);
  expect(wide[0]).toContain('at 320 px: the page is 9');
  expect(await reflowProblems((await show('/cut')).page, [390])).toEqual(['at 390 px: button «Провести оплату сейчас» is cut']);
});

test('wide spacing finds what is cut only then', async () => {
  const { page: tight } = await show('/tight');
  expect(await reflowProblems(tight, [390])).toEqual([]);
  expect(await spacingProblems(tight)).toEqual(['with wide spacing: button «Провести оплату» is cut']);
  expect(await reflowProblems(tight, [390])).toEqual([]);
});

test.each([
  ['/covered', 'is covered by div'], ['/bare', 'no ring of 2 px'], ['/trap', 'keeps the keyboard'],
  ['/aside', 'not in sight'],
])('a walk by Tab finds the fault of %s', async (path, sentence) => {
  expect((await walkByTab((await show(path)).page)).problems.join('\n')).toContain(sentence);
});

test('a slow reaction is measured, and movements are counted', async () => {
  const tab = await show('/slow');
  await tab.act.click('#slow');
  await tab.page.getByText('Готово').waitFor();
  await expect.poll(async () => (await tab.speed()).p98).toBeGreaterThanOrEqual(144);
  expect((await tab.speed()).interactions).toBe(1);
  expect(tab.act.count).toBe(1);
});

test('keys come as from a Russian keyboard: another letter, the same place', async () => {
  const tab = await show('/keys');
  const said = tab.page.locator('#said');
  await tab.act.press('KeyK', { ctrl: true });
  expect(await said.textContent()).toBe('л KeyK');
  await tab.press('KeyK', { ctrl: true, layout: 'en' });
  expect(await said.textContent()).toBe('по букве');
  await tab.act.press('F4');
  expect(await said.textContent()).toBe('F4');
  await tab.act.type('Ёж, №7 Ivan', '#field');
  expect(await tab.page.locator('#field').inputValue()).toBe('Ёж, №7 Ivan');
  expect(tab.act.done).toEqual(['press ctrl+KeyK', 'press F4', 'type "Ёж, №7 Ivan"']);
});

test('every world opens, and every role can sign in to it', async () => {
  const year = await site({ world: 'year' });
  for (const [role, { email }] of Object.entries(year.logins)) {
    const { body } = await year.request(role as keyof typeof year.logins, 'GET', '/api/me');
    expect(body).toMatchObject({ user: { role, email }, organisation: { sandbox: true } });
  }
  expect(Object.values(year.facts).every((id) => id.length === 36)).toBe(true);
  const fresh = await site({ world: 'fresh' });
  expect(await fresh.request('MANAGER', 'GET', '/api/clients')).toMatchObject({ status: 200, body: { pagination: { total: 1 } } });
  expect((await site({ world: 'empty' })).orgId).toBe('');
});
