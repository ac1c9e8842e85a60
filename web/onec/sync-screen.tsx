/** «Синхронизация с 1С»: begun here, watched while it goes, stopped, gone on with; and how the earlier ones went. */
import './onec.css';
import { Button, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { MomentText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { type Column, List } from '../ui/list.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Loaded, Waiting } from '../ui/states.tsx';
import { Chip, type ChipKind } from '../ui/status.tsx';
import { Stages, SyncRun } from './sync-run.tsx';
import { StartSync } from './sync-start.tsx';
import { useSync } from './use-sync.ts';
import { syncWords } from './words.ts';

type Row = Answer<'onec.sync.list'>['syncs'][number];
const LOOKS: Readonly<Record<Row['status'], ChipKind>> = { RUNNING: 'due', DONE: 'paid', CANCELLED: 'voided', FAILED: 'overdue' };

export default function SyncScreen(): ReactNode {
  const t = useWords(syncWords);
  const [{ run: chosen, page }] = useUrl();
  const connection = useAsk('onec.connection.get', {});
  const syncs = useAsk('onec.sync.list', { page: page ?? 1, limit: 20 });
  // The first page knows the newest one; from another page it is asked for.
  const first = useAsk('onec.sync.list', page === undefined ? undefined : { page: 1, limit: 20 });
  const newest = (page === undefined ? syncs : first).data?.syncs[0];
  const shown = chosen ?? newest?.id;
  const { query, isTold } = useSync(shown);
  const isReady = connection.isSuccess && syncs.isSuccess && (shown === undefined || !query.isLoading);
  const running = newest?.status === 'RUNNING' ? newest : undefined;
  return (
    <Page name="onec" title={t('title')} ready={isReady} actions={<To to="/onec/customers" mih={24}>{t('toCustomers')}</To>}>
      <Loaded query={syncs} lines={14}>{(data) => (connection.data === undefined
        ? (connection.error ? <Failed problem={connection.error} retry={() => void connection.refetch()} /> : <Waiting lines={14} />)
        : connection.data.connection === null && data.syncs.length === 0 ? <NotConnected /> : (
          <div className="detail">
            <Stack miw={0} className={shown === undefined ? 'sync-none' : 'sync-place'}>
              {shown === undefined ? <NoneYet /> : (
                <Loaded query={query} lines={12}>{(sync) => <SyncRun sync={sync} isTold={isTold} isNewest={sync.id === newest?.id} />}</Loaded>
              )}
            </Stack>
            <Stack miw={0}>
              <StartSync running={running} connected={connection.data.connection !== null} />
              <Connection of={connection.data.connection} />
            </Stack>
            {data.syncs.length > 0 && <div className="whole-row"><History data={data} shown={shown} /></div>}
          </div>
        ))}</Loaded>
    </Page>
  );
}

function NotConnected(): ReactNode {
  const t = useWords(syncWords);
  return (
    <Empty title={t('notYet')} text={t('notYetText')}>
      <Button renderRoot={(props) => <Link {...props} to={'/settings/onec' as never} />}>{t('setUp')}</Button>
    </Empty>
  );
}

/** What a synchronisation will do, in the place in which it will be watched. */
function NoneYet(): ReactNode {
  const t = useWords(syncWords);
  return (
    <section className="card">
      <Empty title={t('noneYet')} text={t('noneYetText')} />
      <Stages />
    </section>
  );
}

function Connection({ of }: { of: Answer<'onec.connection.get'>['connection'] }): ReactNode {
  const t = useWords(syncWords);
  const format = useFormat();
  return (
    <section className="card">
      <Title order={2} mb="xs">{t('connection')}</Title>
      {of === null ? <Text size="sm">{t('notYet')}</Text> : (
        <>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>{of.baseUrl}</Text>
          <Text size="sm" mt={4} component="div">
            {of.lastCheck === null ? <Text size="sm" c="dimmed">{t('notChecked')}</Text> : (
              <Chip kind={of.lastCheck.ok ? 'paid' : 'overdue'}>{t(of.lastCheck.ok ? 'checkOk' : of.lastCheck.reachable ? 'checkBad' : 'checkAway')}</Chip>
            )}
          </Text>
          {of.lastCheck && <Text size="xs" c="dimmed" mt={4} className="num">{t('checkedAt', { at: format.moment(of.lastCheck.checkedAt) })}</Text>}
        </>
      )}
      <To to="/settings/onec" size="sm" mt="xs" display="inline-block" mih={24}>{t('toSettings')}</To>
    </section>
  );
}

function History({ data, shown }: { data: Answer<'onec.sync.list'>; shown: string | undefined }): ReactNode {
  const t = useWords(syncWords);
  const columns: Column<Row>[] = [
    { key: 'when', title: t('when'), width: 11, cell: ({ id, startedAt }) => (
      <To to={`/onec?run=${id}`} stay><Text span fw={id === shown ? 600 : 400} inherit><MomentText value={startedAt} /></Text></To>
    ) },
    { key: 'state', title: t('state'), width: 10, cell: ({ status }) => <Chip kind={LOOKS[status]}>{t(`status_${status}`)}</Chip> },
    { key: 'percent', title: t('readyPart'), align: 'right', width: 6, cell: ({ percent }) => <span className="num">{percent} %</span> },
    { key: 'came', title: t('came'), second: true, width: 16, cell: ({ counts: { customers, initial, purchases } }) =>
      t('cameOf', { customers, purchases: initial + purchases }) },
    { key: 'scope', title: t('scope'), second: true, width: 16, cell: ({ limit, days }) => t('scopeOf', { limit, days }) },
    { key: 'who', title: t('who'), second: true, cell: ({ startedBy }) => `${startedBy.firstName} ${startedBy.lastName}`.trim() },
  ];
  return (
    <section className="card">
      <Title order={2} mb="xs">{t('history')}</Title>
      <List label={t('history')} rows={data.syncs} columns={columns} rowKey={({ id }) => id} href={({ id }) => `/onec?run=${id}`}
        pagination={data.pagination} empty={null} />
    </section>
  );
}
