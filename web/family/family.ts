/** What several screens of the family ask for. */
import { useRef } from 'react';
import type { Answer } from '../lib/api.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';

export type Training = Answer<'training.list'>['trainings'][number];
export type Booking = Training['mine'][number];
export type Pass = Answer<'subscription.list'>['subscriptions'][number];
export type Child = { id: string; name: string; colour: string };

/** White letters keep their contrast on each of them. */
const COLOURS = ['#1d4ed8', '#047857', '#a21caf', '#b45309', '#4338ca', '#be123c'];

/** The children with the colour that each has everywhere; a child's colour does not depend on who else is shown. */
export function useChildren(): readonly Child[] | undefined {
  const { data } = useAsk('student.list', { limit: 100 }, { staleTime: 600_000 });
  return data?.students.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id))
    .map(({ id, firstName }, index) => ({ id, name: firstName, colour: COLOURS[index % COLOURS.length] ?? '#334155' }));
}

/** The payer whose money this is; a student is no payer here and sees no sums of the family. */
export const usePayer = (): string | undefined => {
  const { me, can } = useSession();
  return can('client.read') === undefined ? undefined : me.user.clientId ?? undefined;
};

export const useOpenInvoices = (limit = 100) => useAsk('invoice.list', { unpaid: 'true', sort: 'due', limit });
export const usePasses = () => useAsk('subscription.list', { limit: 100 });

/** What is behind an open sheet stands still: news of it are shown when the sheet is closed. */
export function useStill<T>(value: T, isStill: boolean): T {
  const last = useRef(value);
  if (!isStill) last.current = value;
  return last.current;
}

/** A booking, as it stands in an address. */
export const bookingKey = (trainingId: string, studentId: string): string => `${trainingId}.${studentId}`;

export function daysFrom(day: string, days: number): string {
  const at = new Date(`${day}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}
/** The Monday of the week. */
export const mondayOf = (day: string): string => daysFrom(day, -((new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7));
export const monthFrom = (day: string, months: number): string => {
  const at = new Date(`${day.slice(0, 7)}-01T12:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + months);
  return at.toISOString().slice(0, 10);
};
