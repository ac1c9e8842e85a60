import { createHash, randomBytes } from 'node:crypto';

/** Returns a random token of so many bytes as base64url text without padding (24 bytes → 32 characters). */
export function newToken(bytes = 24): string {
  return randomBytes(bytes).toString('base64url');
}

/** Returns the SHA-256 of bytes, or of a text in UTF-8, as 64 lower-case hex digits. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Returns the form in which a token is stored: its SHA-256 in hex, enough for a token of full randomness. */
export function hashToken(token: string): string {
  return sha256(token);
}

/** Returns the result of a value's own `toJSON(key)` if it has one, as for Temporal values; else the value. */
function unwrap(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !('toJSON' in value)) return value;
  return typeof value.toJSON === 'function' ? (value.toJSON(key) as unknown) : value;
}

/** Writes an object with its keys sorted by UTF-16 code units; throws on a class that is not a plain object. */
function writeObject(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) throw new TypeError('Not a plain object in JSON');
  const members: string[] = [];
  for (const [key, member] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const text = write(member, key);
    if (text !== undefined) members.push(`${JSON.stringify(key)}:${text}`);
  }
  return `{${members.join(',')}}`;
}

/** Writes one value; `undefined` stands for a value that is to be left out. */
function write(raw: unknown, key: string): string | undefined {
  const value = unwrap(raw, key);
  if (value === undefined) return undefined;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) {
    const items = Array.from<unknown, string>(value, (item, index) => write(item, String(index)) ?? 'null');
    return `[${items.join(',')}]`;
  }
  if (typeof value === 'object') return writeObject(value);
  throw new TypeError(`Not a JSON value: ${String(value as symbol)}`);
}

/**
 * Writes a value as JSON that does not depend on the order of keys, without spaces, so that equal values hash
 * alike. Members that are undefined are dropped (an undefined array item is `null`, as in JSON); a value with
 * `toJSON` is written through it. Throws TypeError on NaN, infinities, bigint, functions, symbols, objects of a
 * class without `toJSON` (Map, Set), and on undefined itself; RangeError on a value that contains itself.
 */
export function canonicalJson(value: unknown): string {
  const text = write(value, '');
  if (text === undefined) throw new TypeError('Not a JSON value: undefined');
  return text;
}
