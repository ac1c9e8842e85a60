/** From list price to money: what benefits and adjustments cost, with the reason of each. */
import { Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Chart } from '../ui/chart.tsx';
import { To } from '../ui/link.tsx';
import type { Column } from '../ui/list.tsx';
import { Page } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { useHref } from './address.ts';
import { ChartFrame, type Point, useSeriesColours } from './chart-frame.tsx';
import { useInvoiceColumns } from './invoice-columns.tsx';
import { PeriodPicker, useSpan } from './period-picker.tsx';
import { RowsCard } from './rows-card.tsx';
import { reportWords } from './words.ts';

type Discounts = Answer<'report.discounts'>;
type Kind = Discounts['steps'][number]['kind'];
type Row = Answer<'report.discount-rows'>['rows'][number];
const HEIGHT = 260;
const WHOLE: ReadonlySet<Kind> = new Set(['LIST', 'ACCRUED', 'RECEIVED']);

export default function DiscountsScreen(): ReactNode {
  const t = useWords(reportWords);
  const span = useSpan('days', 'quarter');
  const query = useAsk('report.discounts', span);
  return (
    <Page name="discounts" title={t('discounts')} ready={query.data !== undefined} actions={<PeriodPicker kind="days" span={span} drops={['kind']} />}>
      <Stack gap="sm">
        <div className="report-body" style={{ minHeight: HEIGHT + 190 }}>
          <Loaded query={query} lines={1} height={HEIGHT + 180}>{(discounts) => <Picture discounts={discounts} />}</Loaded>
        </div>
        {query.data && <Rows />}
      </Stack>
    </Page>
  );
}

/** Each change hangs from where the one before it ended; a whole stands on nothing. */
function usePoints({ steps }: Discounts): Point[] {
  const t = useWords(reportWords);
  const format = useFormat();
  const [blue, red, green, , grey] = useSeriesColours();
  let at = 0;
  return steps.map(({ kind, amount, rows }) => {
    const from = WHOLE.has(kind) ? 0 : at;
    at = from + amount;
    return {
      key: kind, short: t(`step_${kind}`), name: t(`step_${kind}`), values: [amount], texts: [], text: format.money(amount),
      label: format.shortMoney(amount), notes: [t('stepRows', { count: rows })], span: [Math.min(from, at), Math.max(from, at)] as const,
      colour: WHOLE.has(kind) ? blue : kind === 'UNPAID' ? grey : amount < 0 ? red : green,
    };
  });
}

function Picture({ discounts }: { discounts: Discounts }): ReactNode {
  const t = useWords(reportWords);
  const format = useFormat();
  const colours = useSeriesColours();
  const href = useHref('/reports/discounts');
  const [{ kind = 'BENEFIT' }] = useUrl();
  const points = usePoints(discounts);
  const { steps } = discounts;
  const amount = (of: Kind): number => steps.find((step) => step.kind === of)?.amount ?? 0;
  const [list, benefit] = [amount('LIST'), amount('BENEFIT')];
  const title = list === 0 ? t('noDiscounts') : t('discountsTitle', {
    sum: format.money(-benefit), percent: format.percent((-benefit / list) * 100), adjusted: format.money(amount('ADJUSTMENT'), true),
  });
  const to = (index: number): string => href({ kind: steps[index]!.kind });
  return (
    <Chart question={t('discountsQuestion')} title={title} picture={(
      <ChartFrame shape="spans" height={HEIGHT} takeaway={title} least={92} points={points} series={[{ name: t('amount'), colour: colours[0] }]} hrefOf={to}
        chosen={steps.findIndex((step) => step.kind === kind)} />
    )} table={(
      <table className="ledger">
        <thead><tr><th scope="col">{t('step')}</th><th scope="col" data-align="right">{t('rowsCount')}</th><th scope="col" data-align="right">{t('amount')}</th></tr></thead>
        <tbody>
          {steps.map((step, index) => (
            <tr key={step.kind}>
              <td>{t(`step_${step.kind}`)}</td><td data-align="right">{step.rows}</td>
              <td data-align="right"><To stay to={to(index)} c="inherit" className="num" data-money data-cell={step.kind}>{format.money(step.amount)}</To></td>
            </tr>
          ))}
        </tbody>
      </table>
    )} />
  );
}

function Rows(): ReactNode {
  const t = useWords(reportWords);
  const format = useFormat();
  const [{ kind: asked }] = useUrl();
  const span = useSpan('days', 'quarter');
  const parts = useInvoiceColumns();
  const kind = (asked ?? 'BENEFIT') as Kind;
  const columns = (total: number | undefined): Column<Row>[] => {
    const own = parts(total);
    return [
      ...own.slice(0, -1),
      { key: 'name', title: t('service'), value: (row) => row.name, cell: (row) => row.name ?? '—' },
      { key: 'reason', title: t('reason'), value: (row) => row.reason ?? (row.percent === null ? null : t('benefitOf', { percent: row.percent })),
        cell: (row) => row.reason ?? (row.percent === null ? '—' : t('benefitOf', { percent: format.percent(row.percent) })) },
      ...own.slice(-1),
    ];
  };
  return (
    <RowsCard name="report.discount-rows" input={{ ...span, kind }} mark={kind} file={`${t('discounts')} ${span.from} ${span.to}`}
      titleOf={({ total, pagination }) => t('discountRows', { name: t(`step_${kind}`), count: pagination.total, sum: format.money(total) })}
      columns={(answer) => columns(answer?.total)} read={({ rows, pagination }) => ({ rows, pagination })}
      rowKey={(row) => row.itemId ?? row.invoiceId} href={(row) => `/invoices/${row.invoiceId}`} none={t('noStepRows')} />
  );
}
