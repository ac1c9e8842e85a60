/** Revenue: whether it grows and by what, and the invoices behind every part of it. */
import { Stack, Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Input } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Page } from '../ui/page.tsx';
import { useInvoiceColumns } from './invoice-columns.tsx';
import { Multiples } from './multiples.tsx';
import { PeriodPicker, useSpan } from './period-picker.tsx';
import { RevenueChart, basisOf, useRevenue } from './revenue-chart.tsx';
import { REST, SHOWN, servicesOf } from './revenue-data.ts';
import { RowsCard } from './rows-card.tsx';
import { reportWords } from './words.ts';

export default function RevenueScreen(): ReactNode {
  const t = useWords(reportWords);
  const [{ view, month, basis }, set] = useUrl();
  const span = useSpan('months', 'year');
  const { revenue, isSettled } = useRevenue(span, basisOf(basis));
  return (
    <Page name="revenue" title={t('revenue')} ready={isSettled && revenue.data !== undefined}
      actions={<PeriodPicker kind="months" span={span} drops={['month', 'service']} />}>
      <Tabs value={view ?? 'together'} keepMounted={false} onChange={(next) => set({ view: next === 'together' ? undefined : next ?? undefined }, { replace: true })}>
        <Tabs.List mb="sm" aria-label={t('revenue')}><Tabs.Tab value="together">{t('together')}</Tabs.Tab><Tabs.Tab value="apart">{t('apart')}</Tabs.Tab></Tabs.List>
        <Tabs.Panel value="together"><RevenueChart span={span} chosen={month ?? span.to} /></Tabs.Panel>
        <Tabs.Panel value="apart"><Multiples span={span} /></Tabs.Panel>
      </Tabs>
      <Stack mt="sm">{isSettled && revenue.data && <Rows />}</Stack>
    </Page>
  );
}

function Rows(): ReactNode {
  const t = useWords(reportWords);
  const format = useFormat();
  const [{ month: given, service, basis: asked }] = useUrl();
  const span = useSpan('months', 'year');
  const basis = basisOf(asked);
  const month = given ?? span.to;
  const revenue = useAsk('report.revenue', { ...span, basis });
  const columns = useInvoiceColumns();
  const services = revenue.data ? servicesOf(revenue.data) : [];
  const rest = services.slice(0, SHOWN).map((kind) => kind.service).join('\n');
  const input: Input<'report.revenue-rows'> = {
    month, basis, ...(service === REST ? { except: rest } : service === undefined ? {} : { service }),
  };
  const name = service === undefined ? t('all') : service === REST ? t('rest') : services.find((kind) => kind.service === service)?.name ?? service;
  if (service === REST && revenue.data === undefined) return <section className="card" aria-busy style={{ minHeight: 320 }} />;
  return (
    <RowsCard name="report.revenue-rows" input={input} mark={`${month} ${service ?? ''} ${basis}`} file={t('fileRevenue', { month, name })}
      titleOf={({ total, pagination }) => t('revenueRows', { month: format.month(month), name, count: pagination.total, sum: format.money(total) })}
      columns={(answer) => columns(answer?.total)} read={({ rows, pagination }) => ({ rows, pagination })}
      rowKey={(row) => row.invoiceId} href={(row) => `/invoices/${row.invoiceId}`} none={t('noRevenue')} />
  );
}
