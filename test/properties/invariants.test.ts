/** Invariants that have a formula of their own, checked against that formula and not against the model. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Refusal } from '../../src/kernel/refusal.ts';
import { createInvoice } from '../../src/sales/create-invoice.ts';
import { reversePayment } from '../../src/payments/reverse-payment.ts';
import { type TestDatabase, freshDatabase } from '../database.ts';
import { type Books, POLICIES, callOf, grow, openBooks, perform, run } from './books.ts';
import { commands } from './commands.ts';
import { expectProof, stateOf } from './compare.ts';
import { TIMEOUT, checked, histories, reached } from './runs.ts';

const REASON = 'Ошибка кассира';
const [QUEUE] = POLICIES;
let opened: TestDatabase;
beforeAll(async () => {
  opened = await freshDatabase({ connections: 8 });
});
afterAll(() => opened.close());

/** Under the queue from the first day to the last: what holds after a change of mode is another matter (C-18). */
const histories5to25 = commands(5, 25).map((history) => history.filter((command) => command.what !== 'mode'));

type Facts = { client: string; amount: number; balance: number; paid: { id: string; price: number }[] };
/** What the formula of I-17 speaks of, for every payment in force; the paid list is newest first. */
async function factsOf(books: Books): Promise<Map<string, Facts>> {
  const { rows } = await books.database.owner.query<Facts & { payment: string }>(`
    select p.id as payment, p.client_id as client, p.amount, c.balance, (
             select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'price', i.total_amount)
                               order by i.issued_at desc, i.sequence desc), '[]')
               from invoices i
              where i.org_id = $1 and i.client_id = p.client_id and i.status = 'PAID' and i.paid_amount > 0
                and i.refunded_amount = 0) as paid
      from payments p join clients c on c.org_id = p.org_id and c.id = p.client_id
     where p.org_id = $1 and p.status = 'COMPLETED'`, [books.orgId]);
  return new Map(rows.map(({ payment, ...facts }) => [payment, facts]));
}

/** I-17 word for word. Undefined when no k is enough. */
function formula({ amount, balance, paid }: Facts): { balance: number; released: string[] } | undefined {
  if (balance >= amount) return { balance: balance - amount, released: [] };
  const r = amount - balance;
  const sumOf = (k: number) => paid.slice(0, k).reduce((sum, { price }) => sum + price, 0);
  const k = paid.findIndex((_, index) => sumOf(index + 1) >= r) + 1;
  if (k === 0) return undefined;
  const after = sumOf(k) - r;
  expect(after).toBeGreaterThanOrEqual(0);
  expect(after).toBeLessThan(paid[k - 1]!.price);
  return { balance: after, released: paid.slice(0, k).map(({ id }) => id) };
}

test('I-17: a reversal takes the credit, and beyond it the newest paid invoices, exactly as the formula says', async () => {
  let [refused, undone] = [0, 0];
  await checked(fc.asyncProperty(histories5to25, async (history) => {
    const books = await openBooks(opened.database, QUEUE, [0, 1000]);
    await grow(books, history);
    for (const [id, facts] of await factsOf(books)) {
      const expected = formula(facts);
      const reversal = reversePayment.run(books.database, callOf(books.orgId, { dryRun: true }), { id, reason: REASON });
      if (expected) {
        const { result } = await reversal;
        expect({ balance: result.balance, released: result.released.map(({ invoiceId }) => invoiceId) }).toEqual(expected);
        undone += expected.released.length;
      } else {
        await expect(reversal).rejects.toMatchObject({ code: 'REVERSAL_SHORTFALL' });
        refused += 1;
      }
    }
    await expectOneReversed(books);
  }), histories(1 / 5));
  reached(refused, 0);
  reached(undone, 10);
}, TIMEOUT);

/** The same for good: one payment is reversed, and the tables say what the formula said. */
async function expectOneReversed(books: Books): Promise<void> {
  for (const [id, facts] of await factsOf(books)) {
    const expected = formula(facts);
    const before = await stateOf(books);
    if (!expected) {
      await expect(run(books, reversePayment, { id, reason: REASON })).rejects.toBeInstanceOf(Refusal);
      expect(await stateOf(books)).toEqual(before);
      continue;
    }
    await run(books, reversePayment, { id, reason: REASON });
    const after = await stateOf(books);
    const undone = Object.keys(before.invoices).filter((invoice) => before.invoices[invoice]!.status !== after.invoices[invoice]!.status);
    expect(undone.toSorted()).toEqual(expected.released.toSorted());
    for (const invoice of undone) expect(after.invoices[invoice]).toMatchObject({ status: 'PENDING', paid: 0 });
    expect(after.balances).toEqual({ ...before.balances, [facts.client]: expected.balance });
    expect(after.payments).toEqual({ ...before.payments, [id]: 'REVERSED' });
    return;
  }
}

