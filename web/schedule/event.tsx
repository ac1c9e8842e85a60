/** One event as it looks in the calendar, and what a screen reader is told of it. */
import type { ReactNode } from 'react';
import { useFormat } from '../lib/format.ts';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { hasBegun } from './local.ts';
import type { Rental, Training } from './use-schedule.ts';
import { scheduleWords } from './words.ts';

export type Entry = { kind: 'training'; training: Training } | { kind: 'rental'; rental: Rental };
export const timesOf = (entry: Entry): { startsAt: string; endsAt: string } => (entry.kind === 'training' ? entry.training : entry.rental);

/** `12/15`; without a limit only how many. */
export function useCount(): (training: Pick<Training, 'booked' | 'places'>) => string {
  const t = useWords(scheduleWords);
  return ({ booked, places }) => (places === null ? t('booked', { booked }) : t('of', { booked, places }));
}

type BodyProps = { entry: Entry; by: 'room' | 'trainer'; tone: number };

export function EventBody({ entry, by, tone }: BodyProps): ReactNode {
  const t = useWords(scheduleWords);
  const format = useFormat();
  const { now } = useSession();
  const count = useCount();
  const { startsAt, endsAt } = timesOf(entry);
  const time = <span className="num">{format.time(startsAt)}<span className="event-end">–{format.time(endsAt)}</span></span>;
  if (entry.kind === 'rental') {
    const { clientName, eventType, roomName } = entry.rental;
    return (
      <span className="event-body" data-kind="rental">
        <span className="event-head">{time}</span>
        <strong>{t('rental')}: {eventType ?? clientName}</strong>
        <span>{roomName}</span>
      </span>
    );
  }
  const { title, status, unpaid, trainerName, roomName, waiting, booked, places } = entry.training;
  const isCancelled = status === 'CANCELLED';
  return (
    <span className="event-body" data-kind={isCancelled ? 'cancelled' : hasBegun(endsAt, now()) ? 'over' : 'training'} data-tone={tone}>
      <span className="event-head">
        {time}
        <span className="num" data-full={places !== null && booked >= places ? true : undefined}>{count(entry.training)}</span>
        {unpaid > 0 && !isCancelled && <span className="event-dot" title={t('unpaid', { count: unpaid })}><span className="skip">{t('unpaid', { count: unpaid })}</span></span>}
      </span>
      <strong>{isCancelled && <span>{t('cancelled')}: </span>}{title}</strong>
      <span>{by === 'room' ? roomName ?? t('noRoom') : trainerName ?? t('noTrainer')}{waiting > 0 && `, ${t('waiting', { count: waiting })}`}</span>
    </span>
  );
}
