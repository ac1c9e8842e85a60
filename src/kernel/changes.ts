/** Facts of an audit record: named values that canonical JSON can write. */
export type Facts = Record<string, unknown>;

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** The members that differ, as they were and as they are: what an audit record keeps of a change. */
export function changedFacts(before: Facts, after: Facts): { before: Facts; after: Facts } {
  const keys = Object.keys(after).filter((key) => !same(before[key], after[key]));
  const pick = (facts: Facts) => Object.fromEntries(keys.map((key) => [key, facts[key] ?? null]));
  return { before: pick(before), after: pick(after) };
}

/** The members that say something: what an audit record keeps of a new object. */
export const statedFacts = (facts: Facts): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null && value !== undefined));
