/** Whose the invoice is, until when, and what was given for it; with the QR code of a transfer. */
import { Text, Title } from '@mantine/core';
import { QRCodeSVG } from 'qrcode.react';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { Amount, DayText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { PassStatus } from '../ui/status.tsx';
import { detailWords } from './detail-words.ts';
import type { Invoice } from './invoice-items.tsx';

export function InvoiceFacts({ invoice }: { invoice: Invoice }): ReactNode {
  const t = useWords(detailWords);
  const format = useFormat();
  const { benefitCategory } = invoice.client;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('client'), <To key="c" to={`/clients/${invoice.clientId}`}>{invoice.client.name}</To>],
    ...(invoice.studentName === null ? [] : [[t('student'), invoice.studentName] as const]),
    ...(benefitCategory === null ? [] : [[t('benefitCategory'),
      `${benefitCategory.name}, ${format.percent(benefitCategory.discountPercent)}`] as const]),
    [t('issued'), <DayText key="i" value={invoice.issuedAt} />], [t('due'), <DayText key="d" value={invoice.dueDate} />],
    [t('source'), t(invoice.source === 'rental' ? 'rentalSource' : invoice.source)],
    ...(invoice.description === null ? [] : [[t('description'), invoice.description] as const]),
    ...(invoice.notes === null ? [] : [[t('notes'), invoice.notes] as const]),
  ];
  return (
    <section className="card" aria-label={t('client')}>
      <dl className="facts">
        {facts.map(([term, value]) => <div key={term}><dt>{term}</dt><dd>{value}</dd></div>)}
      </dl>
    </section>
  );
}

/** What the lines gave: sessions of the pass, services used, the rental. */
export function GivenForIt({ invoice }: { invoice: Invoice }): ReactNode {
  const t = useWords(detailWords);
  const format = useFormat();
  const { subscription, rental } = invoice;
  const used = (item: Invoice['items'][number]): string => {
    if (item.writeOffTiming === 'ON_SALE') return t(item.writeOffStatus === 'COMPLETED' ? 'writtenOff' : 'waits');
    if (item.remainingQuantity === null) return '';
    return item.writeOffStatus === 'COMPLETED' ? t('usedUp')
      : t('quantityLeft', { left: format.number(item.remainingQuantity), total: format.number(item.quantity) });
  };
  const services = invoice.items.filter((item) => item.serviceType !== 'SUBSCRIPTION' && item.writeOffStatus !== 'CANCELLED' && used(item) !== '');
  if (subscription === null && rental === null && invoice.trainingId === null && services.length === 0) return null;
  return (
    <section className="card" aria-labelledby="given">
      <Title order={2} id="given" mb="xs">{t('sessions')}</Title>
      {subscription && (
        <div>
          <To to={`/passes/${subscription.id}`}>{subscription.name}</To>{' '}<PassStatus status={subscription.status} />
          <Text size="sm"><DayText value={subscription.startDate} /> – <DayText value={subscription.endDate} /></Text>
          {subscription.sessionsLeft !== null && <Text size="sm">{t('sessionsLeft', { left: subscription.sessionsLeft })}</Text>}
        </div>
      )}
      {rental && <Text size="sm">{t('rental')}: {rental.roomName}, <DayText value={rental.onDate} /></Text>}
      {invoice.trainingId !== null && <To to={`/trainings/${invoice.trainingId}`}>{t('training')}</To>}
      {services.map((item) => <Text size="sm" key={item.id}>{item.serviceName}: {used(item)}</Text>)}
    </section>
  );
}

/** The code that bank apps read; where requisites are missing it says so. */
export function TransferCode({ paper }: { paper: Answer<'invoice.print'> }): ReactNode {
  const t = useWords(detailWords);
  const format = useFormat();
  const { can } = useSession();
  const { invoice, qr, transferPurpose } = paper;
  if (qr === null && (invoice.dueAmount === 0 || ['DRAFT', 'CANCELLED'].includes(invoice.status))) return null;
  return (
    <section className="card" aria-labelledby="transfer">
      <Title order={2} id="transfer" mb="xs">{t('qr')}</Title>
      {qr === null ? (
        <>
          <Text size="sm">{t('noQr')}</Text>
          {can('settings.manage') && <To to="/settings/organisation">{t('fillRequisites')}</To>}
        </>
      ) : (
        <>
          <div style={{ background: '#fff', padding: 8, width: 'fit-content', borderRadius: 6 }}>
            <QRCodeSVG value={qr} size={168} title={t('qrText', { sum: format.money(invoice.dueAmount) })} />
          </div>
          <Text size="sm" mt="xs"><Amount value={invoice.dueAmount} strong /></Text>
          <Text size="xs" c="dimmed">{transferPurpose}</Text>
        </>
      )}
    </section>
  );
}
