/**
 * Random histories on the real database and on the model side by side: after every command the same numbers and the
 * same refusals (I-01…I-08, I-14…I-22), whatever came before.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Refusal } from '../../src/kernel/refusal.ts';
import { uuidv7 } from '../../src/kernel/uuid.ts';
import { type TestDatabase, freshDatabase } from '../database.ts';
import { type Books, type CallOptions, POLICIES, type SettlementPolicy, openBooks, perform } from './books.ts';
import { type Command, commands, resolve } from './commands.ts';
import { type State, expectExplained, expectProof, expectedState, heldMoney, stateOf } from './compare.ts';
import type { Line, Step } from './model.ts';
import { predict } from './predict.ts';
import { TIMEOUT, checked, histories } from './runs.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await freshDatabase({ connections: 4 });
});
afterAll(() => opened.close());

/** The refusal's code, or the outcome. Anything else that is thrown is a bug. */
async function attempt(books: Books, step: Step, options: CallOptions = {}) {
  try {
    return { outcome: await perform(books, step, options), refusal: undefined };
  } catch (error) {
    if (error instanceof Refusal) return { outcome: undefined, refusal: error.code };
    throw error;
  }
}

/** Performs the step as the command says; gives the refusal, if any. */
async function carryOut(books: Books, step: Step, manner: Command['manner']): Promise<string | undefined> {
  let options: CallOptions = manner === 'twice' ? { idempotencyKey: uuidv7() } : {};
  if (manner === 'previewed') {
    const before = await stateOf(books);
    const preview = await attempt(books, step, { dryRun: true });
    expect(await stateOf(books)).toEqual(before);
    if (preview.refusal !== undefined) return preview.refusal;
    options = { previewHash: preview.outcome.preview!.previewHash };
  }
  const { outcome, refusal } = await attempt(books, step, options);
  if (manner === 'twice') {
    const again = await attempt(books, step, options);
    expect([again.refusal, again.outcome?.replayed]).toEqual([refusal, refusal === undefined ? true : undefined]);
  }
  outcome?.link(books);
  return refusal;
}

const MOVES_MONEY = new Set(['pay', 'payInvoice', 'reverse', 'refundInvoice', 'refundCredit']);

/** Takes one step on both sides and compares them. */
async function take(books: Books, step: Step, manner: Command['manner'], state: State): Promise<State> {
  const { next, refusal } = predict(books.model, step);
  expect(await carryOut(books, step, manner)).toBe(refusal);
  books.model = next;
  const after = await stateOf(books);
  expect(after).toEqual(expectedState(books, state.audit + (refusal === undefined ? 1 : 0)));
  if (!MOVES_MONEY.has(step.do)) expect(heldMoney(after)).toBe(heldMoney(state));
  return after;
}

async function live(books: Books, history: readonly Command[], done: Step[]): Promise<void> {
  let state = await stateOf(books);
  for (const command of history) {
    const step = resolve(books.model, command);
    done.push(step);
    state = await take(books, step, command.manner, state);
  }
  await expectProof(books);
  await expectExplained(books);
}

async function property(policy: SettlementPolicy, benefits: number[], history: Command[]): Promise<void> {
  const books = await openBooks(opened.database, policy, benefits);
  const done: Step[] = [];
  try {
    // The chain is sealed and proved in the middle of a life too, and must hold what it sealed then.
    const middle = Math.floor(history.length / 2);
    await live(books, history.slice(0, middle), done);
    await live(books, history.slice(middle), done);
  } catch (error) {
    const steps = done.map((step, index) => `${index + 1}. ${JSON.stringify(step)}`).join('\n');
    throw new Error(`${(error as Error).message}\nafter\n${steps}`, { cause: error });
  }
}

const benefits = fc.array(fc.constantFrom(0, 0, 0, 1000, 3333, 10_000), { minLength: 2, maxLength: 3 });

describe.concurrent('the operations and the model agree on every history', () => {
  test.each(POLICIES)('under $name', async (policy) => {
    const law = fc.asyncProperty(benefits, commands(5, 30), (given, history) => property(policy, given, history));
    await checked(law, histories(policy.mode === 'FIFO_BALANCE' ? 1 / 2 : 1 / 4));
  }, TIMEOUT);
});

describe('what once failed', () => {
  const line = (unitPrice: number): Line => ({ quantity: 100, unitPrice, vatRate: 0 });
  const create = (asDraft: boolean, ...prices: number[]): Step => ({ do: 'create', client: 0, lines: prices.map(line), asDraft });
  const payFor = (invoice: number, amount: number): Step =>
    ({ do: 'payInvoice', invoice, amount, onDate: Temporal.PlainDate.from('2025-02-12') });
  const adjust = (item: number, newPrice: number): Step =>
    ({ do: 'adjust', invoice: 0, item, newPrice, reason: 'Исправление ошибки кассира' });
  const [queue, partial] = POLICIES;
  const largest = 9_999_999_999;

  test.each<[what: string, policy: SettlementPolicy, steps: Step[]]>([
    ['an old draft sent in one moment with a younger invoice does not overtake it', queue,
      [create(true, 150), create(false, 333), payFor(1, 400), { do: 'send', invoice: 0 }]],
    ['a price beyond 21 474 836,47', queue, [create(false, 100), adjust(0, largest)]],
    ['prices that together exceed the largest amount', partial, [create(false, 100, 100), adjust(0, largest), adjust(1, 1)]],
    ['a payment of the moment in which the queue begins to rule', partial,
      [create(false, 500), create(false, 100), payFor(1, 100), { do: 'mode', mode: 'FIFO_BALANCE' }]],
  ])('%s', async (_, policy, steps) => {
    const books = await openBooks(opened.database, policy, [0]);
    let state = await stateOf(books);
    for (const step of steps) state = await take(books, step, 'plain', state);
    await expectProof(books);
    await expectExplained(books);
  });
});
