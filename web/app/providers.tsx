/** What every screen stands on: the look, the memory of answers, the session. */
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '../ui/theme.css';
import { MantineProvider, localStorageColorSchemeManager } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { makeQueryClient } from '../lib/query.ts';
import { theme, variables } from '../ui/theme.ts';

const colours = localStorageColorSchemeManager({ key: 'saldo.theme' });
const queries = makeQueryClient();

export function Providers({ children }: { children: ReactNode }): ReactNode {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={variables} colorSchemeManager={colours} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        {children}
        <Notifications position="bottom-right" zIndex={400} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
