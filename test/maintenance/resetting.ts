/** Resets a world, and looks at what must hold afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { onTestFinished } from 'vitest';
import { type Digest, digestOfAllTables } from '../digest.ts';
import { callOf } from '../properties/books.ts';
import { getProof } from '../../src/audit/proof.ts';
import type { Database } from '../../src/kernel/db.ts';
import { resetInvoices } from '../../src/maintenance/reset-invoices.ts';
import { asOwner } from '../../src/maintenance/reset-steps.ts';
import { undoReset } from '../../src/maintenance/undo-reset.ts';

export type Place = { database: Database; orgId: string };

/** A file of its own for a bundle; it goes with the test. */
export function bundleFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'saldo-undo-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'undo.jsonl.gz');
}

export const reset = async ({ database, orgId }: Place, bundle = bundleFile()) => ({
  bundle, ...(await resetInvoices.run(asOwner(database), callOf(orgId), { bundle })).result,
});
export const undo = async ({ database, orgId }: Place, bundle: string) =>
  (await undoReset.run(asOwner(database), callOf(orgId), { bundle })).result;

export async function brokenChecks({ database, orgId }: Place): Promise<unknown[]> {
  return (await getProof.run(database, callOf(orgId), {})).result.checks.filter(({ ok }) => !ok);
}

/** Every table but the trail of what was done. */
export async function booksOf({ database }: Place): Promise<Digest> {
  return Object.fromEntries(Object.entries(await digestOfAllTables(database))
    .filter(([table]) => !['audit_log', 'audit_seals', 'audit_unsealed'].includes(table)));
}

/** I-38 after a reset: the clients whose credit is not their payments less their refunds. */
export async function wrongCredit({ database, orgId }: Place): Promise<unknown[]> {
  const { rows } = await database.owner.query(`
    select c.name, c.balance,
           (select coalesce(sum(amount), 0) from payments where org_id = $1 and client_id = c.id and status = 'COMPLETED')
         - (select coalesce(sum(amount), 0) from refunds where org_id = $1 and client_id = c.id and status = 'COMPLETED')
           as expected
      from clients c where c.org_id = $1`, [orgId]);
  return rows.filter(({ balance, expected }: { balance: number; expected: number | string }) =>
    balance !== Number(expected));
}

/** What the ledger still holds against clients, as revenue or as VAT: nothing, when there is no invoice. */
export async function claimsOf({ database, orgId }: Place): Promise<unknown[]> {
  const { rows } = await database.owner.query(`
    select a.name, t.client_id, sum(case a.name when t.debit then t.amount else -t.amount end) as amount
      from (values ('RECEIVABLE'), ('REVENUE'), ('VAT')) as a (name)
      join ledger_transfers t on t.org_id = $1 and a.name in (t.debit, t.credit)
     group by 1, 2 having sum(case a.name when t.debit then t.amount else -t.amount end) <> 0`, [orgId]);
  return rows;
}

/** A draft that somebody is just writing, in a transaction that is still open. */
export const newInvoiceRow = (client: pg.Client, orgId: string, clientId: string) => client.query(`
  insert into invoices (org_id, id, invoice_number, sequence, client_id, purpose, status, subtotal, total_amount,
                        created_at, updated_at, issued_at)
  values ($1, gen_random_uuid(), 'INV-2025-00001', 1, $2, 'MANUAL', 'DRAFT', 100, 100, now(), now(), now())`, [orgId, clientId]);
