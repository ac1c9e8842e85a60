import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, hashToken, newToken, sha256 } from '../../src/kernel/token.ts';

describe('tokens', () => {
  test('are base64url of the asked length and differ', () => {
    expect(newToken()).toMatch(/^[A-Za-z0-9_-]{32}$/);
    expect(newToken(32)).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(newToken()).not.toBe(newToken());
  });

  test('sha256 answers the known vectors in UTF-8', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(hashToken('abc')).toBe(sha256('abc'));
    expect(hashToken('abd')).not.toBe(sha256('abc'));
  });
});

/** Returns a copy whose keys were inserted in the opposite order, at every depth. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([key, member]) => [key, reversed(member)]));
}

describe('canonicalJson', () => {
  test('sorts keys, drops undefined members and writes no spaces', () => {
    expect(canonicalJson({ b: 1, a: [{ d: 'ё"', c: null }], A: undefined, 10: true, 9: -0 }))
      .toBe('{"10":true,"9":0,"a":[{"c":null,"d":"ё\\""}],"b":1}');
    expect(canonicalJson([undefined, 1])).toBe('[null,1]');
    expect(canonicalJson(Object.assign(Object.create(null), { a: 1 }))).toBe('{"a":1}');
  });

  test('writes Temporal values and all others with toJSON through it', () => {
    expect(canonicalJson({
      day: Temporal.PlainDate.from('2026-11-21'), at: Temporal.Instant.from('2026-11-21T10:00:00Z'),
      nested: { toJSON: () => ({ z: 1, y: 2 }) }, gone: { toJSON: () => undefined },
    })).toBe('{"at":"2026-11-21T10:00:00Z","day":"2026-11-21","nested":{"y":2,"z":1}}');
    expect(canonicalJson(new Date(0))).toBe('"1970-01-01T00:00:00.000Z"');
  });

  test.each([Number.NaN, Infinity, -Infinity, 1n, undefined, Symbol('s'), () => 1, new Map(), new Set([1])])(
    'throws on %s, alone and inside', (value) => {
      expect(() => canonicalJson(value)).toThrow(TypeError);
      if (value === undefined) return;
      expect(() => canonicalJson({ a: value })).toThrow(TypeError);
      expect(() => canonicalJson([value])).toThrow(TypeError);
      expect(canonicalJson({ a: typeof value })).toBe(JSON.stringify({ a: typeof value }));
    });

  test('throws on a value that contains itself', () => {
    const loop: Record<string, unknown> = { a: 1 };
    expect(canonicalJson(loop)).toBe('{"a":1}');
    loop['self'] = loop;
    expect(() => canonicalJson(loop)).toThrow(RangeError);
  });

  test('does not depend on the order of keys and keeps the value', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(reversed(value))).toBe(text);
      expect(JSON.stringify(JSON.parse(text)).length).toBe(JSON.stringify(value).length);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }));
  });

  test('differs for values that differ', () => {
    expect(canonicalJson({ a: 1 })).not.toBe(canonicalJson({ a: '1' }));
    expect(canonicalJson({ a: 1, b: 2 })).not.toBe(canonicalJson({ a: 2, b: 1 }));
    expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
  });
});
