/** The bridge from the opening to the closing balance: what was charged, paid and taken back. */
import { useComputedColorScheme } from '@mantine/core';
import { type ReactNode, Suspense, lazy } from 'react';
import { kopecksOf, useFormat } from '../lib/format.ts';
import { useWords } from '../lib/words.ts';
import { Chart } from '../ui/chart.tsx';
import { Amount } from '../ui/figures.tsx';
import { List } from '../ui/list.tsx';
import type { Statement } from './statement-screen.tsx';
import { statementWords } from './statement-words.ts';

const Bridge = lazy(() => import('./bridge.tsx'));
const HEIGHT = 240;
export type Bar = {
  key: 'opening' | 'charged' | 'paid' | 'reversed' | 'closing'; name: string; from: number; to: number; amount: number;
};

/** Each bar begins where the one before it ended. Kopecks within, roubles outside. */
function barsOf(statement: Statement, name: (key: Bar['key']) => string): Bar[] {
  const total = (types: readonly string[]): number => statement.movements.filter(({ type }) => types.includes(type))
    .reduce((sum, { paid, charged }) => sum + kopecksOf(paid) - kopecksOf(charged), 0);
  // What was carried over is where the account begins, whenever it was written down.
  const opening = kopecksOf(statement.opening) + total(['OPENING', 'OPENING_REVERSAL']);
  const steps = [
    { key: 'charged', amount: total(['INVOICE', 'INVOICE_CHANGE']) }, { key: 'paid', amount: total(['PAYMENT']) },
    { key: 'reversed', amount: total(['PAYMENT_REVERSAL', 'REFUND', 'REFUNDED_SERVICE']) },
  ] as const;
  let at = opening;
  const middle = steps.filter(({ amount }) => amount !== 0).map(({ key, amount }) => {
    const bar = { key, name: name(key), from: at / 100, to: (at + amount) / 100, amount: amount / 100 };
    at += amount;
    return bar;
  });
  const end = (key: 'opening' | 'closing', value: number): Bar =>
    ({ key, name: name(key), from: 0, to: value / 100, amount: value / 100 });
  return [end('opening', opening), ...middle, end('closing', at)];
}

export function PeriodBridge({ statement }: { statement: Statement }): ReactNode {
  const t = useWords(statementWords);
  const format = useFormat();
  const theme = useComputedColorScheme('light');
  const bars = barsOf(statement, (key) => t(`bar_${key}`));
  const change = (kopecksOf(statement.closing) - kopecksOf(statement.opening)) / 100;
  const title = t(change < 0 ? 'bridge_owes' : change > 0 ? 'bridge_pays' : 'bridge_same',
    { sum: format.money(Math.abs(change)) });
  return (
    <Chart title={title} question={t('bridgeQuestion')} picture={(
      <div role="img" aria-label={bars.map(({ name, amount }) => `${name}: ${format.money(amount)}`).join('; ')}
        style={{ height: HEIGHT }}>
        <Suspense fallback={null}><Bridge bars={bars} theme={theme} height={HEIGHT} /></Suspense>
      </div>
    )} table={(
      <List label={t('bridgeQuestion')} rows={bars} rowKey={({ key }) => key} keys={false} empty={null} columns={[
        { key: 'name', title: t('what'), cell: ({ name }) => name },
        { key: 'amount', title: t('balance'), align: 'right', cell: ({ amount }) => <Amount value={amount} /> },
      ]} />
    )} />
  );
}
