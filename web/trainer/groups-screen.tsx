import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useFormat } from '../lib/format.ts';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Waiting } from '../ui/states.tsx';
import { useKept } from './kept.ts';
import type { TrainingRow } from './training-rows.tsx';
import { trainerWords } from './words.ts';

/** The groups that this trainer teaches, each with the way to its next training. */
export default function GroupsScreen(): ReactNode {
  const t = useWords(trainerWords);
  const { today, now } = useSession();
  const groups = useKept('group.list', { active: 'true', limit: 100 });
  const ahead = useKept('training.list', { from: today, limit: 100 });
  const problem = groups.error ?? ahead.error;
  const title = t('groups');
  if (problem) {
    return <Page name="my-groups" title={title}><Failed problem={problem} retry={() => void Promise.all([groups.refetch(), ahead.refetch()])} /></Page>;
  }
  if (!groups.data || !ahead.data) return <Page name="my-groups" title={title} ready={false}><Waiting lines={6} height={72} /></Page>;
  const next = (groupId: string): TrainingRow | undefined => ahead.data.trainings.find((row) =>
    row.groupId === groupId && row.status === 'PLANNED' && Date.parse(row.endsAt) > Date.parse(now()));
  return (
    <Page name="my-groups" title={title}>
      {groups.data.groups.length === 0 ? <Empty title={t('noGroups')} text={t('noGroupsText')} /> : (
        <ul className="phone-rows">
          {groups.data.groups.map((group) => <li key={group.id}><GroupRow group={group} next={next(group.id)} /></li>)}
        </ul>
      )}
    </Page>
  );
}

type GroupRowProps = { group: { name: string; activeMembers: number; waitingMembers: number }; next: TrainingRow | undefined };
function GroupRow({ group, next }: GroupRowProps): ReactNode {
  const t = useWords(trainerWords);
  const format = useFormat();
  const { name, activeMembers, waitingMembers } = group;
  const members = [t('members', { count: activeMembers }), waitingMembers > 0 ? t('waiting', { count: waitingMembers }) : undefined];
  const body = (
    <span>
      <Text component="span" display="block" fw={500}>{name}</Text>
      <Text component="span" display="block" size="sm" c="dimmed">{members.filter(Boolean).join(' · ')}</Text>
      <Text component="span" display="block" size="sm" c={next ? 'var(--mantine-color-text)' : 'dimmed'}>
        {next ? t('nearest', { day: format.weekday(next.date), time: format.time(next.startsAt) }) : t('noNearest')}
      </Text>
    </span>
  );
  return next ? <Link className="phone-row" to="/roster/$id" params={{ id: next.id } as never}>{body}</Link>
    : <div className="phone-row">{body}</div>;
}
