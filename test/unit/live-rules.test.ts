import { expect, test } from 'vitest';
import { type Change, toldTo } from '../../src/live/rules.ts';

const change: Change = {
  operation: 'payment.register', entityType: 'payment', entityId: 'p1', clientId: 'c1', actorId: 'u1', at: '2026-01-14T10:12:00Z',
};

test('LIV-1: whoever may read the audit trail is told everything', () => {
  for (const role of ['ADMIN', 'MANAGER', 'ACCOUNTANT'] as const) expect(toldTo({ userId: 'u9', role }, change)).toBe(change);
});

test('LIV-1: a family is told of its own without the ids of staff, nothing of others, and else that something changed', () => {
  const family = { userId: 'u2', role: 'CLIENT' as const, clientId: 'c1' };
  expect(toldTo(family, change)).toEqual({ ...change, actorId: null });
  expect(toldTo(family, { ...change, actorId: 'u2' })).toEqual({ ...change, actorId: 'u2' });
  expect(toldTo(family, { ...change, clientId: 'c2' })).toBeUndefined();
  expect(toldTo(family, { ...change, clientId: null })).toBe('tick');
});

test('LIV-1: a trainer and a student are told what they did themselves, and else only that something changed', () => {
  for (const role of ['TRAINER', 'STUDENT'] as const) {
    expect(toldTo({ userId: 'u1', role }, change)).toEqual({ ...change, clientId: null });
    expect(toldTo({ userId: 'u2', role }, change)).toBe('tick');
    expect(toldTo({ userId: 'u2', role }, { ...change, clientId: null })).toBe('tick');
  }
});
