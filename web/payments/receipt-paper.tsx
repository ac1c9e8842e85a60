/** What stands on the paper: whose, from whom, how much in figures and in words, and what it settled. */
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useWords } from '../lib/words.ts';
import { Amount, MomentText } from '../ui/figures.tsx';
import { methodWords } from '../ui/words.ts';
import './receipt.css';
import { receiptWords } from './receipt-words.ts';

type Receipt = Answer<'payment.receipt'>;

export function ReceiptPaper({ receipt, isTape }: { receipt: Receipt; isTape: boolean }): ReactNode {
  const t = useWords(receiptWords);
  const m = useWords(methodWords);
  const { organisation, branch, client, payment, receivedBy, invoices, credit, amountInWords } = receipt;
  const { requisites } = organisation;
  const row = (label: string,
    value: ReactNode): ReactNode => <div className="receipt-row"><dt>{label}</dt><dd>{value}</dd></div>;
  return (
    <article className="card receipt" data-tape={isTape}>
      <div className="receipt-head">
        <strong>{requisites.legalName ?? organisation.name}</strong>
        {requisites.inn !== null && <span>{t('inn', { inn: requisites.inn })}</span>}
        <span>{[branch.name, branch.address ?? requisites.address].filter(Boolean).join(', ')}</span>
      </div>
      {payment.status === 'REVERSED' && <p className="receipt-reversed">{t('reversed')}</p>}
      <dl>
        {row(t('date'), <MomentText value={payment.paidAt ?? payment.createdAt} />)}
        {row(t('paidBy'), client.name)}
        {row(t('method'), m(payment.method))}
        {row(t('received'), receivedBy)}
        {payment.notes !== null && row(t('notes'), payment.notes)}
      </dl>
      {invoices.length > 0 && (
        <>
          <h2>{t('settled')}</h2>
          <dl>
            {invoices.map(({ invoiceId, invoiceNumber, firstItemName, itemCount, amount }) => (
              <div key={invoiceId} className="receipt-row">
                <dt>
                  № {invoiceNumber} {firstItemName !== null && itemCount > 1
                    ? t('more', { name: firstItemName, count: itemCount - 1 }) : firstItemName}
                </dt>
                <dd><Amount value={amount} /></dd>
              </div>
            ))}
          </dl>
        </>
      )}
      <dl>
        {credit > 0 && row(t('credit'), <Amount value={credit} />)}
        <div className="receipt-row receipt-total">
          <dt>{t('total')}</dt><dd><Amount value={payment.amount} strong /></dd>
        </div>
      </dl>
      <p>{t('words')}: {amountInWords}</p>
      {!isTape && <p className="receipt-sign">{t('signature')} ______________________</p>}
      <p className="receipt-small">{t('notFiscal')}</p>
    </article>
  );
}
