/** A line over everything while there is no network: what is seen may be old, and nothing can be written. */
import { Text } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useOffline } from '../lib/offline.ts';
import { useWords } from '../lib/words.ts';
import { common } from './words.ts';

/** The place is there from the beginning, so that a screen reader is told; it lies over the page, which does not move. */
export function OfflineLine(): ReactNode {
  const t = useWords(common);
  const isOffline = useOffline();
  return (
    <div role="status" className="offline noprint">
      {isOffline && (
        <div data-offline>
          <IconCloudOff size={18} aria-hidden />
          <Text size="sm"><strong>{t('offline')}.</strong> {t('offlineText')}</Text>
        </div>
      )}
    </div>
  );
}
