/** One Chromium for a test file, and pages in it that remember everything that went wrong. */
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, type Locator, type Page, chromium } from 'playwright-core';
import { CHROMIUM } from '../../../scripts/debian-chromium.ts';
import type { Role } from '../../../src/kernel/permissions.ts';
import { type Modifiers, pressCode, typeKeys } from './keys.ts';
import type { Site } from './site.ts';

const PROBE = fileURLToPath(new URL('probe.js', import.meta.url));
export const MAX_SHIFT = 0.02;
const READY = 'main[data-ready="true"]';
const READY_MS = 10_000;

export const VIEWPORTS = { desk: { width: 1366, height: 768 }, phone: { width: 390, height: 844 } } as const;
export type Viewport = keyof typeof VIEWPORTS | { w: number; h: number };

export type PageOptions = {
  /** Who sits there; nobody is signed in without it. */
  role?: Role;
  viewport?: Viewport;
  /** `auto` follows `page.emulateMedia`, so that a theme can be changed without loading the page again. */
  theme?: 'light' | 'dark' | 'auto';
  language?: 'ru' | 'en';
  reducedMotion?: boolean;
  /** Opened at once and waited for. */
  path?: string;
};

export type Shift = { value: number; hadRecentInput: boolean; at: number; what: string[] };
export type Reaction = { name: string; duration: number; interactionId: number; at: number; target: string };
export type Speed = { interactions: number; p98: number; worst: number; slowest: Reaction[] };

/** The movements of a person, counted: a click, a tap, a key or a shortcut is one, and so is typing one value. */
export type Act = {
  click(target: Locator | string): Promise<void>;
  tap(target: Locator | string): Promise<void>;
  /** `KeyK`, `F4`, `Enter`: a place on a Russian keyboard. */
  press(code: string, modifiers?: Modifiers): Promise<void>;
  /** Types into the field, or where the cursor is; what the field held is replaced. */
  type(text: string, field?: Locator | string): Promise<void>;
  readonly count: number;
  /** What was done, in words, for the message of a test. */
  readonly done: readonly string[];
  reset(): void;
};

export type Tab = Readonly<{
  page: Page; context: BrowserContext; act: Act;
  /** Goes to a path of the site and waits until the screen says that its data is there. */
  open(path: string): Promise<void>;
  /** Waits for the screen, of this name if one is given. */
  ready(screen?: string): Promise<void>;
  /** A key without counting it. */
  press(code: string, modifiers?: Modifiers): Promise<void>;
  /** Lets messages of the console, addresses of failed requests and answers with errors that match pass. */
  allow(...patterns: RegExp[]): void;
  /** From now on the server's answer to such addresses is a problem document, which is allowed. */
  failing(address: string | RegExp, problem?: { status?: number; code?: string; detail?: string }): Promise<void>;
  /** Console errors, uncaught errors, failed requests and answers of 400 and more that were not allowed. */
  problems(): string[];
  shifts(): Promise<{ unexpected: number; total: number; all: Shift[] }>;
  /** The reactions to input so far, in milliseconds from the input to the next paint. */
  speed(): Promise<Speed>;
  /** Fails with what went wrong: any problem, or a layout shift above 0.02. */
  check(): Promise<void>;
  close(): Promise<void>;
}>;

/**
 * Each context would start two more processes for the address bar's list, which nobody sees here. Our list takes the
 * place of Playwright's own, so what is of use of that one follows.
 */
const OFF = [
  'WebUIOmniboxPopup', 'WebUIOmniboxFullPopup', 'WebUIOmniboxAimPopup',
  'AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades', 'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay', 'MediaRouter', 'PaintHolding', 'ThirdPartyStoragePartitioning', 'OptimizationHints', 'AimEnabled',
  'NetworkTimeServiceQuerying', 'PreconnectToSearch',
];

let browser: Promise<Browser> | undefined;

