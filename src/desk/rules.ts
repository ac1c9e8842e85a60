import { type Day, type Instant, isEarlier } from '../kernel/day.ts';
import type { NIGHT_STATES, PROOF_STATES } from './contract.ts';

/** A run of a job, as far as the desk has to know. */
export type RunFacts = Readonly<{ status: 'RUNNING' | 'DONE' | 'FAILED' | 'MISSED'; errors: number }>;
export type Expected = Readonly<{ date: Day; at: Instant }>;

/** A night that has not begun so long after its time is one that somebody has to look at. */
const PATIENCE = { minutes: 30 };

/**
 * DSK-1. The desk says how the last night went: done, partly (somebody was not charged), failed, missed, or not started
 * half an hour after its time.
 * ru: Стойка показывает последнюю ночь: прошла, прошла с ошибками, не удалась, пропущена или не началась через полчаса
 * после своего времени.
 * Source: issue 4 (ux B2.7), C-49. Examples: 21:00 → waiting until 21:30, then not started.
 */
export function nightState(
  applies: boolean, expected: Expected | undefined, run: RunFacts | undefined, now: Instant,
): (typeof NIGHT_STATES)[number] {
  if (!applies) return 'OFF';
  if (!expected) return 'WAITING';
  if (run) return run.status === 'DONE' && run.errors > 0 ? 'PARTIAL' : run.status;
  return isEarlier(expected.at.add(PATIENCE), now) ? 'NOT_STARTED' : 'WAITING';
}

/**
 * DSK-2. The books are proven when the last proof ended and found nothing broken.
 * ru: Книги сходятся, если последняя проверка прошла и не нашла нарушений.
 * Source: issue 4, I-01…I-22.
 */
export function proofState(run: (RunFacts & { broken: number }) | undefined): (typeof PROOF_STATES)[number] {
  if (!run) return 'NEVER';
  if (run.status === 'RUNNING') return 'RUNNING';
  if (run.status !== 'DONE') return 'FAILED';
  return run.broken === 0 ? 'OK' : 'BROKEN';
}

/** For how many past days a missing mark is asked for. */
export const MARKS_BACK = 7;
/** How far ahead a client's card shows trainings, and how much of the timeline. */
export const CARD_DAYS = 14;
export const CARD_EVENTS = 5;
