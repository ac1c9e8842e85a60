/** The drawing of columns, of a line and of a waterfall, fetched apart: the sums can be read without it. */
import type { ReactNode } from 'react';
import { Bar, Cell, ComposedChart, LabelList, Line, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import type { Point, Series } from './chart-frame.tsx';

export type ColumnsProps = {
  points: readonly Point[]; series: readonly Series[]; theme: 'light' | 'dark'; height: number; current: number;
  /** A column from nothing, a line over the columns' middles, or pieces that hang from each other. */
  shape: 'bars' | 'line' | 'spans';
  /** The greatest value of the scale where several drawings share one. */
  top?: number | undefined;
  onMark: (point: number, series: number) => void;
  onPoint: (point: number) => void;
};

/** The label stands off what is drawn behind it. */
const LABEL = {
  fontSize: 12, fontVariantNumeric: 'tabular-nums', paintOrder: 'stroke', stroke: 'var(--mantine-color-body)', strokeWidth: 4,
} as const;

export default function Columns({ points, series, theme, height, current, shape, top, onMark, onPoint }: ColumnsProps): ReactNode {
  const ink = theme === 'light' ? '#475569' : '#9ca3af';
  const data = points.map(({ key, values, outline, label, span }) => ({
    key, label, outline: outline ?? null, span, peak: span ? Math.max(...span) : Math.max(0, ...positiveSum(values)), line: values[0],
    ...Object.fromEntries(values.map((value, index) => [`v${index}`, value])),
  }));
  const labels = <LabelList dataKey="label" position="top" offset={6} className="num" fill={ink} style={LABEL} {...{ 'data-money': true }} />;
  const faint = (index: number): number => (current === -1 || current === index ? 1 : 0.72);
  return (
    <ResponsiveContainer width="100%" height={height}>
      <ComposedChart data={data} margin={{ top: 22, right: 0, bottom: 1, left: 0 }} stackOffset="sign" accessibilityLayer={false}
        barCategoryGap="18%">
        <XAxis dataKey="key" hide />
        <XAxis xAxisId="outline" dataKey="key" hide />
        <YAxis hide domain={[(low: number) => Math.min(0, low), (high: number) => top ?? Math.max(1, high)]} />
        {shape === 'bars' && <Bar dataKey="outline" xAxisId="outline" fill="none" stroke={ink} strokeWidth={1} isAnimationActive={false} />}
        {shape === 'bars' && series.map(({ name, colour }, index) => (
          <Bar key={name} dataKey={`v${index}`} stackId="all" fill={colour} isAnimationActive={false} cursor="pointer" maxBarSize={64}
            stroke="var(--mantine-color-body)" strokeWidth={1}
            onClick={(_bar: unknown, point: number) => onMark(point, index)} onMouseEnter={(_bar: unknown, point: number) => onPoint(point)}>
            {points.map(({ key, colour: own }, point) => <Cell key={key} fillOpacity={faint(point)} {...(own === undefined ? {} : { fill: own })} />)}
          </Bar>
        ))}
        {shape === 'bars' && <Line dataKey="peak" stroke="none" dot={false} activeDot={false} isAnimationActive={false}>{labels}</Line>}
        {shape === 'spans' && (
          <Bar dataKey="span" isAnimationActive={false} cursor="pointer" maxBarSize={110}
            onClick={(_bar: unknown, point: number) => onMark(point, 0)} onMouseEnter={(_bar: unknown, point: number) => onPoint(point)}>
            {points.map(({ key, colour }) => <Cell key={key} fill={colour ?? series[0]?.colour ?? ink} />)}
          </Bar>
        )}
        {shape === 'spans' && <Line dataKey="peak" stroke="none" dot={false} activeDot={false} isAnimationActive={false}>{labels}</Line>}
        {shape === 'line' && <Bar dataKey="line" fill="transparent" isAnimationActive={false} cursor="pointer"
          onClick={(_bar: unknown, point: number) => onMark(point, 0)} onMouseEnter={(_bar: unknown, point: number) => onPoint(point)} />}
        {shape === 'line' && (
          <Line dataKey="line" type="linear" stroke={series[0]?.colour ?? ink} strokeWidth={2} isAnimationActive={false} activeDot={false}
            dot={{ r: 4, fill: series[0]?.colour ?? ink, style: { pointerEvents: 'none' } }} style={{ pointerEvents: 'none' }}>{labels}</Line>
        )}
        <ReferenceLine y={0} stroke={ink} />
      </ComposedChart>
    </ResponsiveContainer>
  );
}

/** What is drawn above nothing: the height at which the label of a column stands. */
const positiveSum = (values: readonly number[]): number[] => [values.reduce((sum, value) => sum + Math.max(0, value), 0)];
