/** SET-1 exists twice: as planSettlement, which people can read, and as the settling statement. They are one rule. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction } from '../../src/kernel/db.ts';
import { type Money, ZERO, kopecks } from '../../src/kernel/money.ts';
import type { Context } from '../../src/kernel/operation.ts';
import { templatePolicy } from '../../src/kernel/policy.ts';
import { uuidv7 } from '../../src/kernel/uuid.ts';
import { planSettlement } from '../../src/ledger/rules.ts';
import { settle } from '../../src/ledger/settling-store.ts';
import { type TestDatabase, freshDatabase } from '../database.ts';
import { type Books, POLICIES, openBooks } from './books.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await freshDatabase({ connections: 4 });
});
afterAll(() => opened.close());

const BOOKS = 1000;
const STATUSES = ['PENDING', 'PENDING', 'PENDING', 'OVERDUE', 'PARTIALLY_PAID', 'PAID', 'DRAFT', 'CANCELLED'] as const;
const invoice = fc.record({
  status: fc.constantFrom(...STATUSES), total: fc.integer({ min: 2, max: 400 }), half: fc.boolean(),
  /** Several are issued in one moment; then the number decides. */
  minute: fc.nat(5),
});
const book = fc.record({
  balance: fc.nat(1200), incoming: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 600 })),
  invoices: fc.array(invoice, { maxLength: 9, size: 'max' }), isVast: fc.integer({ min: 0, max: 19 }).map((n) => n === 0),
});
type RandomInvoice = { status: (typeof STATUSES)[number]; total: number; half: boolean; minute: number };
type Row = {
  id: string; client: string; sequence: number; status: string; total: number; paid: number; issued: string;
};
type Book = { client: string; balance: Money; incoming: Money; rows: Row[] };

function rowOf(client: string, sequence: number, { status, total, half, minute }: RandomInvoice, scale: number): Row {
  const sum = total * scale;
  const part = half ? 1 : sum - 1;
  return {
    id: uuidv7(), client, sequence, status, total: sum, issued: `2025-02-01T09:0${minute}:00Z`,
    paid: status === 'PAID' ? sum : status === 'PARTIALLY_PAID' ? part : 0,
  };
}

const seed = Number(process.env.SALDO_SEED ?? Math.trunc(Math.random() * 2 ** 31));

function randomBooks(): Book[] {
  let sequence = 0;
  return fc.sample(book, { numRuns: BOOKS, seed }).map(({ balance, incoming, invoices, isVast }) => {
    const client = uuidv7();
    // Some books are in millions of roubles, beyond what 32 bits hold.
    const scale = isVast ? 20_000_000 : 1;
    // The order of numbers is not the order of moments: a later draft may have an older number.
    const rows = invoices.map((random) => rowOf(client, sequence += 1, random, scale));
    return { client, balance: kopecks(balance * scale), incoming: kopecks(incoming * scale), rows };
  });
}

/** Writes the books as they are, past the operations: only the constraints of the tables hold. */
async function write({ orgId, database }: Books, books: Book[]): Promise<void> {
  await database.owner.query(`
    insert into clients (org_id, id, kind, name, balance, touched_at, created_at)
    select $1, c.client, 'PERSON', 'Клиент', c.balance, '2025-02-01T09:00:00Z', '2025-02-01T09:00:00Z'
      from jsonb_to_recordset($2) as c (client uuid, balance bigint)`, [orgId, JSON.stringify(books)]);
  await database.owner.query(`
    insert into invoices (org_id, id, invoice_number, sequence, client_id, purpose, status, subtotal, total_amount,
                          paid_amount, created_at, updated_at, issued_at, sent_at, paid_at, cancelled_at)
    select $1, r.id, 'INV-2025-' || lpad(r.sequence::text, 5, '0'), r.sequence, r.client, 'MANUAL', r.status, r.total, r.total,
           r.paid, r.issued, r.issued, r.issued, case when r.status <> 'DRAFT' then r.issued end,
           case when r.status = 'PAID' then r.issued end, case when r.status = 'CANCELLED' then r.issued end
      from jsonb_to_recordset($2) as r (id uuid, client uuid, sequence bigint, status text, total bigint, paid bigint,
                                        issued timestamptz)`, [orgId, JSON.stringify(books.flatMap(({ rows }) => rows))]);
}

