/**
 * I-31: whatever goes wrong at whichever statement of an operation, all tables are as before. Each operation is run
 * with a fault at its first statement, its second, and so on to its last, the commit, in both settlement modes.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, freshDatabase } from '../database.ts';
import { digestOfAllTables } from '../digest.ts';
import { type Books, POLICIES, type SettlementPolicy, grow, openBooks, perform } from './books.ts';
import { expectProof, expectedState, stateOf } from './compare.ts';
import { type Fault, withFault } from './faults.ts';
import type { Line, Step } from './model.ts';
import { predict } from './predict.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await freshDatabase({ connections: 3 });
});
afterAll(() => opened.close());

const REASON = 'Исправление ошибки кассира';
const line = (unitPrice: number): Line => ({ quantity: 100, unitPrice, vatRate: 2000 });
const create = (...prices: number[]): Step => ({ do: 'create', client: 0, lines: prices.map(line), asDraft: false });
const pay = (amount: number): Step => ({ do: 'pay', client: 0, amount, onDate: Temporal.PlainDate.from('2025-02-12') });
const payFor = (invoice: number, amount: number): Step =>
  ({ do: 'payInvoice', invoice, amount, onDate: Temporal.PlainDate.from('2025-02-12') });

type Case = [what: string, policy: SettlementPolicy, before: Step[], step: Step];
const [queue, partial] = POLICIES;
const draft: Step = { ...create(150, 100), asDraft: true } as Step;
const cases: Case[] = [
  ['a payment that settles two invoices', queue, [create(100), create(150), create(900)], pay(400)],
  ['a payment of a part', partial, [create(300)], payFor(0, 100)],
  ['a reversal that undoes two invoices', queue,
    [create(100), create(150), pay(300), pay(50)], { do: 'reverse', payment: 0, reason: REASON }],
  ['a reversal of what was paid and then spent elsewhere', partial,
    [create(300), create(200), payFor(0, 400), { do: 'settle', invoice: 1 }], { do: 'reverse', payment: 0, reason: REASON }],
  ['a refund of a paid invoice', partial,
    [create(300), payFor(0, 300)], { do: 'refundInvoice', invoice: 0, amount: 120, reason: REASON }],
  ['a refund of credit', queue, [pay(300)], { do: 'refundCredit', client: 0, amount: 120, reason: REASON }],
  ['an invoice that credit pays at once', queue, [pay(300)], create(100, 50)],
  ['an invoice that waits', partial, [pay(300)], create(100, 50)],
  ['a draft that is sent and paid at once', queue, [pay(300), draft], { do: 'send', invoice: 0 }],
  ['a cancelled invoice that was part paid', partial,
    [create(300), payFor(0, 100)], { do: 'cancel', invoice: 0, reason: REASON }],
  ['a cancelled invoice that held up the queue', queue,
    [create(900), create(100), pay(300)], { do: 'cancel', invoice: 0, reason: REASON }],
  ['a lower price that credit covers', queue,
    [create(900), pay(300)], { do: 'adjust', invoice: 0, item: 0, newPrice: 250, reason: REASON }],
  ['an added line', partial, [create(100)], { do: 'add', invoice: 0, line: line(70) }],
  ['a removed line', queue, [create(100, 900), pay(300)], { do: 'remove', invoice: 0, item: 1 }],
  ['a settlement from the balance', partial, [create(300), pay(200)], { do: 'settle', invoice: 0 }],
  ['a viewed invoice', queue, [create(300)], { do: 'view', invoice: 0 }],
  ['a change of the settlement mode that pays invoices', partial,
    [create(100), create(100), pay(150)], { do: 'mode', mode: 'FIFO_BALANCE' }],
];

/** Runs the step with the fault at each of its statements, until it has no statement left. Gives how many it has. */
async function statementsOf(books: Books, step: Step, fault: Fault, afterFault: (attempt: Promise<unknown>) => Promise<void>) {
  for (let nth = 1; ; nth += 1) {
    const faulty = withFault(books.database, fault, nth);
    const attempt = perform({ ...books, database: faulty.database }, step);
    await attempt.catch(() => undefined);
    if (!faulty.wasReached()) {
      (await attempt).link(books);
      books.model = predict(books.model, step).next;
      return nth - 1;
    }
    await afterFault(attempt);
  }
}

describe('an operation leaves all tables as they were', () => {
  const faults: Fault[] = ['the server refuses it', 'the connection is lost before it'];
  test.each(cases.flatMap(([what, ...rest]) => faults.map((fault) => [what, fault, ...rest] as const)))(
    '%s: a statement, and %s', async (_, fault, policy, before, step) => {
      const books = await openBooks(opened.database, policy, [0]);
      await grow(books, before);
      const [digest, { audit }] = [await digestOfAllTables(opened.database), await stateOf(books)];
      const statements = await statementsOf(books, step, fault, async (attempt) => {
        await expect(attempt).rejects.toThrow(fault === 'the server refuses it' ? 'planted fault' : /connection|Client/i);
        expect(await digestOfAllTables(opened.database)).toEqual(digest);
      });
      expect(statements).toBeGreaterThan(6);
      // Nothing was left behind that would hinder it: without a fault it does what the model says.
      expect(await stateOf(books)).toEqual(expectedState(books, audit + 1));
      await expectProof(books);
    });
});

describe('an operation that meets a conflict is repeated and happens once', () => {
  test.each(cases)('%s', async (_, policy, before, step) => {
    let nth = 1;
    for (let isLast = false; !isLast; nth += 1) {
      const books = await openBooks(opened.database, policy, [0]);
      await grow(books, before);
      const { audit } = await stateOf(books);
      const faulty = withFault(books.database, 'it conflicts with another transaction', nth);
      (await perform({ ...books, database: faulty.database }, step)).link(books);
      books.model = predict(books.model, step).next;
      expect(await stateOf(books)).toEqual(expectedState(books, audit + 1));
      isLast = !faulty.wasReached();
    }
    expect(nth).toBeGreaterThan(7);
  });
});
