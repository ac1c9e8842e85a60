/** «Лента»: everything that happened with a client, newest first. */
import { Alert, Button, Group, SegmentedControl, Text } from '@mantine/core';
import {
  IconArrowBackUp, IconCash, IconCircleOff, IconFileInvoice, IconHistory, IconMessage, IconPencil, IconTicket, IconWalk,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useGo } from '../lib/go.ts';
import { useUrl } from '../lib/url.ts';
import { useWhy } from '../lib/why.ts';
import { useWords } from '../lib/words.ts';
import { Amount, MomentText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { Empty, Waiting } from '../ui/states.tsx';
import { SideCard } from './client-side.tsx';
import { clientWords } from './client-words.ts';
import { KINDS, type Kind, type Row, useTimeline } from './timeline-rows.ts';
import { timelineWords } from './timeline-words.ts';

const STEP = 12;
const ICONS: Readonly<Record<Kind, typeof IconCash>> = {
  money: IconFileInvoice, visits: IconWalk, passes: IconTicket, messages: IconMessage, changes: IconPencil,
};
const SHAPES: Readonly<Record<string, typeof IconCash>> = {
  PAYMENT: IconCash, REVERSAL: IconArrowBackUp, REFUND: IconArrowBackUp, VOID: IconCircleOff, CHANGE: IconPencil,
  MIGRATION: IconHistory, OPENING: IconHistory,
};

export function Timeline({ clientId, mayAct }: { clientId: string; mayAct: boolean }): ReactNode {
  const t = useWords(timelineWords);
  const [{ show = 'all', at, rows: wanted }, set] = useUrl();
  const { rows, since, isReady, failed } = useTimeline(clientId);
  const chosen = rows.filter(({ kind, twin }) => (show === 'all' ? twin !== true : kind === show));
  // That a client was written down is no beginning yet.
  const begun = rows.some(({ kind }) => kind !== 'changes' && kind !== 'messages');
  const count = Number(wanted ?? STEP);
  const shown = chosen.slice(0, count);
  return (
    <SideCard title={t('title')}>
      <div style={{ overflowX: 'auto' }}>
        <SegmentedControl size="xs" mb="xs" aria-label={t('filters')} value={show}
          onChange={(next) => set({ show: next === 'all' ? undefined : next, rows: undefined })}
          data={[{ value: 'all', label: t('all') }, ...KINDS.map((kind) => ({ value: kind, label: t(kind) }))]} />
      </div>
      {failed.map(({ kind, problem, retry }) => (
        <Alert key={kind} color="red" variant="outline" role="alert" mb="xs" data-part-failed={kind}>
          <Group justify="space-between">
            <Text size="sm">{t('part', { what: t(kind) })} {problem.message}</Text>
            <Button size="xs" variant="default" onClick={retry}>{t('retry')}</Button>
          </Group>
        </Alert>
      ))}
      {!isReady && <Waiting lines={10} height={32} />}
      {isReady && !begun && failed.length === 0 && <First clientId={clientId} mayAct={mayAct} />}
      {isReady && rows.length > 0 && chosen.length === 0 && <Text c="dimmed" size="sm" py="sm">{t('none')}</Text>}
      {isReady && shown.length > 0 && <Rows rows={shown} at={at} />}
      <Group justify="space-between" mt="xs">
        {chosen.length > shown.length && <Button variant="default" size="xs"
          onClick={() => set({ rows: String(count + STEP) }, { replace: true })}>{t('showMore')}</Button>}
        {since !== undefined && <To to={`/clients/${clientId}/statement`} size="sm">{t('since', { day: since })}</To>}
      </Group>
    </SideCard>
  );
}

function Rows({ rows, at }: { rows: readonly Row[]; at: string | undefined }): ReactNode {
  const t = useWords(timelineWords);
  return (
    <div className="timeline" style={{ overflowX: 'auto' }} role="region" aria-label={t('title')} tabIndex={0}>
      <table className="list" data-density="compact">
        <caption className="skip">{t('title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('when')}</th><th scope="col">{t('event')}</th><th scope="col"
              data-align="right">{t('charged')}</th>
            <th scope="col" data-align="right">{t('paid')}</th><th scope="col" data-align="right">{t('balance')}</th>
          </tr>
        </thead>
        <tbody>{rows.map((row) => <Event key={row.key} row={row} isAt={row.key === at} />)}</tbody>
      </table>
    </div>
  );
}

function Event({ row, isAt }: { row: Row; isAt: boolean }): ReactNode {
  const why = useWhy();
  const { at, kind, text, about, to, who, why: reason, charged, paid, balance, shape } = row;
  const more = [about, who].filter((part) => part).join(' · ');
  const Icon = SHAPES[shape ?? ''] ?? ICONS[kind];
  const sum = (value: number | undefined, explained: boolean): ReactNode => (value === undefined ? null
    : <Amount value={value} {...(explained && reason ? { onWhy: () => why(reason[0], reason[1]) } : {})} />);
  return (
    <tr data-event-kind={kind} data-at={isAt || undefined}>
      <td><MomentText value={at} /></td>
      <td data-event>
        <div className="event">
          <Icon size={16} aria-hidden />
          <div>
            {to === undefined ? <span>{text}</span> : <To to={to} size="sm" style={{ display: 'inline-block' }}>{text}</To>}
            {more !== '' && <Text size="xs" c="dimmed" lineClamp={2} title={more}>{more}</Text>}
          </div>
        </div>
      </td>
      <td data-align="right">{sum(charged, true)}</td>
      <td data-align="right">{sum(paid, true)}</td>
      <td data-align="right">{balance === undefined ? null
        : <Amount value={balance} strong tone={balance < 0 ? 'bad' : undefined} />}</td>
    </tr>
  );
}

function First({ clientId, mayAct }: { clientId: string; mayAct: boolean }): ReactNode {
  const t = useWords(timelineWords);
  const c = useWords(clientWords);
  const go = useGo();
  const [, set] = useUrl();
  if (!mayAct) return <Empty title={t('first')} />;
  return (
    <Empty title={t('first')} text={t('firstText')}>
      <Button onClick={() => set({ sell: clientId })}>{c('sellFirst')}</Button>
      <Button variant="default" onClick={() => go('/schedule')}>{c('bookTrial')}</Button>
      <Button variant="default" onClick={() => go(`/invoices/new?client=${clientId}`)}>{c('invoice')}</Button>
    </Empty>
  );
}
