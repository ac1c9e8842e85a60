/** Closed shifts, the newest first; a row opens what was counted. */
import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Amount, MomentText } from '../ui/figures.tsx';
import { type Column, List } from '../ui/list.tsx';
import { Empty } from '../ui/states.tsx';
import { takingsOf, totalOf } from './shift-bar.tsx';
import { shiftWords } from './words.ts';

export type Shift = Answer<'shift.list'>['shifts'][number];
type Counted = { expected: number | undefined; counted: number | undefined; difference: number | undefined };

export function cashOf(shift: Shift): Counted {
  const cash = shift.methods.find(({ method }) => method === 'CASH');
  return { expected: cash?.expected, counted: cash?.counted ?? undefined, difference: cash?.difference ?? undefined };
}

export function PastShifts({ shifts,
  pagination }: { shifts: readonly Shift[]; pagination: { total: number; page: number; limit: number } }): ReactNode {
  const t = useWords(shiftWords);
  const [, set] = useUrl();
  const peek = (shift: Shift): void => set({ panel: shift.id });
  const columns: Column<Shift>[] = [
    { key: 'start', title: t('start'), cell: (shift) => (
      <UnstyledButton onClick={() => peek(shift)} fz="sm" mih={24} c="var(--mantine-color-anchor)">
        <MomentText value={shift.openedAt} />
      </UnstyledButton>
    ) },
    { key: 'end', title: t('end'), cell: ({ closedAt }) => <MomentText value={closedAt} /> },
    { key: 'takings', title: t('takings'), align: 'right', cell: (shift) => <Amount value={totalOf(takingsOf(shift))} /> },
    { key: 'expected', title: t('cashExpected'), align: 'right', second: true,
      cell: (shift) => <Amount value={cashOf(shift).expected} /> },
    { key: 'counted', title: t('cashCounted'), align: 'right', second: true,
      cell: (shift) => <Amount value={cashOf(shift).counted} /> },
    { key: 'difference', title: t('difference'), align: 'right', cell: (shift) => {
      const { difference } = cashOf(shift);
      return <Amount value={difference} sign tone={difference === undefined || difference === 0 ? 'dimmed' : 'bad'} />;
    } },
    { key: 'note', title: t('noteColumn'), cell: ({ note }) => note ?? '', second: true },
  ];
  return (
    <div className="card noprint">
      <h2 style={{ fontSize: '1rem', margin: 0 }}>{t('past')}</h2>
      <List label={t('past')} rows={shifts} columns={columns} rowKey={({ id }) => id} pagination={pagination} onPeek={peek}
        empty={<Empty title={t('noPast')} text={t('noPastText')} />} />
    </div>
  );
}
