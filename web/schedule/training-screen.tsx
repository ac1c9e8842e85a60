/** One training: who comes, what covers it, who came, and every act on it. */
import { Group, Stack, Text, Title } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Amount, MomentText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { Loaded, Waiting } from '../ui/states.tsx';
import { AddParticipant } from './add-participant.tsx';
import { Charges } from './charges.tsx';
import { useCount } from './event.tsx';
import { MoveTraining } from './move.tsx';
import { Roster } from './roster.tsx';
import { TrainingActions } from './training-actions.tsx';
import { TrainingDialogs } from './training-dialogs.tsx';
import { TrainingState } from './training-state.tsx';
import { trainingWords } from './training-words.ts';
import './training.css';

export type Training = Answer<'training.get'>;

export default function TrainingScreen(): ReactNode {
  const t = useWords(trainingWords);
  const format = useFormat();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const { can } = useSession();
  const [{ move }] = useUrl();
  const training = useAsk('training.get', { id }, { keepPrevious: false });
  const charges = useAsk('charge.list', { trainingId: id, limit: 100 });
  const found = training.data;
  const heading = found === undefined ? t('training') : `${found.title}, ${format.weekday(found.startsAt)}, ${format.time(found.startsAt)}`;
  return (
    <Page name="training" title={heading} ready={training.isSuccess && charges.isFetched} actions={<To to={`/schedule${found ? `?date=${found.date}` : ''}`}>{t('back')}</To>}>
      <Loaded query={training} lines={16}>{(one) => (!charges.isFetched ? <Waiting lines={16} /> : (
        <>
          <TrainingActions training={one} />
          <div className="training">
            <section className="card" aria-labelledby="roster-title">
              <Group justify="space-between" mb="xs">
                <Group gap="xs"><Title order={2} id="roster-title">{t('roster')}</Title><TrainingState training={one} /></Group>
                {can('training.manage') !== undefined && one.status === 'PLANNED' && <AddParticipant training={one} />}
              </Group>
              <Roster training={one} charges={charges.data?.charges ?? []} />
            </section>
            <Stack gap="md" className="training-side">
              <Facts training={one} />
              <section className="card" aria-labelledby="charges-title">
                <Title order={2} mb="xs" id="charges-title">{t('charges')}</Title>
                <Loaded query={charges} lines={3}>{(data) => <Charges charges={data.charges} training={one} />}</Loaded>
              </section>
            </Stack>
          </div>
          <TrainingDialogs training={one} />
          {move !== undefined && can('training.manage') !== undefined && <MoveTraining id={one.id} />}
        </>
      ))}</Loaded>
    </Page>
  );
}

function Facts({ training }: { training: Training }): ReactNode {
  const t = useWords(trainingWords);
  const format = useFormat();
  const count = useCount();
  const { startsAt, endsAt, roomName, trainerName, groupId, groupName, price, waiting, came, safeUntil, status, cancelledAt, cancelReason } = training;
  const rows: [string, ReactNode][] = [
    [t('training'), <span key="hours" className="num">{format.time(startsAt)}–{format.time(endsAt)}</span>],
    [t('room'), roomName ?? t('noRoom')], [t('trainer'), trainerName ?? t('noTrainer')],
    ...(groupId === null ? [] : [[t('group'), <To key="group" to={`/groups/${groupId}`}>{groupName}</To>] as [string, ReactNode]]),
    [t('places'), <span key="places" className="num">{count(training)}</span>],
    ...(waiting > 0 ? [[t('waiting'), waiting] as [string, ReactNode]] : []), ...(came > 0 ? [[t('came'), came] as [string, ReactNode]] : []),
    ...(price === null ? [] : [[t('price'), <Amount key="price" value={price} />] as [string, ReactNode]]),
    [t('safeUntil'), <MomentText key="until" value={safeUntil} />],
  ];
  return (
    <section className="card" aria-labelledby="facts-title">
      <Title order={2} id="facts-title" mb="xs">{t('facts')}</Title>
      <dl className="facts">{rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      {status === 'CANCELLED' && cancelledAt !== null && (
        <Text mt="xs">{cancelReason === null ? t('cancelledAt', { at: format.moment(cancelledAt) }) : t('cancelledWhy', { at: format.moment(cancelledAt), reason: cancelReason })}</Text>
      )}
    </section>
  );
}
