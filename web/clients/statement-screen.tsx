/** The statement of account: a period in one click, the paper with both parties, and the check that it adds up. */
import './clients.css';
import './statement.css';
import { Button, Group, SegmentedControl, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconDownload, IconPrinter } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat, kopecksOf } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { DayField } from '../ui/day-field.tsx';
import { writeSheet } from '../ui/export.tsx';
import { To } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { common } from '../ui/words.ts';
import { EVER, type Period, monthOf, quartersOf, yearOf } from './periods.ts';
import { PeriodBridge } from './period-bridge.tsx';
import { StatementPaper } from './statement-paper.tsx';
import { statementWords } from './statement-words.ts';

export type Statement = Answer<'client.statement'>;
const keyOf = ({ from, to }: Period): string => `${from}_${to}`;

export default function StatementScreen(): ReactNode {
  const t = useWords(statementWords);
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const { today } = useSession();
  const [url] = useUrl();
  const { from = `${today.slice(0, 4)}-01-01`, to = today } = url;
  const query = useAsk('client.statement', { id, from, to });
  const { data } = query;
  return (
    <Page name="statement" title={t('title')}
      documentTitle={data === undefined ? t('title') : t('of', { name: data.client.name })} ready={data !== undefined
      || query.isError}
      actions={(
        <>
          <Button variant="default" leftSection={<IconPrinter size={16} aria-hidden />}
            onClick={() => window.print()}>{t('print')}</Button>
          <Sheet statement={data} />
        </>
      )}>
      <div className="noprint">
        <Text size="sm" mb="xs"><To to={`/clients/${id}`}>{data?.client.name ?? t('back')}</To></Text>
        <Presets from={from} to={to} />
      </div>
      <Loaded query={query} lines={12}>
        {(statement) => (
          <div className="statement">
            <StatementPaper statement={statement} />
            <div className="noprint side">
              <AddsUp statement={statement} />
              <PeriodBridge statement={statement} />
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Presets({ from, to }: Period): ReactNode {
  const t = useWords(statementWords);
  const format = useFormat();
  const { today } = useSession();
  const [, set] = useUrl();
  const [month, before, year, last] = [monthOf(today, 0), monthOf(today, 1), yearOf(today, 0), yearOf(today, 1)];
  const presets: { label: string; period: Period }[] = [
    { label: format.month(month.from), period: month }, { label: format.month(before.from), period: before },
    ...quartersOf(today).toReversed().map(({ number, year: ofYear, ...period }) =>
      ({ label: t('quarter', { number, year: String(ofYear) }), period })),
    { label: t('year', { year: String(year.year) }), period: year },
    { label: t('year', { year: String(last.year) }), period: last },
    { label: t('all'), period: { from: EVER, to: today } },
  ];
  const chosen = presets.find(({ period }) => period.from === from && period.to === to);
  return (
    <Group gap="sm" mb="md" align="flex-end">
      <div style={{ overflowX: 'auto', maxWidth: '100%' }}>
        <SegmentedControl aria-label={t('presets')} value={chosen ? keyOf(chosen.period) : ''} size="xs"
          data={presets.map(({ label, period }) => ({ label, value: keyOf(period) }))}
          onChange={(value) => {
            const [start, end] = value.split('_');
            set({ from: start, to: end });
          }} />
      </div>
      <DayField aria-label={t('from')} value={from} w={130} clearable={false} onDay={(day) => set({ from: day })} />
      <DayField aria-label={t('to')} value={to} w={130} clearable={false} onDay={(day) => set({ to: day })} />
    </Group>
  );
}

/** What the sums come to, counted again from the lines. */
function AddsUp({ statement }: { statement: Statement }): ReactNode {
  const t = useWords(statementWords);
  const format = useFormat();
  const { opening, closing, movements } = statement;
  const counted = movements.reduce((total, { paid, charged }) => total + kopecksOf(paid) - kopecksOf(charged),
    kopecksOf(opening));
  const off = (kopecksOf(closing) - counted) / 100;
  return (
    <Group gap={6} wrap="nowrap" className="card" data-adds-up={off === 0}
      c={off === 0 ? 'var(--saldo-good)' : 'var(--saldo-bad)'}>
      {off === 0 ? <IconCheck size={18} aria-hidden style={{ flex: 'none' }} />
        : <IconAlertTriangle size={18} aria-hidden style={{ flex: 'none' }} />}
      <Text size="sm">{off === 0 ? t('adds') : t('addsNot', { sum: format.money(off) })}</Text>
    </Group>
  );
}

type SheetRow = { date: string; what: string; charged: number | null; paid: number | null; balance: number };
function Sheet({ statement }: { statement: Statement | undefined }): ReactNode {
  const t = useWords(statementWords);
  const c = useWords(common);
  const format = useFormat();
  const write = async ({ from, to, opening, closing, charged, paid, movements, client }: Statement): Promise<void> => {
    const rows: SheetRow[] = [
      { date: format.day(from), what: from === EVER ? t('openingAll') : t('opening', { day: format.day(from) }),
        charged: null, paid: null, balance: opening },
      ...movements.map((move) =>
        ({ date: format.day(move.onDate), what: move.sentence, charged: move.charged, paid: move.paid,
        balance: move.balance })),
      { date: format.day(to), what: t('closing', { day: format.day(to) }), charged, paid, balance: closing },
    ];
    await writeSheet(t('file', { name: client.name, from, to }), [
      { key: 'date', title: t('date'), cell: () => null, value: (row) => row.date },
      { key: 'what', title: t('what'), cell: () => null, value: (row) => row.what },
      { key: 'charged', title: t('charged'), align: 'right', cell: () => null, value: (row) => row.charged },
      { key: 'paid', title: t('paid'), align: 'right', cell: () => null, value: (row) => row.paid },
      { key: 'balance', title: t('balance'), align: 'right', cell: () => null, value: (row) => row.balance },
    ], rows);
  };
  return (
    <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />}
      onClick={() => statement && void write(statement)}>{c('export')}</Button>
  );
}
