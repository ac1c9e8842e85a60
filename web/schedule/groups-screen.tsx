/** Groups: who leads, how many are in, and where there is a place. */
import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { useEntity } from '../settings/entity.tsx';
import { Amount } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { type Column, List } from '../ui/list.tsx';
import { Page } from '../ui/page.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { NothingFound, SearchField } from '../ui/filters.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { Chip } from '../ui/status.tsx';
import { GroupForm } from './group-form.tsx';
import { groupWords } from './group-words.ts';

type Row = Answer<'group.list'>['groups'][number];

export default function GroupsScreen(): ReactNode {
  const t = useWords(groupWords);
  const { can } = useSession();
  const [{ page, q }] = useUrl();
  const groups = useAsk('group.list', { page: page ?? 1, limit: 50, ...(q === undefined ? {} : { q }) });
  const { panel, close, addButton } = useEntity(can('schedule.manage') !== undefined);
  const columns: Column<Row>[] = [
    { key: 'name', title: t('name'), cell: ({ id, name }) => <To to={`/groups/${id}`}>{name}</To> },
    { key: 'trainer', title: t('trainer'), cell: ({ trainerName }) => trainerName ?? '—' },
    { key: 'room', title: t('room'), second: true, cell: ({ roomName }) => roomName ?? '—' },
    { key: 'members', title: t('members'), align: 'right', cell: ({ activeMembers, capacity }) =>
      <span className="num">{capacity === null ? activeMembers : `${activeMembers}/${capacity}`}</span> },
    { key: 'waiting', title: t('waiting'), align: 'right', second: true, cell: ({ waitingMembers }) => waitingMembers },
    { key: 'price', title: t('singlePrice'), align: 'right', second: true, cell: ({ singlePrice }) => <Amount value={singlePrice} /> },
    { key: 'state', title: t('state'), cell: ({ isActive, activeMembers, capacity }) => (!isActive ? <Chip kind="voided">{t('inactive')}</Chip>
      : capacity !== null && activeMembers >= capacity ? <Chip kind="partial">{t('full')}</Chip> : <Chip kind="paid">{t('active')}</Chip>) },
  ];
  return (
    <Page name="groups" title={t('groups')} ready={groups.isSuccess} actions={addButton}>
      <Group mb="sm"><SearchField name="q" label={t('search')} /></Group>
      <Loaded query={groups} lines={12}>{(data) => (
        <List label={t('groups')} rows={data.groups} columns={columns} rowKey={({ id }) => id} href={({ id }) => `/groups/${id}`} pagination={data.pagination}
          busy={groups.isPlaceholderData}
          empty={q === undefined ? <Empty title={t('noneYet')} text={t('noGroups')}>{addButton}</Empty> : <NothingFound fields={[]} search="q" />} />
      )}</Loaded>
      <Sheet title={t('newGroup')} opened={panel === 'new'} onClose={close}><GroupForm onDone={close} /></Sheet>
    </Page>
  );
}
