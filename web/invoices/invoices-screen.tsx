import { Button, Group, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { type Input, call } from '../lib/api.ts';
import { useGo } from '../lib/go.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { type UrlState, useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ExportButton } from '../ui/export.tsx';
import { type Field, Filters, NothingFound, type View, Views } from '../ui/filters.tsx';
import { List } from '../ui/list.tsx';
import { Page } from '../ui/page.tsx';
import { Refused } from '../ui/refused.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { told } from '../ui/undo.tsx';
import { common } from '../ui/words.ts';
import { type InvoiceRow, useExportColumns, useInvoiceColumns } from './invoice-columns.tsx';
import { InvoicePeek } from './invoice-peek.tsx';
import { PrintInvoices } from './paper.tsx';
import { invoiceWords } from './words.ts';

const LIMIT = 50;
const FILTERS = ['clientId', 'status', 'overdue', 'unpaid', 'source', 'fromDate', 'toDate', 'dueFrom', 'dueTo', 'amountFrom',
  'amountTo', 'q', 'sort'] as const;
const SOURCES = ['sale', 'night', 'visit', 'manual', 'rental'] as const;

/** What the address asks of the server. */
const inputOf = (state: UrlState, page: number, limit: number): Input<'invoice.list'> => ({
  ...Object.fromEntries(FILTERS.flatMap((key) => (state[key] === undefined ? [] : [[key, state[key]]]))), page, limit,
} as Input<'invoice.list'>);

function useViews(): readonly View[] {
  const t = useWords(invoiceWords);
  return [
    { label: t('all'), search: {} }, { label: t('unpaid'), search: { unpaid: 'true' } },
    { label: t('overdue'), search: { overdue: 'true' } }, { label: t('paidOnes'), search: { status: 'PAID' } },
    { label: t('drafts'), search: { status: 'DRAFT' } }, { label: t('voided'), search: { status: 'CANCELLED' } },
    { label: t('byNight'), search: { source: 'night' } },
  ];
}

function useFields(): readonly Field[] {
  const t = useWords(invoiceWords);
  return [
    { kind: 'client', label: t('client'), key: 'clientId' },
    { kind: 'days', label: t('issuedOn'), from: 'fromDate', to: 'toDate' },
    { kind: 'days', label: t('dueOn'), from: 'dueFrom', to: 'dueTo' },
    { kind: 'sums', label: t('sums'), from: 'amountFrom', to: 'amountTo' },
    { kind: 'choice', label: t('source'), key: 'source', options: SOURCES.map((value) => ({ value, label: t(value) })) },
  ];
}

export default function InvoicesScreen(): ReactNode {
  const t = useWords(invoiceWords);
  const [state, set] = useUrl();
  const { can } = useSession();
  const go = useGo();
  const fields = useFields();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const list = useAsk('invoice.list', inputOf(state, Number(state['page'] ?? 1), LIMIT));
  const columns = useInvoiceColumns(list.data?.totals);
  const inFile = useExportColumns();
  const chosen = (list.data?.invoices ?? []).filter((row) => selected.has(row.id));
  const isNarrowed = FILTERS.some((key) => key !== 'sort' && state[key] !== undefined);
  return (
    <Page name="invoices" title={t('title')} ready={list.data !== undefined} actions={can('invoice.create') && (
      <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => go('/invoices/new')}>{t('newInvoice')}</Button>
    )}>
      <Views label={t('views')} to="/invoices" views={useViews()} />
      <div className="card">
        <Group mih={36} mb="sm" className="noprint">
          {chosen.length > 0 ? <Bulk chosen={chosen} onClear={() => setSelected(new Set())} /> : (
            <Filters fields={fields} search={{ key: 'q', label: t('searchHint') }}>
              <ExportButton<InvoiceRow> file={t('file')} columns={inFile} fetchPage={async (page, limit) => {
                const found = await call('invoice.list', inputOf(state, page, limit));
                return { rows: found.invoices, total: found.pagination.total };
              }} />
            </Filters>
          )}
        </Group>
        <Loaded query={list} lines={12}>
          {(data) => (
            <List label={t('title')} rows={data.invoices} columns={columns} rowKey={(row) => row.id} pagination={data.pagination}
              busy={list.isPlaceholderData} href={(row) => `/invoices/${row.id}`} selected={selected} onSelect={setSelected}
              onPeek={(row) => set({ panel: row.id })} nameOf={(row) => row.invoiceNumber}
              empty={isNarrowed ? <NoneHere fields={fields} /> : (
                <Empty title={t('firstUse')} text={t('firstUseText')}>
                  {can('invoice.create') && <Button onClick={() => go('/invoices/new')}>{t('newInvoice')}</Button>}
                </Empty>
              )} />
          )}
        </Loaded>
      </div>
      <InvoicePeek id={state['panel']} onClose={() => set({ panel: undefined })} />
    </Page>
  );
}

/** Nothing in a ready list is good news; nothing under other conditions offers to loosen them. */
function NoneHere({ fields }: { fields: readonly Field[] }): ReactNode {
  const t = useWords(invoiceWords);
  const [state] = useUrl();
  const views = useViews();
  const alone = (key: string): boolean => FILTERS.every((other) => other === 'sort' || other === key || state[other] === undefined);
  if (state['unpaid'] && alone('unpaid')) return <Empty title={t('allPaid')} text={t('allPaidText')} />;
  if (state['overdue'] && alone('overdue')) return <Empty title={t('noOverdue')} text={t('noOverdueText')} />;
  if (state['status'] === 'DRAFT' && alone('status')) return <Empty title={t('noDrafts')} text={t('noDraftsText')} />;
  return <NothingFound fields={fields} search="q" views={views} />;
}

/** What can be done with the rows that are chosen, in the place of the filters, so that the list does not jump. */
function Bulk({ chosen, onClear }: { chosen: readonly InvoiceRow[]; onClear: () => void }): ReactNode {
  const t = useWords(invoiceWords);
  const c = useWords(common);
  const { can } = useSession();
  const columns = useExportColumns();
  const [printing, setPrinting] = useState<readonly string[] | undefined>(undefined);
  const remind = useAct('invoice.remind-by-hand', { onDone: ({ reminded }) => told(t('reminded', { count: reminded.length })) });
  return (
    <>
      <Text size="sm" fw={600} role="status">{c('selected', { count: chosen.length })}</Text>
      {can('invoice.remind') && (
        <Button variant="default" aria-busy={remind.pending}
          onClick={() => void remind.run({ invoiceIds: chosen.map(({ id }) => id) })}>{t('remind')}</Button>
      )}
      <ExportButton<InvoiceRow> file={t('file')} columns={columns} label={c('export')}
        fetchPage={() => Promise.resolve({ rows: chosen, total: chosen.length })} />
      <Button variant="default" onClick={() => setPrinting(chosen.map(({ id }) => id))}>{t('print')}</Button>
      <Button variant="subtle" onClick={onClear}>{t('clear')}</Button>
      <Refused problem={remind.problem} />
      {printing && <PrintInvoices ids={printing} onDone={() => setPrinting(undefined)} />}
    </>
  );
}
