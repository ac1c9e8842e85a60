/** What came in by each method since the shift was opened, as one bar; the words beside it say the same. */
import { Group, Progress, Stack, Text, Title, useComputedColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { kopecksOf, sumOf, useFormat } from '../lib/format.ts';
import { useWords } from '../lib/words.ts';
import { SERIES } from '../ui/chart.tsx';
import { Amount } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { methodWords } from '../ui/words.ts';
import { OpenShift } from './open-shift.tsx';
import { shiftWords } from './words.ts';

export type ShiftNow = NonNullable<Answer<'desk.get'>['shift']>;
export type MethodSum = { method: ShiftNow['methods'][number]['method']; sum: number };

const ORDER = ['CASH', 'CARD', 'ONLINE', 'BANK_TRANSFER'] as const;

/** Received by method: the cash that lay there at the start is nobody's payment. */
export const takingsOf = ({ methods, openingCash }: Pick<ShiftNow, 'methods' | 'openingCash'>): MethodSum[] =>
  methods.map(({ method, expected }) => ({ method, sum: method === 'CASH' ? sumOf([expected, -openingCash]) : expected }))
    .toSorted((a, b) => ORDER.indexOf(a.method) - ORDER.indexOf(b.method));

export const totalOf = (sums: readonly MethodSum[]): number => sumOf(sums.map(({ sum }) => sum));

/** Parts of a hundred for a bar; only of what is above zero. */
export function partsOf(sums: readonly MethodSum[], most?: number): { method: MethodSum['method']; percent: number }[] {
  const whole = most ?? sums.reduce((total, { sum }) => total + Math.max(0, kopecksOf(sum)), 0);
  return sums.filter(({ sum }) => sum > 0).map(({ method, sum }) => ({ method,
    percent: (kopecksOf(sum) * 100) / Math.max(1, whole) }));
}

export function useMethodColour(): (method: MethodSum['method']) => string {
  const scheme = useComputedColorScheme('light');
  return (method) => SERIES[scheme][ORDER.indexOf(method)] ?? SERIES[scheme][4];
}

export function MethodBar({ sums }: { sums: readonly MethodSum[] }): ReactNode {
  const colour = useMethodColour();
  return (
    <Progress.Root size={20} radius="sm" aria-hidden>
      {partsOf(sums).map(({ method, percent }) => (
        <Progress.Section key={method} value={percent} color={colour(method)} withAria={false} />
      ))}
    </Progress.Root>
  );
}

export function MethodSums({ sums }: { sums: readonly MethodSum[] }): ReactNode {
  const m = useWords(methodWords);
  const colour = useMethodColour();
  return (
    <ul className="rows">
      {sums.map(({ method, sum }) => (
        <li key={method} className="line">
          <span>
            <span className="swatch" aria-hidden style={{ background: colour(method) }} />{m(method)}
          </span>
          <Amount value={sum} />
        </li>
      ))}
    </ul>
  );
}

/** The shift in short, for the desk. */
export function ShiftBar({ shift }: { shift: ShiftNow | null }): ReactNode {
  const t = useWords(shiftWords);
  const format = useFormat();
  if (shift === null) return <Stack gap="xs"><Title order={2}>{t('closedNow')}</Title><div><OpenShift /></div></Stack>;
  const sums = takingsOf(shift);
  return (
    <Stack gap="xs">
      <Group justify="space-between" align="baseline">
        <Title order={2}>{t('title')}</Title><To to="/shift" size="sm">{t('goShift')}</To>
      </Group>
      <Text size="sm">{t('sinceLabel', { time: format.time(shift.openedAt), sum: format.money(shift.expectedCash) })}</Text>
      <MethodBar sums={sums} />
      <MethodSums sums={sums} />
    </Stack>
  );
}
