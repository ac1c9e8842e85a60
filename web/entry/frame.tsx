/** The frame of the pages before signing in: one card in the middle, the language in the corner. */
import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { choose, useChoice } from '../lib/choices.ts';

export function Frame({ name, title, text, children }: { name: string; title: string; text?: string; children: ReactNode }): ReactNode {
  const language = useChoice('language');
  useEffect(() => {
    document.title = `${title} · Saldo`;
  }, [title]);
  return (
    <main id="main" data-screen={name} data-ready style={{ minHeight: '100dvh', display: 'grid', placeItems: 'start center', padding: 'max(1rem, 4vh) 1rem 2rem' }}>
      <Stack w="100%" maw={440} gap="sm">
        <Group justify="space-between">
          <Group gap={8}><img src="/icon.svg" alt="" width={28} height={28} /><Text fw={600} size="lg">Saldo</Text></Group>
          <Button variant="subtle" size="compact-sm" lang={language === 'ru' ? 'en' : 'ru'} onClick={() => choose('language', language === 'ru' ? 'en' : 'ru')}>
            {language === 'ru' ? 'English' : 'Русский'}
          </Button>
        </Group>
        <Paper withBorder p="lg" radius="md">
          <Title order={1} mb={text === undefined ? 'md' : 4}>{title}</Title>
          {text !== undefined && <Text c="dimmed" mb="md">{text}</Text>}
          {children}
        </Paper>
      </Stack>
    </main>
  );
}
