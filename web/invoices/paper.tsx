/** An invoice on A4: requisites, lines, VAT, the sum in words and the QR code of a transfer. Seen only in print. */
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { QRCodeSVG } from 'qrcode.react';
import type { Answer } from '../lib/api.ts';
import { type Format, useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { paperWords } from './paper-words.ts';
import './paper.css';

type Paper = Answer<'invoice.print'>;
type Words = ReturnType<typeof useWords<keyof (typeof paperWords)['ru']>>;

/** The sheet of one invoice, at the place where print looks for it. */
export function InvoicePaper({ paper }: { paper: Paper }): ReactNode {
  const main = document.getElementById('main');
  return main === null ? null : createPortal(<PaperSheet paper={paper} />, main);
}

/** Prints several invoices, one to a page, once all of them have come. */
export function PrintInvoices({ ids, onDone }: { ids: readonly string[]; onDone: () => void }): ReactNode {
  useEffect(() => {
    window.addEventListener('afterprint', onDone);
    return () => window.removeEventListener('afterprint', onDone);
  }, [onDone]);
  const main = document.getElementById('main');
  return main === null ? null : createPortal(ids.map((id, index) => (
    <FetchedPaper key={id} id={id} onReady={index === ids.length - 1 ? () => window.print() : undefined} />
  )), main);
}

function FetchedPaper({ id, onReady }: { id: string; onReady: (() => void) | undefined }): ReactNode {
  const paper = useAsk('invoice.print', { id }, { keepPrevious: false });
  const isThere = paper.data !== undefined;
  useEffect(() => {
    if (isThere) onReady?.();
    // oxlint-disable-next-line react/exhaustive-deps
  }, [isThere]);
  return paper.data === undefined ? null : <PaperSheet paper={paper.data} />;
}

function PaperSheet({ paper }: { paper: Paper }): ReactNode {
  const t = useWords(paperWords);
  const format = useFormat();
  const { invoice, organisation, client, studentName } = paper;
  const { requisites } = organisation;
  const party = (name: string, inn: string | null, kpp: string | null, address: string | null): string =>
    [name, inn && t('inn', { inn }), kpp && t('kpp', { kpp }), address].filter(Boolean).join(', ');
  return (
    <article className="paper invoice-paper" aria-hidden>
      {requisites.bik && <BankTable requisites={requisites} recipient={requisites.legalName ?? organisation.name} t={t} />}
      <p className="paper-title">{t('heading', { number: invoice.invoiceNumber, day: format.day(invoice.issuedAt) })}</p>
      {invoice.status === 'DRAFT' && <p><b>{t('draft')}</b></p>}
      {invoice.status === 'CANCELLED' && <p><b>{t('voided')}</b></p>}
      <p><b>{t('supplier')}:</b> {party(requisites.legalName ?? organisation.name, requisites.inn, requisites.kpp, requisites.address)}</p>
      <p><b>{t('buyer')}:</b> {party(client.name, client.inn, client.kpp, client.address)}</p>
      {studentName !== null && studentName !== client.name && <p><b>{t('forWhom')}:</b> {studentName}</p>}
      <Lines paper={paper} t={t} format={format} />
      <p>{t('rows', { count: invoice.items.length, sum: format.money(invoice.totalAmount) })}</p>
      <p><b>{t('inWords', { words: paper.totalInWords })}</b></p>
      {invoice.dueDate !== null && invoice.dueAmount > 0 && <p>{t('due', { day: format.day(invoice.dueDate) })}</p>}
      {paper.qr !== null && <figure><QRCodeSVG value={paper.qr} size={150} /><figcaption>{t('qr')}</figcaption></figure>}
      <div className="paper-signs"><span>{t('head')} ____________________</span><span>{t('accountant')} ____________________</span></div>
    </article>
  );
}

function BankTable({ requisites, recipient, t }: {
  requisites: Paper['organisation']['requisites']; recipient: string; t: Words;
}): ReactNode {
  const { inn, kpp, bankName, bik, bankAccount, correspondentAccount } = requisites;
  return (
    <table className="paper-bank">
      <tbody>
        <tr><td colSpan={2} rowSpan={2}>{bankName}<br /><small>{t('bank')}</small></td><td>{t('bik')}</td><td>{bik}</td></tr>
        <tr><td>{t('correspondent')}</td><td>{correspondentAccount}</td></tr>
        <tr>
          <td>{inn && t('inn', { inn })}</td><td>{kpp && t('kpp', { kpp })}</td>
          <td rowSpan={2}>{t('account')}</td><td rowSpan={2}>{bankAccount}</td>
        </tr>
        <tr><td colSpan={2}>{recipient}<br /><small>{t('recipient')}</small></td></tr>
      </tbody>
    </table>
  );
}

function Lines({ paper, t, format }: { paper: Paper; t: Words; format: Format }): ReactNode {
  const { invoice, vat } = paper;
  const foot = (label: string, sum: string): ReactNode => (
    <tr key={label}><td colSpan={5}>{label}</td><td>{sum}</td></tr>
  );
  return (
    <table className="paper-lines">
      <thead>
        <tr><th>{t('line')}</th><th>{t('name')}</th><th>{t('quantity')}</th><th>{t('price')}</th><th>{t('benefit')}</th><th>{t('sum')}</th></tr>
      </thead>
      <tbody>
        {invoice.items.map((item, index) => (
          <tr key={item.id}>
            <td>{index + 1}</td><td>{item.serviceName}</td><td>{format.number(item.quantity)}</td><td>{format.money(item.unitPrice)}</td>
            <td>{format.money(item.discountAmount)}</td><td>{format.money(item.totalPrice)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        {foot(t('total'), format.money(invoice.totalAmount))}
        {vat.length === 0 ? foot(t('noVat'), '—')
          : vat.map(({ rate, amount }) => foot(t('vat', { rate: format.percent(rate) }), format.money(amount)))}
        {invoice.paidAmount > 0 && foot(t('alreadyPaid'), format.money(invoice.paidAmount))}
        {foot(t('toPay'), format.money(invoice.dueAmount))}
      </tfoot>
    </table>
  );
}
