/** What a scenario has on stage: its organisation, and who and what its sentences call by name. */
import { expect } from 'vitest';
import type { ACTORS } from './words.ts';
import { parseInput } from '../../src/kernel/http-input.ts';
import { getProof } from '../../src/audit/proof.ts';
import { sealAudit } from '../../src/audit/seal.ts';
import type { Endpoint, Result } from '../../src/kernel/contract.ts';
import type { Actor } from '../../src/kernel/operation.ts';
import type { Refusal } from '../../src/kernel/refusal.ts';
import type { jobEndpoints } from '../../src/jobs/contract.ts';
import type { reversePayment } from '../../src/payments/contract.ts';
import type { coworkingEndpoints } from '../../src/rentals/write-off-contract.ts';
import type { subscriptionEndpoints } from '../../src/subscriptions/contract.ts';
import type { cancelParticipation, cancelTraining } from '../../src/trainings/contract.ts';
import type { Digest } from '../digest.ts';
import type { Runnable, World } from '../world.ts';

export type Who = keyof typeof ACTORS;
type Thing =
  | 'client' | 'student' | 'benefit' | 'service' | 'invoice' | 'payment' | 'kind' | 'group' | 'pass' | 'training' | 'room'
  | 'rental';
const RUSSIAN: Record<Thing, string> = {
  client: 'клиента', student: 'ученика', benefit: 'льготы', service: 'услуги', invoice: 'счёта', payment: 'платежа',
  kind: 'вида абонемента', group: 'группы', pass: 'абонемента', training: 'занятия', room: 'помещения', rental: 'аренды',
};

/** What the last action answered, as far as a sentence can ask for it. */
export type Answers = {
  reversal: Result<typeof reversePayment>;
  cancelledVisit: Result<typeof cancelParticipation>;
  cancelledTraining: Result<typeof cancelTraining>;
  freeze: Result<typeof subscriptionEndpoints.freeze>;
  migration: Result<typeof subscriptionEndpoints.migrate>;
  visit: Result<typeof coworkingEndpoints.checkIn>;
  job: Result<typeof jobEndpoints.run>;
};

export type Stage = {
  world?: World;
  readonly actors: Map<Who, Actor>;
  /** Ids by kind and name. */
  readonly named: Map<string, string>;
  /** All tables before the last action. */
  before: Digest;
  /** Set by a refused action until a sentence says that it was expected. */
  refusal?: Refusal | undefined;
  answers: Partial<Answers>;
  /** The notices that were there before the last action. */
  told: ReadonlySet<string>;
  /** What was remembered about random states, before and after. */
  pairs: { history: string; before: unknown; after: unknown }[];
};
export const newStage = (): Stage => ({
  actors: new Map(), named: new Map(), before: {}, answers: {}, told: new Set(), pairs: [],
});

export function worldOf(stage: Stage): World {
  if (!stage.world) throw new Error('Первый шаг называет организацию и время: «Дано студия, 12.02.2025 12:00»');
  return stage.world;
}

export function remember(stage: Stage, thing: Thing, name: string, id: string): void {
  if (stage.named.has(`${thing} ${name}`)) throw new Error(`Уже есть: ${thing} «${name}»`);
  stage.named.set(`${thing} ${name}`, id);
}
export function idOf(stage: Stage, thing: Thing, name: string): string {
  const id = stage.named.get(`${thing} ${name}`);
  if (id === undefined) throw new Error(`В сценарии нет ${RUSSIAN[thing]} «${name}»`);
  return id;
}
export const allOf = (stage: Stage, thing: Thing): { name: string; id: string }[] =>
  [...stage.named].filter(([key]) => key.startsWith(`${thing} `)).map(([key, id]) => ({ name: key.slice(thing.length + 1), id }));
export const nameOf = (stage: Stage, thing: Thing, id: string | null): string =>
  allOf(stage, thing).find((known) => known.id === id)?.name ?? 'неизвестный';

/** The one client of a scenario that has one; a sentence that does not say whom it means, means that one. */
export function onlyClient(stage: Stage): string {
  const [first, ...others] = allOf(stage, 'client');
  if (!first || others.length > 0) throw new Error('Клиентов не один: назовите клиента');
  return first.id;
}

/** What the action before this sentence answered. */
export function answerOf<K extends keyof Answers>(stage: Stage, key: K): Answers[K] {
  const answer = stage.answers[key];
  if (!answer) throw new Error('Последний шаг сделал не это');
  return answer as Answers[K];
}

export function actorOf(stage: Stage, who: Who): Actor {
  const actor = stage.actors.get(who);
  if (!actor) throw new Error(`В сценарии ещё нет такого человека: ${who}`);
  return actor;
}
export const whoIs = (stage: Stage, userId: string): string =>
  [...stage.actors].find(([, actor]) => actor.userId === userId)?.[0] ?? 'система';

/** Runs an operation or a reading with input as it comes through the door, by the named person or by the system. */
export function send<E extends Endpoint>(
  stage: Stage, runnable: Runnable<E>, fields: Record<string, unknown>, who?: Who,
): Promise<Result<E>> {
  const input = parseInput(runnable.endpoint, fields, 'ru');
  return worldOf(stage).run(runnable, input, who === undefined ? {} : { actor: actorOf(stage, who) });
}

/** Seals the audit trail and proves the books: every check must hold. */
export async function prove(stage: Stage): Promise<void> {
  const world = worldOf(stage);
  await sealAudit(world.database, world.orgId);
  const proof = await world.run(getProof, {});
  expect(proof.checks.filter((one) => !one.ok), 'доказательство книг').toEqual([]);
  expect(proof.checks.length).toBeGreaterThan(15);
  expect(proof.ok).toBe(true);
}
