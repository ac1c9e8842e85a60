import { Group, Stack, Text } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { sumOf, useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWhy } from '../lib/why.ts';
import { useWords } from '../lib/words.ts';
import { RefundSheet } from '../payments/refund-sheet.tsx';
import { Amount } from '../ui/figures.tsx';
import { Page } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { InvoiceStatus } from '../ui/status.tsx';
import { detailWords } from './detail-words.ts';
import { EditSheet } from './edit-sheet.tsx';
import { ActProblems, InvoiceActions, useActs } from './invoice-actions.tsx';
import { DeleteDialog, VoidDialog } from './invoice-dialogs.tsx';
import { GivenForIt, InvoiceFacts, TransferCode } from './invoice-facts.tsx';
import { type Invoice, InvoiceItems } from './invoice-items.tsx';
import { InvoiceTimeline } from './invoice-timeline.tsx';
import { Lens } from './lens.tsx';
import { InvoicePaper } from './paper.tsx';
import { Settlement } from './settlement.tsx';

export default function InvoiceScreen(): ReactNode {
  const t = useWords(detailWords);
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const [gone, setGone] = useState(false);
  const invoice = useAsk('invoice.get', { id }, { keepPrevious: false, enabled: !gone });
  const paper = useAsk('invoice.print', { id }, { keepPrevious: false, enabled: !gone });
  const acts = useActs(invoice.data);
  const { data } = invoice;
  return (
    <Page name="invoice" title={t('title', { number: data?.invoiceNumber ?? '…' })} ready={data !== undefined && paper.data !== undefined}
      actions={data && <InvoiceActions invoice={data} acts={acts} />}>
      <Loaded query={invoice} lines={10} height={48}>
        {(found) => (
          <>
            <Headline invoice={found} />
            <ActProblems acts={acts} />
            <div className="detail">
              <Stack gap="md"><InvoiceItems invoice={found} /><Settlement invoice={found} /><InvoiceTimeline invoice={found} /></Stack>
              <Stack gap="md">
                <InvoiceFacts invoice={found} />
                <GivenForIt invoice={found} />
                {paper.data && <TransferCode paper={paper.data} />}
              </Stack>
            </div>
            <Panels invoice={found} onGone={setGone} />
            {paper.data && <InvoicePaper paper={paper.data} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** One sentence of what the invoice asks for. */
function Headline({ invoice }: { invoice: Invoice }): ReactNode {
  const t = useWords(detailWords);
  const why = useWhy();
  const format = useFormat();
  const open = invoice.dueAmount > 0 && invoice.status !== 'CANCELLED' && invoice.status !== 'DRAFT';
  return (
    <Group gap="md" mb="md" align="baseline">
      <Amount value={open ? invoice.dueAmount : invoice.totalAmount} size="1.5rem" strong onWhy={() => why('invoice', invoice.id)} />
      <InvoiceStatus status={invoice.status} overdueDays={invoice.daysOverdue} />
      {open && invoice.paidAmount > 0 && <Text size="sm" c="dimmed">{t('paid')}: {format.money(invoice.paidAmount)}</Text>}
    </Group>
  );
}

function Panels({ invoice, onGone }: { invoice: Invoice; onGone: (gone: boolean) => void }): ReactNode {
  const { can } = useSession();
  const [{ panel }, set] = useUrl();
  const close = (): void => set({ panel: undefined });
  return (
    <>
      <Lens invoice={invoice} />
      {can('invoice.cancel') && <VoidDialog invoice={invoice} />}
      {can('invoice.delete') && invoice.status === 'DRAFT' && <DeleteDialog invoice={invoice} onGone={onGone} />}
      {can('invoice.update') && <EditSheet invoice={invoice} opened={panel === 'edit'} onClose={close} />}
      {can('refund.create') && (
        <RefundSheet opened={panel === 'refund'} onClose={close} invoiceId={invoice.id} clientName={invoice.client.name}
          amount={sumOf([invoice.paidAmount, -invoice.refundedAmount])} />
      )}
    </>
  );
}