/** Started when first needed. */
export function openBrowser(): Promise<Browser> {
  browser ??= chromium.launch({
    executablePath: CHROMIUM, headless: true, args: [
      '--no-sandbox', '--disable-dev-shm-usage', '--force-color-profile=srgb', `--disable-features=${OFF.join(',')}`,
    ],
  });
  return browser;
}

export async function closeBrowser(): Promise<void> {
  const opened = await browser;
  browser = undefined;
  await opened?.close();
}

async function contextFor(site: Pick<Site, 'url' | 'cookie'>, options: PageOptions): Promise<BrowserContext> {
  const { role, viewport = 'desk', theme = 'light', language = 'ru', reducedMotion = false } = options;
  const size = typeof viewport === 'string' ? VIEWPORTS[viewport] : { width: viewport.w, height: viewport.h };
  const isPhone = viewport === 'phone';
  const session = role === undefined ? [] : [await site.cookie(role)];
  const { hostname } = new URL(site.url);
  const context = await (await openBrowser()).newContext({
    viewport: size, isMobile: isPhone, hasTouch: isPhone, locale: language === 'ru' ? 'ru-RU' : 'en-GB',
    timezoneId: 'Europe/Moscow', colorScheme: theme === 'dark' ? 'dark' : 'light',
    reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
    storageState: {
      cookies: session.map((cookie) => ({
        ...cookie, domain: hostname, path: '/', expires: -1, httpOnly: true, secure: false, sameSite: 'Strict' as const,
      })),
      origins: [{ origin: site.url, localStorage: [
        { name: 'saldo.language', value: language }, { name: 'saldo.theme', value: theme },
      ] }],
    },
  });
  await context.addInitScript({ path: PROBE });
  return context;
}

/** Opens a page of the site in a context of its own, as one person at one machine. */
export async function openTab(site: Pick<Site, 'url' | 'cookie'>, options: PageOptions = {}): Promise<Tab> {
  const context = await contextFor(site, options);
  const page = await context.newPage();
  const { allow, problems } = record(page);
  if (options.role === undefined) allow(/answered 401: GET .*\/api\/me$/); // how the page learns that nobody is there
  const earlier: { shifts: Shift[]; reactions: Reaction[]; count: number } = { shifts: [], reactions: [], count: 0 };
  const ask = async <T>(what: string, otherwise: T): Promise<T> =>
    page.isClosed() ? otherwise : await page.evaluate<T>(`saldoProbe.${what}()`);
  const shifts: Tab['shifts'] = async () => {
    const all = [...earlier.shifts, ...await ask<Shift[]>('shifts', [])];
    const sum = (rows: Shift[]): number => rows.reduce((total, { value }) => total + value, 0);
    return { unexpected: sum(all.filter(({ hadRecentInput }) => !hadRecentInput)), total: sum(all), all };
  };
  const speed = async (): Promise<Speed> => speedOf(
    [...earlier.reactions, ...await ask<Reaction[]>('events', [])], earlier.count + await ask('interactions', 0));
  // What a document has seen goes with it, so it is asked before it is left.
  const keep = async (): Promise<void> => {
    if (page.url() === 'about:blank') return;
    earlier.shifts.push(...await ask<Shift[]>('shifts', []));
    earlier.reactions.push(...await ask<Reaction[]>('events', []));
    earlier.count += await ask('interactions', 0);
  };
  const ready: Tab['ready'] = async (screen) => {
    const selector = screen === undefined ? READY : `${READY}[data-screen="${screen}"]`;
    try {
      await page.locator(selector).first().waitFor({ timeout: READY_MS });
    } catch {
      const shown = await page.evaluate<string>(
        "(document.querySelector('main')?.outerHTML.slice(0, 200) ?? 'no main') + '\\n' + document.body.innerText.slice(0, 300)");
      throw new Error(`${selector} has not come at ${page.url()}\n${problems().join('\n')}\n${shown}`);
    }
  };
  const tab: Tab = {
    page, context, act: actor(page), allow, problems, shifts, speed, ready,
    open: async (path) => {
      await keep();
      await page.goto(site.url + path);
      await ready();
    },
    press: (code, modifiers) => pressCode(page, code, modifiers),
    failing: async (address, { status = 500, code = 'INTERNAL', detail = 'Внутренняя ошибка' } = {}) => {
      allow(new RegExp(`answered ${status}: `));
      const body = JSON.stringify({ type: `urn:saldo:problem:${code}`, status, code, detail });
      await page.route(address, (route) => route.fulfill({ status, contentType: 'application/problem+json', body }));
    },
    check: async () => {
      const { unexpected, total, all } = await shifts();
      const moved = unexpected <= MAX_SHIFT ? [] : [
        `layout shift ${unexpected.toFixed(3)} (${total.toFixed(3)} with input), at most ${MAX_SHIFT}: ${
          all.filter(({ hadRecentInput }) => !hadRecentInput)
            .map(({ value, at, what }) => `${value.toFixed(3)} after ${at} ms by ${what.join(', ')}`).join('; ')}`,
      ];
      const wrong = [...problems(), ...moved];
      if (wrong.length > 0) throw new Error(`The page ${page.url()} is not clean:\n${wrong.join('\n')}`);
    },
    close: () => context.close(),
  };
  if (options.path !== undefined) await tab.open(options.path);
  return tab;
}

