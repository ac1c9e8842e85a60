import { randomFillSync } from 'node:crypto';

const MAX_MS = 2 ** 48 - 1;
const MAX_COUNTER = 0xfff;

/** The last timestamp and counter given out in this process; later identifiers never go below them. */
let lastMs = -1;
let counter = 0;

/** Randomness is fetched for many identifiers at once: asking the system for each costs more than all the rest. */
const pool = Buffer.alloc(4096);
let used = pool.length;

function eightRandomBytes(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += 8;
  return pool.subarray(used - 8, used);
}

/** Moves to the next pair of timestamp and counter, later than every pair before it. */
function advance(nowMs: number): void {
  if (nowMs > lastMs) {
    lastMs = nowMs;
    counter = 0;
  } else if (counter < MAX_COUNTER) {
    counter += 1;
  } else {
    lastMs += 1;
    counter = 0;
  }
}

/**
 * Returns a new UUID version 7 (RFC 9562) in lower case. Within the process each one sorts after those before
 * it: in one millisecond, or when the clock went back, a 12-bit counter in `rand_a` grows, and when it is full
 * the timestamp moves one millisecond ahead of the clock. `nowMs` is whole milliseconds of the Unix epoch;
 * throws RangeError outside 48 bits.
 */
export function uuidv7(nowMs: number = Date.now()): string {
  if (!Number.isInteger(nowMs) || nowMs < 0 || nowMs > MAX_MS) throw new RangeError(`Not a UUID time: ${nowMs}`);
  advance(nowMs);
  const time = lastMs.toString(16).padStart(12, '0');
  const random = eightRandomBytes();
  random[0] = 0x80 | ((random[0] ?? 0) & 0x3f);
  const tail = random.toString('hex');
  const count = counter.toString(16).padStart(3, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}

/** Tells whether the text is a UUID of any version in the usual form with dashes, in either letter case. */
export function isUuid(text: string): boolean {
  return text.length === 36 && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
