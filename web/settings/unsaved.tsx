/** One rule for what is typed and not applied: leaving the screen asks first, and nothing is applied by leaving. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useWords } from '../lib/words.ts';
import { settingsWords } from './words.ts';

export function Unsaved({ when }: { when: boolean }): ReactNode {
  const t = useWords(settingsWords);
  const { status, proceed, reset } = useBlocker({
    // A change of the search part stays on the screen, and so does what was typed.
    shouldBlockFn: ({ current, next }) => when && current.pathname !== next.pathname,
    enableBeforeUnload: when, withResolver: true,
  });
  if (status !== 'blocked') return null;
  return (
    <Modal opened onClose={reset} title={t('unsaved')} withCloseButton={false}>
      <Stack>
        <Text>{t('unsavedText')}</Text>
        <Group>
          <Button onClick={reset} data-autofocus>{t('stay')}</Button>
          <Button variant="default" onClick={proceed}>{t('leave')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
