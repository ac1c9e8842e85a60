/** A line of thirteen months without an axis, fetched apart. It begins at nothing. */
import type { ReactNode } from 'react';
import { Area, AreaChart, ResponsiveContainer, YAxis } from 'recharts';

export default function Spark({ values, colour, height }: { values: readonly number[]; colour: string; height: number }): ReactNode {
  return (
    <ResponsiveContainer width="100%" height={height}>
      <AreaChart data={values.map((value) => ({ value }))} margin={{ top: 3, right: 3, bottom: 1, left: 3 }} accessibilityLayer={false}>
        <YAxis hide domain={[(low: number) => Math.min(0, low), (high: number) => Math.max(1, high)]} />
        <Area dataKey="value" stroke={colour} strokeWidth={1.5} fill={colour} fillOpacity={0.12} isAnimationActive={false} activeDot={false}
          dot={({ cx, cy, index, key }) =>
            (index === values.length - 1 ? <circle key={String(key)} cx={cx} cy={cy} r={2.5} fill={colour} /> : <g key={String(key)} />)} />
      </AreaChart>
    </ResponsiveContainer>
  );
}
