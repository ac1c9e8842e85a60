/** The settings as one place: its parts side by side, each an address of its own. */
import { Box } from '@mantine/core';
import { useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { officeScreens } from '../app/screens.ts';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { shellWords } from '../office/words.ts';
import { To } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { settingsWords } from './words.ts';

const PARTS = [
  ['/settings', 'policies'], ['/settings/organisation', 'organisation'], ['/settings/catalogue', 'catalogue'],
  ['/settings/passes', 'passKinds'], ['/settings/rooms', 'rooms'], ['/settings/benefits', 'benefits'],
  ['/settings/templates', 'templates'], ['/settings/users', 'users'], ['/settings/api-keys', 'apiKeys'],
  ['/settings/onec', 'onecConnection'],
] as const;

type FrameProps = { name: string; title: string; ready: boolean; actions?: ReactNode; children: ReactNode };

export function SettingsPage({ name, title, ready, actions, children }: FrameProps): ReactNode {
  const t = useWords(shellWords);
  const own = useWords(settingsWords);
  const { me } = useSession();
  const { pathname } = useLocation();
  const mine = PARTS.filter(([to]) => officeScreens.some(({ path, roles }) => path === to && roles.includes(me.user.role)));
  return (
    <Page name={name} title={title} ready={ready} actions={actions}>
      <Box component="nav" aria-label={own('parts')} mb="md" className="noprint"
        style={{ display: 'flex', flexWrap: 'wrap', gap: '0.25rem 1rem', borderBottom: '1px solid var(--saldo-line)', paddingBottom: 8 }}>
        {mine.map(([to, label]) => (
          <To key={to} to={to} fw={pathname === to ? 600 : 400} underline={pathname === to ? 'always' : 'hover'} mih={24}>{t(label)}</To>
        ))}
      </Box>
      {children}
    </Page>
  );
}
