/** «Сегодня»: straight into the training that is running, else the trainings of the day, else the next one. */
import { Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { useFormat } from '../lib/format.ts';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { To } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Waiting } from '../ui/states.tsx';
import { ALL_STUDENTS } from './add-student.tsx';
import { keepReady, useKept } from './kept.ts';
import { RosterPage } from './roster-screen.tsx';
import { momentOf } from './roster.tsx';
import { type TrainingRow, TrainingRows } from './training-rows.tsx';
import { trainerWords } from './words.ts';

export default function TodayScreen(): ReactNode {
  const t = useWords(trainerWords);
  const { today, now } = useSession();
  const { data, error, refetch } = useKept('training.list', { from: today, to: today, limit: 100 });
  useReady(data?.trainings, today);
  if (!data) {
    return (
      <Page name="today" title={t('today')} ready={error !== null}>
        {error ? <Failed problem={error} retry={() => void refetch()} /> : <Waiting lines={6} height={56} />}
      </Page>
    );
  }
  const running = data.trainings.find((row) => momentOf(row, now()) === 'now');
  if (!running) {
    return (
      <Page name="today" title={t('today')}>
        {data.trainings.length > 0 ? <TrainingRows rows={data.trainings} label={t('today')} /> : <NextOne />}
      </Page>
    );
  }
  const others = data.trainings.filter(({ id }) => id !== running.id);
  return (
    <RosterPage name="today" id={running.id}>
      {others.length > 0 && <><Title order={2} mt="lg" mb="xs">{t('others')}</Title><TrainingRows rows={others} label={t('others')} /></>}
    </RosterPage>
  );
}

/** Nothing today: what comes next. */
function NextOne(): ReactNode {
  const t = useWords(trainerWords);
  const format = useFormat();
  const { today } = useSession();
  const { data, isPending } = useKept('training.list', { from: today, limit: 1 });
  const [next] = data?.trainings ?? [];
  const text = isPending ? '\u00a0' : next === undefined ? t('noNext')
    : t('next', { day: format.weekday(next.date), time: format.time(next.startsAt), title: next.title });
  return (
    <Empty title={t('noToday')} text={text}>
      {next && <To to={`/roster/${next.id}`} style={{ paddingBlock: 12 }}>{next.title}</To>}
    </Empty>
  );
}

/** Today's rosters and the children who may come are on the phone before the network is lost. */
function useReady(rows: readonly TrainingRow[] | undefined, today: string): void {
  const client = useQueryClient();
  const ids = rows?.map(({ id }) => id).join(' ') ?? '';
  useEffect(() => {
    for (const id of ids.split(' ').filter(Boolean)) void keepReady(client, 'training.get', { id }, today);
    if (ids !== '') void keepReady(client, 'student.list', ALL_STUDENTS, today);
  }, [client, ids, today]);
}
