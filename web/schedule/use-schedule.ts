/** What the schedule shows: trainings and rentals of some days, all of them, by the filters of the address. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type Answer, type Problem, call } from '../lib/api.ts';
import type { Asked } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { daysFrom, mondayOf } from './local.ts';

export type Training = Answer<'training.list'>['trainings'][number];
export type Rental = Answer<'rental.list'>['rentals'][number];
export type Events = { trainings: Training[]; rentals: Rental[] };

const PAGE = 100;
/** Colours of rooms or trainers; more than these begin anew, and each event says its own in words. */
export const TONES = 6;

/** A week of a large centre is more than one page of the list. */
async function allPages<T>(ask: (page: number) => Promise<{ rows: readonly T[]; total: number }>): Promise<T[]> {
  const all: T[] = [];
  for (let page = 1, total = 1; all.length < total; page += 1) {
    const answer = await ask(page);
    all.push(...answer.rows);
    ({ total } = answer);
    if (answer.rows.length === 0) break;
  }
  return all;
}

export type ScheduleUrl = {
  view: 'week' | 'day'; date: string; by: 'room' | 'trainer'; from: string; to: string;
  room: string | undefined; trainer: string | undefined; group: string | undefined;
};

const isDay = (text: string | undefined): text is string => /^\d{4}-\d{2}-\d{2}$/.test(text ?? '');

/** The address with what it leaves out: this week, by rooms. A phone shows a day. */
export function useScheduleUrl(narrow: boolean): ScheduleUrl {
  const [{ view, date, by, room, trainer, group }] = useUrl();
  const { today } = useSession();
  const day = isDay(date) ? date : today;
  const shown = narrow || view === 'day' ? 'day' : 'week';
  const from = shown === 'week' ? mondayOf(day) : day;
  return {
    view: shown, date: day, by: by === 'trainer' ? 'trainer' : 'room', from, to: shown === 'week' ? daysFrom(from, 6) : day, room, trainer, group,
  };
}

export function useEvents({ from, to, room, trainer, group }: ScheduleUrl): Asked<'training.list'> & { events: Events | undefined } {
  const filter = { from, to, ...(room && { roomId: room }), ...(trainer && { trainerId: trainer }), ...(group && { groupId: group }) };
  // A rental has neither a trainer nor a group.
  const noRentals = trainer !== undefined || group !== undefined;
  const query = useQuery<Events, Problem>({
    queryKey: ['training.list', 'schedule', filter], placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const [trainings, rentals] = await Promise.all([
        allPages(async (page) => {
          const answer = await call('training.list', { ...filter, page, limit: PAGE }, { signal });
          return { rows: answer.trainings, total: answer.pagination.total };
        }),
        noRentals ? [] : allPages(async (page) => {
          const answer = await call('rental.list', { from, to, ...(room && { roomId: room }), page, limit: PAGE }, { signal });
          return { rows: answer.rentals, total: answer.pagination.total };
        }),
      ]);
      return { trainings, rentals: rentals.filter(({ status }) => status !== 'CANCELLED') };
    },
  });
  return { ...query, events: query.data } as never;
}
