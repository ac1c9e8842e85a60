/** How many stay: passes that ended and what became of them; what burns soon; who has not come for long. */
import { Stack, Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Chart } from '../ui/chart.tsx';
import { DayText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import type { Column } from '../ui/list.tsx';
import { Page } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { useHref } from './address.ts';
import { Away } from './away.tsx';
import { Bars } from './bars.tsx';
import { useSeriesColours } from './chart-frame.tsx';
import { Expiring } from './expiring.tsx';
import { PeriodPicker, useSpan } from './period-picker.tsx';
import { usePersonColumns } from './person-columns.tsx';
import { RowsCard } from './rows-card.tsx';
import { reportWords } from './words.ts';

type Renewals = Answer<'report.renewals'>;
type Row = Answer<'report.renewal-rows'>['rows'][number];
const STATES = ['ENDED', 'INVOICED', 'PAID_IN_TIME', 'PAID_LATER', 'BOUGHT_ANOTHER', 'WAITING', 'LEFT'] as const;
type State = (typeof STATES)[number];
const KEY = {
  ENDED: 'ended', INVOICED: 'invoiced', PAID_IN_TIME: 'paidInTime', PAID_LATER: 'paidLater', BOUGHT_ANOTHER: 'boughtAnother',
  WAITING: 'waiting', LEFT: 'left',
} as const;

export default function RenewalsScreen(): ReactNode {
  const t = useWords(reportWords);
  const [{ tab = 'stay' }, set] = useUrl();
  const span = useSpan('days', 'quarter');
  const query = useAsk('report.renewals', span);
  return (
    <Page name="renewals" title={t('renewals')} ready={query.data !== undefined}
      actions={tab === 'stay' && <PeriodPicker kind="days" span={span} drops={['state']} />}>
      <Tabs value={tab} keepMounted={false} onChange={(next) => set({ tab: next === 'stay' ? undefined : next ?? undefined, days: undefined }, { replace: true })}>
        <Tabs.List mb="sm" aria-label={t('renewals')}>
          {(['stay', 'expiring', 'away'] as const).map((name) => <Tabs.Tab key={name} value={name}>{t(`tab_${name}`)}</Tabs.Tab>)}
        </Tabs.List>
        <Tabs.Panel value="stay">
          <Stack gap="sm">
            <div className="report-body" style={{ minHeight: 370 }}>
              <Loaded query={query} lines={1} height={360}>{(renewals) => <Picture renewals={renewals} />}</Loaded>
            </div>
            {query.data && <Rows />}
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="expiring"><Expiring /></Tabs.Panel>
        <Tabs.Panel value="away"><Away /></Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function Picture({ renewals }: { renewals: Renewals }): ReactNode {
  const t = useWords(reportWords);
  const href = useHref('/reports/renewals');
  const colours = useSeriesColours();
  const [{ state = 'ENDED' }] = useUrl();
  const { ended, left } = renewals;
  const stayed = renewals.paidInTime + renewals.paidLater + renewals.boughtAnother;
  const title = ended === 0 ? t('noRenewals')
    : t('renewalsTitle', { percent: stayed + left === 0 ? 0 : Math.round((stayed / (stayed + left)) * 100), stayed, left });
  const share = (count: number): number => (ended === 0 ? 0 : Math.round((count / ended) * 100));
  return (
    <Chart question={t('renewalsQuestion')} title={title} picture={(
      <Bars label={title} bars={STATES.map((one) => ({
        key: one, name: t(`state_${one}`), value: renewals[KEY[one]], href: href({ state: one === 'ENDED' ? undefined : one }), isChosen: state === one,
        text: one === 'ENDED' || ended === 0 ? String(renewals[KEY[one]]) : t('countShare', { count: renewals[KEY[one]], percent: share(renewals[KEY[one]]) }),
        ...(one === 'LEFT' ? { colour: colours[1] } : one === 'WAITING' || one === 'ENDED' || one === 'INVOICED' ? { colour: colours[4] } : {}),
      }))} />
    )} table={(
      <table className="ledger">
        <thead><tr><th scope="col">{t('what')}</th><th scope="col" data-align="right">{t('passes')}</th></tr></thead>
        <tbody>
          {STATES.map((one) => (
            <tr key={one}><td><To stay to={href({ state: one === 'ENDED' ? undefined : one })}>{t(`state_${one}`)}</To></td><td data-align="right">{renewals[KEY[one]]}</td></tr>
          ))}
        </tbody>
      </table>
    )} />
  );
}

function Rows(): ReactNode {
  const t = useWords(reportWords);
  const format = useFormat();
  const [{ state: asked }] = useUrl();
  const span = useSpan('days', 'quarter');
  const person = usePersonColumns();
  const state = (asked ?? 'ENDED') as State;
  const columns: Column<Row>[] = [
    ...person,
    { key: 'pass', title: t('pass'), value: (row) => row.name, cell: (row) => <To to={`/passes/${row.subscriptionId}`}>{row.name}</To> },
    { key: 'end', title: t('endDate'), value: (row) => format.day(row.endDate), cell: (row) => <DayText value={row.endDate} /> },
    { key: 'state', title: t('became'), value: (row) => t(`state_${row.state}`), cell: (row) => t(`state_${row.state}`) },
    { key: 'invoice', title: t('renewalInvoice'), second: true, value: (row) => row.invoiceNumber,
      cell: (row) => (row.invoiceId === null ? '—' : <To to={`/invoices/${row.invoiceId}`} className="num">{row.invoiceNumber}</To>) },
    { key: 'paid', title: t('paidOn'), second: true, value: (row) => (row.paidOn === null ? null : format.day(row.paidOn)), cell: (row) => <DayText value={row.paidOn} /> },
  ];
  return (
    <RowsCard name="report.renewal-rows" input={{ ...span, state }} mark={state} file={`${t('renewals')} ${span.from} ${span.to}`}
      titleOf={({ pagination }) => t('passRows', { name: t(`state_${state}`), count: pagination.total })} columns={() => columns}
      read={({ rows, pagination }) => ({ rows, pagination })} rowKey={(row) => row.subscriptionId} href={(row) => `/passes/${row.subscriptionId}`} />
  );
}
