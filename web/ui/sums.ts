/** Reads a sum as people type it. Kopecks throughout, so nothing is lost on the way. */

const PART = /^(\d{1,10})(?:[.,](\d{1,2}))?(к|k)?$/iu;

/** Roubles of `3500`, `3 500,50`, `3,5к`, `2000+1500-200`; undefined when it is no sum. */
export function parseSum(text: string): number | undefined {
  const bare = text.replace(/[\s\u00a0₽]/g, '').replace(/[−–]/g, '-');
  if (bare === '') return undefined;
  const parts = bare.split(/(?=[+-])/);
  let kopecks = 0;
  for (const [index, part] of parts.entries()) {
    const sign = part.startsWith('-') ? -1 : 1;
    const match = PART.exec(part.replace(/^[+-]/, ''));
    if (!match || (index === 0 && part.startsWith('+'))) return undefined;
    const [, whole = '0', decimals = '', thousands] = match;
    const value = Number(whole) * 100 + Number(decimals.padEnd(2, '0'));
    kopecks += sign * value * (thousands === undefined ? 1 : 1000);
  }
  return kopecks / 100;
}
