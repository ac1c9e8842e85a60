import { describe, expect, test } from 'vitest';
import { dayOf } from '../../src/kernel/day.ts';
import { type Policy, templatePolicy } from '../../src/kernel/policy.ts';
import { TIMES, dueRuns, missedNights } from '../../src/jobs/rules.ts';

const at = (iso: string) => Temporal.Instant.from(iso);
const day = (iso: string) => Temporal.PlainDate.from(iso);
const policyWith = (time: string): Policy => ({ ...templatePolicy.SPORT, 'nightly.time': time });

describe('JOB-1: the jobs of a day', () => {
  test('run in the order of C-59, expulsion after overdue', () => {
    const runs = dueRuns(templatePolicy.SPORT, 'Europe/Moscow', at('2025-02-11T21:00:00Z'), at('2025-02-12T20:59:59Z'));
    expect(runs.map(({ job, at: due }) => `${job} ${due.toString()}`)).toEqual([
      'overdue 2025-02-11T21:10:00Z', 'expulsion 2025-02-11T21:10:00Z', 'renewals 2025-02-11T21:20:00Z',
      'schedule 2025-02-11T21:30:00Z', 'housekeeping 2025-02-11T21:40:00Z', 'proof 2025-02-12T00:00:00Z',
      'reminders 2025-02-12T07:00:00Z', 'nightly-charges 2025-02-12T18:00:00Z',
    ]);
    expect(runs.every(({ date }) => date.equals(day('2025-02-12')))).toBe(true);
    expect(TIMES.map(({ job }) => job)).not.toContain('settlement');
  });

  test('after is exclusive, until is inclusive: two stretches that meet repeat and lose nothing', () => {
    const [from, noon, end] = [at('2025-02-11T21:00:00Z'), at('2025-02-12T07:00:00Z'), at('2025-02-13T21:00:00Z')] as const;
    const whole = dueRuns(templatePolicy.SPORT, 'Europe/Moscow', from, end);
    const parts = [[from, noon], [noon, end]].flatMap(([a, b]) => dueRuns(templatePolicy.SPORT, 'Europe/Moscow', a!, b!));
    expect(parts).toEqual(whole);
    expect(dueRuns(templatePolicy.SPORT, 'Europe/Moscow', noon, noon)).toEqual([]);
  });
});

describe('JOB-2: once on every local date', () => {
  const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'];
  test.each(zones.flatMap((zone) => ['21:00', '02:30', '00:00'].map((time) => [zone, time] as const)))(
    '%s at %s, every day of a year, also hour by hour', (timeZone, time) => {
      const from = day('2025-01-01').toZonedDateTime({ timeZone, plainTime: '00:00' }).toInstant().subtract({ nanoseconds: 1 });
      const end = day('2025-12-31').toZonedDateTime({ timeZone, plainTime: '23:59:59' }).toInstant();
      const nights = (a: Temporal.Instant, b: Temporal.Instant) =>
        dueRuns(policyWith(time), timeZone, a, b).filter(({ job }) => job === 'nightly-charges');
      const runs = nights(from, end);
      const wanted = Array.from({ length: 365 }, (_, n) => day('2025-01-01').add({ days: n }).toString());
      expect(runs.map(({ date }) => date.toString())).toEqual(wanted);
      expect(runs.every(({ date, at: due }) => dayOf(due, timeZone).equals(date))).toBe(true);
      for (let after = from; Temporal.Instant.compare(after, end) < 0; after = after.add({ hours: 61 })) {
        const until = after.add({ hours: 61 });
        const expected = runs.filter((run) =>
          Temporal.Instant.compare(run.at, after) > 0 && Temporal.Instant.compare(run.at, until) <= 0);
        expect(nights(after, until).filter(({ at: due }) => Temporal.Instant.compare(due, end) <= 0)).toEqual(expected);
      }
    });

  test('a skipped time moves on by the missing hour, of a doubled time it is the first', () => {
    const night = (date: string) => dueRuns(policyWith('02:30'), 'Europe/Berlin', at(`${date}T00:00:00Z`).subtract({ hours: 6 }),
      at(`${date}T12:00:00Z`)).find(({ job, date: on }) => job === 'nightly-charges' && on.toString() === date)?.at.toString();
    expect(night('2025-03-30')).toBe('2025-03-30T01:30:00Z'); // 03:30 in summer time
    expect(night('2025-10-26')).toBe('2025-10-26T00:30:00Z'); // 02:30 still in summer time
  });
});

describe('JOB-3: nights that were missed', () => {
  const missed = (now: string, finished: string[] = [], policy = policyWith('21:00')) =>
    missedNights(policy, 'Europe/Moscow', at('2025-02-09T12:00:00Z'), at(now), new Set(finished)).map(({ date }) => date.toString());

  test('a night is missed when its date is over, not before', () => {
    expect(missed('2025-02-09T20:59:59Z')).toEqual([]);
    expect(missed('2025-02-09T21:00:00Z')).toEqual(['2025-02-09']);
    expect(missed('2025-02-11T21:00:00Z')).toEqual(['2025-02-09', '2025-02-10', '2025-02-11']);
  });
  test('a night that came to its end is not, nor is one of an organisation that does not charge at night', () => {
    expect(missed('2025-02-11T12:00:00Z', ['2025-02-09'])).toEqual(['2025-02-10']);
    expect(missed('2025-02-11T12:00:00Z', [], templatePolicy.STUDIO)).toEqual([]);
  });
});
