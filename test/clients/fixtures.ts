import { expect } from 'vitest';
import type { World } from '../world.ts';
import type { Endpoint, Input, Result } from '../../src/kernel/contract.ts';
import type { Operation, Reading } from '../../src/kernel/operation.ts';
import type { CallOptions } from '../world.ts';
import { uuidv7 } from '../../src/kernel/uuid.ts';

/** Runs with input in its form on the wire, as a door does. */
export const send = <E extends Endpoint>(
  world: World, runnable: Operation<E> | Reading<E>, wire: Record<string, unknown> = {}, options?: CallOptions,
): Promise<Result<E>> => world.run(runnable, runnable.endpoint.input.parse(wire) as Input<E>, options);

let sequence = 0;

/** Puts an invoice into the books by hand, in kopecks; no operation of this domain makes one. */
export async function putInvoice(
  world: World, clientId: string,
  invoice: { total: number; paid?: number; due?: string; draft?: boolean; studentId?: string; overdue?: boolean },
): Promise<void> {
  const { total, paid = 0, due = null, draft = false, studentId = null, overdue = false } = invoice;
  sequence += 1;
  const status = draft ? 'DRAFT' : paid === total ? 'PAID' : paid > 0 ? 'PARTIALLY_PAID' : overdue ? 'OVERDUE' : 'PENDING';
  await world.database.owner.query(
    `insert into invoices (org_id, id, invoice_number, sequence, client_id, student_id, purpose, status, subtotal,
       total_amount, paid_amount, due_date, created_at, updated_at, issued_at, sent_at, paid_at)
     select org_id, $2, $3, $4, $5, $6, 'MANUAL', $7, $8, $8, $9, $10, sandbox_now, sandbox_now, sandbox_now,
            case when $11 then null else sandbox_now end, case when $7 = 'PAID' then sandbox_now end
       from organisations where org_id = $1`,
    [world.orgId, uuidv7(), `INV-${sequence}`, sequence, clientId, studentId, status, total, paid, due, draft],
  );
}

/** The last audit record: what changed. */
export async function lastAudit(world: World): Promise<Record<string, unknown>> {
  const { rows } = await world.database.owner.query<Record<string, unknown>>(
    'select operation, entity_type, before, after from audit_log order by recorded_at desc limit 1');
  return rows[0] ?? {};
}

export const refusal = (code: string) => expect.objectContaining({ code });
