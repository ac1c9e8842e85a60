/** The proof of a payment: where its money went, what it is, what happened to it, its documents. */
import { Text, Timeline, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useWhy } from '../lib/why.ts';
import { useWords } from '../lib/words.ts';
import { Amount, DayText, MomentText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { PaymentStatus } from '../ui/status.tsx';
import { methodWords } from '../ui/words.ts';
import type { Found } from './payment-screen.tsx';
import { paymentWords } from './words.ts';

export function Allocations({ found: { payment, allocations } }: { found: Found }): ReactNode {
  const t = useWords(paymentWords);
  const format = useFormat();
  const why = useWhy();
  return (
    <section className="card" aria-labelledby="allocations">
      <Title order={2} id="allocations" mb="xs">{t('allocations')}</Title>
      {allocations.length === 0 && payment.status === 'COMPLETED' && <Text size="sm" c="dimmed" mb="xs">{t('notAllocated')}</Text>}
      <table className="ledger">
        <thead>
          <tr><th scope="col">{t('number')}</th><th scope="col" data-second>{t('when')}</th><th scope="col" data-align="right">{t('sum')}</th></tr>
        </thead>
        <tbody>
          {allocations.map((one) => (
            <tr key={`${one.invoiceId}${one.createdAt}`}>
              <td>
                <To to={`/invoices/${one.invoiceId}`} className="num">{one.invoiceNumber}</To>
                {one.releasedAt !== null && (
                  <Text size="xs" c="dimmed">{t('released', { at: format.moment(one.releasedAt), reason: one.releaseReason ?? '' })}</Text>
                )}
              </td>
              <td data-second><MomentText value={one.createdAt} /></td>
              <td data-align="right">
                {one.releasedAt === null ? <Amount value={one.amount} /> : <s><Amount value={one.amount} tone="dimmed" /></s>}
              </td>
            </tr>
          ))}
          {payment.status === 'COMPLETED' && (
            <tr><td>{t('leftAsCredit')}</td><td data-second /><td data-align="right"><Amount value={payment.creditLeft} /></td></tr>
          )}
          <tr data-totals>
            <td>{t('total')}</td><td data-second />
            <td data-align="right">{payment.status === 'REVERSED' ? <s><Amount value={payment.amount} tone="dimmed" /></s>
              : <Amount value={payment.amount} onWhy={() => why('payment', payment.id)} />}</td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}

export function PaymentFacts({ payment }: { payment: Found['payment'] }): ReactNode {
  const t = useWords(paymentWords);
  const method = useWords(methodWords);
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('client'), <To key="c" to={`/clients/${payment.clientId}`}>{payment.clientName}</To>],
    [t('status'), <PaymentStatus key="s" status={payment.status} />],
    [t('sum'), <Amount key="a" value={payment.amount} strong />], [t('method'), method(payment.method)],
    [t('dated'), <DayText key="d" value={payment.onDate} />], [t('at'), <MomentText key="m" value={payment.createdAt} />],
    [t('by'), payment.receivedBy], [t('branch'), payment.branchName],
    [t('shift'), payment.shiftId === null ? t('noShift')
      : <To key="sh" to={`/shift?shift=${payment.shiftId}`}><MomentText value={payment.shiftOpenedAt} /></To>],
    ...(payment.invoiceId === null ? [] : [[t('forInvoice'), <To key="i" to={`/invoices/${payment.invoiceId}`}>{t('openIt')}</To>] as const]),
    ...(payment.notes === null ? [] : [[t('notes'), payment.notes] as const]),
  ];
  return (
    <section className="card" aria-labelledby="payment-facts">
      <Title order={2} id="payment-facts" mb="xs">{t('facts')}</Title>
      <dl className="facts">{facts.map(([term, value]) => <div key={term}><dt>{term}</dt><dd>{value}</dd></div>)}</dl>
    </section>
  );
}

export function Documents({ found: { documents } }: { found: Found }): ReactNode {
  const t = useWords(paymentWords);
  return (
    <section className="card" aria-labelledby="documents">
      <Title order={2} id="documents" mb="xs">{t('documents')}</Title>
      {documents.length === 0 && <Text size="sm" c="dimmed">{t('noDocuments')}</Text>}
      {documents.map((one) => (
        <div key={one.id}>
          <b className="num">{one.documentNumber}</b> · {t(one.kind)} · <Amount value={one.amount} />
          <Text size="xs" c="dimmed"><MomentText value={one.createdAt} /> · «{one.reason}»</Text>
        </div>
      ))}
    </section>
  );
}

type Event = { at: string; title: string; who?: string | undefined; reason?: string | null };
export function PaymentTimeline({ found }: { found: Found }): ReactNode {
  const t = useWords(paymentWords);
  const format = useFormat();
  const { payment, allocations, documents } = found;
  const refunds = useAsk('refund.list', { clientId: payment.clientId, limit: 100 }).data?.refunds ?? [];
  const events: Event[] = [
    { at: payment.createdAt, title: t('accepted'), who: payment.receivedBy },
    ...allocations.map((one) => ({ at: one.createdAt, title: t('settled', { number: one.invoiceNumber }) })),
    ...allocations.flatMap((one) => (one.releasedAt === null ? []
      : [{ at: one.releasedAt, title: t('taken', { number: one.invoiceNumber }), reason: one.releaseReason }])),
    ...refunds.filter((one) => one.paymentId === payment.id)
      .map((one) => ({ at: one.createdAt, title: t('refunded', { sum: format.money(one.amount) }), reason: one.reason })),
    ...(payment.reversedAt === null ? [] : [{
      at: payment.reversedAt, title: t('reverseEvent'), who: payment.reversedBy ?? undefined,
      reason: documents.find(({ kind }) => kind === 'PAYMENT_REVERSAL')?.reason ?? payment.reversalReason }]),
  ].toSorted((a, b) => a.at.localeCompare(b.at));
  return (
    <section className="card" aria-labelledby="payment-timeline">
      <Title order={2} id="payment-timeline" mb="sm">{t('timeline')}</Title>
      <Timeline bulletSize={14} lineWidth={2} active={events.length}>
        {events.map((event, index) => (
          <Timeline.Item key={`${event.at}${event.title}${String(index)}`} title={event.title}>
            <Text size="xs" c="dimmed"><MomentText value={event.at} />{event.who === undefined ? '' : ` · ${event.who}`}</Text>
            {event.reason && <Text size="sm">«{event.reason}»</Text>}
          </Timeline.Item>
        ))}
      </Timeline>
    </section>
  );
}
