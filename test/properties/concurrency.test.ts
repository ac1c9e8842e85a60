/**
 * I-32: operations that meet on the same clients end as if they had come one after another. The order is read from the
 * audit trail; the model takes the successful ones in that order and must arrive at the same books.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Refusal } from '../../src/kernel/refusal.ts';
import { uuidv7 } from '../../src/kernel/uuid.ts';
import { type TestDatabase, freshDatabase } from '../database.ts';
import { type Books, POLICIES, type SettlementPolicy, grow, openBooks, perform } from './books.ts';
import { type Command, commands, resolve } from './commands.ts';
import { expectExplained, expectProof, expectedState, stateOf } from './compare.ts';
import type { Step } from './model.ts';
import { predict } from './predict.ts';
import { TIMEOUT, checked, histories, reached } from './runs.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await freshDatabase({ connections: 12 });
});
afterAll(() => opened.close());

type Sent = { step: Step; item: string | undefined; link: (books: Books) => void };

/** Sends all at once. Gives what succeeded, by request; a refusal is fine, anything else is not. */
async function sendTogether(books: Books, steps: readonly Step[]): Promise<Map<string, Sent>> {
  const done = new Map<string, Sent>();
  await Promise.all(steps.map(async (step) => {
    const requestId = uuidv7();
    // Its place may have changed by the time the model takes the step.
    const item = 'item' in step ? books.ids.items[step.invoice]?.[step.item] : undefined;
    try {
      const { link } = await perform(books, step, { requestId });
      done.set(requestId, { step, item, link });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      expect(error.code).not.toBe('SERVICE_BUSY');
    }
  }));
  return done;
}

/** The requests in the order in which they happened. The record of an operation is written under its client's lock. */
async function orderOf(books: Books, requests: readonly string[]): Promise<string[]> {
  const { rows } = await books.database.owner.query<{ request_id: string }>(
    'select request_id from audit_log where org_id = $1 and request_id = any($2) order by recorded_at, id',
    [books.orgId, requests]);
  return rows.map((row) => row.request_id);
}

function follow(books: Books, { step, item, link }: Sent): void {
  const placed = item !== undefined && 'item' in step ? { ...step, item: books.ids.items[step.invoice]!.indexOf(item) } : step;
  const { next, refusal } = predict(books.model, placed);
  expect(refusal, `${JSON.stringify(step)} succeeded`).toBeUndefined();
  books.model = next;
  link(books);
}

async function property(policy: SettlementPolicy, before: Command[], rounds: Command[][]): Promise<number> {
  const books = await openBooks(opened.database, policy, [0, 1000]);
  await grow(books, before);
  let { audit } = await stateOf(books);
  let succeeded = 0;
  for (const round of rounds) {
    const steps = round.map((command) => resolve(books.model, { ...command, client: 0 }));
    const sent = await sendTogether(books, steps);
    const order = await orderOf(books, [...sent.keys()]);
    expect(order).toHaveLength(sent.size);
    for (const request of order) follow(books, sent.get(request)!);
    audit += sent.size;
    succeeded += sent.size;
    expect(await stateOf(books)).toEqual(expectedState(books, audit));
  }
  await expectProof(books);
  await expectExplained(books);
  return succeeded;
}

test.each(POLICIES)('I-32: concurrent operations on one client equal some order of them, under $name', async (policy) => {
  let succeeded = 0;
  const law = fc.asyncProperty(commands(3, 15), fc.array(commands(4, 12), { minLength: 1, maxLength: 3 }),
    async (before, rounds) => {
      succeeded += await property(policy, before, rounds);
    });
  await checked(law, histories(1 / 10));
  reached(succeeded, 100);
}, TIMEOUT);
