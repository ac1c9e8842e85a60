/** One group: its week, its people and those who wait, its coming trainings. */
import { Button, Group as Row, Stack, Text, Title } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { EntitySheet } from '../settings/entity.tsx';
import { Amount } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { GroupForm } from './group-form.tsx';
import { GroupMembers } from './group-members.tsx';
import { GroupWeek } from './group-week.tsx';
import { groupWords } from './group-words.ts';

export default function GroupScreen(): ReactNode {
  const t = useWords(groupWords);
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const { can, today } = useSession();
  const [{ panel }, set] = useUrl();
  const group = useAsk('group.get', { id });
  const trainings = useAsk('training.list', { groupId: id, from: today, limit: 5 });
  const mayChange = can('schedule.manage') !== undefined;
  return (
    <Page name="group" title={group.data?.name ?? t('groups')} ready={group.isSuccess && trainings.isSuccess}
      actions={mayChange && <Button variant="default" onClick={() => set({ panel: 'edit' })}>{t('edit')}</Button>}>
      <Loaded query={group} lines={8}>{(found) => (
        <div className="detail">
          <Stack>
            <section className="card" aria-label={t('schedule')}><GroupWeek group={found} mayChange={mayChange} /></section>
            <section className="card" aria-label={t('members')}><GroupMembers group={found} mayChange={mayChange} /></section>
          </Stack>
          <Stack>
            <Facts group={found} />
            <section className="card" aria-label={t('nextTrainings')}>
              <Title order={2} mb="xs">{t('nextTrainings')}</Title>
              <Loaded query={trainings} lines={3}>{({ trainings: next }) => <Coming trainings={next} />}</Loaded>
              <To to="/schedule">{t('openSchedule')}</To>
            </section>
          </Stack>
          <EntitySheet title={t('edit')} panel={panel === 'edit' && mayChange ? panel : undefined} onClose={() => set({ panel: undefined })}>
            <GroupForm group={found} onDone={() => set({ panel: undefined })} />
          </EntitySheet>
        </div>
      )}</Loaded>
    </Page>
  );
}

function Facts({ group: { trainerName, roomName, activeMembers, capacity, waitingMembers, singlePrice, trialPrice } }: { group: Answer<'group.get'> }): ReactNode {
  const t = useWords(groupWords);
  const rows: [string, ReactNode][] = [
    [t('trainer'), trainerName ?? '—'], [t('room'), roomName ?? '—'],
    [t('members'), capacity === null ? activeMembers : `${activeMembers}/${capacity}`], [t('waiting'), waitingMembers],
    [t('singlePrice'), <Amount key="single" value={singlePrice} />], [t('trialPrice'), <Amount key="trial" value={trialPrice} />],
  ];
  return (
    <section className="card" aria-label={t('state')}>
      <dl style={{ margin: 0, display: 'grid', gridTemplateColumns: 'auto 1fr', gap: '0.25rem 1rem' }}>
        {rows.map(([label, value]) => [
          <Text key={`${label}-dt`} component="dt" c="dimmed" size="sm">{label}</Text>,
          <Text key={`${label}-dd`} component="dd" m={0} className="num">{value}</Text>,
        ])}
      </dl>
    </section>
  );
}

function Coming({ trainings }: { trainings: Answer<'training.list'>['trainings'] }): ReactNode {
  const format = useFormat();
  return (
    <Stack gap={4} mb="xs">
      {trainings.map(({ id, startsAt, endsAt }) => (
        <Row key={id} gap="xs"><To to={`/trainings/${id}`}>{format.weekday(startsAt)}, {format.time(startsAt)}–{format.time(endsAt)}</To></Row>
      ))}
    </Stack>
  );
}
