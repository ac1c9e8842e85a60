/** /pay/TOKEN: one invoice for whoever has the link, and how to pay it; nothing else of the family is seen. */
import { Button, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useUrlFlag } from './url-flag.ts';
import { useWords } from '../lib/words.ts';
import { Failed, Waiting } from '../ui/states.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { PayBody } from './pay-body.tsx';
import { Visitor } from './visitor.tsx';
import { familyWords } from './words.ts';

export default function PayPage(): ReactNode {
  const t = useWords(familyWords);
  const token = window.location.pathname.split('/')[2] ?? '';
  const { data, error, refetch } = useAsk('invoice.pay', { token });
  if (data) return <Visitor name="pay" title={t('billFor', { number: data.invoiceNumber })}><Bill bill={data} /></Visitor>;
  if (error?.status === 404 || error?.status === 422) {
    return <Visitor name="pay" title={t('badLink')}><Text>{t('badLinkText')}</Text></Visitor>;
  }
  return (
    <Visitor name="pay" title={t('loadingBill')} ready={error !== null}>
      {error ? <Failed problem={error} retry={() => void refetch()} /> : <Waiting lines={6} height={48} />}
    </Visitor>
  );
}

function Bill({ bill }: { bill: Answer<'invoice.pay'> }): ReactNode {
  const t = useWords(familyWords);
  const format = useFormat();
  const [opened, setOpened] = useUrlFlag('pay');
  const { organisation, issuedOn, items, leftAmount, totalAmount, status, dueDate, isOverdue, transfer } = bill;
  return (
    <>
      <Text c="dimmed" className="num" style={{ whiteSpace: 'normal' }} mb="sm">{t('billFrom', { centre: organisation.name, day: format.day(issuedOn) })}</Text>
      <section className="phone-card" aria-label={t('toPay')}>
        {leftAmount > 0 ? (
          <>
            <Text c="dimmed" fw={500}>{t('toPay')}</Text>
            <Text fz={32} lh="40px" fw={600} className="num" data-due>{format.money(leftAmount)}</Text>
            {dueDate !== null && <Text size="sm" c={isOverdue ? 'var(--saldo-bad)' : 'dimmed'} className="num">{t(isOverdue ? 'wasUntil' : 'until', { day: format.day(dueDate) })}</Text>}
          </>
        ) : (
          <>
            <Text fz={20} lh="28px" fw={600}>{status === 'CANCELLED' ? t('billVoided') : `✓ ${t('billPaid')}`}</Text>
            <Text c="dimmed">{t(status === 'CANCELLED' ? 'billVoidedText' : 'billPaidText')}</Text>
          </>
        )}
        <ul className="phone-rows" style={{ marginBlock: 8 }}>
          {items.map((item, index) => (
            <li key={index} className="phone-row">
              <span>
                <Text component="span" display="block">{item.name}</Text>
                {item.discountAmount > 0 && <Text component="span" size="sm" c="var(--saldo-good)">{t('savedSum', { sum: format.money(item.discountAmount) })}</Text>}
              </span>
              <span className="num">{format.money(item.totalPrice)}</span>
            </li>
          ))}
        </ul>
        {items.length > 1 && <Text ta="right" fw={600} className="num">{t('total')}: {format.money(totalAmount)}</Text>}
        {leftAmount > 0 && <Button fullWidth size="md" mih={48} mt="xs" onClick={() => setOpened(true)}>{t('pay', { sum: format.money(leftAmount) })}</Button>}
      </section>
      {organisation.phone !== null && <Text c="dimmed" mt="md">{t('askCentre', { phone: organisation.phone })}</Text>}
      <Sheet title={t('howToPay')} opened={opened} onClose={() => setOpened(false)}>
        <Text fz={32} lh="40px" fw={600} className="num" data-pay-sum>{format.money(leftAmount)}</Text>
        <PayBody amount={leftAmount} organisation={organisation} transfer={transfer} />
      </Sheet>
    </>
  );
}
