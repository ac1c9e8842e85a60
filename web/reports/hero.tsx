/** How the month goes, in five figures: each beside a month and a year ago, each a link to what it is made of. */
import { Text } from '@mantine/core';
import { type ReactNode, Suspense, lazy } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useWords } from '../lib/words.ts';
import { To } from '../ui/link.tsx';
import { addressOf } from './address.ts';
import { useSeriesColours } from './chart-frame.tsx';
import { monthOf, thirteenMonths } from './months.ts';
import { overviewWords } from './overview-words.ts';
import { useShort } from './short.ts';

const Spark = lazy(() => import('./spark.tsx'));
const SPARK = 36;

export type Overview = Answer<'report.overview'>;
type Figure = Overview['received'];
type Tile = {
  key: string; name: string; text: string; href: string; lines: string[]; spark?: readonly number[];
  second?: { text: string; href: string };
};

export function Hero({ overview, debts }: { overview: Overview; debts: readonly number[] | undefined }): ReactNode {
  const tiles = useTiles(overview, debts);
  const t = useWords(overviewWords);
  const format = useFormat();
  return (
    <section className="hero" aria-label={t('month')}>
      <Text size="sm" c="dimmed" className="hero-note">{t('compared', { from: format.shortDay(overview.periods.now.from), to: format.shortDay(overview.today) })}</Text>
      {tiles.map(({ key, name, text, href, lines, spark, second }) => (
        <div key={key} className="card" data-tile={key}>
          <Text size="sm" c="dimmed">{name}</Text>
          <To to={href} className="num hero-figure" data-money data-figure={key} c="inherit">{text}</To>
          {second && <To to={second.href} data-money fz="sm" display="inline-block" mih={24} lh="24px" data-figure={`${key}-second`}>{second.text}</To>}
          {lines.map((line) => <Text key={line} size="xs" c="dimmed">{line}</Text>)}
          {spark !== undefined && <SparkLine values={spark} label={t('spark', { name })} />}
        </div>
      ))}
    </section>
  );
}

function SparkLine({ values, label }: { values: readonly number[]; label: string }): ReactNode {
  const colours = useSeriesColours();
  return (
    <div className="hero-spark" role="img" aria-label={label}>
      <div aria-hidden style={{ height: SPARK }}><Suspense fallback={null}><Spark values={values} colour={colours[0]} height={SPARK} /></Suspense></div>
    </div>
  );
}

function useTiles(overview: Overview, debts: readonly number[] | undefined): Tile[] {
  const t = useWords(overviewWords);
  const format = useFormat();
  const lines = useLines();
  const { received, accrued, due, overdue, credit, occupancy, periods: { now }, today, history } = overview;
  const month = thirteenMonths(today);
  const rate = (percent: number | null): string => (percent === null ? '—' : format.percent(percent));
  const was = (percent: number | null, of: 'Month' | 'Year'): string[] => [percent === null ? t(`none${of}`) : t(`was${of}`, { text: rate(percent) })];
  return [
    { key: 'received', name: t('received'), text: format.money(received.now), href: addressOf('/reports/money', now), lines: lines(received),
      spark: history.map((point) => point.received) },
    { key: 'accrued', name: t('accrued'), text: format.money(accrued.now), lines: lines(accrued),
      href: addressOf('/reports/revenue', { ...month, month: monthOf(today) }), spark: history.map((point) => point.accrued) },
    { key: 'due', name: t('due'), text: format.money(due.now), href: '/receivables', lines: lines(due),
      second: { text: t('overdue', { sum: format.money(overdue.now) }), href: '/invoices?view=OVERDUE' }, ...(debts && { spark: debts }) },
    { key: 'credit', name: t('credit'), text: format.money(credit.now), href: '/clients?credit=true', lines: lines(credit) },
    { key: 'occupancy', name: t('occupancy'), text: rate(occupancy.now.percent), href: addressOf('/reports/occupancy', now),
      lines: [
        t('places', { occupied: occupancy.now.occupied, places: occupancy.now.places }),
        ...was(occupancy.lastMonth.percent, 'Month'), ...was(occupancy.lastYear.percent, 'Year'),
      ] },
  ];
}

/** A month ago and a year ago, in words; where nothing was, that is said. */
function useLines(): (figure: Figure) => string[] {
  const t = useWords(overviewWords);
  const format = useFormat();
  const short = useShort();
  const line = (now: number, before: number, of: 'Month' | 'Year'): string => {
    const change = short.signed(now, before);
    return change === undefined ? t(`none${of}`) : t(`than${of}`, { change, sum: format.shortMoney(before) });
  };
  return ({ now, lastMonth, lastYear }) => [line(now, lastMonth, 'Month'), line(now, lastYear, 'Year')];
}
