import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { Page } from '../ui/page.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { daysFrom } from './days.ts';
import { useKept } from './kept.ts';
import { TrainingRows } from './training-rows.tsx';
import { trainerWords } from './words.ts';

/** What is still to be marked of the past seven days, the oldest first. */
export default function UnmarkedScreen(): ReactNode {
  const t = useWords(trainerWords);
  const { today } = useSession();
  const query = useKept('training.list', { from: daysFrom(today, -7), to: today, unmarked: 'true', limit: 100 });
  return (
    <Page name="unmarked" title={t('unmarked')} ready={!query.isPending}>
      <Loaded query={query} height={56}>{({ trainings }) => (trainings.length === 0
        ? <Empty title={t('nothingUnmarked')} text={t('nothingUnmarkedText')} />
        : <><Text c="dimmed" mb="xs">{t('unmarkedIntro')}</Text><TrainingRows rows={trainings} label={t('unmarked')} day /></>)}
      </Loaded>
    </Page>
  );
}
