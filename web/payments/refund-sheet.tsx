/** Returning money: against a paid invoice or from free credit, with what it comes to before it is done. */
import { SegmentedControl, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import type { Input } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useWords } from '../lib/words.ts';
import { Amount } from '../ui/figures.tsx';
import { MoneyField } from '../ui/money-field.tsx';
import { PreviewAct } from '../ui/preview.tsx';
import { OWN_WORDS_LEAST, Reason } from '../ui/reason.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { told } from '../ui/undo.tsx';
import { common, methodWords } from '../ui/words.ts';
import { paymentWords } from './words.ts';

type RefundProps = {
  opened: boolean;
  onClose: () => void;
  clientName: string;
  /** What can be returned at most, as far as the screen knows. */
  amount: number;
  clientId?: string;
  invoiceId?: string;
  paymentId?: string;
  method?: Input<'refund.create'>['method'];
};
const METHODS = ['CASH', 'CARD', 'ONLINE', 'BANK_TRANSFER'] as const;

export function RefundSheet({ opened, onClose, clientName, ...rest }: RefundProps): ReactNode {
  const t = useWords(paymentWords);
  return (
    <Sheet title={t('refundTitle', { client: clientName })} opened={opened} onClose={onClose}>
      <RefundForm {...rest} onClose={onClose} />
    </Sheet>
  );
}

function RefundForm({ amount, clientId, invoiceId, paymentId, method = 'CASH', onClose }: Omit<RefundProps, 'opened' | 'clientName'>): ReactNode {
  const t = useWords(paymentWords);
  const c = useWords(common);
  const names = useWords(methodWords);
  const format = useFormat();
  const [sum, setSum] = useState<number | undefined>(amount === 0 ? undefined : amount);
  const [by, setBy] = useState<Input<'refund.create'>['method']>(method);
  const [reason, setReason] = useState('');
  const [asked] = useDebouncedValue(sum, 200);
  const input = (roubles: number, words: string): Input<'refund.create'> => ({
    amount: roubles, method: by, reason: words, ...(clientId && { clientId }), ...(invoiceId && { invoiceId }), ...(paymentId && { paymentId }),
  });
  const isSum = sum !== undefined && sum > 0;
  return (
    <Stack>
      <Text size="sm" c="dimmed">{t(invoiceId === undefined ? 'refundFree' : 'refundInvoice')}</Text>
      <MoneyField label={t('refundSum')} value={sum} onValue={setSum} data-autofocus />
      <div>
        <Text size="sm" fw={500} id="refund-method">{t('refundMethod')}</Text>
        <SegmentedControl fullWidth value={by} onChange={(value) => setBy(value as typeof by)} aria-labelledby="refund-method"
          data={METHODS.map((value) => ({ value, label: names(value) }))} />
      </div>
      <PreviewAct name="refund.create" previewInput={asked !== undefined && asked > 0 ? input(asked, c('preview')) : undefined}
        input={isSum && reason !== '' && sum === asked ? input(sum, reason) : undefined}
        missing={isSum ? c('reasonShort', { least: OWN_WORDS_LEAST, now: 0 }) : t('refundNothing')}
        confirm={t('refundConfirm', { sum: format.money(sum ?? 0) })} keep={t('refundKeep')} danger onKeep={onClose}
        fields={<Reason value={reason} onValue={setReason} />}
        onDone={({ document }) => {
          told(t('refundDone', { number: document.documentNumber }));
          onClose();
        }}>
        {(preview) => (
          <table className="ledger">
            <tbody>
              <tr><td>{names(preview.refund.method)}</td><td data-align="right"><Amount value={-preview.refund.amount} strong /></td></tr>
              <tr><td>{t('refundCredit')}</td><td data-align="right"><Amount value={preview.balance} /></td></tr>
              <tr><td colSpan={2}>{t('refundDocument')}</td></tr>
            </tbody>
          </table>
        )}
      </PreviewAct>
    </Stack>
  );
}
