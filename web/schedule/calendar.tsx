/** The grid of hours: a week by days, or one day by rooms or trainers. Loaded only where it is shown. */
import '@mantine/schedule/styles.css';
import 'dayjs/locale/ru.js';
import { ResourcesDayView, type ScheduleEventData, WeekView } from '@mantine/schedule';
import { Text } from '@mantine/core';
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import type { Answer } from '../lib/api.ts';
import { type Format, useFormat } from '../lib/format.ts';
import { useSession, useTimeZone } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { type Entry, EventBody, timesOf } from './event.tsx';
import { hasBegun, wallOf } from './local.ts';
import { type Events, type ScheduleUrl, TONES } from './use-schedule.ts';
import { scheduleWords } from './words.ts';

const NOBODY = 'none';
type CalendarProps = {
  shown: ScheduleUrl; events: Events; rooms: Answer<'room.list'>['rooms']; trainers: Answer<'trainer.list'>['trainers'];
};

export default function Calendar({ shown, events, rooms, trainers }: CalendarProps): ReactNode {
  const t = useWords(scheduleWords);
  const zone = useTimeZone();
  const format = useFormat();
  const { can, now } = useSession();
  const [{ move, to, toRoom, toTrainer }, set] = useUrl();
  const { view, date, by } = shown;
  const mayChange = can('training.manage') !== undefined;
  const grid = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => nameInWords(grid.current, format));
  const entries: Entry[] = [
    ...events.trainings.map((training) => ({ kind: 'training', training }) as const),
    ...events.rentals.map((rental) => ({ kind: 'rental', rental }) as const),
  ];
  const resources = resourcesOf(shown, by === 'room' ? rooms : trainers, entries, t(by === 'room' ? 'noRoom' : 'noTrainer'));
  const toneOf = new Map((by === 'room' ? rooms : trainers).map(({ id }, index) => [id, index % TONES]));
  const drawn = entries.map((entry): ScheduleEventData => {
    const { startsAt, endsAt } = timesOf(entry);
    const item = entry.kind === 'training' ? entry.training : entry.rental;
    // What is being moved is shown where it would be; it goes back when that is given up or refused.
    const goes = move === item.id && to !== undefined;
    const start = goes ? `${to.replace('T', ' ')}:00` : wallOf(startsAt, zone);
    const length = Date.parse(endsAt) - Date.parse(startsAt);
    const end = goes ? new Date(Date.parse(`${start.replace(' ', 'T')}Z`) + length).toISOString().slice(0, 19).replace('T', ' ') : wallOf(endsAt, zone);
    const place = resourceOf(entry, by) ?? NOBODY;
    return {
      id: item.id, title: entry.kind === 'training' ? entry.training.title : entry.rental.clientName, start, end, color: 'gray', variant: 'light',
      resourceId: goes ? (by === 'room' ? toRoom : toTrainer) ?? place : place, payload: { entry, tone: toneOf.get(resourceOf(entry, by) ?? '') ?? 5 },
    };
  });
  const { startTime, endTime } = hoursOf(drawn);
  const first = drawn.map(({ start }) => String(start).slice(11, 13)).toSorted()[0] ?? '09';
  const scrollTime = `${String(Math.max(Number(startTime.slice(0, 2)), Number(first) - 1)).padStart(2, '0')}:00:00`;
  const common = {
    date: view === 'week' ? shown.from : date, events: drawn, startTime, endTime, locale: format.language, withHeader: false, mode: 'default' as const,
    labels: {
      timeSlot: t('slot'), resourceSlot: t('slot'), weekday: t('weekday'), noEvents: t('noEvents'), today: t('today'), day: t('day'), week: t('week'),
      resources: t(by === 'room' ? 'room' : 'trainer'), resource: t(by === 'room' ? 'room' : 'trainer'), moreLabel: (count: number) => t('more', { count }),
    },
    getCurrentTime: () => wallOf(now(), zone), renderEventBody: ({ payload }: ScheduleEventData) =>
      <EventBody entry={payload!['entry'] as Entry} by={by === 'room' && view === 'day' ? 'trainer' : by} tone={payload!['tone'] as number} />,
    onEventClick: ({ id, payload }: ScheduleEventData) => set({ panel: `${(payload!['entry'] as Entry).kind}:${id}` }),
    withEventsDragAndDrop: mayChange, eventDragInterval: 15,
    canDragEvent: ({ payload }: ScheduleEventData) => {
      const entry = payload!['entry'] as Entry;
      return entry.kind === 'training' && entry.training.status === 'PLANNED' && !hasBegun(entry.training.startsAt, now());
    },
    onEventDrop: ({ eventId, newStart, resourceId }: { eventId: string | number; newStart: string; resourceId?: string | number }) => {
      const where = resourceId === undefined ? undefined : String(resourceId);
      set({ move: String(eventId), to: newStart.slice(0, 16).replace(' ', 'T'), ...(where === undefined ? {} : { [by === 'room' ? 'toRoom' : 'toTrainer']: where }) });
    },
    ...(mayChange ? { onTimeSlotClick: ({ slotStart, resourceId }: { slotStart: string; resourceId?: string | number }) => set({
      panel: 'new', on: slotStart.slice(0, 10), start: slotStart.slice(11, 16),
      ...(resourceId === undefined || resourceId === NOBODY ? {} : { [by === 'room' ? 'roomId' : 'trainerId']: String(resourceId) }),
    }) } : {}),
  };
  return (
    <div className="schedule-grid" data-view={view} ref={grid}>
      {view === 'week' ? (
        <WeekView {...common} withAllDaySlots={false} withWeekNumber={false} slotHeight={48} highlightToday startScrollTime={scrollTime} scrollAreaProps={{ mah: 'max(26rem, calc(100vh - 15.5rem))', type: 'auto' }} firstDayOfWeek={1} withSubHourGridLines={false}
          weekdayFormat="dd" onViewChange={() => set({ view: 'day' })} onDateChange={(day) => set({ view: 'day', date: day })} />
      ) : (
        <ResourcesDayView {...common} resources={resources} slotWidth={104} rowHeight={76} maxEventsPerTimeSlot={4} minEventSize={64} startScrollTime={scrollTime} />
      )}
      {mayChange && <Text size="xs" c="dimmed" mt="xs">{t('dragHint')}</Text>}
    </div>
  );
}

