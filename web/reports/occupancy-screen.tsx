/** Where hours are empty and where it is crowded, and the trainings of each hour. */
import { Group, Select, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer, Input } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { MomentText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import type { Column } from '../ui/list.tsx';
import { Page } from '../ui/page.tsx';
import { common } from '../ui/words.ts';
import { useHref } from './address.ts';
import { OccupancyChart } from './occupancy-chart.tsx';
import { PeriodPicker, useSpan } from './period-picker.tsx';
import { RowsCard } from './rows-card.tsx';
import { useShort } from './short.ts';
import { reportWords } from './words.ts';

type Row = Answer<'report.occupancy-trainings'>['trainings'][number];

export default function OccupancyScreen(): ReactNode {
  const t = useWords(reportWords);
  const [{ groupId, roomId, weekday, hour }] = useUrl();
  const span = useSpan('days', 'weeks');
  const where = { ...(groupId && { groupId }), ...(roomId && { roomId }) };
  const query = useAsk('report.occupancy', { ...span, ...where });
  const href = useHref('/reports/occupancy');
  return (
    <Page name="occupancy" title={t('occupancy')} ready={query.data !== undefined}
      actions={<PeriodPicker kind="days" span={span} drops={['weekday', 'hour']} />}>
      <Stack gap="sm">
        <Where />
        <OccupancyChart query={query} chosen={weekday === undefined ? undefined : `${weekday} ${hour ?? ''}`}
          hrefOf={(day, at) => href({ weekday: String(day), hour: String(at) })} />
        {query.data && <Rows input={{ ...span, ...where, ...(weekday && { weekday: Number(weekday) }), ...(hour && { hour: Number(hour) }) }} />}
      </Stack>
    </Page>
  );
}

/** Of one group or of one room. */
function Where(): ReactNode {
  const t = useWords(reportWords);
  const c = useWords(common);
  const [{ groupId, roomId }, set] = useUrl();
  const groups = useAsk('group.list', { limit: 100 });
  const rooms = useAsk('room.list', {});
  const one = (label: string, value: string | undefined, data: { value: string; label: string }[], key: string): ReactNode => (
    <Select size="xs" w={220} placeholder={label} aria-label={label} clearable searchable value={value ?? null} data={data}
      clearButtonProps={{ 'aria-label': `${c('reset')}: ${label}` }} onChange={(next) => set({ [key]: next ?? undefined }, { replace: true })} />
  );
  return (
    <Group gap="xs" className="noprint">
      {one(t('group'), groupId, (groups.data?.groups ?? []).map(({ id, name }) => ({ value: id, label: name })), 'groupId')}
      {one(t('room'), roomId, (rooms.data?.rooms ?? []).map(({ id, name }) => ({ value: id, label: name })), 'roomId')}
    </Group>
  );
}

function Rows({ input }: { input: Input<'report.occupancy-trainings'> }): ReactNode {
  const t = useWords(reportWords);
  const format = useFormat();
  const short = useShort();
  const columns: Column<Row>[] = [
    { key: 'starts', title: t('when'), value: (row) => format.moment(row.startsAt), cell: (row) => <MomentText value={row.startsAt} /> },
    { key: 'title', title: t('training'), value: (row) => row.title, cell: (row) => <To to={`/trainings/${row.id}`}>{row.title}</To> },
    { key: 'room', title: t('room'), second: true, value: (row) => row.roomName, cell: (row) => row.roomName ?? '—' },
    { key: 'trainer', title: t('trainer'), second: true, value: (row) => row.trainerName, cell: (row) => row.trainerName ?? '—' },
    { key: 'booked', title: t('booked'), align: 'right', value: (row) => row.booked,
      cell: (row) => <span className="num">{row.booked}</span> },
    { key: 'places', title: t('places'), align: 'right', second: true, value: (row) => row.places, cell: (row) => <span className="num">{row.places ?? '—'}</span> },
    { key: 'came', title: t('came'), align: 'right', second: true, value: (row) => row.came, cell: (row) => <span className="num">{row.came}</span> },
  ];
  const day = input.weekday === undefined ? undefined : short.weekday(Number(input.weekday));
  const name = day === undefined ? t('allHours') : `${day}, ${Number(input.hour)}:00`;
  return (
    <RowsCard name="report.occupancy-trainings" input={input} mark={`${String(input.weekday)} ${String(input.hour)}`} file={`${t('occupancy')} ${input.from} ${input.to}`}
      titleOf={({ pagination }) => t('trainingRows', { name, count: pagination.total })} columns={() => columns}
      read={({ trainings, pagination }) => ({ rows: trainings, pagination })} rowKey={(row) => row.id} href={(row) => `/trainings/${row.id}`}
      none={t('noTrainings')} />
  );
}
