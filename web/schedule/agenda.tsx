/** The same as a list of days: on a phone, and for whoever prefers reading to looking. */
import { Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { useFormat } from '../lib/format.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Chip } from '../ui/status.tsx';
import { UnstyledButton } from '@mantine/core';
import { type Entry, timesOf, useCount } from './event.tsx';
import { hasBegun } from './local.ts';
import type { Events, ScheduleUrl } from './use-schedule.ts';
import { scheduleWords } from './words.ts';

export function Agenda({ shown, events }: { shown: ScheduleUrl; events: Events }): ReactNode {
  const entries: Entry[] = [
    ...events.trainings.map((training) => ({ kind: 'training', training }) as const),
    ...events.rentals.map((rental) => ({ kind: 'rental', rental }) as const),
  ];
  const dayOf = (entry: Entry): string => (entry.kind === 'training' ? entry.training.date : entry.rental.date);
  const days = Map.groupBy(entries.toSorted((a, b) => timesOf(a).startsAt.localeCompare(timesOf(b).startsAt)), dayOf);
  return (
    <div className="agenda">
      {[...days].toSorted(([a], [b]) => a.localeCompare(b)).map(([day, of]) => <Day key={day} day={day} entries={of} titled={shown.view === 'week'} />)}
    </div>
  );
}

function Day({ day, entries, titled }: { day: string; entries: readonly Entry[]; titled: boolean }): ReactNode {
  const format = useFormat();
  const id = useId();
  return (
    <section className="card" aria-labelledby={id}>
      <Title order={2} id={id} {...(titled ? {} : { className: 'skip' })}>{format.weekday(day)}</Title>
      <ul className="agenda-rows">
        {entries.map((entry) => (
          <li key={entry.kind === 'training' ? entry.training.id : entry.rental.id}><Line entry={entry} /></li>
        ))}
      </ul>
    </section>
  );
}

function Line({ entry }: { entry: Entry }): ReactNode {
  const t = useWords(scheduleWords);
  const format = useFormat();
  const { now } = useSession();
  const [, set] = useUrl();
  const count = useCount();
  const { startsAt, endsAt } = timesOf(entry);
  const hours = <span className="num agenda-hours">{t('from', { start: format.time(startsAt), end: format.time(endsAt) })}</span>;
  if (entry.kind === 'rental') {
    const { id, clientName, eventType, roomName } = entry.rental;
    return (
      <UnstyledButton className="agenda-row" onClick={() => set({ panel: `rental:${id}` })}>
        {hours}
        <span><strong>{t('rental')}: {eventType ?? clientName}</strong><small>{roomName}</small></span>
      </UnstyledButton>
    );
  }
  const { training } = entry;
  const places = [training.roomName, training.trainerName].filter((part) => part !== null).join(', ');
  const isCancelled = training.status === 'CANCELLED';
  return (
    <UnstyledButton className="agenda-row" data-over={hasBegun(endsAt, now()) || undefined} onClick={() => set({ panel: `training:${training.id}` })}>
      {hours}
      <span><strong style={isCancelled ? { textDecoration: 'line-through' } : {}}>{training.title}</strong><small>{places}</small></span>
      <span className="agenda-end">
        <span className="num">{count(training)}</span>
        {isCancelled && <Chip kind="voided">{t('cancelled')}</Chip>}
        {training.unpaid > 0 && !isCancelled && <small><span className="event-dot" aria-hidden /> {t('unpaid', { count: training.unpaid })}</small>}
      </span>
    </UnstyledButton>
  );
}