const resourceOf = (entry: Entry, by: 'room' | 'trainer'): string | undefined => {
  if (entry.kind === 'rental') return by === 'room' ? entry.rental.roomId : undefined;
  return (by === 'room' ? entry.training.roomId : entry.training.trainerId) ?? undefined;
};

/** Those of the filter, else all, and a line for what has none. */
function resourcesOf(shown: ScheduleUrl, all: readonly { id: string; name: string }[], entries: readonly Entry[], none: string) {
  const only = shown.by === 'room' ? shown.room : shown.trainer;
  const rows = all.filter(({ id }) => only === undefined || id === only).map(({ id, name }) => ({ id, label: name }));
  return entries.some((entry) => resourceOf(entry, shown.by) === undefined) ? [...rows, { id: NOBODY, label: none }] : rows;
}

/** From eight to ten in the evening, and wider where something lies outside of that. */
function hoursOf(events: readonly ScheduleEventData[]): { startTime: string; endTime: string } {
  const begins = events.map(({ start }) => Number(String(start).slice(11, 13)));
  const ends = events.map(({ start, end }) => (String(end).slice(0, 10) > String(start).slice(0, 10) ? 24
    : Number(String(end).slice(11, 13)) + (String(end).slice(14, 16) === '00' ? 0 : 1)));
  const last = Math.max(22, ...ends);
  return { startTime: `${String(Math.min(8, ...begins)).padStart(2, '0')}:00:00`, endTime: last >= 24 ? '23:59:59' : `${last}:00:00` };
}

/** The library names its buttons by dates of machines; they are said in words. */
function nameInWords(grid: HTMLElement | null, format: Format): void {
  for (const button of grid?.querySelectorAll<HTMLElement>('button[aria-label]') ?? []) {
    const [all, day, start] = /(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d):\d\d - \d\d:\d\d:\d\d)?/.exec(button.ariaLabel ?? '') ?? [];
    if (all === undefined || day === undefined) continue;
    // A day is named by what is written on it.
    if (start === undefined) button.removeAttribute('aria-label');
    else button.ariaLabel = button.ariaLabel!.replace(all, `${format.weekday(day)}, ${start}`);
  }
}
