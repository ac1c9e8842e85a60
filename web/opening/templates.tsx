/** An empty table of a kind, with the headings that are understood: for Excel, so with a semicolon and a mark of UTF-8. */
import { Button, Group } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useWords } from '../lib/words.ts';
import { save } from '../ui/save.ts';
import { headings } from './headings.ts';
import type { Import } from './use-import.ts';
import { importWords } from './words.ts';

export function Templates({ kinds }: { kinds: readonly Import['kind'][] }): ReactNode {
  const t = useWords(importWords);
  const h = useWords(headings);
  return (
    <Group gap="xs" mt={6}>
      {kinds.map((kind) => (
        <Button key={kind} size="xs" variant="default" leftSection={<IconDownload size={14} aria-hidden />}
          onClick={() => save(`${t('templateFile', { kind: t(kind) })}.csv`, 'text/csv;charset=utf-8', `\uFEFF${h(kind)}\r\n`)}>
          {t('template', { kind: t(kind) })}
        </Button>
      ))}
    </Group>
  );
}
