/** Renewing and cancelling a pass: what it does first, then the act held to what was seen. */
import { Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useGo } from '../lib/go.ts';
import { usePreview } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { Amount } from '../ui/figures.tsx';
import { PreviewDialog } from '../ui/preview.tsx';
import { Reason } from '../ui/reason.tsx';
import { told } from '../ui/undo.tsx';
import type { Pass } from './pass-screen.tsx';
import { passWords } from './words.ts';

type ActProps = { pass: Pass; onClose: () => void };

export function RenewDialog({ pass, onClose }: ActProps): ReactNode {
  const t = useWords(passWords);
  const format = useFormat();
  const go = useGo();
  const { id, nextPeriod } = pass;
  const preview = usePreview('subscription.renew', { id });
  const total = preview.data?.invoice.totalAmount;
  return (
    <PreviewDialog name="subscription.renew" opened title={t('renewTitle')} input={{ id }} keep={t('keepRenew')}
      onKeep={onClose}
      confirm={total === undefined ? t('renew') : t('renewAct', { sum: format.money(total) })}
      onDone={({ invoice }) => {
        told(t('renewedTold'));
        onClose();
        go(`/invoices/${invoice.id}`);
      }}>
      {({ invoice }) => (
        <div data-preview style={{ minHeight: 132 }}>
          <Text>{t('forPeriod', { from: format.day(nextPeriod.startDate), to: format.day(nextPeriod.endDate) })}</Text>
          <Sums invoice={invoice} />
        </div>
      )}
    </PreviewDialog>
  );
}

/** Price, benefit, total of an invoice that is not there yet. */
export function Sums({ invoice }: { invoice: Pick<Answer<'invoice.create'>,
  'subtotal' | 'discountAmount' | 'totalAmount'> }): ReactNode {
  const t = useWords(passWords);
  const { subtotal, discountAmount, totalAmount } = invoice;
  return (
    <ul className="lines" data-sums>
      <li><span>{t('price')}</span><Amount value={subtotal} /></li>
      {discountAmount > 0 && <li><span>{t('benefit')}</span><Amount value={-discountAmount} tone="good" /></li>}
      <li><strong>{t('totalSum')}</strong><Amount value={totalAmount} strong size="1rem" /></li>
    </ul>
  );
}

export function CancelDialog({ pass, onClose }: ActProps): ReactNode {
  const t = useWords(passWords);
  const format = useFormat();
  const [reason, setReason] = useState('');
  return (
    <PreviewDialog name="subscription.cancel" opened danger title={t('cancelTitle', { name: pass.name })}
      keep={t('keepPass')} onKeep={onClose}
      confirm={t('cancelAct')} input={reason === '' ? undefined : { id: pass.id, reason }}
      previewInput={{ id: pass.id, reason: reason || t('reasonOther') }}
      onDone={() => {
        told(t('cancelledTold'));
        onClose();
      }}
      fields={<Reason value={reason} onValue={setReason} ready={[t('reasonWrong'), t('reasonAsked')]}
        otherLabel={t('reasonOther')} />}>
      {({ voided, refundNeeded }) => (
        <div data-preview style={{ minHeight: 132 }}>
          {voided.length + refundNeeded.length === 0 && <Text>{t('nothingElse')}</Text>}
          {voided.length > 0 && <Text fw={600}>{t('voids')}</Text>}
          <ul className="lines">
            {voided.map(({ invoiceId, invoiceNumber, returned }) => (
              <li key={invoiceId}><span>{invoiceNumber}</span><span className="num">{returned > 0
                ? t('returns', { sum: format.money(returned) }) : ''}</span></li>
            ))}
          </ul>
          {refundNeeded.length > 0 && <Text fw={600}>{t('refunds')}</Text>}
          <ul className="lines">
            {refundNeeded.map(({ invoiceId, invoiceNumber, amount }) =>
              <li key={invoiceId}><span>{invoiceNumber}</span><Amount value={amount} /></li>)}
          </ul>
        </div>
      )}
    </PreviewDialog>
  );
}
