/** The frame of the office: rail, top bar, and what is everywhere: palette, explanations, keys, live news. */
import { AppShell, Burger, Group, ScrollArea, Text } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { useLocation } from '@tanstack/react-router';
import { type ReactNode, Suspense, lazy, useEffect, useState } from 'react';
import { useChoice } from '../lib/choices.ts';
import { useFormat } from '../lib/format.ts';
import { useGo } from '../lib/go.ts';
import { useKeys } from '../lib/keys.ts';
import { useLive } from '../lib/live.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { OfflineLine } from '../ui/offline-line.tsx';
import { common } from '../ui/words.ts';
import { Rail } from './rail.tsx';
import { TopBar } from './top-bar.tsx';
import { shellWords } from './words.ts';

const loadPalette = () => import('../palette/palette.tsx');
const Palette = lazy(loadPalette);
const KeysHelp = lazy(() => import('../palette/keys-help.tsx'));
const WhySheet = lazy(() => import('../why/why-sheet.tsx'));
const SellSheet = lazy(() => import('../passes/sell-sheet.tsx'));

const PALETTE_AFTER_MS = 1500;

export function Shell({ children }: { children: ReactNode }): ReactNode {
  const t = useWords(shellWords);
  const c = useWords(common);
  const go = useGo();
  const [{ why, sell }, setUrl] = useUrl();
  const { pathname } = useLocation();
  const privacy = useChoice('privacy');
  const [railOpen, rail] = useDisclosure(false);
  // A rail that is out of sight is out of reach of the keyboard, too.
  const narrow = useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false });
  const [palette, setPalette] = useState(false);
  const [help, setHelp] = useState(false);
  useLive();
  useEffect(() => rail.close(), [pathname, rail]);
  // Fetched while nothing else goes on: what is typed right after Ctrl+K must not be lost.
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette(), PALETTE_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  const goes = (code: string, to: string, does: string) => ({ [`KeyG ${code}`]: { does, run: () => go(to) } });
  useKeys({
    'Ctrl+KeyK': { does: t('palette'), run: () => setPalette(true) },
    F2: { does: t('search'), run: () => {
      const search = document.getElementById('desk-search');
      if (search === null) setPalette(true);
      else search.focus();
    } },
    Slash: { does: t('search'), run: () => setPalette(true) },
    F4: { does: t('pay'), run: () => go('/desk?pay=1') },
    'Shift+Slash': { does: t('keys'), run: () => setHelp(true) },
    ...goes('KeyD', '/desk', t('desk')), ...goes('KeyC', '/clients', t('clients')),
    ...goes('KeyI', '/invoices', t('invoices')),
    ...goes('KeyP', '/payments', t('payments')), ...goes('KeyR', '/receivables', t('receivables')),
    ...goes('KeyS', '/schedule', t('schedule')), ...goes('KeyN', '/nightly-runs', t('nights')),
  }, { under: true });
  return (
    <AppShell header={{ height: 52 }} padding="md"
      navbar={{ width: 224, breakpoint: 'sm', collapsed: { mobile: !railOpen } }}
      className={privacy === 'on' ? 'privacy' : ''} withBorder={false}>
      <a className="skip" href="#main">{t('skip')}</a>
      <AppShell.Header style={{ borderBottom: '1px solid var(--saldo-line)' }}>
        <Group h="100%" px="md" gap="sm" wrap="nowrap">
          <Burger opened={railOpen} onClick={rail.toggle} hiddenFrom="sm" size="sm" aria-label={c('menu')}
            aria-expanded={railOpen} />
          <TopBar onSearch={() => setPalette(true)} onHelp={() => setHelp(true)} />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" inert={narrow && !railOpen}
        style={{ borderRight: '1px solid var(--saldo-line)' }} aria-label={c('menu')}>
        <AppShell.Section grow component={ScrollArea} type="auto"><Rail /></AppShell.Section>
        <AppShell.Section><Sandbox /></AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main component="div">{children}</AppShell.Main>
      <OfflineLine />
      <Suspense>
        {palette && <Palette opened onClose={() => setPalette(false)} />}
        {help && <KeysHelp opened onClose={() => setHelp(false)} />}
        {why !== undefined && <WhySheet subject={why} onClose={() => setUrl({ why: undefined }, { replace: true })} />}
        {sell !== undefined && <SellSheet clientId={sell} onClose={() => setUrl({ sell: undefined }, { replace: true })} />}
      </Suspense>
    </AppShell>
  );
}

/** A sandbox says so, and what time it has. */
function Sandbox(): ReactNode {
  const t = useWords(shellWords);
  const format = useFormat();
  const { me, now } = useSession();
  if (!me.organisation.sandbox) return null;
  return <Text size="xs" c="dimmed" p="xs">{t('sandbox', { at: format.moment(now()) })}</Text>;
}
