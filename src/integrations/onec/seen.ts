/** Which rows came already: only how many different ones there are, at 16 bytes for a row. */
export type Seen = {
  add(key: string): void;
  size(): number;
  clear(): void;
};

const FIRST_SLOTS = 1024;

/** Two keys of one hash count as one row: for a million rows one chance in ten thousand, and it ends in a further look. */
export function seenRows(): Seen {
  let slots = new Float64Array(FIRST_SLOTS);
  let size = 0;
  const place = (into: Float64Array, hash: number): boolean => {
    let at = hash % into.length;
    while (into[at] !== 0) {
      if (into[at] === hash) return false;
      at = (at + 1) % into.length;
    }
    into[at] = hash;
    return true;
  };
  return {
    add: (key) => {
      if (!place(slots, hashOf(key))) return;
      size += 1;
      if (size * 2 < slots.length) return;
      const wider = new Float64Array(slots.length * 2);
      for (const hash of slots) if (hash !== 0) place(wider, hash);
      slots = wider;
    },
    size: () => size,
    clear: () => {
      slots = new Float64Array(FIRST_SLOTS);
      size = 0;
    },
  };
}

/** 53 bits of a text, never 0 (cyrb53). */
function hashOf(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0) || 1;
}
