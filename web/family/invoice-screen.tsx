/** One invoice as a receipt; a benefit is shown as what it gains. */
import { Button, Text, Title, UnstyledButton } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { type Answer, call } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWhy } from '../lib/why.ts';
import { useWords } from '../lib/words.ts';
import { To } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Waiting } from '../ui/states.tsx';
import { InvoiceStatus } from '../ui/status.tsx';
import { useChildren, usePayer } from './family.ts';
import { DueText } from './invoice-lines.tsx';
import { type FamilyWord, familyWords } from './words.ts';

type Invoice = Answer<'invoice.get'>;

export default function InvoiceScreen(): ReactNode {
  const t = useWords(familyWords);
  const { id = '' } = useParams({ strict: false });
  const query = useAsk('invoice.get', { id }, { keepPrevious: false });
  const { data, error } = query;
  useViewed(data);
  if (error?.status === 404 || error?.status === 422) {
    return <Page name="my-invoice" title={t('notFound')}><Empty title="" text={t('notFoundText')}><To to="/my/invoices">{t('toInvoices')}</To></Empty></Page>;
  }
  if (!data) {
    return <Page name="my-invoice" title={t('loadingBill')} ready={error !== null}>{error ? <Failed problem={error} retry={() => void query.refetch()} /> : <Waiting lines={7} height={48} />}</Page>;
  }
  return <Page name="my-invoice" title={t('invoiceNo', { number: data.invoiceNumber })}><Body invoice={data} /></Page>;
}

/** That the family has seen it is told once; nothing depends on whether it arrives. */
function useViewed(invoice: Invoice | undefined): void {
  const { can } = useSession();
  const told = useRef('');
  const isNew = invoice?.lifecycleStatus === 'sent' && can('invoice.mark-viewed') !== undefined;
  const id = isNew ? invoice.id : '';
  useEffect(() => {
    if (id === '' || told.current === id) return;
    told.current = id;
    void call('invoice.mark-viewed', { id }).catch(() => undefined);
  }, [id]);
}

function Body({ invoice }: { invoice: Invoice }): ReactNode {
  const t = useWords(familyWords);
  const format = useFormat();
  const [, set] = useUrl();
  const payer = usePayer();
  const children = useChildren();
  const child = children?.find(({ id }) => id === invoice.studentId);
  const isOpen = invoice.dueAmount > 0;
  return (
    <>
      <Text c="dimmed" className="num" style={{ whiteSpace: 'normal' }}>{t('issued', { day: format.day(invoice.issuedAt) })}{child ? ` · ${t('forWhom', { name: child.name })}` : ''}</Text>
      <div style={{ display: 'flex', gap: 12, alignItems: 'center', minHeight: 32 }}>
        <InvoiceStatus status={invoice.status} />{isOpen && <DueText row={invoice} />}
      </div>
      <ul className="phone-rows" style={{ marginBlock: 8 }}>{invoice.items.map((item) => <li key={item.id}><Item item={item} /></li>)}</ul>
      <Sums invoice={invoice} />
      {isOpen && payer !== undefined && (
        <Button fullWidth size="md" mih={48} mt="md" className="noprint" onClick={() => set({ pay: invoice.id })}>{t('pay', { sum: format.money(invoice.dueAmount) })}</Button>
      )}
      {invoice.payments.length > 0 && <Payments invoice={invoice} />}
      <div className="noprint" style={{ display: 'flex', gap: 16, marginTop: 16, flexWrap: 'wrap', alignItems: 'center' }}>
        <Button variant="default" mih={44} onClick={() => window.print()}>{t('print')}</Button>
        <To to="/my/invoices" style={{ paddingBlock: 10 }}>{t('toInvoices')}</To>
      </div>
    </>
  );
}

function Item({ item }: { item: Invoice['items'][number] }): ReactNode {
  const t = useWords(familyWords);
  const format = useFormat();
  const { serviceName, quantity, unitPrice, discountAmount, discountPercent, adjustmentAmount, adjustmentReason, totalPrice } = item;
  return (
    <div className="phone-row" style={{ alignItems: 'flex-start' }}>
      <span>
        <Text component="span" display="block">{serviceName}</Text>
        <Text component="span" display="block" size="sm" c="dimmed" className="num">{t('quantity', { count: format.number(quantity), price: format.money(unitPrice) })}</Text>
        {discountAmount > 0 && (
          <Text component="span" display="block" size="sm" c="var(--saldo-good)" data-gain>{t('saved', { percent: format.percent(discountPercent), sum: format.money(discountAmount) })}</Text>
        )}
        {adjustmentAmount !== 0 && (
          <Text component="span" display="block" size="sm" c="dimmed">{t('adjusted', { reason: adjustmentReason ?? '' })} {format.money(adjustmentAmount, true)}</Text>
        )}
      </span>
      <span className="num">{format.money(totalPrice)}</span>
    </div>
  );
}

function Sums({ invoice }: { invoice: Invoice }): ReactNode {
  const t = useWords(familyWords);
  const format = useFormat();
  const { can } = useSession();
  const why = useWhy();
  const { totalAmount, paidAmount, dueAmount, discountAmount, status, id } = invoice;
  const line = (name: FamilyWord, value: ReactNode, strong = false): ReactNode => (
    <div style={{ display: 'flex', justifyContent: 'space-between', gap: 12, fontWeight: strong ? 600 : 400, paddingBlock: 2 }}>
      <dt>{t(name)}</dt><dd className="num" style={{ margin: 0 }}>{value}</dd>
    </div>
  );
  const due = can('explain.read') === undefined ? format.money(dueAmount) : (
    <UnstyledButton fz="md" fw={600} mih={24} td="underline dotted" className="noprint-underline" onClick={() => why('invoice', id)} aria-label={`${format.money(dueAmount)}. ${t('why')}`}>
      {format.money(dueAmount)}
    </UnstyledButton>
  );
  return (
    <dl style={{ margin: 0 }}>
      {line('total', <span style={{ textDecoration: status === 'CANCELLED' ? 'line-through' : 'none' }}>{format.money(totalAmount)}</span>, true)}
      {discountAmount > 0 && <div><dt className="skip">{t('savedSum', { sum: format.money(discountAmount) })}</dt><dd style={{ margin: 0, color: 'var(--saldo-good)', textAlign: 'right' }}>{t('savedSum', { sum: format.money(discountAmount) })}</dd></div>}
      {paidAmount > 0 && line('paid', format.money(paidAmount))}
      {status !== 'CANCELLED' && line('remains', due, true)}
    </dl>
  );
}

const METHODS = new Set<string>(['CASH', 'CARD', 'BANK_TRANSFER', 'ONLINE']);
function Payments({ invoice }: { invoice: Invoice }): ReactNode {
  const t = useWords(familyWords);
  const format = useFormat();
  return (
    <section>
      <Title order={2} mt="md" mb={4}>{t('payments')}</Title>
      <ul className="phone-rows">
        {invoice.payments.map(({ id, amount, method, paidAt, status }) => (
          <li key={id} className="phone-row">
            <span className="num" style={{ whiteSpace: 'normal' }}>
              {t('paymentLine', { method: t(METHODS.has(method) ? method as 'CASH' : 'BALANCE'), at: paidAt === null ? '' : format.moment(paidAt) })}
              {status === 'REVERSED' ? `, ${t('reversed')}` : ''}
            </span>
            <span className="num">{format.money(amount)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