function record(page: Page): Pick<Tab, 'allow' | 'problems'> {
  const heard: string[] = [];
  const allowed: RegExp[] = [];
  page.on('console', (message) => {
    // That a request failed is told below with its method and status.
    if (message.type() !== 'error' || message.text().startsWith('Failed to load resource')) return;
    heard.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => heard.push(`uncaught: ${error.message}`));
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    // A page that is left ends its requests, and so does a search that was typed on.
    if (why !== 'net::ERR_ABORTED') heard.push(`failed: ${request.method()} ${request.url()} ${why}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) heard.push(`answered ${response.status()}: ${response.request().method()} ${response.url()}`);
  });
  return {
    allow: (...patterns) => void allowed.push(...patterns),
    problems: () => heard.filter((line) => !allowed.some((pattern) => pattern.test(line))),
  };
}

function actor(page: Page): Act {
  let done: string[] = [];
  const at = (target: Locator | string): Locator => (typeof target === 'string' ? page.locator(target) : target);
  return {
    click: async (target) => {
      done.push(`click ${String(target)}`);
      await at(target).click();
    },
    tap: async (target) => {
      done.push(`tap ${String(target)}`);
      await at(target).tap();
    },
    press: async (code, modifiers = {}) => {
      const held = Object.entries(modifiers).filter(([, on]) => on === true).map(([name]) => `${name}+`).join('');
      done.push(`press ${held}${code}`);
      await pressCode(page, code, modifiers);
    },
    type: async (text, field) => {
      done.push(`type "${text}"`);
      if (field !== undefined) {
        await at(field).focus();
        await at(field).selectText();
      }
      await typeKeys(page, text);
    },
    get count() {
      return done.length;
    },
    get done() {
      return done;
    },
    reset: () => void (done = []),
  };
}

/** The browser reports only reactions of 16 ms and more; those it only counted were quicker. */
function speedOf(reactions: readonly Reaction[], count: number): Speed {
  const byInteraction = new Map<number, Reaction>();
  for (const reaction of reactions) {
    const known = byInteraction.get(reaction.interactionId);
    if (reaction.interactionId > 0 && (known?.duration ?? 0) < reaction.duration) byInteraction.set(reaction.interactionId, reaction);
  }
  const slowest = [...byInteraction.values()].toSorted((a, b) => b.duration - a.duration);
  const interactions = Math.max(count, slowest.length);
  // How many of a hundred may be slower: none of ten, one of fifty.
  const above = Math.floor(interactions * 0.02);
  return {
    interactions, p98: slowest[above]?.duration ?? 0, worst: slowest[0]?.duration ?? 0, slowest: slowest.slice(0, 5),
  };
}
