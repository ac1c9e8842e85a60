/** Revenue by month and service: columns of at most four services and the rest, last year as an outline. */
import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormat } from '../lib/format.ts';
import { type Asked, useAsk } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Chart } from '../ui/chart.tsx';
import { Amount } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { Loaded } from '../ui/states.tsx';
import { ChartFrame, type Point, useSeriesColours } from './chart-frame.tsx';
import { type Span, yearBefore } from './months.ts';
import { type Basis, type Kind, REST, type Revenue, amountOf, kindsOf, titled } from './revenue-data.ts';
import { useShort } from './short.ts';
import { reportWords } from './words.ts';

export const basisOf = (basis: string | undefined): Basis => (basis === 'RECEIVED' ? 'RECEIVED' : 'ACCRUED');

/** The address of the rows of a month, of one of its kinds, or of all of it. */
export function revenueHref(basis: Basis, { from, to }: Span, month: string, kind?: Kind, more: Readonly<Record<string, string>> = {}): string {
  const search = new URLSearchParams({
    ...more, from, to, ...(basis === 'RECEIVED' ? { basis } : {}), month, ...(kind ? { service: kind.service ?? REST } : {}),
  });
  return `/reports/revenue?${search.toString()}`;
}

/** The period and the year before it. They come together, so that the words of the title do not grow later. */
export function useRevenue(span: Span, basis: Basis): { revenue: Asked<'report.revenue'>; before: Revenue | undefined; isSettled: boolean } {
  const revenue = useAsk('report.revenue', { ...span, basis });
  const before = useAsk('report.revenue', { ...yearBefore(span), basis });
  return { revenue, before: before.data, isSettled: !revenue.isPending && !before.isPending };
}

export function BasisToggle(): ReactNode {
  const t = useWords(reportWords);
  const [{ basis }, set] = useUrl();
  return (
    <SegmentedControl size="xs" aria-label={t('basis')} value={basisOf(basis)} data={[{ value: 'ACCRUED', label: t('ACCRUED') }, { value: 'RECEIVED', label: t('RECEIVED') }]}
      onChange={(value) => set({ basis: value === 'ACCRUED' ? undefined : value }, { replace: true })} />
  );
}

type RevenueChartProps = { span: Span; chosen?: string | undefined; height?: number };

/** `height` is that of the columns; the place of all of it is kept from the beginning. */
export function RevenueChart({ span, chosen, height = 240 }: RevenueChartProps): ReactNode {
  const [url] = useUrl();
  const basis = basisOf(url['basis']);
  const { revenue: now, before, isSettled } = useRevenue(span, basis);
  return (
    <div className="report-body" style={{ minHeight: height + 190 }}>
      <Loaded query={isSettled ? now : { ...now, data: undefined } as typeof now} lines={1} height={height + 180}>
        {(revenue) => <Picture revenue={revenue} before={before} span={span} basis={basis} chosen={chosen} height={height} />}
      </Loaded>
    </div>
  );
}

type PictureProps = { revenue: Revenue; before: Revenue | undefined; span: Span; basis: Basis; chosen: string | undefined; height: number };

function Picture({ revenue, before, span, basis, chosen, height }: PictureProps): ReactNode {
  const t = useWords(reportWords);
  const title = useRevenueTitle(revenue, before, basis);
  const colours = useSeriesColours();
  const kinds = kindsOf(revenue, t('rest'));
  const names = titled(kinds);
  const points = useRevenuePoints(revenue, before, kinds);
  return (
    <Chart question={t('revenueQuestion')} title={title} actions={<BasisToggle />} table={<RevenueTwin revenue={revenue} kinds={kinds} span={span} basis={basis} />}
      picture={(
        <ChartFrame points={points} height={height} takeaway={title} chosen={revenue.months.findIndex(({ month }) => month === chosen)}
          series={kinds.map(({ service }, index) => ({ name: names[index]!, colour: service === undefined ? colours[4] : colours[index]! }))}
          hrefOf={(point, part) => revenueHref(basis, span, revenue.months[point]!.month, part === undefined ? undefined : kinds[part])} />
      )} />
  );
}

export function useRevenuePoints(revenue: Revenue, before: Revenue | undefined, kinds: readonly Kind[]): Point[] {
  const t = useWords(reportWords);
  const format = useFormat();
  const short = useShort();
  return revenue.months.map(({ month, amount }, index) => {
    const values = kinds.map((kind) => amountOf(revenue, month, kind, kinds));
    const last = before?.months[index]?.amount ?? 0;
    return {
      key: month, short: short.month(month), name: format.month(month), label: amount === 0 ? '' : format.shortMoney(amount), text: format.money(amount), values,
      texts: values.map((value) => format.money(value)), outline: last === 0 ? undefined : last,
      notes: [last === 0 ? t('noYearAgo') : t('yearAgo', { sum: format.money(last) })],
    };
  });
}

/** The answer: the last whole month beside the one before it, and a year ago where there was one. */
export function useRevenueTitle(revenue: Revenue, before: Revenue | undefined, basis: Basis): string {
  const t = useWords(reportWords);
  const format = useFormat();
  const short = useShort();
  const { months } = revenue;
  if (months.every(({ amount }) => amount === 0)) return t('revenueNone');
  const index = Math.max(0, months.length - 2);
  const { month, amount } = months[index]!;
  const than = short.change(amount, months[index - 1]?.amount ?? 0);
  const year = short.change(amount, before?.months[index]?.amount ?? 0);
  const facts = { month: format.month(month), sum: format.money(amount), what: t(`what_${basis}`) };
  if (than === undefined) return t('revenueOne', facts);
  return year === undefined ? t('revenueThan', { ...facts, than }) : t('revenueYear', { ...facts, than, year });
}

/** The same figures, each a link to the invoices that it is made of. */
function RevenueTwin({ revenue, kinds, span, basis }: { revenue: Revenue; kinds: readonly Kind[]; span: Span; basis: Basis }): ReactNode {
  const t = useWords(reportWords);
  const format = useFormat();
  const names = titled(kinds);
  const linked = (month: string, sum: number, kind?: Kind): ReactNode => (
    <To stay to={revenueHref(basis, span, month, kind)} c="inherit" className="num" data-money data-cell={`${month} ${kind?.name ?? ''}`}>{format.money(sum)}</To>
  );
  return (
    <div className="twin" role="region" tabIndex={0} aria-label={t('revenueQuestion')}>
      <table className="ledger">
        <thead>
          <tr>
            <th scope="col">{t('month')}</th>
            {names.map((name) => <th key={name} scope="col" data-align="right">{name}</th>)}
            <th scope="col" data-align="right">{t('total')}</th>
          </tr>
        </thead>
        <tbody>
          {revenue.months.toReversed().map(({ month, amount }) => (
            <tr key={month}>
              <th scope="row">{format.month(month)}</th>
              {kinds.map((kind, index) => <td key={names[index]} data-align="right">{linked(month, amountOf(revenue, month, kind, kinds), kind)}</td>)}
              <td data-align="right">{linked(month, amount)}</td>
            </tr>
          ))}
          <tr data-totals>
            <td>{t('total')}</td><td colSpan={kinds.length} /><td data-align="right"><Amount value={revenue.total} /></td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}

