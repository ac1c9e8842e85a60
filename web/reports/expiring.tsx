/** Passes that end soon with sessions left: what burns, in sessions and in money. */
import { Group, SegmentedControl, Stack, Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Amount, DayText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import type { Column } from '../ui/list.tsx';
import { Chip } from '../ui/status.tsx';
import { usePersonColumns } from './person-columns.tsx';
import { RowsCard } from './rows-card.tsx';
import { reportWords } from './words.ts';

type Row = Answer<'report.expiring'>['passes'][number];
const WITHIN = ['7', '14', '30'] as const;

export function Expiring(): ReactNode {
  const t = useWords(reportWords);
  const format = useFormat();
  const [{ days = '7', frozen }, set] = useUrl();
  const person = usePersonColumns();
  const columns = (answer: Answer<'report.expiring'> | undefined): Column<Row>[] => {
    const totals = frozen === 'true' ? answer?.frozen : answer?.totals;
    return [
      ...person,
      { key: 'pass', title: t('pass'), value: (row) => row.name, cell: (row) => (
        <>
          <To to={`/passes/${row.subscriptionId}`}>{row.name}</To>
          {row.isFrozen && <> <Chip kind="frozen">{t('frozen')}</Chip></>}
        </>
      ) },
      { key: 'end', title: t('endDate'), value: (row) => format.day(row.endDate), cell: (row) => <DayText value={row.endDate} /> },
      { key: 'daysLeft', title: t('daysLeft'), align: 'right', second: true, value: (row) => row.daysLeft, cell: (row) => <span className="num">{row.daysLeft}</span> },
      { key: 'sessions', title: t('sessionsLeft'), align: 'right', value: (row) => row.sessionsLeft,
        total: <span className="num">{totals?.sessions}</span>, cell: (row) => <span className="num">{row.sessionsLeft}</span> },
      { key: 'value', title: t('worth'), align: 'right', value: (row) => row.value, total: <Amount value={totals?.value} strong />, cell: (row) => <Amount value={row.value} /> },
    ];
  };
  return (
    <Stack gap="sm">
      <Group gap="md">
        <SegmentedControl size="xs" aria-label={t('within')} value={days} data={WITHIN.map((value) => ({ value, label: t('withinDays', { count: Number(value) }) }))}
          onChange={(value) => set({ days: value === '7' ? undefined : value }, { replace: true })} />
        <Switch size="sm" label={t('onlyFrozen')} checked={frozen === 'true'}
          onChange={(event) => set({ frozen: event.currentTarget.checked ? 'true' : undefined }, { replace: true })} />
      </Group>
      <RowsCard name="report.expiring" input={{ days: Number(days), ...(frozen === 'true' ? { frozen: 'true' } : { frozen: 'false' }) }} mark={`${days} ${frozen ?? ''}`}
        file={t('tab_expiring')} columns={columns} read={({ passes, pagination }) => ({ rows: passes, pagination })}
        titleOf={({ totals, frozen: ice }) => {
          const stock = frozen === 'true' ? ice : totals;
          return stock.passes === 0 ? t('nothingBurns') : t('burns', { count: stock.passes, sessions: stock.sessions, sum: format.money(stock.value) });
        }}
        rowKey={(row) => row.subscriptionId} href={(row) => `/passes/${row.subscriptionId}`} none={t('nothingBurns')} />
    </Stack>
  );
}
