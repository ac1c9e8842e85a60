import { Button, SegmentedControl, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { To } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { InvoiceStatus } from '../ui/status.tsx';
import { useOpenInvoices, usePayer } from './family.ts';
import { type InvoiceRow, useInvoiceName } from './invoice-lines.tsx';
import { OpenInvoice } from './money-card.tsx';
import { familyWords } from './words.ts';

const PAGE = 20;
const MOST = 100;

/** Unpaid ones first, with one button for them all. */
export default function InvoicesScreen(): ReactNode {
  const t = useWords(familyWords);
  const [{ show = 'open' }, set] = useUrl();
  const open = useOpenInvoices();
  return (
    <Page name="my-invoices" title={t('invoices')} ready={!open.isPending}>
      <SegmentedControl fullWidth size="md" mb="sm" aria-label={t('invoices')} value={show}
        onChange={(value) => set({ show: value === 'open' ? undefined : value })}
        data={[{ value: 'open', label: t('openTab') }, { value: 'paid', label: t('paidTab') }, { value: 'all', label: t('allTab') }]} />
      {show === 'open' ? <Loaded query={open} height={56}>{({ invoices, totals }) => <Open rows={invoices} left={totals.left} />}</Loaded>
        : <Others key={show} paid={show === 'paid'} />}
    </Page>
  );
}

function Open({ rows, left }: { rows: readonly InvoiceRow[]; left: number }): ReactNode {
  const t = useWords(familyWords);
  const format = useFormat();
  const payer = usePayer();
  const [, set] = useUrl();
  const transfer = useAsk('client.transfer', payer === undefined || rows.length === 0 ? undefined : { id: payer });
  if (rows.length === 0) return <Empty title={t('noOpen')} text={t('noOpenText')} />;
  return (
    <>
      <Text className="num" fw={600} mb={4}>{t('toPay')}: {format.money(left)}</Text>
      <ul className="phone-rows">{rows.map((row) => <li key={row.id}><OpenInvoice row={row} /></li>)}</ul>
      {payer !== undefined && (
        <Button fullWidth size="md" mih={48} mt="sm" onClick={() => set({ pay: 'all' })}>
          {t(rows.length > 1 ? 'payAll' : 'pay', { sum: format.money(transfer.data?.amount ?? left) })}
        </Button>
      )}
    </>
  );
}

function Others({ paid }: { paid: boolean }): ReactNode {
  const t = useWords(familyWords);
  const [limit, setLimit] = useState(PAGE);
  const query = useAsk('invoice.list', { ...(paid ? { status: 'PAID' } : {}), limit });
  return (
    <Loaded query={query} height={56}>{({ invoices, pagination }) => (invoices.length === 0
      ? <Empty title={t(paid ? 'noPaid' : 'noInvoices')} text={t(paid ? 'noPaidText' : 'noInvoicesText')} /> : (
        <>
          <ul className="phone-rows">{invoices.map((row) => <li key={row.id}><Row row={row} /></li>)}</ul>
          {pagination.total > invoices.length && limit < MOST && (
            <Button fullWidth variant="default" size="md" mih={48} mt="sm" onClick={() => setLimit(MOST)}>{t('more')}</Button>
          )}
        </>
      ))}
    </Loaded>
  );
}

function Row({ row }: { row: InvoiceRow }): ReactNode {
  const t = useWords(familyWords);
  const format = useFormat();
  const nameOf = useInvoiceName();
  return (
    <div className="phone-row" data-invoice={row.id}>
      <span>
        <To to={`/my/invoices/${row.id}`} style={{ display: 'inline-block', minHeight: 24 }}>{nameOf(row)}</To>
        <Text component="span" display="block" size="sm" c="dimmed" className="num" style={{ whiteSpace: 'normal' }}>
          {row.studentName === null ? '' : `${row.studentName} · `}{t('issued', { day: format.day(row.issuedAt) })}
        </Text>
      </span>
      <span style={{ textAlign: 'right' }}>
        <span className="num" style={{ display: 'block', textDecoration: row.status === 'CANCELLED' ? 'line-through' : 'none' }}>{format.money(row.totalAmount)}</span>
        <InvoiceStatus status={row.status} overdueDays={row.daysOverdue} />
      </span>
    </div>
  );
}
