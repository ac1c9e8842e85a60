/** What is owed in trainings: sessions paid for and not used yet, at the end of each month. */
import { Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Chart } from '../ui/chart.tsx';
import { Amount } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import type { Column } from '../ui/list.tsx';
import { Page } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { useHref } from './address.ts';
import { Bars } from './bars.tsx';
import { ChartFrame, useSeriesColours } from './chart-frame.tsx';
import { monthOf } from './months.ts';
import { PeriodPicker, useSpan } from './period-picker.tsx';
import { usePersonColumns } from './person-columns.tsx';
import { RowsCard } from './rows-card.tsx';
import { useShort } from './short.ts';
import { reportWords } from './words.ts';

type Unearned = Answer<'report.unearned'>;
type Row = Answer<'report.unearned-rows'>['passes'][number];
const HEIGHT = 220;

export default function UnearnedScreen(): ReactNode {
  const t = useWords(reportWords);
  const span = useSpan('months', 'year');
  const query = useAsk('report.unearned', span);
  return (
    <Page name="unearned" title={t('unearned')} ready={query.data !== undefined}
      actions={<PeriodPicker kind="months" span={span} drops={['asOf', 'type']} />}>
      <Stack gap="sm">
        <div className="report-body" style={{ minHeight: HEIGHT + 190 }}>
          <Loaded query={query} lines={1} height={HEIGHT + 180}>{(unearned) => <Picture unearned={unearned} />}</Loaded>
        </div>
        {query.data && <Kinds unearned={query.data} />}
        {query.data && <Rows last={query.data.line.at(-1)?.day} types={query.data.types} />}
      </Stack>
    </Page>
  );
}

function Picture({ unearned }: { unearned: Unearned }): ReactNode {
  const t = useWords(reportWords);
  const format = useFormat();
  const short = useShort();
  const colours = useSeriesColours();
  const href = useHref('/reports/unearned');
  const [{ asOf }] = useUrl();
  const { line } = unearned;
  const last = line.at(-1);
  const title = last === undefined || line.every(({ value }) => value === 0) ? t('noUnearned')
    : t('unearnedTitle', { day: format.day(last.day), sum: format.money(last.value), sessions: last.sessions, passes: last.passes });
  const to = (index: number): string => href({ asOf: line[index]!.day, type: undefined });
  return (
    <Chart question={t('unearnedQuestion')} title={title} picture={(
      <ChartFrame shape="line" height={HEIGHT} takeaway={title} series={[{ name: t('unearned'), colour: colours[0] }]} hrefOf={to}
        chosen={line.findIndex(({ day }) => day === (asOf ?? last?.day))}
        points={line.map(({ day, value, sessions, passes }) => ({
          key: day, short: short.month(monthOf(day)), name: t('onDay', { day: format.day(day) }), values: [value], texts: [],
          text: format.money(value), label: value === 0 ? '' : format.shortMoney(value), notes: [t('stock', { sessions, passes })],
        }))} />
    )} table={(
      <div className="twin" role="region" tabIndex={0} aria-label={t('unearnedQuestion')}>
        <table className="ledger">
          <thead>
            <tr>
              <th scope="col">{t('monthEnd')}</th><th scope="col" data-align="right">{t('passes')}</th>
              <th scope="col" data-align="right">{t('sessionsLeft')}</th><th scope="col" data-align="right">{t('worth')}</th>
            </tr>
          </thead>
          <tbody>
            {line.map(({ day, passes, sessions, value }, index) => (
              <tr key={day}>
                <td>{format.day(day)}</td><td data-align="right">{passes}</td><td data-align="right">{sessions}</td>
                <td data-align="right"><To stay to={to(index)} c="inherit" className="num" data-money data-cell={day}>{format.money(value)}</To></td>
              </tr>
            )).toReversed()}
          </tbody>
        </table>
      </div>
    )} />
  );
}

function Kinds({ unearned: { types, line } }: { unearned: Unearned }): ReactNode {
  const t = useWords(reportWords);
  const format = useFormat();
  const href = useHref('/reports/unearned');
  const [{ type, asOf }] = useUrl();
  const last = line.at(-1)?.day;
  if (types.length === 0) return null;
  return (
    <section className="card" aria-label={t('byKind')}>
      <Title order={2} mb="xs">{t('byKindOn', { day: last === undefined ? '' : format.day(last) })}</Title>
      <Bars label={t('byKind')} bars={types.map(({ subscriptionTypeId, name, value, sessions }) => ({
        key: subscriptionTypeId, name, value, text: t('worthSessions', { sum: format.money(value), sessions }),
        href: href({ type: subscriptionTypeId, asOf: last }), isChosen: type === subscriptionTypeId && (asOf ?? last) === last,
      }))} />
    </section>
  );
}

function Rows({ last, types }: { last: string | undefined; types: Unearned['types'] }): ReactNode {
  const t = useWords(reportWords);
  const format = useFormat();
  const [{ asOf: asked, type }] = useUrl();
  const person = usePersonColumns();
  const asOf = asked ?? last;
  const columns = (totals: Answer<'report.unearned-rows'>['totals'] | undefined): Column<Row>[] => [
    ...person,
    { key: 'pass', title: t('pass'), value: (row) => row.name, cell: (row) => <To to={`/passes/${row.subscriptionId}`}>{row.name}</To> },
    { key: 'sessions', title: t('sessionsLeft'), align: 'right', value: (row) => row.sessionsLeft, total: <span className="num">{totals?.sessions}</span>,
      cell: (row) => <span className="num">{row.sessionsLeft}</span> },
    { key: 'value', title: t('worth'), align: 'right', value: (row) => row.value, total: <Amount value={totals?.value} strong />, cell: (row) => <Amount value={row.value} /> },
  ];
  if (asOf === undefined) return <section className="card" aria-busy style={{ minHeight: 320 }} />;
  const name = [t('onDay', { day: format.day(asOf) }), ...types.filter((one) => one.subscriptionTypeId === type).map((one) => one.name)].join(' · ');
  return (
    <RowsCard name="report.unearned-rows" input={{ asOf, ...(type && { subscriptionTypeId: type }) }} mark={`${asked ?? ''} ${type ?? ''}`} file={`${t('unearned')} ${asOf}`}
      titleOf={({ totals }) => t('unearnedRows', { name, count: totals.passes, sum: format.money(totals.value) })}
      columns={(answer) => columns(answer?.totals)} read={({ passes, pagination }) => ({ rows: passes, pagination })}
      rowKey={(row) => row.subscriptionId} href={(row) => `/passes/${row.subscriptionId}`} />
  );
}
