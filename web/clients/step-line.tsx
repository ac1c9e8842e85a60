/** The drawing itself, fetched apart: the charting library is not needed to see the sums. */
import type { ReactNode } from 'react';
import { Area, ComposedChart, ReferenceArea, ReferenceDot, ReferenceLine, ResponsiveContainer, XAxis,
  YAxis } from 'recharts';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { SERIES } from '../ui/chart.tsx';

type History = Answer<'report.balance-history'>;
type StepLineProps = {
  history: History; now: string; theme: 'light' | 'dark'; current: number; onChoose: (index: number) => void; height: number;
};
type Kind = History['events'][number]['kind'];
const ms = (iso: string): number => Date.parse(iso.length === 10 ? `${iso}T12:00:00Z` : iso);

export default function StepLine({ history, now, theme, current, onChoose, height }: StepLineProps): ReactNode {
  const format = useFormat();
  const { opening, closing, events, freezes, nextDue } = history;
  const [good, bad, grey] = theme === 'light' ? [SERIES.light[2], SERIES.light[1], '#475569']
    : [SERIES.dark[2], SERIES.dark[1], '#9ca3af'];
  const points = [
    { x: ms(events[0]!.at) - 86_400_000, y: opening }, ...events.map(({ at, balance }) => ({ x: ms(at), y: balance })),
    { x: ms(now), y: closing },
  ];
  const values = points.map(({ y }) => y);
  const [top, bottom] = [Math.max(0, ...values), Math.min(0, ...values)];
  const zero = top === bottom ? 1 : top / (top - bottom);
  const ends = [points[0]!.x, Math.max(ms(now), nextDue === null ? 0 : ms(nextDue.dueDate))] as [number, number];
  return (
    <div aria-hidden style={{ height }}>
      <ResponsiveContainer width="100%" height={height}>
        <ComposedChart data={points} margin={{ top: 10, right: 10, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <defs>
            <linearGradient id="balance-fill" x1="0" y1="0" x2="0" y2="1">
              <stop offset={zero} stopColor={good} stopOpacity={0.25} /><stop offset={zero} stopColor={bad}
                stopOpacity={0.25} />
            </linearGradient>
            <linearGradient id="balance-line" x1="0" y1="0" x2="0" y2="1">
              <stop offset={zero} stopColor={good} /><stop offset={zero} stopColor={bad} />
            </linearGradient>
          </defs>
          <XAxis dataKey="x" type="number" scale="time" domain={ends}
            tickFormatter={(at: number) => format.shortDay(new Date(at).toISOString())}
            tick={{ fontSize: 12, fill: grey }} stroke={grey} minTickGap={48} />
          <YAxis tickFormatter={format.shortMoney} tick={{ fontSize: 12, fill: grey }} stroke={grey} width={86} />
          {freezes.map(({ subscriptionId, from, to }) => (
            <ReferenceArea key={`${subscriptionId}:${from}`} x1={Math.max(ends[0], ms(from))} x2={Math.min(ends[1], ms(to))}
              fill="#0072b2" fillOpacity={0.12}
              label={{ value: '❄', fontSize: 14, fill: grey, position: 'insideTop' }} ifOverflow="hidden" />
          ))}
          <ReferenceLine y={0} stroke={grey} />
          <Area dataKey="y" type="stepAfter" stroke="url(#balance-line)" strokeWidth={2} fill="url(#balance-fill)"
            isAnimationActive={false}
            baseValue={0} dot={false} activeDot={false} />
          {nextDue !== null && <ReferenceLine x={ms(nextDue.dueDate)} stroke={bad} strokeDasharray="4 4" />}
          {events.map(({ at, kind, balance, invoiceId, paymentId }, index) => (
            <ReferenceDot key={`${at}:${kind}:${invoiceId ?? paymentId ?? index}`} x={ms(at)} y={balance}
              r={index === current ? 7 : 5} ifOverflow="extendDomain"
              shape={(props: unknown) => <Mark {...(props as MarkProps)} kind={kind} theme={theme}
                isCurrent={index === current} onChoose={() => onChoose(index)} />} />
          ))}
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}

type MarkProps = { cx?: number; cy?: number };
/** ▲ money in, ● invoice, ✕ taken back, ◆ changed or voided, ■ brought in from the former program. */
function Mark({ cx = 0, cy = 0, kind, theme, isCurrent,
  onChoose }: MarkProps & { kind: Kind; theme: 'light' | 'dark'; isCurrent: boolean; onChoose: () => void }): ReactNode {
  const size = isCurrent ? 7 : 4.5;
  const colours = SERIES[theme];
  const colour = kind === 'PAYMENT' ? colours[2] : kind === 'INVOICE' ? colours[0] : kind === 'REVERSAL' || kind === 'REFUND'
    ? colours[1] : colours[3];
  const paths: Readonly<Record<Kind, string>> = {
    PAYMENT: `M0 ${-size} L${size} ${size} L${-size} ${size} Z`, OPENING: `M${-size} ${-size} h${2 * size} v${2 * size} h${-2 * size} Z`,
    INVOICE: `M${-size} 0 a${size} ${size} 0 1 0 ${2 * size} 0 a${size} ${size} 0 1 0 ${-2 * size} 0`,
    REVERSAL: `M${-size} ${-size} L${size} ${size} M${size} ${-size} L${-size} ${size}`,
    REFUND: `M${-size} ${-size} L${size} ${size} M${size} ${-size} L${-size} ${size}`,
    VOID: `M0 ${-size} L${size} 0 L0 ${size} L${-size} 0 Z`, CHANGE: `M0 ${-size} L${size} 0 L0 ${size} L${-size} 0 Z`,
  };
  return (
    <g transform={`translate(${cx} ${cy})`} style={{ cursor: 'pointer' }} onClick={onChoose} onMouseEnter={onChoose}>
      <rect x={-8} y={-8} width={16} height={16} fill="transparent" />
      <path d={paths[kind]} fill={colour} stroke={colour} strokeWidth={2} />
    </g>
  );
}
