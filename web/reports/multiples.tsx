/** Each service by itself, on one scale, so that the small ones are seen to be small. */
import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { To } from '../ui/link.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { ChartFrame, useSeriesColours } from './chart-frame.tsx';
import type { Span } from './months.ts';
import { BasisToggle, basisOf, revenueHref } from './revenue-chart.tsx';
import { type Kind, type Revenue, amountOf, servicesOf, titled } from './revenue-data.ts';
import { useShort } from './short.ts';
import { reportWords } from './words.ts';

const MOST = 12;
const HEIGHT = 100;

export function Multiples({ span }: { span: Span }): ReactNode {
  const t = useWords(reportWords);
  const [{ basis: asked }] = useUrl();
  const query = useAsk('report.revenue', { ...span, basis: basisOf(asked) });
  return (
    <section className="card report-body" aria-label={t('apart')} style={{ minHeight: 450 }}>
      <Loaded query={query} lines={1} height={420}>
        {(revenue) => {
          const kinds = servicesOf(revenue).slice(0, MOST);
          return kinds.length === 0 ? <Empty title={t('revenueNone')} /> : (
            <>
              <BasisToggle />
              <div className="multiples">{kinds.map((kind, index) => <One key={kind.service} revenue={revenue} kinds={kinds} index={index} span={span} />)}</div>
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

function One({ revenue, kinds, index, span }: { revenue: Revenue; kinds: readonly Kind[]; index: number; span: Span }): ReactNode {
  const t = useWords(reportWords);
  const format = useFormat();
  const short = useShort();
  const [{ basis: asked, month: chosen }] = useUrl();
  const basis = basisOf(asked);
  const colours = useSeriesColours();
  const kind = kinds[index]!;
  const all = revenue.segments.map(({ amount }) => amount);
  const last = revenue.months.at(-1)!.month;
  const amounts = revenue.months.map(({ month }) => amountOf(revenue, month, kind, kinds));
  const title = t('oneService', { name: titled(kinds)[index]!, month: format.month(last), sum: format.money(amounts.at(-1) ?? 0) });
  const href = (month: string): string => revenueHref(basis, span, month, kind, { view: 'apart' });
  return (
    <section aria-label={kind.name}>
      <Title order={2} fz="sm" lineClamp={1} title={kind.name}><To stay to={href(last)} c="inherit">{kind.name}</To></Title>
      <Text size="xs" c="dimmed">{t('oneServiceNow', { now: format.shortMoney(amounts.at(-1) ?? 0), most: format.shortMoney(Math.max(...amounts)) })}</Text>
      <ChartFrame bare takeaway={title} height={HEIGHT} least={20} top={Math.max(1, ...all)}
        series={[{ name: kind.name, colour: colours[0] }]} hrefOf={(point) => href(revenue.months[point]!.month)}
        chosen={revenue.months.findIndex(({ month }) => month === chosen)}
        points={revenue.months.map(({ month }, at) => ({
          key: month, short: short.month(month).slice(0, 1), name: `${kind.name}, ${format.month(month)}`, values: [amounts[at]!],
          texts: [], text: format.money(amounts[at]!), label: '',
        }))} />
    </section>
  );
}
