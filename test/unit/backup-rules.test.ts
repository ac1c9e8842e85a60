import { expect, test } from 'vitest';
import { reasonOf } from '../../src/backup/reasons.ts';
import { isBackupDue, outdated } from '../../src/backup/rules.ts';
import type { Verdict } from '../../src/backup/contract.ts';

/** Newest first: V verified, F failed, U unverified. */
const shelf = (marks: string) => marks.split('').map((mark, index) => {
  const verdict: Verdict = mark === 'V' ? 'VERIFIED' : mark === 'F' ? 'FAILED' : 'UNVERIFIED';
  return { name: `${mark}${index}`, verdict };
});
const gone = (marks: string, keep: number) => outdated(shelf(marks), keep).map(({ name }) => name).sort();

test('BKP-1: the newest verified backups stay; others neither count nor push them out', () => {
  expect(gone('VVV', 3)).toEqual([]);
  expect(gone('VVVV', 3)).toEqual(['V3']);
  expect(gone('FFFFVFV', 2)).toEqual(['F2', 'F3', 'F5']);
  expect(gone('UFUV', 1)).toEqual(['F1', 'U2']);
});

test('BKP-1: the last verified backup stays whatever is asked', () => {
  expect(gone('FFV', 0)).toEqual(['F1']);
  expect(gone('V', 0)).toEqual([]);
});

const at = (text: string) => Temporal.Instant.from(text);
const due = (facts: { now: string; last?: string; since?: string; at?: string; timeZone?: string }) => isBackupDue({
  at: facts.at ?? '03:30', timeZone: facts.timeZone ?? 'Europe/Moscow', now: at(facts.now),
  last: facts.last === undefined ? undefined : at(facts.last),
  since: facts.since === undefined ? undefined : at(facts.since),
});

test('BKP-2: daily at its time by the server’s clock', () => {
  const last = '2025-02-11T00:30:20Z';
  expect(due({ last, now: '2025-02-12T00:29:59Z' })).toBe(false);
  expect(due({ last, now: '2025-02-12T00:30:00Z' })).toBe(true);
  expect(due({ last: '2025-02-12T00:30:20Z', now: '2025-02-12T23:59:00Z' })).toBe(false);
  expect(due({ last: '2025-02-12T00:30:20Z', now: '2025-02-13T00:31:00Z' })).toBe(true);
});

test('BKP-2: made as soon as the server runs again, also for the first time; not before there is anything to lose', () => {
  expect(due({ last: '2025-02-11T00:30:20Z', now: '2025-02-12T06:00:00Z' })).toBe(true);
  expect(due({ since: '2025-02-11T12:00:00Z', now: '2025-02-11T20:00:00Z' })).toBe(false);
  expect(due({ since: '2025-02-11T12:00:00Z', now: '2025-02-12T06:00:00Z' })).toBe(true);
  expect(due({ now: '2025-02-12T06:00:00Z' })).toBe(false);
});

test('BKP-2: a time that the change to summer time skips comes an hour later', () => {
  const night = { timeZone: 'Europe/Berlin', at: '02:30', last: '2025-03-29T01:30:30Z' };
  expect(due({ ...night, now: '2025-03-30T01:29:00Z' })).toBe(false);
  expect(due({ ...night, now: '2025-03-30T01:31:00Z' })).toBe(true);
});

test('a failure of disk or database reads as what to do about it', () => {
  expect(reasonOf(Object.assign(new Error('write'), { code: 'ENOSPC', path: 'x.zst' }))).toMatch(/кончилось место.*x\.zst/);
  expect(reasonOf(Object.assign(new Error('x'), { code: '53100' }))).toContain('У базы кончилось место');
  expect(reasonOf(new Error('else'))).toBe('else');
});
