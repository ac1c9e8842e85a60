/** What needs attention, newest first; each leads to what it is about. */
import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { type Answer } from '../lib/api.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { IconCheck } from '@tabler/icons-react';
import { MomentText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { Pages } from '../ui/list.tsx';
import { Page } from '../ui/page.tsx';
import { Refused } from '../ui/refused.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { placeOf } from './entities.ts';
import { auditWords } from './words.ts';

type Notice = Answer<'notice.list'>['notices'][number];

export default function NoticesScreen(): ReactNode {
  const t = useWords(auditWords);
  const [{ page, view = 'unread' }, set] = useUrl();
  const notices = useAsk('notice.list', { page: page ?? 1, limit: 50, ...(view === 'unread' ? { unread: 'true' } : {}) });
  const unread = useAsk('notice.list', { unread: 'true', limit: 1 }).data?.pagination.total;
  const readAll = useAct('notice.mark-all-read');
  return (
    <Page name="notices" title={t('notices')} ready={notices.isSuccess} actions={
      <ActButton variant="default" pending={readAll.pending} why={unread === 0 ? t('nothing') : undefined} onClick={() => void readAll.run({})}>{t('readAll')}</ActButton>}>
      <SegmentedControl mb="sm" value={view} onChange={(value) => set({ view: value === 'unread' ? undefined : value })} aria-label={t('notices')}
        data={[{ value: 'unread', label: t('unread') }, { value: 'all', label: t('everything') }]} />
      <Loaded query={notices} lines={8} height={64}>{({ notices: all, pagination }) => (all.length === 0
        ? <Empty title={view === 'unread' ? t('nothing') : t('noneYet')} text={t('nothingText')} />
        : (
          <Stack gap="xs" maw={900}>
            {all.map((notice) => <Item key={notice.id} notice={notice} />)}
            <Pages {...pagination} />
          </Stack>
        )
      )}</Loaded>
    </Page>
  );
}

function Item({ notice: { id, subject, body, level, createdAt, readAt, entityType, entityId } }: { notice: Notice }): ReactNode {
  const t = useWords(auditWords);
  const read = useAct('notice.mark-read');
  const place = placeOf(entityType, entityId);
  return (
    <article className="card" data-notice={readAt === null ? 'unread' : 'read'}
      style={{ borderLeft: `3px solid ${level === 'ERROR' ? 'var(--saldo-bad)' : level === 'WARNING' ? '#d97706' : 'var(--saldo-line)'}` }}>
      <Text fw={readAt === null ? 600 : 400}>{subject}</Text>
      <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{body}</Text>
      <Group gap="sm" mt={4}>
        <Text size="xs" c="dimmed"><MomentText value={createdAt} /></Text>
        {place !== undefined && <To to={place} size="sm" aria-label={`${t('open')}: ${subject}`} mih={24}>{t('open')}</To>}
        {readAt === null && <Button size="compact-sm" variant="subtle" px={4} leftSection={<IconCheck size={14} aria-hidden />}
          aria-label={`${t('markRead')}: ${subject}`} aria-busy={read.pending} onClick={() => void read.run({ id })}>{t('markRead')}</Button>}
      </Group>
      <Refused problem={read.problem} />
    </article>
  );
}
