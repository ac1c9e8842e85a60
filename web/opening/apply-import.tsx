/** The last look before a file is brought in: what it brings, what stays outside, and that it is all or nothing. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Problem } from '../lib/api.ts';
import { useKeys } from '../lib/keys.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Refused } from '../ui/refused.tsx';
import { common } from '../ui/words.ts';
import { Sums, takenOf } from './import-outcome.tsx';
import type { Import } from './use-import.ts';
import { reportWords } from './words.ts';

type ApplyProps = { import: Import; opened: boolean; problem: Problem | undefined; onKeep: () => void; onApply: () => void };

export function ApplyImport({ import: of, opened, problem, onKeep, onApply }: ApplyProps): ReactNode {
  const r = useWords(reportWords);
  const c = useWords(common);
  const label = r(of.counts.refuse === 0 ? 'apply' : 'applyRest', { count: takenOf(of) });
  useKeys(opened ? { 'Ctrl+Enter': { does: label, run: onApply } } : {});
  return (
    <Modal opened={opened} onClose={onKeep} title={<Text fw={600} size="lg">{r('applyTitle', { file: of.fileName })}</Text>} size="lg" yOffset="10vh"
      closeButtonProps={{ 'aria-label': c('close') }}>
      <Stack>
        <Sums of={of} />
        {of.counts.refuse > 0 && <Text fw={600}>{r('skips', { count: of.counts.refuse })}</Text>}
        <Text size="sm">{r('applyAsk')}</Text>
        <Refused problem={problem} />
        <Group gap="xs">
          <ActButton onClick={onApply} keys="Control+Enter">{label}</ActButton>
          <Button variant="default" onClick={onKeep}>{r('keep')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
