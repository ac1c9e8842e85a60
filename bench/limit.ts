/**
 * What the database allows here: the same payment as one hand-written prepared statement between BEGIN and COMMIT,
 * driven by pgbench, or by a small driver of our own where pgbench is missing. It runs as the application's role under
 * row-level security and changes the same rows, but asks nothing first: no key is looked up, no policy, till or period.
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { CLIENT_ID_SQL } from './books.ts';
import { type Measured, measuredOf } from './figures.ts';

export type Place = { url: string; orgId: string; branchId: string };
export type Work = { from: number; count: number; connections: number; amount: number };

/** The statement; `n` and `amount` are what differs from payment to payment. */
const statement = ({ orgId, branchId }: Place, n: string, amount: string): string => `
with fact as materialized (
  select '${orgId}'::uuid as org, '${branchId}'::uuid as branch, ${CLIENT_ID_SQL} as client, uuidv7() as payment,
         uuidv7() as operation, clock_timestamp() as now, current_date as today, ${amount}::bigint as amount,
         'MONEY' || chr(58) || 'CARD' as till -- pgbench takes a colon for a variable, even in a text
    from (select ${n}::bigint as n) numbered),
payer as materialized (
  select c.name, c.balance from clients c, fact f where c.org_id = f.org and c.id = f.client for no key update of c),
chosen as materialized (
  select q.* from (
    select i.id, i.invoice_number, i.status, i.total_amount - i.paid_amount as due,
           sum(i.total_amount - i.paid_amount) over (order by i.issued_at, i.sequence)::bigint as needed
      from invoices i, fact f
     where i.org_id = f.org and i.client_id = f.client and i.status in ('PENDING', 'PARTIALLY_PAID', 'OVERDUE')) q,
    payer p, fact f
   where q.needed <= p.balance + f.amount),
payment as (
  insert into payments (org_id, id, client_id, branch_id, amount, method, payment_type, status, on_date, created_by,
                        created_at, paid_at)
  select org, payment, client, branch, amount, 'CARD', 'TOP_UP', 'COMPLETED', today, org, now, now from fact),
taken as (
  insert into ledger_transfers (org_id, operation_id, debit, credit, amount, client_id, payment_id, on_date, created_at)
  select org, operation, till, 'CREDIT', amount, client, payment, today, now from fact),
paid as (
  update invoices i set paid_amount = i.total_amount, status = 'PAID', paid_at = f.now, effects_applied_at = f.now,
         last_payment_id = f.payment, updated_at = f.now
    from chosen c, fact f where i.org_id = f.org and i.id = c.id),
written_off as (
  update invoice_items t set write_off_status = 'COMPLETED', remaining_quantity = 0, updated_at = f.now
    from chosen c, fact f where t.org_id = f.org and t.invoice_id = c.id and t.write_off_timing = 'ON_SALE'
     and t.write_off_status = 'PENDING'),
allocated as (
  insert into credit_allocations (org_id, client_id, invoice_id, payment_id, amount, created_at)
  select f.org, f.client, c.id, f.payment, c.due, f.now from chosen c, fact f order by c.needed),
posted as (
  insert into ledger_transfers (org_id, operation_id, debit, credit, amount, client_id, invoice_id, payment_id, on_date,
                                created_at)
  select f.org, f.operation, 'CREDIT', 'RECEIVABLE', c.due, f.client, c.id, f.payment, f.today, f.now
    from chosen c, fact f order by c.needed),
logged as (
  insert into invoice_audit_logs (org_id, invoice_id, action, field_name, old_value, new_value, old_lifecycle,
                                  new_lifecycle, payment_id, user_id, created_at)
  select f.org, c.id, 'STATUS_CHANGED', 'status', c.status, 'PAID', 'sent', 'paid', f.payment, f.org, f.now
    from chosen c, fact f order by c.needed),
spent as (
  update clients c
     set balance = c.balance + f.amount - coalesce((select sum(due) from chosen), 0)::bigint, touched_at = f.now
    from fact f where c.org_id = f.org and c.id = f.client),
shown as materialized (
  select coalesce(jsonb_agg(jsonb_build_object('invoiceId', id, 'invoiceNumber', invoice_number, 'amount', due)
                            order by needed), '[]') as allocations from chosen),
recorded as (
  insert into audit_log (org_id, id, operation, entity_type, entity_id, client_id, actor_id, request_id, input, before,
                         after, at)
  select f.org, f.operation, 'payment.register', 'payment', f.payment, f.client, f.org, f.operation::text,
         jsonb_build_object('clientId', f.client, 'amount', f.amount, 'paymentMethod', 'CARD'),
         jsonb_build_object('balance', p.balance),
         jsonb_build_object('balance', 0, 'amount', f.amount, 'method', 'CARD', 'allocations', s.allocations), f.now
    from fact f, payer p, shown s),
queued as (insert into audit_unsealed (org_id, audit_id) select org, operation from fact),
answered as (
  insert into idempotency_keys (org_id, key, operation, input_hash, response, created_at)
  select f.org, f.payment::text, 'payment.register', repeat('0', 64), jsonb_build_object(
           'payment', jsonb_build_object('id', f.payment, 'clientId', f.client, 'clientName', p.name, 'invoiceId', null,
             'branchId', f.branch, 'shiftId', null, 'amount', f.amount, 'method', 'CARD', 'paymentMethod', 'CARD',
             'paymentType', 'TOP_UP', 'status', 'COMPLETED', 'onDate', f.today, 'notes', null, 'createdBy', f.org,
             'createdAt', f.now, 'paidAt', f.now, 'reversedAt', null, 'reversalReason', null),
           'allocations', s.allocations, 'balance', 0), f.now
    from fact f, payer p, shown s)
select payment from fact`;

