/** The nights: what each charged, and where something is odd. */
import { Alert, Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Amount, DayText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { type Column, List } from '../ui/list.tsx';
import { Page } from '../ui/page.tsx';
import { Refused } from '../ui/refused.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { Chip } from '../ui/status.tsx';
import { NextNight } from './next-night.tsx';
import { NightsChart } from './nights-chart.tsx';
import { nightWords } from './words.ts';

type Night = Answer<'report.nights'>['nights'][number];

export default function NightsScreen(): ReactNode {
  const t = useWords(nightWords);
  const format = useFormat();
  const { can } = useSession();
  const [{ preview }, set] = useUrl();
  const nights = useAsk('report.nights', { limit: 60 });
  const settings = useAsk('settings.get', {});
  const run = useAct('job.run');
  const mayRun = can('job.run') !== undefined;
  const columns: Column<Night>[] = [
    { key: 'date', title: t('date'), cell: ({ date, runId }) => <To to={`/nightly-runs/${runId}`}><DayText value={date} /></To> },
    { key: 'state', title: t('state'), cell: ({ status, errors, trainingsFailed }) => (status === 'DONE' && errors + trainingsFailed === 0
      ? <Chip kind="paid">{t('DONE')}</Chip> : <Chip kind="overdue">{status === 'DONE' ? t('partial') : t(status)}</Chip>) },
    { key: 'trainings', title: t('trainings'), align: 'right', second: true, cell: ({ trainings }) => trainings },
    { key: 'sessions', title: t('sessions'), align: 'right', second: true, cell: ({ sessions }) => sessions },
    { key: 'invoices', title: t('invoices'), align: 'right', cell: ({ invoices }) => invoices },
    { key: 'sum', title: t('sum'), align: 'right', cell: ({ invoiceSum }) => <Amount value={invoiceSum} /> },
    { key: 'skipped', title: t('skipped'), align: 'right', second: true, cell: ({ skipped }) => skipped },
    { key: 'errors', title: t('errors'), align: 'right', second: true, cell: ({ errors }) => errors },
    { key: 'duration', title: t('duration'), align: 'right', second: true, cell: ({ durationMs }) =>
      (durationMs === null ? '—' : t('took', { seconds: format.number(durationMs / 1000, 2) })) },
  ];
  const byNight = settings.data?.['training.chargeTiming'] !== 'ON_ATTENDANCE';
  return (
    <Page name="nights" title={t('nights')} ready={nights.isSuccess && settings.isFetched} actions={
      <>
        <Button variant="default" onClick={() => set({ preview: '1' })} {...(mayRun && byNight ? {} : { display: 'none' })}>{t('preview')}</Button>
        <ActButton why={mayRun ? undefined : t('mayRun')} pending={run.pending} doing={t('runNow')} onClick={() => void run.run({ name: 'nightly-charges' })}>{t('run')}</ActButton>
      </>}>
      {!byNight && settings.isSuccess && <Alert variant="outline" mb="sm">{t('notByNight')}</Alert>}
      <Refused problem={run.problem} />
      {preview !== undefined && mayRun && <NextNight onClose={() => set({ preview: undefined })} />}
      <Loaded query={nights} lines={18}>{({ nights: all }) => (
        <>
        {all.length > 1 && <div style={{ marginBottom: 12 }}><NightsChart nights={all} /></div>}
        <List label={t('last')} rows={all} columns={columns} rowKey={({ runId }) => runId} href={({ runId }) => `/nightly-runs/${runId}`}
          empty={<Empty title={t('noneYet')} text={`${t('whatFor')} ${t('first', { time: settings.data?.['nightly.time'] ?? '21:00' })}`} />} />
        </>
      )}</Loaded>
    </Page>
  );
}
