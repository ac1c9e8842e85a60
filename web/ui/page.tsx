/** The frame of every screen: one h1, a title, and the mark by which tests see that its data has come. */
import { Group, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';

type PageProps = {
  /** The name of the screen in app/screens.ts. */
  name: string;
  title: string;
  /** The document's title, if it says more than the heading. */
  documentTitle?: string;
  /** Whether what the screen is for has been loaded. */
  ready?: boolean;
  actions?: ReactNode;
  /** Hides the heading where the screen's own first line says the same. */
  quiet?: boolean;
  children: ReactNode;
};

export function Page({ name, title, documentTitle, ready = true, actions, quiet = false, children }: PageProps): ReactNode {
  useEffect(() => {
    document.title = `${documentTitle ?? title} · Saldo`;
  }, [documentTitle, title]);
  return (
    <main id="main" tabIndex={-1} data-screen={name} data-ready={ready} style={{ outline: 'none' }}>
      <Group justify="space-between" mb={quiet ? 0 : 'sm'} gap="xs" data-noprint={quiet ? true : undefined}>
        <Title order={1} {...(quiet ? { className: 'skip' } : {})}>{title}</Title>
        {actions !== undefined && <Group gap="xs" miw={0} className="noprint">{actions}</Group>}
      </Group>
      {children}
    </main>
  );
}
