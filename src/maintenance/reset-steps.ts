/** What the reset and its undoing share: the shape of the database, and the proof that neither made anything worse. */
import { type Plan, planOf, worse } from './reset-rules.ts';
import { type TableShape, loadForeignKeys, loadTables } from './reset-shape-store.ts';
import { checks, runCheck } from '../ledger/proof-store.ts';
import type { Database } from '../kernel/db.ts';
import type { Context } from '../kernel/operation.ts';
import { Refusal, type RefusalDetail } from '../kernel/refusal.ts';

/** The same database through the role that owns the tables: only it may delete from the books. */
export const asOwner = (database: Database): Database => ({ ...database, app: database.owner });

export async function loadShape(context: Context): Promise<{ plan: Plan; shapes: Map<string, TableShape> }> {
  const plan = planOf(await loadForeignKeys(context));
  const names = [...plan.gone.map(({ table }) => table), ...plan.changed.map(({ table }) => table), 'clients'];
  const shapes = await loadTables(context, [...new Set(names)]);
  return { plan, shapes: new Map(shapes.map((shape) => [shape.name, shape])) };
}

/** How many rows break each invariant of the books now. */
export async function proofRows(context: Context): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const check of checks) found.set(check.id, (await runCheck(context, check)).rows);
  return found;
}

/** Refuses when the books hold less well than before; the transaction then leaves everything as it was. */
export async function refuseWorse(
  context: Context, before: ReadonlyMap<string, number>, code: 'RESET_UNPROVEN' | 'UNDO_UNPROVEN',
): Promise<void> {
  const ids = worse(before, await proofRows(context));
  const detail: RefusalDetail = { checks: ids.join(', ') };
  if (ids.length > 0) throw new Refusal(code, detail);
}
