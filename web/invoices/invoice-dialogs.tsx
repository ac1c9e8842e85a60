/** Voiding with its preview, deleting a draft. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { sumOf, useFormat } from '../lib/format.ts';
import { useGo } from '../lib/go.ts';
import { useAct } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Amount } from '../ui/figures.tsx';
import { PreviewDialog } from '../ui/preview.tsx';
import { OWN_WORDS_LEAST, Reason } from '../ui/reason.tsx';
import { Refused } from '../ui/refused.tsx';
import { InvoiceStatus } from '../ui/status.tsx';
import { told } from '../ui/undo.tsx';
import { common } from '../ui/words.ts';
import { detailWords } from './detail-words.ts';
import type { Invoice } from './invoice-items.tsx';

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
      previewInput={{ id, reason: c('preview') }} input={reason === '' ? undefined : { id, reason }} danger lines={2}
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

/** A deleted draft is not asked for again: `onGone` says so before, and takes it back when the server refuses. */
export function DeleteDialog({ invoice, onGone }: { invoice: Invoice; onGone: (gone: boolean) => void }): ReactNode {
  const t = useWords(detailWords);
  const c = useWords(common);
  const [{ panel }, set] = useUrl();
  const go = useGo();
  const { id, invoiceNumber: number } = invoice;
  const close = (): void => set({ panel: undefined });
  const act = useAct('invoice.delete', { onDone: () => {
    told(t('removed'));
    go('/invoices?status=DRAFT', { replace: true });
  } });
  const remove = async (): Promise<void> => {
    onGone(true);
    if (await act.run({ id }) === undefined) onGone(false);
  };
  return (
    <Modal opened={panel === 'delete'} onClose={close} title={<Text fw={600} size="lg">{t('removeTitle', { number })}</Text>}
      closeButtonProps={{ 'aria-label': c('close') }}>
      <Stack gap="sm">
        <Text size="sm">{t('removeText', { number })}</Text>
        <Refused problem={act.problem} />
        <Group gap="xs">
          <ActButton color="red" onClick={() => void remove()} pending={act.pending} doing={c('doing')}>{t('remove')}</ActButton>
          <Button variant="default" onClick={close}>{t('keepDraft')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
