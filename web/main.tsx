/** The beginning: who is here decides which of the products is fetched. */
import '@fontsource-variable/inter';
import { type ComponentType, createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { Providers } from './app/providers.tsx';
import { appOf, familyScreens, officeScreens, trainerScreens } from './app/screens.ts';
import { SessionProvider } from './app/session-provider.tsx';
import { Problem, call } from './lib/api.ts';
import type { Me } from './lib/session.ts';

/** Letters, Cyrillic and the rouble lie in three files; the first paint waits for them a little, so nothing jumps. */
const fonts = Promise.race([
  document.fonts.load('14px "Inter Variable"', 'Aa Яя ₽ 1'), new Promise((done) => setTimeout(done, 700)),
]);

const products = {
  office: () => import('./office/office-app.tsx'),
  trainer: () => import('./trainer/trainer-app.tsx'),
  family: () => import('./family/family-app.tsx'),
} as const;

/** Pages that need no session. */
function visitorPage(): (() => Promise<{ default: ComponentType }>) | undefined {
  const { pathname } = window.location;
  if (pathname.startsWith('/pay/')) return () => import('./family/pay-page.tsx');
  if (pathname.startsWith('/in/')) return () => import('./entry/link-page.tsx');
  return undefined;
}

/** An address nearly always belongs to the product of whoever opens it, so that is fetched while we ask who is here. */
function fetchAhead(): void {
  const { pathname } = window.location;
  const screen = [...officeScreens, ...trainerScreens, ...familyScreens]
    .find(({ path }) => new RegExp(`^${path.replace(/\$\w+/g, '[^/]+')}$`).test(pathname));
  // Whatever fails here is fetched again, and told, where it is needed.
  if (screen) void Promise.all([products[screen.app](), screen.load()]).catch(() => undefined);
}

async function whoIsHere(): Promise<Me | undefined> {
  try {
    return await call('me.get', {});
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return undefined;
    throw error;
  }
}

async function choosePage(): Promise<{ page: ComponentType; me: Me | undefined }> {
  const visitor = visitorPage();
  if (visitor) return { page: (await visitor()).default, me: undefined };
  fetchAhead();
  const me = await whoIsHere().catch(async (error: unknown) => {
    // A trainer goes on without the network with what was kept at the last visit.
    const { keptMe } = await import('./trainer/offline-me.ts');
    const kept = await keptMe();
    if (kept) return kept;
    throw error;
  });
  if (!me) return { page: (await import('./entry/entry-page.tsx')).default, me };
  return { page: (await products[appOf[me.user.role]]()).default, me };
}

async function start(): Promise<void> {
  const root = createRoot(document.querySelector('#root')!);
  const [{ page, me }] = await Promise.all([
    choosePage().catch(async (error: unknown) => {
      const { UnreachablePage } = await import('./entry/unreachable-page.tsx');
      console.warn(error);
      return { page: UnreachablePage, me: undefined };
    }),
    fonts,
  ]);
  const body = createElement(page);
  root.render(<Providers>{me ? <SessionProvider first={me}>{body}</SessionProvider> : body}</Providers>);
}

void start();
