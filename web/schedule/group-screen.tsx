/** One group: its week, its people and those who wait, its coming trainings. */
import { Button, Group as Row, Stack, Title } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Amount } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Failed, Loaded, Waiting } from '../ui/states.tsx';
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
  const slots = useAsk('slot.list', { id });
  const members = useAsk('member.list', { id, limit: 100 });
  const mayChange = can('schedule.manage') !== undefined;
  // The parts come at once, so that nothing jumps; one that failed says so in its own place.
  const ready = group.isSuccess && trainings.isFetched && slots.isFetched && members.isFetched;
  return (
    <Page name="group" title={group.data?.name ?? t('groups')} ready={ready}
      actions={mayChange && <Button variant="default" onClick={() => set({ panel: 'edit' })}>{t('edit')}</Button>}>
      {!ready && !group.error && <Waiting lines={16} />}
      {group.error && <Failed problem={group.error} retry={() => void group.refetch()} />}
      {ready && [group.data].map((found) => (
        <div key={found.id} className="detail">
          <Stack>
            <section className="card" aria-label={t('schedule')}><GroupWeek group={found} mayChange={mayChange} /></section>
            <section className="card" aria-label={t('members')}><GroupMembers group={found} mayChange={mayChange} /></section>
          </Stack>
          <Stack>
            <Facts group={found} />
            <section className="card" aria-label={t('nextTrainings')}>
              <Title order={2} mb="xs">{t('nextTrainings')}</Title>
              <Loaded query={trainings} lines={3}>{({ trainings: next }) => <Coming trainings={next} />}</Loaded>
              <To to={`/schedule?group=${id}`}>{t('openSchedule')}</To>
            </section>
          </Stack>
          <Sheet title={t('edit')} opened={panel === 'edit' && mayChange} onClose={() => set({ panel: undefined })}>
            <GroupForm group={found} onDone={() => set({ panel: undefined })} />
          </Sheet>
        </div>
      ))}
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
      <dl className="facts">{rows.map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>
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
