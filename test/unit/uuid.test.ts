import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isUuid, uuidv7 } from '../../src/kernel/uuid.ts';

/** Returns the timestamp inside a version 7 UUID, in milliseconds. */
function timeOf(uuid: string): number {
  return Number.parseInt(uuid.replace('-', '').slice(0, 12), 16);
}

/** Tells whether every item sorts strictly after the one before it, which also makes them unique. */
function isAscending(items: readonly string[]): boolean {
  return items.every((item, index) => index === 0 || (items[index - 1] ?? '') < item);
}

describe('uuidv7', () => {
  test('carries the time, the version and the variant', () => {
    const before = Date.now();
    const uuid = uuidv7();
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(timeOf(uuid)).toBeGreaterThanOrEqual(before);
    expect(timeOf(uuid)).toBeLessThanOrEqual(Date.now() + 1);
  });

  test('100 000 identifiers are sorted and unique', () => {
    const all = Array.from({ length: 100_000 }, () => uuidv7());
    expect(isAscending(all)).toBe(true);
    expect(new Set(all).size).toBe(100_000);
  });

  test('in one millisecond the counter spills into the next millisecond', () => {
    const now = Date.now() + 60_000;
    const all = Array.from({ length: 2 * 4096 + 1 }, () => uuidv7(now));
    expect(isAscending(all)).toBe(true);
    expect(all.map(timeOf)).toEqual(all.map((_, index) => now + Math.floor(index / 4096)));
  });

  test('stays sorted when the clock goes back', () => {
    const start = Date.now() + 120_000;
    fc.assert(fc.property(fc.array(fc.integer({ min: -5000, max: 5000 }), { maxLength: 50 }), (offsets) => {
      expect(isAscending(offsets.map((offset) => uuidv7(start + offset)))).toBe(true);
    }));
  });

  test('refuses a time outside 48 bits', () => {
    for (const time of [-1, 0.5, Number.NaN, 2 ** 48]) expect(() => uuidv7(time), String(time)).toThrow(RangeError);
    expect(isUuid(uuidv7(0))).toBe(true);
  });
});

describe('isUuid', () => {
  test('takes every version and case and nothing else', () => {
    expect(isUuid(uuidv7())).toBe(true);
    expect(isUuid('F47AC10B-58CC-4372-A567-0E02B2C3D479')).toBe(true);
    const uuid = 'f47ac10b-58cc-4372-a567-0e02b2c3d479';
    expect(isUuid(uuid)).toBe(true);
    const bad = ['', uuid.slice(1), `${uuid}\n`, `{${uuid}}`, uuid.replaceAll('-', ''), uuid.replace('f', 'g')];
    for (const text of bad) expect(isUuid(text), text).toBe(false);
  });
});
