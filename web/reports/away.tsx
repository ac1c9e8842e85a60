/** Those who have a place and do not come: a list to call by. */
import { SegmentedControl, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { DayText } from '../ui/figures.tsx';
import type { Column } from '../ui/list.tsx';
import { usePersonColumns } from './person-columns.tsx';
import { RowsCard } from './rows-card.tsx';
import { reportWords } from './words.ts';

type Row = Answer<'report.absent'>['students'][number];
const AWAY = ['7', '14', '30', '60'] as const;

export function Away(): ReactNode {
  const t = useWords(reportWords);
  const format = useFormat();
  const [{ days = '14' }, set] = useUrl();
  const person = usePersonColumns();
  const columns: Column<Row>[] = [
    ...person,
    { key: 'last', title: t('lastVisit'), value: (row) => (row.lastVisitOn === null ? null : format.day(row.lastVisitOn)),
      cell: (row) => (row.lastVisitOn === null ? t('neverCame') : <DayText value={row.lastVisitOn} />) },
    { key: 'away', title: t('daysAway'), align: 'right', value: (row) => row.daysAway, cell: (row) => <span className="num">{row.daysAway}</span> },
    { key: 'groups', title: t('group'), value: (row) => row.groups.join(', '), cell: (row) => row.groups.join(', ') || '—' },
    { key: 'pass', title: t('pass'), second: true, value: (row) => t(row.hasPass ? 'has' : 'hasNot'), cell: (row) => t(row.hasPass ? 'has' : 'hasNot') },
  ];
  return (
    <Stack gap="sm">
      <div>
        <SegmentedControl size="xs" aria-label={t('awayFor')} value={days} data={AWAY.map((value) => ({ value, label: t('awayDays', { count: Number(value) }) }))}
          onChange={(value) => set({ days: value === '14' ? undefined : value }, { replace: true })} />
      </div>
      <RowsCard name="report.absent" input={{ days: Number(days) }} mark={days} file={`${t('tab_away')} ${days}`} columns={() => columns}
        read={({ students, pagination }) => ({ rows: students, pagination })} rowKey={(row) => row.studentId} href={(row) => `/clients/${row.clientId}`}
        titleOf={({ pagination }) => t('awayRows', { days: Number(days), count: pagination.total })} none={t('nobodyAway')} />
    </Stack>
  );
}
