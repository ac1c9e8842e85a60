/** Voiding with its preview, deleting a draft. */
import { Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { sumOf, useFormat } from '../lib/format.ts';
import { useGo } from '../lib/go.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Amount } from '../ui/figures.tsx';
import { PreviewDialog } from '../ui/preview.tsx';
import { OWN_WORDS_LEAST, Reason } from '../ui/reason.tsx';
import { InvoiceStatus } from '../ui/status.tsx';
import { told } from '../ui/undo.tsx';
import { common } from '../ui/words.ts';
import { detailWords } from './detail-words.ts';
import type { Invoice } from './invoice-items.tsx';

/** Stands for the reason while it is being written: a preview is the same whatever the reason will be. */
const TO_COME = 'Предпросмотр';

export function VoidDialog({ invoice }: { invoice: Invoice }): ReactNode {
  const t = useWords(detailWords);
  const c = useWords(common);
  const format = useFormat();
  const [{ panel }, set] = useUrl();
  const [reason, setReason] = useState('');
  const { id } = invoice;
  const close = (): void => set({ panel: undefined });
  return (
    <PreviewDialog name="invoice.cancel" title={t('voidTitle', { number: invoice.invoiceNumber })} opened={panel === 'void'}
      previewInput={{ id, reason: TO_COME }} input={reason === '' ? undefined : { id, reason }} danger
      missing={c('reasonShort', { least: OWN_WORDS_LEAST, now: 0 })} confirm={t('voidConfirm', { sum: format.money(invoice.totalAmount) })}
      keep={t('keep')} fields={<Reason value={reason} onValue={setReason} />} onKeep={close}
      onDone={() => {
        told(t('voidDone'));
        close();
      }}>
      {(preview) => (
        <table className="ledger">
          <tbody>
            <tr>
              <td><InvoiceStatus status={invoice.status} overdueDays={invoice.daysOverdue} /> → <InvoiceStatus status={preview.status} /></td>
              <td />
            </tr>
            <tr>
              <td>{t('voidEffect')}</td>
              <td data-align="right"><Amount value={invoice.dueAmount} /> → <Amount value={preview.dueAmount} strong /></td>
            </tr>
            {invoice.paidAmount > 0 && (
              <tr><td colSpan={2}>{t('voidReturn', { sum: format.money(sumOf([invoice.paidAmount, -preview.paidAmount])) })}</td></tr>
            )}
          </tbody>
        </table>
      )}
    </PreviewDialog>
  );
}

export function DeleteDialog({ invoice }: { invoice: Invoice }): ReactNode {
  const t = useWords(detailWords);
  const [{ panel }, set] = useUrl();
  const go = useGo();
  const { id, invoiceNumber: number } = invoice;
  return (
    <PreviewDialog name="invoice.delete" title={t('removeTitle', { number })} opened={panel === 'delete'} input={{ id }} danger
      confirm={t('remove')} keep={t('keepDraft')} onKeep={() => set({ panel: undefined })}
      onDone={() => {
        told(t('removed'));
        go('/invoices?status=DRAFT', { replace: true });
      }}>
      {() => <Text size="sm">{t('removeText', { number })}</Text>}
    </PreviewDialog>
  );
}
