/** What the books say, read from the tables at once, and what the model says, in the same form. */
import { expect } from 'vitest';
import { explainBalance, explainInvoice, explainPayment } from '../../src/audit/explain.ts';
import { getProof } from '../../src/audit/proof.ts';
import { clientStatement, clientTimeline } from '../../src/audit/statement.ts';
import { type Books, run, seal } from './books.ts';
import {
  type Item, type Model, balanceOf, dayOf, dueOf, isOpen, paidOf, refundedOf, statusOf, total, totalOf, vatOf,
} from './model.ts';

export type Invoice = {
  status: string; total: number; subtotal: number; discount: number; adjustment: number; vat: number; paid: number;
  refunded: number; words: string[];
};
export type State = {
  balances: Record<string, number>; invoices: Record<string, Invoice>; payments: Record<string, string>; audit: number;
};

export async function stateOf(books: Books): Promise<State> {
  const { rows: [row] } = await books.database.owner.query<State>(`
    select (select coalesce(jsonb_object_agg(id, balance), '{}') from clients where org_id = $1) as balances,
           (select coalesce(jsonb_object_agg(i.id, jsonb_build_object('status', status, 'total', total_amount,
                     'subtotal', subtotal, 'discount', discount_amount, 'adjustment', adjustment_amount,
                     'vat', vat_amount, 'paid', paid_amount, 'refunded', refunded_amount, 'words', (
                        select coalesce(jsonb_agg(h.new_status order by h.id), '[]') from invoice_status_history h
                         where h.org_id = $1 and h.invoice_id = i.id))), '{}')
              from invoices i where org_id = $1) as invoices,
           (select coalesce(jsonb_object_agg(id, status), '{}') from payments where org_id = $1) as payments,
           (select count(*) from audit_log where org_id = $1) as audit`, [books.orgId]);
  return row!;
}

/** The model in the same form; how many audit records there must be is counted outside. */
export function expectedState({ model, ids }: Books, audit: number): State {
  const of = (items: Item[], pick: (item: Item) => number) => total(items.map(pick));
  const invoices = model.invoices.flatMap(({ items, words, isDeleted }, index): [string, Invoice][] => isDeleted ? [] : [
    [ids.invoices[index]!, {
      status: statusOf(model, index), total: totalOf(model, index), subtotal: of(items, (item) => item.gross),
      discount: of(items, (item) => item.discount), adjustment: of(items, (item) => item.adjustment),
      vat: of(items, vatOf), paid: paidOf(model, index), refunded: refundedOf(model, index), words: words.slice(1),
    }],
  ]);
  return {
    balances: Object.fromEntries(model.clients.map((_, index) => [ids.clients[index]!, balanceOf(model, index)])),
    invoices: Object.fromEntries(invoices),
    payments: Object.fromEntries(model.payments.map(
      ({ isReversed }, index) => [ids.payments[index]!, isReversed ? 'REVERSED' : 'COMPLETED'])),
    audit,
  };
}

/** B + A of the organisation: only a payment, a reversal and a refund may change it (I-02). */
export const heldMoney = ({ balances, invoices }: State): number =>
  total(Object.values(balances)) + total(Object.values(invoices).map(({ paid, refunded }) => paid - refunded));

/** Seals what waits and proves the books: all invariants of section 4 in SQL, and the chain of the audit trail. */
export async function expectProof(books: Books): Promise<void> {
  await seal(books);
  const proof = await run(books, getProof, {});
  expect(proof.checks.filter((check) => !check.ok)).toEqual([]);
  expect(proof.ok).toBe(true);
}

/** Every number is explained by lines that sum to it, and the account of every client adds up. */
export async function expectExplained(books: Books): Promise<void> {
  const { model, ids } = books;
  for (const index of model.clients.keys()) await expectAccount(books, index);
  for (const [index, invoice] of model.invoices.entries()) {
    if (invoice.isDeleted) continue;
    const due = statusOf(model, index) === 'CANCELLED' ? 0 : dueOf(model, index);
    expectLines(await run(books, explainInvoice, { id: ids.invoices[index]! }), due);
  }
  for (const [index, payment] of model.payments.entries()) {
    expectLines(await run(books, explainPayment, { id: ids.payments[index]! }), payment.isReversed ? 0 : payment.amount);
  }
}

function expectLines(explanation: { total: number; lines: { amount: number }[] }, amount: number): void {
  expect(explanation.total).toBe(amount);
  expect(total(explanation.lines.map((line) => line.amount))).toBe(amount);
}

async function expectAccount(books: Books, client: number): Promise<void> {
  const { model } = books;
  const id = books.ids.clients[client]!;
  const balance = balanceOf(model, client);
  expectLines(await run(books, explainBalance, { id }), balance);
  const timeline = await run(books, clientTimeline, { id });
  let running = 0;
  for (const event of timeline.events) {
    running += event.amount;
    expect(event.balance).toBe(running);
    expect(running).toBeGreaterThanOrEqual(0);
  }
  expect([running, timeline.balance]).toEqual([balance, balance]);
  await expectStatement(books, id, balance - debtOf(model, client));
}

const debtOf = (model: Model, client: number): number =>
  total(model.invoices.map((invoice, index) => (invoice.client === client && isOpen(model, index) ? dueOf(model, index) : 0)));

/** Opening + movements = closing, for the whole life and for its two halves. */
async function expectStatement(books: Books, id: string, closing: number): Promise<void> {
  const [from, to] = [Temporal.PlainDate.from('2025-02-01'), dayOf(books.model)];
  const whole = await run(books, clientStatement, { id, from, to });
  expect([whole.opening, whole.closing]).toEqual([0, closing]);
  for (const statement of [whole, await run(books, clientStatement, { id, from: to, to })]) {
    const moved = total(statement.movements.map(({ paid, charged }) => paid - charged));
    expect(statement.opening + moved).toBe(statement.closing);
    expect(statement.paid - statement.charged).toBe(moved);
    expect(statement.closing).toBe(closing);
    expect(statement.movements.at(-1)?.balance ?? statement.opening).toBe(closing);
  }
}
