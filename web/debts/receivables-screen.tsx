import { Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { type Answer, type Input, call } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { type UrlState, useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { DayField } from '../ui/day-field.tsx';
import { ExportButton } from '../ui/export.tsx';
import { List } from '../ui/list.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { AgeingBar } from './ageing-bar.tsx';
import { type DebtorRow, useDebtorColumns } from './debtor-columns.tsx';
import { DebtorInvoices } from './debtor-invoices.tsx';
import { HistoryChart } from './history-chart.tsx';
import { debtWords } from './words.ts';

const LIMIT = 100;
type Found = Answer<'report.receivables'>;

const inputOf = ({ asOf, bucket }: UrlState, page: number, limit: number): Input<'report.receivables'> =>
  ({ page, limit, ...(asOf && { asOf }), ...(bucket && { bucket: bucket as 'NOT_DUE' }) });

export default function ReceivablesScreen(): ReactNode {
  const t = useWords(debtWords);
  const [state, set] = useUrl();
  const { today } = useSession();
  const list = useAsk('report.receivables', inputOf(state, Number(state['page'] ?? 1), LIMIT));
  return (
    <Page name="receivables" title={t('title')} ready={list.data !== undefined} actions={(
      <Group gap="xs">
        <Text size="sm" id="as-of">{t('asOf')}</Text>
        <DayField aria-labelledby="as-of" value={state['asOf'] ?? today} maxDate={today} clearable={false} w={150}
          onDay={(day) => set({ asOf: day === today ? undefined : day, panel: undefined })} />
      </Group>
    )}>
      <Loaded query={list} lines={12}>
        {(data) => <Body data={data} isBusy={list.isPlaceholderData} />}
      </Loaded>
      <DebtorInvoices debtors={list.data?.clients ?? []} asOf={list.data?.asOf} />
    </Page>
  );
}

function Body({ data, isBusy }: { data: Found; isBusy: boolean }): ReactNode {
  const t = useWords(debtWords);
  const format = useFormat();
  const [state] = useUrl();
  const columns = useDebtorColumns(data.totals);
  const bucket = t((state['bucket'] ?? 'whole') as 'whole');
  return (
    <Stack gap="md">
      <div className="card">
        <Text mb="xs">{t('sentence', { day: format.day(data.asOf), overdue: format.money(data.all.overdue), total: format.money(data.all.total) })}</Text>
        <AgeingBar ageing={data.all} />
        <Group justify="space-between" mb="xs" gap="xs" className="noprint">
          <Text fw={600} component="h2" size="lg">{bucket}</Text>
          <ExportButton<DebtorRow> file={t('file', { day: data.asOf, bucket })} columns={columns} fetchPage={async (page, limit) => {
            const found = await call('report.receivables', inputOf(state, page, limit));
            return { rows: found.clients, total: found.pagination.total };
          }} />
        </Group>
        <List label={t('title')} rows={data.clients} columns={columns} rowKey={(row) => row.clientId} nameOf={(row) => row.clientName}
          pagination={data.pagination} busy={isBusy} href={(row) => `/clients/${row.clientId}`} empty={<None data={data} />} />
      </div>
      {data.history.length > 0 && <HistoryChart key={`${data.asOf} ${bucket}`} history={data.history} />}
    </Stack>
  );
}

/** No debts are good news, said with the day. */
function None({ data }: { data: Found }): ReactNode {
  const t = useWords(debtWords);
  const format = useFormat();
  const [{ bucket }, set] = useUrl();
  const day = format.day(data.asOf);
  if (bucket !== undefined && data.all.total > 0) {
    const title = data.all.overdue === 0 ? t('noDebts', { day }) : t('noneIn', { day });
    return <Empty title={title}><Button variant="default" onClick={() => set({ bucket: undefined })}>{t('all')}</Button></Empty>;
  }
  return data.all.total > 0 ? <Empty title={t('noDebts', { day })} text={t('noDebtsText', { total: format.money(data.all.total) })} />
    : <Empty title={t('noDebts', { day })} text={t('nothingText')} />;
}