/** The queue of a book: issued and unpaid, by moment and then by number, each with what is due. */
const queueOf = ({ rows }: Book) => rows
  .filter(({ status }) => ['PENDING', 'PARTIALLY_PAID', 'OVERDUE'].includes(status))
  .toSorted((a, b) => (a.issued === b.issued ? a.sequence - b.sequence : a.issued < b.issued ? -1 : 1))
  .map(({ id, total, paid }) => ({ invoiceId: id, amount: kopecks(total - paid) }));

const settleBook = ({ orgId, database }: Books, { client, incoming }: Book) => inTransaction(database, orgId, 'write', (tx) => {
  const context: Context = {
    tx, orgId, actor: { userId: orgId, role: 'ADMIN' }, scope: 'all', language: 'ru', requestId: uuidv7(),
    operationId: uuidv7(), policy: templatePolicy.SPORT, timeZone: 'Europe/Moscow', closedThrough: null, sandbox: true,
    now: Temporal.Instant.from('2025-02-12T09:00:00Z'), secret: '',
  };
  return settle(context, [client], { target: 'QUEUE', ...(incoming > 0 && { incoming }) });
});

type After = { client: string; balance: number; paid: Record<string, number>; spent: Record<string, number> };
async function read({ orgId, database }: Books): Promise<Map<string, After>> {
  const { rows } = await database.owner.query<After>(`
    select c.id as client, c.balance,
           (select coalesce(jsonb_object_agg(id, paid_amount) filter (where status = 'PAID'), '{}') from invoices i
             where i.org_id = $1 and i.client_id = c.id) as paid,
           (select coalesce(jsonb_object_agg(invoice_id, amount), '{}') from credit_allocations a
             where a.org_id = $1 and a.client_id = c.id) as spent
      from clients c where c.org_id = $1`, [orgId]);
  return new Map(rows.map((row) => [row.client, row]));
}

test('SET-1: the settling statement and planSettlement agree on 1,000 random books', async () => {
  const organisation = await openBooks(opened.database, POLICIES[0], []);
  const books = randomBooks();
  await write(organisation, books);
  const settled = await Promise.all(books.map((one) => settleBook(organisation, one)));
  const after = await read(organisation);
  let stopped = 0;
  for (const [index, one] of books.entries()) {
    const queue = queueOf(one);
    const plan = planSettlement(kopecks(one.balance + one.incoming), queue);
    const settledNow = settled[index]!.map(({ invoiceId, amount }) => ({ invoiceId, amount }));
    expect(settledNow, `SALDO_SEED=${seed}, book ${index}`).toEqual(plan.settled);
    const { balance, paid, spent } = after.get(one.client)!;
    expect(balance).toBe(plan.balance);
    expect(spent).toEqual(Object.fromEntries(plan.settled.map(({ invoiceId, amount }) => [invoiceId, amount])));
    const wasPaid = one.rows.filter(({ status }) => status === 'PAID').map(({ id }) => id);
    expect(Object.keys(paid).toSorted()).toEqual([...wasPaid, ...plan.settled.map(({ invoiceId }) => invoiceId)].toSorted());
    // The rule is tried where it matters: something is paid, and something that would fit waits behind what does not.
    const left = queue.slice(plan.settled.length);
    if (plan.balance > ZERO && left.slice(1).some(({ amount }) => amount <= plan.balance)) stopped += 1;
  }
  expect(settled.filter((invoices) => invoices.length > 1).length).toBeGreaterThan(100);
  expect(stopped).toBeGreaterThan(100);
});
