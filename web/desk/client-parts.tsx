/** The lists of the client panel: passes, unpaid invoices, next trainings, last events. */
import { Text, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { useFormat } from '../lib/format.ts';
import { useWhy } from '../lib/why.ts';
import { useWords } from '../lib/words.ts';
import { Amount, DayText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { InvoiceStatus, PassStatus } from '../ui/status.tsx';
import type { Card } from './client-panel.tsx';
import { deskWords } from './words.ts';

export function ClientParts({ card }: { card: Card }): ReactNode {
  const t = useWords(deskWords);
  return (
    <>
      <Part title={t('unpaid')} kept none={card.invoices.length === 0 ? t('noUnpaid') : undefined}>
        {card.invoices.map((invoice) => <InvoiceLine key={invoice.id} invoice={invoice} />)}
      </Part>
      <Part title={t('passes')} none={card.passes.length === 0 ? t('noPasses') : undefined}>
        {card.passes.map((pass) => <PassLine key={pass.id} pass={pass} />)}
      </Part>
      <Part title={t('upcoming')} none={card.trainings.length === 0 ? t('noUpcoming') : undefined}>
        {card.trainings.slice(0, 4).map((training) => (
          <ComingLine key={`${training.id}${training.studentId}`} training={training} />
        ))}
      </Part>
      <Part title={t('events')} none={card.events.length === 0 ? t('noEvents') : undefined}
        more={<To to={`/clients/${card.client.id}`} size="xs">{t('allEvents')}</To>}>
        {card.events.slice(0, 3).map((event) => (
          <EventLine key={`${event.at}${event.type}${event.number ?? ''}${event.amount}`} event={event} />
        ))}
      </Part>
    </>
  );
}

type PartProps = {
  title: string; none: string | undefined; more?: ReactNode; children: ReactNode;
  /** What is paid elsewhere leaves the list; its place is kept, so the rest stays where it was. */
  kept?: boolean;
};

function Part({ title, none, more, kept = false, children }: PartProps): ReactNode {
  const id = useId();
  return (
    <section aria-labelledby={id} className={kept ? 'kept' : ''} style={{ marginTop: '0.75rem' }}>
      <div style={{ display: 'flex', justifyContent: 'space-between' }}>
        <Title order={3} id={id}>{title}</Title>{none === undefined && more}
      </div>
      {none === undefined ? <ul className="rows">{children}</ul> : <Text size="sm" c="dimmed">{none}</Text>}
    </section>
  );
}

function InvoiceLine({ invoice }: { invoice: Card['invoices'][number] }): ReactNode {
  const t = useWords(deskWords);
  const format = useFormat();
  const why = useWhy();
  const { id, invoiceNumber, firstItemName, itemCount, studentName, status, daysOverdue, dueDate, dueAmount } = invoice;
  const name = firstItemName !== null && itemCount > 1 ? t('moreItems', { name: firstItemName, count: itemCount - 1 })
    : firstItemName;
  const due = dueDate === null ? t('noDue') : t('dueBy', { day: format.day(dueDate) });
  return (
    <li className="line">
      <span>
        <To to={`/invoices/${id}`}>№ {invoiceNumber} {name}</To>
        <small>
          {[studentName, due].filter(Boolean).join(' · ')}{' '}
          {daysOverdue > 0 && <InvoiceStatus status={status} overdueDays={daysOverdue} />}
        </small>
      </span>
      <Amount value={dueAmount} strong onWhy={() => why('invoice', id)} />
    </li>
  );
}

function PassLine({ pass }: { pass: Card['passes'][number] }): ReactNode {
  const t = useWords(deskWords);
  const format = useFormat();
  const { id, name, studentName, status, isFrozen, freezeEnd, endDate, sessionsLeft, sessionsTotal } = pass;
  const left = sessionsLeft === null ? t('unlimited')
    : t('sessionsLeft', { left: format.number(sessionsLeft), total: format.number(sessionsTotal ?? sessionsLeft) });
  return (
    <li className="line">
      <span>
        <To to={`/passes/${id}`}>{name}</To>
        <small className="num" style={{ whiteSpace: 'normal' }}>
          {studentName} · {left}, {t('until', { day: format.day(endDate) })}
        </small>
      </span>
      <PassStatus status={isFrozen ? 'FROZEN' : status} until={freezeEnd === null ? undefined : format.day(freezeEnd)} />
    </li>
  );
}

function ComingLine({ training }: { training: Card['trainings'][number] }): ReactNode {
  const t = useWords(deskWords);
  const format = useFormat();
  return (
    <li className="line">
      <span>
        <To to={`/trainings/${training.id}`}>{training.title}</To>
        <small>{training.studentName}{training.status === 'WAITING' ? ` · ${t('waitingList')}` : ''}</small>
      </span>
      <time className="num" dateTime={training.startsAt}>
        {format.weekday(training.startsAt)}, {format.time(training.startsAt)}
      </time>
    </li>
  );
}

function EventLine({ event }: { event: Card['events'][number] }): ReactNode {
  const t = useWords(deskWords);
  const format = useFormat();
  const to = event.paymentId !== null ? `/payments/${event.paymentId}` : event.invoiceId !== null
    ? `/invoices/${event.invoiceId}` : undefined;
  return (
    <li className="line">
      <span>
        <Text span size="xs" c="dimmed"><DayText value={event.at} /></Text>{' '}
        {to === undefined ? event.sentence : <To to={to} c="inherit">{event.sentence}</To>}
      </span>
      <span style={{ textAlign: 'right' }}>
        <Amount value={event.amount} sign />
        <Text size="xs" c="dimmed" className="num">{t('balanceAfter', { sum: format.money(event.balance) })}</Text>
      </span>
    </li>
  );
}
