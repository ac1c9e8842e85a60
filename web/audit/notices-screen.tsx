/** What needs attention, newest first; each leads to what it is about. */
import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { type Answer } from '../lib/api.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { MomentText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { auditWords } from './words.ts';

type Notice = Answer<'notice.list'>['notices'][number];

const PLACES: Readonly<Record<string, string>> = {
  invoice: '/invoices/', payment: '/payments/', client: '/clients/', subscription: '/passes/', training: '/trainings/',
  'job-run': '/nightly-runs/', group: '/groups/',
};

export default function NoticesScreen(): ReactNode {
  const t = useWords(auditWords);
  const [{ page, view = 'unread' }, set] = useUrl();
  const notices = useAsk('notice.list', { page: page ?? 1, limit: 50, ...(view === 'unread' ? { unread: 'true' } : {}) });
  const readAll = useAct('notice.mark-all-read');
  return (
    <Page name="notices" title={t('notices')} ready={notices.isSuccess} actions={
      <ActButton variant="default" pending={readAll.pending} onClick={() => void readAll.run({})}>{t('readAll')}</ActButton>}>
      <SegmentedControl mb="sm" value={view} onChange={(value) => set({ view: value === 'unread' ? undefined : value })} aria-label={t('notices')}
        data={[{ value: 'unread', label: t('unread') }, { value: 'all', label: t('everything') }]} />
      <Loaded query={notices} lines={8} height={64}>{({ notices: all }) => (all.length === 0
        ? <Empty title={t('nothing')} text={t('nothingText')} />
        : <Stack gap="xs" maw={900}>{all.map((notice) => <Item key={notice.id} notice={notice} />)}</Stack>
      )}</Loaded>
    </Page>
  );
}

function Item({ notice: { id, subject, body, level, createdAt, readAt, entityType, entityId } }: { notice: Notice }): ReactNode {
  const t = useWords(auditWords);
  const read = useAct('notice.mark-read');
  const place = entityType === null || entityId === null ? undefined : PLACES[entityType];
  return (
    <article className="card" style={{ borderLeft: `3px solid ${level === 'ERROR' ? 'var(--saldo-bad)' : level === 'WARNING' ? '#d97706' : 'var(--saldo-line)'}` }}>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div style={{ minWidth: 0 }}>
          <Text fw={readAt === null ? 600 : 400}>{subject}</Text>
          <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{body}</Text>
          <Text size="xs" c="dimmed"><MomentText value={createdAt} /></Text>
        </div>
        <Stack gap={4} align="flex-end" style={{ flex: 'none' }}>
          {place !== undefined && <To to={`${place}${entityId}`} aria-label={`${t('open')}: ${subject}`} mih={24}>{t('open')}</To>}
          {readAt === null && <Button size="compact-xs" variant="default" aria-label={`${t('markRead')}: ${subject}`} onClick={() => void read.run({ id })}>{t('markRead')}</Button>}
        </Stack>
      </Group>
    </article>
  );
}
