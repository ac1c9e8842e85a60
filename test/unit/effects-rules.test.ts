import { describe, expect, test } from 'vitest';
import { type PassState, effectOnPass, endOfPeriod, suspendsPass } from '../../src/ledger/effects-rules.ts';
import { parseDay } from '../../src/kernel/day.ts';

const TODAY = parseDay('2025-01-24');
const pass = (change: Partial<PassState> = {}): PassState => ({
  status: 'PENDING', anchorDate: parseDay('2025-01-01'), anchorNumber: 0, periodNumber: 0, periodMonths: 1, shiftedDays: 0,
  startDate: parseDay('2025-01-01'), endDate: parseDay('2025-01-31'), freezeStart: null, freezeEnd: null, ...change,
});
const initial = { purpose: 'INITIAL', periodNumber: 0, applied: false } as const;
const renewal = { purpose: 'RENEWAL', periodNumber: 1, applied: false } as const;
const end = (effect: ReturnType<typeof effectOnPass>): string => String(effect?.pass.endDate);

describe('SUB-1: the end of a period', () => {
  test('is counted from the anchor, without drift (WE-56, WE-57, WE-58)', () => {
    const ends = [0, 1, 2].map((periodNumber) => String(endOfPeriod(pass({ periodNumber }))));
    expect(ends).toEqual(['2025-01-31', '2025-02-28', '2025-03-31']);
    const leap = [0, 1, 2].map((periodNumber) => String(endOfPeriod(pass({ anchorDate: parseDay('2024-01-31'), periodNumber }))));
    expect(leap).toEqual(['2024-02-28', '2024-03-30', '2024-04-29']);
  });
  test('moves with the days of a freeze', () => {
    expect(String(endOfPeriod(pass({ shiftedDays: 10 })))).toBe('2025-02-10');
  });
});

describe('EFF-1: what a paid invoice does to its pass', () => {
  test('the first one activates it and grants its sessions; its dates stay (WE-35)', () => {
    expect(effectOnPass(pass(), initial, TODAY, true)).toMatchObject({ event: 'ACTIVATED', grants: true, pass: { status: 'ACTIVE' } });
    expect(end(effectOnPass(pass(), initial, TODAY, true))).toBe('2025-01-31');
  });
  test('a renewal opens the next period and grants its sessions (WE-56)', () => {
    const effect = effectOnPass(pass({ status: 'ACTIVE' }), renewal, TODAY, true);
    expect(effect).toMatchObject({ event: 'RENEWED', grants: true, pass: { periodNumber: 1, status: 'ACTIVE' } });
    expect(end(effect)).toBe('2025-02-28');
  });
  test('a renewal paid after the pass expired begins anew on the day of payment (C-33)', () => {
    const effect = effectOnPass(pass({ status: 'EXPIRED' }), renewal, parseDay('2025-03-10'), true);
    expect(effect).toMatchObject({ event: 'RESTARTED', grants: true, pass: { status: 'ACTIVE', anchorNumber: 1, periodNumber: 1 } });
    expect([String(effect?.pass.startDate), end(effect)]).toEqual(['2025-03-10', '2025-04-09']);
  });
  test('paid again, it only works again: nothing is granted twice (I-24)', () => {
    for (const invoice of [initial, renewal]) {
      const again = { ...invoice, applied: true };
      expect(effectOnPass(pass(), again, TODAY, true)).toMatchObject({ event: 'ACTIVATED', grants: false, pass: { status: 'ACTIVE' } });
      expect(end(effectOnPass(pass(), again, TODAY, true))).toBe('2025-01-31');
      expect(effectOnPass(pass({ status: 'ACTIVE' }), again, TODAY, true)).toBeUndefined();
    }
  });
  test('while another of its invoices lost its payment, it goes on waiting (I-25)', () => {
    expect(effectOnPass(pass(), { ...initial, applied: true }, TODAY, false)).toBeUndefined();
    expect(effectOnPass(pass(), renewal, TODAY, false)).toMatchObject({ pass: { status: 'PENDING', periodNumber: 1 } });
  });
  test('a cancelled pass stays cancelled', () => {
    expect(effectOnPass(pass({ status: 'CANCELLED' }), renewal, TODAY, true)).toBeUndefined();
  });
});

test('EFF-2: a lost payment suspends an active pass, where passes wait for payment', () => {
  expect(suspendsPass('ACTIVE', 'ON_FULL_PAYMENT')).toBe(true);
  expect(suspendsPass('ACTIVE', 'ON_CREATION')).toBe(false);
  expect(suspendsPass('EXPIRED', 'ON_FULL_PAYMENT')).toBe(false);
});
