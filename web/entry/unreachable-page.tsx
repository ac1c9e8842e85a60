/** The server did not answer at all. */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../lib/words.ts';
import { Frame } from './frame.tsx';
import { entryWords } from './words.ts';

export function UnreachablePage(): ReactNode {
  const t = useWords(entryWords);
  return (
    <Frame name="unreachable" title={t('unreachable')} text={t('unreachableText')}>
      <Button onClick={() => window.location.reload()}>{t('again')}</Button>
    </Frame>
  );
}
