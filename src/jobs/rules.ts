import { type Day, type Instant, addDays, dayOf, isBefore, isEarlier } from '../kernel/day.ts';
import type { Policy } from '../kernel/policy.ts';
import { chargesAtNight } from '../trainings/rules.ts';

export const JOB_NAMES = [
  'overdue', 'expulsion', 'renewals', 'schedule', 'housekeeping', 'proof', 'reminders', 'nightly-charges', 'settlement',
] as const;
export type JobName = (typeof JOB_NAMES)[number];

/** The night has the hour that the organisation chose. */
type TimeOfDay = `${number}:${number}` | 'nightly.time';

/**
 * JOB-1. The jobs of a day and their local times, in the order in which they run: overdue and then expulsion at 00:10,
 * renewals at 00:20, the schedule at 00:30, housekeeping at 00:40, the proof of the books at 03:00, reminders at 10:00,
 * and the night at the organisation's hour. Settlement runs by hand only.
 * ru: Задания дня по местному времени: просрочка и отчисление в 00:10, продления в 00:20, расписание в 00:30, уборка
 * в 00:40, проверка книг в 03:00, напоминания в 10:00, ночное списание в час организации.
 * Source: C-59, S2-230, S4-072.
 */
export const TIMES: readonly Readonly<{ job: JobName; time: TimeOfDay }>[] = [
  { job: 'overdue', time: '00:10' },
  { job: 'expulsion', time: '00:10' },
  { job: 'renewals', time: '00:20' },
  { job: 'schedule', time: '00:30' },
  { job: 'housekeeping', time: '00:40' },
  { job: 'proof', time: '03:00' },
  { job: 'reminders', time: '10:00' },
  { job: 'nightly-charges', time: 'nightly.time' },
];

/** A run that falls due: the job, the local date it is for, and the instant at which that date reaches its time. */
export type DueRun = Readonly<{ job: JobName; date: Day; at: Instant }>;

/**
 * JOB-2. A job falls due once on every local date, at its local time; a time that the change to summer time skips is
 * moved on by the hour that is missing, and of a time that comes twice it is the first. Given are the runs after one
 * instant and up to another, in order.
 * ru: Задание наступает один раз в каждую местную дату: пропущенный при переводе часов час сдвигается, из повторённого
 * берётся первый.
 * Source: C-58, C-59. Examples: 21:00 and 02:30 in Berlin and New York, on every day of a year.
 */
export function dueRuns(policy: Policy, timeZone: string, after: Instant, until: Instant): DueRun[] {
  const due: DueRun[] = [];
  const last = dayOf(until, timeZone);
  // A time that was moved over midnight by a change of clocks belongs to the date before.
  for (let date = addDays(dayOf(after, timeZone), -1); !isBefore(last, date); date = addDays(date, 1)) {
    for (const { job, time } of TIMES) {
      const plainTime = time === 'nightly.time' ? policy['nightly.time'] : time;
      const at = date.toZonedDateTime({ timeZone, plainTime }).toInstant();
      if (isEarlier(after, at) && !isEarlier(until, at)) due.push({ job, date, at });
    }
  }
  return due.sort((a, b) => Temporal.Instant.compare(a.at, b.at) || Temporal.PlainDate.compare(a.date, b.date));
}

/** How far back a night that was missed is looked for. */
export const NIGHTS_BACK = 7;

/**
 * JOB-3. A night that did not come to its end on its date is missed: it is noted, administrators are told, and it is not
 * caught up. What was not charged is charged by the attendance mark, or by hand.
 * ru: Ночь, не завершившаяся в свою дату, пропущена: об этом говорят администраторам, сама она не догоняется.
 * Source: C-49, C-72. Examples: a server that was off from 20:50 to 00:05.
 */
export function missedNights(
  policy: Policy, timeZone: string, since: Instant, now: Instant, finished: ReadonlySet<string>,
): DueRun[] {
  if (!chargesAtNight(policy)) return [];
  const today = dayOf(now, timeZone);
  return dueRuns(policy, timeZone, since, now).filter(({ job, date }) =>
    job === 'nightly-charges' && isBefore(date, today) && !finished.has(date.toString()));
}
