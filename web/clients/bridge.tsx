/** The drawing of the bridge, fetched apart. */
import type { ReactNode } from 'react';
import { Bar, BarChart, Cell, LabelList, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { useFormat } from '../lib/format.ts';
import { SERIES } from '../ui/chart.tsx';
import type { Bar as Step } from './period-bridge.tsx';

export default function Bridge({ bars, theme,
  height }: { bars: readonly Step[]; theme: 'light' | 'dark'; height: number }): ReactNode {
  const format = useFormat();
  const [blue, red, green, , grey] = SERIES[theme];
  const ink = theme === 'light' ? '#475569' : '#9ca3af';
  const colourOf = ({ key, amount }: Step): string =>
    (key === 'opening' || key === 'closing' ? amount < 0 ? red : blue : amount < 0 ? grey : green);
  const data = bars.map((bar) =>
    ({ ...bar, span: [Math.min(bar.from, bar.to), Math.max(bar.from, bar.to)], label: format.shortMoney(bar.amount) }));
  return (
    <div aria-hidden style={{ height }}>
      <ResponsiveContainer width="100%" height={height}>
        <BarChart data={data} margin={{ top: 20, right: 4, bottom: 0, left: 4 }} accessibilityLayer={false}>
          <XAxis dataKey="name" tick={{ fontSize: 11, fill: ink }} stroke={ink} interval={0} />
          <YAxis hide />
          <ReferenceLine y={0} stroke={ink} />
          <Bar dataKey="span" isAnimationActive={false}>
            {data.map((bar) => <Cell key={bar.key} fill={colourOf(bar)} />)}
            <LabelList dataKey="label" position="top" style={{ fontSize: 11, fill: ink }} />
          </Bar>
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}
