/** The owner's home: how the month is, whether the books are right, and what needs somebody. */
import { Stack } from '@mantine/core';
import { type ReactNode, useRef } from 'react';
import { useFormat } from '../lib/format.ts';
import { type Asked, useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Page } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { FirstSteps } from './first-steps.tsx';
import { Hero } from './hero.tsx';
import { thirteenMonths } from './months.ts';
import { Burning, Debts, Nights, Occupied, Proven, Todo, useBurning, useDesk, useNights, useOccupied } from './overview-parts.tsx';
import { overviewWords } from './overview-words.ts';
import './reports.css';
import { RevenueChart, basisOf, useRevenue } from './revenue-chart.tsx';

export default function OverviewScreen(): ReactNode {
  const t = useWords(overviewWords);
  const format = useFormat();
  const { today, can } = useSession();
  const [{ basis }] = useUrl();
  const overview = useAsk('report.overview', {});
  const receivables = useAsk('report.receivables', { limit: 1 });
  const nights = useNights();
  const revenue = useRevenue(thirteenMonths(today), basisOf(basis));
  const parts = [overview, receivables, nights, useOccupied(), useBurning()];
  const desk = useDesk();
  const settled = useRef(false);
  // A part that failed is asked anew when it is shown, so what has come once stays.
  settled.current ||= revenue.isSettled && parts.every(({ isPending }) => !isPending) && !desk.isLoading;
  const isEmpty = overview.data?.history.every(({ received, accrued }) => received === 0 && accrued === 0) ?? false;
  return (
    <Page name="overview" title={t('title', { month: format.month(today) })} ready={overview.data !== undefined}>
      <Stack gap="sm">
        <div className="hero-place">
          <Loaded query={overview} lines={1} height={148}>
            {(data) => <Hero overview={data} debts={isEmpty ? undefined : receivables.data?.history.map(({ total }) => total)} />}
          </Loaded>
        </div>
        {overview.data && can('proof.read') !== undefined && <Proven />}
        {isEmpty && can('settings.manage') !== undefined && <FirstSteps />}
        {settled.current && <Below receivables={receivables} nights={nights} />}
      </Stack>
    </Page>
  );
}

type BelowProps = { receivables: Asked<'report.receivables'>; nights: Asked<'report.nights'> };

/** The pictures come together: what is above never pushes down what is below. */
function Below({ receivables, nights }: BelowProps): ReactNode {
  const { today } = useSession();
  return (
    <>
        <RevenueChart span={thirteenMonths(today)} height={200} />
        <Debts query={receivables} />
        <div className="halves">
          <Todo nights={nights.data?.nights ?? []} />
          <Burning />
        </div>
        <div className="halves">
          <Occupied />
          <Nights query={nights} />
        </div>
    </>
  );
}
