/**
 * The interpreter. Every sentence is one rule of the vocabulary and runs the real operations; after each action the
 * audit trail is sealed and the books are proved, and a refused action must have left every table as it was.
 */
import { expect } from 'vitest';
import { actions } from './actions.ts';
import { checks } from './checks.ts';
import { randomRules } from './random-states.ts';
import type { Scenario, Step } from './reading.ts';
import { type Stage, newStage, prove, worldOf } from './stage.ts';
import type { Rule } from './words.ts';
import { Refusal } from '../../src/kernel/refusal.ts';
import { digestOfAllTables } from '../digest.ts';
import type { World } from '../world.ts';

export const vocabulary: readonly Rule[] = [...actions, ...checks, ...randomRules];

/** Plays a scenario from its first sentence to its last; throws at the first that does not hold. */
export async function play(scenario: Scenario, rules: readonly Rule[] = vocabulary): Promise<void> {
  const { file, steps } = scenario;
  if (!steps.some(({ keyword }) => keyword === 'Тогда')) throw new Error(`${file}: в сценарии нет «Тогда»`);
  const deeds = steps.map((step) => ({ step, ...understand(step, rules) }));
  const stage = newStage();
  for (const { step, kind, run } of deeds) {
    try {
      await (kind === 'action' ? act(stage, step, run) : compare(stage, run));
    } catch (error) {
      if (error instanceof Error) error.message = `${file}:${step.line}: ${step.sentence}\n${error.message}`;
      throw error;
    }
  }
  if (stage.refusal) throw new Error(`${file}: отказ, о котором сценарий молчит: ${stage.refusal.sentence('ru')}`);
}

/** The one rule that the sentence is. Actions do not stand after `Тогда`, nor checks after `Когда`. */
function understand(step: Step, rules: readonly Rule[]): { kind: Rule['kind']; run: (stage: Stage) => Promise<void> } {
  const found = rules.flatMap(({ kind, text, match }) => {
    const run = match(step.sentence);
    return run ? [{ kind, text, run }] : [];
  });
  const [only, ...others] = found;
  if (!only) throw new Error(`Строка ${step.line}: непонятное предложение: ${step.sentence}`);
  if (others.length > 0) throw new Error(`Строка ${step.line}: двусмысленно: ${found.map(({ text }) => text).join(' | ')}`);
  const misplaced = only.kind === 'action' ? 'Тогда' : 'Когда';
  if (step.keyword === misplaced) throw new Error(`Строка ${step.line}: это не стоит после «${misplaced}»: ${step.sentence}`);
  return only;
}

async function act(stage: Stage, step: Step, run: (stage: Stage) => Promise<void>): Promise<void> {
  if (stage.refusal) throw new Error(`Перед этим шагом был отказ: ${stage.refusal.sentence('ru')}`);
  const { world } = stage;
  if (world) {
    stage.before = await digestOfAllTables(world.database);
    stage.told = await noticesIn(world);
  }
  stage.answers = {};
  try {
    await run(stage);
  } catch (error) {
    if (!(error instanceof Refusal) || step.keyword !== 'Когда') throw error;
    stage.refusal = error;
    expect(await digestOfAllTables(worldOf(stage).database), 'отказ не меняет ни одной строки').toEqual(stage.before);
  }
  await prove(stage);
}

async function noticesIn({ database }: World): Promise<Set<string>> {
  const { rows } = await database.owner.query<{ id: string }>('select id from notices');
  return new Set(rows.map(({ id }) => id));
}

async function compare(stage: Stage, run: (stage: Stage) => Promise<void>): Promise<void> {
  const refused = stage.refusal;
  await run(stage);
  // Only the sentence about the refusal takes it off the stage; anything else after a refusal hides it.
  if (refused && stage.refusal) throw new Error(`Сценарий молчит об отказе: ${refused.sentence('ru')}`);
}
