/** What the doctor says about a book, and that it sees a fault by one check alone. */
import { expect } from 'vitest';
import type { World } from '../world.ts';
import { getProof } from '../../src/audit/proof.ts';
import { sealAudit } from '../../src/audit/seal.ts';
import { type Health, examine, exitCodeOf } from '../../src/maintenance/doctor.ts';
import { healthInWords } from '../../src/maintenance/words.ts';

export type Book = { world: World; sql: (text: string) => Promise<unknown> };
/** `words` must stand in the report; `plant` breaks the book so that nothing but this check can see it. */
export type Fault<B extends Book> = readonly [id: string, what: string, words: string, plant: (book: B) => Promise<unknown>];

export const GHOST = `'00000000-0000-7000-8000-000000000001'`;

/** Statements of the owner, in which `:name` stands for the id of that name. */
export function sqlOf(world: World, ids: Record<string, string>): Book['sql'] {
  return (text) => world.database.owner.query(
    text.replace(/(?<!:):(\w+)\b/g, (all, name: string) => (name in ids ? `'${ids[name]}'` : all)));
}

export const look = ({ world: { database, call } }: Book): Promise<Health> =>
  examine(database, {
    seal: (orgId) => sealAudit(database, orgId),
    prove: async () => (await getProof.run(database, call(), {})).result,
  });

export const brokenOf = (health: Health) => health.organisations[0]?.checks.filter(({ ok }) => !ok) ?? [];

/** The check sees the fault, no other does, and the report says it in words of both languages. */
export async function expectSeen<B extends Book>(book: B, [id, , words, plant]: Fault<B>): Promise<void> {
  await plant(book);
  const health = await look(book);
  const broken = brokenOf(health);
  expect(broken.map((check) => check.id), JSON.stringify(broken)).toEqual([id]);
  expect(exitCodeOf(health)).toBe(1);
  const text = healthInWords(health, 'ru').replaceAll('\u00a0', ' ');
  expect(text).toContain(`✗ ${id}`);
  expect(text).toContain(words);
  expect(text).not.toMatch(/ [a-z]+_[a-z]+ /);
  const english = healthInWords(health, 'en');
  expect(english).not.toMatch(/ [a-z]+_[a-z]+ /);
  expect(english).not.toMatch(/[а-яё]{3}.*: rows/i);
}
