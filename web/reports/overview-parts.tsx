/** Parts of the overview that come by themselves: each keeps its own place, and only the one that failed says so. */
import { Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { AgeingBar } from '../debts/ageing-bar.tsx';
import { useFormat } from '../lib/format.ts';
import { type Asked, useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { Verdict } from '../proof/proof-screen.tsx';
import { Amount, DayText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { Loaded } from '../ui/states.tsx';
import { addressOf } from './address.ts';
import { NightsStrip, isOdd } from './nights-strip.tsx';
import { OccupancyChart } from './occupancy-chart.tsx';
import { plusDays } from './months.ts';
import { overviewWords } from './overview-words.ts';

const BURNING = 5;
const NIGHTS = 30;

/** The proof reads all of the books, so the page does not wait for it. */
export function Proven(): ReactNode {
  const proof = useAsk('proof.get', {}, { staleTime: 300_000 });
  return (
    <div className="proof-place" data-proof>
      <Loaded query={proof} lines={1} height={78}>
        {(data) => <To to="/proof" c="inherit" underline="never" display="block"><Verdict proof={data} /></To>}
      </Loaded>
    </div>
  );
}

export function Debts({ query }: { query: Asked<'report.receivables'> }): ReactNode {
  const t = useWords(overviewWords);
  const format = useFormat();
  return (
    <section className="card debts" aria-labelledby="overview-debts" style={{ minHeight: 152 }}>
      <Loaded query={query} lines={1} height={116}>
        {({ all }) => (
          <>
            <Text size="xs" c="dimmed">{t('debtsQuestion')}</Text>
            <Title order={2} id="overview-debts" mb="sm">
              {all.total === 0 ? t('noDebts') : t('debtsTitle', { total: format.money(all.total), overdue: format.money(all.overdue) })}
            </Title>
            <AgeingBar ageing={all} />
          </>
        )}
      </Loaded>
    </section>
  );
}

const fourWeeks = (today: string): { from: string; to: string } => ({ from: plusDays(today, -27), to: today });
export const useOccupied = (): Asked<'report.occupancy'> => useAsk('report.occupancy', fourWeeks(useSession().today));
export const useBurning = (): Asked<'report.expiring'> => useAsk('report.expiring', { days: 7, frozen: 'false', limit: BURNING });

export function Occupied(): ReactNode {
  const { today } = useSession();
  const query = useOccupied();
  const span = fourWeeks(today);
  return <OccupancyChart small query={query} hrefOf={(weekday, hour) => addressOf('/reports/occupancy', { ...span, weekday: String(weekday), hour: String(hour) })} />;
}

export function Burning(): ReactNode {
  const t = useWords(overviewWords);
  const format = useFormat();
  const query = useBurning();
  return (
    <section className="card" style={{ minHeight: 200 }} aria-labelledby="overview-burning">
      <Loaded query={query} lines={1} height={250}>
        {({ passes, totals }) => (
          <>
            <Text size="xs" c="dimmed">{t('burningQuestion')}</Text>
            <Title order={2} id="overview-burning" mb="xs">
              {totals.passes === 0 ? t('nothingBurns') : t('burns', { count: totals.passes, sessions: totals.sessions, sum: format.money(totals.value) })}
            </Title>
            <ul className="todo">
              {passes.map((pass) => (
                <li key={pass.subscriptionId}>
                  <span><To to={`/passes/${pass.subscriptionId}`}>{pass.studentName}</To> <Text span size="xs" c="dimmed">{pass.name}, <DayText value={pass.endDate} /></Text></span>
                  <Amount value={pass.value} />
                </li>
              ))}
            </ul>
            {totals.passes > 0 && <To to="/reports/renewals?tab=expiring">{t('allOf', { count: totals.passes })}</To>}
          </>
        )}
      </Loaded>
    </section>
  );
}

export function Nights({ query }: { query: Asked<'report.nights'> }): ReactNode {
  return (
    <div style={{ minHeight: 330 }}>
      <Loaded query={query} lines={1} height={320}>{({ nights }) => <NightsStrip nights={nights} />}</Loaded>
    </div>
  );
}

export const useNights = (): Asked<'report.nights'> => useAsk('report.nights', { limit: NIGHTS });

const SCREENS: Readonly<Record<string, string>> = { invoices: '/invoices', subscriptions: '/passes', trainings: '/schedule', groups: '/groups' };
const WAITING = ['payToday', 'renewals', 'endingPasses', 'unmarked'] as const;

export function useDesk(): Asked<'desk.get'> {
  const { can } = useSession();
  return useAsk('desk.get', can('desk.read') === undefined ? undefined : {});
}

/** What somebody has to do now: whatever is not empty, as links to exactly those rows. */
export function Todo({ nights }: { nights: readonly Answer<'report.nights'>['nights'][number][] }): ReactNode {
  const t = useWords(overviewWords);
  const format = useFormat();
  const desk = useDesk();
  const odd = nights.filter(isOdd);
  const lines = [
    ...WAITING.flatMap((name) => {
      const one = desk.data?.waiting[name];
      return one === undefined || one.count === 0 ? [] : [{
        key: name as string, text: t(name), href: addressOf(SCREENS[one.list] ?? '/desk', one.query), count: one.count, amount: one.amount,
      }];
    }),
    ...(odd.length === 0 ? [] : [{ key: 'nights', text: t('oddNights'), href: `/nightly-runs/${odd[0]!.runId}`, count: odd.length, amount: null }]),
  ];
  return (
    <section className="card" style={{ minHeight: 200 }} aria-labelledby="overview-todo">
      <Text size="xs" c="dimmed">{t('todoQuestion')}</Text>
      <Title order={2} id="overview-todo" mb="xs">{lines.length === 0 ? (desk.isLoading ? '…' : t('todoNothing')) : t('todo', { count: lines.length })}</Title>
      <ul className="todo">
        {lines.map(({ key, text, href, count, amount }) => (
          <li key={key}>
            <To to={href}>{text}</To>
            <Group gap="sm" wrap="nowrap">{amount !== null && <span className="num" data-money>{format.money(amount)}</span>}<b className="num">{count}</b></Group>
          </li>
        ))}
      </ul>
    </section>
  );
}
