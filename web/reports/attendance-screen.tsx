/** Who comes: every day with how many came, late cancellations and no-shows, and the trainings of the day. */
import { Group, Select, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { MomentText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import type { Column } from '../ui/list.tsx';
import { Page } from '../ui/page.tsx';
import { common } from '../ui/words.ts';
import { AttendanceChart } from './attendance-chart.tsx';
import { PeriodPicker, useSpan } from './period-picker.tsx';
import { RowsCard } from './rows-card.tsx';
import { type Attendance, VISITS } from './visits.ts';
import { reportWords } from './words.ts';

type Row = Attendance['trainings'][number];

export default function AttendanceScreen(): ReactNode {
  const t = useWords(reportWords);
  const c = useWords(common);
  const [{ groupId }, set] = useUrl();
  const span = useSpan('days', 'quarter');
  const group = groupId === undefined ? {} : { groupId };
  const query = useAsk('report.attendance', { ...span, ...group, limit: 1 });
  const groups = useAsk('group.list', { limit: 100 });
  return (
    <Page name="attendance" title={t('attendance')} ready={query.data !== undefined}
      actions={<PeriodPicker kind="days" span={span} drops={['day']} />}>
      <Stack gap="sm">
        <Group gap="xs" className="noprint">
          <Select size="xs" w={220} placeholder={t('group')} aria-label={t('group')} clearable searchable value={groupId ?? null}
            data={(groups.data?.groups ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            clearButtonProps={{ 'aria-label': c('reset') }} onChange={(next) => set({ groupId: next ?? undefined }, { replace: true })} />
          <To to="/reports/renewals?tab=away">{t('awayLink')}</To>
        </Group>
        <AttendanceChart query={query} span={span} />
        {query.data && <Rows />}
      </Stack>
    </Page>
  );
}

function Rows(): ReactNode {
  const t = useWords(reportWords);
  const format = useFormat();
  const [{ day, groupId }] = useUrl();
  const span = useSpan('days', 'quarter');
  const days = day === undefined ? span : { from: day, to: day };
  const columns = (totals: Attendance['totals'] | undefined): Column<Row>[] => [
    { key: 'starts', title: t('when'), value: (row) => format.moment(row.startsAt), cell: (row) => <MomentText value={row.startsAt} /> },
    { key: 'title', title: t('training'), value: (row) => row.title, cell: (row) => <To to={`/trainings/${row.id}`}>{row.title}</To> },
    { key: 'booked', title: t('booked'), align: 'right', second: true, value: (row) => row.booked, cell: (row) => <span className="num">{row.booked}</span> },
    ...VISITS.map((key): Column<Row> => ({
      key, title: t(key), align: 'right', second: key !== 'came', value: (row) => row[key],
      total: <span className="num" data-total={key}>{totals?.[key]}</span>, cell: (row) => <span className="num">{row[key]}</span>,
    })),
  ];
  return (
    <RowsCard name="report.attendance" input={{ ...days, ...(groupId && { groupId }) }} mark={day ?? ''} file={`${t('attendance')} ${days.from} ${days.to}`}
      titleOf={({ pagination, totals }) => t('attendanceRows', {
        name: day === undefined ? t('range', { from: format.day(span.from), to: format.day(span.to) }) : format.weekday(day),
        count: pagination.total, came: totals.came,
      })}
      columns={(answer) => columns(answer?.totals)} read={({ trainings, pagination }) => ({ rows: trainings, pagination })}
      rowKey={(row) => row.id} href={(row) => `/trainings/${row.id}`} none={t('noTrainings')} />
  );
}
