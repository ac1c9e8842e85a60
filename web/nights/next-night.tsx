/** What the next night will decide, before it does: the same decisions, by a dry run of the night itself. */
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Answer, type Problem, call } from '../lib/api.ts';
import { useWords } from '../lib/words.ts';
import { Refused } from '../ui/refused.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Waiting } from '../ui/states.tsx';
import { Decisions } from './decisions.tsx';
import { nightWords } from './words.ts';

export function NextNight({ onClose }: { onClose: () => void }): ReactNode {
  const t = useWords(nightWords);
  const preview = useQuery<Answer<'job.run'>, Problem>({
    queryKey: ['job.run', 'preview', 'nightly-charges'], queryFn: ({ signal }) => call('job.run', { name: 'nightly-charges' }, { dryRun: true, signal }),
    retry: false, staleTime: 0,
  });
  return (
    <Sheet title={t('previewTitle')} opened onClose={onClose} size={860}>
      <div aria-busy={preview.isFetching} data-preview-night>
        {preview.error && <Refused problem={preview.error} />}
        {preview.isPending && <Waiting lines={14} />}
        {preview.data && ((preview.data.decisions?.length ?? 0) === 0 ? <Text>{t('nobody')}</Text> : <Decisions decisions={preview.data.decisions ?? []} />)}
      </div>
    </Sheet>
  );
}
