/** The roster: each with what covers the visit, the mark, and how the booking can still be cancelled. */
import { Button, Text, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWhy } from '../lib/why.ts';
import { useWords } from '../lib/words.ts';
import { Amount } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { Empty } from '../ui/states.tsx';
import { Chip, InvoiceStatus } from '../ui/status.tsx';
import { common } from '../ui/words.ts';
import { Marks } from './marks.tsx';
import type { Training } from './training-screen.tsx';
import { trainingWords } from './training-words.ts';

export type Row = Training['participants'][number];
export type Charge = Answer<'charge.list'>['charges'][number];
type RosterProps = { training: Training; charges: readonly Charge[] };

export function Roster({ training, charges }: RosterProps): ReactNode {
  const t = useWords(trainingWords);
  const seesSums = useSession().can('payment.read') !== undefined;
  const { participants } = training;
  if (participants.length === 0) return <Empty title={t('nobodyBooked')} text={t('nobodyBookedText')} />;
  const chargeOf = new Map(charges.filter(({ state }) => state === 'ACTIVE').map((charge) => [charge.studentId, charge]));
  return (
    <div style={{ overflowX: 'auto' }} role="group" aria-label={t('roster')} tabIndex={0}>
      <table className="list roster">
        <caption className="skip">{t('roster')}</caption>
        <thead>
          <tr>
            {[t('number'), t('who'), t('age'), t('cover'), t('mark'), t('cancelling')].map((title) => <th key={title} scope="col">{title}</th>)}
            {seesSums && <th scope="col" data-align="right">{t('debt')}</th>}
          </tr>
        </thead>
        <tbody>
          {participants.map((row, index) => (
            <Line key={row.studentId} row={row} index={index} training={training} charge={chargeOf.get(row.studentId)} seesSums={seesSums} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type LineProps = { row: Row; index: number; training: Training; charge: Charge | undefined; seesSums: boolean };

function Line({ row, index, training, charge, seesSums }: LineProps): ReactNode {
  const t = useWords(trainingWords);
  const { studentId, studentName, clientId, age, status, overdue } = row;
  return (
    <tr data-student={studentId} data-state={status}>
      <td className="num roster-number">{index + 1}</td>
      <td className="roster-name"><To to={`/clients/${clientId}`} fw={500}>{studentName}</To></td>
      <td className="num" data-label={t('age')}>{age ?? t('empty')}</td>
      <td><Cover row={row} charge={charge} off={training.status === 'CANCELLED'} /></td>
      <td>{status === 'BOOKED' ? <Marks training={training} row={row} /> : <VisuallyHidden>{t('empty')}</VisuallyHidden>}</td>
      <td><Cancelling row={row} training={training} /></td>
      {seesSums && <td data-align="right">{overdue === null || overdue === 0 ? '' : <Amount value={overdue} tone="bad" />}</td>}
    </tr>
  );
}

/** What pays for the visit. What is charged already tells why it was. */
function Cover({ row: { status, cover, clientId, studentName }, charge, off }: { row: Row; charge: Charge | undefined; off: boolean }): ReactNode {
  const t = useWords(trainingWords);
  const c = useWords(common);
  const why = useWhy();
  const { can } = useSession();
  const [, set] = useUrl();
  const { kind, isCharged, subscriptionId, sessionsLeft, invoiceId, invoiceNumber, invoiceStatus } = cover;
  const whyButton = charge && (
    <Button variant="subtle" size="compact-xs" aria-label={`${c('why')} ${studentName}`} onClick={() => why('charge', charge.id)}>{c('why')}</Button>
  );
  // Nobody is going to be charged for a visit that does not happen.
  if ((off || status !== 'BOOKED') && !isCharged) return t('empty');
  if (kind === 'PASS') {
    const text = sessionsLeft === null ? t('passUnlimited') : isCharged ? t('passCharged', { left: sessionsLeft }) : t('passNext', { from: sessionsLeft, to: sessionsLeft - 1 });
    return <span className="roster-cover">{subscriptionId === null ? text : <To to={`/passes/${subscriptionId}`}>{text}</To>} {whyButton}</span>;
  }
  if (kind === 'SINGLE') {
    return (
      <span className="roster-cover">{t('single')}{invoiceId !== null && <>, <To to={`/invoices/${invoiceId}`}>{invoiceNumber}</To></>}
        {invoiceStatus !== null && <InvoiceStatus status={invoiceStatus} />} {whyButton}</span>
    );
  }
  if (kind === 'TRIAL' || kind === 'FREE') return t(kind === 'TRIAL' ? 'trial' : 'free');
  return (
    <span className="roster-cover"><Chip kind="overdue">{t('none')}</Chip>
      {can('subscription.sell') !== undefined && (
        <Button variant="subtle" size="compact-xs" aria-label={`${t('sell')}: ${studentName}`} onClick={() => set({ sell: clientId })}>{t('sell')}</Button>
      )}
    </span>
  );
}

function Cancelling({ row, training }: { row: Row; training: Training }): ReactNode {
  const t = useWords(trainingWords);
  const format = useFormat();
  const { can } = useSession();
  const [, set] = useUrl();
  const { status, cancelLabel, cancelledAt, cancelling, studentId, studentName } = row;
  if (status === 'CANCELLED') {
    const at = cancelledAt === null ? '' : format.moment(cancelledAt);
    return <Text size="sm" c="dimmed">{t(cancelLabel === 'FINE' ? 'cancelledFine' : 'cancelledSafe', { at })}</Text>;
  }
  const waits = status === 'WAITING' && <Chip kind="partial">{t('waits')}</Chip>;
  // A training that has begun says so itself.
  if (cancelling === null || training.status === 'CANCELLED' || cancelling.zone === 'CLOSED') return waits;
  return (
    <span className="roster-cancel">
      {can('participation.cancel') !== undefined && (
        <Button variant="default" size="compact-xs" aria-label={`${t('cancelOne')}: ${studentName}`} onClick={() => set({ panel: `leave:${studentId}` })}>{t('cancelOne')}</Button>
      )}
      {waits || <Text span size="xs" c="dimmed">{zoneText(cancelling, t, format)}</Text>}
    </span>
  );
}

/** In words: until when it is free, or what it takes. */
export function zoneText({ zone, safeUntil, late }: NonNullable<Row['cancelling']>, t: ReturnType<typeof useWords<keyof typeof trainingWords.ru>>,
  format: ReturnType<typeof useFormat>): string {
  if (zone === 'CLOSED') return t('closed');
  if (zone === 'SAFE') return t('safe', { until: `${format.shortDay(safeUntil)}, ${format.time(safeUntil)}` });
  switch (late.kind) {
    case 'SESSION': return t('fine');
    case 'INVOICE': return late.amount === null ? t('fine') : t('fineSum', { sum: format.money(late.amount) });
    case 'KEPT': return t('fineKept');
    case 'NOTHING': return t('fineNothing');
  }
}
