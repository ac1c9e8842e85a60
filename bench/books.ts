/** Clients with open invoices, made by bulk SQL, and the count of what payments changed in the books. */
import pg from 'pg';

/** What one invoice asks for, in kopecks. */
export const DUE = 150_000;

/** The id of the n-th client of the bench; the same in SQL below and in the limit's own statement. */
export const clientId = (n: number): string => `be000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
export const CLIENT_ID_SQL = "('be000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid";

const clients = `
  insert into clients (org_id, id, kind, first_name, name, touched_at, created_at)
  select $1, ${CLIENT_ID_SQL}, 'PERSON', 'Клиент', 'Клиент ' || n, now() - interval '2 days',
         now() - interval '2 days'
    from generate_series($2::bigint, $3::bigint) n`;

const invoices = `
  with made as (
    insert into invoices (org_id, id, invoice_number, sequence, client_id, purpose, status, subtotal, total_amount,
                          created_by, created_at, updated_at, issued_at, sent_at)
    select $1, uuidv7(), 'INV-2025-' || lpad((n * 100 + i)::text, 12, '0'), n * 100 + i, ${CLIENT_ID_SQL}, 'MANUAL',
           'PENDING', ${DUE}, ${DUE}, $1, at, at, at, at
      from generate_series($2::bigint, $3::bigint) n, generate_series(1, $4::int) i,
           lateral (select now() - interval '1 day' + i * interval '1 minute' as at) t
    returning id, client_id, created_at as at),
  items as (
    insert into invoice_items (org_id, id, invoice_id, position, service_type, service_name, quantity, unit_price,
                               line_gross, base_price, total_price, write_off_timing, created_at, updated_at)
    select $1, uuidv7(), id, 1, 'SINGLE_SESSION', 'Занятие', 100, ${DUE}, ${DUE}, ${DUE}, ${DUE}, 'ON_SALE', at, at
      from made)
  insert into ledger_transfers (org_id, operation_id, debit, credit, amount, client_id, invoice_id, on_date, created_at)
  select $1, $1, 'RECEIVABLE', 'REVENUE', ${DUE}, client_id, id, at::date, at from made`;

const PARTS = 4;

/**
 * Makes the clients numbered `from` and up, each with so many open invoices, on several connections at once and
 * without the checks of foreign keys. Ends with a checkpoint, so that what follows does not pay for it.
 */
export async function makeClients(
  url: string, orgId: string, range: { from: number; count: number; invoices: number },
): Promise<void> {
  const size = Math.ceil(range.count / PARTS);
  await Promise.all(Array.from({ length: PARTS }, async (_, part) => {
    const from = range.from + part * size;
    const to = Math.min(from + size, range.from + range.count) - 1;
    await connected(url, async (client) => {
      await client.query('set session_replication_role = replica');
      await client.query(clients, [orgId, from, to]);
      await client.query(invoices, [orgId, from, to, range.invoices]);
    });
  }));
  await connected(url, async (client) => {
    await client.query('vacuum (analyze, skip_locked) clients, invoices, invoice_items, ledger_transfers');
    await client.query('checkpoint');
  });
}

/** How many rows there are of everything that a payment writes or changes. */
export async function countBooks(url: string): Promise<Record<string, number>> {
  const count = (name: string, from: string): string => `(select count(*)::int from ${from}) as "${name}"`;
  const parts = [
    count('payments', 'payments'), count('paid invoices', "invoices where status = 'PAID'"),
    count('lines written off', "invoice_items where write_off_status = 'COMPLETED'"),
    count('allocations', 'credit_allocations'), count('ledger rows', 'ledger_transfers'),
    count('invoice log rows', 'invoice_audit_logs'), count('audit records', 'audit_log'),
    count('idempotency keys', 'idempotency_keys'),
    '(select count(*) from audit_unsealed)::int + (select count(*) from audit_seals)::int as "seals, made or queued"',
  ];
  return connected(url, async (client) => (await client.query(`select ${parts.join(', ')}`)).rows[0]);
}

/** One connection for as long as it is used. */
export async function connected<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined); // a broken connection fails the statement under way, which says so
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
