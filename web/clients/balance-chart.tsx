/** The account over time: a line in steps, since a balance jumps, filled above and below nothing. */
import { Group, Text, VisuallyHidden, useComputedColorScheme } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, lazy, Suspense } from 'react';
import type { Answer } from '../lib/api.ts';
import { type Format, useFormat } from '../lib/format.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWhy } from '../lib/why.ts';
import { type Say, useWords } from '../lib/words.ts';
import { Chart } from '../ui/chart.tsx';
import { Amount, MomentText } from '../ui/figures.tsx';
import { List } from '../ui/list.tsx';
import { Loaded } from '../ui/states.tsx';
import { SideCard } from './client-side.tsx';
import { eventText, moneyKey, useHistory, whyOf } from './timeline-rows.ts';
import { timelineWords } from './timeline-words.ts';

const StepLine = lazy(() => import('./step-line.tsx'));
type History = Answer<'report.balance-history'>;
export const CHART_HEIGHT = 200;

export function BalanceChart({ clientId }: { clientId: string }): ReactNode {
  const query = useHistory(clientId);
  return (
    <div style={{ minHeight: CHART_HEIGHT + 120 }}>
      <Loaded query={query} lines={1} height={CHART_HEIGHT + 90}>{(history) => <Picture history={history} />}</Loaded>
    </div>
  );
}

const spoken = (event: History['events'][number], t: Say<keyof (typeof timelineWords)['ru']>, format: Format): string =>
  [format.moment(event.at), eventText(event, t), t('balanceAfter', { sum: format.money(event.balance) })].join(', ');

function useTitle({ closing }: History): string {
  const t = useWords(timelineWords);
  const format = useFormat();
  if (closing < 0) return t('chartNow_pay', { sum: format.money(-closing) });
  return closing > 0 ? t('chartNow_credit', { sum: format.money(closing) }) : t('chartNow_even');
}

function Picture({ history }: { history: History }): ReactNode {
  const t = useWords(timelineWords);
  const format = useFormat();
  const { now } = useSession();
  const [{ at }, set] = useUrl();
  const theme = useComputedColorScheme('light');
  const title = useTitle(history);
  const { events, freezes, nextDue } = history;
  if (events.length === 0) return <SideCard title={title}><Text size="sm" c="dimmed">{t('chartEmpty')}</Text></SideCard>;
  const index = events.findIndex((event) => moneyKey(event) === at);
  const go = (next: number): void => {
    const event = events[Math.max(0, Math.min(events.length - 1, next))];
    if (event) set({ at: moneyKey(event) }, { replace: true });
  };
  const onKeyDown = (pressed: KeyboardEvent): void => {
    const steps: Readonly<Record<string, number>> = { ArrowLeft: index === -1 ? events.length - 1 : index - 1,
      ArrowRight: index + 1, Home: 0, End: events.length - 1 };
    const next = steps[pressed.code];
    if (next === undefined) return;
    pressed.preventDefault();
    go(next);
  };
  const current = events[index];
  return (
    <Chart title={title} question={t('chartQuestion')} table={<Twin events={events} />} picture={(
      <>
        <VisuallyHidden>{t('chartSays', { title, count: events.length })}</VisuallyHidden>
        <div role="slider" tabIndex={0} aria-label={t('chartWalk')} aria-valuemin={0} aria-valuemax={events.length}
          aria-valuenow={index + 1}
          aria-valuetext={current === undefined ? title : spoken(current, t, format)}
          onKeyDown={onKeyDown} style={{ height: CHART_HEIGHT }} data-chart="balance">
          <Suspense fallback={null}>
            <StepLine history={history} now={now()} theme={theme} current={index} onChoose={go} height={CHART_HEIGHT} />
          </Suspense>
        </div>
        <Group gap="md" mih={28} mt={4}>
          {current ? <Current event={current} /> : (
            <Text size="xs" c="dimmed">
              {[...(nextDue === null ? []
                : [t('nextDue', { day: format.day(nextDue.dueDate), sum: format.money(nextDue.amount) })]),
                ...freezes.map(({ name, from, to }) =>
                  t('frozenBand', { name, from: format.day(from), to: format.day(to) }))].join(' · ')}
            </Text>
          )}
        </Group>
      </>
    )} />
  );
}

function Current({ event }: { event: History['events'][number] }): ReactNode {
  const t = useWords(timelineWords);
  const why = useWhy();
  const reason = whyOf(event);
  return (
    <Group gap="sm" aria-hidden={false}>
      <Text size="sm"><MomentText value={event.at} /> · {eventText(event, t)}</Text>
      <Amount value={event.amount} sign {...(reason ? { onWhy: () => why(reason[0], reason[1]) } : {})} />
      <Text size="sm" component="span">→ <Amount value={event.balance} strong /></Text>
    </Group>
  );
}

function Twin({ events }: { events: History['events'] }): ReactNode {
  const t = useWords(timelineWords);
  return (
    <div style={{ maxHeight: 320, overflowY: 'auto' }}>
      <List label={t('chartQuestion')} rows={events} rowKey={moneyKey} keys={false} empty={null} columns={[
        { key: 'at', title: t('when'), cell: (event) => <MomentText value={event.at} /> },
        { key: 'event', title: t('event'), cell: (event) => eventText(event, t) },
        { key: 'amount', title: t('money'), align: 'right', cell: (event) => <Amount value={event.amount} sign /> },
        { key: 'balance', title: t('balance'), align: 'right', cell: (event) => <Amount value={event.balance} strong /> },
      ]} />
    </div>
  );
}