test('I-18: a payment that is reversed at once leaves balance and paid invoices as they were', async () => {
  const amounts = fc.array(fc.integer({ min: 1, max: 1500 }), { minLength: 1, maxLength: 3 });
  let settling = 0;
  await checked(fc.asyncProperty(histories5to25, amounts, async (history, payments) => {
    const books = await openBooks(opened.database, QUEUE, [0, 1000]);
    await grow(books, history);
    for (const [index, amount] of payments.entries()) {
      const client = index % 2;
      const standing = async () => {
        const { balances, invoices } = await stateOf(books);
        return { balances, paid: Object.entries(invoices).map(([id, { status, paid }]) => [id, status, paid]) };
      };
      const before = await standing();
      const onDate = books.model.now.toZonedDateTimeISO('Europe/Moscow').toPlainDate();
      await grow(books, [{ do: 'pay', client, amount, onDate }]);
      const between = await standing();
      settling += between.paid.filter(([, status], place) => status !== before.paid[place]![1]).length;
      await run(books, reversePayment, { id: books.ids.payments.at(-1)!, reason: REASON });
      expect(await standing()).toEqual(before);
    }
    await expectProof(books);
  }), histories(1 / 5));
  reached(settling, 10);
}, TIMEOUT);

describe('I-28: invoice numbers', () => {
  const line = (unitPrice: number) => ({ quantity: 100, unitPrice, vatRate: 0 });
  const yearAndNumber = (number: string) => {
    expect(number).toMatch(/^INV-\d{4}-\d{5,}$/);
    return number.split('-').slice(1).map(Number) as [year: number, n: number];
  };

  test('are unique and grow by one under concurrency, and a refused invoice takes none', async () => {
    const books = await openBooks(opened.database, QUEUE, [0, 0, 0, 0]);
    const create = async (index: number) => {
      const input = { clientId: books.ids.clients[index % 4]!, asDraft: index % 3 === 0 };
      const item = { serviceName: 'Занятие', quantity: 100 as never, unitPrice: (index % 5 === 0 ? 0 : 150) as never };
      return run(books, createInvoice, { ...input, items: [item] }).then((made) => made.invoiceNumber, (error: unknown) => {
        expect(error).toMatchObject({ code: 'SUBTOTAL_ZERO' });
        return undefined;
      });
    };
    const seen: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const made = await Promise.all([...Array(25).keys()].map(create));
      const numbers = made.filter((number) => number !== undefined).map(yearAndNumber);
      expect(numbers.map(([year]) => year)).toEqual(numbers.map(() => 2025));
      // Every number of a round is above every number committed before the round began.
      seen.push(...numbers.map(([, n]) => n).toSorted((a, b) => a - b));
    }
    expect(seen).toEqual([...Array(100).keys()].map((n) => n + 1));
  });

  test('begin again with the local year, and a draft sent in a new year gets a number of that year', async () => {
    const books = await openBooks(opened.database, QUEUE, [0]);
    await grow(books, [
      { do: 'create', client: 0, lines: [line(100)], asDraft: true },
      { do: 'create', client: 0, lines: [line(100)], asDraft: false },
      // 00:30 of the first of January in Moscow, still the old year in UTC.
      { do: 'clock', now: Temporal.Instant.from('2025-12-31T21:30:00Z') },
      { do: 'create', client: 0, lines: [line(100)], asDraft: false },
    ]);
    await perform(books, { do: 'send', invoice: 0 });
    const { rows } = await opened.database.owner.query<{ invoice_number: string }>(
      'select invoice_number from invoices where org_id = $1 order by invoice_number', [books.orgId]);
    expect(rows.map((row) => row.invoice_number)).toEqual(['INV-2025-00002', 'INV-2026-00001', 'INV-2026-00002']);
  });
});
