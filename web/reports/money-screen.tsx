/** How money comes: the share of each way of paying, month by month, and the payments behind it. */
import { Stack } from '@mantine/core';
import { IconBuildingBank, IconCash, IconCreditCard, IconWorld } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Input } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Chart } from '../ui/chart.tsx';
import { Page } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { methodWords } from '../ui/words.ts';
import { useHref } from './address.ts';
import { ChartFrame, useSeriesColours } from './chart-frame.tsx';
import { METHODS, type MoneyIn, sumIn } from './money-data.ts';
import { MoneyTwin } from './money-twin.tsx';
import { useMoneyColumns } from './money-columns.tsx';
import { daysOf, monthOf, monthsOf } from './months.ts';
import { PeriodPicker, useSpan } from './period-picker.tsx';
import { RowsCard } from './rows-card.tsx';
import { useShort } from './short.ts';
import { reportWords } from './words.ts';

const ICONS = { CASH: IconCash, CARD: IconCreditCard, ONLINE: IconWorld, BANK_TRANSFER: IconBuildingBank };
const HEIGHT = 240;
const DROPS = ['month', 'method', 'kind'];
export default function MoneyScreen(): ReactNode {
  const t = useWords(reportWords);
  const span = useSpan('days', 'year');
  const query = useAsk('report.money-in', span);
  return (
    <Page name="money-in" title={t('moneyIn')} ready={query.data !== undefined} actions={<PeriodPicker kind="days" span={span} drops={DROPS} />}>
      <Stack gap="sm">
        <div className="report-body" style={{ minHeight: HEIGHT + 210 }}>
          <Loaded query={query} lines={1} height={HEIGHT + 200}>{(money) => <Picture money={money} />}</Loaded>
        </div>
        {query.data && <Rows />}
      </Stack>
    </Page>
  );
}

function useTitle(money: MoneyIn): string {
  const t = useWords(reportWords);
  const m = useWords(methodWords);
  const format = useFormat();
  const all = money.totals.received;
  if (all === 0) return t('revenueNone');
  const most = METHODS.toSorted((a, b) => sumIn(money, 'received', undefined, b) - sumIn(money, 'received', undefined, a))[0]!;
  const sum = sumIn(money, 'received', undefined, most);
  return t('moneyTitle', { method: m(most), percent: Math.round((sum / all) * 100), sum: format.money(sum), all: format.money(all) });
}

function Picture({ money }: { money: MoneyIn }): ReactNode {
  const t = useWords(reportWords);
  const m = useWords(methodWords);
  const format = useFormat();
  const short = useShort();
  const colours = useSeriesColours();
  const title = useTitle(money);
  const href = useHref('/reports/money');
  const [{ month: chosen }] = useUrl();
  const span = useSpan('days', 'year');
  const months = monthsOf({ from: monthOf(span.from), to: monthOf(span.to) });
  const series = METHODS.map((method, index) => {
    const Icon = ICONS[method];
    return { name: m(method), colour: colours[index]!, icon: <Icon size={14} aria-hidden style={{ verticalAlign: -2, marginRight: 4 }} /> };
  });
  return (
    <Chart question={t('moneyQuestion')} title={title} table={<MoneyTwin money={money} months={months} />} picture={(
      <ChartFrame series={series} takeaway={title} height={HEIGHT} chosen={months.indexOf(chosen ?? '')}
        hrefOf={(point, part) => href({ month: months[point], method: part === undefined ? undefined : METHODS[part], kind: 'RECEIVED' })}
        points={months.map((month) => {
          const sum = sumIn(money, 'received', month);
          const sums = METHODS.map((method) => sumIn(money, 'received', month, method));
          return {
            key: month, short: short.month(month), name: format.month(month), text: format.money(sum),
            label: sum === 0 ? '' : format.shortMoney(sum), values: sums.map((one) => (sum === 0 ? 0 : (one / sum) * 100)),
            texts: sums.map((one) => (sum === 0 ? format.money(one) : t('sumShare', { sum: format.money(one), percent: Math.round((one / sum) * 100) }))),
          };
        })} />
    )} />
  );
}

function Rows(): ReactNode {
  const t = useWords(reportWords);
  const m = useWords(methodWords);
  const format = useFormat();
  const [{ month, method, kind }] = useUrl();
  const span = useSpan('days', 'year');
  const days = month === undefined ? span : daysOf(month, span);
  const columns = useMoneyColumns();
  const input = {
    ...days, ...(method && { method }), ...(kind && { kind }),
  } as Input<'report.money-in-rows'>;
  const name = [month === undefined ? t('range', { from: format.day(span.from), to: format.day(span.to) }) : format.month(month),
    ...(method ? [m(method as 'CASH')] : []), ...(kind ? [t(`kind_${kind}` as 'kind_RECEIVED')] : [])].join(' · ');
  return (
    <RowsCard name="report.money-in-rows" input={input} mark={`${month ?? ''} ${method ?? ''} ${kind ?? ''}`} file={`${t('moneyIn')} ${days.from} ${days.to}`}
      titleOf={({ total, pagination }) => t('moneyRows', { name, count: pagination.total, sum: format.money(total) })}
      columns={(answer) => columns(answer?.total)} read={({ rows, pagination }) => ({ rows, pagination })}
      rowKey={(row) => `${row.kind} ${row.paymentId ?? ''} ${row.refundId ?? ''} ${row.invoiceId ?? ''} ${row.at}`}
      href={(row) => (row.paymentId !== null ? `/payments/${row.paymentId}` : row.invoiceId !== null ? `/invoices/${row.invoiceId}` : `/clients/${row.clientId}`)} />
  );
}