/** Every connection is the application's role in the tenant, as a transaction of the server is. */
const session = (place: Place): string => `-c role=saldo_app -c saldo.org=${place.orgId}`;

export function findPgbench(): string | undefined {
  try {
    return execFileSync('/bin/sh', ['-c', 'command -v pgbench'], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Measures with the driver that is there. */
export const measureLimit = (pgbench: string | undefined, place: Place, work: Work): Promise<Measured> =>
  pgbench === undefined ? withOwnDriver(place, work) : withPgbench(pgbench, place, work);

async function withPgbench(pgbench: string, place: Place, work: Work): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'saldo-bench-'));
  const { connections, from, amount } = work;
  const each = Math.floor(work.count / connections);
  try {
    const script = join(folder, 'payment.sql');
    writeFileSync(script, `\\set turn :turn + 1\n\\set n ${from} + :turn * ${connections} + :client_id\n` +
      `begin;\n${statement(place, ':n', String(amount))};\ncommit;\n`);
    const args = ['--no-vacuum', '--protocol=prepared', `--client=${connections}`, `--jobs=${Math.min(2, connections)}`,
      `--transactions=${each}`, '--define=turn=-1', '--log', `--log-prefix=${join(folder, 'log')}`, `--file=${script}`];
    const env = { ...process.env, PGOPTIONS: session(place) };
    const { stdout } = await promisify(execFile)(pgbench, [...args, place.url], { env });
    const rate = Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
    if (!stdout.includes(`actually processed: ${each * connections}/`)) throw new Error(`pgbench failed: ${stdout}`);
    const logs = readdirSync(folder).filter((name) => name.startsWith('log')).map((name) => join(folder, name));
    const lines = logs.flatMap((file) => readFileSync(file, 'utf8').trim().split('\n'));
    return { ...measuredOf(1, lines.map((line) => Number(line.split(' ')[2]) / 1000)), rate };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function withOwnDriver(place: Place, work: Work): Promise<Measured> {
  const text = statement(place, '$1', '$2');
  const config = { connectionString: place.url, options: session(place), pipeline: true };
  const clients = Array.from({ length: work.connections }, () => new pg.Client(config as pg.ClientConfig));
  await Promise.all(clients.map((client) => client.connect()));
  const milliseconds: number[] = [];
  const end = work.from + work.count;
  let next = work.from;
  const started = performance.now();
  await Promise.all(clients.map(async (client) => {
    while (next < end) {
      const from = performance.now();
      const values = [next, work.amount];
      next += 1;
      await Promise.all([client.query('begin'), client.query({ name: 'payment', text, values }), client.query('commit')]);
      milliseconds.push(performance.now() - from);
    }
  }));
  const seconds = (performance.now() - started) / 1000;
  await Promise.all(clients.map((client) => client.end()));
  return measuredOf(seconds, milliseconds);
}
